from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from blog.models import BlogImage
from tests.imports import dated, findings, the_post


def test_pictures_beside_the_post_and_from_the_root_are_found(run, folder, tmp_path, png):
    site = tmp_path / "site"
    (site / "blog").mkdir(parents=True)
    (site / "blog" / "y.png").write_bytes(png("blue"))
    posts = folder(
        {"a/index.md": dated("A", "![beside](./x.png)\n\n![root](/assets/img/blog/y.png)"), "a/x.png": png()}
    )

    report = run(posts, "--images", str(site))

    images = [block.value for block in the_post().body]
    assert [block.block_type for block in the_post().body] == ["image", "image"]
    assert [(value["image"].contextual_alt_text, value["image"].title) for value in images] == [
        ("beside", "x"),
        ("root", "y"),
    ]
    assert BlogImage.objects.get(title="x").description == "beside"
    assert report["images"] == {"in": 2}


def test_same_picture_is_taken_in_once(run, folder, png):
    files = {
        "a.md": dated("A", "![x](x.png)\n\n![y](y.png)"),
        "b.md": dated("B", "![x](x.png)"),
        "x.png": png(),
        "y.png": png(),
    }
    run(folder(files))

    assert BlogImage.objects.count() == 1


def test_missing_picture_becomes_a_link_and_is_named(run, folder):
    report = run(folder({"a.md": dated("A", "\n![What it shows](/img/gone.png)")}), "--base-url", "https://old.example")

    assert str(the_post().body[0].value.source) == '<p><a href="https://old.example/img/gone.png">What it shows</a></p>'
    assert findings(report, "image") == [("a.md", 6, "/img/gone.png was not found")]
    assert report["images"] == {"missing": 1, "in": 0}


def test_picture_on_another_site_is_not_fetched_unasked(run, folder):
    report = run(folder({"a.md": dated("A", "![far](https://pictures.example/x.png)")}))

    assert findings(report, "image") == [
        ("a.md", 5, "https://pictures.example/x.png is on another site; --fetch imports it")
    ]
    assert str(the_post().body[0].value.source) == '<p><a href="https://pictures.example/x.png">far</a></p>'


def test_fetching_from_the_own_network_is_refused(run, folder):
    report = run(folder({"a.md": dated("A", "![near](http://127.0.0.1/x.png)")}), "--fetch")

    assert findings(report, "image") == [
        ("a.md", 5, "http://127.0.0.1/x.png cannot be fetched: The address leads into a private network.")
    ]
    assert the_post().live


def test_file_that_is_no_picture_is_refused_in_words(run, folder):
    files = {
        "a.md": dated("A", "![lie](lie.png)\n\n![svg](s.svg)"),
        "lie.png": b"<script>alert(1)</script>",
        "s.svg": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    }
    report = run(folder(files))

    assert [block.block_type for block in the_post().body] == ["text"]
    assert [row[:2] for row in findings(report, "image")] == [("a.md", 5), ("a.md", 7)]
    assert not BlogImage.objects.exists()


def test_picture_outside_the_folders_is_not_read(run, folder, tmp_path, png):
    (tmp_path / "secret.png").write_bytes(png())
    posts = folder({"a.md": dated("A", "![up](../secret.png)\n\n![link](link.png)")})
    Path(posts / "link.png").symlink_to(tmp_path / "secret.png")

    report = run(posts)

    assert not BlogImage.objects.exists()
    assert report["images"]["missing"] == 2


def test_picture_of_the_front_matter_becomes_the_cover(run, folder, png):
    files = {
        "a.md": dated("A", image="x.png"),
        "b.md": "---\ntitle: B\ndate: 2024-01-01\ncover: {src: x.png, alt: A red square}\n---\nText",
        "c.md": dated("C", image="gone.png"),
        "x.png": png(),
    }
    report = run(folder(files))

    covers = {title: the_post(title=title) for title in "ABC"}
    assert (covers["A"].cover.title, covers["A"].cover_is_decorative, covers["A"].cover_alt) == ("x", True, "")
    assert (covers["B"].cover_is_decorative, covers["B"].cover_alt) == (False, "A red square")
    assert covers["C"].cover is None
    assert findings(report, "cover") == [
        ("a.md", 4, "x.png has no description and is imported as decorative"),
        ("c.md", 4, "gone.png was not found"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Words ![What it shows](x.png) and words.",
        "- Words ![What it shows](x.png)\n- More",
        "| A |\n| --- |\n| ![What it shows](x.png) words |",
        "Words ![What it shows][x].\n\n[x]: x.png",
        'Words <img alt="What it shows" src="x.png"> and words.',
        "Words.[^1]\n\n[^1]: See ![What it shows](x.png).",
        '<dl><dt><img alt="What it shows" src=x.png></dt></dl>',
    ],
)
def test_picture_among_words_comes_in_and_its_link_works(run, folder, client, png, text):
    report = run(folder({"a.md": dated("A", text), "x.png": png()}))

    post, image = the_post(), BlogImage.objects.get()
    page = BeautifulSoup(client.get(post.url).content, "html.parser")
    link = page.find("a", string="What it shows")
    assert link["href"].endswith(image.file.url)
    assert client.get(link["href"]).status_code == 200
    assert report["images"] == {"in": 1, "of them shown as a link": 1}
    assert image.file.url in client.get(f"{post.url.rstrip('/')}.md").content.decode()
    assert run(folder({}))["posts"]["unchanged"] == 1


def test_missing_picture_among_words_leads_to_the_old_site_and_is_named(run, folder):
    report = run(folder({"a.md": dated("A", "Words ![x](/gone.png).")}), "--base-url", "https://old.example")

    assert findings(report, "image") == [("a.md", 5, "/gone.png was not found")]
    assert the_post().body[0].value == "Words ![x](https://old.example/gone.png)."
    assert report["images"] == {"missing": 1, "in": 0}


def test_picture_element_is_a_picture(run, folder, png):
    text = '<picture>\n<source srcset="x.webp" type="image/webp">\n<img src="x.png" alt="What it shows">\n</picture>'
    run(folder({"a.md": dated("A", text), "x.png": png()}))

    [block] = the_post().body
    assert (block.block_type, block.value["image"].contextual_alt_text) == ("image", "What it shows")
