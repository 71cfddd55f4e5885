"""What is typed as Markdown, in pauses and in any order, is what is stored."""

import itertools
import random
from contextlib import suppress

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from blog.admin.body.forms import body_block
from blog.body.canonical import canonical_text, stored_blocks
from blog.models import BlogDocument, BlogImage, PostPage
from tests.journeys import editing
from tests.journeys.bodies import every_block, recordings
from tests.journeys.conftest import PATIENCE
from tests.journeys.drafts import KINDS, UNTIL_KEPT, autosave, bar

pytestmark = pytest.mark.browser

TYPED = "First paragraph.\n\n```js\nlet one = 1;\n```\n\nThird"
WORDS = "keep the ledger open and write every amount down twice before the ink is dry"
IDS = "() => document.getElementById('body-root').rootBlock.children.map((child) => child.id)"
FIELDS = """() => [...new FormData(document.getElementById("page-edit-form")).keys()]
  .filter((name) => name.startsWith("body-")).length"""
# As where the script of a block has an error.
BREAK_CODE = """isBroken => {
  const { childBlockDefsByName: kinds } = document.getElementById("body-root").rootBlock.blockDef;
  delete kinds.code.render;
  if (isBroken) kinds.code.render = () => { throw new Error("No code today."); };
}"""


@pytest.fixture
def page(contexts):
    page = contexts().new_page()
    editing.log_in(page, "edda")
    return page


def new_post(page):
    with autosave(page):
        editing.start_post(page, title="Typed as Markdown", summary="")
    return PostPage.objects.get(title="Typed as Markdown")


def live_post(page):
    post = PostPage.objects.get(slug="short-post-3")
    page.goto(f"/admin/pages/{post.pk}/edit/")
    return post


def field_of(page):
    return page.get_by_role("textbox", name="The body as Markdown")


def open_view(page, name):
    views = page.get_by_role("tablist", name="How the body is shown")
    views.get_by_role("tab", name=name).click()
    expect(views.get_by_role("tab", name=name, selected=True)).to_be_visible()
    if name == "Markdown":
        expect(field_of(page)).to_be_visible()


def followed(page):
    """Waits until the blocks say what the text says."""
    expect(page.locator("[data-markdown-unread]")).to_have_value("")


def canonical(markdown):
    return canonical_text(body_block().to_python(stored_blocks(markdown)[0]))


def stored(post):
    return canonical_text(PostPage.objects.get(pk=post.pk).get_latest_revision_as_object().body)


def until_stored(page, post, markdown):
    """Waits until the site has the text, and no save that began before is under way."""
    wanted, indicator = canonical(markdown), page.locator("#w-autosave-indicator")
    for _look in range(PATIENCE // 100):
        if indicator.get_attribute("data-w-autosave-state-value") != "saving" and stored(post) == wanted:
            return
        page.wait_for_timeout(100)
    assert stored(post) == wanted


@pytest.mark.parametrize("begin", [new_post, pytest.param(live_post, marks=pytest.mark.long)])
def test_blocks_typed_in_pauses_are_stored_as_typed(page, begin):
    post = begin(page)
    open_view(page, "Markdown")
    field = field_of(page)
    field.fill(TYPED)
    followed(page)
    ids = page.evaluate(IDS)
    until_stored(page, post, TYPED)

    field.press("End")
    for word in (" word", ", and more"):
        page.keyboard.type(word)
        followed(page)

    assert page.evaluate(IDS) == ids
    expect(page.locator("#safe-writing > [data-kind]")).to_have_count(0)
    until_stored(page, post, f"{TYPED} word, and more")
    page.reload()
    open_view(page, "Markdown")
    expect(field_of(page)).to_have_value(f"{TYPED} word, and more\n")


def test_form_does_not_grow_with_every_pause(page):
    new_post(page)
    open_view(page, "Markdown")
    field_of(page).fill("```js\nlet one\n```\n\n![](https://example.org/a.png)\n")
    followed(page)
    before = page.evaluate(FIELDS)

    for number in range(3):
        field_of(page).fill(f"```js\nlet one = {number}\n```\n\n> Said {number}\n")
        followed(page)
        field_of(page).fill(f"```js\nlet two = {number}\n```\n\n![](https://example.org/{number}.png)\n")
        followed(page)

    assert page.evaluate(FIELDS) <= before + 12


def test_blocks_that_cannot_be_built_are_not_saved_and_the_text_is_kept(page):
    post = live_post(page)
    open_view(page, "Markdown")
    page.evaluate(BREAK_CODE, True)

    field_of(page).fill(f"Few words.\n\n{TYPED}")
    expect(page.locator("[data-body-error]")).to_contain_text("could not show this text as blocks, so nothing is saved")
    indicator = page.locator(".w-autosave-indicator")
    paused = indicator.get_by_text("Autosave is paused")
    # On a slow machine Wagtail may begin to watch the form after the first words.
    for _again in range(5):
        page.get_by_role("textbox", name="Summary").press_sequentially("Saved later. ")
        with suppress(AssertionError):
            expect(paused).to_be_visible(timeout=5_000)
            break
    expect(paused).to_be_visible()
    expect(indicator.get_by_text("Saved")).to_be_hidden()
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_role("button", name="Save draft")).to_be_enabled()

    assert (page.evaluate(KINDS), stored(post)) == (["text"], "Few words.\n")
    page.evaluate(BREAK_CODE, False)
    field_of(page).press("End")
    page.keyboard.type(" word")
    until_stored(page, post, f"Few words.\n\n{TYPED} word")
    expect(page.locator("[data-body-error]")).to_be_hidden()


