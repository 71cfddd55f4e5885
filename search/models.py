from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from blog.models import PostPage


class PassagesField(models.JSONField):
    """Leaves out what an old or a damaged row holds that is no passage: it must not cost the page of all others."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> list[list[str]]:
        stored = super().from_db_value(value, expression, connection)
        return [part for part in stored if is_passage(part)] if isinstance(stored, list) else []

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs


def is_passage(part: object) -> bool:
    return isinstance(part, list) and [type(words) for words in part] == [str] * 3


class SearchedPost(models.Model):
    """A post as the index knows it. Only ``search.index.indexer`` writes it; what readers may see is not decided here.

    Index words stand between single spaces, with one at both ends. Each database keeps an index of its own over the
    columns ``title``, ``body`` and ``marks``: see ``search.engines``.
    """

    post = models.OneToOneField(PostPage, primary_key=True, on_delete=models.CASCADE, related_name="searched")
    title = models.TextField()
    # Names of topic, series, tags and authors, then the summary, then the text.
    body = models.TextField()
    # The title's words in order after "^"; words of the title and frequent ones after "~".
    marks = models.TextField()
    # Of what was indexed, so that the same is not written again.
    fingerprint = models.CharField(max_length=40)
    # What can be shown: [heading, id of the heading, text] for each part of the post.
    passages = PassagesField()

    class Meta:
        verbose_name = _("post in the search index")
        verbose_name_plural = _("posts in the search index")

    def __str__(self) -> str:
        return f"{self.post_id}"


class SearchedTitle(models.Model):
    """The words of a post's title with their endings, for those who are still typing: see ``search.suggest.titles``."""

    post = models.OneToOneField(PostPage, primary_key=True, on_delete=models.CASCADE, related_name="searched_title")
    words = models.TextField()

    class Meta:
        verbose_name = _("title in the search index")
        verbose_name_plural = _("titles in the search index")

    def __str__(self) -> str:
        return self.words


class SearchedDraft(models.Model):
    """The words of the newest draft of a live post, for whoever may edit it. Only ``search.index.drafts`` writes it."""

    post = models.OneToOneField(PostPage, primary_key=True, on_delete=models.CASCADE, related_name="+")
    # Index words between single spaces, as in SearchedPost.
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
    """Since when the index could not be asked, or not be written. ``search.index.damage`` keeps one row at most."""

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
    """A word of posts that readers may see, as it is spelled there. Only ``search.suggest.vocabulary`` writes it."""

    # Folded as ``search.text.analysis`` does, and with its ending.
    word = models.CharField(primary_key=True, max_length=30)
    # With its accents, in small letters.
    spelling = models.CharField(max_length=30)
    posts = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("word of the posts")
        verbose_name_plural = _("words of the posts")

    def __str__(self) -> str:
        return self.spelling


class ShortenedWord(models.Model):
    """A spelled word with at most one letter left out, by which words one slip away from it are found."""

    pk = models.CompositePrimaryKey("letters", "word")
    letters = models.CharField(max_length=30)
    # No foreign key: its index would be as large as the table, and what is left over is found by nobody.
    word = models.CharField(max_length=30)

    class Meta:
        verbose_name = _("shortened word of the posts")
        verbose_name_plural = _("shortened words of the posts")

    def __str__(self) -> str:
        return f"{self.letters}: {self.word}"


class Synonyms(models.Model):
    """Words and phrases that mean the same to readers of this site, each way. ``search.query.synonyms`` uses them."""

    words = models.CharField(
        _("words"),
        max_length=300,
        help_text=_(
            "Words or phrases that mean the same, with commas between them: CI, continuous integration. "
            "Whoever searches for one finds posts with the others too, below those with the word itself."
        ),
    )

    class Meta:
        verbose_name = _("group of words that mean the same")
        verbose_name_plural = _("groups of words that mean the same")
        ordering = ["words"]

    def __str__(self) -> str:
        return self.words


class PromotedPost(models.Model):
    """A post that editors want first where readers search for certain words. ``search.query.promotions`` uses it."""

    post = models.ForeignKey(
        PostPage,
        verbose_name=_("post"),
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_("Readers see it as long as they may read it."),
    )
    queries = models.TextField(
        _("searches"),
        max_length=1_000,
        help_text=_(
            "One search a line, as readers type it. The order of its words and their endings do not matter, "
            "but there may be no others beside them."
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
    """How often readers searched for this on a day, and nothing else (``search.analytics.query_log``)."""

    day = models.DateField()
    query = models.CharField(max_length=80)
    times = models.PositiveIntegerField(default=0)
    # How many of these times no post was found.
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
            "Kept are the words, the day and how often, for a year; nothing of who searched. "
            "Switching it off deletes what was kept."
        ),
    )

    panels: ClassVar = [FieldPanel("counts_searches")]

    class Meta:
        verbose_name = _("search")
