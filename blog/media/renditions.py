"""Formats and sizes of renditions, and the queue that creates them.

The fallback is created when a picture is stored, the other renditions by the worker. A page uses the renditions that
exist, so that no reader waits for an encoder.
"""

import logging
import time
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet
from wagtail.images.models import Filter

from blog.media.models import BlogImage, BlogRendition

logger = logging.getLogger(__name__)

RENDITION_WIDTHS = (640, 1280)
# In order of preference.
RENDITION_FORMATS = ("avif", "webp", "jpeg")
FALLBACK = "jpeg"
# How long the worker creates renditions before it checks for other due work.
MAX_SECONDS_PER_ROUND = 5.0


def sizes_of(image: BlogImage) -> tuple[int, ...]:
    """The widths of the renditions of a picture. A picture no wider than the small size has only that one."""
    return RENDITION_WIDTHS[:1] if image.width <= RENDITION_WIDTHS[0] else RENDITION_WIDTHS


def specs(*, formats: tuple[str, ...] = RENDITION_FORMATS, sizes: tuple[int, ...] = RENDITION_WIDTHS) -> list[str]:
    return [f"format-{kind}|width-{size}" for kind in formats for size in sizes]


def ready_renditions(image: BlogImage) -> dict[str, BlogRendition]:
    """The renditions by filter, in each format of which all sizes exist. Empty if the picture cannot be decoded."""
    sizes = sizes_of(image)
    found = existing(image, specs(sizes=sizes))
    ready = {}
    for kind in RENDITION_FORMATS:
        wanted = specs(formats=(kind,), sizes=sizes)
        if kind == FALLBACK and not found.keys() >= set(wanted):
            found |= make_fallback(image)
        if found.keys() >= set(wanted):
            ready |= {spec: found[spec] for spec in wanted}
    return ready


def existing(image: BlogImage, wanted: list[str]) -> dict[str, BlogRendition]:
    found = image.find_existing_renditions(*map(Filter, wanted))
    return {str(each.spec): rendition for each, rendition in found.items()}


def make_fallback(image: BlogImage) -> dict[str, BlogRendition]:
    try:
        return image.get_renditions(*specs(formats=(FALLBACK,), sizes=sizes_of(image)))
    except OSError as error:
        # A picture that fails must not break the page.
        logger.warning("Picture %s cannot be shown: %s", image.pk, error)
        return {}


def make_fallback_of(image_id: int) -> None:
    if image := BlogImage.objects.filter(pk=image_id).first():
        make_fallback(image)


def images_without_renditions() -> QuerySet[BlogImage]:
    """The pictures that lack renditions, newest first."""

    def count(wanted: list[str]) -> Count:
        return Count("renditions", filter=Q(renditions__filter_spec__in=wanted))

    small = specs(sizes=RENDITION_WIDTHS[:1])
    is_small = Q(width__lte=RENDITION_WIDTHS[0])
    lacks = Q(is_small, small_ones__lt=len(small)) | Q(~is_small, all_ones__lt=len(specs()))
    return BlogImage.objects.annotate(small_ones=count(small), all_ones=count(specs())).filter(lacks).order_by("-pk")


@dataclass(slots=True)
class RenditionQueue:
    """Creates missing renditions, for a limited time per call. One instance for each run of the worker.

    `failed` are pictures whose renditions could not be created. The next run tries them again.
    """

    failed: set[int] = field(default_factory=set)

    def make(self, *, seconds: float = MAX_SECONDS_PER_ROUND) -> bool:
        """Creates renditions until the time is over. Returns whether any are left."""
        deadline = time.monotonic() + seconds
        waiting = list(images_without_renditions().exclude(pk__in=self.failed).values_list("pk", flat=True))
        done = 0
        while done < len(waiting) and (not done or time.monotonic() < deadline):
            self._make_all_of(waiting[done])
            done += 1
        if done:
            logger.info("Made the sizes of %d pictures; %d are waiting.", done, len(waiting) - done)
        return done < len(waiting)

    def _make_all_of(self, pk: int) -> None:
        try:
            # It may have been deleted since.
            if image := BlogImage.objects.filter(pk=pk).first():
                for spec in specs(sizes=sizes_of(image)):
                    image.get_renditions(spec)
        except Exception:
            # An error in one picture must not stop the others.
            logger.exception("The sizes of picture %s could not be made; it is shown without.", pk)
            self.failed.add(pk)
