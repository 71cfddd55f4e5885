from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from blog.models import BlogSettings, PostPage, PublicCount, PublicPost, PublicPostAuthor, PublicPostTag
from blog.public_index.sync import remove_hidden, sync_below
from blog.scheduling.worker_status import record_heartbeat
from tests.factories import AuthorFactory, PostPageFactory, TopicFactory, restrict

pytestmark = pytest.mark.django_db


def counts():
    return {(row.kind, row.key): row.posts for row in PublicCount.objects.all()}


def slugs():
    return set(PublicPost.objects.readable().values_list("slug", flat=True))


def test_first_post_of_a_new_site_is_counted_once(blog):
    BlogSettings.objects.all().delete()

    PostPageFactory(parent=blog)

    assert set(counts().values()) == {1}


def test_saving_a_post_again_changes_no_count(blog):
    post = PostPageFactory(parent=blog, tags=["a"], authors=[AuthorFactory()])
    before = counts()

    post.save()

    assert counts() == before


def test_post_that_changes_topic_moves_between_the_counts(blog):
    first, second = TopicFactory(), TopicFactory()
    post = PostPageFactory(parent=blog, topic=first)

    post.topic = second
    post.save_revision().publish()

    assert ("topic", first.pk) not in counts()
    assert counts()["topic", second.pk] == 1


def test_deleting_a_post_takes_it_out_of_table_and_counts(blog):
    PostPageFactory(parent=blog, slug="stays", tags=["a"])
    post = PostPageFactory(parent=blog, slug="goes", tags=["a", "b"])

    post.delete()

    assert slugs() == {"stays"}
    assert set(counts().values()) == {1}


def test_deleting_a_blog_deletes_its_rows_and_counts(blog):
    PostPageFactory(parent=blog, tags=["a"])

    blog.delete()

    assert (PublicPost.objects.count(), PublicCount.objects.count()) == (0, 0)


def test_deleting_a_topic_leaves_its_posts_readable(blog):
    topic = TopicFactory()
    PostPageFactory(parent=blog, slug="kept", topic=topic)

    topic.delete()

    assert slugs() == {"kept"}
    assert PostPage.objects.get(slug="kept").topic is None
    assert ("topic", topic.pk) not in counts()


def test_restriction_hides_a_section_and_lifting_it_shows_it_again(blog):
    PostPageFactory(parent=blog, slug="post")

    restriction = restrict(blog)
    hidden = slugs()
    restriction.delete()

    assert (hidden, slugs()) == (set(), {"post"})


def test_withdrawn_section_comes_back_with_its_posts(blog):
    PostPageFactory(parent=blog, slug="post")

    blog.unpublish()
    hidden = slugs()
    blog.save_revision().publish()

    assert (hidden, slugs()) == (set(), {"post"})


def test_post_disappears_at_the_moment_it_expires(blog):
    PostPageFactory(parent=blog, slug="post", expire_at=timezone.now() + timedelta(hours=1))

    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        assert slugs() == set()
        assert PublicPost.objects.count() == 1
        remove_hidden()

    assert (PublicPost.objects.count(), counts()) == (0, {})


def test_scheduled_unpublishing_removes_the_row(blog):
    PostPageFactory(parent=blog, slug="post", expire_at=timezone.now() + timedelta(hours=1))

    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        call_command("publish_scheduled")

    assert PublicPost.objects.count() == 0


def test_month_is_counted_in_the_time_zone_of_the_blog(site, blog):
    moment = datetime(2026, 3, 31, 23, 30, tzinfo=UTC)
    PostPageFactory(parent=blog, slug="late", published_on=moment)
    settings = BlogSettings.for_site(site[0])

    settings.time_zone = "Europe/Berlin"
    settings.save()

    assert counts()["month", 202604] == 1
    assert ("month", 202603) not in counts()


def test_posts_of_the_same_moment_are_ordered_by_id(blog):
    moment = timezone.now()
    posts = [PostPageFactory(parent=blog, published_on=moment) for _ in range(3)]

    ordered = PublicPost.objects.readable().newest_first().values_list("pk", flat=True)

    assert list(ordered) == [post.pk for post in reversed(posts)]


def test_post_that_is_published_again_keeps_its_place_in_the_lists_of_tags_and_authors(blog):
    post = PostPageFactory(parent=blog, tags=["one"], authors=[AuthorFactory()])
    copies = [PublicPostTag.objects.get(), PublicPostAuthor.objects.get()]

    post.title = "Other words"
    post.save_revision().publish()
    kept = [PublicPostTag.objects.get(), PublicPostAuthor.objects.get()]

    post.published_on = datetime(2026, 1, 1, tzinfo=UTC)
    post.save_revision().publish()

    assert kept == copies
    assert {PublicPostTag.objects.get().published_at, PublicPostAuthor.objects.get().published_at} == {
        post.published_on
    }


def test_keeping_a_section_that_is_right_changes_nothing(blog):
    PostPageFactory(parent=blog, tags=["a"])

    assert sync_below(blog) == 0


def test_doctor_finds_nothing_on_a_healthy_site(blog, capsys):
    record_heartbeat()
    PostPageFactory(parent=blog, tags=["a"], topic=TopicFactory(), authors=[AuthorFactory()])
    PostPageFactory(parent=blog, live=False)

    call_command("doctor")

    assert "All well" in capsys.readouterr().out


def test_doctor_names_and_repairs_a_post_that_update_hid_from_the_table(blog, capsys):
    record_heartbeat()
    post = PostPageFactory(parent=blog, title="Sly", slug="sly")
    PostPage.objects.filter(pk=post.pk).update(live=False)

    with pytest.raises(CommandError, match="1 findings"):
        call_command("doctor")
    call_command("doctor", "--repair")

    assert f"Post {post.pk} is shown to readers" in capsys.readouterr().out
    assert slugs() == set()


def test_doctor_repairs_a_wrong_count(blog):
    PostPageFactory(parent=blog)
    PublicCount.objects.filter(kind="blog").update(posts=7)

    call_command("doctor", "--repair")

    assert counts()["blog", 0] == 1


@pytest.mark.parametrize("moment", [datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, tzinfo=UTC)])
def test_stored_date_at_an_end_of_the_calendar_takes_no_list_away(site, blog, client, moment):
    post = PostPageFactory(parent=blog, title="Bad date")
    PostPage.objects.filter(pk=post.pk).update(published_on=moment)
    settings = BlogSettings.for_site(site[0])

    for settings.time_zone in ("America/New_York", "Asia/Tokyo"):
        settings.save()
        for address in ("/", "/blog/", "/blog/archive/", "/blog/feed/", post.get_url()):
            assert client.get(address).status_code == 200, address
