"""What the guard and the review refuse, in words for the person who tried."""

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _

from blog.models import BlogDocument, BlogImage, PostPage


class ActionRefused(ValidationError):  # noqa: N818 - the name is what happened
    """Knows the address in the admin at which the person goes on."""

    post: PostPage

    @property
    def redirect_url(self) -> str:
        return editor_url(self.post)


class NotApproved(ActionRefused):
    """A text would have gone live that nobody approved. The save is taken back."""

    def __init__(self, post: PostPage) -> None:
        super().__init__(self.message_template() % {"title": post.title})
        self.post = post

    def message_template(self) -> str:
        return _(
            "“%(title)s” did not go live: nobody who did not write it has approved exactly this text. "
            "Readers see nothing new. Submit it for review."
        )


class NotScheduled(NotApproved):
    """Such a text would have taken the place of what is scheduled, and been refused when it is due."""

    def message_template(self) -> str:
        return _(
            "“%(title)s” was not scheduled: nobody who did not write it has approved exactly this text. "
            "What was scheduled before stays. Submit it for review."
        )


class ApprovalRefused(ActionRefused):
    """Somebody's word was not taken."""

    def __init__(self, message: str, post: PostPage) -> None:
        super().__init__(message)
        self.post = post


class BlockingFindings(ApprovalRefused):
    """The text would not come through the gate; ``finding`` says why not, in words."""

    def __init__(self, finding: str, post: PostPage) -> None:
        message = _("Not approved: %(finding)s Put it right, or let it stand for a reason.")
        super().__init__(message % {"finding": finding}, post)
        self.finding = finding


class ReplacementRefused(ActionRefused):
    """Another file would have stood in a live post without a review."""

    def __init__(self, medium: BlogImage | BlogDocument, post: PostPage) -> None:
        message = _(
            "Nothing was changed: “%(title)s” is published and shows this file or its credit, and nobody approved a "
            "change. Add the new one beside it and put it into the post."
        )
        super().__init__(message % {"title": post.title})
        self.medium = medium

    @property
    def redirect_url(self) -> str:
        kind = "wagtailimages:edit" if isinstance(self.medium, BlogImage) else "wagtaildocs:edit"
        return reverse(kind, args=[self.medium.pk])


def editor_url(post: PostPage) -> str:
    """Its editor; the first screen where the post came and went with the save that was taken back."""
    if PostPage.objects.filter(pk=post.pk).exists():
        return reverse("wagtailadmin_pages:edit", args=[post.pk])
    return reverse("wagtailadmin_home")
