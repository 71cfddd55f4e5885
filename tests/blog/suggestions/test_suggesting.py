"""A reader suggests an edit, without an account or a cookie; nothing of it is public before an editor accepts it."""

import json
from datetime import timedelta
from urllib.parse import urlencode

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from blog.history.models import PublishedVersion
from blog.history.places import places
from blog.history.redaction.phrase import Phrase
from blog.history.redaction.removal import remove_phrase
from blog.models import BlogSettings, PostPage
from blog.review.takedown.action import take_down
from blog.suggestions.deciding import accept
from blog.suggestions.models import Suggestion
from blog.suggestions.receiving import MAX_SUGGESTIONS_PER_NETWORK, MAX_SUGGESTIONS_PER_POST
from config.forms import MAX_ANONYMOUS_BYTES
from tests.factories import PostPageFactory, TagFactory, text

pytestmark = [pytest.mark.django_db, pytest.mark.database("sqlite", "postgresql")]

ADDRESS = "/blog/tides/suggest/"
BODY = "<p>The ebb begnis at two.</p><p>Ships <b>wait</b>.</p><ul><li>Kiel</li><li>Bremen</li></ul>"


@pytest.fixture
def post(blog):
    BlogSettings.objects.create(site=blog.get_site(), takes_suggestions=True)
    return PostPageFactory(parent=blog, title="Tides", slug="tides", body=text(BODY))


@pytest.fixture
def reader():
    """Somebody who needs some time to read and write."""
    return Client()


def fields_of(reader):
    page = BeautifulSoup(reader.get(ADDRESS).content, "html.parser")
    fields = {field["name"]: field.get("value", "") for field in page.select("form input[name]")}
    return fields | {field["name"]: field.get_text().removeprefix("\n") for field in page.select("textarea")}


def place_of(words):
    version = PublishedVersion.objects.latest("pk")
    return next(f"place-{place.id}" for place in places(version.text) if words in place.text)


def send(reader, changed, *, after=timedelta(minutes=1), address=ADDRESS):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        fields = fields_of(reader)
        fields.pop("may_be_named", None)
        clock.shift(after)
        return reader.post(address, {**fields, **changed})


def test_edit_of_one_passage_is_stored_and_answered(post, reader):
    words = place_of("begnis")
    response = send(reader, {words: "The ebb begins at two.", "name": "Ann", "contact": "ann@example.org"})

    suggestion = Suggestion.objects.get()
    assert response.status_code == 302
    assert suggestion.after == suggestion.before.replace("begnis", "begins")
    assert (suggestion.state, suggestion.name, suggestion.version) == ("open", "Ann", 1)
    page = reader.get(response["Location"])
    assert "Thank you" in page.text
    assert "Ann" not in page.text
    assert not reader.cookies
    assert suggestion.secret_hash not in response["Location"]


def test_several_places_make_one_suggestion(post, reader):
    changed = {place_of("begnis"): "The ebb begins at two.\r\n\r\nOften.", place_of("Bremen"): "Bremerhaven"}
    send(reader, changed)

    assert Suggestion.objects.get().after == (
        "The ebb begins at two.\n\nOften.\n\nShips **wait**.\n\n- Kiel\n- Bremerhaven\n"
    )


