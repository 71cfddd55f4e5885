import re
from urllib.parse import urlsplit

from django import template
from wagtail.models import Site

from blog.pages.blog_index import blogs_of_site
from blog.taxonomy.slugs import RESERVED_SLUGS
from search.results.forms import SearchForm

register = template.Library()

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
ENDING = re.compile(r"(?:/index)?\.\w{1,5}\Z")
# The first part of addresses that hold a secret, or that no reader opens.
CLOSED = ("/admin/", "/review/")


@register.simple_tag(takes_context=True)
def words_of_address(context: template.Context) -> str:
    """What to look for instead of a page that is not here: "tea time" for /blog/2024/05/tea-time.html."""
    request = context["request"]
    if request.path.startswith(CLOSED) or not Site.find_for_request(request):
        return ""
    blogs = blogs_of_site(request).values()
    known = RESERVED_SLUGS.union(*(urlsplit(blog.address).path.split("/") for blog in blogs))
    parts = ENDING.sub("", request.path.rstrip("/")).split("/")
    words = [word for part in parts if part not in known and not part.isdecimal() for word in WORD.findall(part)]
    return SearchForm({"q": " ".join(words)}).query
