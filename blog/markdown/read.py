"""Markdown to a body in its normal form."""

from blog.markdown.body import Body
from blog.markdown.like import with_ids_of
from blog.markdown.reader import read_at


def read(text: str, *, like: Body | None = None) -> Body:
    """Read Markdown (the dialect of docs/markdown.md, or foreign) into blocks in their stored form.

    Addresses stay as they are written (see `resolve`). With `like`, blocks that say the same as there are kept as they
    are stored there, and blocks that others became keep their ids. What has no block is kept, by its source lines, in a
    `markdown` block; every change is a Note. Raises TextTooLong.
    """
    body = read_at(text, depth=0)
    if like is None:
        return body
    return Body(with_ids_of(like.blocks, body.blocks), body.notes)
