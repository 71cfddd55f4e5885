"""Counts what readers search for and what finds nothing, without a trace of who they are.

A search is noted in the memory of its process, and what was noted is written in the background when a request ends, at
most every few seconds. So a search costs its reader nothing, and a flood of them one small write now and then. What a
process has not written when it ends is lost: these are counts.
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
from search.query.parser import storable

logger = logging.getLogger(__name__)

SECONDS = 10
DAYS_KEPT = 365
MOST_A_DAY, MOST_NOTED = 500, 200
LONGEST, MOST_WORDS = 80, 10
ROBOT = re.compile(r"bot\b|crawl|spider|slurp|preview|fetch|monitor|curl|wget|python|headless", re.IGNORECASE)
# An address, a number like a telephone's or a card's, or what looks like a key, a token or a password.
PRIVATE = re.compile(r"@|\w+://|(?:\d[\s().-]?){7,}|\S{25,}|(?=\S*\d)(?=\S*[A-Za-z])[A-Za-z0-9+/=_-]{16,}")

_noted: Counter[tuple[str, bool]] = Counter()
_lock = Lock()
_written = 0.0


def note(request: HttpRequest, query: str, *, posts: int) -> None:
    """Remembers that a reader searched and how many posts were found, unless it may say who they are."""
    words = normal(query)
    if not words or request.method != "GET" or is_private(words) or is_no_reader(request):
        return
    with _lock:
        if len(_noted) < MOST_NOTED:
            _noted[words, posts > 0] += 1


def normal(query: str) -> str:
    return " ".join(unicodedata.normalize("NFC", storable(query)).lower().split())


def is_private(words: str) -> bool:
    """Whether it might be about a person or a secret, or is too long to be words to look for."""
    return len(words) > LONGEST or len(words.split()) > MOST_WORDS or bool(PRIVATE.search(words))


def is_no_reader(request: HttpRequest) -> bool:
    """Whether it is a robot, a browser that looks ahead, or somebody who works here."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        return True
    agent = request.headers.get("User-Agent", "")
    return not agent or bool(ROBOT.search(agent)) or "prefetch" in request.headers.get("Sec-Purpose", "")


def write_now_and_then() -> None:
    global _written  # noqa: PLW0603 (one for the process, as the notes are)
    if not _noted or monotonic() < _written + SECONDS:
        return
    _written = monotonic()
    run_in_background("searches", write_noted)


def write_noted() -> None:
    """Adds what was noted to the counts of the day. What cannot be written now is dropped, and logged."""
    with _lock:
        noted = dict(_noted)
        _noted.clear()
    try:
        with transaction.atomic():
            if SearchSettings.load().counts_searches:
                add(noted)
    except DatabaseError as error:
        # Without the error's words, which may be those of a reader.
        logger.error("What readers searched for could not be counted: %s.", type(error).__name__)  # noqa: TRY400


def add(noted: dict[tuple[str, bool], int]) -> None:
    day = timezone.localdate()
    queries = dict.fromkeys(query for query, _is_found in noted)
    today = AskedQuery.objects.filter(day=day)
    known = set(today.filter(query__in=queries).values_list("query", flat=True))
    room = max(0, MOST_A_DAY - today.count())
    new = [query for query in queries if query not in known][:room]
    AskedQuery.objects.bulk_create([AskedQuery(day=day, query=query) for query in new], ignore_conflicts=True)
    for query in sorted({*known, *new}):
        in_vain = noted.get((query, False), 0)
        times = in_vain + noted.get((query, True), 0)
        today.filter(query=query).update(times=F("times") + times, in_vain=F("in_vain") + in_vain)


def forget_old() -> None:
    """Deletes what is older than a year; the worker asks for it."""
    AskedQuery.objects.filter(day__lt=timezone.localdate() - timedelta(days=DAYS_KEPT)).delete()
