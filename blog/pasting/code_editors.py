"""VS Code and its relatives: coloured lines in a box of fixed-width letters, which is code."""

from bs4 import BeautifulSoup, Tag

from .styles import is_fixed_width, style_of


def tidy(soup: BeautifulSoup) -> None:
    for box in soup.find_all("div", style=True):
        if is_fixed_width(box) and style_of(box).get("white-space") in ("pre", "pre-wrap") and not box.find("pre"):
            as_code(soup, box)


def as_code(soup: BeautifulSoup, box: Tag) -> None:
    lines = [line for line in box.children if isinstance(line, Tag)]
    if all(line.name in ("div", "br") for line in lines):
        text = "\n".join(line.get_text() for line in lines)
    else:
        for line_end in box.find_all("br"):
            line_end.replace_with("\n")
        text = box.get_text()
    code = soup.new_tag("pre")
    code.string = text
    box.replace_with(code)
