"""Pictures alone in their paragraph."""

import pytest

from blog.markdown.body import Note
from blog.markdown.read import read


def image(address="a.png", alt="b", **changes):
    picture = {"image": address, "alt_text": alt, "decorative": not alt}
    return {"image": picture, "caption": "", "credit": "", "width": "text", "link": ""} | changes


def values(markdown):
    blocks = read(markdown).blocks
    assert {block["type"] for block in blocks} == {"image"}
    return [block["value"] for block in blocks]


@pytest.mark.parametrize(
    ("markdown", "value"),
    [
        ("![b](a.png)", image()),
        ("![](a.png)", image(alt="")),
        ("![*b* `c`](a.png)", image(alt="b c")),
        ('![b](a.png "See *it*")', image(caption="<p>See <i>it</i></p>")),
        ("![b](a.png)\n*See it*", image(caption="<p>See it</p>")),
        ("[![b](a.png)](https://example.org/)", image(link="https://example.org/")),
        ('![b](a.png "c"){width=wide credit="D, E"}', image(caption="<p>c</p>", width="wide", credit="D, E")),
        ('<img src="a.png" alt="b" title="c" width="3">', image(caption="<p>c</p>")),
        ('<p align="center"><img src="a.png" alt="b"></p>', image()),
        ('<a href="/c"><img src="a.png" alt="b"></a>', image(link="/c")),
        (
            '<figure><img src="a.png" alt="b"><figcaption>c <b>d</b></figcaption></figure>',
            image(caption="<p>c <b>d</b></p>"),
        ),
        ('<div align="center">\n\n![b](a.png)\n\n</div>', image()),
        ("![b](image:0b9e)", image("image:0b9e")),
    ],
)
def test_picture_alone(markdown, value):
    assert values(markdown) == [value]


def test_several_pictures_alone():
    assert values("![b](a.png) ![d](c.png)\n[![f](e.png)](/g)") == [
        image(),
        image("c.png", "d"),
        image("e.png", "f", link="/g"),
    ]


def test_unknown_attribute_of_a_picture_is_noted():
    assert read("![b](a.png){.big width=huge}").notes == [
        Note(1, "image attribute", ".big"),
        Note(1, "image attribute", "width=huge"),
    ]


def test_picture_among_words_stays_markdown():
    body = read("a\n\nsee ![b](a.png) there")

    assert body.blocks[1] == {"type": "markdown", "value": "see ![b](a.png) there"}
    assert body.notes == [Note(3, "inline image", "see ![b](a.png) there", words=3)]


def test_picture_in_an_item_is_an_image_block_in_a_list_block():
    [block] = read("- a\n- ![b](a.png)").blocks

    assert block["value"]["items"][1]["value"]["content"] == [{"type": "image", "value": image()}]


@pytest.mark.parametrize("address", ["javascript:alert(1)", "java\tscript:alert(1)", " data:text/html,x"])
def test_link_of_a_picture_with_a_dangerous_scheme_is_not_taken(address):
    body = read(f'<a href="{address}"><img src="a.png" alt="b"></a>')

    assert [block["type"] for block in body.blocks] == ["markdown"]
