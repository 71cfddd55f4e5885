"""A page as nested parts, from the HTML that readers get and from what cmark-gfm makes of the canonical text."""

from urllib.parse import urlsplit

from bs4 import BeautifulSoup, NavigableString
from markdown_it.common.normalize_url import normalizeLink
from math_core import LatexToMathML

from tests.blog.markdown.dialect import in_gfm
from tests.blog.markdown.independent import TASK_SIGN, as_cmark_writes_it, letters

CONVERTER = LatexToMathML(fancy_error=False, max_expansions=0)


def outline(element, part_of):
    """Words without white space, and a tuple for each part that `part_of` knows; it gives None for all others."""
    parts = []
    for child in element.children:
        if isinstance(child, NavigableString):
            found = ["".join(str(child).split())] if type(child) is NavigableString else []
        else:
            part = part_of(child)
            found = outline(child, part_of) if part is None else [part]
        for part in found:
            if isinstance(part, str) and parts and isinstance(parts[-1], str):
                parts[-1] += part
            elif part:
                parts.append(part)
    return parts


def common_part(tag, part_of):
    """What both kinds of HTML say alike."""
    match tag.name:
        case "blockquote":
            return ("quote", outline(tag, part_of))
        case "ul" | "ol":
            items = [item_part(item, part_of) for item in tag.find_all("li", recursive=False)]
            return (tag.name, int(tag.get("start") or 1), items)
        case "pre":
            return ("code", tag.get_text().strip("\n"))
    return None


def item_part(tag, part_of):
    """An item without the sign of its task, which each shows in its own way."""
    first, *rest = outline(tag, part_of) or [""]
    first = TASK_SIGN.sub("", first, count=1) if isinstance(first, str) and TASK_SIGN.match(first) else first
    return [first, *rest] if first else rest


def of_page(html):
    soup = BeautifulSoup(html, "html.parser")
    for extra in soup.select(".visually-hidden, button, .callout-block__kind, .recording-words__download"):
        extra.decompose()
    return outline(soup, page_part)


def page_part(tag):
    kind = (tag.get("class") or [""])[0]
    if reader := PAGE_PARTS.get(kind):
        return reader(tag)
    return letters(tag) if tag.name == "math" else common_part(tag, page_part)


def words(tag, selector):
    found = tag.select_one(selector)
    return letters(found) if found else ""


def page_quote(tag):
    source = tag.find("figcaption", recursive=False)
    if source is None:
        return common_part(tag.blockquote, page_part)
    return ("quote", outline(tag.blockquote, page_part), letters(source), source.a["href"] if source.a else "")


def page_gallery(tag):
    pictures = [(picture.img["alt"], words(picture, "figcaption")) for picture in tag.select(".gallery-block__picture")]
    return ("gallery", pictures, words(tag, ".gallery-block__caption"))


def page_notes(tag):
    """For each note its place, from how many marks it is reached, and what it says."""
    notes = []
    for number, note in enumerate(tag.select(".footnotes__list > li"), start=1):
        assert note["id"] == f"fn-{number}"
        back = note.select_one(".footnotes__back").extract()
        notes.append((len(back.find_all("a")), outline(note, page_part)))
    return ("notes", notes)


def card(kind, *selectors):
    return lambda tag: (kind, normalizeLink(tag.a["href"]), *(words(tag, selector) for selector in selectors))


PAGE_PARTS = {
    "callout-block": lambda tag: (
        "callout",
        tag["class"][1].rpartition("--")[2],
        outline(tag.select_one(".callout-block__words"), page_part),
    ),
    "details-block": lambda tag: (
        "details",
        letters(tag.summary),
        tag.has_attr("open"),
        outline(tag.select_one(".details-block__words"), page_part),
    ),
    "quote-block": page_quote,
    "gallery-block": page_gallery,
    "math-block": lambda tag: ("formula", letters(tag.find("math") or tag.pre), words(tag, "figcaption")),
    "embed-block": card("embed", ".embed-block__title", ".embed-block__host", "figcaption"),
    "bookmark-block": card(
        "bookmark", ".bookmark-block__title", ".bookmark-block__description", ".bookmark-block__site"
    ),
    "video-block": lambda tag: ("video", words(tag, "strong"), words(tag, "span")),
    "audio-block": lambda tag: ("audio", words(tag, "strong"), words(tag, "span")),
    "table-block": lambda tag: (
        "table",
        words(tag, ".table-block__caption"),
        bool(tag.select("th[scope=row]")),
        outline(tag.table, page_part),
    ),
    "code-block": lambda tag: ("code", tag.pre.get_text().strip("\n")),
    "footnote-mark": lambda tag: f"[{letters(tag)}]",
    "footnotes": page_notes,
}


