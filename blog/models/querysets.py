from typing import Self

from django.db.models import Q
from django.utils import timezone
from wagtail.models import PageManager, PageQuerySet


class PostPageQuerySet(PageQuerySet):
    def readable(self) -> Self:
        """The posts that everybody may read now. The only rule of visibility there is."""
        return self.filter(
            Q(public__expires_at=None) | Q(public__expires_at__gt=timezone.now()),
            public__isnull=False,
        )

    def newest_first(self) -> Self:
        return self.order_by("-public__published_at", "-public__post_id")


PostPageManager = PageManager.from_queryset(PostPageQuerySet)
