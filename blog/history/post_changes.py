"""What the page of a post says about its changes: when it was updated, its corrections, and both for programs."""

import json
from datetime import datetime

from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from blog.history.corrections import (
    MAX_CORRECTIONS_ON_POST,
    PostChanges,
    PublicChange,
    changes_of,
    corrections_url,
)
from blog.models import BlogSettings, PostPage
from blog.rendering.characters import without_forbidden

# The characters that could end a script element, or that JavaScript takes for the end of a line.
SCRIPT_ESCAPES = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def public_changes(post: PostPage, request: HttpRequest) -> PostChanges:
    """What readers are told about the changes of a post. No query if it was not published again."""
    settings = BlogSettings.for_request(request)
    if not (settings.shows_history and post.changed_at and post.is_public):
        return PostChanges()
    return changes_of([post], settings)[post.uuid]


def post_changes_context(post: PostPage, request: HttpRequest) -> dict[str, object]:
    changes = public_changes(post, request)
    newest, corrections = changes.newest, changes.corrections[:MAX_CORRECTIONS_ON_POST]
    updated_at = post.changed_at
    if newest:
        # A publication without a change is no version.
        updated_at = newest.published_at if newest.number > 1 else None
    context: dict[str, object] = {"corrections": corrections, "updated_at": updated_at}
    if post.replaced_by_id:
        readable = PostPage.objects.readable().select_related("public__blog")
        context["replacement"] = readable.filter(pk=post.replaced_by_id).first()
    if newest and newest.has_older:
        history_url = f"{post.public.url}history/"
        place = f"since/{newest.older_number}/" if newest.older_number else ""
        context["changes_url"] = f"{history_url}{place}"
    if corrections:
        context["corrections_url"] = corrections_url(post.public.blog)
        context["has_earlier_corrections"] = len(changes.corrections) > len(corrections)
        context["structured_data"] = as_json_ld(post, request, corrections, updated_at=updated_at)
    return context


def as_json_ld(
    post: PostPage, request: HttpRequest, corrections: list[PublicChange], *, updated_at: datetime | None
) -> SafeString:
    """The post and its corrections in the terms of schema.org, to stand in a script element."""
    url = post.get_full_url(request)
    notes = [
        {
            "@type": "CorrectionComment",
            "text": _("Wrong: %(wrong)s Right: %(right)s") % correction.description,
            "datePublished": correction.published_at.isoformat(),
            "url": request.build_absolute_uri(correction.url),
        }
        for correction in corrections
    ]
    data = {
        "@context": "https://schema.org",
        "@type": "BlogPosting",
        "@id": url,
        "url": url,
        "headline": post.title,
        "datePublished": post.first_public_at.isoformat(),
        "dateModified": updated_at.isoformat() if updated_at else None,
        "correction": notes,
    }
    return SafeString(json.dumps(without_forbidden(data), ensure_ascii=False).translate(SCRIPT_ESCAPES))