def test_title_summary_tags_and_date_are_edited_beside_the_text(blog, reader):
    BlogSettings.objects.create(site=blog.get_site(), takes_suggestions=True)
    PostPageFactory(
        parent=blog, title="Tides", slug="tides", summary="When.", published_on="2024-05-02T09:30Z",
        tags=[TagFactory(name="sea"), TagFactory(name="moon")],
    )  # fmt: skip
    changed = {"title": "Tide tables", "summary": "", "tags": "moon, harbour", "published_on": "2024-05-03"}
    send(reader, {"title": "Tides", "tags": "moon,  sea", "remark": "Hello"})
    send(reader, changed)

    unchanged, suggestion = Suggestion.objects.order_by("pk")
    assert unchanged.fields == {}
    assert suggestion.fields == {
        "title": ["Tides", "Tide tables"],
        "summary": ["When.", ""],
        "tags": ["moon, sea", "moon, harbour"],
        "published_on": ["2024-05-02", "2024-05-03"],
    }
    accept(suggestion, user=User.objects.create_superuser("edda"))
    draft = PostPage.objects.get().get_latest_revision_as_object()
    assert (draft.title, draft.summary) == ("Tide tables", "")
    assert sorted(tag.name for tag in draft.tags.all()) == ["harbour", "moon"]
    assert draft.published_on.isoformat() == "2024-05-03T09:30:00+00:00"


@pytest.mark.parametrize(
    "names",
    [["Go, Rust", "sea"], ['The "big" one'], ['"a", b', "c,"], ['5" disks'], ["low  tide"], ["Why\xa0?", "low\ttide"]],
)
def test_tag_with_any_characters_is_one_tag(blog, reader, names):
    BlogSettings.objects.create(site=blog.get_site(), takes_suggestions=True)
    PostPageFactory(parent=blog, title="Tides", slug="tides", tags=[TagFactory(name=name) for name in names])

    send(reader, {"remark": "Hello"})
    shown = fields_of(reader)["tags"]
    send(reader, {"tags": f"{shown}, new"})

    unchanged, suggestion = Suggestion.objects.order_by("pk")
    assert unchanged.fields == {}
    accept(suggestion, user=User.objects.create_superuser("edda"))
    draft = PostPage.objects.get().get_latest_revision_as_object()
    assert sorted(tag.name for tag in draft.tags.all()) == sorted([*names, "new"])


@pytest.mark.parametrize(
    "values",
    [
        {"title": "Low  tide"},
        {"title": "Why\xa0?"},
        {"title": " Tides "},
        {"summary": "One.\r\nTwo."},
        {"summary": " One.\r\n"},
        {"summary": "Low  tide\xa0?"},
    ],
)
def test_field_that_was_not_edited_is_no_change(blog, reader, values):
    BlogSettings.objects.create(site=blog.get_site(), takes_suggestions=True)
    PostPageFactory(parent=blog, slug="tides", **values)

    send(reader, {"remark": "Hello"})

    assert Suggestion.objects.get().fields == {}


def test_date_in_the_future_is_refused(post, reader):
    assert send(reader, {"published_on": "2999-01-01"}).status_code == 400
    assert not Suggestion.objects.exists()


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31"])
def test_date_that_no_post_may_have_is_refused(post, reader, day):
    assert send(reader, {"published_on": day}).status_code == 400
    assert not Suggestion.objects.exists()


def test_link_to_a_post_is_shown_as_its_address_and_a_hidden_one_not_at_all(post, reader, blog):
    shown, hidden = (PostPageFactory(parent=blog, slug=slug, live=slug == "other") for slug in ("other", "hidden"))
    links = "".join(f'<a linktype="page" id="{page.pk}">a</a> ' for page in (shown, hidden))
    post.body = text(f"<p>{links}</p>")
    post.save_revision().publish()

    page = reader.get(ADDRESS).text
    send(reader, {"place-0.link1": "/blog/tides/"})

    assert 'name="place-0.link1" value="/blog/other/"' in page
    assert "place-0.link2" not in page
    assert "post:" not in page
    assert Suggestion.objects.get().after == f"[a](/blog/tides/) [a](post:{hidden.uuid})\n"


def test_link_that_an_editor_could_not_enter_is_refused_in_words(post, reader):
    page = send(reader, {place_of("begnis"): "[ebb](javascript:alert)"})

    assert page.status_code == 400
    assert "A link to “javascript:alert” is not possible." in page.text
    assert not Suggestion.objects.exists()