def test_nothing_is_saved_between_two_tries_to_build_the_blocks(page):
    post = live_post(page)
    open_view(page, "Markdown")
    page.evaluate(BREAK_CODE, True)
    tries = []
    page.route(
        "**/blocks/", lambda route: tries.append(route) if "rebuild" in route.request.post_data else route.fallback()
    )

    with page.expect_request(lambda request: "rebuild" in (request.post_data or "")):
        field_of(page).fill(f"Few words.\n\n{TYPED}")
    page.locator("#page-edit-form").dispatch_event("w-unsaved:add")

    expect(page.locator(".w-autosave-indicator").get_by_text("Autosave is paused")).to_be_visible()
    assert stored(post) == "Few words.\n"
    page.evaluate(BREAK_CODE, False)
    tries[0].continue_()
    until_stored(page, post, f"Few words.\n\n{TYPED}")


def without_editor(route):
    """The page where the script of the body's blocks has an error."""
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.text().replace("wagtail.blocks.StreamBlock", "wagtail.blocks.None"))


def test_body_whose_editor_never_came_is_not_saved(page):
    post = PostPage.objects.get(slug="short-post-3")
    page.route("**/edit/", without_editor)
    live_post(page)

    page.get_by_role("textbox", name="Summary").fill("More.")

    expect(page.locator("[data-body-error]")).to_contain_text("could not show this text as blocks, so nothing is saved")
    assert stored(post) == "Few words.\n"


def test_body_that_a_person_empties_is_stored_empty(page):
    post = live_post(page)
    open_view(page, "Markdown")

    field_of(page).fill("")

    until_stored(page, post, "")


@pytest.mark.long
def test_text_taken_back_while_another_one_is_read_is_kept(page):
    live_post(page)
    open_view(page, "Markdown")
    asked = []
    page.route("**/blocks/", lambda route: route.abort() if asked else asked.append(route))
    with page.expect_request("**/blocks/"):
        field_of(page).fill("Never meant.")

    field_of(page).fill("Few words.\n")

    expect(page.locator("[data-markdown-unread]")).to_have_value("Few words.\n")
    asked[0].continue_()
    expect(page.locator("[data-body-error]")).to_contain_text("The site cannot be reached")
    page.evaluate(UNTIL_KEPT, ['["unread_markdown","Few words.', True])


def test_block_removed_before_the_markdown_was_opened_does_not_come_back_behind_it(page):
    post = live_post(page)
    page.locator("[data-streamfield-child]").get_by_role("button", name="Delete").first.click()
    expect(bar(page, "was removed")).to_be_visible()

    open_view(page, "Markdown")
    expect(bar(page, "was removed")).to_have_count(0)
    field_of(page).fill("Other words.")

    until_stored(page, post, "Other words.")


@pytest.mark.long
def test_markdown_is_read_by_a_person_who_has_signed_in_again_elsewhere(page):
    post = live_post(page)
    open_view(page, "Markdown")
    Session.objects.all().delete()
    editing.sign_in_again(page, "edda")

    field_of(page).fill("Other words.")

    until_stored(page, post, "Other words.")


@pytest.mark.long
def test_markdown_typed_while_the_network_is_down_is_read_when_it_is_back(page):
    post = live_post(page)
    open_view(page, "Markdown")
    page.context.set_offline(True)
    field_of(page).fill("Other words.")
    expect(page.locator("[data-body-error]")).to_contain_text("The site cannot be reached")

    page.context.set_offline(False)

    until_stored(page, post, "Other words.")


def pieces():
    """Every kind of block as Markdown."""
    files = [BlogDocument.objects.get(title=title) for title in ("tone.wav", "film.webm", "words.vtt")]
    picture = BlogImage.objects.get(title="Plate")
    blocks = [*every_block(picture), *recordings(picture, *files)[:2]]
    return [canonical_text(body_block().to_python([block])).strip("\n") for block in blocks]


