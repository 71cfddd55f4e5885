import json
from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.messages import SUCCESS, WARNING, get_messages
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Workflow
from wagtail.test.utils.form_data import rich_text, streamfield

from blog.models import BlogSettings, PostPage
from blog.review.approval.approvals import approve
from blog.review.workflow.quality_gate import waive
from tests.blog.admin.conftest import add_url, edit_url, make_picture, post_data
from tests.blog.review.people import again, draft, submit, write
from tests.factories import AuthorFactory, TopicFactory
from tests.matrix import combinations

pytestmark = [pytest.mark.django_db, pytest.mark.database("sqlite")]

CODE = {"code": "x", "language": "", "file_name": "", "marked_lines": "", "caption": ""}
ACTIONS = {"approve": {}, "reject": {"comment": "Say when."}, "hand-over": {}}
NEXT_YEAR = datetime(timezone.now().year + 1, 1, 15, 12, tzinfo=UTC)


@pytest.fixture
def alone(team):
    BlogSettings.objects.update(works_alone=True)
    return team


def person(user):
    client = Client()
    client.force_login(user)
    return client


def look(user, post, pressed="action-publish", **fields):
    """The dialog as pairs of terms and what they say, under "words" all of it, under "ways" its buttons."""
    data = {**post_data(post.title, **{"slug": post.slug, **fields}), "last-look": pressed}
    response = person(user).post(edit_url(post), data)
    assert response.status_code == 200
    page = BeautifulSoup(response.content, "html.parser")
    said = {
        term.get_text(): " ".join(term.find_next_sibling("dd").get_text(" ").split()) for term in page.find_all("dt")
    }
    return {
        **said,
        "words": page.get_text(),
        "ways": [button.get_text(strip=True) for button in page.find_all("button")],
        "links": [link["href"] for link in page.find_all("a")],
    }


def test_dialog_shows_what_stands_in_the_form_and_stores_nothing(alone):
    post = draft(alone, alone.edda)
    before = post.latest_revision_id

    shown = look(alone.edda, post, slug="another", summary="Other words.", seo_title="For engines")

    assert shown["Address"].endswith("/blog/another/")
    assert "Other words." in shown["words"]
    assert (shown["When"], shown["ways"][0]) == ("Immediately.", "Publish now")
    assert shown["Approval"] == "No approval is needed, because you work alone."
    assert again(post).latest_revision_id == before


def test_dialog_of_a_post_that_was_never_saved_stores_nothing(alone):
    data = {**post_data("New", slug="new"), "last-look": "action-publish"}

    response = person(alone.edda).post(add_url(alone.blog), data)

    assert "/blog/new/" in response.content.decode()
    assert not PostPage.objects.exists()


@pytest.mark.parametrize("pressed", ["action-publish", "action-submit"])
def test_form_with_errors_is_answered_with_their_words_and_no_way_on(alone, pressed):
    image = {"image": "", "caption": rich_text(""), "width": "text", "credit": "", "source": ""}
    body = [("text", "<p>Words</p>"), ("image", image)]
    wrong = {"slug": "new", "body": body, "canonical_url": "nowhere", "authors": [AuthorFactory()] * 2}
    data = {**post_data("", **wrong), "last-look": pressed}

    response = person(alone.edda).post(add_url(alone.blog), data)

    page = BeautifulSoup(response.content, "html.parser")
    said = {" ".join(item.get_text().split()).split(":")[0] for item in page.find_all("li")}
    assert {"Title", "Body", "Original address", "Author"} <= said
    assert [button.get_text(strip=True) for button in page.find_all("button")] == ["Back to the editor"]
    [marked] = json.loads(page.find(id="last-look-errors").get_text())
    assert list(marked["blockErrors"]) == ["1"]
    assert not PostPage.objects.exists()


EMPTY = ("", "<p></p>", "<p data-block-key='a1b2c'></p><h2> </h2><ul><li>\xa0</li></ul>")