def test_unchanged_form_sends_nothing_and_a_remark_alone_does(post, reader):
    unchanged = send(reader, {})
    remark = send(reader, {"remark": "Is this summer time?"})

    assert (unchanged.status_code, remark.status_code) == (400, 302)
    assert "Nothing was changed" in unchanged.text
    assert [(one.is_edit, one.remark) for one in Suggestion.objects.all()] == [(False, "Is this summer time?")]


def test_refused_form_keeps_what_was_typed(post, reader):
    fields = {place_of("begnis"): "Typed words", "remark": "x" * 3000}

    page = send(reader, fields).text

    assert "Typed words" in page
    assert not Suggestion.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"website": "https://spam.example"},
        {"remark": "https://a.example https://b.example www.c.example"},
        {"name": "www.spam.example", "remark": "Hello"},
        {"remark": "See https://a.example/1 https://a.example/2 https://a.example/3"},
    ],
)
def test_what_looks_like_spam_is_held(post, reader, change):
    send(reader, {"remark": "Hello", **change})

    assert Suggestion.objects.get().state == "held"


def test_more_links_to_a_site_that_the_post_names_are_no_spam(post, reader):
    post.body = text('<p>See <a href="https://docs.example/1">the docs</a>.</p>')
    post.save_revision().publish()

    send(reader, {"place-0": " ".join(f"[page](https://docs.example/{number})" for number in range(5))})

    assert Suggestion.objects.get().state == "open"


def test_form_that_is_sent_at_once_is_held(post, reader):
    send(reader, {"remark": "Hello"}, after=timedelta(seconds=1))

    assert Suggestion.objects.get().state == "held"


@pytest.mark.parametrize("token", ["", "x", "1:2:3"])
def test_forged_or_old_form_is_refused(post, reader, token):
    assert send(reader, {"remark": "Hello", "token": token}).status_code == 400
    assert send(reader, {"remark": "Hello"}, after=timedelta(days=2)).status_code == 400
    assert not Suggestion.objects.exists()


def test_form_of_another_post_is_refused(post, reader, blog):
    PostPageFactory(parent=blog, title="Others", slug="others", body=text(BODY))

    assert send(reader, {"remark": "Hello"}, address="/blog/others/suggest/").status_code == 400


def test_same_suggestion_is_counted_and_not_stored_again(post, reader):
    changed = {place_of("begnis"): "The ebb begins at two."}
    send(reader, changed)
    page = send(Client(), {**changed, "name": "Bob"})

    assert Suggestion.objects.get().times == 2
    assert "The same suggestion was sent before" in page.text


def test_form_opens_at_the_words_that_the_reader_selected(post, reader):
    pages = [
        BeautifulSoup(reader.get(ADDRESS, {"words": words}).content, "html.parser") for words in ("Ships wait", "None")
    ]

    assert [field["name"] for field in pages[0].select("details[open] textarea[autofocus]")] == [place_of("Ships")]
    assert pages[1].select("details[open]") == []


def test_script_is_loaded_only_where_the_blog_takes_suggestions(post, reader):
    assert "blog_suggestions/selection.js" in reader.get("/blog/tides/").text
    BlogSettings.objects.update(takes_suggestions=False)
    assert "blog_suggestions/selection.js" not in reader.get("/blog/tides/").text


def test_same_form_sent_twice_leads_to_the_same_status_page(post, reader):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        fields = fields_of(reader) | {"remark": "Hello"}
        fields.pop("may_be_named")
        clock.shift(60)
        first, second = (reader.post(ADDRESS, fields) for _ in range(2))
        other = reader.post(ADDRESS, {**fields, "remark": "More"})

    assert first["Location"] == second["Location"] != other["Location"]
    assert [one.times for one in Suggestion.objects.all()] == [1, 1]


