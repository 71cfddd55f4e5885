"""Web pages, GitHub among them: alerts, formulas, headings with a link to themselves."""

import re

from bs4 import BeautifulSoup, Tag

ALERT = re.compile(r"^markdown-alert-(note|tip|important|warning|caution)$")
LANGUAGE = re.compile(r"^highlight-source-(.+)$")


def tidy(soup: BeautifulSoup) -> None:
    for formula in soup.find_all(class_=("katex-display", "katex")):
        if not formula.decomposed:
            formula_to_tex(soup, formula)
    for anchor in soup.find_all("a", class_=("anchor", "headerlink", "header-anchor")):
        anchor.decompose()
    for alert in soup.find_all(class_=ALERT):
        kind = next(match[1] for name in alert["class"] if (match := ALERT.match(name)))
        for title in alert.find_all(class_="markdown-alert-title"):
            title.decompose()
        alert.name, alert.attrs = "aside", {"data-callout": kind.upper()}
    for box in soup.find_all(class_=LANGUAGE):
        for code in box.find_all("pre"):
            language = next(match[1] for name in box["class"] if (match := LANGUAGE.match(name)))
            code["data-language"] = {"shell": "sh"}.get(language, language)


def formula_to_tex(soup: BeautifulSoup, formula: Tag) -> None:
    source = formula.find("annotation", encoding="application/x-tex")
    if source is None:
        return
    tex = soup.new_tag("data", attrs={"data-tex": source.get_text().strip()})
    if "katex-display" in formula["class"]:
        tex["data-display"] = "true"
    formula.replace_with(tex)
