"""Words of pages beside the posts go live through somebody who did not write them, and are recorded as versions."""

from datetime import timedelta
from importlib import import_module

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Revision
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from blog.history.hashes import sha256_of
from blog.history.models import PublishedVersion
from blog.models import BlogImage, BlogIndexPage, BlogSettings
from blog.pages.publication import published_by
from blog.pages.versioned import published_text_models
from blog.review.desk.work_lists import work_lists_for
from blog.review.exceptions import NotApproved, NotScheduled, ReplacementRefused
from blog.review.models import Approval, DraftWriter
from config.operations.worker import publish_due
from home.demo.remover import remove_demo
from home.models import HomePage, InfoPage
from tests.blog.admin.conftest import edit_url, make_picture
from tests.blog.media_files import drawn, saved
from tests.blog.review.people import again, decide
from tests.factories import InfoPageFactory, text

pytestmark = pytest.mark.django_db

OLD, NEW = "<p>We write about tides.</p>", "<p>We write about <b>ships</b>.</p>"
TEXTS = ["information", "home", "blog"]


def put_words(page, words):
    if isinstance(page, InfoPage):
        page.body = text(words)
    else:
        page.introduction = words
    return page


def words_of(page):
    page = again(page)
    return str(page.body if isinstance(page, InfoPage) else page.introduction)


def write(page, by, words=NEW, **fields):
    newest = put_words(again(page).get_latest_revision_as_object(), words)
    for name, value in fields.items():
        setattr(newest, name, value)
    return newest.save_revision(user=by)


def publish(page, by, **kwargs):
    again(page).get_latest_revision().publish(user=by, **kwargs)


def versions(page):
    return list(PublishedVersion.objects.filter(post_uuid=page.uuid).order_by("number"))


@pytest.fixture
def about(team):
    page = InfoPageFactory(parent=HomePage.objects.get(), live=False, title="About", slug="about", body=text(OLD))
    page.save_revision(user=team.edda)
    publish(page, team.ada)
    return again(page)


@pytest.fixture(params=TEXTS)
def page(request, team):
    if request.param == "information":
        return request.getfixturevalue("about")
    found = (HomePage if request.param == "home" else BlogIndexPage).objects.get()
    write(found, team.edda, OLD)
    publish(found, team.ada)
    return again(found)


@pytest.fixture
def person(team):
    def log_in(name):
        client = Client()
        client.force_login(getattr(team, name))
        return client

    return log_in


def form(page, words, **data):
    name, value = ("body", streamfield([("text", rich_text(words))])) if isinstance(page, InfoPage) else ("", None)
    texts = {name: value, "summary": ""} if name else {"introduction": rich_text(words)}
    empty = dict.fromkeys(("go_live_at", "expire_at", "seo_title", "search_description"), "")
    return nested_form_data(
        {"title": page.title, "slug": page.slug, "comments": inline_formset([])} | texts | empty | data
    )


def said(client, response):
    return " ".join(str(message) for message in client.get(response["Location"]).context["messages"])


@pytest.mark.database("sqlite", "postgresql")
def test_words_that_another_wrote_go_live_and_the_publication_is_their_approval(team, page):
    write(page, team.edda, NEW)

    publish(page, team.ada)

    assert words_of(page) == str(put_words(type(page)(), NEW).body if page.page_kind == "information" else NEW)
    newest = versions(page)[-1]
    [approval] = Approval.objects.filter(post_uuid=page.uuid, ended_at=None)
    assert (approval.kind, approval.user, approval.content_hash) == ("review", team.ada, sha256_of(newest.content.own))
    assert newest.record["review"]["approved"] == approval.content_hash
    assert newest.record["review"]["roles"] == ["Administrators"]
    assert (newest.publisher, newest.record["page_kind"]) == (team.ada, page.page_kind)
    assert newest.text == "We write about **ships**.\n"
    assert not DraftWriter.objects.filter(page=page.pk).exists()


@pytest.mark.database("sqlite", "postgresql")
@pytest.mark.parametrize("by", ["edda", "wanda", None])
def test_writer_and_whoever_may_not_publish_and_a_command_put_nothing_live(team, page, by):
    write(page, team.edda, NEW)
    count = len(versions(page))

    with pytest.raises(NotApproved):
        publish(page, by and getattr(team, by), skip_permission_checks=True)

    assert "ships" not in words_of(page)
    assert len(versions(page)) == count


def test_one_who_wrote_a_part_may_not_publish_the_rest(team, about):
    write(about, team.ada, "<p>A part.</p>")
    write(about, team.edda, NEW)

    with pytest.raises(NotApproved):
        publish(about, team.ada)

    publish(about, team.root)
    assert "ships" in words_of(about)


