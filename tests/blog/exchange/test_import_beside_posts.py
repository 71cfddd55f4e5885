"""What stands beside posts in a folder, and what a post says of itself and of others that are no posts here."""

import pytest
from django.core.management import CommandError, call_command
from wagtail.contrib.redirects.models import Redirect

from blog.models import BlogImage, BlogSettings, PostPage
from blog.rendering.highlight import language_name
from tests.imports import dated, findings, the_post


def test_files_that_look_like_posts_and_are_not_read_are_listed(run, folder, capsys):
    names = ["a.html", "b.mdx", "c.rst", "d.adoc", "e.djot", "f.ipynb", "g.textile", "sub/h.Rmd", ".hidden/i.rst"]
    report = run(folder({"post.md": dated("A"), "robots.txt": "x", **dict.fromkeys(names, "x")}))

    assert [row[0] for row in findings(report, "not read")] == [*names[:7], "sub/h.Rmd"]
    assert report["not_read"][".rst"] == 1
    assert report["posts"]["failed"] == 0


@pytest.mark.parametrize("name", ["post.mkd", "post.mdown", "post.MDWN"])
def test_markdown_of_any_ending_is_read(run, folder, name):
    run(folder({name: dated("A")}))

    assert the_post().slug == "post"


def test_import_that_finds_no_post_fails_with_a_hint(blog, folder, capsys):
    posts = folder({"a.rst": "x"})

    with pytest.raises(CommandError, match=r"No post was found .* that end in \.markdown, \.md"):
        call_command("import_markdown", str(posts), "--licence", "cc0-1.0")

    assert "Not read, although they look like posts. Convert them to Markdown: 1 .rst." in capsys.readouterr().out


def test_licence_has_to_be_named(blog, folder):
    with pytest.raises(CommandError, match="--licence"):
        call_command("import_markdown", str(folder({"a.md": dated("A")})))

    assert not PostPage.objects.exists()


def test_posts_have_the_licence_that_they_name_or_that_was_given(run, folder, client):
    files = {
        "a.md": dated("A"),
        "b.md": dated("B", licence="cc-by-sa-4.0"),
        "c.md": dated("C", license="https://creativecommons.org/publicdomain/zero/1.0/"),
        "d.md": dated("D", license="MIT"),
    }
    report = run(folder(files), "--licence", "cc-by-4.0")

    licences = dict(PostPage.objects.values_list("title", "licence"))
    assert licences == {"A": "cc-by-4.0", "B": "cc-by-sa-4.0", "C": "cc0-1.0", "D": "cc-by-4.0"}
    assert findings(report, "licence") == [("d.md", 4, "MIT is not a licence of this site; the given one is used")]
    assert "All rights reserved" not in client.get(the_post(title="A").url).content.decode()
    assert run(folder({}), "--licence", "cc-by-4.0")["posts"]["unchanged"] == 4


def test_licence_of_the_blog_is_that_of_its_settings(run, folder, client, blog):
    BlogSettings.objects.update_or_create(site=blog.get_site(), defaults={"licence": "cc-by-nd-4.0"})
    run(folder({"a.md": dated("A")}), "--licence", "of-the-blog")

    assert the_post().licence == ""
    assert "NoDerivatives" in client.get(the_post().url).content.decode()


def test_picture_is_stored_under_the_kind_that_it_is(run, folder, png):
    files = {
        "a.md": dated("A", "![1](x.jpg)\n\n![2](y)\n\n![3](z.svg)"),
        "x.jpg": png(),
        "y": png("blue"),
        "z.svg": png("green"),
    }
    report = run(folder(files))

    assert sorted((image.title, image.file.name.rpartition(".")[2]) for image in BlogImage.objects.all()) == [
        ("x", "png"),
        ("y", "png"),
        ("z", "png"),
    ]
    assert report["images"] == {"in": 3}


def test_refused_picture_does_not_make_others_of_the_same_bytes_fail(run, folder, png):
    files = {
        "a.md": dated("A", "![1](x.txt)\n\n![2](x.png)\n\n![3](bad.png)\n\n![4](bad.txt)"),
        "x.txt": png(),
        "x.png": png(),
        "bad.png": b"no picture",
        "bad.txt": b"no picture",
    }
    report = run(folder(files))

    assert BlogImage.objects.count() == 1
    assert report["images"] == {"in": 2, "refused": 2}


