"""The background jobs of a site, such as scheduled publication and expiry."""

import logging
import signal
import threading
from collections.abc import Callable
from datetime import datetime
from functools import partial
from types import FrameType

from django.core.exceptions import ValidationError
from django.db import close_old_connections, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import PageLogEntry, Site

from blog.mail.sending import send_due
from blog.media.renditions import RenditionQueue
from blog.models import TrashedPost
from blog.pages.trash import DAYS_IN_TRASH
from blog.public_index.sync import remove_hidden
from blog.publishing.schedule import (
    PUBLISHED,
    WITHDRAWN,
    due_revisions,
    expired_pages,
    note_failure,
    publish_scheduled,
    unpublish_expired,
)
from blog.publishing.trash import delete_permanently
from blog.review.link_checker.checker import check_due_links
from blog.review.link_checker.link_index import index_due_posts
from blog.review.people.password_reset import send_password_resets
from blog.review.throttling import delete_expired_counts
from blog.review.workflow.draft_checks import check_due_drafts, check_feed_posts
from blog.review.workflow.notifications import notify_overdue_schedules
from blog.scheduling.worker_status import record_heartbeat
from blog.suggestions.notices import mail_new_suggestions
from search.analytics.query_log import delete_old_queries
from search.index.reindex_queue import reindex_queued
from search.suggest.related_posts import update_related_posts
from search.suggest.vocabulary import VocabularyUpdater

logger = logging.getLogger(__name__)

WORKER_INTERVAL = 30.0
LOGGED_ACTIONS = {PUBLISHED: "Published", WITHDRAWN: "Unpublished, because its time was over,"}


class Worker:
    """Runs all jobs every `WORKER_INTERVAL` seconds until SIGTERM or SIGINT."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._pictures = RenditionQueue()
        self._search = VocabularyUpdater()

    def run(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)
        logger.info("The worker looks every %.0f seconds for what is due.", WORKER_INTERVAL)
        while not self._stop.is_set():
            # Replaces a connection that broke since the last round.
            close_old_connections()
            is_more_to_do = work_once(self._pictures, self._search)
            self._stop.wait(0 if is_more_to_do else WORKER_INTERVAL)
        logger.info("The worker stops.")

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self._stop.set()


def work_once(pictures: RenditionQueue, search: VocabularyUpdater) -> bool:
    """Runs each job once. Returns whether there is work left that should not wait for the interval.

    A job that fails is logged, and the next job runs.
    """
    started, is_more_to_do = timezone.now(), False
    for job in (
        record_heartbeat,
        # Another process may have changed the sites.
        Site.clear_site_root_paths_cache,
        publish_due,
        withdraw_expired,
        notify_overdue_schedules,
        remove_expired,
        empty_trash,
        check_due_drafts,
        send_password_resets,
        check_feed_posts,
        mail_new_suggestions,
        send_due,
        index_due_posts,
        check_due_links,
        reindex_queued,
        search.update_vocabulary_if_changed,
        update_related_posts,
        delete_old_queries,
        delete_expired_counts,
        pictures.make,
    ):
        try:
            is_more_to_do = bool(job()) or is_more_to_do
        except Exception:
            # The worker must survive any exception of a job.
            logger.exception("The job %s failed; it is tried again in the next round.", job.__name__)
    try:
        log_done(since=started)
    except Exception:
        logger.exception("The log of scheduled publishing could not be read.")
    return is_more_to_do


# Wagtail's own command, publish_scheduled, stops at the first page that fails. That page loses its schedule, because
# the command clears the date before it saves the page. Here each page has a transaction and a line in the log.


def withdraw_expired() -> None:
    for page in expired_pages():
        failure = f"The time of “{page}” is over, but it could not be unpublished"
        attempt(partial(unpublish_expired, page), failure=failure)


def publish_due() -> None:
    for revision in due_revisions():
        failure = f"“{revision.object_str}” was due, but could not go live"
        if words := attempt(partial(publish_scheduled, revision), failure=failure):
            attempt(partial(note_failure, revision, words), failure=failure)


def attempt(action: Callable[[], object], *, failure: str) -> str:
    """Calls the action in its own transaction. A failure is rolled back and logged.

    Returns the reason of a failure in words for editors, or "" after a success.
    """
    try:
        with transaction.atomic():
            action()
    except ValidationError as error:
        logger.error("%s: %s", failure, error)  # noqa: TRY400 - the page is wrong, not the code; the message is all
        return " ".join(error.messages)
    except Exception:
        logger.exception("%s.", failure)
        return _("An error occurred. The worker's log describes it.")
    return ""


def remove_expired() -> None:
    if removed := remove_hidden():
        logger.info("Took %d posts that are over or restricted out of the public lists.", removed)


def empty_trash() -> None:
    for note in TrashedPost.objects.overdue().select_related("post"):
        title = str(note)
        if not attempt(partial(delete_permanently, note), failure=f"“{title}” could not be permanently deleted"):
            logger.info("Deleted “%s” for good, which had been in the trash for %d days.", title, DAYS_IN_TRASH)


def log_done(*, since: datetime) -> None:
    entries = PageLogEntry.objects.filter(timestamp__gte=since, action__in=LOGGED_ACTIONS).order_by("timestamp")
    for action, label in entries.values_list("action", "label"):
        logger.info("%s “%s”.", LOGGED_ACTIONS[action], label)
