"""What the front matter and the name of a file become."""

from datetime import UTC, datetime

import pytest
from wagtail.contrib.redirects.models import Redirect

from blog.models import Author, BlogSettings, PostPage, Series
from tests.imports import dated, findings, the_post


def authors_of(post):
    return [row.author.name for row in post.post_authors.all()]


def test_jekyll_post_takes_date_and_slug_from_its_name(run, folder):
    run(folder({"_posts/2016-09-21-homebrew-1.0.0.md": "---\ntitle: 1.0.0\n---\nToday.\n"}))

    post = the_post(slug="homebrew-1-0-0")
    assert (post.title, post.live) == ("1.0.0", True)
    assert post.published_on == datetime(2016, 9, 21, 12, tzinfo=UTC)
    assert [(block.block_type, str(block.value.source)) for block in post.body] == [("text", "<p>Today.</p>")]


def test_zola_post_takes_date_from_its_path_and_sections_are_no_posts(run, folder):
    source = '+++\npath = "inside/2021/09/07/1.55.0-prerelease"\ntitle = "T"\nauthors = ["Mark"]\n+++\nText\n'
    report = run(folder({"1.55.0-prerelease.md": source, "_index.md": '+++\ntitle = "Section"\n+++\n'}))

    post = the_post()
    assert (post.slug, post.published_on.date().isoformat()) == ("1-55-0-prerelease", "2021-09-07")
    assert authors_of(post) == ["Mark"]
    assert report["files"] == {"post": 1, "section": 1}


def test_folder_with_an_index_file_is_a_post_of_its_name(run, folder):
    run(folder({"polonius-update/index.md": dated("Polonius")}))

    assert the_post().slug == "polonius-update"


def test_date_in_the_front_matter_goes_before_the_one_in_the_name(run, folder, blog):
    BlogSettings.objects.update_or_create(site=blog.get_site(), defaults={"time_zone": "Europe/Berlin"})
    run(folder({"2016-04-18-x.md": "---\ntitle: X\ndate: 2016-04-14 17:13:45\n---\nText\n"}))

    assert the_post().published_on == datetime(2016, 4, 14, 15, 13, 45, tzinfo=UTC)


def test_post_without_a_date_comes_in_as_a_draft_and_is_named(run, folder):
    report = run(folder({"x.md": "---\ntitle: X\ndate: someday\n---\nText\n"}))

    assert (the_post().live, the_post().published_on) == (False, None)
    assert findings(report, "date") == [
        ("x.md", 1, "none was found, so the post is imported as a draft"),
        ("x.md", 3, "“someday” is not a date"),
    ]


@pytest.mark.parametrize("mark", ["draft: true", "published: false", "published: No"])
def test_drafts_stay_drafts(run, folder, mark):
    run(folder({"x.md": f"---\ntitle: X\ndate: 2024-01-02\n{mark}\n---\nText\n"}))

    assert (the_post().live, the_post().first_published_at) == (False, None)


def test_post_dated_in_the_future_is_scheduled_and_not_shown(run, folder):
    run(folder({"x.md": "---\ntitle: X\ndate: 2999-01-02\n---\nText\n"}))

    post = the_post()
    assert (post.live, post.published_on, post.go_live_at.year) == (False, None, 2999)
    assert post.scheduled_revision is not None
    assert not PostPage.objects.readable().exists()


def test_published_content_equals_its_revision(run, folder):
    run(folder({"x.md": dated("X", tags="[a, b]", author="Ada")}))

    post = the_post()
    revision = post.live_revision.as_object()
    assert post.latest_revision_id == post.live_revision_id
    assert not post.has_unpublished_changes
    assert post.body.get_prep_value() == revision.body.get_prep_value()
    assert authors_of(post) == authors_of(revision) == ["Ada"]
    assert set(post.tags.names()) == set(revision.tags.names()) == {"a", "b"}
    assert post.changed_at is None


