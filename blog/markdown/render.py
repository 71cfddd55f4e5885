"""Renders raw Markdown as HTML that is safe on a reader page."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from html import escape, unescape

import nh3
from bs4 import BeautifulSoup, Tag
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType

from blog.markdown.nodes import inline_tokens
from blog.markdown.parser import build_parser, refuse_long
from blog.markdown.tags import SHOWN_TAGS
from blog.rendering.highlight import MAX_CODE_BYTES, highlight
from blog.rendering.mathml import mathml

ALLOWED_HTML_ATTRIBUTES = {
    "a": {"href", "title", "id", "class"},
    "abbr": {"title"},
    "code": {"class"},
    "details": {"open"},
    "div": {"class"},
    "li": {"id", "class"},
    "ol": {"start", "reversed", "class"},
    "p": {"class"},
    "section": {"class"},
    "span": {"class"},
    "sup": {"class"},
    "td": {"colspan", "rowspan", "class"},
    "th": {"colspan", "rowspan", "class", "scope"},
}
SCHEMES = {"http", "https", "mailto", "tel", "ftp", "irc", "ircs", "xmpp", "sms", "geo"}
# These are the stable keys of the site's own content. The caller replaces them by addresses.
STABLE_KEY_KINDS = {"post", "page", "document", "image"}
OWN_CLASS = re.compile(
    r"(?:highlight|math|footnote-(?:ref|item|backref)|footnotes(?:-list)?|callout(?:--[a-z]+|__title)?|align-(?:centre|end))\Z"
)
SPAN_CLASS = re.compile(r"[a-z][a-z0-9]{0,2}\Z")
FOOTNOTE_ID = re.compile(r"fn(?:ref)?-[\w-]*?\d+(?:[:-]\d+)?\Z")
LOADED = re.compile(r"<(?:img|iframe|video|audio|embed|source)\b[^<>]*>", re.IGNORECASE)
# Cleaning removes all other comments, so that footnotes can be found by these when a page is assembled.
NOTES = """<!-- notes --><section class="footnotes">
<ol class="footnotes-list">
{}</ol>
</section><!-- end of notes -->
"""
FOOTNOTE_ITEM = """<li id="{name}" class="footnote-item"><!-- note {name} -->{html}<!-- end of note --></li>
"""
OWN_NAMES_IN_HTML = re.compile(r"""\s(?:id|class)\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+)""", re.IGNORECASE)
CELL_CLASSES = {"text-align:center": "align-centre", "text-align:right": "align-end"}
RENDERED_FORMULA = re.compile(r'(<pre tabindex="0">)?<code class="math">([^<]*)</code>(?(1)</pre>)')
HEADING_TAG = re.compile(r"(</?h)([1-6])\b", re.IGNORECASE)
TASK_SIGNS = {True: "☑ ", False: "☐ "}
CLEANED_WITH_CONTENT = {
    "script",
    "style",
    "template",
    "noscript",
    "iframe",
    "object",
    "svg",
    "math",
    "textarea",
    "title",
}


def render(text: str, *, prefix: str = "") -> str:
    """Renders a `markdown` block as safe HTML. `prefix` separates the footnotes of two blocks on a page.

    The HTML contains no script, style, form or picture. A picture becomes a link, because a reader page requests
    nothing from other sites. Headings are h2 to h4. Raises TextTooLong.
    """
    refuse_long(text)
    parser = rendering_parser()
    environment = {"docId": re.sub(r"[^\w-]", "", prefix) or "note"}
    tokens = parser.parse(text, environment)
    shift = int(any(token.type == "heading_open" and token.tag == "h1" for token in tokens))
    for token in inline_tokens(tokens):
        prepare(token, shift)

    def shown(part: list[Token]) -> str:
        return with_formulas(clean(parser.renderer.render(part, parser.options, environment)))

    # Each footnote is rendered separately, so that missing or extra end tags in one do not affect the next.
    end = next((place for place, token in enumerate(tokens) if token.type == "footnote_block_open"), len(tokens))
    notes = [(f"fn-{environment['docId']}-{number}", shown(part)) for number, part in notes_in(tokens[end:])]
    listed = "".join(FOOTNOTE_ITEM.format(name=name, html=html) for name, html in notes)
    return shown(tokens[:end]) + (NOTES.format(listed) if listed else "")


def notes_in(tokens: list[Token]) -> Iterator[tuple[int, list[Token]]]:
    """Yields the number and the tokens of each footnote in the block at the end of a text."""
    inside: list[Token] = []
    number = 0
    for token in tokens:
        if token.type == "footnote_open":
            number, inside = token.meta["id"] + 1, []
        elif token.type == "footnote_close":
            yield number, inside
        else:
            inside.append(token)


def render_inline(text: str) -> str:
    """Renders one line, which may contain links, marks, code and formulas, as safe HTML."""
    return with_formulas(clean(rendering_parser().renderInline(text)))


def with_formulas(html: str) -> str:
    """Replaces each formula in clean HTML by MathML. TeX that cannot be converted stays as written."""
    return RENDERED_FORMULA.sub(formula_instead, html)


def formula_instead(found: re.Match[str]) -> str:
    is_display = bool(found[1])
    formula = mathml(unescape(found[2]), display=is_display)
    if formula is None:
        return found[0]
    return f'<div class="math-scroll" tabindex="0">{formula}</div>' if is_display else formula


def prepare(token: Token, shift: int) -> None:
    if token.type in ("heading_open", "heading_close"):
        token.tag = f"h{in_range(int(token.tag[1]) + shift)}"
    elif token.type in ("th_open", "td_open"):
        side = CELL_CLASSES.get(str(token.attrs.pop("style", "")))
        token.attrs.update({"class": side} if side else {})
    elif token.type == "alert_open":
        token.attrs["class"] = f"callout callout--{token.meta['kind'].lower()}"
    elif token.type == "alert_title_open":
        token.attrs["class"] = "callout__title"
    elif token.type in ("html_block", "html_inline"):
        token.content = html_to_show(token.content, shift)


def in_range(level: int) -> int:
    return min(max(level, 2), 4)


def html_to_show(html: str, shift: int) -> str:
    """Removes ids and classes from raw HTML, replaces elements that load files by links, and limits heading levels."""
    html = LOADED.sub(link_instead, OWN_NAMES_IN_HTML.sub("", html))
    return HEADING_TAG.sub(lambda found: f"{found[1]}{in_range(int(found[2]) + shift)}", html)


def link_instead(match: re.Match[str]) -> str:
    tag = BeautifulSoup(match[0], "html.parser").find(True)
    if not isinstance(tag, Tag):
        return ""
    return link_to(str(tag.get("src") or ""), str(tag.get("alt") or tag.get("title") or ""))


def link_to(address: str, words: str) -> str:
    if not address:
        return escape(words)
    return f'<a href="{escape(address)}">{escape(words or address)}</a>'


def clean(html: str) -> str:
    return nh3.clean(
        html,
        tags=set(SHOWN_TAGS),
        attributes=ALLOWED_HTML_ATTRIBUTES,
        attribute_filter=only_ours,
        # Elements that may be wider than the screen can be scrolled, also with the keyboard.
        set_tag_attribute_values={"pre": {"tabindex": "0"}, "table": {"tabindex": "0"}},
        url_schemes=SCHEMES | STABLE_KEY_KINDS,
        link_rel="noopener",
        strip_comments=True,
        clean_content_tags=CLEANED_WITH_CONTENT,
    )


def only_ours(tag: str, name: str, value: str) -> str | None:
    if name == "class":
        kept = [word for word in value.split() if OWN_CLASS.match(word) or (tag == "span" and SPAN_CLASS.match(word))]
        return " ".join(kept) or None
    if name == "id":
        return value if FOOTNOTE_ID.match(value) else None
    if name in ("colspan", "rowspan", "start"):
        return value if re.fullmatch(r"\d{1,4}", value) else None
    return value


class SafeRenderer(RendererHTML):
    """Renders the HTML of markdown-it, with the site's own code, pictures, tasks and math."""

    def fence(self, tokens: Sequence[Token], at: int, options: object, environment: EnvType) -> str:
        language = (tokens[at].info.strip().split() or [""])[0].partition(",")[0]
        # The limit of one code block applies to the highlighted fences of a text together.
        environment["highlighted"] = environment.get("highlighted", 0) + len(tokens[at].content)
        language = language if environment["highlighted"] <= MAX_CODE_BYTES else ""
        return f'<pre><code class="highlight">{highlight(tokens[at].content, language)}</code></pre>\n'

    code_block = fence

    def image(self, tokens: Sequence[Token], at: int, options: object, environment: object) -> str:
        words = self.renderInlineAsText(tokens[at].children, options, environment)
        return link_to(str(tokens[at].attrs.get("src", "")), words)

    def list_item_open(self, tokens: Sequence[Token], at: int, options: object, environment: object) -> str:
        # A character is clearer than a form control that cannot be used, also for screen readers.
        return "<li>" + TASK_SIGNS.get(tokens[at].meta.get("checked"), "")

    def too_deep(self, tokens: Sequence[Token], at: int, options: object, environment: object) -> str:
        return f"<p>{escape(tokens[at].content)}</p>\n"

    def unparsed(self, tokens: Sequence[Token], at: int, options: object, environment: object) -> str:
        return escape(tokens[at].content)

    def math_inline(self, tokens: Sequence[Token], at: int, options: object, environment: object) -> str:
        return f'<code class="math">{escape(tokens[at].content)}</code>'

    def math_block(self, tokens: Sequence[Token], at: int, options: object, environment: object) -> str:
        return f'<pre><code class="math">{escape(tokens[at].content.strip())}</code></pre>\n'


@cache
def rendering_parser() -> MarkdownIt:
    parser = build_parser(footnotes_at_end=True)
    safe = SafeRenderer(parser)
    safe.rules = {**parser.renderer.rules, **safe.rules}
    parser.renderer = safe
    return parser
