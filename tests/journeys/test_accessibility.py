"""axe on every page for readers, in both themes, on a phone and on a desk."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.journeys.content import READER_PAGES, TOO_WIDE

pytestmark = pytest.mark.browser

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
PAGES = {**READER_PAGES, "wide post": TOO_WIDE}


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_no_barrier(name, page):
    page.goto(PAGES[name])
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")

    barriers = []
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            found = Axe().run(page, options=RULES).response["violations"]
            barriers += [f"{theme}, {width} px: {line}" for each in found for line in places(each)]

    assert not barriers, "\n".join(barriers)


def places(violation):
    return [f"{violation['id']}: {node['html'][:200]} {node['failureSummary']}" for node in violation["nodes"][:3]]
