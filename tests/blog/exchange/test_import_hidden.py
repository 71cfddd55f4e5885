"""Posts and words that the old site did not show stay hidden, and no mail address is published."""

import pytest

from blog.exchange.front_matter_fields import authors_of
from blog.models import Author, PostPage
from tests.imports import dated, findings, the_post
from tests.matrix import combinations

HIDING = [
    *("draft: true", "Draft: yes", "isDraft: true", "published: false", "publish: false", "dg-publish: no"),
    *("hidden: true", "hide: true", "unlisted: true", "private: 1", "headless: true", "password: secret"),
    *("status: draft", "status: hidden", "Status: Private", "visibility: members", "post_status: pending"),
    *(
        "build: {list: never}",
        "build:\n  render: never",
        "_build: {list: false}",
        "render: false",
        "permalink: false",
    ),
    *("eleventyExcludeFromCollections: true", "outputs: []", "outputs: [json]", "params: {hidden: true}"),
    *("extra: {unlisted: true}", "base: &b {draft: true}\n<<: *b", "output: false"),
    *(
        "expiryDate: 2024-03-06",
        "expires: 2020-01-01T00:00:00Z",
        "unpublishDate: 2024-04-01",
        "expiryDate: someday",
    ),
]


@pytest.mark.parametrize("written", combinations(HIDING, sample=11))
def test_post_that_the_old_site_hid_comes_in_as_a_draft_and_is_named(run, folder, written):
    report = run(folder({"2024-03-05-a.md": f"---\ntitle: A\n{written}\n---\nText", "b.md": dated("B")}))

    assert dict(PostPage.objects.values_list("title", "live")) == {"A": False, "B": True}
    [(file, _, detail)] = findings(report, "hidden")
    assert file == "2024-03-05-a.md"
    assert detail.endswith("; the post is imported as a draft")


@pytest.mark.parametrize(
    "written",
    [
        *(
            "draft: false",
            "hidden: false",
            "published: true",
            "published: 2024-03-01",
            "status: published",
            "password: ''",
        ),
        *("hide: [toc, navigation]", "visibility: public", "build: {list: always}", "outputs: [html, rss]"),
        *(
            "cover: {hidden: true}",
            "permalink: /a/",
            "draft:",
            "unlisted: 'no'",
            "toc: {hidden: true}",
            "status: evergreen",
        ),
    ],
)
def test_post_that_the_old_site_showed_is_published(run, folder, written):
    report = run(folder({"2024-03-05-a.md": f"---\ntitle: A\n{written}\n---\nText"}))

    assert the_post().live
    assert findings(report, "hidden") == []


def test_sections_hand_down_what_hides_their_pages(run, folder):
    files = {
        "a/_index.md": "---\ncascade: {build: {render: never}}\n---\n",
        "a/deep/x.md": dated("Cascade"),
        "a/y.md": dated("Shown again", build="{render: always}"),
        "b/_index.md": "+++\ndraft = true\n+++\n",
        "b/0.md": dated("Draft section"),
        "c/_index.md": "+++\n[[cascade]]\nhidden = true\n[cascade.target]\npath = '/c/**'\n+++\n",
        "c/z.md": dated("Cascade with a target"),
        "d.md": dated("Outside"),
    }
    run(folder(files))

    assert set(PostPage.objects.live().values_list("title", flat=True)) == {"Shown again", "Outside"}


def test_end_that_is_to_come_is_kept(run, folder):
    run(folder({"a.md": dated("A", expiryDate="2999-01-01")}))

    post = the_post()
    assert (post.live, post.expire_at.year) == (True, 2999)
    assert post.get_latest_revision_as_object().expire_at == post.expire_at


def test_posts_that_go_live_by_themselves_are_named(run, folder):
    files = {
        "a.md": dated("A", date="2999-01-02"),
        "b.md": dated("B", publishDate="2999-01-03T10:00:00Z"),
        "c.md": dated("C", date="2999-01-02", draft="true"),
        "d.md": dated("D", publishDate="2024-03-04"),
    }
    report = run(folder(files))

    assert set(PostPage.objects.live().values_list("title", flat=True)) == {"D"}
    assert findings(report, "schedule") == [
        ("a.md", 1, "dated 2999-01-02 12:00: the post is scheduled for then"),
        ("b.md", 1, "dated 2999-01-03 10:00: the post is scheduled for then"),
    ]
    assert the_post(title="B").go_live_at.year == 2999
    assert the_post(title="C").go_live_at is None


