from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportedSource(models.Model):
    """The source of an imported post, so that the next import finds it."""

    source_name = models.CharField(_("source"), max_length=120)
    source_id = models.CharField(_("id at the source"), max_length=500)
    post = models.ForeignKey("blog.PostPage", on_delete=models.CASCADE, related_name="imported_sources")
    # SHA-256 of the source with the version of the reader, and of the written content. If the first changes, there is
    # something to import. If the post no longer matches the second, somebody has edited it.
    source_hash = models.CharField(max_length=64)
    written_hash = models.CharField(max_length=64)
    imported_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("imported source")
        verbose_name_plural = _("imported sources")
        constraints = [models.UniqueConstraint(fields=["source_name", "source_id"], name="each_source_once")]

    def __str__(self) -> str:
        return f"{self.source_name}: {self.source_id}"
