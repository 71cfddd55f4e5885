"""What readers get of blocks in their stored form."""

from bs4 import BeautifulSoup

from blog.blocks.body import PostBodyBlock
from blog.markdown.ids import with_ids

BODY = PostBodyBlock(required=False)


def shown(*blocks):
    """The HTML of a body of these blocks, parsed."""
    return shown_as_stored(with_ids(list(blocks)))


def shown_as_stored(stored):
    return BeautifulSoup(BODY.to_python(stored).render_as_block(), "html.parser")
