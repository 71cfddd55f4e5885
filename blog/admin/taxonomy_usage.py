"""Posts that use an author, topic, series or tag, drafts included."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Count, Model, Q, QuerySet

from blog.admin.latest_drafts import Draft, newest_drafts
from blog.pages.post import PostPage
from blog.taxonomy.authors import Author, PostAuthor
from blog.taxonomy.topics import Series, Tag, TaggedPost, Topic


@dataclass(frozen=True)
class Use:
    """Where a post refers to an item: in rows with the ids of both, and in its newest draft."""

    rows: type[Model]
    item: str
    post: str
    drafted: Callable[[Draft], Iterable[int | None]]

    def stored(self) -> QuerySet:
        return self.rows._default_manager.exclude(**{self.item: None}).order_by()


USES = {
    Author: Use(PostAuthor, "author_id", "page_id", lambda draft: draft.authors),
    Topic: Use(PostPage, "topic_id", "pk", lambda draft: [draft.topic]),
    Series: Use(PostPage, "series_id", "pk", lambda draft: [draft.series]),
    Tag: Use(TaggedPost, "tag_id", "content_object_id", lambda draft: draft.tags),
}


def posts_using(item: Model) -> QuerySet[PostPage]:
    """The posts that use the item, published or in their newest draft, by title."""
    use = USES[type(item)]
    stored = use.stored().filter(**{use.item: item.pk}).values(use.post)
    drafted = [post for post, draft in newest_drafts().items() if item.pk in use.drafted(draft)]
    return PostPage.objects.filter(Q(pk__in=stored) | Q(pk__in=drafted)).order_by("title")


def newest_naming(model: type[Model], items: Iterable[int]) -> Q:
    """Matches posts whose newest version (the draft, if there is one) uses one of these items."""
    use, wanted = USES[model], set(items)
    stored = use.stored().filter(**{f"{use.item}__in": wanted}).values(use.post)
    drafted = [post for post, draft in newest_drafts().items() if wanted.intersection(use.drafted(draft))]
    has_no_draft = Q(has_unpublished_changes=False) | Q(latest_revision=None)
    return (Q(pk__in=stored) & has_no_draft) | Q(pk__in=drafted)


def posts_counted(model: type[Model]) -> Counter[int]:
    """The number of posts that use each item, by item id."""
    use = USES[model]
    counts = Counter(dict(use.stored().values_list(use.item).annotate(Count(use.post, distinct=True))))
    drafts = newest_drafts()
    drafted = {(item, post) for post, draft in drafts.items() for item in use.drafted(draft) if item}
    stored = use.stored().filter(**{f"{use.post}__in": drafts}).values_list(use.item, use.post)
    counts.update(item for item, _post in drafted.difference(stored))
    return counts
