"""A text on its way from its author to its readers, with the people who stand between."""

import re

import pytest
from django.contrib.auth.models import Group, User
from playwright.sync_api import expect

from blog.models import BlogImage, BlogIndexPage, BlogSettings, PostPage
from tests.factories import PostPageFactory
from tests.journeys import bodies, drafts, editing
from tests.journeys.content import PASSWORD
from tests.journeys.test_review import person

pytestmark = pytest.mark.browser

ADDRESS = "/blog/tide-tables/"


@pytest.fixture
def team(site):
    BlogSettings.objects.update(works_alone=False)


def write_draft(name, words=None):
    """With the words; without them, with a link that leads nowhere and a cover that is not described."""
    author, blog = User.objects.get(username=name), BlogIndexPage.objects.get()
    hidden = PostPageFactory(parent=blog, title="Not yet", live=False)
    link = f'<p>Water <a linktype="page" id="{hidden.pk}">comes and goes</a>.</p>'
    post = PostPageFactory(
        parent=blog, title="Tide tables", slug="tide-tables", live=False, owner=author, summary="When to sail.",
        body=[bodies.text(words or link)], cover=BlogImage.objects.first(), cover_alt="A plate" if words else "",
    )  # fmt: skip
    post.save_revision(user=author)
    return post


def open_from_the_desk(contexts, name, post):
    page = person(contexts, name)
    page.goto("/admin/")
    page.get_by_role("link", name=post.title).first.click()
    page.wait_for_url(f"**/admin/pages/{post.pk}/edit/**")
    return page


def ask_for_changes(page, words):
    editing.press(page, "Ask for changes")
    dialog = page.locator(".modal-dialog")
    dialog.get_by_label("What should be changed?").fill(words)
    dialog.get_by_role("button", name="Ask for changes").click()
    expect(page.locator(".messages .success")).to_contain_text("You requested changes")


def test_draft_with_findings_is_mended_discussed_approved_and_read(contexts, team):
    post = write_draft("wanda")
    author = person(contexts, "wanda")
    drafts.edit(author, post)
    assert author.locator("[name=action-publish]").count() == 0
    editing.press(author, "Submit for review")
    asked = editing.last_look(author)
    expect(asked).to_contain_text("Correct this before you submit the post")
    expect(asked).to_contain_text("target of the link “comes and goes”")
    expect(asked).to_contain_text("Say what the cover shows")
    asked.get_by_role("button", name="Back to the editor").click()

    editing.open_tab(author, "About this post")
    author.get_by_label("What the cover shows").fill("Three rising lines")
    editing.open_tab(author, "Write")
    drafts.words_in(author).first.locator("a", has_text="comes and goes").click()
    author.get_by_role("button", name="Remove").last.click()
    assert editing.act(author, "Submit for review") == "“Tide tables” was submitted for review. 2 people were notified."

    reviewer = open_from_the_desk(contexts, "rita", post)
    ask_for_changes(reviewer, "Say when.")
    drafts.edit(author, post)
    drafts.write(author, " Twice a day.")
    editing.act(author, "Submit for review")
    reader = contexts().new_page()
    assert reader.goto(ADDRESS).status == 404

    drafts.edit(reviewer, post)
    assert reviewer.locator("[name=action-publish]").count() == 0
    editing.approve(reviewer)
    expect(reviewer.locator(".messages .success")).to_contain_text(
        f"is live at {reviewer.url.split('/admin')[0]}{ADDRESS}"
    )
    assert reader.goto(ADDRESS).status == 200
    expect(reader.get_by_text("Twice a day.")).to_be_visible()


def test_readers_see_the_old_text_of_a_live_post_until_the_new_one_is_approved(contexts, team):
    post = PostPage.objects.get(slug="short-post-3")
    reader = contexts().new_page()
    editor = person(contexts, "edda")
    drafts.edit(editor, post)
    line = editor.locator("[data-live-post]:visible")
    expect(line).to_contain_text("Readers see this text")
    drafts.write(editor, " Rewritten.")
    expect(line).to_contain_text("Live, with unpublished changes")
    expect(editor.locator("#w-autosave-indicator")).to_contain_text(re.compile(r"Saved \d+:\d\d:\d\d"))

    editing.press(editor, "Submit for review")
    asked = editing.last_look(editor)
    expect(asked).to_contain_text("The text published on")
    expect(asked).to_contain_text("Rita")
    asked.get_by_role("button", name="Submit for review").click()
    expect(editor.locator(".messages .success")).to_contain_text("1 person was notified.")
    reader.goto("/blog/short-post-3/")
    assert "Rewritten." not in reader.content()

    reviewer = person(contexts, "rita")
    drafts.edit(reviewer, post)
    expect(reviewer.locator("[data-live-post]:visible")).to_contain_text("Live, changes in review")
    editing.approve(reviewer)
    reader.goto("/blog/short-post-3/")
    expect(reader.get_by_text("Rewritten.")).to_be_visible()


def test_two_editors_and_a_reviewer_at_once_lose_no_text_and_publish_nothing_unseen(contexts, team):
    User.objects.create_user("emil", password=PASSWORD, first_name="Emil").groups.add(Group.objects.get(name="Editors"))
    post = write_draft("wanda", words="<p>As submitted.</p>")
    post.get_workflow().start(post, post.owner)
    first, reviewer, second = (drafts.edit(person(contexts, name), post) for name in ("edda", "rita", "emil"))

    dialog = editing.open_approval(reviewer)
    with drafts.autosave(first):
        drafts.write(first, " By Edda.")
    drafts.write(second, " By Emil.")
    expect(drafts.bar(second, "another version of this post")).to_be_visible()
    dialog.get_by_role("button", name="Approve and publish").click()
    expect(reviewer.locator(".messages .warning")).to_contain_text("Not saved yet: Edda saved another version")
    reader = contexts().new_page()
    assert reader.goto(ADDRESS).status == 404

    drafts.edit(reviewer, post)
    expect(drafts.words_in(reviewer)).to_have_text("As submitted. By Edda.")
    editing.approve(reviewer)
    drafts.send_form(second)
    expect(second.locator(".messages .warning")).to_contain_text("Not saved yet")
    expect(drafts.words_in(second)).to_have_text("As submitted. By Emil.")
    assert "By Edda." in drafts.stored(post)
    editing.act(second, "Save draft")

    assert "By Emil." in drafts.stored(post)
    reader.goto(ADDRESS)
    expect(reader.get_by_text("As submitted. By Edda.")).to_be_visible()
    assert "Emil" not in reader.content()
