"""Posts that use a picture or document, drafts included. Wagtail's reference index has only published content."""

import json
import re

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.models import ReferenceIndex, Revision

from blog.body.prefetch import references
from blog.media.models import BlogDocument, BlogImage
from blog.pages.post import PostPage


def posts_with(medium: BlogImage | BlogDocument) -> list[PostPage]:
    """The posts that use this picture or document, published or in their newest draft, by title."""
    stored = ReferenceIndex.get_references_to(medium).filter(
        content_type=ContentType.objects.get_for_model(PostPage, for_concrete_model=False)
    )
    published = [int(pk) for pk in stored.values_list("object_id", flat=True)]
    fields = ("pk", "title", "draft_title", "live", "has_unpublished_changes", "owner", "path", "depth", "url_path")
    return list(PostPage.objects.filter(Q(pk__in=published) | Q(pk__in=drafts_with(medium))).only(*fields))


def drafts_with(medium: BlogImage | BlogDocument) -> list[int]:
    changed = PostPage.objects.filter(has_unpublished_changes=True).order_by()
    drafts = Revision.page_revisions.filter(pk__in=changed.values("latest_revision"))
    rows = drafts.values_list("object_id", "content__body", "content__cover")
    return [int(post) for post, body, cover in rows if names(medium, blocks_of(body), cover)]


def blocks_of(body: str | list | None) -> list:
    """The blocks of a body. The JSON of a revision has it as text, which SQLite's driver may already have parsed."""
    if isinstance(body, list):
        return body
    try:
        return json.loads(body or "[]")
    except ValueError:
        return []


def names(medium: BlogImage | BlogDocument, blocks: list, cover: int | None) -> bool:
    """Whether these blocks or the cover refer to this picture or document."""
    found = set(references(blocks))
    if isinstance(medium, BlogImage):
        return cover == medium.pk or ("image", medium.pk) in found
    link = re.compile(rf'<a\b(?=[^>]*\blinktype=\\"document\\")[^>]*\bid=\\"{medium.pk}\\"')
    return ("document", medium.pk) in found or bool(link.search(json.dumps(blocks)))
