"""Web pages, including GitHub: alerts, formulas, headings with permalinks."""

import re

from bs4 import BeautifulSoup, Tag

KATEX_CLASSES = {"katex-display", "katex"}
ALERT = re.compile(r"^markdown-alert-(note|tip|important|warning|caution)$")
GITHUB_LANGUAGE_CLASS = re.compile(r"^highlight-source-(.+)$")


def tidy(soup: BeautifulSoup) -> None:
    for source in soup.find_all("annotation", encoding="application/x-tex"):
        source_to_tex(soup, source)
    for anchor in soup.find_all("a", class_=("anchor", "headerlink", "header-anchor")):
        anchor.decompose()
    for title in soup.find_all(class_="markdown-alert-title"):
        title.decompose()
    for alert in soup.find_all(class_=ALERT):
        kind = next(match[1] for name in alert["class"] if (match := ALERT.match(name)))
        alert.name, alert.attrs = "aside", {"data-callout": kind.upper()}
    for code in soup.find_all("pre"):
        names = code.parent.get("class") or []
        for language in [match[1] for name in names if (match := GITHUB_LANGUAGE_CLASS.match(name))]:
            code["data-language"] = {"shell": "sh"}.get(language, language)


def source_to_tex(soup: BeautifulSoup, source: Tag) -> None:
    """Replaces a rendered formula by its TeX source."""
    around = [tag for tag in source.parents if KATEX_CLASSES.intersection(tag.get("class") or [])]
    # A formula that was already replaced has no parent.
    if not around or around[-1].parent is None:
        return
    formula = around[-1]
    tex = soup.new_tag("data", attrs={"data-tex": source.get_text().strip()})
    if "katex-display" in formula["class"]:
        tex["data-display"] = "true"
    formula.replace_with(tex)
