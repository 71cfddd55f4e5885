from functools import partial

from django.db.models import F
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from blog.models import BlogIndexPage
from blog.pages.blog_index import blogs_of_site
from blog.rendering.characters import without_forbidden
from blog.views.pagination import PostListPage, PostPaginator, cards
from search.analytics.query_log import note
from search.query.curation import Kept
from search.query.fallback import answers_or_titles
from search.query.finder import MOST_FOUND, find, find_newest
from search.query.parser import parse
from search.query.promotions import promoted
from search.results.facets import chosen, facets
from search.results.forms import SearchForm
from search.results.no_results import ways_on
from search.results.search_urls import feed_address, search_address, search_parameters
from search.results.snippets import with_excerpts
from search.suggest.spelling import better_spelling
from search.suggest.titles import posts_titled

# A reader takes back a letter and has the same answer again.
KEPT_SECONDS = 30


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    blogs = blogs_of_site(request)
    kept = Kept()
    first = promoted(form.query, blogs, kept) if form.query and not form.is_by_date else []
    answers, is_incomplete = found_by(form, blogs, kept)
    found = list(dict.fromkeys([*first, *answers]))
    parameters = search_parameters(form.query, is_by_date=form.is_by_date)
    page = PostPaginator(found, count=len(found), parameters=parameters).requested_page(request)
    if form.query and page.number == 1 and not form.is_by_date and not is_incomplete:
        note(request, form.query, posts=len(found))
    if found:
        context = results(form, found, blogs, kept, page=page, first=first)
    else:
        better = None if is_incomplete else better_spelling(form.query, blog_ids=blogs)
        context = {"better": better, **ways_on(form.query, blogs)}
    context |= {"form": form, "query": form.query, "is_incomplete": is_incomplete}
    context["chosen"] = chosen(form.query, is_by_date=form.is_by_date)
    return TemplateResponse(request, "search/search.html", context)


@require_safe
@cache_control(private=True, max_age=KEPT_SECONDS)
def titles(request: HttpRequest) -> HttpResponse:
    """Posts for what a reader has typed so far, kept by their browser alone: a post may be withdrawn at any time."""
    posts = posts_titled(SearchForm(request.GET).query, blogs_of_site(request))
    found = [{"title": title, "url": url} for title, url in posts]
    return JsonResponse({"posts": without_forbidden(found)})


def found_by(form: SearchForm, blogs: dict[int, BlogIndexPage], kept: Kept) -> tuple[list[int], bool]:
    """The ids of the posts that answer, in the order that the reader wants, and whether only titles were asked."""
    if not form.query:
        return [], False
    return answers_or_titles(partial(find_newest if form.is_by_date else find, kept=kept), form.query, blogs)


def results(
    form: SearchForm,
    found: list[int],
    blogs: dict[int, BlogIndexPage],
    kept: Kept,
    *,
    page: PostListPage,
    first: list[int],
) -> dict[str, object]:
    """What the page says of the posts that were found, of which editors put some ``first``."""
    query = parse(form.query)
    posts = cards(page.object_list, blogs, passages=F("post__searched__passages"))
    page.object_list = with_excerpts(posts, query, kept)
    for post in page.object_list:
        post.is_chosen = post.pk in first
    return {
        "listing": page,
        # Where there are more, nobody counts them.
        "most": number_format(MOST_FOUND, force_grouping=True) if len(found) >= MOST_FOUND else "",
        "feed": feed_address(form.query),
        "orders": orders(form) if query.words or query.phrases else [],
        "facets": facets(form.query, found, is_by_date=form.is_by_date),
    }


def orders(form: SearchForm) -> list[dict[str, object]]:
    """The orders that a reader can choose from."""
    names = {False: _("Best first"), True: _("Newest first")}
    return [
        {
            "name": name,
            "url": search_address(form.query, is_by_date=is_by_date),
            "is_chosen": is_by_date == form.is_by_date,
        }
        for is_by_date, name in names.items()
    ]
