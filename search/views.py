from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe
from wagtail.models import Site

from blog.lists import POSTS_PER_PAGE, Listing, cards, page_number
from blog.models import BlogIndexPage, PublicList, PublicPost
from blog.views import lists_of
from search.asked import note
from search.excerpts import with_excerpts
from search.finder import find
from search.forms import SearchForm
from search.promoted import promoted
from search.query import parse
from search.spelling import better_spelling

LATEST_POSTS = 3


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    query = form.cleaned_data["q"] if form.is_valid() else ""
    blogs = blogs_of(request)
    listing = results(request, query, blogs) if query else None
    if listing and listing.is_first:
        note(request, query, posts=listing.posts_total)
    context = {"form": form, "query": query, "listing": listing}
    if not context["listing"] or not context["listing"].posts:
        context |= {"better": better_spelling(query, blog_ids=blogs), **ways_on(blogs)}
    return TemplateResponse(request, "search/search.html", context)


def blogs_of(request: HttpRequest) -> dict[int, BlogIndexPage]:
    site = Site.find_for_request(request)
    if not site:
        raise Http404
    return {blog.pk: blog for blog in BlogIndexPage.objects.descendant_of(site.root_page)}


def results(request: HttpRequest, query: str, blogs: dict[int, BlogIndexPage]) -> Listing:
    number = page_number(request)
    chosen = promoted(query, blogs)
    found = list(dict.fromkeys([*chosen, *find(query, blogs)]))
    start = (number - 1) * POSTS_PER_PAGE
    posts = with_excerpts(cards(found[start : start + POSTS_PER_PAGE], blogs), parse(query))
    for post in posts:
        post.is_chosen = post.pk in chosen
    listing = Listing(posts=posts, number=number, posts_total=len(found), parameters=urlencode({"q": query}))
    if number > listing.pages_total:
        raise Http404
    return listing


def ways_on(blogs: dict[int, BlogIndexPage]) -> dict[str, object]:
    """What to offer where nothing was found or asked."""
    newest = PublicPost.objects.readable().filter(blog__in=blogs).newest_first()
    latest = cards(list(newest.values_list("post_id", flat=True)[:LATEST_POSTS]), blogs)
    topics = [topic for blog in blogs.values() for topic in lists_of(blog, PublicList.TOPIC)]
    return {"latest": latest, "topics": topics}
