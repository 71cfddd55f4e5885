"""Asks other sites whether what posts link to is still there: a few addresses in each round of the worker.

Only where a blog's settings say so. A round takes some seconds and asks no host twice; a host rests for a minute.
"""

import logging
import time
from datetime import timedelta
from http import HTTPStatus

from django.db.models import Min
from django.utils import timezone

from blog.fetching.ssrf_guard import Fetcher, NotAsked, NotFetched
from blog.review.link_checker.link_index import sites_that_ask
from blog.review.link_checker.models import LinkedAddress

logger = logging.getLogger(__name__)

FETCHER = Fetcher(max_bytes=0, seconds=5.0)
# A round asks nobody else after so many seconds, because others of the worker's jobs wait.
SECONDS = 3.0
AT_ONCE = 10
HOST_RESTS = timedelta(minutes=1)
USUALLY, AFTER_A_FAILURE = timedelta(days=7), timedelta(days=1)
# So many times in a row, on as many days, before a link counts as dead.
TRIES = 3
# A site that wants a login or no machines says nothing about its page, and one that is busy (503) says so.
GONE = frozenset((HTTPStatus.NOT_FOUND, HTTPStatus.GONE, *range(500, 600))) - {HTTPStatus.SERVICE_UNAVAILABLE}


def ask_due(fetcher: Fetcher = FETCHER) -> None:
    if not sites_that_ask().exists():
        return
    deadline = time.monotonic() + SECONDS
    for address in due():
        if time.monotonic() > deadline:
            break
        if address.posts.exists():
            ask(address, fetcher)
        else:
            address.delete()


def due() -> list[LinkedAddress]:
    """One for each host, those first that wait longest."""
    now = timezone.now()
    lately = LinkedAddress.objects.filter(asked_at__gt=now - HOST_RESTS).values("host")
    waiting = LinkedAddress.objects.filter(due_at__lte=now).exclude(host__in=lately)
    hosts = waiting.order_by().values("host").annotate(longest=Min("due_at"), one=Min("pk")).order_by("longest", "one")
    chosen = [host["one"] for host in hosts[:AT_ONCE]]
    addresses = LinkedAddress.objects.in_bulk(chosen)
    return [addresses[pk] for pk in chosen if pk in addresses]


def ask(address: LinkedAddress, fetcher: Fetcher) -> None:
    try:
        status = fetcher.status(address.address)
    except NotAsked:
        # It says nothing that readers in the same network would not see.
        note(address, status=None, is_gone=False)
    except NotFetched:
        note(address, status=None, is_gone=True)
    else:
        note(address, status=status, is_gone=status in GONE)


def note(address: LinkedAddress, *, status: int | None, is_gone: bool) -> None:
    now = timezone.now()
    failures = min(int(address.failures) + 1, TRIES) if is_gone else 0
    LinkedAddress.objects.filter(pk=address.pk).update(
        asked_at=now,
        status=status,
        failures=failures,
        is_dead=failures == TRIES,
        failing_since=(address.failing_since or now) if is_gone else None,
        due_at=now + (AFTER_A_FAILURE if 0 < failures < TRIES else USUALLY),
    )
    if is_gone:
        logger.info("%s: %s.", address, f"answered {status}" if status else "no answer")
