"""No file can stop an import, whatever is in it: each is a post or a line of the report, and the next run goes on."""

import os
import resource
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from wagtail.signals import page_published

from blog.exchange.front_matter import split_front_matter
from blog.exchange.imported_post import Unreadable
from blog.models import Author, PostPage
from tests.blog.exchange.hostile import hostile_files
from tests.imports import dated, findings, the_post


def write_all(files, root):
    """Files that this disk takes; some of the names are longer than it allows."""
    for name, data in files:
        path = root / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        except OSError:
            continue
    return root


def outcomes(report, *names):
    return {name: report["posts"][name] for name in names or report["posts"] if report["posts"][name]}


@pytest.mark.parametrize(
    ("seed", "count"),
    [(1, 100), *(pytest.param(seed, 500, marks=pytest.mark.long) for seed in range(2, 12))],
)
def test_hostile_files_are_posts_or_lines_of_the_report(run, tmp_path, seed, count):
    posts = write_all(hostile_files(seed, count), tmp_path / "posts")
    files = len([path for path in posts.rglob("*.md") if path.is_file()])
    (posts / "zzz.md").write_text(dated("The last one"))

    report = run(posts)

    assert the_post(title="The last one").live
    assert report["posts"]["new"] + report["posts"]["failed"] + report["files"].get("redirect", 0) == files + 1
    assert PostPage.objects.count() == report["posts"]["new"]
    failed = [row for row in report["findings"] if row["construct"] == "error"]
    assert failed == [], "an error that no rule foresaw"
    again = run(posts)
    assert outcomes(again, "new", "changed") == {}
    assert again["posts"]["unchanged"] == report["posts"]["new"]


def test_emoji_of_exporters_is_one_character(run, folder):
    run(folder({"a.md": dated(r'"We launched \ud83d\ude80"', tags=r'["\ud83d\ude80"]'), "b.md": dated("B")}))

    assert set(PostPage.objects.values_list("title", flat=True)) == {"We launched \U0001f680", "B"}
    assert set(the_post(title__startswith="We").tags.names()) == {"\U0001f680"}


def test_half_of_a_pair_is_replaced_in_values_and_keys(run, folder):
    report = run(folder({"a.md": dated(r'"A \ud83d"', **{r'"k\ud83d"': "x"}), "b.md": dated("B")}))

    assert outcomes(report) == {"new": 2}
    assert the_post(slug="a").title == "A \ufffd"
    assert report["keys_left_out"] == {"k\ufffd": 1}


@pytest.mark.parametrize("key", ["date", "title", "tags", "x"])
def test_aliases_that_multiply_are_refused_in_little_memory(run, folder, key):
    levels = [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    bomb = "---\ntitle: A\na0: &a0 [x, y]\n" + "\n".join(levels) + f"\n{key}: *a11\n---\nText"
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    report = run(folder({"bomb.md": bomb, "good.md": dated("Good")}))

    assert outcomes(report) == {"new": 1, "failed": 1}
    assert findings(report, "front matter") == [("bomb.md", 1, "its aliases (*name) stand for more than 10,000 values")]
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000


def test_alias_that_stands_for_little_is_read():
    source = "---\na: &a [x, y]\ntags: *a\ntitle: &t A\nslug: *t\n---\n"

    assert split_front_matter(source).values == {"a": ["x", "y"], "tags": ["x", "y"], "title": "A", "slug": "A"}


@pytest.mark.parametrize("value", ["&a [*a]", "&a {b: *a}", "&a [&b [*a, *b]]"])
def test_alias_of_itself_is_refused(value):
    with pytest.raises(Unreadable, match="aliases"):
        split_front_matter(f"---\nx: {value}\n---\n")


def test_files_that_are_no_files_are_named(run, folder, tmp_path):
    posts = folder({"good.md": dated("Good"), "folder.md/inside.md": dated("Inside")})
    os.mkfifo(posts / "pipe.md")
    os.symlink(posts / "round.md", posts / "round.md")
    os.symlink(posts, posts / "around.md")

    report = run(posts)

    assert set(PostPage.objects.values_list("title", flat=True)) == {"Good", "Inside"}
    assert [row[0] for row in findings(report, "file")] == ["around.md", "pipe.md", "round.md"]


def test_name_that_is_no_text_is_named_or_comes_in(run, folder):
    posts = folder({"good.md": dated("Good")})
    Path(os.fsdecode(os.fsencode(posts) + b"/\xff\xfe.md")).write_text(dated("Bad name"))

    report = run(posts)

    assert outcomes(report) == {"new": 2}
    assert outcomes(run(posts)) == {"unchanged": 2}


def test_folder_that_cannot_be_read_is_named(run, folder, monkeypatch):
    posts = folder({"good.md": dated("Good"), "closed/a.md": dated("A")})
    scandir = os.scandir

    def refuse(path):
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    # Whoever runs the tests may be root, to whom no folder is closed.
    monkeypatch.setattr(os, "scandir", refuse)
    report = run(posts)

    assert the_post().title == "Good"
    assert findings(report, "file") == [("closed", 1, "cannot be read: Permission denied")]


def test_post_that_fails_while_it_is_written_leaves_nothing_and_the_next_come_in(run, folder):
    def refuse(instance, **_):
        if instance.title == "Bad":
            raise RuntimeError("Not now.")

    page_published.connect(refuse)
    posts = folder(
        {"a.md": dated("Bad", author="Ada", date="2001-01-01"), "b.md": dated("Good", "[a](a.md)"), "c.md": dated("C")}
    )
    try:
        report = run(posts)
    finally:
        page_published.disconnect(refuse)

    assert set(PostPage.objects.values_list("title", "live")) == {("Good", True), ("C", True)}
    assert not Author.objects.exists()
    assert findings(report, "error") == [("a.md", 1, "RuntimeError: Not now.")]
    assert outcomes(run(posts)) == {"new": 1, "changed": 1, "unchanged": 1}
    assert PostPage.objects.live().count() == 3


def test_exit_code_says_that_something_failed(blog, folder, capsys):
    posts = folder({"bad.md": "---\ntitle: [\n---\n", "good.md": dated("Good")})

    with pytest.raises(CommandError, match="1 file could not be imported") as caught:
        call_command("import_markdown", str(posts), "--licence", "cc0-1.0")

    assert caught.value.returncode == 1
    assert "bad.md:3: front matter: not valid YAML" in capsys.readouterr().out
    assert the_post().live
