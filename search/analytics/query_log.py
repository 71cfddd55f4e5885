"""The query log: how often readers search for something, and how often without results. It is anonymous.

Counts are collected in memory and written in the background when a request ends, at most once per FLUSH_INTERVAL, so
searches write nothing while readers wait. Counts that are not written when a process ends are lost.
"""

import logging
import re
import unicodedata
from collections import Counter
from datetime import timedelta
from threading import Lock
from time import monotonic

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from blog.scheduling.background import run_in_background
from search.models import AskedQuery, SearchSettings
from search.query.parser import strip_unstorable

logger = logging.getLogger(__name__)

# In seconds.
FLUSH_INTERVAL = 10
QUERY_LOG_DAYS = 365
MAX_QUERIES_PER_DAY, MAX_PENDING_QUERIES = 500, 200
MAX_LOGGED_LENGTH, MAX_LOGGED_WORDS = 80, 10
ROBOT = re.compile(r"bot\b|crawl|spider|slurp|preview|fetch|monitor|curl|wget|python|headless", re.IGNORECASE)
# An email address or URL, a phone or card number, or what looks like a key, a token or a password.
PRIVATE = re.compile(r"@|\w+://|(?:\d[\s().-]?){7,}|\S{25,}|(?=\S*\d)(?=\S*[A-Za-z])[A-Za-z0-9+/=_-]{16,}")

_pending: Counter[tuple[str, bool]] = Counter()
_lock = Lock()
_last_flush = 0.0


def log_query(request: HttpRequest, query: str, *, posts: int) -> None:
    """Counts a query of a reader, unless it may identify a person."""
    words = normalize_query(query)
    if not words or request.method != "GET" or looks_private(words) or is_not_a_reader(request):
        return
    with _lock:
        if len(_pending) < MAX_PENDING_QUERIES:
            _pending[words, posts > 0] += 1


def normalize_query(query: str) -> str:
    return " ".join(unicodedata.normalize("NFC", strip_unstorable(query)).lower().split())


def looks_private(words: str) -> bool:
    """Whether the query may contain personal data or a secret, or is too long."""
    return len(words) > MAX_LOGGED_LENGTH or len(words.split()) > MAX_LOGGED_WORDS or bool(PRIVATE.search(words))


def is_not_a_reader(request: HttpRequest) -> bool:
    """Whether the request is from a robot, a prefetch, or from somebody with a session."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        return True
    agent = request.headers.get("User-Agent", "")
    return not agent or bool(ROBOT.search(agent)) or "prefetch" in request.headers.get("Sec-Purpose", "")


def flush_if_due() -> None:
    global _last_flush  # noqa: PLW0603 (one per process, as the counts)
    if not _pending or monotonic() < _last_flush + FLUSH_INTERVAL:
        return
    _last_flush = monotonic()
    run_in_background("searches", flush)


def flush() -> None:
    """Adds the pending counts to those of the day. Counts that cannot be written are dropped and logged as an error."""
    with _lock:
        pending = dict(_pending)
        _pending.clear()
    try:
        with transaction.atomic():
            if SearchSettings.load().counts_searches:
                add_counts(pending)
    except DatabaseError as error:
        # The message may contain the query of a reader.
        logger.error("What readers searched for could not be counted: %s.", type(error).__name__)  # noqa: TRY400


def add_counts(pending: dict[tuple[str, bool], int]) -> None:
    day = timezone.localdate()
    queries = dict.fromkeys(query for query, _has_results in pending)
    today = AskedQuery.objects.filter(day=day)
    known = set(today.filter(query__in=queries).values_list("query", flat=True))
    room = max(0, MAX_QUERIES_PER_DAY - today.count())
    new = [query for query in queries if query not in known][:room]
    AskedQuery.objects.bulk_create([AskedQuery(day=day, query=query) for query in new], ignore_conflicts=True)
    for query in sorted({*known, *new}):
        zero_results = pending.get((query, False), 0)
        times = zero_results + pending.get((query, True), 0)
        today.filter(query=query).update(times=F("times") + times, in_vain=F("in_vain") + zero_results)


def delete_old_queries() -> None:
    """Deletes counts that are older than QUERY_LOG_DAYS; the worker calls it."""
    AskedQuery.objects.filter(day__lt=timezone.localdate() - timedelta(days=QUERY_LOG_DAYS)).delete()
