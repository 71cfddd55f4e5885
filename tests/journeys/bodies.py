"""Bodies in the raw form that is stored: one with every block, one with everything that is too wide."""

CODE = """def readable(post):
    # A post that nobody may read is no post.
    return post.is_live and not post.is_restricted


print(readable("the ledger"))
"""
LONG_WORD = "incomprehensibilities" * 6
LONG_ADDRESS = "https://example.org/" + "a-very-long-part-of-an-address-" * 8
VIDEO = "https://www.youtube.com/watch?v=aqz-KE-bpKQ"
PLAYER = "https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ"


def text(html):
    return {"type": "text", "value": html}


def code(lines, *, language="python", file_name="", marked_lines="", line_numbers=False, caption=""):
    value = {"code": lines, "language": language, "file_name": file_name, "line_numbers": line_numbers}
    return {"type": "code", "value": value | {"marked_lines": marked_lines, "caption": caption}}


def image(picture, *, alt_text="", width="text", caption="", credit="", link=""):
    chosen = {"image": picture.pk, "alt_text": alt_text, "decorative": not alt_text}
    value = {"image": chosen, "caption": caption, "credit": credit, "width": width, "link": link}
    return {"type": "image", "value": value}


def gallery(*pictures, caption=""):
    """``pictures`` as (picture, alternative text, caption)."""
    items = [
        {"image": {"image": picture.pk, "alt_text": alt, "decorative": not alt}, "caption": words}
        for picture, alt, words in pictures
    ]
    return {
        "type": "gallery",
        "value": {"images": [{"type": "item", "value": item} for item in items], "caption": caption},
    }


def quote(*content, source="", source_url=""):
    return {"type": "quote", "value": {"content": list(content), "source": source, "source_url": source_url}}


def callout(kind, *content):
    return {"type": "callout", "value": {"kind": kind, "content": list(content)}}


def details(summary, *content, is_open=False):
    return {"type": "details", "value": {"summary": summary, "content": list(content), "is_open": is_open}}


def math(tex, *, caption=""):
    return {"type": "math", "value": {"tex": tex, "caption": caption}}


def table(columns, rows, *, caption="", header_column=False):
    """``columns`` as (alignment, heading); every cell is a paragraph."""
    shown = {
        "columns": [{"type": kind, "heading": heading} for kind, heading in columns],
        "rows": [{"values": [f"<p>{cell}</p>" if cell else "" for cell in row]} for row in rows],
        "caption": caption,
    }
    return {"type": "table", "value": {"table": shown, "header_column": header_column}}


def listed(*items, ordered=False, start=None):
    """``items`` as (task state, blocks)."""
    # Wagtail takes an item without an id for one of an older form, and loses what it holds.
    stored = [
        {"type": "item", "id": str(place), "value": {"task": task, "content": list(blocks)}}
        for place, (task, blocks) in enumerate(items)
    ]
    return {"type": "list", "value": {"ordered": ordered, "start": start, "items": stored}}


def embed(url, *, title="", caption="", poster=None):
    value = {"url": url, "title": title, "caption": caption, "poster": poster and poster.pk}
    return {"type": "embed", "value": value}


def bookmark(url, *, title="", description="", site_name="", poster=None):
    value = {"url": url, "title": title, "description": description, "site_name": site_name}
    return {"type": "bookmark", "value": value | {"poster": poster and poster.pk}}


def video(film, *, poster=None, captions=None, language="", title="", caption=""):
    value = {"file": film.pk, "poster": poster and poster.pk, "captions": captions and captions.pk}
    return {"type": "video", "value": value | {"language": language, "title": title, "caption": caption}}


def audio(sound, *, title="", caption=""):
    return {"type": "audio", "value": {"file": sound.pk, "title": title, "caption": caption}}


DIVIDER = {"type": "divider", "value": None}


def markdown(words):
    return {"type": "markdown", "value": words}


