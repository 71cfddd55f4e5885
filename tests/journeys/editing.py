"""What an editor's hands do in the admin, one function for each movement."""

import re

from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from tests.journeys.content import PASSWORD, picture_file

# The actions of a draft that ask first. Of a live post there is another.
ASKS_FIRST = ("Publish now", "Submit for review")
EDITED = re.compile(r"/admin/pages/\d+/edit/")


def log_in(page, name):
    """Gives the page's window a session, which costs no page; ``sign_in`` is for a journey about signing in."""
    client = Client()
    client.force_login(User.objects.get(username=name))
    session = client.cookies[settings.SESSION_COOKIE_NAME]
    cookie = {"name": session.key, "value": session.value, "domain": "127.0.0.1", "path": "/"}
    page.context.add_cookies([cookie | {"httpOnly": True, "sameSite": "Lax"}])


def sign_in(page, name):
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def sign_in_again(page, name):
    """Signs in in another tab of the window, as somebody does who was signed out."""
    door = page.context.new_page()
    door.goto("/admin/")
    sign_in(door, name)
    door.wait_for_url("**/admin/")


def new_post(page):
    page.goto("/admin/")
    page.get_by_role("link", name="New post").first.click()


def start_post(page, *, title, summary):
    page.goto(reverse("posts:choose_parent"))
    page.get_by_role("textbox", name="Title").fill(title)
    page.get_by_role("textbox", name="Summary").fill(summary)


def insert_block(page, name):
    """Inserts a block at the end of the body and gives it back."""
    page.get_by_role("button", name="Insert a block").last.click()
    page.get_by_role("option", name=name).click()
    block = page.locator("[data-streamfield-child]").last
    expect(block).to_contain_text(name)
    if name == "Text":
        # Wagtail gives it the focus a moment later, when the keys of a fast hand may stand elsewhere.
        expect(block.get_by_role("textbox")).to_be_focused()
    return block


def write_text(page, *, heading, paragraph):
    block = insert_block(page, "Text")
    text = block.get_by_role("textbox")
    text.click()
    # The editor turns these signs into a heading, as its help says.
    page.keyboard.type(f"## {heading}")
    page.keyboard.press("Enter")
    page.keyboard.type(paragraph)
    expect(text.locator("h2")).to_have_text(heading)
    # The editor hands its words to the form a moment after they were typed.
    expect(block.locator("input[name$='-value']")).to_have_value(re.compile(re.escape(paragraph)))


def write_code(page, *, code, language):
    block = insert_block(page, "Code")
    block.get_by_role("textbox", name="Code").fill(code)
    block.get_by_role("combobox", name="Language").fill(language)


def upload_picture(page, *, name, alt_text):
    """Inserts a picture that is uploaded on the way."""
    block = insert_block(page, "Image")
    block.get_by_role("button", name="Choose an image").click()
    chooser = page.locator(".modal-dialog")
    chooser.get_by_role("tab", name="Upload").click()
    upload = chooser.get_by_role("tabpanel", name="Upload")
    file = picture_file(size=(400, 300)).read()
    upload.get_by_label("File").set_input_files({"name": f"{name}.png", "mimeType": "image/png", "buffer": file})
    upload.get_by_label("Title").fill(name)
    upload.get_by_role("button", name="Upload").click()
    chooser.wait_for(state="detached")
    block.get_by_role("textbox", name="Alt text").fill(alt_text)


def open_tab(page, name):
    page.get_by_role("tab", name=name).click()


def choose(page, kind, name):
    """Chooses a topic, an author or a series in its chooser."""
    page.get_by_role("button", name=f"Choose {kind}", exact=True).click()
    chooser = page.locator(".modal-dialog")
    chooser.get_by_role("link", name=name).click()
    chooser.wait_for(state="detached")


def add_author(page, name):
    page.get_by_role("button", name="Add Author").click()
    choose(page, "author", name)


def add_tag(page, name):
    page.locator("li.tagit-new input").fill(name)
    page.keyboard.press("Enter")
    expect(page.locator(".tagit-label", has_text=name)).to_be_visible()


def open_preview(page):
    """Opens the preview beside the form; gives the frame it is shown in."""
    page.get_by_role("button", name="Toggle preview").click()
    return page.frame_locator("#w-preview-iframe")


def press(page, name):
    """Presses one of the actions below the form."""
    actions = page.locator("[data-edit-form] footer")
    if name != "Save draft":
        # The menu says that it is closed as soon as it can be opened.
        actions.get_by_role("button", name="More actions", expanded=False).click()
    actions.get_by_role("button", name=name, exact=True).click()


def last_look(page):
    """What is shown before a post is published or submitted."""
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    return dialog


def act(page, name):
    """Presses one of the actions, says yes where it asks, and waits for the word that it is done."""
    said = page.locator(".messages .success")
    # The form is sent a moment after the click; until then the page shows what was said about the action before.
    said.evaluate_all("words => words.forEach(word => word.remove())")
    press(page, name)
    if name in (*ASKS_FIRST, "Publish changes"):
        last_look(page).get_by_role("button", name=name).click()
    expect(said).to_be_visible(timeout=30_000)
    return said.inner_text().strip()


def reply_field(comment):
    """The field for a reply, which Wagtail closes again within 200 ms of a click elsewhere."""
    field = comment.get_by_placeholder("Enter your reply")
    for _time in range(5):
        comment.click()
        comment.page.wait_for_timeout(300)
        if field.is_visible():
            break
    return field


def open_approval(page):
    """Gives the dialog of an approval, opened from the editor."""
    press(page, "Approve and Publish")
    dialog = page.locator(".modal-dialog")
    expect(dialog).to_be_visible()
    return dialog


def approve(page, note=""):
    """Opens the dialog of an approval from the editor and says yes."""
    dialog = open_approval(page)
    dialog.get_by_label("Note").fill(note)
    dialog.get_by_role("button", name="Approve and publish").click()
    expect(page.locator(".messages .success")).to_be_visible(timeout=30_000)
