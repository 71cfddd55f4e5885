"""Opening a draft, typing into it, and looking where its words are: in the site or kept in the browser."""

import pytest
from playwright.sync_api import Error, expect

from blog.models import PostPage

KINDS = "() => document.getElementById('body-root').rootBlock.children.map((child) => child.type)"
# Whether this browser's database holds the words; waits until the answer is the wanted one.
UNTIL_KEPT = """([words, wanted]) => new Promise((done, failed) => {
  const look = left => {
    const opening = indexedDB.open("openbook");
    opening.onsuccess = () => {
      const all = opening.result.transaction("texts").objectStore("texts").getAll();
      all.onsuccess = () => {
        opening.result.close();
        const isKept = JSON.stringify(all.result).includes(words);
        isKept === wanted ? done() : left ? setTimeout(look, 50, left - 1) : failed(`kept: ${isKept}`);
      };
    };
  };
  look(400);
})"""


def edit(page, post):
    page.goto(f"/admin/pages/{post.pk}/edit/")
    expect(words_in(page).first).to_be_visible()
    return page


def words_in(page):
    return page.locator("[data-contentpath=body] [data-streamfield-child]:visible [role=textbox]")


def write(page, words):
    words_in(page).first.click()
    page.keyboard.press("End")
    page.keyboard.type(words)


def bar(page, words):
    return page.locator("#safe-writing > [data-kind]", has_text=words)


def autosave(page):
    """Waits for Wagtail's autosave to succeed."""
    return page.expect_response(lambda answer: answer.ok and is_autosave(answer.request))


def is_autosave(request):
    return request.method == "POST" and request.headers.get("accept") == "application/json"


def stored(post):
    return str(PostPage.objects.get(pk=post.pk).get_latest_revision_as_object().body)


def body_of(post):
    return PostPage.objects.get(pk=post.pk).get_latest_revision_as_object().body.get_prep_value()


def kill(page, *, when_kept):
    """Kills the page without a goodbye, as soon as this browser's database has the words."""
    page.evaluate(UNTIL_KEPT, [when_kept, True])
    with pytest.raises(Error, match=r"ERR_ABORTED|crashed"):
        page.goto("chrome://crash")
    page.close()


def until_answered(page):
    """Waits until no autosave is under way. One that the server took later would be a version of another window."""
    expect(page.locator("#w-autosave-indicator")).not_to_have_attribute("data-w-autosave-state-value", "saving")


# A form that is sent by a script is sent past autosave, whose version would then count as one of another window.
STOP_AUTOSAVE = """() => { document.getElementById("page-edit-form").dataset.wAutosaveActiveValue = "false"; }"""
# As where no script asks first.
SEND_FORM = """fields => {
  const form = document.getElementById("page-edit-form");
  for (const [name, value] of Object.entries(fields)) {
    form.querySelectorAll(`[name="${name}"]`).forEach((field) => field.remove());
    form.append(Object.assign(document.createElement("input"), { name, value }));
  }
  form.submit();
}"""


def send_form(page, **fields):
    expect(words_in(page).first).to_be_visible()
    page.evaluate(STOP_AUTOSAVE)
    until_answered(page)
    with page.expect_navigation():
        page.evaluate(SEND_FORM, fields)
