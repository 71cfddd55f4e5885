"""A constant through the filters of a template is the address that it gives."""

import pytest

from blog.models import BlogImage
from tests.imports import dated, findings, the_post
from tests.matrix import combinations

ADDRESSES = [
    '{{ "/assets/p.png" | relative_url }}',
    "{{ '/assets/p.png' | absolute_url }}",
    '{{"/assets/p.png"|relative_url}}',
    '{{- "/assets/p.png" | prepend: site.baseurl -}}',
    '{{ "/assets/p.png" | prepend: site.baseurl | prepend: site.url }}',
    "{{ '/p.png' | prepend: '/assets' }}",
    "{{ '/assets' | append: '/p.png' | relative_url }}",
    "{{ site.baseurl | append: '/assets/p.png' }}",
    "{{ '/assets/p.png' | url }}",
    "{{ '/assets/p.png' | url | absoluteUrl(metadata.url) }}",
    "{{ '/assets/p.png' | relURL }}",
    '{{ "/assets/p.png" }}',
    "{{ site.baseurl }}/assets/p.png",
    "{{ site.github.url }}/assets/p.png",
]
TEXTS = ["![a]({})", '<img src="{}" alt="a">', "![a][p]\n\n[p]: {}", "<img alt='a' src={}>"]


@pytest.mark.parametrize(("address", "text"), combinations(ADDRESSES, TEXTS))
def test_picture_behind_filters_comes_in(run, folder, png, address, text):
    if text.count('"') and '"' in address:
        address = address.replace('"', "'")
    if "={}" in text:
        address = address.replace(" ", "")
    report = run(folder({"a.md": dated("A", text.format(address)), "assets/p.png": png()}))

    assert [block.block_type for block in the_post().body] == ["image"]
    assert report["images"] == {"in": 1}


def test_picture_behind_the_link_tag_of_jekyll_comes_in(run, folder, png):
    files = {
        "_posts/2024-01-02-v1.2.md": "---\ntitle: A\n---\n![a]({% link assets/p.png %})",
        "b.md": dated("B", "[a]({% post_url 2024-01-02-v1.2 %})"),
        "assets/p.png": png(),
    }
    report = run(folder(files))

    assert [block.block_type for block in the_post(title="A").body] == ["image"]
    assert report["images"] == {"in": 1}
    assert f'id="{the_post(title="A").pk}"' in str(the_post(title="B").body[0].value.source)


def test_links_behind_filters_lead_to_posts(run, folder):
    files = {
        "a.md": dated(
            "A",
            '[1]({{ "/old/b/" | relative_url }}) <a href="{{ \'/old/b\' | url }}">2</a> [3][b] '
            '[4]({{< ref "b.md#x" >}}) '
            "[5]({{% relref \"b\" %}}) [6]({% post_link b %})\n\n[b]: {{ '/old/b' | absolute_url }}",
        ),
        "b.md": dated("B", redirect_from="/old/b"),
    }
    run(folder(files))

    assert str(the_post(title="A").body[0].value.source).count(f'linktype="page" id="{the_post(title="B").pk}"') == 6


def test_space_in_a_constant_stays_part_of_the_address(run, folder, png):
    run(folder({"a.md": dated("A", "![a]({{ '/my pic.png' | relative_url }})"), "my pic.png": png()}))

    assert BlogImage.objects.get().title == "my pic"


@pytest.mark.parametrize(
    "text",
    [
        "{{ page.title }}",
        "{{ '/a.png' | upcase }}",
        "{{ x | url }}",
        "{{ 'a' | append: page.url }}",
        "{{ site.title }}",
    ],
)
def test_what_is_no_constant_stays_and_is_named(run, folder, text):
    report = run(folder({"a.md": dated("A", f"Words {text}.")}))

    assert findings(report, "liquid") == [("a.md", 5, text)]
    assert text.replace("'", "&#x27;") in str(the_post().body[0].value.source) or text in str(
        the_post().body[0].value.source
    )


def test_files_of_this_site_hold_no_template(run, folder):
    run(folder({"a.md": dated("A", "Words {% if x %} {# y #}", key="post:0b9e7c1a-0000-4000-8000-000000000000")}))

    assert str(the_post().body[0].value.source) == "<p>Words {% if x %} {# y #}</p>"
    assert the_post().live