def test_link_of_a_live_post_to_a_draft_keeps_its_old_address_and_is_named(run, folder):
    files = {
        "a.md": dated("A", "[b](/old/b/) [file](b.md)\n\n- ![x](gone.png) [b](/old/b/)"),
        "b.md": dated("B", "[c](c.md)", draft="true", redirect_from="/old/b/"),
        "c.md": dated("C", "[a](a.md)", draft="true"),
    }
    report = run(folder(files), "--base-url", "https://old.example")

    assert the_post(title="A").live
    source = str(the_post(title="A").body[0].value.source)
    assert '<a href="https://old.example/old/b/">b</a>' in source
    assert "[b](https://old.example/old/b/)" in str(the_post(title="A").body.get_prep_value())
    assert 'linktype="page"' in str(the_post(title="B").get_latest_revision_as_object().body[0].value.source)
    assert findings(report, "link") == [
        ("a.md", 5, "/old/b/ leads to b.md, which is a draft here; the link keeps its old address"),
        ("a.md", 5, "b.md leads to b.md, which is a draft here; the link keeps its old address"),
    ]
    assert run(folder({}), "--base-url", "https://old.example")["posts"]["unchanged"] == 3


def test_link_leads_to_the_page_once_the_draft_is_finished(run, folder):
    run(folder({"a.md": dated("A", "[b](b.md)"), "b.md": dated("B", draft="true")}))

    report = run(folder({"b.md": dated("B")}))

    assert report["posts"]["changed"] == 2
    assert f'id="{the_post(title="B").pk}"' in str(the_post(title="A").body[0].value.source)


@pytest.mark.parametrize(
    "key",
    [
        "redirect_to: {}",
        "redirect: {}",
        "layout: redirect\ntarget: {}",
        "redirect:\n  to: {}",
        "redirect_to:\n  - {}",
    ],
)
def test_stub_makes_a_redirect_and_no_post(run, folder, client, key):
    files = {
        "new.md": dated("New", redirect_from="/old/new/"),
        "1.md": f"---\n{key.format('/old/new/')}\npermalink: /old/one/\n---\n",
        "2.md": f"---\n{key.format('https://other.example/x')}\npermalink: /old/two/\ndate: 2024-01-01\n---\nMoved.\n",
        "3.md": f"---\n{key.format('/docs/')}\npermalink: /old/three/\n---\n",
    }
    report = run(folder(files), "--base-url", "https://old.example")

    assert the_post().title == "New"
    assert client.get("/old/one/", follow=True).redirect_chain[-1] == ("/blog/new/", 301)
    links = dict(Redirect.objects.exclude(redirect_link="").values_list("old_path", "redirect_link"))
    assert links == {"/old/two": "https://other.example/x", "/old/three": "https://old.example/docs/"}
    assert (report["files"]["redirect"], report["redirects"]) == (3, {"new": 4, "there": 0})
    assert run(folder({}), "--base-url", "https://old.example")["redirects"] == {"new": 0, "there": 4}


def test_stub_without_an_old_address_or_to_itself_is_named(run, folder):
    files = {
        "a.md": dated("A"),
        "b.md": "---\nredirect_to: /x/\n---\n",
        "c.md": "---\nredirect_to: /y\npermalink: /y/\n---\n",
        "d.md": "---\nredirect_to: javascript:alert(1)\npermalink: /z/\n---\n",
    }
    report = run(folder(files))

    assert not Redirect.objects.filter(old_path="/y").exists()
    assert findings(report, "redirect") == [
        ("b.md", 1, "leads to /x/, but from no old address that is known; give --permalink"),
        ("c.md", 1, "/y would lead to itself"),
    ]
    assert not PostPage.objects.live().exclude(title="A").exists()


def test_code_of_r_is_named_r():
    assert [language_name(name) for name in ("r", "R")] == ["R", "R"]
