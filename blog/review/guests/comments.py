"""Comments of guest reviewers. They are Wagtail comments, which the editor shows with those of the team."""

import json
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Comment, CommentReply

from blog.models import PostPage
from blog.pages.drafts import WHOLE_POST_CONTENTPATH
from blog.pages.publication import lock_page
from blog.review.guests.models import OutsideComment, ReviewLink
from blog.review.guests.passages import Passage, find_commented, locate, one_line, passages
from blog.review.workflow.notifications import notify_guest_comment

MAX_COMMENT_LENGTH = 5_000
MAX_QUOTE_LENGTH = 500
# Includes replies.
MAX_COMMENTS_PER_LINK = 200


class GuestActionRefused(Exception):  # noqa: N818 - the name is what happened
    """The action was refused. The only argument is the message."""


@dataclass(frozen=True)
class Thread:
    """A comment as the guest sees it. ``is_changed`` if its quote is no longer in the text."""

    outside: OutsideComment
    passage: Passage | None
    replies: list[CommentReply]

    @property
    def is_changed(self) -> bool:
        return bool(self.outside.quote) and self.passage is None

    @property
    def is_resolved(self) -> bool:
        return self.outside.comment.resolved_at is not None


def threads(link: ReviewLink, draft: PostPage) -> list[Thread]:
    """The comments of this link in order, with replies. Comments of others are not included."""
    replies = Prefetch("comment__replies", CommentReply.objects.select_related("user").order_by("pk"))
    found = passages(draft.body)
    comments = link.comments.select_related("comment").prefetch_related(replies)
    return [
        Thread(one, locate(found, path=one.comment.contentpath, quote=one.quote), list(one.comment.replies.all()))
        for one in comments
    ]


@transaction.atomic
def add_comment(
    link: ReviewLink, draft: PostPage, *, text: str, passage_id: str, quote: str, around: str
) -> OutsideComment:
    """Stores a comment about a passage of the displayed draft. Raises GuestActionRefused."""
    lock_page(link.post_id)
    text = clean_text(link, text)
    quote = one_line(quote.replace("\0", ""))[:MAX_QUOTE_LENGTH]
    passage = find_commented(passages(draft.body), passage_id=passage_id, quote=quote, around=around)
    if passage and not quote:
        quote = passage.text[:MAX_QUOTE_LENGTH]
    if link.content is not None and passage:
        # The editor shows the newest text.
        newest = passages(link.post.get_latest_revision_as_object().body)
        passage = locate(newest, path=passage.path, quote=quote)
    stored = Comment(
        page_id=draft.pk,
        user=link.person,
        text=with_form_line_ends(f"“{quote}”\n{text}" if quote else text),
        contentpath=passage.path if passage else WHOLE_POST_CONTENTPATH,
        position=position(passage, quote) if passage else "",
    )
    there = {"comment__contentpath": stored.contentpath, "comment__position": stored.position}
    if same := link.comments.filter(quote=quote, text=text, comment__resolved_at=None, **there).first():
        # The form was sent twice.
        return same
    check_comment_limit(link)
    stored.save()
    stored.log_create(user=link.person)
    notify_team(link, text)
    return OutsideComment.objects.create(comment=stored, link=link, quote=quote, text=text)


@transaction.atomic
def add_reply(link: ReviewLink, pk: int, text: str) -> None:
    """Adds a reply to a thread of this link. Raises GuestActionRefused."""
    # Otherwise somebody who saves the post at the same time would delete the new reply.
    lock_page(link.post_id)
    text = clean_text(link, text)
    outside = link.comments.select_related("comment").filter(pk=pk).first()
    if outside is None:
        raise GuestActionRefused(_("This comment was deleted."))
    if outside.comment.resolved_at:
        raise GuestActionRefused(_("This comment is resolved, and nobody would read your answer. Write a new comment."))
    last = outside.comment.replies.order_by("pk").last()
    if last and (last.user_id, last.text) == (link.person_id, text):
        # The form was sent twice.
        return
    check_comment_limit(link)
    reply = CommentReply.objects.create(comment=outside.comment, user=link.person, text=text)
    reply.log_create(user=link.person)
    notify_team(link, text)


def notify_team(link: ReviewLink, text: str) -> None:
    """Notifies the user who created the link and the owner of the post, at most once per hour."""
    key = f"outside {link.pk} {timezone.now():%Y-%m-%d %H}"
    notify_guest_comment(link.post, [link.issued_by, link.post.owner], by=link.name, text=text, key=key)


def clean_text(link: ReviewLink, text: str) -> str:
    if not link.may_comment:
        raise GuestActionRefused(_("This link lets you read, but not comment."))
    text = "\n".join(text.replace("\0", "").strip().splitlines())
    if not any(sign.isprintable() and not sign.isspace() for sign in text):
        raise GuestActionRefused(_("Enter a comment."))
    if len(text) > MAX_COMMENT_LENGTH:
        words = _("This comment is longer than %(most)s characters. Split it into several comments.")
        raise GuestActionRefused(words % {"most": MAX_COMMENT_LENGTH})
    return text


def check_comment_limit(link: ReviewLink) -> None:
    said = Comment.objects.filter(user=link.person).count() + CommentReply.objects.filter(user=link.person).count()
    if said >= MAX_COMMENTS_PER_LINK:
        raise GuestActionRefused(
            _("This link has reached its limit of comments. Ask the person who sent it to you for a new link.")
        )


def with_form_line_ends(text: str) -> str:
    """Uses the line ends of a form. Otherwise Wagtail assumes that the text was changed by somebody else."""
    return "\r\n".join(text.splitlines())


def position(passage: Passage, quote: str) -> str:
    """The range of the quote in the paragraph, in UTF-16 code units, as Wagtail's editor stores it."""
    if not passage.key:
        return ""
    before, words, _after = passage.typed.partition(quote)
    if not words:
        # The stored text is written differently, so the comment is about the whole paragraph.
        before, words = "", passage.typed
    return json.dumps(
        [{"key": passage.key, "start": utf16_length(before), "end": utf16_length(before) + utf16_length(words)}]
    )


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
