import re
from urllib.parse import urlsplit

from django import template
from django.urls import reverse
from wagtail.models import Site

from blog.pages.blog_index import blogs_of_site
from blog.taxonomy.slugs import RESERVED_SLUGS
from search.results.forms import SearchForm

register = template.Library()

PATH_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
PATH_ENDING = re.compile(r"(?:/index)?\.\w{1,5}\Z")


@register.simple_tag(takes_context=True)
def query_for_path(context: template.Context) -> str:
    """A query instead of a missing page: "tea time" for /blog/2024/05/tea-time.html."""
    request = context["request"]
    # Their paths contain a secret, or no reader opens them.
    if request.path.startswith((reverse("wagtailadmin_home"), "/review/")) or not Site.find_for_request(request):
        return ""
    blogs = blogs_of_site(request).values()
    known = RESERVED_SLUGS.union(*(urlsplit(blog.address).path.split("/") for blog in blogs))
    parts = PATH_ENDING.sub("", request.path.rstrip("/")).split("/")
    words = [word for part in parts if part not in known and not part.isdecimal() for word in PATH_WORD.findall(part)]
    return SearchForm({"q": " ".join(words)}).query