def test_writers_are_forgotten_when_their_words_are_live(team, about):
    write(about, team.edda, NEW)
    publish(about, team.ada)
    write(about, team.ada, "<p>Words of ada.</p>")

    publish(about, team.edda)

    assert "ada" in words_of(about)


def test_words_of_the_writer_from_before_the_last_version_do_not_come_back(team, about):
    mine = write(about, team.edda, "<p>Mine.</p>")
    write(about, team.ada, NEW)
    publish(about, team.root)

    with pytest.raises(NotApproved):
        mine.publish(user=team.edda)

    assert "ships" in words_of(about)


def test_autosave_does_not_write_over_the_live_revision(team, about):
    write(about, team.edda, "<p>X</p>")
    live = write(about, team.edda, NEW)
    live.publish(user=team.ada)
    newest = put_words(again(about).get_latest_revision_as_object(), "<p>X</p>")

    newest.save_revision(user=team.edda, overwrite_revision=live)

    with pytest.raises(NotApproved):
        publish(about, team.edda)


def test_autosave_does_not_write_over_what_was_live_before_the_page_was_unpublished(team, about):
    write(about, team.edda, NEW)
    write(about, team.edda, "<p>X</p>").publish(user=team.ada)
    again(about).unpublish(user=team.edda)
    newest = put_words(again(about).get_latest_revision_as_object(), NEW)

    newest.save_revision(user=team.edda, overwrite_revision=again(about).latest_revision)

    with pytest.raises(NotApproved):
        publish(about, team.edda)


@pytest.mark.parametrize("field", ["title", "slug", "summary", "seo_title", "search_description"])
def test_every_word_that_readers_see_is_guarded(team, about, field):
    write(about, team.edda, OLD, **{field: "other-words"})

    with pytest.raises(NotApproved):
        publish(about, team.edda)

    assert getattr(again(about), field) != "other-words"


def test_what_readers_saw_last_is_published_again_by_anybody_and_without_a_version(team, about):
    count = len(versions(about))
    write(about, team.edda, NEW)
    write(about, team.edda, OLD)
    publish(about, team.edda)
    again(about).unpublish(user=team.edda)
    publish(about, team.edda)

    assert again(about).live
    assert len(versions(about)) == count


def test_draft_of_somebody_unknown_is_not_approved_by_its_publication(team, about):
    revision = put_words(again(about), NEW).save_revision()

    with pytest.raises(NotApproved):
        revision.publish(user=team.ada)


@pytest.mark.parametrize("name", [None, "ada"])
def test_save_in_a_shell_is_refused(team, page, name):
    with published_by(name and getattr(team, name)), pytest.raises(NotApproved):
        put_words(again(page), NEW).save()

    assert "ships" not in words_of(page)


@pytest.mark.database("sqlite", "postgresql")
def test_whoever_schedules_the_words_of_another_approves_them(team, about):
    write(about, team.edda, NEW, go_live_at=timezone.now() + timedelta(hours=1))

    with pytest.raises(NotScheduled):
        publish(about, team.edda)
    publish(about, team.ada)
    due = Revision.objects.for_instance(about).get(approved_go_live_at__isnull=False)
    past = timezone.now() - timedelta(minutes=1)
    Revision.objects.filter(pk=due.pk).update(
        content=due.content | {"go_live_at": past.isoformat()}, approved_go_live_at=past
    )
    publish_due()

    assert "ships" in words_of(about)
    newest = versions(about)[-1]
    assert (newest.publisher, newest.record["review"]["roles"]) == (None, ["Administrators"])


def test_schedule_from_before_the_guard_that_nobody_approved_does_not_go_live(team, about):
    revision = write(about, team.edda, NEW)
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=timezone.now() - timedelta(minutes=1))

    publish_due()

    assert "ships" not in words_of(about)


@pytest.mark.parametrize("name", ["edda", "ada", "root"])
def test_editor_refuses_the_words_of_their_writer_and_keeps_them_as_a_draft(team, page, person, name):
    client = person(name)

    response = client.post(edit_url(page), form(page, NEW, **{"action-publish": "1"}))

    assert response["Location"] == edit_url(page)
    assert "Someone who may publish and wrote no part of this version must publish it." in said(client, response)
    assert "ships" not in words_of(page)
    assert "ships" in str(again(page).get_latest_revision().content)


def test_editor_publishes_the_words_of_another(team, page, person):
    write(page, team.edda, NEW)

    person("ada").post(edit_url(page), form(page, NEW, **{"action-publish": "1"}))

    assert "ships" in words_of(page)
    assert versions(page)[-1].record["review"]["roles"] == ["Administrators"]


def loaded_fields(client, address):
    """What the editor says of the version that it shows."""
    shown = BeautifulSoup(client.get(address).text, "html.parser")
    return {field["name"]: field["value"] for field in shown.select("input[name^=loaded_revision]")}