@pytest.mark.parametrize(("words", "pressed"), combinations(EMPTY, ["action-publish", "action-submit", ""]))
def test_text_block_without_words_is_left_out_and_stops_nothing(alone, pressed, words):
    blocks = [("text", words), ("text", "<p>Said</p>"), ("text", words), ("text", words)]
    quote = {"content": streamfield([("text", rich_text(words)), ("code", CODE)]), "source": "", "source_url": ""}
    body = [*blocks, ("quote", quote)]
    post = draft(alone, alone.edda, title="Tides", slug="tides")
    if pressed:
        assert look(alone.edda, post, pressed, body=body)["Address"].endswith("/tides/")

    data = post_data("Tides", slug="tides", body=body)
    person(alone.edda).post(edit_url(post), data | ({pressed: "confirmed"} if pressed else {}))

    stored = again(post).get_latest_revision_as_object()
    assert [block.block_type for block in stored.body] == ["text", "quote"]
    assert [block.block_type for block in stored.body[1].value["content"]] == ["code"]
    assert again(post).live == (pressed == "action-publish")
    assert again(post).workflow_in_progress == (pressed == "action-submit")


FORMULA = '<p><span data-math="x">x</span></p>'


@pytest.mark.parametrize("words", ["<p>0</p>", "<h2>.</h2>", FORMULA, "<ul><li>&amp;</li></ul>"])
def test_text_block_with_a_single_sign_stays(alone, words):
    post = draft(alone, alone.edda, title="Tides", slug="tides")

    data = post_data("Tides", slug="tides", body=[("text", words), ("code", CODE)])
    person(alone.edda).post(edit_url(post), data | {"action-publish": "confirmed"})

    assert [block.block_type for block in again(post).body] == ["text", "code"]


@pytest.mark.parametrize("pressed", ["action-publish", "action-submit"])
def test_button_that_no_dialog_confirmed_only_saves_and_says_so(alone, pressed):
    BlogSettings.objects.update(works_alone=pressed == "action-publish")
    post = draft(alone, alone.edda, title="Tides", slug="tides")
    page = BeautifulSoup(person(alone.edda).get(edit_url(post)).content, "html.parser")
    button = page.find("button", attrs={"name": pressed})

    sent = {"summary": "Saved all the same.", button["name"]: button["value"]}
    said = words_after(alone.edda, post, WARNING, **sent)

    assert said.startswith("Saved as a draft, because")
    assert again(post).get_latest_revision_as_object().summary == "Saved all the same."
    assert (again(post).live, again(post).workflow_in_progress) == (False, False)


def test_button_on_a_new_post_that_no_dialog_confirmed_only_saves(alone):
    page = BeautifulSoup(person(alone.edda).get(add_url(alone.blog)).content, "html.parser")
    button = page.find("button", attrs={"name": "action-publish"})

    person(alone.edda).post(add_url(alone.blog), {**post_data("New"), button["name"]: button["value"]})

    assert not PostPage.objects.get(title="New").live


def test_moment_is_said_in_the_time_of_the_blog_and_in_that_of_the_person(alone):
    BlogSettings.objects.update(time_zone="Europe/Berlin")
    post = draft(alone, alone.edda)
    typed = {"go_live_at": NEXT_YEAR.strftime("%Y-%m-%d 13:00"), "last-look-zone": "America/New_York"}

    shown = look(alone.edda, post, **typed)

    assert "13:00 Europe/Berlin, the blog’s time" in shown["When"]
    assert "07:00 America/New York, your time" in shown["When"]
    assert shown["ways"][0].startswith("Schedule for 15 Jan")


def test_authors_are_named_in_their_order_and_none_is_said(alone):
    post = draft(alone, alone.edda)
    authors = [AuthorFactory(name="Mo Tide"), AuthorFactory(name="Edda Quill")]

    assert look(alone.edda, post, authors=authors)["Authors"] == "Mo Tide, Edda Quill"
    assert look(alone.edda, post)["Authors"].startswith("No author is named.")


def test_live_post_says_that_readers_see_the_old_text_and_leads_to_what_changed(alone):
    post = draft(alone, alone.edda)
    post.get_latest_revision().publish(user=alone.edda)

    shown = look(alone.edda, again(post))

    assert shown["Currently live"].startswith("The text published on")
    assert f"/admin/pages/{post.pk}/revisions/compare/live...latest/" in shown["links"]


