"""Requests external links to find dead ones, some in each round of the worker, if a blog's settings enable it.

A round takes some seconds and requests each host once. A host is not requested again for ``HOST_INTERVAL``.
"""

import logging
import time
from datetime import timedelta
from http import HTTPStatus

from django.db.models import Min
from django.utils import timezone

from blog.fetching.ssrf_guard import Fetcher, NotFetched, RequestBlocked
from blog.review.link_checker.link_index import sites_checking_links
from blog.review.link_checker.models import LinkedAddress

logger = logging.getLogger(__name__)

FETCHER = Fetcher(max_bytes=0, seconds=5.0)
# After so many seconds a round starts no other request, because other jobs of the worker wait.
LINK_ROUND_SECONDS = 3.0
MAX_LINKS_PER_ROUND = 10
HOST_INTERVAL = timedelta(minutes=1)
CHECK_INTERVAL, RETRY_INTERVAL = timedelta(days=7), timedelta(days=1)
# Consecutive failures, each on another day.
FAILURES_UNTIL_DEAD = 3
# A site that requires a login, refuses robots or is busy (503) says nothing about its page.
DEAD_STATUSES = frozenset((HTTPStatus.NOT_FOUND, HTTPStatus.GONE, *range(500, 600))) - {HTTPStatus.SERVICE_UNAVAILABLE}


def check_due_links(fetcher: Fetcher = FETCHER) -> None:
    if not sites_checking_links().exists():
        return
    deadline = time.monotonic() + LINK_ROUND_SECONDS
    for address in due_addresses():
        if time.monotonic() > deadline:
            break
        if address.posts.exists():
            check_address(address, fetcher)
        else:
            address.delete()


def due_addresses() -> list[LinkedAddress]:
    """One due address of each host, longest due first."""
    now = timezone.now()
    lately = LinkedAddress.objects.filter(asked_at__gt=now - HOST_INTERVAL).values("host")
    waiting = LinkedAddress.objects.filter(due_at__lte=now).exclude(host__in=lately)
    hosts = waiting.order_by().values("host").annotate(longest=Min("due_at"), one=Min("pk")).order_by("longest", "one")
    chosen = [host["one"] for host in hosts[:MAX_LINKS_PER_ROUND]]
    addresses = LinkedAddress.objects.in_bulk(chosen)
    return [addresses[pk] for pk in chosen if pk in addresses]


def check_address(address: LinkedAddress, fetcher: Fetcher) -> None:
    try:
        status = fetcher.status(address.address)
    except RequestBlocked:
        # The address is not public, which says nothing about the page.
        record_result(address, status=None, is_gone=False)
    except NotFetched:
        record_result(address, status=None, is_gone=True)
    else:
        record_result(address, status=status, is_gone=status in DEAD_STATUSES)


def record_result(address: LinkedAddress, *, status: int | None, is_gone: bool) -> None:
    now = timezone.now()
    failures = min(int(address.failures) + 1, FAILURES_UNTIL_DEAD) if is_gone else 0
    LinkedAddress.objects.filter(pk=address.pk).update(
        asked_at=now,
        status=status,
        failures=failures,
        is_dead=failures == FAILURES_UNTIL_DEAD,
        failing_since=(address.failing_since or now) if is_gone else None,
        due_at=now + (RETRY_INTERVAL if 0 < failures < FAILURES_UNTIL_DEAD else CHECK_INTERVAL),
    )
    if is_gone:
        logger.info("%s: %s.", address, f"answered {status}" if status else "no answer")
