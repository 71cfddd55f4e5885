from blog.models import PostPage
from tests.imports import dated, findings, the_post


def html_of(title):
    return str(the_post(title=title).body[0].value.source)


def link_to(title):
    return f'linktype="page" id="{the_post(title=title).pk}"'


def test_links_between_posts_lead_to_pages_in_both_directions(run, folder):
    files = {
        "2020-01-01-a.md": "---\ntitle: A\n---\n[b](/blog/2021/01/b/) [file](2021-01-01-b.md) "
        "[self](/blog/2020/01/a)\n",
        "2021-01-01-b.md": "---\ntitle: B\n---\n[a](https://old.example/blog/2020/01/a/#part)\n",
    }
    options = ["--permalink", "/blog/:year/:month/:title/", "--base-url", "https://www.old.example"]
    report = run(folder(files), *options)

    assert html_of("A") == f"<p><a {link_to('B')}>b</a> <a {link_to('B')}>file</a> <a {link_to('A')}>self</a></p>"
    assert html_of("B") == f"<p><a {link_to('A')}>a</a></p>"
    assert findings(report, "link fragment") == [("2021-01-01-b.md", 4, "https://old.example/blog/2020/01/a/#part")]
    assert all(post.live and post.changed_at is None for post in PostPage.objects.all())
    assert run(folder({}), *options)["posts"]["unchanged"] == 2


def test_links_in_the_ways_of_zola_and_jekyll_lead_to_pages(run, folder):
    files = {
        "_posts/2020-01-01-a.md": "---\ntitle: A\n---\n[b]({% post_url 2021-01-01-b %}) [c](@/deep/c.md#x)\n",
        "_posts/2021-01-01-b.md": "---\ntitle: B\n---\nText\n",
        "content/deep/c.md": dated("C"),
    }
    run(folder(files))

    assert html_of("A") == f"<p><a {link_to('B')}>b</a> <a {link_to('C')}>c</a></p>"


def test_other_links_within_the_old_site_become_absolute(run, folder):
    source = '+++\ntitle = "A"\npath = "x/2020/01/02/a"\n+++\n[d](/docs/) [r](../b) [f](#part) [m](mailto:a@b.example)'
    report = run(folder({"a.md": source}), "--base-url", "https://old.example/")

    assert html_of("A") == (
        '<p><a href="https://old.example/docs/">d</a> <a href="https://old.example/x/2020/01/02/b">r</a>'
        ' <a href="#part">f</a> <a href="mailto:a@b.example">m</a></p>'
    )
    assert findings(report, "link") == []


def test_links_in_notes_and_kept_markdown_lead_to_pages_too(run, folder):
    kept = "<dl><dt><a href='b.md'>b</a></dt><dd>and `[b](b.md)`</dd></dl>"
    source = f"Words[^1] of [b](b.md).\n\n{kept}\n\n[^1]: See [the b](b.md) and [docs](/docs/), not `[b](b.md)`.\n"
    run(folder({"a.md": dated("A", source), "b.md": dated("B")}), "--base-url", "https://old.example/")

    key = f"post:{the_post(title='B').uuid}"
    assert f"See [the b]({key}) and [docs](https://old.example/docs/), not `[b](b.md)`." in html_of("A")
    [markdown] = [block.value for block in the_post(title="A").body if block.block_type == "markdown"]
    assert markdown == f"<dl><dt><a href='{key}'>b</a></dt><dd>and `[b](b.md)`</dd></dl>"


def test_links_of_a_note_within_the_old_site_are_named_when_nobody_said_where_it_is(run, folder):
    report = run(folder({"a.md": dated("A", "Words[^1].\n\n[^1]: See [d](/docs/).")}))

    assert [detail for _file, _line, detail in findings(report, "link")] == [
        "/docs/ belongs to the old site; give --base-url"
    ]


def test_links_within_the_old_site_are_named_when_nobody_said_where_it_is(run, folder):
    report = run(folder({"a.md": dated("A", "\nText\n\n[d](/docs/)")}))

    assert html_of("A") == '<p>Text</p><p><a href="/docs/">d</a></p>'
    assert findings(report, "link") == [("a.md", 8, "/docs/ belongs to the old site; give --base-url")]


def test_post_that_cannot_come_in_does_not_hold_back_those_that_link_to_it(run, folder):
    run(folder({"a.md": dated("A", "[b](b.md)"), "b.md": "---\ntitle: [\n---\n"}))

    assert the_post(title="A").live
    assert html_of("A") == '<p><a href="b.md">b</a></p>'


def test_recording_leads_to_where_it_lies_and_is_named(run, folder):
    source = (
        '::video file="/documents/2/walk.webm" captions="/documents/3/walk.vtt" title="A walk" caption="By the sea"\n\n'
        '> [!NOTE]\n> ::audio file="/documents/4/talk.mp3"\n'
    )
    report = run(folder({"a.md": dated("A", source)}), "--base-url", "https://old.example")

    film, note = the_post(title="A").body
    assert dict(film.value) | {"poster": None} == {
        "url": "https://old.example/documents/2/walk.webm", "title": "A walk", "caption": "By the sea", "poster": None
    }  # fmt: skip
    assert note.value["content"][0].value["url"] == "https://old.example/documents/4/talk.mp3"
    assert [detail for _, _, detail in findings(report, "recording")] == [
        "/documents/2/walk.webm is not imported; upload it", "/documents/4/talk.mp3 is not imported; upload it"
    ]  # fmt: skip
