"""Pictures and files that are deleted under a post: the page stays decent, the draft keeps everything else."""

import json

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.urls import reverse

from blog.body.canonical import stored_blocks
from blog.models import BlogDocument, PostPage
from tests.blog.admin.conftest import edit_url, errors_of, make_picture, post_data
from tests.blog.media_files import tone
from tests.factories import PostPageFactory

pytestmark = pytest.mark.database("sqlite")


@pytest.fixture
def sound(db):
    return BlogDocument.objects.create(title="Tone", file=ContentFile(tone(), name="tone.wav"))


def image_block(picture, **value):
    chosen = {"image": picture.pk, "alt_text": "A lighthouse at dusk", "decorative": False}
    empty = {"image": chosen, "caption": "", "credit": "", "width": "text", "link": ""}
    return {"type": "image", "id": "b1", "value": empty | value}


def audio_block(document):
    return {"type": "audio", "id": "b2", "value": {"file": document.pk, "title": "The tone", "caption": "Steady."}}


def embed_block(picture):
    value = {"url": "https://vimeo.com/76979871", "title": "A film", "caption": "", "poster": picture.pk}
    return {"type": "embed", "id": "b3", "value": value}


def prose(html):
    return {"type": "text", "id": "b4", "value": html}


def page_of(client):
    response = client.get("/blog/a-post/")
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser").select_one(".post__body")


def post_with(blog, *blocks):
    post = PostPageFactory(parent=blog, title="A post", slug="a-post", body=list(blocks))
    post.save_revision()
    return post


def form_of(client, post):
    """What the blocks of the editor's form hold, as it is opened."""
    response = client.get(edit_url(post))
    assert response.status_code == 200
    form = response.context["form"]
    return form.fields["body"].block.get_form_state(form.initial["body"])


def sent(post, *blocks, **fields):
    """The form of the post with these blocks as (kind, value), as a browser sends it."""
    return post_data(title="A post", slug="a-post", body=blocks, **fields)


def emptied_image(**value):
    return ("image", {"image": {"image": "", "alt_text": "A lighthouse at dusk"}, "width": "text"} | value)


def test_page_under_a_deleted_picture_keeps_its_caption_and_shows_nothing_broken(client, blog, picture):
    post_with(blog, image_block(picture, caption="<p>From the <b>sea</b></p>", credit="A. Example"))

    picture.delete()

    page = page_of(client)
    assert page.select("img") == []
    assert page.select_one("figcaption").get_text(" ", strip=True) == "From the sea A. Example"


def test_page_under_a_deleted_picture_without_a_caption_shows_nothing(client, blog, picture):
    post_with(blog, prose("<p>Words</p>"), image_block(picture))

    picture.delete()

    assert page_of(client).select("figure, img") == []


def test_page_under_a_deleted_poster_keeps_its_link(client, blog, picture):
    post_with(blog, embed_block(picture))

    picture.delete()

    page = page_of(client)
    assert page.select("img") == []
    assert page.select_one("a")["href"] == "https://vimeo.com/76979871"


def test_page_under_a_deleted_document_keeps_the_words_of_its_link(client, blog, sound):
    post_with(blog, prose(f'<p>Hear <a linktype="document" id="{sound.pk}">the tone</a>.</p>'))

    sound.delete()

    page = page_of(client)
    assert page.select_one("p").get_text() == "Hear the tone."
    assert [link.get("href") for link in page.select("a[href]")] == []


def test_editor_opens_a_post_under_a_deleted_picture_with_all_its_words(owner, blog, picture):
    post = post_with(blog, image_block(picture, caption="<p>From the sea</p>", credit="A. Example"))
    picture.delete()

    (block,) = form_of(owner, post)

    assert block["value"]["image"] == {"image": None, "alt_text": "A lighthouse at dusk", "decorative": False}
    assert block["value"]["credit"] == "A. Example"


def test_draft_under_a_deleted_picture_is_saved_with_all_its_words(owner, blog, picture):
    post = post_with(blog, image_block(picture, credit="A. Example"))
    picture.delete()

    owner.post(edit_url(post), sent(post, emptied_image(credit="A. Example")))

    draft = PostPage.objects.get(pk=post.pk).get_latest_revision_as_object()
    stored = draft.body.get_prep_value()[0]["value"]
    assert stored["image"] == {"alt_text": "A lighthouse at dusk", "decorative": False}
    assert stored["credit"] == "A. Example"


def test_publishing_over_a_deleted_picture_says_what_to_do(owner, blog, picture):
    post = post_with(blog, image_block(picture))
    picture.delete()

    response = owner.post(edit_url(post), sent(post, emptied_image(), **{"action-publish": "1"}))

    said = json.dumps(errors_of(response)["body"].as_data()[0].as_json_data())
    assert "The picture is missing or was deleted. Choose a picture, or remove this block." in said
    assert "A lighthouse at dusk" in response.content.decode()


