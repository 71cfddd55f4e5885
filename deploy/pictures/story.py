"""An editor's day, scene by scene; each goes on where the one before ended."""

import re

from django.urls import reverse
from playwright.sync_api import Page, expect

from blog.models import PostPage
from deploy.pictures import site
from deploy.pictures.camera import WIDTH, Camera
from tests.journeys import drafts, editing

DUE = "2026-11-27 09:00"
TITLE = "Reading the tide in a database"
SUMMARY = "A harbour counts hours from high water. Our calendar did not, and for a year nobody noticed."
PROGRAM = "def hours_from_high_water(moment, tides):\n    return min(abs(moment - tide) for tide in tides)"
HEADING = "Twelve hours and a bit"
PARAGRAPH = "High water comes twice a day, and each time a little later."
MORE = "By noon of the third day, every booking was an hour out."
NOTE = "Clear, and the numbers hold."
SAME_SECRET = "field => { field.value = field.value.replace(/[^/]+[/]$/, 'k9Tq4vXw2bLr7sJd1mNz6pQe3cYf8hGu5aRo0iVt/') }"


def open_post(page: Page, post: PostPage) -> None:
    drafts.edit(page, post)
    # The form is not compared with what is stored before all of it is there.
    page.wait_for_load_state("networkidle")


def first_page(eye: Camera) -> None:
    page = eye.of(site.ADMIN)
    page.get_by_label("Name of the site").fill("The Harbour Log")
    page.get_by_label("Your name").fill("Nora Vale")
    eye.take(page, "first-page")
    page.get_by_role("button", name="Set up my site").click()
    eye.take(page, "first-steps")


def invitation(eye: Camera) -> None:
    page = eye.of(site.ADMIN, height=480)
    page.goto(reverse("people:invite"))
    page.get_by_role("textbox", name="Name").fill("Maren Aldous")
    page.get_by_role("button", name="Create link").click()
    # The secret is another one in every run.
    page.get_by_label("Link", exact=True).evaluate(SAME_SECRET)
    eye.take(page, "invitation")


def schedule(eye: Camera) -> None:
    page = eye.of(site.ADMIN)
    open_post(page, PostPage.objects.get(slug="on-call-for-five"))
    page.get_by_role("button", name="Toggle status").click()
    page.get_by_role("button", name="Set schedule").click()
    dialog = page.get_by_role("dialog", name="Set publishing schedule")
    dialog.get_by_label("Go live date/time").fill(DUE)
    # The calendar may lie over the button.
    dialog.get_by_role("button", name="Save schedule").press("Enter")
    expect(page.get_by_text("Once scheduled")).to_be_visible()
    page.get_by_role("button", name="More actions").click()
    page.locator("[name=action-publish]").click()
    asked = editing.last_look(page)
    eye.take(page, "schedule")
    asked.get_by_role("button", name=re.compile("^Schedule")).click()
    expect(page.locator(".messages .success")).to_contain_text("is scheduled")


def desk(eye: Camera) -> None:
    site.team_has_joined()
    page = eye.of("tove", width=1280, height=800)
    eye.take(page, "desk")


def write_a_post(eye: Camera) -> None:
    page = eye.of("maren", height=1000)
    editing.start_post(page, title=TITLE, summary=SUMMARY)
    editing.write_text(page, heading=HEADING, paragraph=PARAGRAPH)
    editing.write_code(page, code=PROGRAM, language="")
    editing.act(page, "Save draft")
    open_post(page, PostPage.objects.get(title=TITLE))
    eye.take(page, "write")
    editing.open_tab(page, "Markdown")
    text = page.get_by_role("textbox", name="The body as Markdown")
    expect(text).to_have_value(re.compile(HEADING))
    eye.take(page, "markdown")


def submit(eye: Camera) -> None:
    page = eye.of("maren")
    post = PostPage.objects.get(title=TITLE)
    open_post(page, post)
    editing.press(page, "Submit for review")
    asked = editing.last_look(page)
    eye.take(page, "submit")
    asked.get_by_role("button", name="Submit for review").click()
    expect(page.locator(".messages .success")).to_contain_text("submitted")


