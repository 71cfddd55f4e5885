"""Editors accept a suggestion into the draft, or decline it with an answer; a version names the readers it owes to."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from blog.history.content import content_of
from blog.history.models import PublishedVersion
from blog.history.places import replace_places
from blog.history.redaction.phrase import Phrase
from blog.history.redaction.removal import remove_phrase
from blog.mail.models import Mail
from blog.models import BlogIndexPage, BlogSettings, PostPage
from blog.review.approval.approvals import approve
from blog.review.exceptions import NotApproved
from blog.review.secret_links import hash_of_secret, new_secret
from blog.review.takedown.action import take_down
from blog.suggestions.deciding import DecisionRefused, accept, decline
from blog.suggestions.fields import shown_fields
from blog.suggestions.models import RotaTurn, Suggestion, SuggestionRota
from blog.suggestions.notices import mail_new_suggestions
from blog.suggestions.rota import all_turns, first_day_of_week, person_on_duty, place_in_week
from tests.blog.review.people import again, draft, make_team, write
from tests.blog.review.test_publish_confirmation import person
from tests.factories import TopicFactory, text

pytestmark = [pytest.mark.django_db, pytest.mark.database("sqlite", "postgresql")]
HISTORY = "/blog/tides/history/"


@pytest.fixture
def team(db):
    return make_team()


@pytest.fixture
def post(team):
    BlogSettings.objects.update(takes_suggestions=True, shows_history=True)
    post = draft(team, team.wanda, title="Tides", slug="tides")
    revision = post.get_latest_revision_as_object()
    revision.body = text("<p>The ebb begnis at two.</p><p>Ships wait.</p>")
    revision.save_revision(user=team.wanda)
    approve(again(post), user=team.rita)
    again(post).get_latest_revision().publish()
    return again(post)


def suggested(post, old="begnis", new="begins", **fields):
    """A stored suggestion and the address of its status page."""
    version = PublishedVersion.objects.filter(post_uuid=post.uuid).latest("number")
    secret, secret_hash = new_secret()
    edit = {"before": version.text, "after": version.text.replace(old, new), "version": version.number}
    suggestion = Suggestion.objects.create(post=post, secret_hash=secret_hash, **edit, **fields)
    return suggestion, reverse("suggestion", args=[suggestion.pk, secret])


def edited(post, fields=None, **edits):
    """A stored suggestion of these places, as the form stores it."""
    version = PublishedVersion.objects.filter(post_uuid=post.uuid).latest("number")
    edits = {name.removeprefix("place"): words for name, words in edits.items()}
    after = replace_places(version.text, edits)
    return Suggestion.objects.create(
        post=post, version=version.number, before=version.text, after=after, edits=edits, fields=fields or {},
        secret_hash=hash_of_secret("secret"),
    )  # fmt: skip


def mails():
    return list(Mail.objects.filter(subject__contains="by readers").order_by("pk"))


def draft_of(post):
    return str(again(post).get_latest_revision_as_object().body)


def decide(user, suggestion, **sent):
    return person(user).post(reverse("decide_suggestion", args=[suggestion.pk]), sent)


def test_accepted_edit_waits_in_the_draft_for_somebody_elses_approval(team, post, client):
    suggestion, status = suggested(post, name="Ann", may_be_named=True)

    response = decide(team.edda, suggestion, accept="")

    assert response["Location"] == reverse("wagtailadmin_pages:edit", args=[post.pk])
    assert "begins" in draft_of(post)
    assert "begnis" in client.get("/blog/tides/").text
    assert "It was accepted. It will appear" in client.get(status).text
    with pytest.raises(NotApproved):
        again(post).get_latest_revision().publish()
    approve(again(post), user=team.rita)
    again(post).get_latest_revision().publish()
    assert "begins" in client.get("/blog/tides/").text
    assert "It was accepted and is part of the post." in client.get(status).text
    version = PublishedVersion.objects.latest("number")
    assert version.record["credits"] == [str(suggestion.key)]
    assert "Ann" not in str(version.record)
    assert "Ann" in client.get("/blog/tides/history/").text
    Suggestion.objects.update(may_be_named=False)
    assert "Ann" not in client.get("/blog/tides/history/").text


def test_editor_who_accepts_is_a_writer_of_the_text(team, post):
    accept(suggested(post)[0], user=team.edda)

    assert [row.user for row in again(post).draft_writers.all()] == [team.edda]


def test_edit_is_merged_with_what_the_draft_says_by_now(team, post):
    suggestion, _status = suggested(post)
    write(post, team.wanda, "The ebb begnis at two.</p><p>Ships wait in Kiel.")

    accept(suggestion, user=team.edda)

    assert "begins" in draft_of(post)
    assert "Kiel" in draft_of(post)


def test_conflict_is_shown_and_resolved_by_the_editor(team, post):
    suggestion, _status = suggested(post)
    write(post, team.wanda, "High water ends at four.</p><p>Ships wait.")

    page = person(team.edda).get(reverse("decide_suggestion", args=[suggestion.pk])).text
    with pytest.raises(DecisionRefused):
        accept(suggestion, user=team.edda)
    decide(team.edda, suggestion, accept="", choice="High water begins at four.")

    assert "High water ends at four." in page
    assert "High water begins at four." in draft_of(post)
    assert "Ships wait." in draft_of(post)


def test_edit_that_the_draft_has_already_makes_no_revision(team, post):
    suggestion, _status = suggested(post)
    write(post, team.wanda, "The ebb begins at two.</p><p>Ships wait.")
    before = again(post).latest_revision_id

    accept(suggestion, user=team.edda)

    assert again(post).latest_revision_id == before
    assert (Suggestion.objects.get().state, Suggestion.objects.get().revision) == ("accepted", before)


@pytest.mark.parametrize("new", ["begnis", "begins"], ids=["remark", "published meanwhile"])
def test_reader_is_not_told_of_a_publication_that_will_not_come(team, post, client, new):
    suggestion, status = suggested(post, new=new, remark="Is this summer time?")
    if new == "begins":
        BlogSettings.objects.update(works_alone=True)
        write(post, team.edda, "The ebb begins at two.</p><p>Ships wait.").publish()

    accept(suggestion, user=team.edda)
    BlogSettings.objects.update(works_alone=True)
    write(post, team.edda, "Others.").publish()

    assert "An editor has read it. Thank you." in client.get(status).text
    assert "credits" not in PublishedVersion.objects.latest("number").record


def test_two_accepted_edits_make_one_version(team, post):
    accept(suggested(post)[0], user=team.edda)
    accept(suggested(post, "wait", "waited")[0], user=team.edda)
    approve(again(post), user=team.rita)
    again(post).get_latest_revision().publish()

    version = PublishedVersion.objects.latest("number")
    assert len(version.record["credits"]) == 2
    assert version.text == "The ebb begins at two.\n\nShips waited.\n"


@pytest.mark.parametrize("is_autosave", [True, False])
def test_choice_is_for_the_draft_that_the_editor_saw(team, post, is_autosave):
    suggestion, _status = suggested(post)
    write(post, team.wanda, "High water ends at four.</p><p>Ships wait.")
    page = BeautifulSoup(person(team.edda).get(reverse("decide_suggestion", args=[suggestion.pk])).text, "html.parser")
    seen = page.select_one("[name=seen]")["value"]
    newest = again(post).get_latest_revision_as_object()
    newest.body = text("<p>Warning: the table is wrong.</p><p>Ships wait.</p>")
    newest.save_revision(user=team.wanda, overwrite_revision=again(post).latest_revision if is_autosave else None)

    decide(team.edda, suggestion, accept="", choice="High water begins at four.", seen=seen)

    assert "Warning" in draft_of(post)
    assert Suggestion.objects.get().state == "open"


def test_reader_is_credited_for_what_was_published_only(team, post, client):
    suggestion, status = suggested(post, name="Ann", may_be_named=True)
    BlogSettings.objects.update(works_alone=True)
    accept(suggestion, user=team.edda)
    write(post, team.edda, "The ebb begnis at two.</p><p>Ships waited.").publish()

    assert "credits" not in PublishedVersion.objects.latest("number").record
    assert "An editor has read it. Thank you." in client.get(status).text
    write(post, team.edda, "The ebb begins at two.</p><p>Ships waited.").publish()
    assert "credits" not in PublishedVersion.objects.latest("number").record


def test_name_and_address_of_a_reader_can_be_deleted(team, post):
    suggestion, _status = suggested(post, name="Ann", contact="ann@example.org", may_be_named=True)

    page = person(team.edda).get(reverse("decide_suggestion", args=[suggestion.pk])).text
    decide(team.edda, suggestion, forget="")

    assert "wants to be named" in page
    stored = Suggestion.objects.get()
    assert (stored.name, stored.contact, stored.may_be_named, stored.state) == ("", "", False, "open")


def test_queue_shows_suggestions_for_posts_that_a_user_may_edit(team, post):
    suggested(post, name="Ann")
    elsewhere = User.objects.create_user("olga")
    group = Group.objects.create(name="Others")
    names = ["access_admin", "change_suggestion"]
    group.permissions.add(*Permission.objects.filter(codename__in=names))
    elsewhere.groups.add(group)

    assert "Ann" not in person(elsewhere).get(reverse("suggestions")).text
    assert "Ann" in person(team.edda).get(reverse("suggestions")).text


def test_declined_reader_sees_the_answer(team, post, client):
    suggestion, status = suggested(post)

    decide(team.edda, suggestion, decline="", answer="It is right <as it is>.")

    assert "It is right &lt;as it is&gt;." in client.get(status).text
    assert "begnis" in draft_of(post)


def test_declining_needs_an_answer(team, post):
    suggestion, _status = suggested(post)

    assert decide(team.edda, suggestion, decline="", answer=" ").status_code == 200
    assert Suggestion.objects.get().decided_at is None


def test_places_that_are_not_chosen_stay_out(team, post, client):
    suggestion = edited(post, {"title": ["Tides", "Tide"]}, place0="The ebb begins.", place1="Ships waited.")

    page = person(team.edda).get(reverse("decide_suggestion", args=[suggestion.pk])).text
    decide(team.edda, suggestion, accept="", has_parts="1", part=["1", "title"])

    assert page.count('name="part"') == 3
    draft = again(post).get_latest_revision_as_object()
    assert "begnis" in str(draft.body)
    assert "Ships waited." in str(draft.body)
    assert draft.title == "Tide"
    assert "accepted a part of it" in client.get(reverse("suggestion", args=[suggestion.pk, "secret"])).text


def test_difference_is_that_of_what_is_checked(team, post):
    suggestion = edited(post, {"title": ["Tides", "Ebbs"]}, place0="The ebb begins.", place1="Ships waited.")
    newest = again(post).latest_revision_id

    def difference(**sent):
        page = BeautifulSoup(decide(team.edda, suggestion, preview="", has_parts="1", **sent).text, "html.parser")
        assert [box["value"] for box in page.select("[name=part][checked]")] == sent.get("part", [])
        return page.select_one("[data-difference]").get_text()

    assert "waited" not in (one := difference(part=["title", "0"], thanks="Well seen!"))
    assert "Ebbs" in one
    assert "Ebbs" not in difference(part=["0", "1"])
    assert "three" in difference(part=["0"], **{"edit-0": "The ebb begins at three."})
    assert "begins" not in difference()
    assert (
        "not possible"
        in decide(team.edda, suggestion, preview="", has_parts="1", part="0", **{"edit-0": "[Ebb](javascript:x)"}).text
    )
    assert again(post).latest_revision_id == newest
    assert Suggestion.objects.get().decided_at is None


@pytest.mark.parametrize("decision", [{"accept": "", "thanks": "At noon."}, {"decline": "", "answer": "At noon."}])
def test_question_is_shown_if_both_agree(team, post, client, decision):
    suggestion, status = suggested(post, new="begnis", remark="When <b>is</b> it?", name="Ann Tern", may_be_shown=True)
    etag = client.get(HISTORY)["ETag"]
    decide(team.edda, suggestion, is_shown="on", **decision)

    page = client.get(HISTORY, headers={"If-None-Match": etag})
    assert page.status_code == 200
    for words in ("Asked and answered", "When &lt;b&gt;is&lt;/b&gt; it?", "At noon."):
        assert words in page.text
    assert "Ann Tern" not in page.text
    assert "shown in the history" in client.get(status).text

    client.post(status)

    assert "Asked and answered" not in client.get(HISTORY).text
    assert "shown in the history" not in client.get(status).text
    assert not client.cookies


@pytest.mark.parametrize(
    ("fields", "sent"),
    [
        ({"may_be_shown": False}, {"is_shown": "on"}),
        ({}, {}),
        ({"kind": "objection"}, {"is_shown": "on"}),
        ({"remark": ""}, {"is_shown": "on"}),
    ],
)
def test_question_is_not_shown_if_one_does_not_agree(team, post, client, fields, sent):
    suggestion, _status = suggested(post, **{"remark": "When is it?", "may_be_shown": True, **fields})
    decide(team.edda, suggestion, decline="", answer="At noon.", **sent)

    assert "Asked and answered" not in client.get(HISTORY).text


def test_question_is_redacted_and_taken_down_with_its_version(team, post, client):
    suggestion, _status = suggested(post, remark="When is it, Ann Tern?", may_be_shown=True)
    decide(team.edda, suggestion, decline="", answer="At noon, said Ann Tern.", is_shown="on")
    remove_phrase(Phrase("Ann Tern"), kind="personal", reason="Asked.", user=None)
    redacted = client.get(HISTORY).text
    take_down(again(post), user=team.edda)
    approve(again(post), user=team.rita)
    again(post).get_latest_revision().publish()

    assert "When is it, █████?" in redacted
    assert "At noon, said █████." in redacted
    assert client.get(HISTORY).status_code == 200
    assert "Asked and answered" not in client.get(HISTORY).text


def test_editor_hides_a_question_and_the_switch_all_of_them(team, post, client):
    suggestion, _status = suggested(post, remark="When is it?", may_be_shown=True)
    decide(team.edda, suggestion, decline="", answer="At noon.", is_shown="on")

    BlogSettings.objects.update(takes_suggestions=False)
    assert "At noon" not in client.get(HISTORY).text
    BlogSettings.objects.update(takes_suggestions=True)
    assert "At noon" in client.get(HISTORY).text
    decide(team.edda, suggestion, hide="")
    assert "At noon" not in client.get(HISTORY).text


def test_reader_is_credited_for_the_part_that_was_accepted(team, post):
    suggestion = edited(post, place0="The ebb begins.", place1="Ships waited.")
    accept(suggestion, user=team.edda, proposals={"1": "Ships waited."})
    approve(again(post), user=team.rita)
    again(post).get_latest_revision().publish()

    assert PublishedVersion.objects.latest("number").record["credits"] == [str(suggestion.key)]


def test_editor_edits_the_words_first(team, post):
    suggestion = edited(post, place0="The ebb begins.")

    decide(team.edda, suggestion, accept="", has_parts="1", part="0", **{"edit-0": "The ebb begins at **three**."})

    assert "The ebb begins at <b>three</b>." in draft_of(post)
    assert Suggestion.objects.get().was_changed


def test_nothing_chosen_and_an_unsafe_address_are_refused_with_what_was_typed(team, post):
    suggestion = edited(post, place0="The ebb begins.")

    nothing = decide(team.edda, suggestion, accept="", has_parts="1")
    unsafe = decide(team.edda, suggestion, accept="", has_parts="1", part="0", **{"edit-0": "[Ebb](javascript:x)"})

    assert "No place is chosen" in nothing.text
    assert "[Ebb](javascript:x)" in unsafe.text
    assert Suggestion.objects.get().decided_at is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("published_on", value) for value in ("2026-13-40", "2999-01-01", "0001-01-01", "soon", "")),
        *(("title", value) for value in ("", " \t\n", "t" * 400)),
        ("summary", "s" * 301),
        ("tags", "t" * 900),
    ],
)
def test_field_that_cannot_be_stored_is_refused_in_words(team, post, name, value):
    new = {"published_on": "2020-05-06", "title": "Ebbs", "summary": "Ebbs.", "tags": "sea"}[name]
    suggestion = edited(post, {name: [shown_fields(content_of(post).shown)[name], new]})
    newest = again(post).latest_revision_id

    response = decide(team.edda, suggestion, accept="", has_parts="1", part=name, **{f"edit-{name}": value})

    assert "cannot be saved like this" in response.text
    assert again(post).latest_revision_id == newest
    assert Suggestion.objects.get().decided_at is None


def test_field_that_the_draft_changed_is_shown(team, post):
    suggestion = edited(post, {"title": ["Tides", "Tide tables"]})
    draft = again(post).get_latest_revision_as_object()
    draft.title = "High tides"
    draft.save_revision(user=team.wanda)

    assert (
        "In the draft now: High tides" in person(team.edda).get(reverse("decide_suggestion", args=[suggestion.pk])).text
    )


def test_reader_is_thanked_and_declined_with_a_reason_of_the_list(team, post, client):
    thanked, status = suggested(post)
    declined, other_status = suggested(post, "wait", "waited")

    decide(team.edda, thanked, accept="", thanks="Well seen!")
    decide(team.edda, declined, decline="", reason="The text is correct.", answer="See above.")

    assert "Well seen!" in client.get(status).text
    assert "The text is correct. See above." in client.get(other_status).text


def test_accepted_suggestion_has_its_name_in_the_page_history(team, post):
    accept(suggested(post)[0], user=team.edda)

    page = person(team.edda).get(reverse("wagtailadmin_pages:history", args=[post.pk])).text
    assert "Suggestion accepted" in page


def test_menu_and_desk_say_what_waits(team, post):
    suggested(post, remark="Is this summer time?")
    suggested(post, "wait", "waited", state="held", remark="Buy now")

    page = person(team.edda).get("/admin/").text
    assert "Suggestions (1)" in page
    assert "Is this summer time?" in page
    assert "Buy now" not in page
    assert "Suggestions" not in person(team.wanda).get("/admin/").text


def test_desk_costs_the_same_however_many_suggestions_wait(team, post):
    client = person(team.edda)

    def queries(new):
        suggested(post, new=new)
        with CaptureQueriesContext(connection) as captured:
            client.get("/admin/")
        return len(captured)

    queries("first")
    assert queries("second") == queries("third")


def test_editors_get_one_mail_a_day(team, post):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        suggested(post)
        mail_new_suggestions()
        suggested(post, "wait", "waited")
        mail_new_suggestions()
        first = sorted(address for mail in mails() for address in mail.recipients)
        clock.shift(timedelta(days=1, minutes=1))
        mail_new_suggestions()
        mail_new_suggestions()

    assert first == sorted(user.email for user in (team.edda, team.ada))
    assert [mail.subject for mail in mails()] == ["1 suggestion by readers"] * 2 * len(first)
    assert "begnis" not in mails()[0].body


def test_held_suggestions_are_not_mailed(team, post):
    suggested(post, state="held")

    mail_new_suggestions()

    assert not mails()


def test_second_decision_is_refused(team, post):
    suggestion, _status = suggested(post)
    decline(suggestion, user=team.edda, answer="No.")

    with pytest.raises(DecisionRefused):
        accept(suggestion, user=team.ada)


@pytest.mark.parametrize(("name", "may"), [("wanda", False), ("rita", False), ("edda", True), ("ada", True)])
def test_publishers_decide(team, post, name, may):
    suggestion, _status = suggested(post)
    user = getattr(team, name)

    queue = person(user).get(reverse("suggestions"))
    decide(user, suggestion, accept="")

    assert (queue.status_code == 200) is may
    assert (Suggestion.objects.get().state == "accepted") is may


def test_held_suggestions_are_apart(team, post):
    suggested(post, state="held", name="Spammer")
    suggested(post, "wait", "waited", name="Ann")

    client = person(team.edda)
    assert "Spammer" not in client.get(reverse("suggestions")).text
    assert "Spammer" in client.get(f"{reverse('suggestions')}?state=held").text


def turns(site, *people, **values):
    rota, _is_new = SuggestionRota.objects.get_or_create(site=site)
    first = rota.turns.count()
    for place, user in enumerate(people, first):
        RotaTurn.objects.create(rota=rota, user=user, sort_order=place, **values)


def recipients():
    found = [address for mail in mails() for address in mail.recipients]
    Mail.objects.all().delete()
    return sorted(found)


def test_person_whose_turn_it_is_gets_the_mail_and_the_next_one_what_is_left(team, post):
    turns(post.get_site(), team.edda, team.ada)
    with time_machine.travel(datetime(2026, 12, 28, 9, tzinfo=UTC), tick=False) as clock:
        weeks = []
        for _week in range(3):
            suggested(post)
            mail_new_suggestions()
            weeks.append([mail.subject for mail in mails()] + recipients())
            clock.shift(timedelta(days=3))
            mail_new_suggestions()
            assert recipients() == []
            clock.shift(timedelta(days=4))

    first, second = (user.email for user in ((team.edda, team.ada) if "edda" in weeks[0][1] else (team.ada, team.edda)))
    assert weeks == [
        ["1 suggestion by readers", first],
        ["2 suggestions by readers", second],
        ["3 suggestions by readers", first],
    ]


def test_turns_of_a_topic_come_first_and_who_cannot_decide_is_left_out(team, post):
    site, blog = post.get_site(), BlogIndexPage.objects.get()
    topic = TopicFactory(name="Sea")
    wednesday = date(2026, 12, 30)
    everybody = [team.edda, team.ada, team.rita]
    turns(site, team.rita)
    turns(site, team.ada, blog=blog)
    turns(site, team.edda, topic=topic)

    def on_duty(able=everybody):
        return person_on_duty(all_turns(), again(post), wednesday, able=able)

    assert on_duty() == team.ada
    assert on_duty(able=[team.rita]) == team.rita
    PostPage.objects.update(topic=topic)
    assert on_duty() == team.edda
    assert on_duty(able=[team.ada]) == team.ada
    assert on_duty(able=[]) is None


def test_people_are_chosen_by_name_among_those_who_have_a_login(team, post):
    User.objects.filter(pk=team.ada.pk).update(first_name="Ada", last_name="Holt")
    User.objects.filter(pk=team.wanda.pk).update(is_active=False)
    turns(post.get_site(), team.edda)

    address = reverse("wagtailsettings:edit", args=["blog_suggestions", "suggestionrota", post.get_site().pk])
    page = BeautifulSoup(person(team.ada).get(address).text, "html.parser")
    offered = [option.get_text() for option in page.select("[name=turns-0-user] option[value]") if option["value"]]
    assert "Ada Holt (ada)" in offered
    assert {"edda", "wanda"} & {*offered} == {"edda"}


def test_everybody_is_told_if_nobody_on_the_rota_can_decide(team, post):
    turns(post.get_site(), team.wanda)
    suggested(post)

    mail_new_suggestions()

    assert recipients() == sorted(user.email for user in (team.edda, team.ada))
    assert "everybody" in person(team.edda).get(reverse("suggestions")).text


def test_queue_says_whose_turn_it_is(team, post):
    turns(post.get_site(), team.ada)
    suggested(post)

    assert "<td>ada</td>" in person(team.edda).get(reverse("suggestions")).text.replace("Ada", "ada")


@given(days=st.dates(date(2020, 1, 1), date(2040, 1, 1)), people=st.integers(1, 7))
def test_turn_changes_on_mondays_and_nobody_is_left_out(days, people):
    monday = first_day_of_week(days)
    week = {place_in_week(monday + timedelta(days=more), people) for more in range(7)}

    assert monday.weekday() == 0
    assert week == {place_in_week(days, people)}
    assert place_in_week(monday + timedelta(days=7), people) == (place_in_week(days, people) + 1) % people
