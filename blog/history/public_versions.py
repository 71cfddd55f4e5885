"""Which versions of a page readers may see. Every page, feed and file of the public history asks here."""

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, When

from blog.history.models import FORMAT, PublishedVersion, ShownHistory
from blog.models import BlogSettings, VersionedPageMixin

# A redaction may not make a version public.
PUBLISHED_FOR_EVERYBODY = Q(record__audience="everybody") & (
    Q(redacted__isnull=True) | ~Q(redacted__has_key="record/audience")
)
# A redaction of the first format removes the whole text.
HAS_TEXT = Q(format__isnull=False) | Q(redacted_at=None)


def public_versions(page: VersionedPageMixin, settings: BlogSettings) -> QuerySet[PublishedVersion]:
    """The versions of the page that everybody may read, if the site shows them and the page itself is public.

    A version for a restricted section is never one of them. Versions of the first format do not say for whom they were
    published: they are public only if an editor chose the first version that readers see.
    """
    if not (settings.shows_history and page.has_public_history and page.is_public):
        return PublishedVersion.objects.none()
    return shown_versions().filter(post_uuid=page.uuid)


def shown_versions() -> QuerySet[PublishedVersion]:
    """The versions of all pages that everybody may read where the site shows them and the page itself is public."""
    first = ShownHistory.objects.filter(page_uuid=OuterRef("post_uuid")).values("first_number")
    by_choice = Q(first_shown__lte=F("number")) & (PUBLISHED_FOR_EVERYBODY | Q(format=None))
    by_default = Q(PUBLISHED_FOR_EVERYBODY, first_shown=None, format__gte=FORMAT)
    versions = PublishedVersion.objects.alias(first_shown=Subquery(first))
    return versions.filter(by_choice | by_default)


def in_file(versions: QuerySet[PublishedVersion], settings: BlogSettings) -> QuerySet[PublishedVersion]:
    """Those of the versions whose content is in the file of a history."""
    # Names are part of what the first format hashes.
    return versions if settings.shows_names else versions.exclude(format=None)


def with_neighbours(versions: QuerySet[PublishedVersion]) -> QuerySet[PublishedVersion]:
    """The versions with the numbers of the public versions before and after each, and when it was replaced.

    A version before it whose text was removed has no number here, because nothing can be compared with it.
    """
    newer = versions.filter(number__gt=OuterRef("number")).order_by("number")
    return versions.annotate(
        older_number=_older_number(versions),
        newer_number=Subquery(newer.values("number")[:1]),
        replaced_at=Subquery(newer.values("published_at")[:1]),
    )


def with_older_numbers(versions: QuerySet[PublishedVersion]) -> QuerySet[PublishedVersion]:
    """The versions, of one page or of many, with the number of the public version before each.

    It is None if there is none, which ``has_older`` says, or if its text was removed.
    """
    shown = shown_versions()
    return versions.annotate(older_number=_older_number(shown), has_older=Exists(_older(shown)))


def with_older_texts(versions: QuerySet[PublishedVersion]) -> QuerySet[PublishedVersion]:
    """The versions with number and text of the public version before each."""
    return versions.annotate(
        older_number=_older_number(versions), older_text=Subquery(_older(versions).values("text")[:1])
    )


def _older_number(versions: QuerySet[PublishedVersion]) -> Subquery:
    return Subquery(_older(versions).values(comparable=Case(When(HAS_TEXT, then="number")))[:1])


def _older(versions: QuerySet[PublishedVersion]) -> QuerySet[PublishedVersion]:
    older = versions.filter(post_uuid=OuterRef("post_uuid"), number__lt=OuterRef("number"))
    return older.order_by("-number")
