"""What the second format of versions promises: it is verified without this code, and redaction confirms no guess."""

import json
import runpy
from contextlib import contextmanager
from itertools import product
from pathlib import Path

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction

from blog.history.content import content_of, own_content
from blog.history.export import history_as_json
from blog.history.hashes import MAX_PASSAGES, PASSAGE_SEPARATOR, content_hash, passages, sha256_of, version_hash
from blog.history.models import PublishedVersion
from blog.history.redaction.versions import redact
from blog.history.triggers import restore_triggers
from blog.history.verification import broken_chains
from blog.models import Author, PostPage
from blog.review.approval.approvals import active_approval, approve
from blog.review.models import Approval
from tests.factories import AuthorFactory, PostPageFactory, text

VERIFIER = runpy.run_path(str(Path(__file__).parents[3] / "docs" / "verify_history.py"))
STAFF = [f"{first} {last}" for first, last in product(("Ada", "Ben", "Cleo", "Dan"), ("Holt", "Lund", "Marsh", "Osei"))]

pytestmark = [pytest.mark.django_db, pytest.mark.database("sqlite", "postgresql")]


@pytest.fixture
def post(blog):
    post = PostPageFactory(
        parent=blog, live=False, title="Ships", slug="ships", authors=[AuthorFactory(name="Ada Holt")]
    )
    for words in ("<p>One</p><p>Cleo Marsh found it.</p>", "<p>Two</p><p>Cleo Marsh found it.</p>", "<p>Three</p>"):
        post = PostPage.objects.get(pk=post.pk)
        post.body = text(words)
        post.save_revision().publish()
    return PostPage.objects.get(pk=post.pk)


def versions(post):
    return list(PublishedVersion.objects.filter(post_uuid=post.uuid).order_by("number"))


def problems(post, **kwargs):
    """What the verifier of the documentation finds in the downloaded history."""
    file = json.dumps(history_as_json(post.uuid, versions(post), **kwargs))
    return list(VERIFIER["problems"](json.loads(file)))


def in_first_format(version):
    """The version as an earlier release recorded it, in place of the row."""
    names = {str(author.uuid): author for author in Author.objects.all()}
    authors = [names[key] for key in version.shown["authors"]]
    version.shown["authors"] = [author.slug for author in authors]
    version.shown["around"]["authors"] = {author.slug: author.name for author in authors}
    version.format = version.commitment = version.record = version.nonces = None
    version.content_hash = content_hash(text=version.text, shown=version.shown, files=version.files)
    version.hash = version_hash(version)
    return version


@pytest.fixture
def former(post):
    """The post with two versions that an earlier release recorded, and its third gone."""
    previous = ""
    with without_triggers():
        versions(post)[2].delete()
        for version in versions(post):
            version.previous_hash = previous
            previous = in_first_format(version).hash
            version.save()
        PostPage.objects.filter(pk=post.pk).update(body=text("<p>Two</p><p>Cleo Marsh found it.</p>"))
    return PostPage.objects.get(pk=post.pk)


@contextmanager
def without_triggers():
    # PostgreSQL changes no table with checks that wait for the end of the transaction.
    connection.check_constraints()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name in ("change", "delete", "replace"):
                cursor.execute(f"DROP TRIGGER blog_history_no_{name}")
        else:
            cursor.execute("ALTER TABLE blog_history_publishedversion DISABLE TRIGGER USER")
    yield
    connection.check_constraints()
    restore_triggers(connection)


def test_history_is_verified_without_the_application(post):
    assert problems(post) == []
    assert problems(post, is_shown=lambda version: version.number != 2) == []
    assert list(broken_chains()) == []


def test_verifier_finds_every_change(post, subtests):
    history = json.loads(json.dumps(history_as_json(post.uuid, versions(post))))
    second = history["versions"][1]
    changes = {
        "text": "Other\n",
        "shown": {**second["shown"], "title": "Other"},
        "files": {"image:1": "0"},
        "record": {**second["record"], "source": "imported"},
        "more of the record": {**second["record"], "note": "Slipped in"},
        "published_at": "2001-01-01T00:00:00.000000Z",
        "commitment": "0" * 64,
        "hash": "0" * 64,
        "number": 5,
        "previous": "",
        "format": 1,
    }
    for name, value in changes.items():
        changed = {**second, name.removeprefix("more of the "): value, "content": ""}
        others = [history["versions"][0], changed, history["versions"][2]]
        with subtests.test(name):
            assert list(VERIFIER["problems"]({**history, "versions": others}))

    assert list(VERIFIER["problems"]({**history, "versions": history["versions"][::2]}))


def test_versions_of_the_first_format_stay_valid_and_others_follow_them(former):
    former.title = "Boats"
    former.save_revision().publish()

    assert [version.format for version in versions(former)] == [None, None, 2]
    assert problems(former) == []
    assert list(broken_chains()) == []


def test_words_in_a_redacted_version_of_the_first_format_are_found(former):
    with without_triggers():
        PublishedVersion.objects.filter(number=1).update(
            text="Other", redacted_at=former.last_published_at, redaction_reason="Asked for."
        )

    assert problems(former)
    assert list(broken_chains())


