"""Exceptions with messages for the person whose action was refused."""

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from blog.models import BlogDocument, BlogImage, PostPage, PublishedTextMixin, VersionedPageMixin


class ActionRefused(ValidationError):  # noqa: N818 - the name is what happened
    """Base class. ``redirect_url`` is where the middleware sends the person."""

    def __init__(self, message: str, page: VersionedPageMixin | None = None) -> None:
        super().__init__(message)
        self.page = page

    @property
    def redirect_url(self) -> str:
        return editor_url(self.page)


class ApprovalRefused(ActionRefused):
    """An approval, or another action in a review, was refused."""


class NotApproved(ActionRefused):
    """A text without an approval would have gone live. The save is rolled back."""

    message_template = gettext_lazy(
        "“%(title)s” was not published. Someone other than its authors must approve this version first. "
        "Your text is saved as a draft. Submit it for review."
    )
    # On pages beside the posts, publishing what others wrote approves it.
    message_of_text = gettext_lazy(
        "“%(title)s” was not published. Someone who may publish and wrote no part of this version must publish it. "
        "Your text is saved as a draft."
    )

    def __init__(self, page: VersionedPageMixin) -> None:
        template = self.message_of_text if isinstance(page, PublishedTextMixin) else self.message_template
        super().__init__(template % {"title": page.title}, page)


class NotScheduled(NotApproved):
    """A text without an approval would have been scheduled, and refused when due."""

    message_template = gettext_lazy(
        "“%(title)s” was not scheduled. Someone other than its authors must approve this version first. "
        "An earlier schedule stays. Submit it for review."
    )
    message_of_text = gettext_lazy(
        "“%(title)s” was not scheduled. Someone who may publish and wrote no part of this version must schedule it. "
        "An earlier schedule stays."
    )


class BlockingFindings(ApprovalRefused):
    """The text no longer passes the quality gate. ``finding`` is the message of the first blocking finding."""

    def __init__(self, finding: str, post: PostPage) -> None:
        message = _("Not approved. %(finding)s Correct this, or accept it anyway with a reason.")
        super().__init__(message % {"finding": finding}, post)
        self.finding = finding


class ReplacementRefused(ActionRefused):
    """A file in a live page would have been replaced without an approval."""

    def __init__(self, medium: BlogImage | BlogDocument, page: VersionedPageMixin) -> None:
        message = _(
            "Nothing was changed. “%(title)s” is published and shows this file or its credit, and nobody "
            "has approved a change. Upload the new file as another one and use it there."
        )
        super().__init__(message % {"title": page.title})
        self.medium = medium

    @property
    def redirect_url(self) -> str:
        kind = "wagtailimages:edit" if isinstance(self.medium, BlogImage) else "wagtaildocs:edit"
        return reverse(kind, args=[self.medium.pk])


def editor_url(page: VersionedPageMixin) -> str:
    """The editor of the page; the admin home page if the page was rolled back with its save."""
    if Page.objects.filter(pk=page.pk).exists():
        return reverse("wagtailadmin_pages:edit", args=[page.pk])
    return reverse("wagtailadmin_home")