@pytest.mark.parametrize("button", ["action-publish", "save"])
def test_version_of_another_window_is_replaced_only_after_a_question(team, page, person, button):
    BlogSettings.objects.update(works_alone=True)
    client = person("ada")
    loaded = loaded_fields(client, edit_url(page))
    write(page, team.edda, "<p>Theirs.</p>")

    asked = client.post(edit_url(page), form(page, NEW, **loaded, **{button: "1"}))

    assert "edda saved another version" in asked.text
    assert "ships" in asked.text
    assert "ships" not in words_of(page)
    assert "Theirs." in str(again(page).get_latest_revision().content)
    shown = BeautifulSoup(asked.text, "html.parser").select("input[name^=loaded_revision]")
    client.post(edit_url(page), form(page, NEW, **{field["name"]: field["value"] for field in shown}))
    assert "ships" in str(again(page).get_latest_revision().content)


@pytest.mark.parametrize("headers", [{}, {"accept": "application/json"}])
def test_first_version_of_another_window_is_not_replaced(team, person, headers):
    page = InfoPageFactory(parent=HomePage.objects.get(), live=False, title="About", slug="about", body=text(OLD))
    client = person("edda")
    loaded = loaded_fields(client, edit_url(page))
    write(page, team.ada, "<p>Theirs.</p>")

    client.post(edit_url(page), form(page, NEW, **loaded), headers=headers)

    assert "Theirs." in str(again(page).get_latest_revision().content)


def test_autosave_goes_on_in_the_editor_of_a_page_without_versions(team, person):
    page = InfoPageFactory(parent=HomePage.objects.get(), live=False, title="About", slug="about", body=text(OLD))
    client, is_autosave = person("edda"), {"accept": "application/json"}
    loaded = loaded_fields(client, edit_url(page))
    first = client.post(edit_url(page), form(page, "<p>One</p>", **loaded), headers=is_autosave).json()

    own = {"overwrite_revision_id": first["revision_id"]}
    client.post(edit_url(page), form(page, NEW, **loaded, **own), headers=is_autosave)

    assert "ships" in str(again(page).get_latest_revision().content)
    assert again(page).revisions.count() == 1


def test_older_version_does_not_replace_one_saved_since_it_was_opened(team, about, person):
    BlogSettings.objects.update(works_alone=True)
    mine = write(about, team.edda, "<p>Mine.</p>")
    address = reverse("wagtailadmin_pages:revisions_revert", args=[about.pk, mine.pk])
    client = person("edda")
    loaded = loaded_fields(client, address)
    write(about, team.ada, "<p>Theirs.</p>")

    client.post(address, form(about, "<p>Mine.</p>", **loaded, **{"action-publish": "1"}))

    assert "Mine." not in words_of(about)
    assert "Theirs." in str(again(about).get_latest_revision().content)


def test_new_page_stays_a_draft_until_another_publishes_it(team, person):
    home = HomePage.objects.get()
    address = reverse("wagtailadmin_pages:add", args=["home", "infopage", home.pk])
    new = InfoPage(title="Imprint", slug="imprint")

    person("edda").post(address, form(new, NEW, **{"action-publish": "1"}))

    page = InfoPage.objects.get(slug="imprint")
    assert not page.live
    assert "ships" in str(page.get_latest_revision().content)
    publish(page, team.ada)
    assert [version.number for version in versions(page)] == [1]


@pytest.mark.parametrize(("name", "goes_live"), [("edda", False), ("ada", True)])
def test_bulk_publication_is_one_by_who_does_it(team, about, person, name, goes_live):
    write(about, team.edda, NEW)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])

    person(name).post(f"{address}?id={about.pk}&next=/admin/", {"include_descendants": ""})

    assert ("ships" in words_of(about)) is goes_live


def test_older_words_brought_back_are_those_of_who_brings_them(team, about, person):
    mine = write(about, team.edda, "<p>Mine.</p>")
    write(about, team.ada, NEW)
    publish(about, team.root)
    address = reverse("wagtailadmin_pages:revisions_revert", args=[about.pk, mine.pk])

    for where in (edit_url(about), address):
        person("edda").post(where, form(about, "<p>Mine.</p>", **{"action-publish": "1", "revision": mine.pk}))

    assert "ships" in words_of(about)


@pytest.mark.parametrize("keep_live", [True, False])
def test_copy_takes_no_approval_and_no_version_along(team, about, person, keep_live):
    data = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": about.get_parent().pk}
    data |= {"publish_copies": "on"} if keep_live else {}

    person("edda").post(reverse("wagtailadmin_pages:copy", args=[about.pk]), data)

    copy = InfoPage.objects.filter(slug="copy").first()
    if keep_live:
        assert copy is None
    else:
        assert not copy.live
        assert copy.uuid != about.uuid
        assert copy.get_latest_revision_as_object().uuid == copy.uuid
        assert versions(copy) == []


