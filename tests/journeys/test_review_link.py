"""Somebody without a login reads a draft by a link, says something about a sentence, and is heard."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from playwright.sync_api import expect

from blog.models import BlogIndexPage, PostPage
from tests.factories import PostPageFactory
from tests.journeys import editing
from tests.journeys.drafts import edit, words_in
from tests.journeys.nu import complaints
from tests.journeys.test_accessibility import RULES, places

pytestmark = pytest.mark.browser

SENTENCE = "High water is at six."
SELECT = """sentence => {
  const paragraph = [...document.querySelectorAll(".post__body p")].find((one) => one.textContent.includes(sentence));
  const start = paragraph.textContent.indexOf(sentence);
  getSelection().setBaseAndExtent(paragraph.firstChild, start, paragraph.firstChild, start + sentence.length);
}"""


@pytest.fixture
def post(site):
    body = [("text", "<p>Low water is at noon.</p>"), ("text", f"<p>Nobody swims then. {SENTENCE}</p>")]
    fields = {"title": "The tide table", "summary": "When to swim.", "body": body}
    post = PostPageFactory(parent=BlogIndexPage.objects.get(), live=False, **fields)
    post.save_revision()
    return PostPage.objects.get(pk=post.pk)


def share(page, post, *, name="Iris Sound", may_approve=False):
    edit(page, post)
    page.get_by_role("button", name="Actions", exact=True).first.click()
    page.get_by_role("link", name="Share draft").click()
    page.get_by_label("Recipient").fill(name)
    if may_approve:
        page.get_by_label("May approve").check()
    page.get_by_role("button", name="Create link").click()
    return page.get_by_label("Copy the link now").input_value()


def say(page, words, *, has_script):
    if has_script:
        page.evaluate(SELECT, SENTENCE)
        page.get_by_role("button", name="Comment on this").click()
    else:
        page.get_by_label("About", exact=True).select_option(label=f"Nobody swims then. {SENTENCE}")
    page.get_by_role("textbox", name="Your comment").fill(words)
    page.get_by_role("button", name="Send comment").click()


@pytest.mark.parametrize(
    "has_script", [True, pytest.param(False, marks=pytest.mark.long)], ids=["with scripts", "without scripts"]
)
def test_outsider_on_a_phone_comments_and_sees_what_came_of_it(contexts, post, has_script):
    author = contexts(height=1200).new_page()
    editing.log_in(author, "edda")
    address = share(author, post)
    outsider = contexts(width=360, height=740, java_script_enabled=has_script).new_page()
    outsider.goto(address)
    expect(outsider.get_by_role("heading", level=1)).to_have_text("The tide table")
    say(outsider, "In which harbour?", has_script=has_script)
    mine = outsider.locator(".review-thread")
    expect(mine).to_contain_text("In which harbour?")

    edit(author, post)
    author.get_by_role("button", name="Toggle comments").click()
    theirs = author.locator(".comment", has_text="In which harbour?")
    expect(theirs).to_contain_text("Iris Sound")
    # The second text goes up, and its sentence gets other neighbours.
    author.get_by_role("button", name="Move up").locator("visible=true").last.click()
    words_in(author).first.click()
    author.keyboard.press("Home")
    author.keyboard.type("In Holm: ")
    editing.reply_field(theirs).fill("In Holm harbour, it says so now.")
    theirs.get_by_role("button", name="Reply").press("Enter")
    editing.act(author, "Save draft")

    outsider.goto(address)
    expect(outsider.locator(".post__body p").first).to_contain_text("In Holm: ")
    expect(mine).to_contain_text("In Holm harbour, it says so now.")
    expect(mine).to_contain_text("Edda")
    expect(mine).not_to_contain_text("The text was changed")

    # The panel is open as it was left.
    theirs.get_by_role("button", name="More actions").first.click()
    theirs.get_by_role("menuitem", name="Resolve").first.click()
    editing.act(author, "Save draft")
    outsider.goto(address)
    expect(mine).to_contain_text("Resolved.")


def test_outsider_comments_without_scripts(contexts, post):
    author = contexts().new_page()
    editing.log_in(author, "edda")
    outsider = contexts(java_script_enabled=False).new_page()
    outsider.goto(share(author, post))

    say(outsider, "In which harbour?", has_script=False)

    expect(outsider.locator(".review-thread")).to_contain_text("In which harbour?")


def test_outsider_approves_for_a_reviewer_what_they_have_read(contexts, post):
    author, reviewer = contexts().new_page(), contexts().new_page()
    editing.log_in(author, "wanda")
    post.owner = User.objects.get(username="wanda")
    post.save()
    edit(author, post)
    editing.act(author, "Submit for review")
    editing.log_in(reviewer, "rita")
    address = share(reviewer, post, may_approve=True)
    outsider = contexts(width=360, height=740).new_page()
    outsider.goto(address)

    outsider.get_by_role("button", name="Approve this text").click()

    expect(outsider.get_by_role("heading", level=1)).to_have_text("Approved")
    outsider.get_by_role("link", name="Back to the draft").click()
    expect(outsider.get_by_role("button", name="Approve this text")).to_have_count(0)
    assert contexts().new_page().goto(post.url).status == 200
    author.goto(f"/admin/pages/{post.pk}/history/")
    expect(author.get_by_text("Approved by Iris Sound with a review link from Rita")).to_be_visible()


def test_nu_checker_has_nothing_to_say_of_what_a_link_shows(contexts, post, tmp_path):
    author = contexts().new_page()
    editing.log_in(author, "edda")
    address = share(author, post)
    page = contexts().new_page()
    page.goto(address)
    say(page, "In which harbour?", has_script=True)
    expect(page.locator(".review-thread")).to_be_visible()
    post.title = "Tides"
    post.save_revision()

    shown = {"draft": address, "changes": f"{address}?changes", "wrong": address[:-3] + "/"}
    said = complaints({name: page.request.get(at).body() for name, at in shown.items()}, tmp_path)

    assert not said, "\n".join(said)


def test_button_stands_at_the_words_that_were_selected(contexts, post):
    author = contexts().new_page()
    editing.log_in(author, "edda")
    page = contexts(width=360, height=740).new_page()
    page.goto(share(author, post))
    offer = page.get_by_role("button", name="Comment on this")

    for width, height in ((360, 740), (1280, 800), (360, 400)):
        page.set_viewport_size({"width": width, "height": height})
        # At the lower edge of a low screen.
        page.locator(".post__body p").last.evaluate("one => one.scrollIntoView({ block: 'end' })")
        page.evaluate("getSelection().removeAllRanges()")
        expect(offer).to_be_hidden()
        page.evaluate(SELECT, SENTENCE)
        expect(offer).to_be_in_viewport(ratio=1)
        words = page.evaluate("getSelection().getRangeAt(0).getBoundingClientRect().toJSON()")
        box = offer.bounding_box()
        assert abs(box["x"] - words["left"]) < 40
        assert 0 <= box["y"] - words["bottom"] < 20 or 0 <= words["top"] - box["y"] - box["height"] < 20


def test_page_of_a_link_has_no_barrier_and_fits(contexts, post):
    author = contexts().new_page()
    editing.log_in(author, "edda")
    page = contexts().new_page()
    page.goto(share(author, post, name="W" * 150))
    say(page, "In which harbour?", has_script=True)
    expect(page.locator(".review-thread")).to_be_visible()
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")

    barriers = []
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            found = Axe().run(page, options=RULES).response["violations"]
            barriers += [f"{theme}, {width} px: {line}" for each in found for line in places(each)]

    assert not barriers, "\n".join(barriers)
    page.set_viewport_size({"width": 320, "height": 900})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.long
def test_outsider_comments_and_answers_with_the_keyboard_alone(contexts, post):
    author = contexts().new_page()
    editing.log_in(author, "edda")
    page = contexts().new_page()
    page.goto(share(author, post))

    reach(page, page.get_by_label("About", exact=True))
    page.keyboard.type("Low")
    reach(page, page.get_by_role("textbox", name="Your comment"))
    page.keyboard.type("In which harbour?")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    thread = page.locator(".review-thread")
    expect(thread).to_contain_text("Low water is at noon.")

    reach(page, thread.locator("summary"))
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("I mean Holm.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(thread).to_contain_text("You · ")
    expect(thread).to_contain_text("I mean Holm.")


def reach(page, field):
    """Goes there by the Tab key, as anybody without a mouse."""
    for _time in range(60):
        if field.evaluate("field => field === document.activeElement"):
            return
        page.keyboard.press("Tab")
    message = "The Tab key does not lead there."
    raise AssertionError(message)