DIFF = """--- a/ledger.py
+++ b/ledger.py
@@ -1,3 +1,3 @@
 def readable(post):
-    return post.is_live
+    return post.is_live and not post.is_restricted
"""
ALIGNED = r"\begin{align*} (a+b)^2 &= a^2 + 2ab + b^2 \\ &\ge 4ab \end{align*}"
PROSE = (
    "<p>A ledger keeps <b>what happened</b>, <i>when</i> and <s>perhaps</s> why: see "
    '<a href="https://example.org/ledgers">an older one</a>, H<sub>2</sub>O and E = mc<sup>2</sup>, or run '
    "<code>make run</code>.<br/>A second line.</p>"
    "<h2>Keeping it</h2><p>Write at once.</p><ul><li>Date<ul><li>and hour</li></ul></li><li>Amount</li></ul>"
    "<ol><li>Open the book</li><li>Close it</li></ol><h3>Reading it</h3><p>Backwards.</p><h4>Aloud</h4>"
    "<blockquote>Nothing is forgotten that was written down.</blockquote><h2>Keeping it</h2><p>Again.</p>"
)
CALLOUT_KINDS = ("note", "tip", "important", "warning", "caution")


def every_block(picture):
    return [
        text(PROSE),
        code(CODE, file_name="ledger.py", marked_lines="2-3", caption="The rule in one place"),
        code(DIFF, language="diff"),
        code("- old\n+ new\n", language="diff"),
        code("- old\n+ new\n", language="diff"),
        code(CODE, language="python", marked_lines="3", line_numbers=True, caption="With its lines counted"),
        code("no language at all", language=""),
        image(picture, alt_text="Three rising lines", caption="<p>The <b>first</b> year</p>", credit="Drawn by code"),
        image(picture, width="wide", link="https://example.org/plates"),
        image(picture, alt_text="The same lines, large", width="full"),
        gallery(
            (picture, "Three rising lines", "<p>The <i>first</i> year</p>"),
            (picture, "", ""),
            (
                picture,
                "The same lines again",
                "<p>The third, about which there is more to say than fits in one line</p>",
            ),
            caption="<p>Three years</p>",
        ),
        gallery((picture, "Lines", ""), (picture, "More lines", "")),
        quote(
            text("<p>Count first.</p><p>Then speak.</p>"), source="A cashier", source_url="https://example.org/count"
        ),
        quote(text("<p>Nobody signed this.</p>")),
        *(callout(kind, text(f"<p>This is a {kind}.</p>")) for kind in CALLOUT_KINDS),
        callout("note", listed(("open", [text("<p>A task in a note</p>"), code("run()")]))),
        details("What the ledger holds", text("<h3>Its columns</h3><p>A date and an amount.</p>"), code("columns()")),
        details("", text("<p>Open from the start.</p>"), is_open=True),
        math(r"\bar{x} = \frac{1}{n} \sum_{i=1}^{n} x_i", caption="The mean of what was counted"),
        math(ALIGNED),
        math(r"\begin{pmatrix} \boxed{1} & \color{red}{0} \\ 0 & \cancel{1} \end{pmatrix}"),
        math(r"\nonsense{x} < 1"),
        table(
            [("text", "Format"), ("centre", "**Loss**"), ("number", "`KB`")],
            [("JPEG", "some", "184"), ("AVIF", "little", "61"), ("PNG", "", "912")],
            caption="One picture, three files",
            header_column=True,
        ),
        table([("text", ""), ("number", "")], [("Without", "1"), ("headings", "2")]),
        table([("text", "Neither"), ("number", "Words")], [("a", "1"), ("caption", "2")]),
        embed(VIDEO, title="A rabbit wakes up", caption="Eight minutes"),
        embed("https://vimeo.com/76979871", title="A film without sound", poster=picture),
        embed("https://example.org/elsewhere"),
        bookmark(
            "https://example.org/double-entry",
            title="Double entry, explained with apples",
            description="Why every amount is written down twice, and what that tells you.",
            site_name="The Example",
            poster=picture,
        ),
        bookmark("https://example.org/plain"),
        listed(("done", [text("<p>Bought the book</p>")]), ("open", [text("<p>Fill it</p>"), code("fill()")])),
        listed(("", [text("<p>Third</p>"), text("<p>with a second paragraph</p>")]), ordered=True, start=3),
        DIVIDER,
        markdown("Kept, too: $e^{i\\pi} + 1 = 0$\n\n$$\n\\int_0^1 x^2 \\, dx = \\frac{1}{3}\n$$\n"),
        markdown("A note[^1] kept as *Markdown*.\n\n[^1]: As it was typed.\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n"),
        text("<h2>The end</h2><p>Close the book.</p>"),
    ]


