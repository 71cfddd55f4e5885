import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from blog.models import BlogDocument, BlogSettings
from blog.review.approval.approvals import record_trusted_approval
from blog.review.exceptions import ReplacementRefused
from blog.review.models import Approval
from tests.blog.admin.conftest import make_picture
from tests.blog.review.people import draft
from tests.journeys.content import picture_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture(team):
    """A picture that a live post shows as its cover."""
    picture = make_picture()
    post = draft(team, team.wanda, cover=picture, cover_alt="A lighthouse")
    record_trusted_approval(post, kind=Approval.Kind.IMPORT)
    post.get_latest_revision().publish()
    return picture


def test_picture_of_a_live_post_keeps_its_file(picture):
    picture.file = picture_file()

    with pytest.raises(ReplacementRefused, match="Upload the new file as another one"):
        picture.save()


def test_its_name_can_be_changed(picture):
    picture.title = "Lighthouse at night"
    picture.save()


@pytest.mark.parametrize(("name", "shown"), [("wanda", ""), ("edda", "By Ada")])
def test_credit_below_a_live_cover_is_changed_by_who_may_publish(team, picture, client, name, shown):
    picture.uploaded_by_user = getattr(team, name)
    picture.save()
    client.force_login(getattr(team, name))

    client.post(reverse("wagtailimages:edit", args=[picture.pk]), {"title": "Other", "credit": "By Ada", "tags": ""})

    picture.refresh_from_db()
    assert picture.credit == shown


def test_picture_that_no_live_post_shows_may_get_another_file(team):
    picture = make_picture()
    draft(team, team.wanda, cover=picture)
    picture.file = picture_file()

    picture.save()


def test_one_who_works_alone_may_replace_it(picture):
    BlogSettings.objects.update(works_alone=True)
    picture.file = ContentFile(picture_file().read(), name="other.png")

    picture.save()


def test_form_says_so_in_words(team, picture, client):
    client.force_login(team.edda)
    address = reverse("wagtailimages:edit", args=[picture.pk])

    response = client.post(
        address, {"title": "Other", "description": "", "file": picture_file(), "tags": ""}, follow=True
    )

    assert any("Upload the new file as another one" in str(message) for message in response.context["messages"])


@pytest.fixture
def document(team):
    return BlogDocument.objects.create(title="Terms", file=ContentFile(b"Approved", name="terms.txt"))


def make_live(team, block):
    post = draft(team, team.wanda)
    post.body = [block]
    post.save_revision()
    record_trusted_approval(post, kind=Approval.Kind.IMPORT)
    post.get_latest_revision().publish()


def replace_file(client, user, document):
    client.force_login(user)
    file = ContentFile(b"Nobody approved this", name="other.txt")
    client.post(reverse("wagtaildocs:edit", args=[document.pk]), {"title": "Terms", "tags": "", "file": file})


def content_of(document):
    document.refresh_from_db()
    return document.file.open().read()


NOTE = '<p>See <span data-footnote="a" data-text="[them]({key})">*</span></p>'


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("text", '<p><a linktype="document" id="{pk}">Terms</a></p>'),
        ("text", NOTE),
        ("markdown", "[Terms]({key})"),
        ("markdown", "[Terms]({capitals})"),
        ("markdown", "[Terms]({entities})"),
    ],
    ids=["prose", "footnote", "Markdown", "capitals", "entities"],
)
def test_document_of_a_live_post_keeps_its_file_wherever_it_is_named(team, document, client, kind, value):
    key = f"document:{document.uuid}"
    for name, words in {
        "{pk}": str(document.pk),
        "{key}": key,
        "{capitals}": key.upper(),
        "{entities}": key.replace("-", "&#45;"),
    }.items():
        value = value.replace(name, words)
    make_live(team, {"type": kind, "value": value})

    replace_file(client, team.edda, document)

    assert content_of(document) == b"Approved"


def test_file_that_is_replaced_goes_when_the_new_one_is_stored(
    team, document, client, django_capture_on_commit_callbacks
):
    old, storage = document.file.name, document.file.storage

    with django_capture_on_commit_callbacks(execute=True):
        replace_file(client, team.edda, document)

    assert content_of(document) == b"Nobody approved this"
    assert not storage.exists(old)


def test_picture_that_is_replaced_is_drawn_anew(team, client, django_capture_on_commit_callbacks):
    picture = make_picture()
    old, storage = picture.file.name, picture.file.storage
    drawn = picture.get_rendition("width-10")
    client.force_login(team.edda)

    with django_capture_on_commit_callbacks(execute=True):
        client.post(
            reverse("wagtailimages:edit", args=[picture.pk]), {"title": "Other", "file": picture_file(), "tags": ""}
        )

    assert not type(drawn).objects.filter(pk=drawn.pk).exists()
    assert not storage.exists(old)


@pytest.mark.parametrize(("name", "shown"), [("wanda", "Terms"), ("edda", "Other")])
def test_title_of_a_document_in_a_live_post_is_changed_by_who_may_publish(team, document, client, name, shown):
    make_live(team, {"type": "text", "value": f'<p><a linktype="document" id="{document.pk}">Terms</a></p>'})
    BlogDocument.objects.update(uploaded_by_user=getattr(team, name))
    client.force_login(getattr(team, name))

    client.post(reverse("wagtaildocs:edit", args=[document.pk]), {"title": "Other", "tags": ""})

    document.refresh_from_db()
    assert document.title == shown