HIDDEN = [
    "{::comment}\nSECRET\n\nSECRET\n{:/comment}",
    "{::comment}SECRET{:/}",
    "{::comment}\n```\nSECRET\n{:/comment}",
    "{% comment %}\nSECRET\n\n{% endcomment %}",
    "{%- comment 'why' -%}SECRET{%- endcomment -%}",
    "{% # SECRET %}",
    "{# SECRET {{ x }}\n SECRET #}",
    "{#- SECRET -#}",
    "{{/* SECRET */}}",
    "{{- /* SECRET */ -}}",
    "{{< comment >}}SECRET{{< /comment >}}",
    "{{% comment %}}SECRET{{% /comment %}}",
    "{/* SECRET */}",
    "%%SECRET%%",
    "%% SECRET %%",
    "<!-- SECRET {::comment} -->",
    "<p hidden>SECRET <b>x</b></p>",
    '<div class="a" hidden>\n<div>x</div>\n\nSECRET\n</div>',
    "<div style='color: red; display: none'>\n\nSECRET\n\n</div>",
]
AROUND = ["{}", "Words {} more words.", "- An item\n\n  {}\n\n- Next", "| a |\n| - |\n| ![x](x.png) {} |"]


@pytest.mark.parametrize(("hidden", "around"), combinations(HIDDEN, AROUND))
def test_words_that_the_old_site_did_not_show_do_not_come_in(run, folder, client, hidden, around):
    if "|" in around:
        hidden = hidden.replace("\n", " ")
    report = run(folder({"a.md": dated("A", "Before.\n\n" + around.format(hidden) + "\n\nAfter.")}))

    post = the_post()
    assert post.live
    stored = str(post.body.get_prep_value())
    assert "SECRET" not in stored
    assert "Before." in stored
    assert "After." in stored
    assert b"SECRET" not in client.get(post.url).content
    # The reader of Markdown names the comments of HTML in all that it understands.
    assert "comment" in report["losses"] or hidden.startswith("<!--")


@pytest.mark.parametrize("hidden", ["%%\nSECRET\n\nSECRET\n%%", "%% SECRET\nSECRET %%"])
def test_block_comment_of_obsidian_does_not_come_in(run, folder, hidden):
    run(folder({"a.md": dated("A", f"Before.\n\n{hidden}\n\nAfter.\n\n- x\n\n  {hidden}")}))

    assert "SECRET" not in str(the_post().body.get_prep_value())
    assert "After." in str(the_post().body.get_prep_value())


def test_inline_comment_of_obsidian_and_hidden_span_leave_the_words_around_them(run, folder):
    run(folder({"a.md": dated("A", "One %%SECRET%% two <span hidden>SECRET</span>three 50%% of 60%%.\n\n`%%shown%%`")}))

    assert str(the_post().body[0].value.source) == "<p>One two three 50%% of 60%%.</p><p><code>%%shown%%</code></p>"


@pytest.mark.parametrize(
    "code",
    [
        "```\n{::comment}\nshown\n{:/comment}\n```",
        "~~~\n{% comment %}shown{% endcomment %}\n~~~",
        "`{{/* shown */}}`",
        "{% raw %}{{ '/shown' | url }}{% endraw %}",
        "```\n<p hidden>shown</p>\n```",
        "    <!-- shown -->",
        "```python\n%%time\nshown = {# a #}\n```",
    ],
)
def test_code_that_shows_a_comment_stays(run, folder, code):
    report = run(folder({"a.md": dated("A", f"Before.\n\n{code}\n")}))

    assert "shown" in str(the_post().body.get_prep_value())
    assert "comment" not in report["losses"]


def test_span_of_code_ends_with_its_paragraph(run, folder):
    run(folder({"a.md": dated("A", "A ` tick.\n\n{::comment}SECRET{:/comment}\n\nA ` tick.")}))

    assert "SECRET" not in str(the_post().body.get_prep_value())


@pytest.mark.parametrize(
    "text",
    ["{::comment}\nSECRET", "{% comment %} SECRET", "<!-- SECRET", "<p hidden>SECRET", "{% if x %}SECRET{% endif %}"],
)
def test_what_is_hidden_without_an_end_or_under_a_condition_makes_a_draft(run, folder, text):
    report = run(folder({"a.md": dated("A", f"Before.\n\n{text}")}))

    assert not the_post().live
    [(_, line, detail)] = findings(report, "hidden")
    assert line == 7
    assert detail.endswith("the post is imported as a draft")


