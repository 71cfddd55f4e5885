"""A page that was opened and not changed is not saved: every kind of block and of page, also on a slow machine."""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect
from wagtail.models import Page, Revision

from blog.models import BlogImage, BlogIndexPage, PostPage
from home.models import HomePage, InfoPage
from tests.factories import AuthorFactory, TagFactory
from tests.journeys import bodies, editing
from tests.journeys.content import PASSWORD
from tests.journeys.drafts import autosave, is_autosave
from tests.matrix import combinations

pytestmark = pytest.mark.browser

SLOWER = 4


def draft_with_everything():
    post = PostPage.objects.get(slug="short-post-4")
    post.body = bodies.every_block(BlogImage.objects.first())
    post.cover, post.cover_alt = BlogImage.objects.first(), "A plate"
    post.tags.add("ink", TagFactory(name="paper"))
    post.post_authors.create(author=AuthorFactory(), sort_order=0)
    post.live = False
    post.save()
    post.save_revision()
    return post


def live_page(page):
    page.save_revision().publish()
    return page


PAGES = {
    "post with notes": lambda: live_page(PostPage.objects.get(slug="noted")),
    "live post": lambda: live_page(PostPage.objects.get(slug="every-block")),
    "draft": draft_with_everything,
    "info page": lambda: live_page(InfoPage.objects.get(slug="about")),
    "home": lambda: live_page(HomePage.objects.get()),
    "blog": lambda: live_page(BlogIndexPage.objects.get()),
}


@pytest.fixture
def page(contexts):
    User.objects.create_superuser("root", password=PASSWORD)
    page = contexts().new_page()
    editing.log_in(page, "root")
    return page


def drafts_of(opened):
    return list(Revision.objects.for_instance(Page.objects.get(pk=opened.pk)).values_list("pk", "created_at"))


def has_changes(opened):
    return Page.objects.get(pk=opened.pk).has_unpublished_changes


@pytest.mark.parametrize(("kind", "rate"), combinations(PAGES, [SLOWER, 1], sample=1))
def test_page_that_is_opened_looked_at_and_saved_unchanged_has_no_new_draft(page, kind, rate):
    opened = PAGES[kind]()
    before, changes = drafts_of(opened), has_changes(opened)
    sent = []
    page.on("request", lambda request: sent.append(request) if is_autosave(request) else None)
    machine = page.context.new_cdp_session(page)
    machine.send("Emulation.setCPUThrottlingRate", {"rate": rate})
    page.clock.install()

    page.goto(f"/admin/pages/{opened.pk}/edit/", timeout=120_000)
    page.clock.run_for(15_000)
    expect(page.locator("#id_title")).to_be_visible()
    page.clock.run_for(15_000)

    assert sent == []
    assert (drafts_of(opened), has_changes(opened)) == (before, changes)

    machine.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    for field in page.locator("[data-edit-form] [role=textbox]:visible").all()[:3]:
        field.click()
        page.keyboard.press("ArrowRight")
    page.locator("#id_title").click()
    page.clock.run_for(15_000)
    editing.act(page, "Save draft")
    assert (drafts_of(opened), has_changes(opened)) == (before, changes)

    # Wagtail takes what is typed into other pages than posts in the first two seconds for what was there.
    page.wait_for_load_state()
    page.clock.run_for(5_000)
    with autosave(page):
        page.locator("#id_title").press_sequentially("!")
        page.clock.run_for(5_000)
    assert len(drafts_of(opened)) == len(before) + 1


def test_save_that_autosave_makes_for_nothing_leaves_the_last_draft_to_be_kept(page):
    post = live_page(PostPage.objects.get(slug="every-block"))
    before = drafts_of(post)
    page.goto(f"/admin/pages/{post.pk}/edit/")
    expect(page.locator("#body-root")).to_be_attached()
    form = page.locator("#page-edit-form")
    page.locator("#id_title").click()
    for _time in range(2):
        with autosave(page):
            form.dispatch_event("w-unsaved:add")
        expect(page.locator("#w-autosave-indicator")).to_contain_text("Saved")
    assert drafts_of(post) == before
    expect(page.locator("[data-live-post]:visible")).to_contain_text("Readers see this text")

    # One more save for nothing may be on its way.
    with page.expect_response(lambda answer: answer.ok and "Mended" in (answer.request.post_data or "")):
        page.locator("#id_title").press_sequentially("Mended")

    assert [draft in drafts_of(post) for draft in before] == [True] * len(before)
    assert len(drafts_of(post)) == len(before) + 1


def test_words_typed_at_once_into_a_page_that_is_no_post_are_saved(page):
    info = InfoPage.objects.get(slug="about")
    page.clock.install(time=0)
    page.clock.pause_at(1)
    page.goto(f"/admin/pages/{info.pk}/edit/")
    page.locator("#id_title").fill("Typed at once")

    with autosave(page):
        page.clock.run_for(10_000)

    assert Page.objects.get(pk=info.pk).get_latest_revision_as_object().title == "Typed at once"


# Wagtail begins to watch the form twice: the second time soon after the first.
TYPE_BETWEEN = """document.addEventListener("w-unsaved:watch-edits", () => queueMicrotask(() => {
  document.getElementById("id_title").value = "Typed between";
}), { once: true });"""


def test_words_typed_while_wagtail_begins_to_watch_are_saved(page):
    post = PostPage.objects.get(slug="short-post-3")
    page.add_init_script(TYPE_BETWEEN)
    page.clock.install(time=0)
    page.clock.pause_at(1)
    page.goto(f"/admin/pages/{post.pk}/edit/")
    page.clock.run_for(1_000)
    page.locator("#id_title").click()

    with page.expect_response(lambda answer: answer.ok and "Typed between" in (answer.request.post_data or "")):
        page.clock.run_for(10_000)
