"""Limits attempts with passwords and secret links, by network address, account and browser.

An attempt is counted before its view runs and uncounted if it succeeds, so that parallel attempts exceed no limit.
"""

import logging
import re
import secrets
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from ipaddress import ip_address, ip_network
from math import ceil
from threading import BoundedSemaphore

from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.models import User
from django.core import signing
from django.db import models, transaction
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

logger = logging.getLogger(__name__)

ATTEMPT_WINDOW = timedelta(minutes=10)
MAX_PER_ADDRESS = 30
MAX_PER_ACCOUNT_AND_ADDRESS = 10
MAX_PER_ACCOUNT = 50
MAX_PER_BROWSER = 10
# No form accepts a longer name or email address. The time of normalization is quadratic in the length.
MAX_ACCOUNT_LENGTH = 254
# Sent to the admin only: a signed id of the browser, and the hashes of users who signed in with it.
BROWSER_COOKIE = "known_browser"
BROWSER_COOKIE_AGE = timedelta(days=365)
MAX_BROWSER_ACCOUNTS = 5
# A process hashes one password while one unknown browser waits, so that other threads answer readers.
HASHING_SLOT = BoundedSemaphore(1)
UNKNOWN_BROWSER_SLOTS = BoundedSemaphore(2)
HASHING_SECONDS = 2.0

# An address without the port that some servers append, and without the interface.
ADDRESS_PATTERN = re.compile(r"\[?([0-9a-f:]++(?:[0-9.]+)?)(?:%\w+)?(?:\](?::\d+)?)?|([0-9.]+)(?::\d+)?", re.IGNORECASE)

# Allowed attempts within the window, by key.
type Limits = dict[str, int]


class AttemptCount(models.Model):
    """The number of attempts within a window. The key is a hash without personal data."""

    key = models.CharField(primary_key=True, max_length=64)
    attempts = models.PositiveIntegerField(default=0)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        default_permissions = ()


class TooManyAttempts(Exception):  # noqa: N818 - the name is what happened
    def __init__(self, retry_after: float) -> None:
        super().__init__()
        self.retry_after = max(1, ceil(retry_after))


@dataclass(frozen=True)
class ThrottledView:
    """A URL at which passwords or links are tried. ``account`` returns for whom, or nothing if nothing is tried.

    ``failures`` are the statuses of attempts that count. A login is limited for all addresses together, too, but not
    in browsers in which its owner has signed in. Links that are right write nothing.
    """

    log_message: str
    account: Callable[[HttpRequest, dict], object]
    failures: tuple[int, ...] = (200,)
    is_login: bool = False
    is_link: bool = False


def new_password_of(request: HttpRequest, _arguments: dict) -> str:
    has_one = any(request.POST.get(f"password-new_password{number}") for number in (1, 2))
    return request.user.get_username() if has_one else ""


def restriction(request: HttpRequest, arguments: dict) -> object:
    return request.method == "POST" and next(iter(arguments.values()))


LOGIN_VIEW = ThrottledView("Wrong password", lambda request, _: request.POST.get("username"), is_login=True)
REVIEW_LINK_VIEW = ThrottledView(
    "Wrong review link", lambda _, arguments: arguments["pk"], failures=(404,), is_link=True
)
# By URL name.
THROTTLED_VIEWS = {
    "wagtailadmin_login": LOGIN_VIEW,
    "wagtailcore_login": LOGIN_VIEW,
    "wagtailadmin_account": ThrottledView("Wrong old password", new_password_of, is_login=True),
    "wagtailadmin_password_reset": ThrottledView(
        "New password requested", lambda request, _: request.POST.get("email"), (302,)
    ),
    "wagtailcore_authenticate_with_password": ThrottledView("Wrong password of a section", restriction),
    "wagtaildocs_authenticate_with_password": ThrottledView("Wrong password of a collection", restriction),
    "join": ThrottledView("Wrong invitation link", lambda _, arguments: arguments["pk"], failures=(404,), is_link=True),
    "suggestion": ThrottledView(
        "Wrong suggestion link", lambda _, arguments: arguments["pk"], failures=(404,), is_link=True
    ),
    "review_link": REVIEW_LINK_VIEW,
    "review_link_without_slash": REVIEW_LINK_VIEW,
}


class ThrottlingMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            response = self.get_response(request)
            if attempt := getattr(request, "attempt", None):
                record_outcome(request, response, *attempt)
        finally:
            if hasattr(request, "is_unknown_browser"):
                UNKNOWN_BROWSER_SLOTS.release()
        return response

    def process_view(
        self, request: HttpRequest, _view_func: object, _args: tuple, arguments: dict
    ) -> HttpResponse | None:
        view = THROTTLED_VIEWS.get(request.resolver_match.view_name)
        if account := view and view.account(request, arguments):
            limits = limits_for(view, request, str(account))
            try:
                check_limits(limits)
                if view.is_login and len(limits) > 1:
                    limit_unknown_browsers(request)
                if not view.is_link:
                    count_attempt(limits)
            except TooManyAttempts as refused:
                return self.process_exception(request, refused)
            request.attempt = view, limits, str(account)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, TooManyAttempts):
            return None
        seconds = exception.retry_after
        said = {"seconds": seconds, "minutes": ceil(seconds / 60)}
        page = render_to_string("blog_review/too_many_attempts.html", said)
        return HttpResponse(page, status=429, headers={"Retry-After": str(seconds), "Cache-Control": "no-store"})


def limit_unknown_browsers(request: HttpRequest) -> None:
    """Called before anything is written. Raises TooManyAttempts. Known browsers always wait for their turn."""
    if not UNKNOWN_BROWSER_SLOTS.acquire(blocking=False):
        raise TooManyAttempts(HASHING_SECONDS)
    request.is_unknown_browser = True


def record_outcome(
    request: HttpRequest, response: HttpResponse, view: ThrottledView, limits: Limits, account: str
) -> None:
    """Called after an attempt."""
    if response.status_code in view.failures:
        if view.is_link:
            count_attempt(limits, refuses=False)
        # The id of the user and not the input, which is sometimes a password.
        login = User.objects.filter(username=account.strip()[:MAX_ACCOUNT_LENGTH]).values_list("pk", flat=True).first()
        whose = f" of login {login or 'unknown'}" if view.is_login else ""
        logger.warning("%s%s, from %s", view.log_message, whose, network_of(request))
    elif not view.is_link:
        uncount_attempt(limits)
        # Only after a correct password: each time, the browser may try other accounts again.
        is_admin = request.path.startswith(reverse("wagtailadmin_home"))
        if view is LOGIN_VIEW and response.status_code == HTTPStatus.FOUND and is_admin:
            trust_browser(request, response)


def limits_for(view: ThrottledView, request: HttpRequest, account: str) -> Limits:
    network, (browser, *owners) = network_of(request), browser_of(request)
    if view.is_login and attempt_key(account) in owners:
        return {attempt_key(view.log_message, browser, account): MAX_PER_BROWSER}
    limits = {
        attempt_key(view.log_message, network): MAX_PER_ADDRESS,
        attempt_key(view.log_message, network, account): MAX_PER_ACCOUNT_AND_ADDRESS,
    }
    return limits | ({attempt_key(view.log_message, "", account): MAX_PER_ACCOUNT} if view.is_login else {})


def attempt_key(*parts: str) -> str:
    """A hash that requires SECRET_KEY. Names that a form treats as equal have the same hash."""
    words = [unicodedata.normalize("NFKC", part.strip()[:MAX_ACCOUNT_LENGTH]).strip().casefold() for part in parts]
    return salted_hmac("blog.review.throttling", repr(words), algorithm="sha256").hexdigest()


