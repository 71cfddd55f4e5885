import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.core.management import call_command
from wagtail.images import get_image_model
from wagtail.models import Page

from blog.blocks.body import PostBodyBlock
from blog.history.models import PublishedVersion
from blog.models import Author, BlogDocument, BlogIndexPage, PostAuthor, PostPage, PublicPost, Topic
from blog.suggestions.deciding import parts_of
from blog.suggestions.models import Suggestion
from home.models import DemoItem, SiteSettings
from tests.factories import PostPageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database("sqlite")]


@pytest.fixture(scope="module")
def demo(module_db):
    """The demo, which takes longer to write than all tests of it."""
    User.objects.create_superuser("admin")
    call_command("create_groups")
    call_command("load_demo", address="http://testserver")


def test_demo_has_posts_in_every_state(demo):
    published = PublicPost.objects.readable().count()
    states = {
        "scheduled": PostPage.objects.filter(live=False, go_live_at__isnull=False).count(),
        "in review": sum(1 for post in PostPage.objects.filter(live=False) if post.current_workflow_state),
        "all": PostPage.objects.count(),
    }

    assert published >= 12
    assert states == {"scheduled": 1, "in review": 1, "all": published + 3}


def test_demo_uses_every_kind_of_block_and_no_words_are_lost(demo):
    kinds = {block.block_type for post in PostPage.objects.all() for block in post.body}
    lists = [block.value for post in PostPage.objects.all() for block in post.body if block.block_type == "list"]

    assert kinds == set(PostBodyBlock().child_blocks)
    assert all(item["content"] for value in lists for item in value["items"])


def test_demo_shows_what_became_of_a_post(client, demo):
    post = PostPage.objects.get(slug="an-average-of-averages")
    kinds = [version.record["change"] and version.record["change"]["kind"] for version in versions_of(post)]
    page = client.get(post.url).content.decode()
    history = client.get(f"{post.url}history/").content.decode()

    assert kinds == [None, "typo", "information", "correction"]
    assert "divided by three, and showed 333." in page
    assert "The dashboard showed 300 milliseconds" in page
    assert "Ines Marlow" in history
    assert sorted(Suggestion.objects.values_list("state", flat=True)) == ["accepted", "declined", "held", "open"]
    waiting = Suggestion.objects.get(state="open")
    assert [part.words for part in parts_of(waiting, post)] == [waiting.edits] != [{}]
    call_command("verify_history")


def versions_of(post):
    return PublishedVersion.objects.filter(post_uuid=post.uuid).order_by("number")


def test_film_sound_and_captions_of_the_demo_are_served(client, demo):
    documents = [*BlogDocument.objects.order_by("title")]

    assert [client.get(document.url)["Content-Type"] for document in documents] == [
        "text/vtt", "video/webm", "audio/wav",
    ]  # fmt: skip


def test_loading_again_changes_nothing(demo):
    before = DemoItem.objects.count()

    call_command("load_demo", address="http://testserver")

    assert DemoItem.objects.count() == before


def test_strip_is_shown_on_this_machine_only(client, demo):
    here = BeautifulSoup(client.get("/").content, "html.parser")
    elsewhere = BeautifulSoup(client.get("/", REMOTE_ADDR="203.0.113.9").content, "html.parser")

    assert here.find(class_="demo-strip")
    assert elsewhere.find(class_="demo-strip") is None


def test_strip_is_not_shown_on_a_server(client, demo, settings):
    settings.IS_LOCAL_TRIAL = False

    assert BeautifulSoup(client.get("/").content, "html.parser").find(class_="demo-strip") is None


@pytest.mark.database("sqlite", "postgresql")
def test_starting_an_own_blog_removes_the_demo_and_nothing_else(admin_client, demo):
    blog = BlogIndexPage.objects.get()
    author, topic = Author.objects.order_by("name").first(), Topic.objects.order_by("name").first()
    mine = PostPageFactory(parent=blog, title="Mine", topic=topic, authors=[author, Author.objects.create(name="Me")])

    response = admin_client.post("/admin/start-my-own-blog/", follow=True)

    assert list(PostPage.objects.values_list("title", flat=True)) == ["Mine"]
    assert PostAuthor.objects.filter(page=mine).count() == 2
    assert PostPage.objects.get().topic == topic
    assert set(Author.objects.values_list("name", flat=True)) == {author.name, "Me"}
    assert get_image_model().objects.count() == 0
    assert BlogDocument.objects.count() == 0
    assert not DemoItem.objects.exists()
    assert author.name in response.content.decode()
    assert SiteSettings.objects.get().tagline == ""


def test_sound_that_another_post_uses_stays_when_the_demo_goes(admin_client, demo):
    sound = BlogDocument.objects.get(title="Two nights.wav")
    value = {"file": sound.pk, "title": "", "caption": ""}
    PostPageFactory(parent=BlogIndexPage.objects.get(), title="Mine", body=[{"type": "audio", "value": value}])

    admin_client.post("/admin/start-my-own-blog/")

    assert list(BlogDocument.objects.all()) == [sound]


def test_words_that_somebody_changed_stay_when_the_demo_goes(admin_client, demo):
    settings = SiteSettings.objects.get()
    settings.tagline = "My words"
    settings.save()

    admin_client.post("/admin/start-my-own-blog/")

    assert SiteSettings.objects.get().tagline == "My words"


def test_page_that_somebody_wrote_below_a_demo_page_keeps_both(admin_client, demo):
    about = Page.objects.get(slug="about")
    about.specific.add_child(instance=type(about.specific)(title="Mine", slug="mine"))

    admin_client.post("/admin/start-my-own-blog/")

    assert set(Page.objects.filter(slug__in=["about", "mine"]).values_list("slug", flat=True)) == {"about", "mine"}


def test_only_a_superuser_may_remove_the_demo(client, demo, django_user_model):
    client.force_login(django_user_model.objects.create_user("visitor"))

    client.post("/admin/start-my-own-blog/")

    assert DemoItem.objects.exists()


def test_asking_removes_nothing(admin_client, demo):
    admin_client.get("/admin/start-my-own-blog/")

    assert DemoItem.objects.exists()


def test_first_page_removes_the_demo_where_that_is_chosen(client, demo):
    client.force_login(User.objects.get(username="admin"))
    answers = {"name": "Mine", "language": "en", "time_zone": "UTC", "accent": "#224488", "licence": "cc0-1.0"}

    client.post("/admin/first-run/", {**answers, "company": "alone", "demo": "remove"})

    assert not DemoItem.objects.exists()
    assert not PostPage.objects.exists()
    settings = SiteSettings.objects.get()
    assert (settings.name, settings.tagline, settings.is_fresh) == ("Mine", "", False)
