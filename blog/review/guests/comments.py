"""Comments by link. They are Wagtail's own, so that they stand in the editor beside the block, with the team's."""

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
# Of one link, answers included.
MAX_COMMENTS_PER_LINK = 200


class GuestActionRefused(Exception):  # noqa: N818 - the name is what happened
    """The comment was not stored; its only argument says why, in words."""


@dataclass(frozen=True)
class Thread:
    """A comment as who wrote it sees it. ``is_changed`` where its words are no longer in the text."""

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
    """What came by this link and what was answered, in order; nothing of what anybody else said."""
    replies = Prefetch("comment__replies", CommentReply.objects.select_related("user").order_by("pk"))
    found = passages(draft.body)
    kept = link.comments.select_related("comment").prefetch_related(replies)
    return [
        Thread(one, locate(found, path=one.comment.contentpath, quote=one.quote), list(one.comment.replies.all()))
        for one in kept
    ]


@transaction.atomic
def add_comment(
    link: ReviewLink, draft: PostPage, *, text: str, passage_id: str, quote: str, around: str
) -> OutsideComment:
    """Stores what somebody says about a passage of the draft that they see. Raises NotTaken."""
    lock_page(link.post_id)
    text = clean_text(link, text)
    quote = one_line(quote.replace("\0", ""))[:MAX_QUOTE_LENGTH]
    passage = find_commented(passages(draft.body), passage_id=passage_id, quote=quote, around=around)
    if passage and not quote:
        quote = passage.text[:MAX_QUOTE_LENGTH]
    if link.content is not None and passage:
        # The editor has the newest text.
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
        # Sent twice.
        return same
    check_comment_limit(link)
    stored.save()
    stored.log_create(user=link.person)
    notify_team(link, text)
    return OutsideComment.objects.create(comment=stored, link=link, quote=quote, text=text)


@transaction.atomic
def add_reply(link: ReviewLink, pk: int, text: str) -> None:
    """One more line in a thread of this link. Raises NotTaken."""
    # Whoever saves the post meanwhile would delete an answer that they do not know.
    lock_page(link.post_id)
    text = clean_text(link, text)
    outside = link.comments.select_related("comment").filter(pk=pk).first()
    if outside is None:
        raise GuestActionRefused(_("This comment is not there any more."))
    if outside.comment.resolved_at:
        raise GuestActionRefused(_("This is resolved, and nobody would read your answer. Write a new comment."))
    last = outside.comment.replies.order_by("pk").last()
    if last and (last.user_id, last.text) == (link.person_id, text):
        # Sent twice.
        return
    check_comment_limit(link)
    reply = CommentReply.objects.create(comment=outside.comment, user=link.person, text=text)
    reply.log_create(user=link.person)
    notify_team(link, text)


def notify_team(link: ReviewLink, text: str) -> None:
    """Who gave the link and whose post it is hear of it, once an hour at most."""
    key = f"outside {link.pk} {timezone.now():%Y-%m-%d %H}"
    notify_guest_comment(link.post, [link.issued_by, link.post.owner], by=link.name, text=text, key=key)


def clean_text(link: ReviewLink, text: str) -> str:
    if not link.may_comment:
        raise GuestActionRefused(_("With this link you can read, but not comment."))
    text = "\n".join(text.replace("\0", "").strip().splitlines())
    if not any(sign.isprintable() and not sign.isspace() for sign in text):
        raise GuestActionRefused(_("Write something first."))
    if len(text) > MAX_COMMENT_LENGTH:
        words = _("This is longer than %(most)s characters. Say it in several comments.")
        raise GuestActionRefused(words % {"most": MAX_COMMENT_LENGTH})
    return text


def check_comment_limit(link: ReviewLink) -> None:
    said = Comment.objects.filter(user=link.person).count() + CommentReply.objects.filter(user=link.person).count()
    if said >= MAX_COMMENTS_PER_LINK:
        raise GuestActionRefused(_("That is enough for one link: ask whoever sent it to you for another one."))


def with_form_line_ends(text: str) -> str:
    """With the line ends of a form: Wagtail takes any others for a change of somebody else's words."""
    return "\r\n".join(text.splitlines())


def position(passage: Passage, quote: str) -> str:
    """Where the words stand in the paragraph, as Wagtail's editor keeps it: in units of UTF-16."""
    if not passage.key:
        return ""
    before, words, _after = passage.typed.partition(quote)
    if not words:
        # As it stands in the text it is written otherwise: then the whole paragraph.
        before, words = "", passage.typed
    return json.dumps(
        [{"key": passage.key, "start": utf16_length(before), "end": utf16_length(before) + utf16_length(words)}]
    )


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
