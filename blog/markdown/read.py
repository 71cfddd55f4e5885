"""Reads Markdown into a body in its normal form."""

from blog.markdown.body import Body
from blog.markdown.id_matching import reuse_ids
from blog.markdown.reader import read_at


def read(text: str, *, reuse_ids_from: Body | None = None) -> Body:
    """Reads Markdown (the dialect of docs/markdown.md, or another) into blocks in their stored form.

    Addresses stay as written (see `resolve`). With `reuse_ids_from`, a block with the same content as a block of that
    body is returned as it is stored there, and a changed block keeps its id. Source lines for which there is no block
    become a `markdown` block. Every change is a Note. Raises TextTooLong.
    """
    body = read_at(text, depth=0)
    if reuse_ids_from is None:
        return body
    return Body(reuse_ids(reuse_ids_from.blocks, body.blocks), body.notes)
