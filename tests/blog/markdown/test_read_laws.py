"""What holds for every text, not only for examples."""

import re
from collections import Counter
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from blog.blocks.prose import PROSE_FEATURES
from blog.markdown.read import read
from blog.markdown.render import render

REAL_POSTS = settings.BASE_DIR.parent / "shared" / "data"
FRONT_MATTER = re.compile(r"\A(---|\+\+\+)\s*\n.*?\n\1\s*\n", re.DOTALL)
BLOCK_TAGS = ["p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "pre", "br", "td", "th", "hr", "div"]
PLAIN_PARSER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
WORD = re.compile(r"\w+")

words = st.text(st.sampled_from("abcäß漢🙂"), min_size=1, max_size=4)
marks = st.sampled_from(
    ["*", "**", "_", "`", "~~", " ", "  ", "\\\n", "\n", "<b>", "</b>", "<i>", "</i>", "<br>", "&nbsp;"]
)
links = st.sampled_from(
    ["[a](/x)", "[**b** c](/x)", "[", "](/y)", "![i](p.png)", "<T>", "<u>", "</u>", "{{ x }}", "$5", "&lt;"]
)
inlines = st.lists(st.one_of(words, marks, links), min_size=1, max_size=12).map("".join)
prefixes = st.sampled_from(
    [
        "",
        "# ",
        "##### ",
        "- ",
        "* ",
        "1. ",
        "3. ",
        "  - ",
        "   1. ",
        "> ",
        "> > ",
        "> [!NOTE]\n> ",
        "- [ ] ",
        "    ",
        "```js\n",
        "```\n",
        ":::quote\n",
        ":::\n",
        "| a |\n|---|\n| ",
        "<div>\n\n",
        "</div>\n\n",
    ]
)
lines = st.tuples(prefixes, inlines, st.sampled_from(["\n", "\n\n"])).map("".join)
texts = st.lists(lines, max_size=8).map("".join)


def shown(block):
    """What a reader sees of one block, without the blocks in it."""
    value = block["value"]
    match block["type"]:
        case "text":
            return visible(value)
        case "markdown":
            return visible(render(value))
        case "code":
            return value["code"]
        case "image":
            return value["image"]["alt_text"] + visible(value["caption"])
        case "table":
            headings = [visible(MarkdownIt().render(column["heading"])) for column in value["table"]["columns"]]
            return " ".join([*headings, *map(visible, rich_texts([block]))])
    return ""


def inside(block):
    value = block["value"]
    if block["type"] == "list":
        return [inner for item in value["items"] for inner in item["value"]["content"]]
    return value["content"] if block["type"] in ("quote", "callout") else []


def inner_texts(blocks):
    for block in blocks:
        yield shown(block)
        yield from inner_texts(inside(block))


def rich_texts(blocks):
    for block in blocks:
        kind, value = block["type"], block["value"]
        if kind == "text":
            yield value
        elif kind == "image":
            yield value["caption"]
        elif kind == "table":
            yield from (cell for row in value["table"]["rows"] for cell in row["values"])
        yield from rich_texts(inside(block))


def kept_pieces(blocks):
    for block in blocks:
        if block["type"] == "markdown":
            yield block["value"]
        yield from kept_pieces(inside(block))


def visible(html):
    soup = BeautifulSoup(html, "html.parser")
    for picture in soup.find_all("img"):
        picture.replace_with(f" {picture.get('alt', '')} ")
    for block in soup.find_all(BLOCK_TAGS):
        block.insert_before(" ")
        block.insert_after(" ")
    return soup.get_text()


def letters(text):
    """Letters rather than words, since a link beside a word may or may not be parted from it."""
    return Counter(re.findall(r"\w", text))


def after_a_save(html):
    converter = ContentstateConverter(features=PROSE_FEATURES)
    saved = converter.to_database_format(converter.from_database_format(html))
    return re.sub(r' data-block-key="\w+"', "", saved)


def real_posts(folder):
    paths = sorted((REAL_POSTS / folder).rglob("*.md"))
    return [(path, FRONT_MATTER.sub("", path.read_text())) for path in paths if path.name != "_index.md"]


@given(texts)
@hypothesis_settings(max_examples=40, deadline=None)
def test_no_word_is_lost(text):
    # A callout's first line and a directive's name are a kind, not words.
    words_only = text.replace("[!NOTE]", "").replace(":::quote", ":::")
    expected = letters(visible(PLAIN_PARSER.render(words_only)))

    found = letters(" ".join(inner_texts(read(text).blocks)))

    assert expected - found == Counter()


@given(texts)
@hypothesis_settings(max_examples=40, deadline=None)
def test_saving_in_the_editor_changes_no_rich_text(text):
    for html in rich_texts(read(text).blocks):
        if html:
            assert after_a_save(html) == html


@given(texts)
@hypothesis_settings(max_examples=20, deadline=None)
def test_neighbouring_blocks_are_merged(text):
    kinds = [block["type"] for block in read(text).blocks]

    for kind in ("text", "markdown"):
        assert (kind, kind) not in pairwise(kinds)


@given(st.text(max_size=200))
@hypothesis_settings(max_examples=40, deadline=None)
def test_any_text_can_be_read(text):
    read(text)


@pytest.mark.real_posts
@pytest.mark.long
@pytest.mark.parametrize("folder", ["eslint.org/src/content/blog", "brew.sh/_posts", "inside-rust"])
def test_saving_real_posts_in_the_editor_changes_no_rich_text(folder):
    for path, text in real_posts(folder):
        for html in rich_texts(read(text).blocks):
            assert not html or after_a_save(html) == html, path


@pytest.mark.real_posts
@pytest.mark.long
@pytest.mark.parametrize(
    ("folder", "most"), [("eslint.org/src/content/blog", 0.001), ("brew.sh/_posts", 0.001), ("inside-rust", 0.001)]
)
def test_few_words_of_real_posts_stay_markdown(folder, most):
    total, kept = 0, 0
    for _, text in real_posts(folder):
        total += len(WORD.findall(text))
        kept += sum(len(WORD.findall(piece)) for piece in kept_pieces(read(text).blocks))

    assert kept / total <= most
