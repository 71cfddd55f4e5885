from django.db import models
from django.utils.translation import gettext_lazy as _


class RelatedPost(models.Model):
    """A post that is about the same as another one by its words. Only ``search.suggest.related_posts`` writes it.

    Whether readers may see it is asked of PublicPost.
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
