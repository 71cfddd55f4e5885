"""A phrase is found in everything that is stored, and removed so that no guess of it can be confirmed."""

import json
import re
from collections import Counter
from datetime import timedelta
from itertools import product

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db.models import F, TextField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Comment, ModelLogEntry, Page

from blog.exchange.models import ImportedSource
from blog.history.content import content_of
from blog.history.doctor import pages_not_matching_version
from blog.history.hashes import sha256_of
from blog.history.models import PublishedVersion
from blog.history.redaction.phrase import Phrase
from blog.history.redaction.removal import remove_phrase
from blog.history.verification import broken_chains
from blog.mail.models import Mail
from blog.models import BlogSettings, PostPage, PublicPost
from blog.review.approval.approvals import approve
from blog.review.exceptions import ReplacementRefused
from blog.review.guests.models import ReviewLink
from blog.review.guests.share_links import create_link, record_visit
from blog.review.models import Approval, DraftCheck, LinkedAddress, ReviewVisit
from blog.suggestions.models import Suggestion
from search.models import AskedQuery, SearchedPost, SpelledWord
from tests.blog.admin.conftest import edit_url, make_picture, post_data
from tests.blog.history.test_format_two import in_first_format, without_triggers
from tests.blog.review.people import again, draft
from tests.blog.review.test_publish_confirmation import person
from tests.factories import TagFactory, of_posts, text
from tests.journeys.content import picture_file

pytestmark = [pytest.mark.django_db, pytest.mark.database("sqlite", "postgresql")]

NAME = "Cleo Marsh"
STAFF = [f"{first} {last}" for first, last in product(("Ada", "Ben", "Cleo", "Dan"), ("Holt", "Lund", "Marsh", "Osei"))]
HASH = re.compile(r"[0-9a-f]{40,}")


def body(words, name=NAME):
    return f'<p data-block-key="a1">{words}</p><p>It was found by {name.replace(" ", " <b>")}</b> at dawn.</p>'


@pytest.fixture(scope="module")
def written_once(team_once):
    """A post with two versions, a draft and all else that may have the name."""
    team = team_once
    BlogSettings.objects.update(shows_history=True)
    post = draft(team, team.wanda, title=f"Tides of {NAME}", slug="tides-cleo-marsh", summary=f"By {NAME.upper()}.")
    post.cover, post.cover_alt = make_picture(), f"{NAME} at sea"
    post.tags.add(TagFactory(name=NAME))
    for words in ("One.", "Two."):
        post = again(post).get_latest_revision_as_object() if words == "Two." else post
        post.body = text(body(words))
        post.save_revision(user=team.wanda)
        approve(again(post), user=team.rita, note=f"Greetings to {NAME}")
        again(post).get_latest_revision().publish()
    newest = again(post).get_latest_revision_as_object()
    newest.body = text(body("Three."))
    newest.save_revision(user=team.wanda)
    approve(again(post), user=team.rita)
    link = ReviewLink(post=again(post), name=NAME, expires_at=timezone.now() + timedelta(days=7))
    create_link(link, by=team.edda)
    record_visit(link, link.draft())
    Comment.objects.create(page=post, user=team.rita, text=f"Who is {NAME}?", contentpath="title")
    Suggestion.objects.create(
        post=post, version=2, before=f"{NAME}\n", after="\n", remark=NAME, name=NAME, secret_hash="0" * 64
    )
    AskedQuery.objects.create(day=timezone.now(), query="cleo marsh", times=1)
    Mail.objects.create(sender="a", recipients=["b"], subject=f"About {NAME}", body="x", is_notice=True)
    LinkedAddress.objects.create(address="https://example.org/cleo-marsh", host="example.org")
    DraftCheck.objects.update_or_create(post=again(post), defaults={"words": f"A link of {NAME} is broken."})
    Redirect.objects.create(old_path="/cleo-marsh", redirect_page=post)
    ImportedSource.objects.create(
        source_name="folder", source_id="cleo-marsh.md", post=post, source_hash="1" * 64, written_hash="2" * 64
    )
    return post.pk


@pytest.fixture
def written(team, written_once):
    return PostPage.objects.get(pk=written_once)


def redact_everywhere(name=NAME, **kwargs):
    return remove_phrase(Phrase(name), kind="personal", reason="A request.", user=None, **kwargs)[0]


