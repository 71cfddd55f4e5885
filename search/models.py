from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from blog.models import PostPage


class PassagesField(models.JSONField):
    """Ignores invalid passages in old or damaged rows, so that they do not break a page of results."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> list[list[str]]:
        stored = super().from_db_value(value, expression, connection)
        return [part for part in stored if is_passage(part)] if isinstance(stored, list) else []

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs


def is_passage(part: object) -> bool:
    return isinstance(part, list) and [type(words) for words in part] == [str] * 3


class SearchedPost(models.Model):
    """An indexed post. Only ``search.index.indexer`` writes it; it does not decide what readers may see.

    Terms are separated by single spaces, with one space at both ends. Each database has a full-text index over the
    columns ``title``, ``body`` and ``marks``: see ``search.engines``.
    """

    on_redaction = "derived"

    post = models.OneToOneField(PostPage, primary_key=True, on_delete=models.CASCADE, related_name="searched")
    title = models.TextField()
    # Names of topic, series, tags and authors, then the summary, then the text.
    body = models.TextField()
    # The terms of the title, prefixed with "^"; terms with a level, prefixed with "~" and the level.
    marks = models.TextField()
    # Of the indexed content, so that unchanged posts are not written again.
    fingerprint = models.CharField(max_length=40)
    # [heading, id of the heading, text] for each passage of the post, for snippets.
    passages = PassagesField()

    class Meta:
        verbose_name = _("post in the search index")
        verbose_name_plural = _("posts in the search index")

    def __str__(self) -> str:
        return f"{self.post_id}"


class SearchedTitle(models.Model):
    """The unstemmed terms of a post's title, for suggestions while a reader types (``search.suggest.titles``)."""

    on_redaction = "derived"

    post = models.OneToOneField(PostPage, primary_key=True, on_delete=models.CASCADE, related_name="searched_title")
    words = models.TextField()

    class Meta:
        verbose_name = _("title in the search index")
        verbose_name_plural = _("titles in the search index")

    def __str__(self) -> str:
        return self.words


class SearchedDraft(models.Model):
    """The terms of the newest draft of a live post, for search in the admin. Only ``search.index.drafts`` writes it."""

    on_redaction = "derived"

    post = models.OneToOneField(PostPage, primary_key=True, on_delete=models.CASCADE, related_name="+")
    # In the format of SearchedPost.
    words = models.TextField()

    class Meta:
        verbose_name = _("draft in the search index")
        verbose_name_plural = _("drafts in the search index")

    def __str__(self) -> str:
        return f"{self.post_id}"


class OutdatedPost(models.Model):
    """A post that the worker has to index again, because a name or the analysis changed.

    See ``search.index.reindex_queue``.
    """

    post = models.OneToOneField(PostPage, primary_key=True, on_delete=models.CASCADE, related_name="outdated")

    class Meta:
        verbose_name = _("post to be indexed again")
        verbose_name_plural = _("posts to be indexed again")

    def __str__(self) -> str:
        return f"{self.post_id}"


class IndexDamage(models.Model):
    """The time of the first error of a damaged index: at most one row, written by ``search.index.damage``."""

    found_at = models.DateTimeField()

    class Meta:
        verbose_name = _("damage of the search index")
        verbose_name_plural = _("damages of the search index")

    def __str__(self) -> str:
        return f"{self.found_at:%Y-%m-%d %H:%M}"


class ComparedVersion(models.Model):
    """The last published version whose post was compared with others: one row (``search.suggest.related_posts``)."""

    version = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("last version that was compared")
        verbose_name_plural = _("last versions that were compared")

    def __str__(self) -> str:
        return f"{self.version}"


class SpelledWord(models.Model):
    """A word of readable posts with its spelling. Only ``search.suggest.vocabulary`` writes it."""

    on_redaction = "derived"

    # Folded by ``search.text.analysis``, not stemmed.
    word = models.CharField(primary_key=True, max_length=30)
    # With diacritics, in lower case.
    spelling = models.CharField(max_length=30)
    posts = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("word of the posts")
        verbose_name_plural = _("words of the posts")

    def __str__(self) -> str:
        return self.spelling


class ShortenedWord(models.Model):
    """A spelled word with at most one letter deleted, to look up words that are one edit away."""

    on_redaction = "derived"

    pk = models.CompositePrimaryKey("letters", "word")
    letters = models.CharField(max_length=30)
    # No foreign key: its index would be as large as the table, and leftover rows do no harm.
    word = models.CharField(max_length=30)

    class Meta:
        verbose_name = _("shortened word of the posts")
        verbose_name_plural = _("shortened words of the posts")

    def __str__(self) -> str:
        return f"{self.letters}: {self.word}"


class Synonyms(models.Model):
    """A group of words and phrases with the same meaning (``search.query.synonyms``)."""

    words = models.CharField(
        _("words"),
        max_length=300,
        help_text=_(
            "Words or phrases with the same meaning, separated by commas: CI, continuous integration. A "
            "search for one also finds posts with the others, below those with the word itself."
        ),
    )

    class Meta:
        verbose_name = _("group of synonyms")
        verbose_name_plural = _("groups of synonyms")
        ordering = ["words"]

    def __str__(self) -> str:
        return self.words


class PromotedPost(models.Model):
    """A post that editors promote to the top of certain searches (``search.query.promotions``)."""

    post = models.ForeignKey(
        PostPage,
        verbose_name=_("post"),
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_("Shown only to readers who may read it."),
    )
    queries = models.TextField(
        _("searches"),
        max_length=1_000,
        help_text=_(
            "One search per line, as readers type it. The order of the words and their endings do not "
            "matter. A search with more words does not match."
        ),
    )

    class Meta:
        verbose_name = _("editors’ choice")
        verbose_name_plural = _("editors’ choices")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.searches

    @property
    def searches(self) -> str:
        return " · ".join(self.queries.splitlines())


class AskedQuery(models.Model):
    """The query log: how often readers searched for this on a day, without other data (``search.analytics``)."""

    on_redaction = "deleted"

    day = models.DateField()
    query = models.CharField(max_length=80)
    times = models.PositiveIntegerField(default=0)
    # How many of these searches had zero results.
    in_vain = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("search of readers")
        verbose_name_plural = _("searches of readers")
        constraints = [models.UniqueConstraint(fields=["day", "query"], name="asked_query_once_a_day")]

    def __str__(self) -> str:
        return self.query


@register_setting(icon="search")
class SearchSettings(BaseGenericSetting):
    counts_searches = models.BooleanField(
        _("count what readers search for"),
        default=True,
        help_text=_(
            "The words, the day and the number of searches are stored for a year, but not who searched. "
            "Switching this off deletes the stored searches."
        ),
    )

    panels: ClassVar = [FieldPanel("counts_searches")]

    class Meta:
        verbose_name = _("search")
