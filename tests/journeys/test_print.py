import pytest

from tests.journeys.content import EVERY_BLOCK

pytestmark = pytest.mark.browser

TO_PRESS = [
    ".site-header nav",
    ".site-header__search",
    ".theme-control",
    ".skip-link",
    ".contents",
    ".embed-block__play",
]
AFTER = "link => getComputedStyle(link, '::after').content"


@pytest.fixture
def printed(contexts):
    page = contexts(color_scheme="dark").new_page()
    page.emulate_media(media="print", color_scheme="dark")
    page.goto(EVERY_BLOCK)
    return page


def test_paper_has_nothing_to_press(printed, subtests):
    for part in TO_PRESS:
        with subtests.test(part):
            parts = printed.locator(part)

            assert parts.count() > 0
            assert [each.is_visible() for each in parts.all()] == [False] * parts.count()


def test_paper_has_title_date_and_text(printed):
    assert printed.locator("h1").is_visible()
    assert printed.locator(".record time").first.is_visible()
    assert printed.get_by_text("Write at once.").is_visible()


def test_address_of_an_outward_link_is_printed(printed):
    outward = printed.locator(".prose a", has_text="an older one")
    assert "https://example.org/ledgers" in outward.evaluate(AFTER)


def test_paper_is_white_though_the_device_is_dark(printed):
    assert printed.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
    assert printed.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"


def test_long_line_of_code_is_broken_on_paper(printed):
    assert printed.locator(".code-block pre").first.evaluate("pre => getComputedStyle(pre).whiteSpace") == "pre-wrap"