class Writer:
    """Changes a body at random, in the text or by going to another view, and knows what was typed."""

    def __init__(self, page, post, seed, *, begin=()):
        self.page, self.post, self.random = page, post, random.Random(seed)
        self.pieces, self.parts, self.past = pieces(), list(begin), []
        open_view(page, "Markdown")
        self.fill()

    @property
    def typed(self):
        return "\n\n".join(self.parts) + "\n"

    def fill(self):
        field_of(self.page).fill(self.typed)

    def place(self):
        return self.random.randrange(len(self.parts) + 1)

    def some_words(self):
        return " ".join(self.random.choices(WORDS.split(), k=self.random.randint(1, 30))) + "."

    def change(self):
        acts = [self.add, self.write, self.cut, self.move, self.repeat, self.part, self.write_on, self.undo, self.go]
        self.random.choice(acts)()
        if self.random.random() < 0.7:
            self.pause()

    def pause(self):
        followed(self.page)
        ids = self.page.evaluate(IDS)
        assert len(set(ids)) == len(ids)
        assert self.page.evaluate(KINDS) == [block["type"] for block in stored_blocks(self.typed)[0]]

    def retype(self, parts):
        self.past.append(self.parts)
        self.parts = parts
        self.fill()

    def add(self):
        place = self.place()
        self.retype([*self.parts[:place], self.random.choice(self.pieces), *self.parts[place:]])

    def write(self):
        place = self.place()
        self.retype([*self.parts[:place], self.some_words(), *self.parts[place:]])

    def cut(self):
        place = self.place()
        self.retype([*self.parts[:place], *self.parts[place + 1 :]])

    def move(self):
        parts = list(self.parts)
        self.random.shuffle(parts)
        self.retype(parts)

    def repeat(self):
        if self.parts:
            self.retype([*self.parts, self.random.choice(self.parts)])

    def part(self):
        words = self.some_words()
        place = self.place()
        self.retype([*self.parts[:place], words, "```python\nprint(1)\n```", words, *self.parts[place:]])

    def write_on(self):
        self.retype([*self.parts, self.some_words()])
        field_of(self.page).press("Control+End")
        for _pause in range(2):
            field_of(self.page).press("Control+End")
            self.page.keyboard.press("ArrowLeft")
            self.page.keyboard.type(" again")
            self.parts = [*self.parts[:-1], self.parts[-1] + " again"]
            self.pause()
        self.past.clear()

    def undo(self):
        if self.past:
            field_of(self.page).press("Control+z")
            self.parts = self.past.pop()
            expect(field_of(self.page)).to_have_value(self.typed)

    def go(self):
        open_view(self.page, self.random.choice(["Write", "Preview"]))
        open_view(self.page, "Markdown")
        self.past.clear()

    def check(self):
        followed(self.page)
        until_stored(self.page, self.post, self.typed)
        self.page.reload()
        open_view(self.page, "Markdown")
        expect(field_of(self.page)).to_have_value(canonical(self.typed))


def change_at_random(writer, *, steps):
    for _round in range(2):
        for _step in range(steps):
            writer.change()
        writer.check()
        writer.past.clear()


@pytest.mark.parametrize(
    ("begin", "seed", "steps"), [(live_post, 1, 3), pytest.param(live_post, 2, 5, marks=pytest.mark.long)]
)
def test_changes_in_any_order_are_stored_as_typed(page, begin, seed, steps):
    change_at_random(Writer(page, begin(page), seed), steps=steps)


@pytest.mark.long
@pytest.mark.parametrize("begin", [new_post, live_post])
@pytest.mark.parametrize("seed", range(10, 20))
def test_many_changes_in_any_order_are_stored_as_typed(page, begin, seed):
    change_at_random(Writer(page, begin(page), seed), steps=15)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2))
def test_changes_of_a_long_post_are_stored_as_typed(page, seed):
    words = random.Random(seed)
    paragraphs = [" ".join(words.choices(WORDS.split(), k=100)) + "." for _paragraph in range(50)]

    change_at_random(Writer(page, new_post(page), seed, begin=paragraphs), steps=8)


@pytest.mark.long
@pytest.mark.parametrize("begin", [new_post, live_post])
def test_every_kind_of_block_is_stored_as_typed_when_words_follow(page, begin):
    post = begin(page)
    open_view(page, "Markdown")
    typed = ""
    for some in itertools.batched(pieces(), 5):
        typed += "".join(f"{piece}\n\nMore.\n\n" for piece in some)
        field_of(page).fill(typed)
        followed(page)
    typed += "The end.\n"
    field_of(page).fill(typed)
    followed(page)

    until_stored(page, post, typed)
