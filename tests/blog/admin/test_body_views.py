"""The body in the form as Markdown and back, as the editor's page asks for it."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from blog.admin.body.conversion_messages import LOSS_MESSAGES
from blog.models import BlogImage, PostPage
from blog.pasting import Lost
from tests.blog.admin.conftest import make_picture, post_data
from tests.factories import PostPageFactory

pytestmark = pytest.mark.database("sqlite")

TEXT = ("text", "<p>First words.</p>")
CODE = ("code", {"code": "x = 1\ny = 2", "language": "python", "file_name": "", "marked_lines": "", "caption": ""})


@pytest.fixture
def post(blog):
    return PostPageFactory(parent=blog, title="Begun", body=[])


def fields_of(*body):
    """The fields of the form's body, each block under an id of its own."""
    fields = {name: value for name, value in post_data(body=body).items() if name.startswith("body-")}
    return fields | {f"body-{place}-id": f"id-{place}" for place in range(len(body))}


def ask(client, view, page, *body, **fields):
    return client.post(reverse(f"body_{view}", args=(page.pk,)), fields_of(*body) | fields)


def test_body_in_the_form_is_shown_as_markdown(owner, post):
    answer = ask(owner, "markdown", post, TEXT, CODE).json()

    assert answer["text"] == "First words.\n\n```python\nx = 1\ny = 2\n```\n"
    assert [block["id"] for block in json.loads(answer["held"].rpartition(":")[0])] == ["id-0", "id-1"]


class Editor:
    """The page of an editor whose Markdown view was opened over this body: it holds what the answers gave it."""

    def __init__(self, client, page, *body):
        self.client, self.page = client, page
        opened = ask(client, "markdown", page, *body).json()
        self.text = opened["text"]
        self.opened = self.held = opened["held"]

    def type(self, text, **fields):
        sent = {"text": text, "held": self.held, "opened": self.opened}
        answer = ask(self.client, "blocks", self.page, **sent, **fields).json()
        self.held = answer["held"]
        return answer["blocks"]


def ids(blocks):
    return [block["id"] for block in blocks]


def values_sent(blocks):
    return ["value" in block for block in blocks]


def test_block_that_did_not_change_keeps_its_id_and_is_not_sent_again(owner, post):
    editor = Editor(owner, post, TEXT, CODE)

    prose, code = editor.type(editor.text.replace("First", "Other"))

    assert (prose["id"], json.loads(prose["value"])["blocks"][0]["text"]) == ("id-0", "Other words.")
    assert code == {"type": "code", "id": "id-1"}


NEW_BLOCKS = (
    "One.\n\n```\nx\n```\n\nTwo.\n\n```\nx\n```\n\n---\n\n"
    "> [!TIP]\n> Within\n>\n> ```\n> y\n> ```\n\n- [ ] a\n- [ ] a\n\n---\n"
)


def test_new_blocks_keep_their_ids_from_one_answer_to_the_next(owner, post):
    editor = Editor(owner, post)
    first = editor.type(NEW_BLOCKS)

    again = editor.type(NEW_BLOCKS)
    with_more = editor.type(NEW_BLOCKS + "\nMore.\n")

    assert len(set(ids(first))) == len(first)
    assert again == [{"type": block["type"], "id": block["id"]} for block in first]
    assert with_more[:-1] == again
    assert "value" in with_more[-1]


def test_new_block_keeps_its_id_while_it_is_typed_and_when_others_come_before_it(owner, post):
    editor = Editor(owner, post)
    [text, code] = ids(editor.type("One.\n\n```js\nlet a\n```\n"))

    typed = editor.type("One.\n\n```js\nlet a = 1;\n```\n")
    pushed = editor.type("```js\nfirst()\n```\n\nOne.\n\n```js\nlet a = 1;\n```\n")

    assert (ids(typed), values_sent(typed)) == ([text, code], [False, True])
    assert (ids(pushed)[1:], values_sent(pushed)) == ([text, code], [True, False, False])


def test_new_block_within_another_keeps_its_id_too(owner, post):
    quote = ("quote", {"content-count": "0", "source": "", "source_url": ""})
    editor = Editor(owner, post, TEXT, quote)
    typed = "First words.\n\n> Said.\n>\n> ```\n> x\n> ```\n>\n> —\n"
    editor.type(typed)

    unchanged = editor.type(typed.replace("First", "Other"))

    assert values_sent(unchanged) == [True, False]


