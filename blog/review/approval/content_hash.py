"""What an approval is given for: everything of a post that readers are shown, as one hash.

It is the hash that ``blog.history.hashes`` describes, over what the post itself says (``Content.own``). The name of a
topic, an author's line about themselves and the address of the blog are no part of it: they belong to other things,
which change without a review. Neither are the schedule and the editors' comments, which no reader sees.
"""

from blog.history.content import Content, own_content
from blog.history.hashes import sha256_of
from blog.models import PostPage


def approval_hash(content: Content) -> str:
    return sha256_of(content.own)


def approval_hash_of_post(post: PostPage) -> str:
    """Of the post as it is in memory: a draft, or what is stored."""
    return sha256_of(own_content(post))
