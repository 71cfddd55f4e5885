import pytest
from django.utils import timezone
from playwright.sync_api import expect

from blog.models import PostPage
from tests.journeys import editing
from tests.journeys.reading import find_everywhere

pytestmark = pytest.mark.browser

TITLE = "A ledger for everybody"
CODE = "for entry in ledger:\n    print(entry)"


@pytest.fixture
def editor(contexts):
    page = contexts().new_page()
    editing.log_in(page, "edda")
    return page


def write_post(page):
    editing.start_post(page, title=TITLE, summary="What we wrote down first.")
    editing.write_text(page, heading="Why a ledger", paragraph="Because memory is short.")
    editing.write_code(page, code=CODE, language="python")
    editing.upload_picture(page, name="Lines", alt_text="Lines that rise")
    editing.open_tab(page, "About this post")
    editing.add_author(page, "Ada Pell")
    editing.choose(page, "topic", "Bookkeeping")
    editing.add_tag(page, "ledgers")


def test_editor_writes_and_publishes_a_post_that_readers_find(editor, contexts):
    write_post(editor)
    said = editing.act(editor, "Save draft")

    assert TITLE in said
    assert not PostPage.objects.get(title=TITLE).live
    reader = contexts().new_page()
    assert reader.goto("/blog/a-ledger-for-everybody/").status == 404

    said = editing.act(editor, "Publish now")

    assert TITLE in said
    now = timezone.now()
    find_everywhere(
        reader, title=TITLE, topic="Bookkeeping", tag="ledgers", author="Ada Pell", month=now, query="memory"
    )
    expect(reader.get_by_role("heading", name="Why a ledger")).to_be_visible()
    expect(reader.locator("pre")).to_have_text(CODE)
    expect(reader.get_by_role("main").get_by_role("img", name="Lines that rise")).to_be_visible()
    expect(reader.locator(".page-head__byline")).to_have_text("Edda Quill, Ada Pell")


def test_preview_in_the_admin_shows_words_that_readers_do_not_see(editor, contexts):
    post = PostPage.objects.get(slug="short-post-3")
    editor.goto(f"/admin/pages/{post.pk}/edit/")
    preview = editing.open_preview(editor)
    expect(preview.locator("h1")).to_have_text("Short post 3")

    editor.get_by_role("textbox", name="Title").fill("Words of a draft")
    editor.get_by_role("textbox", name="Summary").fill("A summary of a draft.")

    expect(preview.locator("h1")).to_have_text("Words of a draft")
    expect(preview.get_by_text("A summary of a draft.")).to_be_visible()
    # The preview is loaded again while somebody looks at it.
    expect(preview.locator("html")).not_to_have_css("background-color", "rgba(0, 0, 0, 0)")
    reader = contexts().new_page()
    reader.goto("/blog/short-post-3/")
    expect(reader.locator("h1")).to_have_text("Short post 3")


def test_post_that_was_never_saved_can_be_previewed(editor):
    editor.route("**/admin/pages/add/blog/postpage/*/", lambda route: (
        route.abort() if route.request.method == "POST" else route.continue_()
    ))  # fmt: skip
    editing.start_post(editor, title="Not saved yet", summary="")

    preview = editing.open_preview(editor)

    expect(preview.locator("h1")).to_have_text("Not saved yet")
    assert not PostPage.objects.filter(title="Not saved yet").exists()
