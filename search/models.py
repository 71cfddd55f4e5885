from django.db import models
from django.utils.translation import gettext_lazy as _

from blog.models import PostPage


class SearchedPost(models.Model):
    """A post as the index knows it. Only ``search.indexing`` writes it; what readers may see is not decided here.

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
    passages = models.JSONField()

    class Meta:
        verbose_name = _("post in the search index")
        verbose_name_plural = _("posts in the search index")

    def __str__(self) -> str:
        return f"{self.post_id}"