def network_of(request: HttpRequest) -> str:
    """The address of the sender; for IPv6 its network of 64 bits, which belongs to one sender."""
    found = ADDRESS_PATTERN.fullmatch(request.META.get("REMOTE_ADDR", ""))
    try:
        address = ip_address(found[1] or found[2] if found else "")
    except ValueError:
        return ""
    address = getattr(address, "ipv4_mapped", None) or address
    return str(ip_network(f"{address}/64", strict=False)) if address.version == 6 else str(address)


def browser_of(request: HttpRequest) -> list[str]:
    try:
        return signing.loads(request.COOKIES.get(BROWSER_COOKIE, ""), salt=BROWSER_COOKIE, max_age=BROWSER_COOKIE_AGE)
    except signing.BadSignature:
        return [secrets.token_urlsafe(16)]


def trust_browser(request: HttpRequest, response: HttpResponse) -> None:
    browser, *owners = browser_of(request)
    owner = attempt_key(request.user.get_username())
    owners = [*(other for other in owners if other != owner), owner][-MAX_BROWSER_ACCOUNTS:]
    cookie = signing.dumps([browser, *owners], salt=BROWSER_COOKIE)
    attributes = {"secure": settings.SESSION_COOKIE_SECURE, "httponly": True, "samesite": "Lax"}
    path = reverse("wagtailadmin_home")
    response.set_cookie(BROWSER_COOKIE, cookie, max_age=BROWSER_COOKIE_AGE, path=path, **attributes)


def check_limits(limits: Limits) -> None:
    """Raises TooManyAttempts if a limit is reached."""
    full = [row.expires_at for row in AttemptCount.objects.filter(key__in=limits) if row.attempts >= limits[row.key]]
    waits = [(end - timezone.now()).total_seconds() for end in full]
    if waits := [wait for wait in waits if 0 < wait <= 2 * ATTEMPT_WINDOW.total_seconds()]:
        raise TooManyAttempts(max(waits))


@transaction.atomic
def count_attempt(limits: Limits, *, refuses: bool = True) -> None:
    """Counts an attempt. Raises TooManyAttempts, without counting, if a limit is reached."""
    keys, end = sorted(limits), timezone.now() + ATTEMPT_WINDOW
    AttemptCount.objects.bulk_create([AttemptCount(key=key, expires_at=end) for key in keys], ignore_conflicts=True)
    rows = lock_counts(keys)
    rows.filter(expired_counts(now := timezone.now())).update(attempts=0, expires_at=now + ATTEMPT_WINDOW)
    if refuses:
        check_limits(limits)
    rows.update(attempts=F("attempts") + 1)


@transaction.atomic
def uncount_attempt(limits: Limits) -> None:
    lock_counts(sorted(limits)).filter(attempts__gt=0).update(attempts=F("attempts") - 1)


def lock_counts(keys: list[str]) -> QuerySet[AttemptCount]:
    """Locks the rows in the same order everywhere, to avoid deadlocks."""
    rows = AttemptCount.objects.filter(key__in=keys)
    list(rows.select_for_update().order_by("key").values_list("key"))
    return rows


def expired_counts(now: datetime) -> Q:
    """Rows that expired, or that were counted while the clock was ahead."""
    return Q(expires_at__lte=now) | Q(expires_at__gt=now + 2 * ATTEMPT_WINDOW)


def delete_expired_counts() -> None:
    AttemptCount.objects.filter(expired_counts(timezone.now())).delete()


class QueueingHasher(PBKDF2PasswordHasher):
    """Hashes one password at a time. Raises TooManyAttempts if the wait is too long."""

    def encode(self, *args: object, **kwargs: object) -> str:
        if not HASHING_SLOT.acquire(timeout=HASHING_SECONDS):
            raise TooManyAttempts(HASHING_SECONDS)
        try:
            return super().encode(*args, **kwargs)
        finally:
            HASHING_SLOT.release()