def test_page_cannot_be_an_alias(team, about, person):
    with pytest.raises(ValidationError):
        about.create_alias(update_slug="alias")

    data = {"new_title": "A", "new_slug": "alias", "new_parent_page": about.get_parent().pk, "alias": "on"}
    person("root").post(reverse("wagtailadmin_pages:copy", args=[about.pk]), data)
    assert not Page.objects.filter(slug="alias").exists()


def test_alias_of_an_earlier_release_follows_its_original(team, about):
    alias = InfoPageFactory(parent=HomePage.objects.get(), live=False, title="About", slug="alias", body=text(OLD))
    InfoPage.objects.filter(pk=alias.pk).update(alias_of=about, live=True)
    write(about, team.edda, NEW)

    publish(about, team.ada)

    assert "ships" in words_of(alias)
    assert versions(alias)[-1].text == versions(about)[-1].text


def test_review_of_a_page_is_an_approval_of_its_text(team, about, person):
    write(about, team.edda, NEW)
    about.get_workflow().start(again(about), team.edda)
    dialog = reverse(
        "wagtailadmin_pages:workflow_action",
        args=[about.pk, "approve", again(about).current_workflow_task_state.pk],
    )

    with pytest.raises(ValidationError, match="You wrote part of this text"):
        decide(about, team.edda)
    shown = person("rita").get(dialog, headers={"x-requested-with": "XMLHttpRequest"}).json()["html"]
    decide(about, team.rita)

    assert "edda" in shown
    assert "ships" in words_of(about)
    [approval] = Approval.objects.filter(post_uuid=about.uuid, ended_at=None)
    assert (approval.user, versions(about)[-1].record["review"]["roles"]) == (team.rita, ["Reviewers"])


def test_rejected_page_has_no_approval(team, about):
    write(about, team.edda, NEW)
    about.get_workflow().start(again(about), team.edda)

    decide(about, team.rita, "reject", comment="Which ships?")

    with pytest.raises(NotApproved):
        publish(about, team.edda)


def test_file_of_a_live_page_is_not_replaced(team, about):
    picture = make_picture()
    block = {"image": {"image": picture.pk, "alt_text": "A ship", "decorative": False}, "caption": ""}
    newest = again(about).get_latest_revision_as_object()
    newest.body = [("image", InfoPage._meta.get_field("body").stream_block.child_blocks["image"].to_python(block))]
    newest.save_revision(user=team.edda)
    publish(about, team.ada)
    picture = BlogImage.objects.get(pk=picture.pk)
    picture.file = ContentFile(saved(drawn(mark="blue"), "PNG"), name="other.png")

    with pytest.raises(ReplacementRefused):
        picture.save()


@pytest.mark.database("sqlite", "postgresql")
def test_one_who_works_alone_publishes_at_once_and_it_is_recorded(team, page):
    BlogSettings.objects.update(works_alone=True)
    write(page, team.edda, NEW)

    publish(page, team.edda)

    newest = versions(page)[-1]
    assert (newest.text, newest.record["review"]) == ("We write about **ships**.\n", None)
    assert Approval.objects.get(post_uuid=page.uuid, ended_at=None).kind == "alone"


def test_words_may_not_be_published_without_the_permission(team, about):
    write(about, team.edda, NEW)

    with pytest.raises(PermissionDenied):
        publish(about, team.wanda)


def test_every_page_beside_the_posts_is_guarded():
    assert set(published_text_models()) == {HomePage, InfoPage, BlogIndexPage}


def test_update_records_who_wrote_the_drafts_that_it_finds(team, about):
    write(about, team.edda, NEW)
    blog = BlogIndexPage.objects.get()
    new = InfoPageFactory(parent=HomePage.objects.get(), live=False, title="New", body=text(OLD))
    new.save_revision(user=team.ada)
    DraftWriter.objects.all().delete()

    import_module("blog.review.migrations.0010_writers_of_pages").record_writers(apps, None)

    assert set(DraftWriter.objects.values_list("page", "user__username")) == {(about.pk, "edda"), (new.pk, "ada")}
    assert not blog.has_unpublished_changes
    with pytest.raises(NotApproved):
        publish(about, team.edda)


def test_demo_is_added_and_removed_where_a_second_approver_is_needed(team):
    call_command("load_demo", verbosity=0)
    shown = HomePage.objects.get().introduction

    remove_demo(team.site)

    assert shown
    assert HomePage.objects.get().introduction == ""


def test_writer_of_a_page_sees_its_draft_on_the_desk(team, about):
    write(about, team.edda, NEW)

    lists = work_lists_for(team.edda)

    assert [page.pk for page in lists.own_drafts.unpublished] == [about.pk]
