"""VS Code and similar editors: coloured lines in an element with a monospace font become code."""

from bs4 import BeautifulSoup

from .styles import is_fixed_width, style_of


def tidy(soup: BeautifulSoup) -> None:
    for box in soup.find_all("div", style=True):
        if is_fixed_width(box) and style_of(box).get("white-space") in ("pre", "pre-wrap") and not box.find("pre"):
            box.name = "pre"
