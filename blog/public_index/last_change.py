"""The time of the last change that readers see, so that polling the feed does not query the posts.

Changes without signals, such as ``QuerySet.update()`` or manual SQL, take effect within an hour.
"""

import hashlib
from datetime import datetime
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from django.utils import timezone

from blog.public_index.models import PublicPost
from blog.scheduling.models import Heartbeat

LAST_CHANGE_ROW = 2
CODE_SUFFIXES = (".py", ".html", ".mo", ".txt")


def watch(*models: type[Model]) -> None:
    """Calls note_change when an instance of these models is saved or deleted. Bulk updates must call it themselves."""
    for model in models:
        for signal in (post_save, post_delete):
            signal.connect(note_change, sender=model, dispatch_uid=("change", model._meta.label))


def note_change(**_: object) -> None:
    # On commit, because concurrent publications would otherwise wait for each other's lock.
    transaction.on_commit(_note, robust=True)


def _note() -> None:
    now = timezone.now()
    if not Heartbeat.objects.filter(pk=LAST_CHANGE_ROW).update(at=now):
        Heartbeat.objects.bulk_create([Heartbeat(pk=LAST_CHANGE_ROW, at=now)], ignore_conflicts=True)


def changed_at() -> datetime | None:
    return Heartbeat.objects.filter(pk=LAST_CHANGE_ROW).values_list("at", flat=True).first()


def feed_state() -> str:
    """A value that changes with every change of content or code, when a post expires, and every hour."""
    now = timezone.now()
    over = PublicPost.objects.filter(expires_at__lte=now).count()
    return f"{changed_at()} {over} {code_digest()} {now:%Y%m%d%H}"


def etag_of_feeds(*_args: object, **_kwargs: object) -> str:
    """An ``etag_func`` for what is made of public posts and settings alone."""
    return hashlib.sha256(feed_state().encode()).hexdigest()[:32]


@cache
def code_digest() -> str:
    """A digest of the version of the site and of its pinned packages."""
    digest = hashlib.sha256()
    for folder in ("blog", "config", "home", "search", "requirements"):
        for file in sorted(Path(settings.BASE_DIR, folder).rglob("*")):
            if file.suffix in CODE_SUFFIXES:
                digest.update(file.read_bytes())
    return digest.hexdigest()
