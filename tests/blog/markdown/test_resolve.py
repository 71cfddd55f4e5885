from blog.markdown.body import Note
from blog.markdown.read import read
from blog.markdown.resolve import resolve


def known_link(address):
    return {"linktype": "page", "id": "5"} if address == "post:0b9e" else None


def known_image(address):
    return 7 if address == "a.png" else None


def resolved(markdown):
    return resolve(read(markdown), link=known_link, image=known_image)


def test_known_link_gets_the_attributes_of_its_page():
    assert resolved("[a](post:0b9e) [b](/c)").blocks == [
        {"type": "text", "value": '<p><a linktype="page" id="5">a</a> <a href="/c">b</a></p>'}
    ]


def test_known_picture_gets_its_id():
    [block] = resolved('![b](a.png "[c](post:0b9e)")').blocks

    assert block["value"]["image"] == {"image": 7, "alt_text": "b", "decorative": False}
    assert block["value"]["caption"] == '<p><a linktype="page" id="5">c</a></p>'


def test_unknown_picture_becomes_a_link_in_the_prose_around_it():
    body = resolved('one\n\n![b & c](d.png "e")\n\ntwo')

    assert body.blocks == [
        {"type": "text", "value": '<p>one</p><p><a href="d.png">b &amp; c</a></p><p>e</p><p>two</p>'}
    ]
    assert body.notes == [Note(1, "image", "d.png was not found and is shown as a link")]


def test_unknown_picture_with_a_dangerous_address_becomes_words():
    assert resolved('<img src="javascript:alert(1)" alt="b">').blocks == [{"type": "text", "value": "<p>b</p>"}]


def test_everything_inside_containers_is_resolved():
    markdown = "> [!NOTE]\n> - [ ] [a](post:0b9e)\n>\n> | b |\n> |---|\n> | [c](post:0b9e) |\n>\n> ![d](a.png)"

    [callout] = resolved(markdown).blocks

    tasks, table, image = callout["value"]["content"]
    link = '<a linktype="page" id="5">'
    assert tasks["value"]["items"][0]["value"]["content"][0]["value"] == f"<p>{link}a</a></p>"
    assert table["value"]["table"]["rows"] == [{"values": [f"<p>{link}c</a></p>"]}]
    assert image["value"]["image"]["image"] == 7


def test_attributes_are_escaped():
    body = resolve(read("[a](/b)"), link=lambda address: {"href": '"><script>'}, image=known_image)

    assert body.blocks == [{"type": "text", "value": '<p><a href="&quot;&gt;&lt;script&gt;">a</a></p>'}]