def test_what_stands_inside_lists_and_quotes_is_stored(run, folder):
    nested = "1. One\n\n   ```py\n   code()\n   ```\n\n2. Two\n\n   > [!NOTE]\n   > Deep **words**\n\n   - [x] done\n"
    run(folder({"x.md": dated("X", nested)}))

    post = PostPage.objects.get()
    for body in (post.body, post.get_latest_revision_as_object().body):
        assert [block.block_type for block in body] == ["list"]
        words = " ".join(body.stream_block.get_searchable_content(body))
        assert all(word in words for word in ("One", "code()", "Two", "Deep", "words", "done"))
    [item, other] = post.body[0].value["items"]
    assert [block.block_type for block in item["content"]] == ["text", "code"]
    assert [block.block_type for block in other["content"]][:2] == ["text", "callout"]


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("author: Ada Lovelace", ["Ada Lovelace"]),
        ("authors: [nzakas, mdjermanovic]", ["nzakas", "mdjermanovic"]),
        ("authors:\n  - name: Ada\n    url: x\n  - name: Grace", ["Ada", "Grace"]),
        ("author: {name: Ada}", ["Ada"]),
        ("author: Ada &lt;ada@example.org&gt; &amp; Ben", ["Ada", "Ben"]),
        ("authors: [Carol Nichols and David Wood]", ["Carol Nichols", "David Wood"]),
        (
            "author: Kyle Strand, Niko Matsakis, and Amanieu d'Antras",
            ["Kyle Strand", "Niko Matsakis", "Amanieu d'Antras"],
        ),
        ("author: the Release and Infrastructure Team", ["the Release and Infrastructure Team"]),
        ("author: 'Jane Lusby, Project Director of Collaboration'", ["Jane Lusby, Project Director of Collaboration"]),
        ("other: x", []),
    ],
)
def test_authors_are_read_in_every_usual_shape_and_keep_their_order(run, folder, written, names):
    run(folder({"x.md": f"---\ntitle: X\ndate: 2024-01-02\n{written}\n---\nText\n"}))

    assert authors_of(the_post()) == names


def test_author_who_is_there_is_found_by_name_or_by_old_login_name(run, folder):
    known = Author.objects.create(name="Nicholas Zakas", slug="nzakas")
    run(folder({"a.md": dated("A", author="nzakas"), "b.md": dated("B", author="nicholas zakas")}))

    assert list(Author.objects.all()) == [known]


def test_tags_and_categories_become_tags_once_each(run, folder):
    run(folder({"a.md": dated("A", tags="[Release, minor]", categories="[Release Notes, release]")}))
    run(folder({"b.md": '+++\ntitle = "B"\ndate = 2024-01-01\n[taxonomies]\ntags = ["MINOR"]\n+++\nText'}))

    assert set(the_post(title="A").tags.names()) == {"Release", "minor", "Release Notes"}
    assert set(the_post(title="B").tags.names()) == {"minor"}


def test_jekyll_tags_in_one_line_are_one_a_word(run, folder):
    run(folder({"_posts/2024-01-01-a.md": "---\ntitle: A\ntags: big news\n---\nText\n"}))

    assert set(the_post().tags.names()) == {"big", "news"}


def test_topic_and_series_are_found_by_name_or_created(run, folder):
    series = Series.objects.create(title="Small failures")
    run(
        folder(
            {
                "a.md": dated("A", topic="Operations", series="small failures", series_place=2),
                "b.md": dated("B", topic="operations", series="[Other]", series_place=0),
            }
        )
    )

    post, other = the_post(title="A"), the_post(title="B")
    assert (post.topic.name, post.series, post.series_place) == ("Operations", series, 2)
    assert (other.topic, other.series.title, other.series_place) == (post.topic, "Other", None)


def test_several_series_of_one_post_are_counted(run, folder):
    report = run(folder({"a.md": dated("A", series="[One, Two]", topic="{a: b}")}))

    assert the_post().series is None
    assert report["keys_left_out"] == {"series": 1, "topic.a": 1}


def test_summary_is_plain_and_cut_at_a_word(run, folder):
    report = run(
        folder({"a.md": dated("A", teaser="'A `code` and **bold** word'"), "b.md": dated("B", excerpt="word " * 80)})
    )

    assert the_post(title="A").summary == "A code and bold word"
    assert len(the_post(title="B").summary) <= 300
    assert the_post(title="B").summary.endswith("word…")
    assert findings(report, "summary") == [("b.md", 4, "excerpt cut from 399 to 300 characters")]


