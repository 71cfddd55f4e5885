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
from search.analytics.query_log import log_query
from search.query.curation import Curation
from search.query.fallback import find_or_search_titles
from search.query.finder import MAX_RESULTS, find_newest, find_posts
from search.query.parser import parse
from search.query.promotions import promoted_posts
from search.results.facets import active_filters, facets_of
from search.results.forms import SearchForm
from search.results.no_results import no_results_context
from search.results.search_urls import feed_url, search_parameters, search_url
from search.results.snippets import add_snippets
from search.suggest.spelling import did_you_mean
from search.suggest.titles import suggest_titles

# In seconds: a reader who deletes a letter gets the previous response again.
TITLES_MAX_AGE = 30


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    # Raises Http404 for a page that no search has. Promoted posts are added to the results.
    PostPaginator((), count=2 * MAX_RESULTS).requested_page(request)
    blogs = blogs_of_site(request)
    curation = Curation()
    promoted = promoted_posts(form.query, blogs, curation) if form.query and not form.is_by_date else []
    matches, is_fallback = find_ids(form, blogs, curation)
    found = list(dict.fromkeys([*promoted, *matches]))
    parameters = search_parameters(form.query, is_by_date=form.is_by_date)
    page = PostPaginator(found, count=len(found), parameters=parameters).requested_page(request)
    if form.query and page.number == 1 and not form.is_by_date and not is_fallback:
        log_query(request, form.query, posts=len(found))
    if found:
        context = results_context(form, found, blogs, curation, page=page, promoted=promoted)
    else:
        suggestion = None if is_fallback else did_you_mean(form.query, blog_ids=blogs)
        context = {"suggestion": suggestion, **no_results_context(form.query, blogs)}
    context |= {"form": form, "query": form.query, "is_fallback": is_fallback}
    context["active_filters"] = active_filters(form.query, is_by_date=form.is_by_date)
    return TemplateResponse(request, "search/search.html", context)


@require_safe
@cache_control(private=True, max_age=TITLES_MAX_AGE)
def titles(request: HttpRequest) -> HttpResponse:
    """Title suggestions as JSON. Only the reader's browser caches them, because a post may be withdrawn at any time."""
    posts = suggest_titles(SearchForm(request.GET).query, blogs_of_site(request))
    found = [{"title": title, "url": url} for title, url in posts]
    return JsonResponse({"posts": without_forbidden(found)})


def find_ids(form: SearchForm, blogs: dict[int, BlogIndexPage], curation: Curation) -> tuple[list[int], bool]:
    """The ids of the results in the requested order, and whether only titles were searched."""
    if not form.query:
        return [], False
    find = find_newest if form.is_by_date else find_posts
    return find_or_search_titles(partial(find, curation=curation), form.query, blogs)


def results_context(
    form: SearchForm,
    found: list[int],
    blogs: dict[int, BlogIndexPage],
    curation: Curation,
    *,
    page: PostListPage,
    promoted: list[int],
) -> dict[str, object]:
    """The context of a page of results; ``promoted`` are marked as such."""
    query = parse(form.query)
    posts = cards(page.object_list, blogs, passages=F("post__searched__passages"))
    page.object_list = add_snippets(posts, query, curation)
    for post in page.object_list:
        post.is_promoted = post.pk in promoted
    return {
        "listing": page,
        # Further results are not counted.
        "max_results": number_format(MAX_RESULTS, force_grouping=True) if len(found) >= MAX_RESULTS else "",
        "feed": feed_url(form.query),
        "sort_links": sort_links(form) if query.words or query.phrases else [],
        "facets": facets_of(form.query, found, is_by_date=form.is_by_date),
    }


def sort_links(form: SearchForm) -> list[dict[str, object]]:
    names = {False: _("Best first"), True: _("Newest first")}
    return [
        {
            "name": name,
            "url": search_url(form.query, is_by_date=is_by_date),
            "is_current": is_by_date == form.is_by_date,
        }
        for is_by_date, name in names.items()
    ]
