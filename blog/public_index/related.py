from django.db import models
from django.utils.translation import gettext_lazy as _


class RelatedPost(models.Model):
    """A post with similar text to another one. Only ``search.suggest.related_posts`` writes it.

    Join with PublicPost to check whether readers may see it.
    """

    post = models.ForeignKey("blog.PostPage", on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey("blog.PostPage", on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("related post")
        verbose_name_plural = _("related posts")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["post", "other"], name="related_once")]

    def __str__(self) -> str:
        return f"{self.other_id} beside {self.post_id}"
