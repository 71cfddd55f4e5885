"""Whatever is wrong with one file is said of this file, and the others come in."""

import os

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from blog.models import BlogIndexPage, PostPage
from tests.factories import BlogIndexPageFactory
from tests.imports import dated, findings, the_post


@pytest.mark.parametrize(
    ("content", "construct", "line", "words"),
    [
        (b"---\ntitle: [\n---\nText", "front matter", 3, "not valid YAML"),
        (b"---\ntitle: A\nText", "front matter", 1, "never closed"),
        ("---\ntitle: Ä\n---\n".encode("latin-1"), "encoding", 2, "not UTF-8"),
        (b"\xff\xfe#\x00", "encoding", 1, "not UTF-8"),
        (b"x" * 50_000_000, "size", 1, "50.0 MB; at most 4 MB are read"),
        (b"word " * 210_000, "size", 1, "at most 1,000,000"),
    ],
)
def test_bad_file_is_named_and_the_rest_goes_in(run, folder, content, construct, line, words):
    report = run(folder({"bad.md": content, "good.md": dated("Good")}))

    assert list(PostPage.objects.values_list("title", flat=True)) == ["Good"]
    assert report["posts"]["failed"] == 1
    [(file, at, detail)] = findings(report, construct)
    assert (file, at) == ("bad.md", line)
    assert words in detail


def test_link_out_of_the_folder_is_not_followed(run, folder, tmp_path):
    (tmp_path / "secret.md").write_text(dated("Secret"))
    posts = folder({"good.md": dated("Good")})
    os.symlink(tmp_path / "secret.md", posts / "link.md")
    os.symlink(tmp_path / "nowhere.md", posts / "broken.md")

    report = run(posts)

    assert the_post().title == "Good"
    assert report["posts"]["failed"] == 2


def test_nul_is_removed_and_named(run, folder):
    report = run(folder({"a.md": dated("A\0B", "One\0two", teaser="x\0y")}))

    post = the_post()
    assert (post.title, post.live) == ("AB", True)
    assert len(findings(report, "character")) == 1


def test_empty_file_and_file_without_words_come_in(run, folder):
    report = run(folder({"2024-01-01-empty.md": "", "2024-01-02-only.md": "---\n---\n"}))

    assert report["posts"]["new"] == 2
    assert set(PostPage.objects.values_list("title", flat=True)) == {"Empty", "Only"}


def test_odd_values_in_front_matter_do_no_harm(run, folder):
    odd = (
        "---\ntitle: [a]\ndate: {x: y}\ntags: {a: b}\nauthor: [[x]]\nimage: [1]\nslug: {a: 1}\npath: ''\n"
        "canonical_url: 'javascript:1'\n---\nText"
    )
    report = run(
        folder({"odd.md": odd, "toml.md": "+++\ntitle = 3\ndate = 08:00:00\ntags = [1, 2.5, {a = 1}]\n+++\nText"})
    )

    assert report["posts"]["new"] == 2
    assert set(PostPage.objects.values_list("title", flat=True)) == {"Odd", "3"}
    assert set(the_post(title="3").get_latest_revision_as_object().tags.names()) == {"1", "2.5"}


def test_hidden_folders_are_left_out(run, folder):
    report = run(
        folder({".git/a.md": "x", "node_modules/b/c.md": "x", ".hidden.md": "x", "a.md": dated("A"), "b.txt": "x"})
    )

    assert report["files"] == {"post": 1}


def refusal(*args):
    with pytest.raises(CommandError) as caught:
        call_command("import_markdown", *args, "--licence", "cc0-1.0")
    return str(caught.value)


def test_missing_folder_is_named(blog, tmp_path):
    assert "nowhere cannot be read: No such file" in refusal(str(tmp_path / "nowhere"))
    assert "images cannot be read" in refusal(str(tmp_path), "--images", str(tmp_path / "images"))


def test_blog_has_to_be_known(blog, tmp_path):
    assert refusal(str(tmp_path), "--blog", "other") == "There is no blog “other”. Blogs of this site: blog."
    BlogIndexPageFactory(parent=blog.get_parent(), slug="second")
    assert refusal(str(tmp_path)) == "Name the blog with --blog. Blogs of this site: blog, second."
    BlogIndexPage.objects.all().delete()
    assert "Create one in the admin first" in refusal(str(tmp_path))


def test_pattern_and_address_have_to_make_sense(blog, tmp_path):
    assert "“:jear” is not known" in refusal(str(tmp_path), "--permalink", "/:jear/:title/")
    assert "it has to begin with /" in refusal(str(tmp_path), "--permalink", ":year")
    assert "--base-url has to be a web address" in refusal(str(tmp_path), "--base-url", "old.example")


def test_report_that_cannot_be_written_is_named(blog, tmp_path, folder):
    assert "cannot be written" in refusal(
        str(folder({"a.md": dated("A")})), "--report", str(tmp_path / "no" / "r.json")
    )


def test_post_that_the_site_refuses_leaves_nothing_behind(run, folder, monkeypatch):
    def refuse(self, **kwargs):
        if self.title == "Bad":
            raise ValidationError("Not like this.")

    monkeypatch.setattr(PostPage, "clean", refuse)
    report = run(folder({"a.md": dated("Bad", author="Ada", redirect_from="/bad"), "b.md": dated("Good")}))

    assert the_post().title == "Good"
    assert findings(report, "refused") == [("a.md", 1, "Not like this.")]
    assert report["redirects"] == {"new": 0, "there": 0}


def test_losses_are_counted_by_construct_with_their_words(run, folder):
    text = "Four words of prose.\n\n<dl><dt>A</dt></dl>\n\nA sentence with a note[^1].\n\n[^1]: The note."
    report = run(folder({"a.md": dated("A", text)}))

    kept = sum(row["words"] for row in report["losses"].values())
    assert report["words"]["markdown"] > 0
    assert report["words"]["share"] == round(report["words"]["markdown"] / report["words"]["all"], 6)
    assert kept == report["words"]["markdown"]
    assert all(row["line"] >= 5 for row in report["findings"])
