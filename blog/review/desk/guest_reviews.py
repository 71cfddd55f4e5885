"""Guest reviewers on the desk: open comments, links that expire soon, and drafts that were not read yet."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.models import User
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from blog.review.guests.models import OutsideComment, ReviewLink, ReviewVisit

MAX_GUEST_LINKS = 200
EXPIRES_SOON = timedelta(days=2)
# Drafts that were not read are listed after this time.
TIME_TO_READ = timedelta(days=1)


@dataclass(frozen=True)
class GuestReviewLine:
    page: Page
    words: str


def links_of(user: User) -> list[ReviewLink]:
    """The newest links that the user created, or to posts of theirs, that are open or have open comments."""
    # A subquery for each link: with a join, a database would read all posts.
    own = Exists(Page.objects.filter(pk=OuterRef("post"), owner=user))
    open_comments = OutsideComment.objects.filter(link=OuterRef("pk"), comment__resolved_at=None).order_by()
    counted = open_comments.values("link").annotate(number=Count("pk")).values("number")
    found = ReviewLink.objects.annotate(
        to_answer=Coalesce(Subquery(counted), 0), is_read=Exists(ReviewVisit.objects.filter(link=OuterRef("pk")))
    )
    still = Q(revoked_at=None, expires_at__gt=timezone.now()) | Q(to_answer__gt=0)
    return list(found.filter(Q(issued_by=user) | own, still).defer("content").order_by("-issued_at")[:MAX_GUEST_LINKS])


def lines_of(links: list[ReviewLink], pages: dict[int, Page]) -> list[GuestReviewLine]:
    said = [(link, " ".join(link_sentences(link))) for link in links if link.post_id in pages]
    return [GuestReviewLine(pages[link.post_id], words) for link, words in said if words]


def link_sentences(link: ReviewLink) -> list[str]:
    now = timezone.now()
    is_over = link.revoked_at is not None or link.expires_at <= now
    found = []
    if link.to_answer:
        words = ngettext("%(count)s open comment of %(name)s.", "%(count)s open comments of %(name)s.", link.to_answer)
        found.append(words % {"count": link.to_answer, "name": link.name})
    if not is_over and not link.is_read and link.issued_at < now - TIME_TO_READ:
        found.append(_("%(name)s has not read it yet.") % {"name": link.name})
    if not is_over and link.expires_at < now + EXPIRES_SOON:
        moment = formats.date_format(timezone.localtime(link.expires_at), "DATETIME_FORMAT")
        found.append(_("The link of %(name)s works until %(moment)s.") % {"name": link.name, "moment": moment})
    return found