def test_form_of_a_very_long_text_is_divided_so_that_each_part_can_be_sent(post, reader):
    words = "<p>" + "ä" * 1_000 + "</p>"
    post.body = text(f"<p>First.</p>{words * 200}<p>Last.</p>")
    post.save_revision().publish()

    size = len(urlencode(fields_of(reader)))
    response = send(reader, {place_of("Last"): "Last words."})

    assert size < MAX_ANONYMOUS_BYTES
    assert "part 1 of 3" in reader.get(ADDRESS).text
    assert "Last." in reader.get(f"{ADDRESS}?part=3").text
    assert response.status_code == 302


def test_objection_gets_a_receipt(post, reader):
    objecting = f"{ADDRESS}?objection=1"
    empty = send(reader, {}, address=objecting)
    first, second = (send(reader, {"remark": "My name is in it."}, address=objecting) for _ in range(2))

    assert f'href="{objecting}"' in reader.get("/blog/tides/").text
    assert "Say what should not be here, and why." in empty.text
    assert "(optional)" not in BeautifulSoup(empty.content, "html.parser").find("label", {"for": "id_remark"}).text
    assert [one.kind for one in Suggestion.objects.all()] == ["objection", "objection"]
    receipt = reader.get(first["Location"]).text
    assert "your objection was received on" in receipt
    assert "My name" not in receipt
    assert first["Location"] != second["Location"]


def test_one_network_sends_so_many_and_no_more(post, reader):
    for number in range(MAX_SUGGESTIONS_PER_NETWORK):
        assert send(reader, {"remark": f"Remark {number}"}).status_code == 302

    response = send(reader, {"remark": "One more"})

    assert (response.status_code, Suggestion.objects.count()) == (429, MAX_SUGGESTIONS_PER_NETWORK)


def test_reader_is_not_blamed_for_what_others_sent(post, reader):
    for number in range(MAX_SUGGESTIONS_PER_POST):
        send(Client(REMOTE_ADDR=f"10.0.0.{number}"), {"remark": f"Remark {number}"})

    response = send(reader, {"remark": "Mine"})

    assert response.status_code == 429
    assert "from your network or for this post" in response.text
    objection = send(reader, {"remark": "This is my name."}, address=f"{ADDRESS}?objection=1")
    assert objection.status_code == 302


def test_form_belongs_to_the_version_that_the_reader_saw(post, reader):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        fields = fields_of(reader)
        place = place_of("begnis")
        post.body = text("<p>Others.</p>")
        post.save_revision().publish()
        clock.shift(60)
        reader.post(ADDRESS, {**fields, place: "The ebb begins at two."})

    suggestion = Suggestion.objects.get()
    assert suggestion.version == 1
    assert suggestion.before.startswith("The ebb begnis")


@pytest.mark.parametrize("change", [{"remark": "x" * 3000}, {}], ids=["refused", "old"])
def test_form_that_is_shown_again_is_of_the_version_that_the_reader_saw(post, reader, change):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        fields = fields_of(reader)
        post.body = text("<p>A new beginning.</p>" + BODY)
        post.save_revision().publish()
        clock.shift(timedelta(minutes=1) if change else timedelta(days=2))
        response = reader.post(ADDRESS, {**fields, "remark": "Hello", **change})
        again = BeautifulSoup(response.content, "html.parser").select("form [name]")
        sent = {field["name"]: field.get("value") or field.get_text() for field in again}
        sent.pop("may_be_named")
        clock.shift(60)
        reader.post(ADDRESS, {**sent, "remark": "Hello"})

    suggestion = Suggestion.objects.get()
    assert (suggestion.version, suggestion.is_edit) == (1, False)


CODE = [{"type": "code", "value": {"code": "if x:\n  y\x0c\n", "language": "python", "file_name": ""}}]


