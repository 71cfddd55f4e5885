"""Addresses that belong to a page or a blog, beside its page: routed and restricted as Wagtail's own view does."""

from collections.abc import Callable, Collection
from functools import partial, wraps
from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import register_converter
from django.urls.converters import IntConverter, StringConverter
from wagtail import hooks
from wagtail.models import Page
from wagtail.url_routing import RouteResult
from wagtail.views import serve

from blog.models import BlogIndexPage, PostPage, VersionedPageMixin

SAFE_METHODS = ("GET", "HEAD")


class PagePathConverter(StringConverter):
    """The path of a page, as Wagtail's own pattern allows it. PostgreSQL takes no NUL character in a query."""

    regex = r"(?:[\w-]+/)*[\w-]+"


class VersionNumberConverter(IntConverter):
    """The number of a version. Longer ones do not fit into a column."""

    regex = r"[0-9]{1,9}"


register_converter(PagePathConverter, "page_path")
register_converter(VersionNumberConverter, "version")


def serve_post(
    request: HttpRequest,
    path: str,
    answer: Callable[..., HttpResponse],
) -> HttpResponse | None:
    """What ``answer(post, request)`` gives for the post at this path; None if no post is there."""
    route = Page.route_for_request(request, path)
    if not (route and isinstance(route[0], PostPage)):
        return None
    return serve_route(request, route, answer, SAFE_METHODS)


def serve_route(
    request: HttpRequest, route: RouteResult, answer: Callable[..., HttpResponse], methods: Collection[str]
) -> HttpResponse:
    """What ``answer(page, request)`` gives, behind the hooks of Wagtail's own view."""
    page, args, kwargs = route
    if request.method not in methods:
        return HttpResponseNotAllowed(methods)

    def serve_chain(page: Page, request: HttpRequest, _args: object, _kwargs: object) -> HttpResponse:
        return answer(page, request)

    for hook in reversed(hooks.get_hooks("on_serve_page")):
        serve_chain = hook(serve_chain)
    for hook in hooks.get_hooks("before_serve_page"):
        result = hook(page, request, args, kwargs)
        if isinstance(result, HttpResponse):
            return result
    return serve_chain(page, request, args, kwargs)


def below_page(
    answer: Callable[..., HttpResponse],
    *,
    kind: type[VersionedPageMixin] = VersionedPageMixin,
    methods: Collection[str] = SAFE_METHODS,
) -> Callable[..., HttpResponse]:
    """Decorator for a view ``answer(page, request, …)`` at an address below the public page of this kind at ``path``.

    If something else is at that path, the request is for a page, such as one about the history of a company.
    """

    @wraps(answer)
    def view(request: HttpRequest, path: str, **kwargs: object) -> HttpResponse:
        route = Page.route_for_request(request, path)
        if not (route and isinstance(route[0], kind) and has_history_at(route[0], request, path)):
            return serve_whole_path(request)
        if not route[0].is_public:
            raise Http404
        return serve_route(request, route, partial(answer, **kwargs), methods)

    return view


def has_history_at(page: VersionedPageMixin, request: HttpRequest, path: str) -> bool:
    """Whether readers see the history of the page, and no page below it has the requested address."""
    name = request.path_info.removeprefix(f"/{path}/").partition("/")[0]
    is_taken = page.numchild and page.get_children().filter(slug=name, live=True).exists()
    return page.has_public_history and not is_taken


def below_blog(answer: Callable[..., HttpResponse | None]) -> Callable[..., HttpResponse]:
    """Decorator for a view ``answer(blog, request, …)`` at an address below the blog at ``path``.

    If something else is at that path, or if it answers None, the request is for a page.
    """

    @wraps(answer)
    def view(request: HttpRequest, path: str, **kwargs: object) -> HttpResponse:
        route = Page.route_for_request(request, path)
        response = None
        # A list below a blog, such as that of a tag, has the blog's route, too.
        if route and isinstance(route[0], BlogIndexPage) and urlsplit(route[0].address).path == f"/{path}/":
            response = serve_route(request, route, partial(answer, **kwargs), SAFE_METHODS)
        return response or serve_whole_path(request)

    return view


def serve_whole_path(request: HttpRequest) -> HttpResponse:
    """Wagtail's own answer, instead of one for the page at a shorter path."""
    # The route of the shorter path, which Wagtail would use for the whole.
    del request._wagtail_route_for_request
    return serve(request, request.path_info.removeprefix("/"))
