"""Ids that a text keeps from the body it was written from."""

from blog.markdown.body import Body
from blog.markdown.ids import with_ids
from blog.markdown.read import read
from blog.markdown.write import write


def stored(markdown):
    return Body(with_ids(read(markdown).blocks))


def ids(blocks):
    return [block.get("id") for block in blocks]


def test_unchanged_and_moved_blocks_are_the_old_ones():
    old = stored("a\n\n```js\nb\n```\n\n> [!TIP]\n> c\n\n![d](image:1)")

    new = read(write(Body([old.blocks[2], old.blocks[0], old.blocks[3], old.blocks[1]])), reuse_ids_from=old)

    assert new.blocks == [old.blocks[2], old.blocks[0], old.blocks[3], old.blocks[1]]


def test_changed_block_keeps_its_id():
    old = stored("a\n\n```js\nold code\n```\n\n---\n\n```js\nother code\n```")

    new = read(write(old).replace("old code", "new code"), reuse_ids_from=old)

    assert ids(new.blocks) == ids(old.blocks)
    assert new.blocks[1]["value"]["code"] == "new code"


def test_new_block_has_no_id():
    old = stored("a\n\n---\n\nb")

    new = read("a\n\n---\n\n```\nc\n```\n\nb", reuse_ids_from=old)

    assert ids(new.blocks) == [*ids(old.blocks)[:2], None, ids(old.blocks)[2]]


def test_blocks_in_a_changed_container_keep_their_ids():
    old = stored("> [!NOTE]\n> a\n>\n> ```\n> b\n> ```")
    [before] = old.blocks

    [after] = read(write(old).replace("> a", "> changed"), reuse_ids_from=old).blocks

    assert after["id"] == before["id"]
    assert ids(after["value"]["content"]) == ids(before["value"]["content"])


def test_unchanged_items_keep_their_ids():
    old = stored("- [ ] a\n- [x] b\n- [ ] c")
    before = old.blocks[0]["value"]["items"]

    [after] = read("- [ ] new\n- [x] b\n- [ ] c changed", reuse_ids_from=old).blocks

    items = after["value"]["items"]
    assert items[1] == before[1]
    assert ids(items)[2] == ids(before)[2]


def test_unchanged_paragraphs_keep_the_keys_of_the_editor():
    keyed = '<p data-block-key="one">a</p><ul><li data-block-key="two">b</li></ul><p data-block-key="three">c</p>'
    old = Body([{"type": "text", "value": keyed, "id": "x"}])

    [block] = read("changed\n\n- b\n\nc\n", reuse_ids_from=old).blocks

    assert block["value"] == '<p>changed</p><ul><li data-block-key="two">b</li></ul><p data-block-key="three">c</p>'


def test_block_in_two_versions_is_one_block_and_the_newest_counts_first():
    now, before = stored("```\na\n```\n\n```\nb\n```"), stored("```\nb\n```\n\n```\nc\n```")
    before.blocks[0]["id"] = now.blocks[0]["id"]

    new = read(
        "```\nb\n```\n\n```\nb\n```\n\n```\na\n```\n\n```\nc\n```", reuse_ids_from=Body([*now.blocks, *before.blocks])
    )

    # The first block said "b" once; it says "a" now.
    assert ids(new.blocks) == [now.blocks[1]["id"], None, now.blocks[0]["id"], before.blocks[1]["id"]]


def test_ids_are_given_once_where_stored_blocks_share_one():
    old = stored("```\na\n```\n\n---\n\n```\nb\n```")
    old.blocks[2]["id"] = old.blocks[0]["id"]

    new = read("```\na\n```\n\n---\n\n```\nb\n```", reuse_ids_from=old)

    assert ids(new.blocks) == [*ids(old.blocks)[:2], None]