def review(eye: Camera) -> None:
    page = eye.of("idris", height=620)
    open_post(page, PostPage.objects.get(title=TITLE))
    editing.press(page, "Approve and Publish")
    page.locator(".modal-dialog").get_by_label("Note").fill(NOTE)
    eye.take(page, "review")
    page.locator(".modal-dialog").get_by_role("button", name="Approve and publish").click()
    expect(page.locator(".messages .success")).to_contain_text("is live at")
    eye.take(page, "live")


def change_a_live_post(eye: Camera) -> None:
    page = eye.of("tove", height=620)
    post = PostPage.objects.get(title=TITLE)
    open_post(page, post)
    with drafts.autosave(page):
        drafts.write(page, " " + MORE)
    open_post(page, post)
    line = page.locator("[data-live-post=changed]:visible")
    eye.take(page, "live-changes")
    page.goto(line.get_by_role("link", name="See what changed").get_attribute("href"))
    eye.take(page, "what-changed")


def lists(eye: Camera) -> None:
    page = eye.of("tove")
    page.goto(reverse("posts:index"))
    eye.take(page, "posts")
    post = PostPage.objects.get(slug="a-lock-that-nobody-held")
    page.goto(reverse("wagtailadmin_pages:delete", args=[post.pk]))
    page.get_by_role("button", name="Move to trash").click()
    page.goto(reverse("posts:trash"))
    eye.take(page, "trash")


def people(eye: Camera) -> None:
    page = eye.of(site.ADMIN)
    page.goto(reverse("people:index"))
    eye.take(page, "people")


def suggestions(eye: Camera) -> None:
    site.people_take_turns()
    page = eye.of(site.ADMIN, height=760)
    page.goto(reverse("wagtailsettings:edit", args=["blog_suggestions", "suggestionrota"]))
    eye.take(page, "rota")
    page = eye.of("tove", height=400)
    page.goto(reverse("suggestions"))
    eye.take(page, "suggestions")
    page.set_viewport_size({"width": WIDTH, "height": 860})
    page.get_by_role("main").get_by_role("link", name=re.compile("An average of averages")).first.click()
    eye.take(page, "suggestion")


def removal(eye: Camera) -> None:
    page = eye.of(site.ADMIN, height=1000)
    page.goto(reverse("redact"))
    page.get_by_label("Phrase or name").fill("Piet Sandvik")
    page.get_by_role("button", name="Find").click()
    eye.take(page, "redact")
    page = eye.of("tove", width=390, height=844)
    post = PostPage.objects.get(slug="an-average-of-averages")
    page.goto(reverse("take_down", args=[post.pk]))
    eye.take(page, "take-down")


def history(eye: Camera) -> None:
    address = "/blog/an-average-of-averages/"
    page = eye.window(height=1000)
    page.goto(f"{address}history/")
    eye.take(page, "history")
    page = eye.window(height=480)
    page.goto(f"{address}history/")
    page.get_by_role("heading", name="Asked and answered").scroll_into_view_if_needed()
    eye.take(page, "asked-and-answered")
    page = eye.window(height=1240)
    page.goto(f"{address}history/4/against/3/")
    eye.take(page, "changes")
    page = eye.window(height=820)
    page.goto(f"{address}suggest/")
    page.locator("details").nth(3).locator("summary").click()
    eye.take(page, "suggest")
    page.goto("/blog/how-we-publish/")
    eye.take(page, "how-we-publish")


def reading(eye: Camera) -> None:
    page = eye.window(height=820)
    page.goto("/blog/an-average-of-averages/")
    eye.take(page, "correction")
    page = eye.window(height=860)
    page.goto("/")
    eye.take(page, "home")
    page = eye.window(width=390, height=844, color_scheme="dark")
    page.goto("/blog/half-past-two-does-not-exist/")
    eye.take(page, "phone")


SCENES = (
    first_page,
    invitation,
    schedule,
    desk,
    write_a_post,
    submit,
    review,
    change_a_live_post,
    lists,
    people,
    suggestions,
    removal,
    history,
    reading,
)
