"""Bodies as an editor, an import or a script could store them, for tests of what holds for every body."""

from html import escape

from hypothesis import strategies as st

# What Markdown could misread, beside words of many scripts.
WORDS = ["a", "b1", "straße", "漢字", "🙂", "שלום", "C++", "foo_bar", "std::vec", "x-y"]
TRAPS = [
    *"*_`~[]()<>&!\\$#+-=|:{}^@'\".",
    *[
        "**",
        "__",
        "~~",
        "``",
        "[x]",
        "[1]",
        "[^1]",
        "^[x]",
        "![",
        "](",
        "<b>",
        "</i>",
        "<T>",
        "&amp;",
        "&copy",
        "http://a.b/c",
    ],
    *["www.a.b", "a@b.cc", "1.", "1)", "- ", "# ", "> ", "```", ":::", "$a_1$", "{{ x }}", "{% raw %}", "{#x}", "---"],
    *[
        "\\*",
        "\\",
        "[a]: /b",
        "[!NOTE]",
        "| a |",
        "<!-- c -->",
        "\u00a0",
        "\u3000",
        "\u200b",
        "\u2028",
        "https://",
        "===",
    ],
]
SPACES = [" ", " ", " ", "  ", "\n", ""]
MARKS = ["b", "i", "code", "s", "sub", "sup"]
ADDRESSES = [
    "/x",
    "https://example.org/a_b?c=d&e=f",
    "post:0b9e7c1a-0000-4000-8000-000000000001",
    "/ä (b",
    "#c",
    "a*b*",
]
TEX = ["x", "a_1^2", "5", "a `b`", "a$b", "\\frac{a}{b}", "|x|", " y ", "\\"]
NOTES = [
    "Words.",
    "Two\n\nparts with `code`.",
    "",
    "- a\n- b",
    "A [link](/x) and [^2]",
    "a 'b' \"c\" & <d>",
    "```\nx\n```",
]


def joined(parts):
    return st.lists(parts, min_size=1, max_size=4).map("".join)


words = st.lists(st.one_of(st.sampled_from(WORDS), st.sampled_from(TRAPS), st.sampled_from(SPACES)), max_size=6).map(
    "".join
)
plain = words.map(lambda text: escape(text, quote=False).replace("\n", " "))
breaks = st.just("<br/>")
math = st.sampled_from(TEX).map(lambda tex: f'<span data-math="{escape(tex)}">{escape(tex, quote=False)}</span>')
notes = st.tuples(st.sampled_from(["1", "2", "a.b"]), st.sampled_from(NOTES)).map(
    lambda note: f'<span data-footnote="{note[0]}" data-text="{escape(note[1])}">[{note[0]}]</span>'
)


def marked(inner):
    return st.tuples(st.sampled_from(MARKS), inner).map(lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0]}>")


def linked(inner):
    return st.tuples(st.sampled_from(ADDRESSES), inner).map(lambda pair: f'<a href="{escape(pair[0])}">{pair[1]}</a>')


marks = st.recursive(st.one_of(plain, breaks), lambda inner: marked(joined(inner)), max_leaves=5)
inlines = joined(st.one_of(marks, linked(joined(marks)), math, notes, plain))
captions = st.one_of(st.just(""), inlines.map(lambda html: f"<p>{html}</p>"))

paragraphs = st.tuples(st.sampled_from(["p", "p", "h2", "h3", "h4", "blockquote"]), inlines).map(
    lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0]}>"
)
proses_lists = st.recursive(
    st.tuples(st.sampled_from(["ul", "ol"]), st.lists(inlines.map("<li>{}</li>".format), min_size=1, max_size=3)).map(
        lambda pair: f"<{pair[0]}>{''.join(pair[1])}</{pair[0]}>"
    ),
    lambda inner: st.tuples(
        st.sampled_from(["ul", "ol"]),
        st.lists(st.tuples(inlines, st.one_of(st.just(""), inner)), min_size=1, max_size=3),
    ).map(lambda pair: f"<{pair[0]}>{''.join(f'<li>{text}{more}</li>' for text, more in pair[1])}</{pair[0]}>"),
    max_leaves=3,
)


def block(kind, value):
    return value.map(lambda value: {"type": kind, "value": value})


def picture():
    return st.fixed_dictionaries(
        {
            "image": st.sampled_from(["image:0b9e7c1a-0000-4000-8000-000000000002", None]),
            "alt_text": words,
            "decorative": st.booleans(),
        }
    )


