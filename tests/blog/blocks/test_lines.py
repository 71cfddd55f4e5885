"""Text of several lines comes back from a form as it was stored."""

import pytest

from blog.blocks.body import PostBodyBlock


@pytest.mark.parametrize(("kind", "field"), [("code", "code"), ("math", "tex"), ("markdown", None)])
def test_lines_keep_their_ends_and_the_spaces_around_them(kind, field):
    block = PostBodyBlock().child_blocks[kind]
    lines = block.child_blocks[field] if field else block

    assert lines.clean(lines.value_from_form("  a\r\n b\rc\n")) == "  a\n b\nc\n"
