"""The page "How we publish" of a blog: what its settings promise, numbers, and the log of changes. Also as JSON."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import wraps

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from wagtail import hooks

from blog.history.corrections import corrections_url
from blog.history.hashes import format_timestamp
from blog.history.post_routes import below_blog
from blog.history.site_log import LoggedEvent, logged, public_events
from blog.models import BlogIndexPage, BlogSettings

POLICY_SLUG = "how-we-publish"
SHOWN_BY_SETTINGS = ("shows_history", "shows_names", "shows_reviews", "takes_suggestions", "shows_log")
# With fewer, a number says little of a site and much of a person.
MIN_COUNTED = 10
# The newest ones, of which a median is taken.
MAX_MEASURED = 1_000
MAX_EVENTS_ON_PAGE = 50
MAX_EVENTS_IN_FILE = 1_000


@dataclass(frozen=True)
class PublishingNumber:
    """A number that the hook ``numbers_of_publishing`` gives for a blog. ``label`` is what readers see."""

    name: str
    label: str
    value: int


def policy(*, is_moved: bool | None) -> Callable[..., Callable[..., HttpResponse]]:
    """Decorator for the views. The page has another address while a live post has its own (``is_moved``)."""

    def decorate(answer: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @below_blog
        @wraps(answer)
        def view(blog: BlogIndexPage, request: HttpRequest) -> HttpResponse | None:
            settings = BlogSettings.for_request(request)
            if not has_policy(settings):
                return None
            if is_moved is not None and (POLICY_SLUG in blog.taken_list_addresses) != is_moved:
                return None
            return answer(request, blog, settings)

        return view

    return decorate


def has_policy(settings: BlogSettings) -> bool:
    """Whether readers see anything of how the site publishes."""
    return any(getattr(settings, name) for name in SHOWN_BY_SETTINGS)


def policy_url(blog: BlogIndexPage) -> str:
    return blog.later_list_url(POLICY_SLUG)


def answer_page(request: HttpRequest, blog: BlogIndexPage, settings: BlogSettings) -> HttpResponse:
    context = {
        "blog": blog,
        "shown": settings,
        "numbers": numbers_of(blog, settings),
        "events": events_of(blog, settings, MAX_EVENTS_ON_PAGE),
        "file_url": f"{blog.address}{POLICY_SLUG}.json",
        "corrections_url": corrections_url(blog) if settings.shows_history else "",
    }
    return TemplateResponse(request, "blog_history/public/policy.html", context)


policy_page = policy(is_moved=False)(answer_page)
moved_policy_page = policy(is_moved=True)(answer_page)


@policy(is_moved=None)
def policy_file(request: HttpRequest, blog: BlogIndexPage, settings: BlogSettings) -> HttpResponse:
    data = {
        "settings": {name: getattr(settings, name) for name in SHOWN_BY_SETTINGS},
        "numbers": {number.name: number.value for number in numbers_of(blog, settings)},
        "log": [
            {**asdict(event), "at": format_timestamp(event.at)}
            for event in events_of(blog, settings, MAX_EVENTS_IN_FILE)
        ],
    }
    response = JsonResponse(data)
    response["X-Robots-Tag"] = "noindex"
    return response


def numbers_of(blog: BlogIndexPage, settings: BlogSettings) -> list[PublishingNumber]:
    return [number for tell in hooks.get_hooks("numbers_of_publishing") for number in tell(blog, settings)]


def events_of(blog: BlogIndexPage, settings: BlogSettings, limit: int) -> list[LoggedEvent]:
    return logged(blog, public_events(blog)[:limit]) if settings.shows_log else []
