"""The same folder once more: nothing twice, and nothing over an editor's work."""

import pytest
from django.core.management import CommandError
from wagtail.contrib.redirects.models import Redirect

from blog.exchange import writer
from blog.exchange.import_items import ImportItem
from blog.exchange.models import ImportedSource
from blog.models import BlogImage, BlogSettings, PostPage, PublicPost
from blog.publishing.trash import move_to_trash
from tests.factories import text
from tests.imports import dated, findings, the_post


def counts(report):
    return {outcome: number for outcome, number in report["posts"].items() if number}


def test_second_run_brings_nothing_new(run, folder, png):
    posts = folder({"a.md": dated("A", "![x](x.png)", redirect_from="/a", tags="[t]", author="Ada"), "x.png": png()})
    run(posts)
    before = the_post().latest_revision_id

    report = run(posts)

    assert counts(report) == {"unchanged": 1}
    assert (the_post().latest_revision_id, BlogImage.objects.count(), Redirect.objects.count()) == (before, 1, 1)


def test_post_keeps_its_date_when_the_time_zone_of_the_blog_changes(run, folder, blog):
    posts = folder(
        {
            "2024-05-06-a.md": "---\ntitle: A\n---\nText",
            "b.md": "---\ntitle: B\ndate: 2024-05-06T12:00:00+02:00\n---\nText",
        }
    )
    run(posts)
    before = dict(PostPage.objects.values_list("title", "published_on"))
    BlogSettings.objects.update_or_create(site=blog.get_site(), defaults={"time_zone": "Asia/Tokyo"})

    assert counts(run(posts)) == {"unchanged": 2}
    assert dict(PostPage.objects.values_list("title", "published_on")) == before


def test_source_whose_hash_held_the_date_in_the_zone_of_the_blog_is_unchanged(run, folder, monkeypatch):
    posts = folder({"a.md": "---\ntitle: A\ndate: 2024-05-06T12:00:00+09:00\n---\nText"})
    with monkeypatch.context() as older:
        older.setattr(
            ImportItem,
            "digest",
            lambda item, pages, date=None, made=ImportItem.digest: made(item, pages, date=item.post.date),
        )
        run(posts)

    assert counts(run(posts)) == {"unchanged": 1}


def test_changed_source_becomes_a_new_published_revision(run, folder):
    run(folder({"a.md": dated("A")}))
    first = the_post()

    report = run(folder({"a.md": dated("A new", "New words.", tags="[t]")}))

    post = the_post()
    assert counts(report) == {"changed": 1}
    assert (post.pk, post.slug, post.title, post.live) == (first.pk, first.slug, "A new", True)
    assert post.live_revision_id == post.latest_revision_id != first.latest_revision_id
    assert str(post.body[0].value.source) == "<p>New words.</p>"
    assert set(post.tags.names()) == {"t"}
    assert PublicPost.objects.get().title == "A new"


# Blocks with fields that an import leaves empty.
FULL = (
    "- [x] done\n- [ ] to do", "1. one\n\n   more\n2. two", "> [!NOTE]\n> Mind.", "```python\nx = 1\n```", "$$\nx\n$$",
    "| a | b |\n|---|--:|\n| 1 | 2 |", "> Said.", "![x](x.png)", "---",
    "Text.[^1]\n\n[^1]: Note.", "<custom-chart>1</custom-chart>", "https://example.org/",
    "<details><summary>S</summary>\n\nHidden.\n\n</details>",
)  # fmt: skip


@pytest.mark.parametrize("block", FULL)
def test_post_that_nobody_edited_is_not_taken_for_edited(run, folder, png, block):
    files = {"a.md": dated("A", block), "x.png": png()}
    run(folder(files))

    report = run(folder({**files, "a.md": dated("A", f"{block}\n\nOne more.")}))

    assert counts(report) == {"changed": 1}


def test_newer_reader_writes_unedited_posts_anew(run, folder, monkeypatch):
    posts = folder({"a.md": dated("A")})
    run(posts)
    monkeypatch.setattr(writer, "READER_VERSION", writer.READER_VERSION + 1)

    assert counts(run(posts)) == {"changed": 1}
    assert counts(run(posts)) == {"unchanged": 1}


def test_post_in_the_trash_is_left_there_and_named(run, folder):
    run(folder({"a.md": dated("A")}))
    move_to_trash(the_post())

    report = run(folder({"a.md": dated("A new")}))

    assert counts(report) == {"edited": 1}
    assert [finding["construct"] for finding in report["findings"]] == ["trash"]
    assert (the_post().title, the_post().is_trashed) == ("A", True)