def test_marks_of_kramdown_are_not_shown(run, folder):
    marks = '{::nomarkdown}kept{:/} {:ok, x}\n{::options a="b" /}'
    text = f'* TOC\n{{:toc}}\n\n## Part\n{{:.no_toc}}\n\nWords *x*{{:.y}}{{: #z data-a="b"}}. {marks}'
    run(folder({"a.md": dated("A", text)}))

    assert str(the_post().body[0].value.source) == "<h2>Part</h2><p>Words <i>x</i>. kept {:ok, x}</p>"


def test_openings_without_ends_are_looked_for_and_named_once_for_each_kind(run, folder):
    openings = "{::comment} {% comment %} {# x <p hidden> <!-- ` {{/* {/* "
    report = run(folder({"a.md": dated("A", openings * 5_000)}))

    assert not the_post().live
    assert len(findings(report, "hidden")) == 7


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("author: Ada Lovelace <ada@example.org>", {"Ada Lovelace": ""}),
        ("author: ada@example.org", {}),
        ("author: ada@example.org (Ada Lovelace)", {"(Ada Lovelace)": ""}),
        ("authors: [Ada <a@example.org>, '[Bob](mailto:b@example.org)']", {"Ada": "", "Bob": ""}),
        ("authors: [{name: Ada, email: a@example.org, url: 'https://ada.example/'}]", {"Ada": "https://ada.example/"}),
        ("author: '[Ada Lovelace](https://ada.example/) (Engine Works)'", {"Ada Lovelace": "https://ada.example/"}),
        (
            "author: 'Ada ([@ada](https://social.example/@ada)), Head of Design and Web'",
            {"Ada": "https://social.example/@ada"},
        ),
        (
            "author: 'Ada ([@a](https://a.example)), Engineer and Bob ([@b](https://b.example)), Cook'",
            {"Ada": "https://a.example", "Bob": "https://b.example"},
        ),
        (
            "author: '[A](https://a.example), [B](https://b.example) and Carol'",
            {"A": "https://a.example", "B": "https://b.example", "Carol": ""},
        ),
        ("author: '[A](javascript:alert)'", {"A": ""}),
    ],
)
def test_author_has_a_name_and_a_link_and_never_a_mail_address(run, folder, written, names):
    report = run(folder({"x.md": f"---\ntitle: X\ndate: 2024-01-02\n{written}\n---\nText\n"}))

    found = {author.name: "".join(link.url for link in author.links.all()) for author in Author.objects.all()}
    assert found == names
    assert bool(findings(report, "author")) == ("example.org" in written)


@pytest.mark.parametrize("unit", ["a@", "a@b.", "a", "a.", "and ", "& ", "A ([@", "[a](b) ("])
def test_long_author_is_read_at_once(unit):
    """Tried every way, the longest front matter would take minutes to hours."""
    assert isinstance(authors_of(unit * (32_000 // len(unit))), dict)


@pytest.mark.parametrize(
    "header",
    [
        "Title: A\nDate: 2024-03-05\n\n", ".. title: A\n.. slug: a\n\n", "<!--\n.. title: A\n-->\n", "% A\n% Ada\n\n",
        '{\n  "title": "A"\n}\n\n', ";;;\n\"title\": \"A\"\n;;;\n", "\n---\ntitle: A\n---\n", "#+title: A\n\n",
    ],
)  # fmt: skip
def test_header_that_is_not_read_is_shown_to_no_reader(run, folder, header):
    report = run(folder({"2024-03-05-a.md": f"{header}Text", "b.md": dated("B")}))

    assert [post.live for post in PostPage.objects.order_by("pk")].count(False) == 1
    [(file, _, detail)] = findings(report, "front matter")
    assert (file, detail.partition(",")[0]) == ("2024-03-05-a.md", "its format is not supported")


@pytest.mark.parametrize(
    "start", ["Note: this.", "{{ site.title }}", "10 % less", "\n---\n\nWords", "# Title: a\n\nWords"]
)
def test_words_that_are_no_header_go_live(run, folder, start):
    run(folder({"2024-03-05-a.md": start}))

    assert the_post().live
