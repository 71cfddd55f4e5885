"""The canonical Markdown in the words of GFM, made line by line so that cmark-gfm can tell what readers should get.

Shares no code with our reader: directives become elements with their attributes, formulas elements with their TeX.
"""

import re
from html import escape

SIGNS = r"(?:\[\^[^\]\s]+\]: |> ?|[-*] |\d+[.)] |\[[ x]\] | )*"
LINE = re.compile(rf"(?P<prefix>{SIGNS})(?P<rest>.*)")
FENCE = re.compile(r"(?P<fence>`{3,}(?!.*`)|~{3,}|\$\$)(?P<info>.*)")
DIRECTIVE = re.compile(r"(?P<colons>:{2,})(?P<name>[a-z]+)(?P<attributes>| .*)")
DIRECTIVE_END = re.compile(r":{3,}")
CALLOUT = re.compile(r"\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]")
ATTRIBUTE = re.compile(r'(?P<name>[a-z-]+)="(?P<value>(?:\\.|[^"\\])*)"|(?P<word>[a-z-]+)')
FORMULA = re.compile(
    r"\\.|(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)"
    r"|\$(?P<fence>`+)(?: (?P<padded>.+?) |(?P<bare>[^`].*?))(?<!`)(?P=fence)(?!`)\$"
    r"|\$(?P<plain>(?:\\.|[^\\$`|])+)\$"
)


def in_gfm(text):
    lines = iter(text.split("\n"))
    return "\n".join(out for line in lines for out in translated(line, lines))


def translated(line, lines):
    prefix, rest = LINE.fullmatch(line).groups()
    # What the lines below begin with, as long as they stand in the same containers.
    below = re.sub(r"[^> ]", " ", re.sub(r"\[\^[^\]\s]+\]: ", "    ", prefix))
    if fence := FENCE.fullmatch(rest):
        return block_of_lines(line, prefix, below, fence, lines)
    if callout := CALLOUT.fullmatch(rest):
        return [f'{prefix}<aside data-kind="{callout[1].lower()}">', below]
    if directive := DIRECTIVE.fullmatch(rest):
        end = "</section>" if directive["colons"] == "::" else ""
        return [prefix + element(directive["name"], **attributes_of(directive["attributes"])) + end, below]
    if DIRECTIVE_END.fullmatch(rest):
        return [below, f"{below}</section>", below]
    if rest.startswith(("![", "[![")):
        return [line]
    return [prefix + FORMULA.sub(lambda found: formula_instead(found, in_table=rest.startswith("|")), rest)]


def block_of_lines(line, prefix, below, fence, lines):
    """The lines up to the end of the fence, which are code as they are, or a formula."""
    inside = []
    for inner in lines:
        if inner == below + fence["fence"]:
            break
        inside.append(inner)
    if fence["fence"] != "$$" and fence["info"] != "math":
        return [line, *inside, below + fence["fence"]]
    tex = "\n".join(inner[len(below) :] for inner in inside)
    return [f"{prefix}{element('tex', tex=tex)}</section>", below]


def formula_instead(found, *, in_table):
    tex = found["padded"] or found["bare"] or found["plain"]
    if tex is None:
        return found[0]
    return f'<span data-tex="{in_attribute(tex.replace("\\|", "|") if in_table else tex)}"></span>'


def attributes_of(written):
    found = {}
    for match in ATTRIBUTE.finditer(written):
        value = re.sub(r"\\(.)", r"\1", match["value"] or "")
        found[match["name"] or match["word"]] = value
    return found


def element(kind, **attributes):
    written = "".join(f' data-{name}="{in_attribute(value)}"' for name, value in attributes.items())
    return f'<section data-kind="{kind}"{written}>'


def in_attribute(text):
    # A bar would part the cells of a table, and the end of a line could end the element.
    return escape(text).replace("|", "&#124;").replace("\n", "&#10;")