GONE = 999_999
NOTE = '<span data-footnote="{0}" data-text="{1}">[{0}]</span>'
NOTED = (
    f"<p>First{NOTE.format('1', 'Marked *first*, in the text.')}, and with a note"
    f"{NOTE.format('a', 'Its own note.[^b]&#10;&#10;[^b]: The note of a note.')} of its own.</p>"
)
ARABIC = "\u0643\u0644 \u0645\u0646\u0634\u0648\u0631 \u064a\u0638\u0647\u0631 \u062a\u0627\u0631\u064a\u062e\u0647."
CHINESE = "\u6bcf\u4e00\u6b21\u66f4\u6b63\u90fd\u6709\u65e5\u671f\uff0c\u8bfb\u8005\u53ef\u4ee5\u770b\u5230\u3002" * 8


def failing():
    """What is gone, what nobody understands, and what was stored by something else; then scripts that are not Latin."""
    gone = {"image": GONE, "alt_text": "A quay at dusk", "decorative": False}
    chosen = {"image": gone, "caption": "<p>The quay, before the flood</p>", "credit": "A. Example"}
    empty_table = {"columns": [{"type": "text", "heading": "One"}], "rows": [{"values": ["<p>1</p>", "<p>2</p>"]}]}
    return [
        text(
            f'<p>A link to <a linktype="page" id="{GONE}">a draft</a> and one to '
            f'<a linktype="document" id="{GONE}">a plan</a> stay words.</p>'
        ),
        text(NOTED),
        {"type": "image", "value": {**chosen, "width": "wide", "link": "https://example.org/"}},
        {"type": "gallery", "value": {"images": [{"type": "item", "value": chosen}], "caption": "<p>One is left</p>"}},
        {"type": "audio", "value": {"file": GONE, "title": "A bell that is gone", "caption": "It struck twice."}},
        {"type": "video", "value": {"file": GONE, "poster": GONE, "captions": GONE, "title": "A film", "language": ""}},
        {"type": "embed", "value": {"url": VIDEO, "title": "Its poster is gone", "caption": "", "poster": GONE}},
        {"type": "bookmark", "value": {"url": "https://example.org/gone", "title": "", "poster": GONE}},
        code("qapla' 1", language="klingon"),
        {"type": "table", "value": {"table": empty_table, "header_column": True}},
        {"type": "carousel", "value": {"speed": 4, "slides": ["one", "two"]}},
        {"type": "quote", "value": "said without quotes"},
        markdown("> [!TIP]\n> A kept tip[^k] with a note.\n\n[^k]: Kept, and *numbered* with the rest.\n"),
        markdown("<dl><dt>Ledger</dt><dd>What keeps.</dd><dt>Ink</dt><dd>What stays.</dd></dl>"),
        text(f"<h2>{ARABIC}</h2><p>{ARABIC * 6}</p><ul><li>{ARABIC}</li></ul><p>{CHINESE}</p>"),
        callout("note", text(f"<p>{ARABIC * 3}</p>")),
        quote(text(f"<p>{CHINESE}</p>"), source=ARABIC),
    ]


def noted():
    words = "<p>" + "Whoever reads the ledger reads the margin, too. " * 9 + "</p>"
    first, second = NOTE.format("1", "The first, with a [link](https://example.org/)."), NOTE.format("2", "Second")
    two = f"<p>Two{first} marks{second}.</p>"
    return [text(two + words), text(f"<p>Later{NOTE.format('3', '- a list&#10;- in a note')}</p>" + words)]


