"""Exceptions with messages for the person whose action was refused."""

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.models import BlogDocument, BlogImage, PostPage


class ActionRefused(ValidationError):  # noqa: N818 - the name is what happened
    """Base class. ``redirect_url`` is where the middleware sends the person."""

    def __init__(self, message: str, post: PostPage | None = None) -> None:
        super().__init__(message)
        self.post = post

    @property
    def redirect_url(self) -> str:
        return editor_url(self.post)


class ApprovalRefused(ActionRefused):
    """An approval, or another action in a review, was refused."""


class NotApproved(ActionRefused):
    """A text without an approval would have gone live. The save is rolled back."""

    message_template = gettext_lazy(
        "“%(title)s” was not published. Someone other than its authors must approve this version first. "
        "Your text is saved as a draft. Submit it for review."
    )

    def __init__(self, post: PostPage) -> None:
        super().__init__(self.message_template % {"title": post.title}, post)


class NotScheduled(NotApproved):
    """A text without an approval would have been scheduled, and refused when due."""

    message_template = gettext_lazy(
        "“%(title)s” was not scheduled. Someone other than its authors must approve this version first. "
        "An earlier schedule stays. Submit it for review."
    )


class BlockingFindings(ApprovalRefused):
    """The text no longer passes the quality gate. ``finding`` is the message of the first blocking finding."""

    def __init__(self, finding: str, post: PostPage) -> None:
        message = _("Not approved. %(finding)s Correct this, or accept it anyway with a reason.")
        super().__init__(message % {"finding": finding}, post)
        self.finding = finding


class ReplacementRefused(ActionRefused):
    """A file in a live post would have been replaced without an approval."""

    def __init__(self, medium: BlogImage | BlogDocument, post: PostPage) -> None:
        message = _(
            "Nothing was changed. “%(title)s” is published and shows this file or its credit, and nobody "
            "has approved a change. Upload the new file as another one and use it in the post."
        )
        super().__init__(message % {"title": post.title})
        self.medium = medium

    @property
    def redirect_url(self) -> str:
        kind = "wagtailimages:edit" if isinstance(self.medium, BlogImage) else "wagtaildocs:edit"
        return reverse(kind, args=[self.medium.pk])


def editor_url(post: PostPage) -> str:
    """The editor of the post; the admin home page if the post was rolled back with its save."""
    if PostPage.objects.filter(pk=post.pk).exists():
        return reverse("wagtailadmin_pages:edit", args=[post.pk])
    return reverse("wagtailadmin_home")