def test_unchanged_post_is_not_recorded_again_after_the_upgrade(former):
    former.save_revision().publish()

    assert len(versions(former)) == 2


def test_approval_of_an_earlier_release_is_still_valid(former, django_user_model):
    former.title = "Boats"
    revision = former.save_revision()
    own = own_content(revision.as_object())
    digest = sha256_of({**own, "authors": [Author.objects.get().slug]})
    reader = django_user_model.objects.create_superuser("rita")
    Approval.objects.create(
        post_uuid=former.uuid, content_hash=digest, kind="review", user=reader, given_at=former.last_published_at
    )

    approval = active_approval(former, content_of(revision.as_object()))

    assert approval.content_hash == sha256_of(own)
    former.body = text("<p>Others</p>")
    assert active_approval(former, content_of(former.save_revision().as_object())) is None


def test_approved_content_is_what_the_version_shows(post, django_user_model):
    rita = django_user_model.objects.create_superuser("rita")
    post.title = "Boats"
    post.save_revision(user=django_user_model.objects.create_superuser("eve"))
    approve(post, user=rita)
    PostPage.objects.get(pk=post.pk).get_latest_revision().publish()

    version = versions(post)[-1]
    [row] = history_as_json(post.uuid, [version])["versions"]
    assert version.record["review"]["roles"] == []
    assert VERIFIER["approves_exactly_this"](row) is True
    assert VERIFIER["approves_exactly_this"]({**row, "text": "Other\n"}) is False
    assert "rita" not in json.dumps(row)
    assert "Ada" not in json.dumps(row)


def test_approval_of_ones_own_text_is_not_a_review(post, django_user_model):
    """As in the workflow of somebody who works alone."""
    eve = django_user_model.objects.create_superuser("eve")
    post.title = "Boats"
    post.save_revision(user=eve)
    approve(post, user=eve)
    PostPage.objects.get(pk=post.pk).get_latest_revision().publish()

    assert versions(post)[-1].record["review"] is None


def test_version_says_for_whom_it_was_published(post):
    PageViewRestriction.objects.create(page=post.get_parent(), restriction_type="login")
    post.title = "Boats"
    post.save_revision().publish()

    assert [version.record["audience"] for version in versions(post)] == [*["everybody"] * 3, "restricted"]


def test_name_that_was_redacted_cannot_be_guessed(post, django_user_model):
    """Neither from the row, nor with all that is known from the versions beside it."""
    post.body = text("<p>Three</p><p>Cleo Marsh found it.</p>")
    post.save_revision(user=django_user_model.objects.create_superuser("eve"))
    approve(post, user=django_user_model.objects.create_superuser("rita"))
    PostPage.objects.get(pk=post.pk).get_latest_revision().publish()
    version = versions(post)[-1]
    before = {"shown": version.shown, "files": version.files}
    nonces = version.nonces

    redact(version, {"text/1": "█████ found it.\n"}, reason="Asked for.")

    stored = json.dumps(PublishedVersion.objects.filter(pk=version.pk).values().get(), default=str)
    guesses = set()
    own = {name: value for name, value in before["shown"].items() if name != "around"}
    for name in STAFF:
        passage = f"{name} found it.\n"
        whole = {"text": f"Three\n\n{passage}", **before}
        guesses |= {sha256_of(whole), sha256_of({**own, "text": whole["text"], "files": whole["files"]})}
        guesses |= {sha256_of(value) for value in (passage, ["text/1", passage], ["text/1", "", passage])}
        # As the attacker would need it: with the nonce that is gone.
        assert (sha256_of(["text/1", nonces["text/1"], passage]) in stored) is (name == "Cleo Marsh")
    assert nonces["text/1"] not in stored
    assert not [guess for guess in guesses if guess in stored]
    assert problems(post) == []
    assert list(broken_chains()) == []


def test_redaction_that_hides_more_or_less_is_found(post):
    redact(versions(post)[0], {"text/1": "█████ found it.\n"}, reason="Asked for.")
    history = json.loads(json.dumps(history_as_json(post.uuid, versions(post))))
    first = history["versions"][0]

    for change in ({"text": first["text"].replace("One", "Other")}, {"redacted": {}}):
        changed = [{**first, **change}, *history["versions"][1:]]
        assert list(VERIFIER["problems"]({**history, "versions": changed}))


@pytest.mark.parametrize("passage", ["One\n\nTwo", "One\n"])
def test_redaction_moves_no_passage(post, passage):
    with pytest.raises(ValueError, match="blank line"):
        redact(versions(post)[0], {"text/0": passage}, reason="Asked for.")


def test_only_leaves_of_the_version_are_redacted(post):
    with pytest.raises(ValueError, match="no such leaf: text/7"):
        redact(versions(post)[0], {"text/7": ""}, reason="Asked for.")


@given(st.text(alphabet="ab\n", max_size=40))
def test_passages_are_the_text(words):
    assert PASSAGE_SEPARATOR.join(passages(words)) == words


def test_number_of_passages_is_bounded():
    assert len(passages("\n\n" * 5_000)) == MAX_PASSAGES