def of_text(markdown):
    soup = BeautifulSoup(as_cmark_writes_it(in_gfm(markdown), "footnotes"), "html.parser")
    return outline(soup, text_part)


def text_part(tag):
    if tag.get("data-tex") is not None and tag.name == "span":
        return formula(tag["data-tex"])
    if "footnote-ref" in (tag.get("class") or []):
        return f"[{letters(tag)}]"
    if "footnotes" in (tag.get("class") or []):
        return text_notes(tag)
    if tag.name == "table":
        return ("table", "", False, outline(tag, text_part))
    if tag.name == "section":
        return directive_part(tag)
    aside = tag.find("aside", recursive=False) if tag.name == "blockquote" else None
    return ("callout", aside["data-kind"], outline(aside, text_part)) if aside else common_part(tag, text_part)


def text_notes(tag):
    notes = []
    for note in tag.select("ol > li[id]"):
        ways_back = [link.extract() for link in note.select("a.footnote-backref")]
        notes.append((len(ways_back), outline(note, text_part)))
    return ("notes", notes)


def formula(tex, *, display=False):
    try:
        return letters(BeautifulSoup(CONVERTER.convert_with_local_state(tex, displaystyle=display), "html.parser"))
    except Exception:  # noqa: BLE001 - whatever it is, readers get the TeX itself
        return "".join(tex.split())


def directive_part(tag):
    said = {name.removeprefix("data-"): value for name, value in tag.attrs.items()}
    return DIRECTIVES[said["kind"]](tag, said)


def plain(said, name):
    return "".join(said.get(name, "").split())


def host(said):
    return (urlsplit(said["url"]).hostname or "").removeprefix("www.")


def name_of(said):
    return plain(said, "title") or host(said) or said["url"]


def text_quote(tag, said):
    source = (plain(said, "source"), said.get("url", "")) if said.get("source") else ()
    return ("quote", outline(tag, text_part), *source)


def text_gallery(tag, said):
    pictures = [(image.get("alt"), inline(image.get("title"))) for image in tag.find_all("img")]
    # A gallery without pictures is not shown.
    return ("gallery", pictures, inline(said.get("caption"))) if pictures else ""


def text_table(tag, said):
    [(_kind, _caption, _names, cells)] = outline(tag, text_part)
    return ("table", plain(said, "caption"), "header-column" in said and len(tag.find_all("tr")) > 1, cells)


def text_embed(tag, said):
    return ("embed", normalizeLink(said["url"]), name_of(said), host(said), plain(said, "caption"))


def text_bookmark(tag, said):
    site = plain(said, "site") or host(said)
    return ("bookmark", normalizeLink(said["url"]), name_of(said), plain(said, "description"), site)


DIRECTIVES = {
    "details": lambda tag, said: (
        "details",
        plain(said, "summary") or "Details",
        "open" in said,
        outline(tag, text_part),
    ),
    "quote": text_quote,
    "gallery": text_gallery,
    "tex": lambda tag, said: ("formula", formula(said["tex"], display=True), ""),
    "math": lambda tag, said: (*outline(tag, text_part)[0][:2], plain(said, "caption")),
    "table": text_table,
    "embed": text_embed,
    "bookmark": text_bookmark,
    "video": lambda tag, said: ("video", plain(said, "title"), plain(said, "caption")),
    "audio": lambda tag, said: ("audio", plain(said, "title"), plain(said, "caption")),
}


def inline(markdown):
    """The letters of a caption, which is Markdown in an attribute or a title."""
    # Behind a word, nothing starts a block.
    return "".join(of_text(f"x {markdown or ''}"))[1:]