def stored_texts():
    """Every column of every row of the database as text, with its table."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed:
            names = [field.name for field in model._meta.local_concrete_fields if not field.is_relation]
            columns = {f"text_{name}": Cast(F(name), TextField()) for name in names if name != "pk"}
            for row in model._base_manager.annotate(**columns).values_list(*columns):
                yield model._meta.label, "\n".join(str(value) for value in row)


def hashes():
    return {digest for _label, words in stored_texts() for digest in HASH.findall(words)}


def test_name_is_gone_from_the_whole_database(written, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        result = redact_everywhere()

    found = Counter(label for label, words in stored_texts() if re.search("marsh", words, re.IGNORECASE))
    assert found == {}
    assert result.left == []
    assert list(broken_chains()) == []
    assert list(pages_not_matching_version()) == []


def test_no_hash_confirms_a_guess(written, django_capture_on_commit_callbacks):
    """Each hash that the name had a part in is gone, and none of a text with a name from the staff list is there."""
    version = PublishedVersion.objects.latest("number")
    contents = [content_of(written), content_of(written.get_latest_revision_as_object()), version.content]
    before = hashes()
    assert {sha256_of(content.own) for content in contents[:2]} <= before

    with django_capture_on_commit_callbacks(execute=True):
        redact_everywhere()

    after = hashes()
    for name, content in product(STAFF, contents):
        guess = json.loads(json.dumps(content.own).replace(NAME, name))
        whole = json.loads(
            json.dumps({"files": content.files, "shown": content.shown, "text": content.text}).replace(NAME, name)
        )
        assert not {sha256_of(guess), sha256_of(whole)} & after
    versions = list(PublishedVersion.objects.all())
    chain = {value for one in versions for value in (one.hash, one.previous_hash, one.commitment)}
    chain |= {
        value
        for one in versions
        for value in [*(one.redacted or {}).values(), *one.nonces.values(), *one.files.values()]
    }
    link = ReviewLink.objects.get()
    others = {"0" * 64, link.secret_hash, written.cover.file_sha256, written.cover.file_hash}
    # The home page and the blog do not have the name.
    others |= {one.content_hash for one in versions if one.record["page_kind"] == "introduction"}
    others |= set(Approval.objects.exclude(post_uuid=written.uuid).values_list("content_hash", flat=True))
    current = set(of_posts(Approval).exclude(content_hash="").values_list("content_hash", flat=True))
    current |= set(ReviewVisit.objects.values_list("content_hash", flat=True))
    assert current <= {sha256_of(content_of(again(written).get_latest_revision_as_object()).own), ""}
    assert (before & after) - chain - others == set()


def test_readers_get_the_post_without_the_name(written, client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        redact_everywhere()

    post = again(written)
    page = client.get(post.get_url()).content.decode()
    assert (post.title, post.slug, post.live) == ("Tides of █████", "tides-redacted", True)
    assert "It was found by █████ <b>█████</b> at dawn." in page
    assert client.get("/blog/tides-cleo-marsh/").status_code == 404
    assert "█████" in client.get(f"{post.get_url()}history/2/").content.decode()
    assert PublicPost.objects.get().title == "Tides of █████"
    assert "marsh" not in SearchedPost.objects.get().body
    assert not SpelledWord.objects.filter(word="marsh").exists()


def test_reason_stays_private_and_its_kind_does_not(written, client):
    redact_everywhere()

    page = client.get(f"{again(written).get_url()}history/").content.decode()
    assert "Reason: personal data." in page
    assert "A request." not in page
    of_posts(PublishedVersion).get(number=1)


def test_only_chosen_places_change_and_live_text_and_version_go_together(written):
    newest = PublishedVersion.objects.latest("number")

    result = redact_everywhere(keys={f"wagtailcore.Page:{written.pk}"})

    old, new = of_posts(PublishedVersion).order_by("number")
    assert (old.redacted_at, new.pk) == (None, newest.pk)
    assert "█████" in new.text
    assert NAME in again(written).get_latest_revision_as_object().title
    assert result.left
    assert list(pages_not_matching_version()) == []


def test_redacted_post_is_saved_without_another_version(written):
    redact_everywhere()

    again(written).save()

    assert again(written).live
    assert of_posts(PublishedVersion).count() == 2


def test_approval_of_the_draft_ends_because_it_is_another_text(written):
    redact_everywhere()

    assert not of_posts(Approval).filter(ended_at=None).exists()
    assert of_posts(Approval).first().name


def test_form_lists_places_then_removes_those_chosen_once(written, team):
    assert person(team.edda).post(reverse("redact"), {"phrase": NAME}).status_code in (302, 403)
    ada = person(team.ada)
    found = ada.post(reverse("redact"), {"phrase": NAME})
    places = [place.key for place in found.context["places"]]
    refused = ada.post(
        reverse("redact"), {"phrase": NAME, "remove": "1", "kind": "legal", "reason": f"On {NAME}", "places": places}
    )
    done = ada.post(
        reverse("redact"), {"phrase": NAME, "remove": "1", "kind": "legal", "reason": "A court.", "places": places}
    )
    pages = [ada.get(done["Location"]).content.decode() for _time in range(2)]

    assert f"wagtailcore.Page:{written.pk}" in places
    assert "must not contain the phrase" in refused.content.decode()
    assert "backups" in pages[0]
    assert NAME not in pages[0]
    assert ModelLogEntry.objects.filter(action="blog_history.redact").count() == 1
    assert Page.objects.get(pk=written.pk).title == "Tides of █████"


def test_ids_and_times_of_drafts_are_not_redacted(written):
    for phrase in (str(written.uuid)[:4], str(timezone.now().year), "cc"):
        remove_phrase(Phrase(phrase), kind="personal", reason="Asked.", user=None)

    draft = again(written).get_latest_revision_as_object()
    assert draft.uuid == written.uuid
    assert draft.licence == written.licence
    draft.save_revision()
    assert list(broken_chains()) == []


def test_address_of_a_blog_is_not_redacted_and_neither_is_the_name_of_the_review(written, team, client):
    ada, words = person(team.ada), {"phrase": "blog", "remove": "1", "kind": "legal", "reason": "A court."}
    places = [place.key for place in ada.post(reverse("redact"), {"phrase": "blog"}).context["places"]]

    refused = ada.post(reverse("redact"), {**words, "places": places})

    assert "Give that page another address first" in refused.text
    with pytest.raises(CommandError, match="another address first"):
        call_command("redact", "blog", "--remove")
    with pytest.raises(CommandError, match="workflows 1"):
        call_command("redact", "Review", "--remove")
    assert client.get("/blog/").status_code == 200


def test_command_lists_and_removes(written, capsys):
    call_command("redact", NAME)
    listed = capsys.readouterr().out
    call_command("redact", NAME, "--remove", "--reason", "A request.")

    assert f"pages: Tides of {NAME}" in listed
    assert "published versions 2" in capsys.readouterr().out
    with pytest.raises(CommandError, match="at least 2"):
        call_command("redact", "x")


def test_login_is_listed_and_left(team, capsys):
    type(team.wanda).objects.filter(pk=team.wanda.pk).update(first_name="Cleo", last_name="Marsh-Lund")
    with pytest.raises(CommandError, match="Still in: users 1"):
        call_command("redact", "Marsh-Lund", "--remove")


def test_secrets_are_not_searched(team):
    Mail.objects.create(sender="a", recipients=["b"], subject="Reset", body="https://x/reset/s3cret/", is_notice=False)

    assert redact_everywhere("s3cret").removed == {}
    assert redact_everywhere(team.wanda.password[20:30]).removed == {}


@pytest.fixture
def former(written):
    """The newest version as an earlier release recorded it."""
    with without_triggers():
        of_posts(PublishedVersion).get(number=1).delete()
        version = in_first_format(of_posts(PublishedVersion).get())
        version.number, version.previous_hash = 1, ""
        in_first_format(version).save()
    return written


def test_version_of_the_first_format_is_emptied_and_what_readers_see_is_recorded_again(former):
    result = redact_everywhere()

    first, second = of_posts(PublishedVersion).order_by("number")
    assert (result.guessable, first.text, first.shown, first.files) == (1, "", {}, {})
    assert "█████" in second.text
    assert list(broken_chains()) == []
    assert list(pages_not_matching_version()) == []


def test_file_of_a_live_post_is_protected_although_its_version_was_emptied(former):
    version = of_posts(PublishedVersion).get()
    version.text, version.shown, version.files = "", {}, {}
    version.redacted_at, version.redaction_reason = timezone.now(), "legal"
    version.save()
    picture = former.cover
    picture.file = picture_file()

    with pytest.raises(ReplacementRefused):
        picture.save()


@pytest.mark.parametrize("is_autosaved", [True, False])
def test_editor_that_was_open_does_not_save_what_was_redacted_again(team, is_autosaved):
    post = draft(team, team.edda, title="Tides", slug="tides", words=f"{NAME} said.")
    loaded = again(post).latest_revision
    redact_everywhere()
    data = post_data("Tides", slug="tides", body=[("text", f"<p>{NAME} said. More.</p>")]) | {
        "loaded_revision_id": loaded.pk,
        "loaded_revision_created_at": loaded.created_at.isoformat(),
        **({"overwrite_revision_id": loaded.pk} if is_autosaved else {}),
    }

    answer = person(team.edda).post(edit_url(post), data, headers={"accept": "application/json"})

    asked = person(team.edda).post(edit_url(post), data)

    assert answer.json()["error_code"] == "invalid_revision"
    assert "words were redacted from this page" in asked.text
    assert NAME not in str(again(post).get_latest_revision_as_object().body)
