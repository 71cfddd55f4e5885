import re
from datetime import date

import pytest
from playwright.sync_api import expect

from tests.journeys.bodies import CODE, PLAYER, VIDEO
from tests.journeys.content import EVERY_BLOCK
from tests.journeys.reading import find_everywhere

pytestmark = pytest.mark.browser

# Without scripts, `make test` finds a post, reads it, searches from a wrong address and enters a password.
MORE_WITHOUT_SCRIPTS = pytest.mark.parametrize(
    "reader",
    [pytest.param(True, id="with scripts"), pytest.param(False, id="without scripts", marks=pytest.mark.long)],
    indirect=True,
)
TITLE = "Every block of the ledger"
COLOURS = "spans => new Set(spans.map((span) => getComputedStyle(span).color)).size"


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def reader(contexts, request):
    return contexts(java_script_enabled=request.param).new_page()


def test_reader_finds_a_post_on_every_way(reader):
    find_everywhere(
        reader, title=TITLE, topic="Bookkeeping", tag="ink", author="Ada Pell", month=date(2026, 8, 2),
        query="every block ledger",
    )  # fmt: skip


def test_reader_reads_the_post(reader):
    reader.goto(EVERY_BLOCK)

    expect(reader.locator(".page-head__byline")).to_have_text("Ada Pell, Bo Tiller")
    expect(reader.locator(".record")).to_contain_text(re.compile(r"Published\s+2 August 2026"))
    expect(reader.get_by_text("The rule in one place")).to_be_visible()
    expect(reader.get_by_role("img", name="Three rising lines", exact=True).first).to_be_visible()
    assert reader.locator(".code-block").first.locator(".highlight span[class]").count() > 5
    assert reader.locator(".code-block").first.locator(".highlight span[class]").evaluate_all(COLOURS) >= 3


@MORE_WITHOUT_SCRIPTS
def test_reader_goes_on_to_the_neighbours_and_back(reader):
    reader.goto(EVERY_BLOCK)

    reader.locator("article a[rel=prev]").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text(re.compile("^Too wide"))
    reader.locator("article a[rel=next]").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text(TITLE)


@MORE_WITHOUT_SCRIPTS
def test_reader_goes_on_in_the_series(reader):
    reader.goto(EVERY_BLOCK)

    reader.get_by_role("navigation", name="Part 2 of 2").get_by_role("link", name=re.compile("^Too wide")).click()

    expect(reader.get_by_role("heading", level=1)).to_have_text(re.compile("^Too wide"))
    expect(reader.get_by_role("navigation", name="Part 1 of 2").get_by_role("link", name=TITLE)).to_be_visible()


@MORE_WITHOUT_SCRIPTS
def test_contents_lead_to_each_heading(reader):
    reader.goto(EVERY_BLOCK)
    reader.get_by_text("Contents", exact=True).first.click()
    links = reader.locator(".contents--fold a")

    targets = [link.get_attribute("href") for link in links.all()]
    assert len(set(targets)) == len(targets) >= 4
    assert [target for target in targets if reader.locator(f'[id="{target[1:]}"]').count() != 1] == []
    links.filter(has_text="The end").click()
    expect(reader.get_by_role("heading", name="The end")).to_be_in_viewport()


@MORE_WITHOUT_SCRIPTS
def test_reader_turns_the_pages_of_the_blog(reader):
    reader.goto("/blog/")
    pages = reader.get_by_role("navigation", name="Pages of this list")

    pages.get_by_role("link", name="Older").click()
    expect(pages.locator("[aria-current=page]")).to_have_text(re.compile(r"Page\s+2"))
    expect(reader.get_by_role("link", name="Short post 0", exact=True)).to_be_visible()
    pages.get_by_role("link", name="Newer").click()
    expect(reader.get_by_role("link", name=TITLE, exact=True).first).to_be_visible()


def test_without_scripts_nothing_stands_there_that_needs_them(contexts):
    page = contexts(java_script_enabled=False).new_page()
    page.goto(EVERY_BLOCK)

    expect(page.locator(".theme-control")).to_be_hidden()
    expect(page.locator(".embed-block__play").first).to_be_hidden()
    expect(page.locator(".code-block__copy").first).to_be_hidden()
    assert page.get_by_role("link", name="A rabbit wakes up").get_attribute("href") == VIDEO
    assert page.locator(f'iframe, [src="{PLAYER}"]').count() == 0


def test_code_is_copied_at_a_press(contexts):
    page = contexts(permissions=["clipboard-read", "clipboard-write"]).new_page()
    page.goto(EVERY_BLOCK)

    page.get_by_role("button", name="Copy code of ledger.py", exact=True).click()

    expect(page.get_by_role("button", name="Copied code of ledger.py", exact=True)).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == CODE.strip()


def test_wrong_address_leads_on(reader):
    assert reader.goto("/blog/nothing-here/").status == 404

    field = reader.get_by_role("main").get_by_label("Search the posts")
    field.fill("ledger")
    field.press("Enter")

    expect(reader).to_have_url(re.compile(r"/search/\?q=ledger$"))
    expect(reader.get_by_role("link", name=TITLE, exact=True)).to_be_visible()


def test_password_opens_a_closed_section_for_who_knows_it(reader):
    reader.goto("/members/")
    reader.get_by_label("Password").fill("a long enough password")
    reader.get_by_role("button", name="Continue").click()

    expect(reader.get_by_text("For members.")).to_be_visible()