def test_indentation_of_code_is_an_edit_and_characters_that_no_form_keeps_are_none(blog, reader):
    BlogSettings.objects.create(site=blog.get_site(), takes_suggestions=True)
    PostPageFactory(parent=blog, title="Tides", slug="tides", body=json.dumps(CODE))
    send(reader, {"remark": "Hello"})
    send(reader, {place_of("  y"): "```python\nif x:\n    y\n```"})

    assert [one.is_edit for one in Suggestion.objects.order_by("pk")] == [False, True]
    assert "    y" in Suggestion.objects.latest("pk").after


def test_form_from_before_a_redaction_is_refused_and_the_next_one_is_not(post, reader):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        old = fields_of(reader)
        clock.shift(timedelta(minutes=1))
        remove_phrase(Phrase("Ships"), kind="personal", reason="Asked.", user=None)
        refused = reader.post(ADDRESS, {**old, "remark": "Hello"})

    assert "expired" in refused.text
    assert not Suggestion.objects.exists()
    assert "Ships" not in str(fields_of(reader))
    assert send(reader, {"remark": "Hello"}).status_code == 302
    assert Suggestion.objects.get().fields == {}


def test_odd_encoding_is_refused(post, reader):
    data = b'--x\r\nContent-Disposition: form-data; name="remark"\r\n\r\n\xc3\xa4..\r\n--x--\r\n'
    for encoding in ("idna", "undefined", "none-such"):
        kind = f"multipart/form-data; boundary=x; charset={encoding}"
        assert reader.generic("POST", ADDRESS, data, content_type=kind).status_code == 400


def test_words_with_markup_are_text(post, reader):
    send(reader, {place_of("begnis"): "<script>alert(1)</script> \x00\x1b[31mThe ebb", "remark": "<b>Hi</b>"})

    suggestion = Suggestion.objects.get()
    assert "\x00" not in suggestion.after
    assert "\x1b" not in suggestion.after


def test_too_much_is_refused(post, reader):
    assert send(reader, {place_of("begnis"): "word " * 3_000}).status_code == 400
    assert not Suggestion.objects.exists()


def hide(kind, post):
    if kind == "restricted":
        PageViewRestriction.objects.create(page=post.get_parent(), restriction_type="login")
    elif kind == "switched off":
        BlogSettings.objects.update(takes_suggestions=False)
    elif kind == "taken down":
        take_down(post, user=None)
    elif kind == "deleted":
        post.delete()
    else:
        post.unpublish()


@pytest.mark.parametrize("kind", ["withdrawn", "restricted", "switched off", "taken down", "deleted"])
def test_post_that_readers_may_not_see_has_no_form_and_its_status_says_nothing(post, reader, kind):
    location = send(reader, {"remark": "Hello"})["Location"]
    fields = fields_of(reader)

    hide(kind, post)

    assert reader.get(ADDRESS).status_code == 404
    answer = reader.post(ADDRESS, {**fields, "remark": "More"})
    assert (answer.status_code, "takes no suggestions any more" in answer.text) == (410, True)
    assert "Tides" not in answer.text
    assert reader.post(ADDRESS, {"remark": "More"}).status_code == 404
    assert reader.get(location).status_code == (404 if kind == "deleted" else 200)
    assert ("Tides" in reader.get(location).text) is (kind == "switched off")
    assert Suggestion.objects.count() == (0 if kind == "deleted" else 1)


def test_status_needs_its_secret(post, reader):
    location = send(reader, {"remark": "Hello"})["Location"]

    assert reader.get(location[:-5] + "aaaa/").status_code == 404
    assert reader.get(location.replace(str(Suggestion.objects.get().pk), "77")).status_code == 404
    assert reader.post(location[:-5] + "aaaa/").status_code == 404
    assert reader.put(location).status_code == 405


def test_post_links_to_its_form_where_the_blog_takes_suggestions(post, reader):
    assert f'href="{ADDRESS}"' in reader.get("/blog/tides/").text

    BlogSettings.objects.update(takes_suggestions=False)

    assert "suggest/" not in reader.get("/blog/tides/").text
