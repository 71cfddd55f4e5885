"""A reader leaves no trace and is shown to nobody: the log of everything that pages ask for and keep."""

import pytest

from tests.journeys.bodies import PLAYER
from tests.journeys.content import EVERY_BLOCK, READER_PAGES

pytestmark = pytest.mark.browser

KEPT = """async () => ({
  local: Object.keys(localStorage),
  session: Object.keys(sessionStorage),
  databases: (await indexedDB.databases()).map((each) => each.name),
  workers: (await navigator.serviceWorker.getRegistrations()).length,
  cookie: document.cookie,
})"""
# A form that is sent needs Django's proof against forgery; whoever fills it in asks to be let in.
WITHOUT_FORM = [name for name in READER_PAGES if name != "password"]
NOTHING = {"local": [], "session": [], "databases": [], "workers": 0, "cookie": ""}
# What stands on the screen when the first words are painted.
# Not wait_for_function: it evaluates a string again and again, which the page's policy forbids.
UNTIL_PAINTED = """() => new Promise(done => {
  const look = () => window.firstPaint ? done() : setTimeout(look, 20);
  look();
})"""
FIRST_PAINT = """
const look = () => {
  if (!document.querySelector("h1")) return requestAnimationFrame(look);
  const page = document.documentElement;
  window.firstPaint = [page.dataset.theme ?? "none", getComputedStyle(page).backgroundColor];
};
requestAnimationFrame(look);
"""


def test_reader_who_walks_through_the_site_leaves_nothing_and_asks_nobody_else(page, strangers, site, subtests):
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    for name in WITHOUT_FORM:
        with subtests.test(name):
            asked.clear()
            page.goto(READER_PAGES[name], wait_until="networkidle")
            page.mouse.wheel(0, 50_000)
            page.wait_for_load_state("networkidle")

            # A picture of the page before may still be asked for.
            assert f"{site}{READER_PAGES[name]}" in asked
            assert [address for address in asked if not address.startswith(f"{site}/")] == []
            assert strangers == []
            assert page.context.cookies() == []
            assert page.evaluate(KEPT) == NOTHING


def test_chosen_theme_is_kept_in_this_browser_only(page):
    page.goto("/")

    page.get_by_role("radio", name="Dark").check()
    page.reload()

    assert page.get_by_role("radio", name="Dark").is_checked()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert page.evaluate(KEPT) == NOTHING | {"local": ["theme"]}
    assert page.context.cookies() == []

    page.get_by_role("radio", name="System").check()

    assert page.evaluate(KEPT) == NOTHING


@pytest.mark.parametrize(("chosen", "device"), [("Dark", "light"), ("Light", "dark")])
def test_chosen_theme_stands_before_the_first_paint(chosen, device, contexts):
    page = contexts(color_scheme=device).new_page()
    page.goto(EVERY_BLOCK)
    page.get_by_role("radio", name=chosen).check()
    paper = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    page.add_init_script(FIRST_PAINT)
    held = []

    def hold(route):
        held.append(route)

    page.route("**/js/theme.*js", hold)

    # While the script that knows the choice is on its way, nothing may be painted.
    with page.expect_event("requestfinished", lambda request: request.resource_type == "stylesheet"):
        page.reload(wait_until="commit")
    page.wait_for_timeout(500)
    painted_too_early = page.evaluate("window.firstPaint ?? null")
    held[0].continue_()
    page.evaluate(UNTIL_PAINTED)

    assert painted_too_early is None
    assert page.evaluate("window.firstPaint") == [chosen.lower(), paper]


def test_embed_asks_its_host_only_after_a_click(page, strangers):
    page.goto(EVERY_BLOCK, wait_until="networkidle")
    button = page.get_by_role("button", name="Play here, from youtube.com").first
    button.scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    assert (strangers, page.locator("iframe").count()) == ([], 0)

    with page.expect_event("requestfailed", lambda request: request.url == PLAYER):
        button.click()

    player = page.locator("iframe")
    assert player.get_attribute("src") == PLAYER
    assert player.get_attribute("title") == "A rabbit wakes up"
    assert strangers == [PLAYER]
    strangers.clear()