def test_publishing_over_a_deleted_sound_says_what_to_do(owner, blog, sound):
    post = post_with(blog, audio_block(sound))
    sound.delete()
    words = ("audio", {"file": "", "title": "The tone", "caption": "Steady."})

    response = owner.post(edit_url(post), sent(post, words, **{"action-publish": "1"}))

    said = json.dumps(errors_of(response)["body"].as_data()[0].as_json_data())
    assert "The file is missing or was deleted. Choose a file, or remove this block." in said

    owner.post(edit_url(post), sent(post, words))

    draft = PostPage.objects.get(pk=post.pk).get_latest_revision_as_object()
    value = draft.body.get_prep_value()[0]["value"]
    assert value.pop("file", None) is None
    assert value == {"title": "The tone", "caption": "Steady."}


def test_document_of_another_kind_is_refused_in_words(owner, blog, sound):
    post = post_with(blog, audio_block(sound))
    film = ("video", {"file": str(sound.pk), "title": "The tone"})

    response = owner.post(edit_url(post), sent(post, film, **{"action-publish": "1"}))

    said = json.dumps(errors_of(response)["body"].as_data()[0].as_json_data(), ensure_ascii=False)
    assert "“Tone” cannot be used here. Choose a file with the extension .mp4, .ogv, .webm." in said


def posts_named(client, address):
    page = BeautifulSoup(client.get(address).content, "html.parser")
    return [link.get_text() for link in page.select("main ul a[href*='/pages/']")], page.get_text(" ", strip=True)


def test_posts_of_a_picture_are_named_before_it_is_deleted(owner, blog, picture):
    PostPageFactory(parent=blog, title="Cover", cover=picture)
    shown = post_with(blog, image_block(picture))
    shown.title = "Newer title"
    shown.save_revision()
    drafted = PostPageFactory(parent=blog, title="Only a draft", live=False)
    drafted.body = json.dumps([{"type": "quote", "value": {"content": [embed_block(picture)]}}])
    drafted.save_revision()
    PostPageFactory(parent=blog, title="Another", cover=make_picture("other.png"))

    named, words = posts_named(owner, reverse("wagtailimages:delete", args=[picture.pk]))

    assert sorted(named) == ["Cover", "Newer title", "Only a draft"]
    assert "3 posts use this file. It will be removed from them; their text stays." in words
    assert "Are you sure you want to delete this image?" in words


def test_posts_of_a_document_are_named_before_it_is_deleted(owner, blog, sound):
    post_with(blog, audio_block(sound))
    linking = PostPageFactory(parent=blog, title="Only linked in a draft", live=False)
    linking.body = json.dumps([prose(f'<p><a linktype="document" id="{sound.pk}">the tone</a></p>')])
    linking.save_revision()

    named, _words = posts_named(owner, reverse("wagtaildocs:delete", args=[sound.pk]))

    assert sorted(named) == ["A post", "Only linked in a draft"]


def test_picture_that_no_post_uses_says_so_before_it_is_deleted(owner, blog, picture):
    named, words = posts_named(owner, reverse("wagtailimages:delete", args=[picture.pk]))

    assert named == []
    assert "No published post or draft uses this file." in words


def test_posts_are_named_before_several_pictures_are_deleted(owner, blog, picture):
    post_with(blog, image_block(picture))
    address = reverse("wagtail_bulk_action", args=("blog", "blogimage", "delete"))

    named, _words = posts_named(owner, f"{address}?id={picture.pk}&id={make_picture('other.png').pk}")

    assert named == ["A post"]


def test_same_picture_uploaded_again_offers_the_one_that_is_there(owner, blog, picture):
    picture.file.open()
    again = ContentFile(picture.file.read(), name="copy.png")
    values = {f"image-chooser-upload-{name}": value for name, value in {"title": "Copy", "file": again}.items()}

    answer = owner.post(reverse("wagtailimages_chooser:create"), values).json()

    assert answer["step"] == "duplicate_found"
    assert "lighthouse.png" in answer["htmlFragment"]


def test_alt_text_is_proposed_from_the_description_and_never_from_a_file_name(owner, blog, picture):
    chosen = reverse("wagtailimages_chooser:chosen", args=[picture.pk])
    assert owner.get(chosen).json()["result"]["default_alt_text"] == ""

    picture.description = "A lighthouse at dusk"
    picture.save()

    assert owner.get(chosen).json()["result"]["default_alt_text"] == "A lighthouse at dusk"


def test_number_names_only_what_was_deleted(picture):
    gone = picture.pk + 1
    text = f"![a](image:{picture.pk})\n\n![b](image:{gone})\n"

    blocks, _notes = stored_blocks(text)

    assert [block["value"]["image"]["image"] for block in blocks] == [None, gone]
