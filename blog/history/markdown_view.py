"""A post as a Markdown file, at the URL of its page with ``.md`` instead of the final slash."""

import hashlib

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, http_date

from blog.body.canonical import canonical_text
from blog.history.front_matter import front_matter
from blog.history.models import PublishedVersion
from blog.history.post_routes import serve_post
from blog.history.public_text import public_text
from blog.models import PostPage
from blog.rendering.characters import without_forbidden

# GitHub's dialect is the registered one (RFC 7764) that has tables, footnotes and alerts.
CONTENT_TYPE = "text/markdown; charset=utf-8; variant=GFM"


def post_as_markdown(request: HttpRequest, path: str) -> HttpResponse:
    response = serve_post(request, path, markdown_response)
    if response is None:
        raise Http404
    return response


def markdown_response(post: PostPage, request: HttpRequest) -> HttpResponse:
    content = markdown_file(post, request).encode()
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = content_disposition_header(False, f"{post.slug}.md")
    # Search engines should index the page and not the same text again.
    response["X-Robots-Tag"] = "noindex"
    if not post.is_public:
        return response
    response["Cache-Control"] = "public, no-cache"
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    response["ETag"] = etag
    # Sent but not compared: a renamed author or a moved target changes the text without a publication.
    if moment := post.last_published_at or post.first_public_at:
        response["Last-Modified"] = http_date(moment.timestamp())
    return get_conditional_response(request, etag=etag, response=response)


def markdown_file(post: PostPage, request: HttpRequest) -> str:
    """Front matter, and the text of the newest version, which is live."""
    version = PublishedVersion.objects.filter(post_uuid=post.uuid).order_by("-number").defer("shown", "files").first()
    text = version.text if version and not version.redacted_at else canonical_text(post.body)
    head = front_matter(post, request, version=version.number if version else None)
    return without_forbidden(f"{head}\n{public_text(text, request, also_hidden=not post.is_public)}")
