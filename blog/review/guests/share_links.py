"""Creates, finds and revokes review links, and records visits."""

from datetime import timedelta
from uuid import UUID, uuid4

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from wagtail.models import COMMENTS_RELATION_NAME

from blog.models import PostPage
from blog.review.approval.content_hash import approval_hash_of_page
from blog.review.guests.models import ReviewLink, ReviewVisit
from blog.review.secret_links import matches_secret, new_secret

# Requests within this time belong to the same visit.
VISIT_TIMEOUT = timedelta(minutes=30)


@transaction.atomic
def create_link(link: ReviewLink, *, by: User) -> str:
    """Saves a new link and returns its secret, which is not stored."""
    person = User(username=f"outside-{uuid4()}", first_name=link.name, is_active=False)
    person.set_unusable_password()
    person.save()
    secret, link.secret_hash = new_secret()
    link.person, link.issued_by = person, by
    link.save()
    return secret


def revoke_links(post: PostPage, pk: int | None = None) -> int:
    """Revokes one link of the post, or all of them. Returns how many were open."""
    links = ReviewLink.objects.filter(post=post, revoked_at=None, expires_at__gt=timezone.now())
    return (links.filter(pk=pk) if pk else links).update(revoked_at=timezone.now())


def find_link(pk: int, secret: str) -> ReviewLink | None:
    """Returns the link in any state; None if the secret is wrong."""
    link = ReviewLink.objects.select_related("issued_by", "person", "post").filter(pk=pk).first()
    return link if matches_secret(secret, link and link.secret_hash) else None


@transaction.atomic
def record_visit(link: ReviewLink, draft: PostPage) -> None:
    digest, last = approval_hash_of_page(draft), link.visits.first()
    if last and last.content_hash == digest and last.at > timezone.now() - VISIT_TIMEOUT:
        return
    ReviewVisit.objects.create(link=link, content_hash=digest, content=draft_content(draft))
    # Only the contents of the newest two texts are needed for comparisons.
    compared = [visit.pk for visit in filter(None, (link.visits.first(), last_visit_to_other_text(link, digest)))]
    link.visits.exclude(pk__in=compared).update(content=None)


def draft_content(draft: PostPage) -> dict:
    """The content of the draft as in a revision, without comments."""
    data = draft.serializable_data()
    return {name: value for name, value in data.items() if name != COMMENTS_RELATION_NAME}


def last_visit_to_other_text(link: ReviewLink, digest: str) -> ReviewVisit | None:
    """The newest visit at which another text was read."""
    return link.visits.exclude(content_hash=digest).filter(content__isnull=False).first()


def draft_as_read(visit: ReviewVisit) -> PostPage:
    """The draft as it was at this visit."""
    return visit.link.post.with_content_json(visit.content)


def renew_visit_hashes(post_uuid: UUID) -> None:
    """Gives each visit the hash of the text that is stored with it, after a redaction. Without a text, it gets none."""
    for visit in ReviewVisit.objects.filter(link__post__uuid=post_uuid).select_related("link__post"):
        visit.content_hash = approval_hash_of_page(draft_as_read(visit)) if visit.content is not None else ""
        visit.save(update_fields=["content_hash"])
