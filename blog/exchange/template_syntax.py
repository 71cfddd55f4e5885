"""Applies template syntax before Markdown is read: removes hidden text, and resolves constant addresses.

Code, and what stands in `raw` and `highlight`, stays as it is. Comments of HTML are left to the reader of Markdown.
"""

import re

from blog.exchange.imported_post import ImportedPost
from blog.markdown.raw_markdown import CODE_IN_MARKDOWN

HTML_ATTRIBUTE = r"\s+[\w:@.-]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'<>]+))?"
HIDDEN_ATTRIBUTE = r"(?:hidden(?=[\s=/>])|style\s*=\s*[\"'][^\"'>]*display\s*:\s*none)"
VOID_ELEMENTS = ("img", "input", "br", "hr", "source")
LITERAL_PARTS = {
    "code": (CODE_IN_MARKDOWN.pattern, ""),
    "raw": (r"\{%-?\s*raw\s*-?%\}", r"\{%-?\s*endraw\s*-?%\}"),
    "highlight": (r"\{%-?\s*highlight\b", r"\{%-?\s*endhighlight\s*-?%\}"),
    "pre": (r"<pre\b", r"</pre>"),
    "html": (r"<!--", r"-->"),
}
# Starts and ends of text that the old site did not show.
HIDDEN_PARTS = {
    "kramdown": (r"\{::comment\b[^{}]*\}", r"\{:/(?:comment)?\}"),
    "liquid": (r"\{%-?\s*comment\b[^%]*%\}", r"\{%-?\s*endcomment\s*-?%\}"),
    "liquid_line": (r"\{%-?\s*\#", r"%\}"),
    "nunjucks": (r"\{\#(?=-?\s|[^{}\n]*\#\})", r"\#\}"),
    "hugo": (r"\{\{-?\s*/\*", r"\*/\s*-?\}\}"),
    "hugo_tag": (r"\{\{[<%]\s*comment\s*[>%]\}\}", r"\{\{[<%]\s*/\s*comment\s*[>%]\}\}"),
    "mdx": (r"\{/\*", r"\*/\}"),
    "obsidian": (r"^[ >]{0,3}%%(?!%)|(?<![\w%])%%(?!%)(?=[^\n]*?%%)", r"%%"),
    "element": (rf"<(?P<name>\w+)(?:{HTML_ATTRIBUTE})*?\s+{HIDDEN_ATTRIBUTE}[^>]*>", ""),
}
TEMPLATE_PARTS = {**LITERAL_PARTS, **HIDDEN_PARTS}
TEMPLATE_FLAGS = re.MULTILINE | re.DOTALL | re.IGNORECASE
PART_OPENING = re.compile(
    "|".join(f"(?P<{kind}>{opening})" for kind, (opening, _) in TEMPLATE_PARTS.items()), TEMPLATE_FLAGS
)
PART_ENDS = {kind: re.compile(end, TEMPLATE_FLAGS) for kind, (_, end) in TEMPLATE_PARTS.items()}

# kramdown's attributes and tags, with the list that its table of contents replaces.
KRAMDOWN = re.compile(
    r"^(?:[*+-]|\d+\.) [^\n]*\n\{:\s*toc\s*\}|\{:\s*(?:toc\b|[.#][\w-]|[\w-]+=|(?=\}))[^{}\n]*\}"
    r"|\{::[a-z]+\b[^{}\n]*\}|\{:/[a-z]*\}",
    re.MULTILINE,
)
TEMPLATE_CONDITION = re.compile(r"\{%-?\s*(?:if|unless|case|capture)\b[^%]*%\}")
FILE_TAG = re.compile(
    r"(?:\{%-?\s*(?:post_url|(?P<is_link>link)|post_link|post_path)|\{\{[<%]\s*(?:rel)?ref)\s+[\"'`]?"
    r"(?P<file>[^%{}\s\"'`#]+)(?P<fragment>#[^%{}\s\"'`]*)?[^%{}]*(?:%\}\}?|>\}\})"
)
FILE_SUFFIX = re.compile(r"\.(?!md$|markdown$)[a-z0-9]{2,5}$", re.IGNORECASE)
BASE_URL_NAME = r"(?:site|metadata|meta)\.(?:github\.)?(?:base_?)?url"
KNOWN_VALUE = rf"\"[^\"{{}}\n]*\"|'[^'{{}}\n]*'|{BASE_URL_NAME}"
CONSTANT_TAG = re.compile(rf"\{{\{{-?\s*({KNOWN_VALUE})\s*((?:\|[^{{}}|\n]*)*?)\s*-?\}}\}}", re.IGNORECASE)
FILTER_TAG = re.compile(
    rf"\s*(?:(?P<add>prepend|append)\s*:\s*(?P<more>{KNOWN_VALUE})|(?P<name>\w+)[^|]*)\s*", re.IGNORECASE
)
# Filters that return the same address.
ADDRESS_FILTERS = re.compile(
    r"\w*_?url|(?:rel|abs)(?:lang)?url|(?:xml_|uri_|cgi_)?escape|url_encode|strip|safe", re.IGNORECASE
)


