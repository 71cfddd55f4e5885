from typing import Self

from django.db.models import Prefetch, Q
from django.utils import timezone
from wagtail.models import PageManager, PageQuerySet, PageViewRestriction

from blog.taxonomy.authors import PostAuthor
from blog.taxonomy.topics import TaggedPost

# Authors and tags of a post, for ``prefetch_related`` and ``prefetch_related_objects``.
AUTHORS_AND_TAGS = (
    Prefetch("post_authors", PostAuthor.objects.select_related("author").order_by("sort_order", "pk")),
    Prefetch("tagged_items", TaggedPost.objects.select_related("tag")),
)


class PostPageQuerySet(PageQuerySet):
    def readable(self) -> Self:
        """The posts that everybody may read now. Visibility is defined only here."""
        return self.filter(
            Q(public__expires_at=None) | Q(public__expires_at__gt=timezone.now()),
            public__isnull=False,
            # Posts in restricted sections have no row. A single post may have a restriction, which the editor
            # does not offer.
            # A subquery, because PostgreSQL scans all pages for a join.
        ).exclude(pk__in=PageViewRestriction.objects.values("page"))

    def with_authors_and_tags(self) -> Self:
        return self.prefetch_related(*AUTHORS_AND_TAGS)

    def newest_first(self) -> Self:
        return self.order_by("-public__published_at", "-public__post_id")


PostPageManager = PageManager.from_queryset(PostPageQuerySet)
