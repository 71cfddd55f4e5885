"""axe on every page for readers, in both themes, on a phone and on a desk."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.journeys.content import READER_PAGES, TOO_WIDE
from tests.matrix import combinations

pytestmark = pytest.mark.browser

THEMES = ("light", "dark")
WIDTHS = (320, 1280)
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
PAGES = {**READER_PAGES, "wide post": TOO_WIDE}
SCREENS = {f"{theme} {width}": {"color_scheme": theme, "width": width} for theme in THEMES for width in WIDTHS}


@pytest.mark.parametrize(("name", "screen"), combinations(PAGES, SCREENS))
def test_axe_finds_no_barrier(name, screen, contexts):
    page = contexts(**SCREENS[screen]).new_page()
    page.goto(PAGES[name])
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")

    found = Axe().run(page, options=RULES).response["violations"]

    barriers = [line for each in found for line in places(each)]
    assert not barriers, "\n".join(barriers)


def places(violation):
    return [f"{violation['id']}: {node['html'][:200]} {node['failureSummary']}" for node in violation["nodes"][:3]]
