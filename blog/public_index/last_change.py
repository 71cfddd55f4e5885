"""When something last changed that readers see. A poll of the feed asks this instead of the posts.

What is written past the signals, by ``QuerySet.update()`` or by hand, is noticed within an hour.
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
    """What is saved or deleted of these changes what readers see. Whoever writes past the signals calls note_change."""
    for model in models:
        for signal in (post_save, post_delete):
            signal.connect(note_change, sender=model, dispatch_uid=("change", model._meta.label))


def note_change(**_: object) -> None:
    # After the end of the transaction, or all who publish would wait for each other.
    transaction.on_commit(_note, robust=True)


def _note() -> None:
    now = timezone.now()
    if not Heartbeat.objects.filter(pk=LAST_CHANGE_ROW).update(at=now):
        Heartbeat.objects.bulk_create([Heartbeat(pk=LAST_CHANGE_ROW, at=now)], ignore_conflicts=True)


def changed_at() -> datetime | None:
    return Heartbeat.objects.filter(pk=LAST_CHANGE_ROW).values_list("at", flat=True).first()


def feed_state() -> str:
    """Another one after each change, also of the code and by the end of a post's time, and in each hour."""
    now = timezone.now()
    over = PublicPost.objects.filter(expires_at__lte=now).count()
    return f"{changed_at()} {over} {code_digest()} {now:%Y%m%d%H}"


@cache
def code_digest() -> str:
    """A digest of this version of the site and of the packages that it names."""
    digest = hashlib.sha256()
    for folder in ("blog", "config", "home", "search", "requirements"):
        for file in sorted(Path(settings.BASE_DIR, folder).rglob("*")):
            if file.suffix in CODE_SUFFIXES:
                digest.update(file.read_bytes())
    return digest.hexdigest()