def test_submission_names_those_who_may_approve_and_wrote_nothing(team):
    post = draft(team, team.wanda)
    write(post, team.rita, "By two.")

    shown = look(team.wanda, post, "action-submit")

    said = shown["Approval"]
    assert said == "One of these people must approve it. They did not write any of it: ada, edda, rolf, root"
    assert shown["When"] == "Immediately after approval."


def test_finding_that_blocks_stops_a_submission_and_only_warns_who_publishes(team):
    post = draft(team, team.wanda)

    stopped = look(team.wanda, post, "action-submit", summary="")
    assert stopped["ways"] == ["Back to the editor"]
    assert "There is no summary" in stopped["words"]

    waive(post, code="empty-summary", block_id="", reason="The title says it.", user=team.rita)
    assert look(team.wanda, post, "action-submit", summary="")["ways"][0] == "Submit for review"

    BlogSettings.objects.update(works_alone=True)
    assert look(team.edda, post, summary="")["ways"][0] == "Publish now"


def test_picture_without_words_stops_what_the_form_would_refuse(alone):
    post = draft(alone, alone.edda)
    cover = make_picture()

    shown = look(alone.edda, post, cover=cover.pk)

    assert "Correct this before you publish the post" in shown["words"]
    assert "Say what the cover shows" in shown["words"]
    assert shown["ways"] == ["Back to the editor"]


def test_publishing_says_who_approved_exactly_this_text(team):
    post = draft(team, team.wanda)
    data = {"body": [("text", "<p>Approved words</p>")], "summary": "In short."}
    person(team.wanda).post(edit_url(post), post_data(post.title, slug=post.slug, **data))
    approve(again(post), user=team.rita)

    assert look(team.edda, post, **data)["Approval"] == "rita has approved this version."
    changed = look(team.edda, post, **{**data, "summary": "Other."})
    assert "Needs approval by someone else" in changed["Approval"]
    assert changed["ways"] == ["Back to the editor"]


def words_after(user, post, level=SUCCESS, **data):
    """What the editor says after one of its buttons, in one line."""
    client = person(user)
    response = client.post(edit_url(post), post_data(post.title, slug=post.slug, **data))
    assert response.url == edit_url(post)
    [said] = [one for one in get_messages(client.get(response.url).wsgi_request) if one.level == level]
    return " ".join(BeautifulSoup(str(said), "html.parser").get_text(" ").split())


def test_after_publishing_the_address_and_the_places_are_said(alone):
    post = draft(alone, alone.edda, title="Tides", slug="tides")
    topic = TopicFactory(name="Sea")

    said = words_after(alone.edda, post, topic=topic.pk, **{"action-publish": "1"})

    assert f"“Tides” is live at {post.full_url} Open Copy link" in said
    assert f"Listed in: blog “{alone.blog.title}”, feed, topic “Sea”." in said


def test_after_scheduling_the_moment_is_said(alone):
    post = draft(alone, alone.edda, title="Tides")
    due = timezone.now() + timedelta(days=400)

    said = words_after(alone.edda, post, go_live_at=due.strftime("%Y-%m-%d %H:%M"), **{"action-publish": "1"})

    assert said.startswith("“Tides” is scheduled for ")
    assert not again(post).live


def test_after_submitting_it_is_said_how_many_were_asked(team):
    post = draft(team, team.wanda, title="Tides")

    said = words_after(team.wanda, post, **{"action-submit": "1"})

    assert said == "“Tides” was submitted for review. 5 people were notified."


def test_after_an_approval_the_address_is_said(team):
    post = draft(team, team.wanda, title="Tides", slug="tides", words="Words")
    person(team.wanda).post(edit_url(post), post_data("Tides", slug="tides"))
    submit(post, team.wanda)

    said = words_after(team.rita, post, **{"action-workflow-action": "true", "workflow-action-name": "approve"})

    assert said.startswith("“Tides” is live at")


