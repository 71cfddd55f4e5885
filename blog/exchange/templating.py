"""What a generator does to a text before it is Markdown: hidden words go, and constants through filters are addresses.

Code, and what stands in `raw` and `highlight`, stays as it is. Comments of HTML are left to the reader of Markdown.
"""

import re

from blog.exchange.imported import ImportedPost
from blog.markdown.kept import CODE

ATTRIBUTE = r"\s+[\w:@.-]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'<>]+))?"
NOT_DISPLAYED = r"(?:hidden(?=[\s=/>])|style\s*=\s*[\"'][^\"'>]*display\s*:\s*none)"
VOID = ("img", "input", "br", "hr", "source")
LITERAL = {
    "code": (CODE.pattern, ""),
    "raw": (r"\{%-?\s*raw\s*-?%\}", r"\{%-?\s*endraw\s*-?%\}"),
    "highlight": (r"\{%-?\s*highlight\b", r"\{%-?\s*endhighlight\s*-?%\}"),
    "pre": (r"<pre\b", r"</pre>"),
    "html": (r"<!--", r"-->"),
}
# What opens and what ends words that readers of the old site did not see.
HIDDEN = {
    "kramdown": (r"\{::comment\b[^{}]*\}", r"\{:/(?:comment)?\}"),
    "liquid": (r"\{%-?\s*comment\b[^%]*%\}", r"\{%-?\s*endcomment\s*-?%\}"),
    "liquid_line": (r"\{%-?\s*\#", r"%\}"),
    "nunjucks": (r"\{\#(?=-?\s|[^{}\n]*\#\})", r"\#\}"),
    "hugo": (r"\{\{-?\s*/\*", r"\*/\s*-?\}\}"),
    "hugo_tag": (r"\{\{[<%]\s*comment\s*[>%]\}\}", r"\{\{[<%]\s*/\s*comment\s*[>%]\}\}"),
    "mdx": (r"\{/\*", r"\*/\}"),
    "obsidian": (r"^[ >]{0,3}%%(?!%)|(?<![\w%])%%(?!%)(?=[^\n]*?%%)", r"%%"),
    "element": (rf"<(?P<name>\w+)(?:{ATTRIBUTE})*?\s+{NOT_DISPLAYED}[^>]*>", ""),
}
PARTS = {**LITERAL, **HIDDEN}
FLAGS = re.MULTILINE | re.DOTALL | re.IGNORECASE
OPENING = re.compile("|".join(f"(?P<{kind}>{opening})" for kind, (opening, _) in PARTS.items()), FLAGS)
ENDS = {kind: re.compile(end, FLAGS) for kind, (_, end) in PARTS.items()}

# kramdown's attributes and marks, with the list that its table of contents replaces.
KRAMDOWN = re.compile(
    r"^(?:[*+-]|\d+\.) [^\n]*\n\{:\s*toc\s*\}|\{:\s*(?:toc\b|[.#][\w-]|[\w-]+=|(?=\}))[^{}\n]*\}"
    r"|\{::[a-z]+\b[^{}\n]*\}|\{:/[a-z]*\}",
    re.MULTILINE,
)
CONDITION = re.compile(r"\{%-?\s*(?:if|unless|case|capture)\b[^%]*%\}")
FILE = re.compile(
    r"(?:\{%-?\s*(?:post_url|link|post_link|post_path)|\{\{[<%]\s*(?:rel)?ref)\s+[\"'`]?"
    r"(?P<file>[^%{}\s\"'`#]+)(?P<fragment>#[^%{}\s\"'`]*)?[^%{}]*(?:%\}\}?|>\}\})"
)
BASE = r"(?:site|metadata|meta)\.(?:github\.)?(?:base_?)?url"
KNOWN = rf"\"[^\"{{}}\n]*\"|'[^'{{}}\n]*'|{BASE}"
CONSTANT = re.compile(rf"\{{\{{-?\s*({KNOWN})\s*((?:\|[^{{}}|\n]*)*?)\s*-?\}}\}}", re.IGNORECASE)
FILTER = re.compile(rf"\s*(?:(?P<add>prepend|append)\s*:\s*(?P<more>{KNOWN})|(?P<name>\w+)[^|]*)\s*", re.IGNORECASE)
# Filters that make another spelling of the same address.
PASSING = re.compile(r"\w*_?url|(?:rel|abs)(?:lang)?url|(?:xml_|uri_|cgi_)?escape|url_encode|strip|safe", re.IGNORECASE)


def apply_template(post: ImportedPost) -> None:
    """Changes the text of the post. What was hidden becomes a finding; what is hidden without an end makes a draft."""
    text, parts, start, at, line = post.text, [], 0, 0, post.first_line
    never_ended: set[str] = set()
    while opening := OPENING.search(text, at):
        kind = next(kind for kind in PARTS if opening[kind] is not None)
        at = opening.end()
        if (end := None if kind in never_ended else end_of(opening, kind)) is None:
            if kind not in never_ended and kind in (*HIDDEN, "html"):
                post.hide(f"{opening[0][:40]} is never ended", line=post.first_line + text.count("\n", 0, at))
            never_ended.add(kind)
            continue
        before, words = text[start : opening.start()], text[opening.start() : end]
        line += before.count("\n")
        parts += [with_addresses(before, post), words if kind in LITERAL else left_out(words, post, line)]
        line += words.count("\n")
        start = at = end
    post.text = "".join([*parts, with_addresses(text[start:], post)])


def end_of(opening: re.Match[str], kind: str) -> int | None:
    at = opening.end()
    if opening[0].endswith("/}"):
        return at
    if kind != "element":
        end = ENDS[kind].search(opening.string, at)
        return end.end() if end else None
    depth = int(opening["name"].lower() not in VOID)
    tags = re.compile(rf"<(/?){opening['name']}\b[^<>]*>", re.IGNORECASE).finditer(opening.string, at)
    while depth and (tag := next(tags, None)):
        depth += -1 if tag[1] else 1
        at = tag.end()
    return None if depth else at


def left_out(words: str, post: ImportedPost, line: int) -> str:
    post.find("comment", f"left out, as the old site did not show it: {' '.join(words.split())[:80]}", line=line)
    return "\n" * words.count("\n")


def with_addresses(text: str, post: ImportedPost) -> str:
    if not post.is_draft and (condition := CONDITION.search(text)):
        post.hide(f"{condition[0][:40]} decides who sees the words", line=post.line_of(condition[0]))
    text = KRAMDOWN.sub(lambda match: "\n" * match[0].count("\n"), text)
    return FILE.sub(file_address, CONSTANT.sub(constant_address, text))


def file_address(match: re.Match[str]) -> str:
    name = match["file"] if match["file"].endswith((".md", ".markdown", "/")) else f"{match['file']}.md"
    return name + (match["fragment"] or "")


def constant_address(match: re.Match[str]) -> str:
    address = constant(match[1])
    for part in match[2].split("|")[1:]:
        used = FILTER.fullmatch(part.rstrip(" -"))
        if used and used["add"]:
            more = constant(used["more"])
            address = more + address if used["add"].lower() == "prepend" else address + more
        elif not used or not PASSING.fullmatch(used["name"]):
            return match[0]
    return address.replace(" ", "%20") if match[2] else address


def constant(text: str) -> str:
    """What is quoted; the address of the site itself is left out."""
    return text[1:-1] if text[0] in "\"'" else ""