def changed(picture, other):
    """The bodies of three versions: with changes of every kind, then with one of a word."""
    prices = [("Paper", "12"), ("Ink", "30"), ("Thread", "4")]
    costs = [("text", "What"), ("number", "Price")]
    rule = text("<p>Whoever finds a slip strikes it through and writes the right number beside it.</p>")
    history = "<p>The oldest book of the house begins in 1871, with a price for candles.</p>"
    old = [
        text(
            "<h2>What we pay</h2><p>Paper is bought once a year, and ink when it runs out. The merchant keeps "
            '<a href="https://example.org/prices">a list of prices</a>, which we copied.</p>'
        ),
        table(costs, prices, caption="In pence"),
        code("total = 0\nfor price in prices:\n    total = price\nprint(total)\n", file_name="sum.py"),
        image(picture, alt_text="Three rising lines", caption="<p>Three years</p>"),
        text(f"{history}<p>Nobody reads it any more.</p><h2>How we mend</h2>"),
        rule,
        listed(("done", [text("<p>Buy thread</p>")]), ("open", [text("<p>Bind the book</p>")])),
        text("<p>Seen from the end, a year is short.</p><p>And a book is thin.</p>"),
    ]
    new = [
        text(
            "<h2>What we pay</h2><p>Paper is bought twice a year, and ink when it runs out. The merchant keeps "
            '<a href="https://example.org/price-list">a list of prices</a>, which we <b>copied</b>.</p>'
        ),
        table(costs, [("Paper", "24"), *prices[1:], ("Glue", "7")], caption="In pence"),
        code("total = 0\nfor price in prices:\n    total += price\nprint(total)\n", file_name="sum.py"),
        image(other, alt_text="Three falling lines", caption="<p>Four years</p>"),
        text("<h2>How we mend</h2>"),
        rule,
        text("<p>A slip that a reader finds is mended on the same day.</p>"),
        listed(("done", [text("<p>Buy thread</p>")]), ("done", [text("<p>Bind the book</p>")])),
        text(f"<p>Seen from the end, a year is short.</p><p>And a book is thin.</p>{history}"),
    ]
    return old, new, [*new[:-1], text(f"<p>Seen from its end, a year is short.</p><p>And a book is thin.</p>{history}")]


def recordings(picture, sound, film, captions):
    return [
        audio(sound, title="A steady tone", caption="It is the same from its beginning to its end."),
        video(film, poster=picture, captions=captions, language="en", title="Lines that rise", caption="In silence"),
        audio(sound, title=LONG_WORD, caption=LONG_WORD),
    ]


def too_wide(picture):
    columns = [("number" if place else "text", f"Column number {place}") for place in range(8)]
    return [
        text(f'<h2>{LONG_WORD}</h2><p>{LONG_WORD} <a href="{LONG_ADDRESS}">{LONG_ADDRESS}</a></p>'),
        text(f"<ul><li>{LONG_WORD}<ul><li><code>{'x' * 90}</code></li></ul></li></ul>"),
        code("x = " + "1" * 196, file_name=f"{LONG_WORD}.py", language="python", caption=LONG_WORD),
        table(columns, [[f"{place}000000000" for place in range(8)]], caption=LONG_WORD),
        image(picture, alt_text="Lines", width="full", caption=f"<p>{LONG_WORD}</p>"),
        gallery((picture, "Lines", f"<p>{LONG_WORD}</p>"), (picture, "", ""), caption=f"<p>{LONG_WORD}</p>"),
        details(LONG_WORD, text(f"<p>{LONG_WORD}</p>"), code("w = " + "4" * 196, line_numbers=True)),
        math(" + ".join(f"x_{{{place}}}^2" for place in range(60)), caption=LONG_WORD),
        math("\\nonsense " + "y" * 150),
        code("+" + "a" * 196 + "\n-" + "b" * 196, language="diff"),
        quote(text(f"<p>{LONG_WORD}</p>"), callout("tip", code("y = " + "2" * 196)), source=LONG_WORD),
        listed(("open", [text(f"<p>{LONG_WORD}</p>"), listed(("", [code("z = " + "3" * 196)]))])),
        embed(LONG_ADDRESS, title=LONG_WORD, caption=LONG_WORD),
        embed(VIDEO, title=LONG_WORD, poster=picture),
        bookmark(LONG_ADDRESS, title=LONG_WORD, description=LONG_WORD, site_name=LONG_WORD, poster=picture),
        markdown(f"{LONG_WORD} `{'m' * 150}`\n\n```\n{'n' * 200}\n```\n"),
    ]
