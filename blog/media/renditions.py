"""The formats and sizes in which readers get a picture, and who makes them.

The fallback is made when a picture is stored, everything else by the worker. A page shows what there is, so that no
reader waits for an encoder.
"""

import logging
import time
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet
from wagtail.images.models import Filter

from blog.media.models import BlogImage, BlogRendition

logger = logging.getLogger(__name__)

RENDITION_WIDTHS = (640, 1280)
# The best first.
RENDITION_FORMATS = ("avif", "webp", "jpeg")
FALLBACK = "jpeg"
# How long the worker makes pictures before it looks again at what is due.
MAX_SECONDS_PER_ROUND = 5.0


def sizes_of(image: BlogImage) -> tuple[int, ...]:
    """A picture that is not larger than the small size has no other."""
    return RENDITION_WIDTHS[:1] if image.width <= RENDITION_WIDTHS[0] else RENDITION_WIDTHS


def specs(*, formats: tuple[str, ...] = RENDITION_FORMATS, sizes: tuple[int, ...] = RENDITION_WIDTHS) -> list[str]:
    return [f"format-{kind}|width-{size}" for kind in formats for size in sizes]


def ready_renditions(image: BlogImage) -> dict[str, BlogRendition]:
    """By filter, in every format in which all sizes exist; none where the picture cannot be drawn."""
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
        # The page around it can be read.
        logger.warning("Picture %s cannot be shown: %s", image.pk, error)
        return {}


def make_fallback_of(image_id: int) -> None:
    if image := BlogImage.objects.filter(pk=image_id).first():
        make_fallback(image)


def images_without_renditions() -> QuerySet[BlogImage]:
    """The pictures that have not all of their renditions, the newest first."""

    def count(wanted: list[str]) -> Count:
        return Count("renditions", filter=Q(renditions__filter_spec__in=wanted))

    small = specs(sizes=RENDITION_WIDTHS[:1])
    is_small = Q(width__lte=RENDITION_WIDTHS[0])
    lacks = Q(is_small, small_ones__lt=len(small)) | Q(~is_small, all_ones__lt=len(specs()))
    return BlogImage.objects.annotate(small_ones=count(small), all_ones=count(specs())).filter(lacks).order_by("-pk")


@dataclass(slots=True)
class RenditionQueue:
    """Makes pictures ahead of their readers, a slice of time at each call; one for each run of the worker.

    `failed` are pictures that could not be made: they are tried again by the next run.
    """

    failed: set[int] = field(default_factory=set)

    def make(self, *, seconds: float = MAX_SECONDS_PER_ROUND) -> bool:
        """Returns whether more is left than there was time for."""
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
            # Whatever an encoder raises, the next picture has its turn.
            logger.exception("The sizes of picture %s could not be made; it is shown without.", pk)
            self.failed.add(pk)