def test_block_that_was_cut_comes_back_as_it_was_when_the_view_was_opened(owner, post):
    image = make_picture()
    value = {"image": {"image": image.pk, "alt_text": "A lighthouse"}, "caption": "null", "credit": "Ada"}
    editor = Editor(owner, post, TEXT, ("image", {**value, "width": "wide", "link": "https://example.org/"}), CODE)
    prose, picture, code = editor.text.rstrip().split("\n\n")

    cut = editor.type(f"{prose}\n\n{code}\n")
    pasted = editor.type(f"{prose}\n\n{code}\n\n{picture}\n")

    assert ids(cut) == ["id-0", "id-2"]
    assert ids(pasted) == ["id-0", "id-2", "id-1"]
    assert (pasted[2]["value"]["width"], pasted[2]["value"]["credit"]) == (["wide"], "Ada")


def test_text_that_was_parted_and_joined_again_is_the_block_that_it_was(owner, post):
    editor = Editor(owner, post, ("text", "<p>One</p><p>Two, which is longer</p>"))

    parted = editor.type("One\n\n---\n\nTwo, which is longer\n")
    [joined] = editor.type("One\n\nTwo, which is longer\n")
    changed = editor.type("One\n\n---\n\nTwo, which is longer\n")
    [merged] = editor.type("One\n\nTwo, which is longer still\n")

    assert "id-0" in ids(parted)
    assert (joined["id"], merged["id"]) == ("id-0", "id-0")
    assert len(set(ids(changed))) == 3


def test_page_that_lost_its_blocks_is_sent_all_of_them(owner, post):
    editor = Editor(owner, post, TEXT, CODE)

    rebuilt = editor.type(editor.text, rebuild="1")

    assert (ids(rebuilt), values_sent(rebuilt)) == (["id-0", "id-1"], [True, True])


@pytest.mark.parametrize("field", ["held", "opened"])
def test_blocks_that_the_site_did_not_give_are_refused_in_words(owner, post, field):
    forged = json.dumps([{"type": "text", "id": "a", "value": None}])

    answer = ask(owner, "blocks", post, **{"text": "Words.", field: f"{forged}:signature"})

    assert answer.status_code == 400
    assert answer.json()["error"] == "This page is out of date. Copy your text, then reload the page."


def test_settings_of_a_picture_survive_the_way_through_the_text(owner, post):
    image = make_picture()
    value = {"image": {"image": image.pk, "alt_text": "A lighthouse"}, "caption": "null", "credit": "Ada"}
    block = ("image", {**value, "width": "wide", "link": "https://example.org/"})
    editor = Editor(owner, post, TEXT, block)

    sent = editor.type(f"{editor.text}\nMore.\n", rebuild="1")[1]

    assert sent["id"] == "id-1"
    assert (sent["value"]["width"], sent["value"]["credit"]) == (["wide"], "Ada")
    assert sent["value"]["image"]["alt_text"] == "A lighthouse"


def test_what_has_no_block_stays_markdown_and_is_named_with_its_line(owner, post):
    answer = ask(owner, "blocks", post, text="Words.\n\n<form>x</form>\n").json()

    assert [block["type"] for block in answer["blocks"]] == ["text", "markdown"]
    assert [(note["line"], note["construct"], note["stays"]) for note in answer["notes"]] == [(3, "html", True)]


def item(**content):
    fields = {"value-task": "", "value-content-count": "0", **content}
    return {"items-count": "1"} | {f"items-0-{name}": value for name, value in fields.items()} | {
        "items-0-deleted": "", "items-0-order": "0", "items-0-id": "item-0",
    }  # fmt: skip


SAID = {
    "value-content-count": "1", "value-content-0-deleted": "", "value-content-0-order": "0",
    "value-content-0-type": "code", "value-content-0-id": "code-0", "value-content-0-value-code": "x",
}  # fmt: skip
NO_PICTURE = {"image-image": "", "image-alt_text": "", "caption": "null", "credit": "", "width": "wide", "link": ""}
UNSAVED = {
    "list": ("list", {"start": "", **item(**SAID)}),
    "list from a number": ("list", {"ordered": "on", "start": "7", **item(**SAID)}),
    "list from no number": ("list", {"ordered": "on", "start": "1e9", **item(**SAID)}),
    "list from too large a number": ("list", {"ordered": "on", "start": "9" * 30, **item(**SAID)}),
    "picture that was not chosen": ("image", NO_PICTURE),
}


@pytest.mark.parametrize("block", UNSAVED.values(), ids=UNSAVED)
@pytest.mark.parametrize("fields", [{}, {"append": "1"}, {"rebuild": "1"}])
def test_block_that_was_not_saved_yet_stays_what_it_is_while_text_is_typed(owner, post, block, fields):
    editor = Editor(owner, post, TEXT, block)

    blocks = editor.type("# Imported" if "append" in fields else editor.text.replace("First", "Other"), **fields)

    assert [block["type"] for block in blocks][:2] == ["text", block[0]]