@pytest.mark.parametrize("is_dialog", [True, False])
def test_after_an_action_on_the_desk_it_is_said_what_came_of_it(team, is_dialog):
    headers = {"x-requested-with": "XMLHttpRequest"} if is_dialog else {}
    client, said = person(team.rita), []
    for number, (action, fields) in enumerate(ACTIONS.items()):
        post = draft(team, team.wanda, title=f"Tides {number}", slug=f"tides-{number}", words="Words")
        person(team.wanda).post(edit_url(post), post_data(post.title, slug=post.slug))
        submit(post, team.wanda)
        step = again(post).current_workflow_task_state.pk
        url = reverse("wagtailadmin_pages:workflow_action", args=(post.pk, action, step))
        dialog = BeautifulSoup(client.get(url).json()["html"], "html.parser")
        seen = dialog.find(attrs={"name": "seen"})

        data = {"comment": "", "seen": seen["value"] if seen else "", "to": team.rolf.pk, **fields}
        client.post(url, data, headers=headers)

        page = client.get(edit_url(post))
        texts = [BeautifulSoup(str(one), "html.parser").get_text(" ") for one in page.context["messages"]]
        said += [" ".join(text.split()).split(" at ")[0] for text in texts]

    assert said == [
        "“Tides 0” is live",
        "You requested changes to “Tides 1”.",
        "You handed over the review to rolf.",
    ]


@pytest.fixture
def live(alone):
    post = draft(alone, alone.edda, title="Tides", slug="tides")
    post.get_latest_revision().publish(user=alone.edda)
    return again(post)


def test_old_address_of_a_live_post_and_its_redirect_are_named_where_it_changes(
    team, live, django_capture_on_commit_callbacks
):
    post = live
    old = again(post).full_url

    assert old not in look(team.edda, again(post), slug="moon")["Address"].split("The address is new.")[0]
    assert f"The old address {old} will redirect to it." in look(team.edda, again(post), slug="moon")["Address"]
    assert look(team.edda, again(post))["Address"] == old

    with django_capture_on_commit_callbacks(execute=True):
        person(team.edda).post(edit_url(post), post_data("Tides", slug="moon", **{"action-publish": "confirmed"}))
    response = Client().get("/blog/tides/")
    assert (response.status_code, response.url) == (301, "/blog/moon/")
    assert look(team.edda, again(post), slug="moon")["Address"] == again(post).full_url


def test_old_address_is_named_to_who_approves_another(team, live):
    post = live
    BlogSettings.objects.update(works_alone=False)
    person(team.edda).post(edit_url(post), post_data("Tides", slug="moon"))
    submit(post, team.edda)
    step = again(post).current_workflow_task_state.pk

    url = reverse("wagtailadmin_pages:workflow_action", args=(post.pk, "approve", step))
    shown = BeautifulSoup(person(team.rita).get(url).json()["html"], "html.parser").get_text(" ")

    assert f"/blog/moon/ The address is new. The old address {again(post).full_url} will redirect to it." in " ".join(
        shown.split()
    )


@pytest.mark.parametrize("action", ["approve", "reject", "hand-over"])
def test_after_an_action_of_a_review_that_ended_elsewhere_nothing_else_is_claimed(team, action):
    post = draft(team, team.wanda, title="Tides")
    submit(post, team.wanda)
    again(post).current_workflow_state.cancel(user=team.wanda)

    pressed = {"action-workflow-action": "true", "workflow-action-name": action}
    said = words_after(team.rita, post, WARNING, **pressed)

    assert said.startswith("“Tides” was saved, but the review was not changed.")
    assert not again(post).live


def test_after_a_submission_that_may_not_be_none_is_claimed(team):
    post = draft(team, team.wanda, title="Tides")
    Workflow.objects.update(active=False)

    said = words_after(team.wanda, post, **{"action-submit": "1"})

    assert "submitted" not in said


def test_autosave_with_a_pressed_button_in_it_only_saves(alone):
    post = draft(alone, alone.edda, title="Tides", slug="tides")
    data = post_data("Tides", slug="tides", **{"action-publish": "1"})

    answer = person(alone.edda).post(edit_url(post), data, headers={"accept": "application/json"})

    assert answer.json()["success"]
    assert not again(post).live