@pytest.mark.parametrize("heading", ["# My *title*!", "My title\n========"])
def test_first_heading_that_says_the_title_again_is_left_out(run, folder, heading):
    run(folder({"a.md": dated("My title", f"\n{heading}\n\nText\n\n## Part")}))

    assert [str(block.value.source) for block in the_post().body] == ["<p>Text</p><h2>Part</h2>"]


def test_title_comes_from_the_first_heading_or_the_name(run, folder):
    report = run(folder({"2024-01-01-a.md": "# The heading\n\nText\n", "2024-01-01-some-name.md": "Text\n"}))

    assert set(PostPage.objects.values_list("title", flat=True)) == {"The heading", "Some name"}
    assert findings(report, "title") == [
        ("2024-01-01-some-name.md", 1, "missing; the name of the file gives “Some name”")
    ]


@pytest.mark.parametrize(
    ("heading", "title"), [("# Why C#", "Why C#"), ("#  Why C ##  ", "Why C"), ("# a # b", "a # b")]
)
def test_signs_that_close_a_heading_are_no_part_of_the_title(run, folder, heading, title):
    run(folder({"a.md": f"{heading}\n\nText\n"}))

    assert the_post().title == title


def test_long_title_is_cut(run, folder):
    report = run(folder({"a.md": dated("word " * 80)}))

    assert len(the_post().title) <= 255
    assert findings(report, "title") == [("a.md", 2, "cut from 399 to 255 characters")]


def test_slug_that_is_taken_or_reserved_gets_a_number(run, folder):
    report = run(
        folder(
            {
                "a/news.md": dated("A"),
                "b/news.md": dated("B"),
                "archive.md": dated("C"),
                "d.md": dated("D", slug="own.slug"),
            }
        )
    )

    slugs = dict(PostPage.objects.values_list("title", "slug"))
    assert slugs == {"A": "news", "B": "news-2", "C": "archive-2", "D": "own-slug"}
    assert len(findings(report, "slug")) == 2


def test_keys_without_a_place_are_counted(run, folder):
    report = run(folder({"a.md": dated("A", layout="post", mood="good"), "b.md": dated("B", layout="post")}))

    assert report["keys_left_out"] == {"layout": 2, "mood": 1}


def test_old_addresses_redirect_dots_included(run, folder, client):
    files = {
        "_posts/2016-09-21-homebrew-1.0.0.md": "---\ntitle: A\nredirect_from: /blog/1.0.0/\n---\nText\n",
        "z.md": '+++\ntitle = "Z"\npath = "inside/2020/01/02/z-1.2"\naliases = ["inside/2020/01/02/z.html"]\n+++\nText',
    }
    run(folder(files), "--permalink", "/:year/:month/:day/:title/")

    for old in ("/2016/09/21/homebrew-1.0.0/", "/2016/09/21/homebrew-1.0.0", "/blog/1.0.0/"):
        assert client.get(old, follow=True).redirect_chain[-1] == ("/blog/homebrew-1-0-0/", 301)
    for old in ("/inside/2020/01/02/z-1.2/", "/inside/2020/01/02/z.html"):
        assert client.get(old, follow=True).redirect_chain[-1] == ("/blog/z/", 301)


def test_redirect_of_an_editor_stays(run, folder, blog):
    Redirect.objects.create(old_path="/old", site=blog.get_site(), redirect_link="https://example.org/")
    report = run(folder({"a.md": dated("A", redirect_from="/old/")}))

    assert Redirect.objects.get().redirect_link == "https://example.org/"
    assert findings(report, "address") == [("a.md", 1, "/old already redirects elsewhere; that redirect stays")]


def test_address_that_two_posts_claim_goes_to_the_first(run, folder):
    report = run(folder({"a.md": dated("A", redirect_from="/old/"), "b.md": dated("B", redirect_from="/old")}))

    assert Redirect.objects.get().redirect_page.title == "A"
    assert findings(report, "address") == [("b.md", 1, "/old already belongs to a.md")]


def test_permalink_pattern_knows_categories_and_the_slug(run, folder):
    source = dated("A", categories="[Big News, x]", slug="own.slug")
    run(folder({"a.md": source}), "--permalink", "/:categories/:year/:slug.html")

    assert Redirect.objects.get().old_path == "/big-news/x/2024/own.slug.html"