def apply_template(post: ImportedPost) -> None:
    """Changes the text of the post. Hidden text becomes a finding. Hidden text without an end makes a draft."""
    text, parts, start, at, line = post.text, [], 0, 0, post.first_line
    never_ended: set[str] = set()
    while opening := PART_OPENING.search(text, at):
        kind = next(kind for kind in TEMPLATE_PARTS if opening[kind] is not None)
        at = opening.end()
        if (end := None if kind in never_ended else end_of(opening, kind)) is None:
            if kind not in never_ended and kind in (*HIDDEN_PARTS, "html"):
                post.hide(f"{opening[0][:40]} is never closed", line=post.first_line + text.count("\n", 0, at))
            never_ended.add(kind)
            continue
        before, words = text[start : opening.start()], text[opening.start() : end]
        line += before.count("\n")
        parts += [
            resolve_template_tags(before, post),
            words if kind in LITERAL_PARTS else report_hidden(words, post, line),
        ]
        line += words.count("\n")
        start = at = end
    post.text = "".join([*parts, resolve_template_tags(text[start:], post)])


def end_of(opening: re.Match[str], kind: str) -> int | None:
    at = opening.end()
    if opening[0].endswith("/}"):
        return at
    if kind != "element":
        end = PART_ENDS[kind].search(opening.string, at)
        return end.end() if end else None
    depth = int(opening["name"].lower() not in VOID_ELEMENTS)
    tags = re.compile(rf"<(/?){opening['name']}\b[^<>]*>", re.IGNORECASE).finditer(opening.string, at)
    while depth and (tag := next(tags, None)):
        depth += -1 if tag[1] else 1
        at = tag.end()
    return None if depth else at


def report_hidden(words: str, post: ImportedPost, line: int) -> str:
    post.find("comment", f"left out, because the old site did not show it: {' '.join(words.split())[:80]}", line=line)
    return "\n" * words.count("\n")


def resolve_template_tags(text: str, post: ImportedPost) -> str:
    if not post.is_draft and (condition := TEMPLATE_CONDITION.search(text)):
        post.hide(f"{condition[0][:40]} decides who sees the text", line=post.line_of(condition[0]))
    text = KRAMDOWN.sub(lambda match: "\n" * match[0].count("\n"), text)
    return FILE_TAG.sub(file_address, CONSTANT_TAG.sub(constant_address, text))


def file_address(match: re.Match[str]) -> str:
    name = match["file"]
    if match["is_link"] and FILE_SUFFIX.search(name):
        # Jekyll's tag takes a path in the site, also that of a picture.
        name = f"/{name.lstrip('/')}"
    elif not name.endswith((".md", ".markdown", "/")):
        name += ".md"
    return name + (match["fragment"] or "")


def constant_address(match: re.Match[str]) -> str:
    address = constant(match[1])
    for part in match[2].split("|")[1:]:
        used = FILTER_TAG.fullmatch(part.rstrip(" -"))
        if used and used["add"]:
            more = constant(used["more"])
            address = more + address if used["add"].lower() == "prepend" else address + more
        elif not used or not ADDRESS_FILTERS.fullmatch(used["name"]):
            return match[0]
    return address.replace(" ", "%20") if match[2] else address


def constant(text: str) -> str:
    """A quoted constant without quotes; "" for the address of the old site."""
    return text[1:-1] if text[0] in "\"'" else ""
