"""The hash of the content that an approval is valid for.

It covers what the page itself shows to readers (``Content.own``), in the form that ``blog.history.hashes`` describes.
It does not cover content of other objects, such as the name of a topic or the address of the blog, which change without
a review. It does not cover the schedule and the editors' comments, which readers do not see.
"""

from blog.history.content import Content, own_content
from blog.history.hashes import sha256_of
from blog.models import Author, VersionedPageMixin


def approval_hash(content: Content) -> str:
    return sha256_of(content.own)


def approval_hash_of_page(page: VersionedPageMixin) -> str:
    """The hash of the page in memory, which may be a draft."""
    return sha256_of(own_content(page))


def former_approval_hash(content: Content) -> str:
    """The hash of the same content in releases before 0.2, which identified authors by slug."""
    authors = content.shown.get("authors", [])
    slugs = {str(key): slug for key, slug in Author.objects.filter(uuid__in=authors).values_list("uuid", "slug")}
    return sha256_of({**content.own, "authors": [slugs.get(key, key) for key in authors]})