codes = st.lists(
    st.sampled_from(["a", "```", "~~~", ":::", "", "    b", "\tc", "- d", "`", "$$", "[^1]: x"]), max_size=4
).map("\n".join)
leaves = [
    block("text", st.lists(st.one_of(paragraphs, proses_lists), max_size=4).map("".join)),
    block(
        "code",
        st.fixed_dictionaries(
            {
                "code": codes,
                "language": st.sampled_from(["", "js", "c++", "text", "math", "a b", "{x}"]),
                "file_name": st.sampled_from(["", "a.js", 'b "c".js', "d\\e", "`f`"]),
                "marked_lines": st.sampled_from(["", "2,4-6", "x"]),
                "line_numbers": st.booleans(),
                "caption": words,
            }
        ),
    ),
    block(
        "image",
        st.fixed_dictionaries(
            {
                "image": picture(),
                "caption": captions,
                "credit": words,
                "width": st.sampled_from(["text", "wide", "full", "odd"]),
                "link": st.sampled_from(["", *ADDRESSES]),
            }
        ),
    ),
    block(
        "gallery",
        st.fixed_dictionaries(
            {
                "images": st.lists(
                    st.fixed_dictionaries({"image": picture(), "caption": captions}).map(
                        lambda value: {"type": "item", "value": value}
                    ),
                    max_size=2,
                ),
                "caption": captions,
            }
        ),
    ),
    block(
        "table",
        st.fixed_dictionaries(
            {
                "table": st.fixed_dictionaries(
                    {
                        "columns": st.lists(
                            st.fixed_dictionaries(
                                {"type": st.sampled_from(["text", "centre", "number"]), "heading": words}
                            ),
                            max_size=3,
                        ),
                        "rows": st.lists(
                            st.lists(captions, max_size=3).map(lambda cells: {"values": cells}), max_size=2
                        ),
                        "caption": words,
                    }
                ),
                "header_column": st.booleans(),
            }
        ),
    ),
    block("math", st.fixed_dictionaries({"tex": st.one_of(st.sampled_from(TEX), codes), "caption": words})),
    block(
        "embed",
        st.fixed_dictionaries(
            {
                "url": st.sampled_from(["https://vimeo.com/76979871", 'https://a.b/?c="d"']),
                "title": words,
                "caption": words,
                "poster": st.none(),
            }
        ),
    ),
    block(
        "bookmark",
        st.fixed_dictionaries(
            {
                "url": st.just("https://a.b/"),
                "title": words,
                "description": words,
                "site_name": words,
                "poster": st.just("image:gone"),
            }
        ),
    ),
    block(
        "video",
        st.fixed_dictionaries(
            {
                "file": st.sampled_from(["document:0b9e7c1a-0000-4000-8000-000000000003", None]),
                "poster": st.none(),
                "captions": st.none(),
                "language": st.sampled_from(["", "en"]),
                "title": words,
                "caption": words,
            }
        ),
    ),
    block("audio", st.fixed_dictionaries({"file": st.just("document:gone"), "title": words, "caption": words})),
    st.just({"type": "divider", "value": None}),
    block(
        "markdown",
        st.lists(
            st.sampled_from(
                [
                    "a ![b](c.png) d",
                    "- x\n\n  <u>y</u>",
                    "<u>z</u> [^1]",
                    "w[^9]\n\n[^9]: v",
                    "> <kbd>q</kbd> ![](r)",
                    "<section>\n\n# s\n\n</section>",
                    "[t]: /u\n\n![p](q) [t]",
                ]
            ),
            min_size=1,
            max_size=2,
        ).map("\n\n".join),
    ),
]


def containers(inner):
    content = st.lists(inner, max_size=3)
    item = st.fixed_dictionaries({"task": st.sampled_from(["", "", "open", "done"]), "content": content}).map(
        lambda value: {"type": "item", "value": value}
    )
    return st.one_of(
        block(
            "quote",
            st.fixed_dictionaries(
                {"content": content, "source": words, "source_url": st.sampled_from(["", "https://a.b/"])}
            ),
        ),
        block("quote", st.fixed_dictionaries({"content": content, "source": st.just(""), "source_url": st.just("")})),
        block("callout", st.fixed_dictionaries({"kind": st.sampled_from(["note", "tip", "odd"]), "content": content})),
        block("details", st.fixed_dictionaries({"summary": words, "content": content, "is_open": st.booleans()})),
        block(
            "list",
            st.fixed_dictionaries(
                {
                    "ordered": st.booleans(),
                    "start": st.sampled_from([None, None, 1, 0, 7, 10]),
                    "items": st.lists(item, max_size=3),
                }
            ),
        ),
    )


blocks = st.recursive(st.one_of(leaves), containers, max_leaves=6)
bodies = st.lists(blocks, max_size=5)
