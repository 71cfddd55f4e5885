"""The posts of three real blogs, as their repositories keep them beside this project."""

from pathlib import Path

import pytest
from django.conf import settings

from blog.models import PostPage, PublicPost

DATA = Path(settings.BASE_DIR).parent / "shared" / "data"
pytestmark = [pytest.mark.real_posts, pytest.mark.database("sqlite")]


def test_homebrews_posts_come_in_whole_and_once(run):
    options = [
        "--images",
        str(DATA / "brew.sh"),
        "--permalink",
        "/:year/:month/:day/:title/",
        "--base-url",
        "https://brew.sh",
    ]
    report = run(DATA / "brew.sh" / "_posts", *options)

    assert (report["posts"]["new"], report["posts"]["failed"], PublicPost.objects.count()) == (45, 0, 45)
    assert report["words"]["share"] < 0.001
    assert report["images"] == {"in": 22}
    assert run(DATA / "brew.sh" / "_posts", *options)["posts"]["unchanged"] == 45


@pytest.mark.long
@pytest.mark.parametrize(
    ("folder", "count", "share"), [("eslint.org/src/content/blog", 476, 0.001), ("inside-rust", 362, 0.001)]
)
def test_every_post_of_the_large_blogs_comes_in(run, folder, count, share):
    report = run(DATA / folder, "--permalink", "/blog/:year/:month/:title/")

    assert (report["posts"]["new"], report["posts"]["failed"], PostPage.objects.live().count()) == (count, 0, count)
    assert report["words"]["share"] < share


@pytest.mark.long
@pytest.mark.database("sqlite")
@pytest.mark.parametrize(
    ("folder", "count", "share"), [("eslint.org/src/content/blog", 476, 0.001), ("inside-rust", 362, 0.001)]
)
def test_dry_run_reads_every_post_of_the_large_blogs(run, folder, count, share):
    report = run(DATA / folder, "--dry-run")

    assert (report["posts"]["new"], report["posts"]["failed"]) == (count, 0)
    assert report["words"]["share"] < share