@pytest.mark.parametrize("publish", [True, False])
def test_edited_post_is_left_and_named(run, folder, publish):
    run(folder({"a.md": dated("A")}))
    post = the_post()
    post.body = text("<p>An editor's words.</p>")
    revision = post.save_revision()
    if publish:
        revision.publish()

    report = run(folder({"a.md": dated("A", "New words.")}))

    assert counts(report) == {"edited": 1}
    assert the_post().latest_revision_id == revision.pk
    assert findings(report, "edited")[0][0] == "a.md"


def test_saving_without_a_change_is_no_edit(run, folder):
    run(folder({"a.md": dated("A", "One\n\n- two\n- three", tags="[t]", author="Ada")}))
    the_post().get_latest_revision_as_object().save_revision().publish()

    assert counts(run(folder({"a.md": dated("A", "New words.")}))) == {"changed": 1}


def test_withdrawn_post_stays_withdrawn(run, folder):
    run(folder({"a.md": dated("A")}))
    the_post().unpublish()

    report = run(folder({"a.md": dated("A", "New words.")}))

    assert counts(report) == {"changed": 1}
    assert not the_post().live
    assert str(the_post().get_latest_revision_as_object().body[0].value.source) == "<p>New words.</p>"


def test_draft_that_is_finished_at_the_source_is_published(run, folder):
    run(folder({"a.md": dated("A", draft="true")}))

    run(folder({"a.md": dated("A")}))

    assert the_post().live


def test_deleted_post_comes_in_again(run, folder):
    posts = folder({"a.md": dated("A")})
    run(posts)
    the_post().delete()

    assert counts(run(posts)) == {"new": 1}


def test_pictures_are_not_lost_when_their_folder_is_not_given_again(run, folder, tmp_path, png):
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "x.png").write_bytes(png())
    posts = folder({"a.md": dated("A", "![x](/img/x.png)")})
    run(posts, "--images", str(tmp_path / "images"))

    report = run(posts)

    assert counts(report) == {"edited": 1}
    assert the_post().body[0].block_type == "image"


def test_pictures_that_were_missing_come_in_when_they_are_there(run, folder, tmp_path, png):
    posts = folder({"a.md": dated("A", "![x](/img/x.png)")})
    run(posts)
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "x.png").write_bytes(png())

    report = run(posts, "--images", str(tmp_path / "images"))

    assert counts(report) == {"changed": 1}
    assert the_post().body[0].block_type == "image"


def test_two_sources_may_have_files_of_one_name(run, folder):
    posts = folder({"a.md": dated("A")})
    run(posts, "--source", "one")

    assert counts(run(posts, "--source", "two")) == {"new": 1}
    assert set(PostPage.objects.values_list("slug", flat=True)) == {"a", "a-2"}


def test_dry_run_writes_nothing_and_says_the_same(run, folder, png):
    files = {
        "a.md": dated("A", "![x](x.png) \n\n![y](y.svg)\n\n[b](b.md)", redirect_from="/a", author="Ada", tags="[t]"),
        "b.md": dated("B", "[a](a.md)"),
        "x.png": png(),
        "y.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
        "bad.md": "---\na: [\n---\n",
    }
    posts = folder(files)

    dry = run(posts, "--dry-run")

    assert not PostPage.objects.exists()
    assert not BlogImage.objects.exists()
    assert not Redirect.objects.exists()
    assert not ImportedSource.objects.exists()
    assert {**dry, "dry_run": False} == run(posts)


def test_stopped_run_leaves_whole_posts_and_goes_on(run, folder, monkeypatch):
    posts = folder({"a.md": dated("A", "[b](b.md)"), "b.md": dated("B", "[a](a.md)"), "c.md": dated("C")})
    create = writer.Writer.create

    def stop_at_c(self, post, *args, **kwargs):
        if post.title == "C":
            raise KeyboardInterrupt
        return create(self, post, *args, **kwargs)

    monkeypatch.setattr(writer.Writer, "create", stop_at_c)
    with pytest.raises(CommandError, match="Run the same command again"):
        run(posts)
    assert dict(PostPage.objects.values_list("title", "live")) == {"A": False, "B": True}

    monkeypatch.setattr(writer.Writer, "create", create)
    report = run(posts)

    assert counts(report) == {"new": 1, "changed": 1, "unchanged": 1}
    assert dict(PostPage.objects.values_list("title", "live")) == {"A": True, "B": True, "C": True}