def test_import_can_follow_what_stands_in_the_form(owner, post):
    blocks = Editor(owner, post, TEXT).type("# Imported", append="1")

    assert [block["id"] == "id-0" for block in blocks] == [True, False]
    assert values_sent(blocks) == [False, True]


def test_preview_shows_the_body_in_the_form_as_readers_will_see_it(owner, post):
    html = ask(owner, "preview", post, TEXT, CODE).json()["html"]

    assert "First words.</p>" in html
    assert "css/site" in html
    assert "<script" not in html


def test_preview_of_an_import_shows_the_text_and_not_the_form(owner, post):
    html = ask(owner, "preview", post, TEXT, text="Imported <script>alert(1)</script>").json()["html"]

    assert "First words" not in html
    assert "Imported" in html
    assert "<script" not in html


def test_text_that_is_not_read_is_refused_in_words(owner, post):
    answer = ask(owner, "blocks", post, TEXT, text="a" * 1_000_001)

    assert answer.status_code == 400
    assert answer.json()["error"] == "This text has 1000001 characters. The limit is 1000000."


@pytest.mark.parametrize("view", ["markdown", "blocks", "preview", "paste"])
def test_stranger_to_a_post_is_refused(person, post, view):
    assert ask(person("Authors"), view, post, TEXT, text="a").status_code == 302


@pytest.mark.parametrize("view", ["markdown", "blocks", "preview", "paste"])
def test_author_may_ask_for_a_post_that_is_not_saved_yet(person, blog, view):
    assert ask(person("Authors"), view, blog, TEXT, text="a").status_code == 200


def test_nothing_is_asked_without_the_forms_token(owner, post):
    owner.handler.enforce_csrf_checks = True

    assert ask(owner, "markdown", post, TEXT).status_code == 403


def screenshot(name="image.png"):
    data = make_picture().file.open().read()
    BlogImage.objects.all().delete()
    return SimpleUploadedFile(name, data, content_type="image/png")


def test_pasted_screenshot_is_uploaded_and_asks_for_words(owner, post):
    answer = ask(owner, "paste", post, html='<img src="paste:0">', picture=screenshot()).json()

    image = BlogImage.objects.get()
    assert [block["type"] for block in answer["blocks"]] == ["image"]
    value = answer["blocks"][0]["value"]["image"]
    assert (value["image"]["id"], value["alt_text"], value["decorative"]) == (image.pk, "", False)
    assert image.uploaded_by_user == owner.user


def test_picture_that_is_in_the_library_already_is_used_again(owner, post):
    for _time in range(2):
        ask(owner, "paste", post, html='<img src="paste:0" alt="Blue">', picture=screenshot_again())

    assert BlogImage.objects.count() == 1


def screenshot_again():
    picture = BlogImage.objects.first() or make_picture()
    return SimpleUploadedFile("image.png", picture.file.open().read(), content_type="image/png")


@pytest.mark.parametrize(
    "picture",
    [
        '<img src="paste:0" alt="[A] chart">',
        '<a href="https://example.org/"><img src="paste:0"></a>',
        '<img src="paste:7">',
    ],
)
def test_what_is_no_picture_is_refused_in_words_and_the_rest_is_pasted(owner, post, picture):
    fake = SimpleUploadedFile("image.png", b"<svg onload=alert(1)>", content_type="image/png")

    answer = ask(owner, "paste", post, html=f"<p>Words</p>{picture}<p>More</p>", picture=fake).json()

    [lost] = answer["lost"]
    [prose] = answer["blocks"]
    assert BlogImage.objects.count() == 0
    assert lost.startswith("a picture: ")
    assert [block["text"] for block in json.loads(prose["value"])["blocks"]] == ["Words", "More"]


def test_everything_that_can_be_lost_has_words():
    assert set(LOSS_MESSAGES) == set(Lost)


def test_picture_elsewhere_is_named_with_its_address_and_not_fetched(owner, post):
    answer = ask(owner, "paste", post, html='<p>a</p><img src="https://example.org/a.png" alt="Bars">').json()

    assert answer["lost"] == ["a picture, which was not copied to this site: https://example.org/a.png"]


def test_pasted_markdown_becomes_blocks(owner, post):
    answer = ask(owner, "paste", post, text="## Title\n\n```sh\nls\n```\n").json()

    assert [block["type"] for block in answer["blocks"]] == ["text", "code"]


def test_nothing_of_it_is_stored(owner, post):
    ask(owner, "blocks", post, TEXT, text="Other.")
    ask(owner, "paste", post, text="# Other")

    assert list(PostPage.objects.get().body) == []


def test_fields_that_are_no_body_are_refused(owner, post):
    assert ask(owner, "markdown", post, **{"body-count": "3"}).status_code == 400
