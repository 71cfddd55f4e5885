"""The ways on which a reader comes to a post, by the links that stand on the pages."""

import re

from playwright.sync_api import expect


def find_everywhere(page, *, title, topic, tag, author, month, query):
    """Walks every way to the post, and ends at it. ``month`` is a date in the month of its publication."""
    find_on_home_and_index(page, title)
    for name in (topic, author, tag):
        page.locator("main").get_by_role("link", name=name, exact=True).first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text(name)
        open_post(page, title)
    find_in_archive(page, title, month)
    find_in_feed(page, title)
    find_by_search(page, title, query)


def open_post(page, title):
    page.locator("main").get_by_role("link", name=title, exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.locator("article.post")).to_be_visible()


def find_on_home_and_index(page, title):
    page.goto("/")
    open_post(page, title)
    page.get_by_role("navigation", name="Site").get_by_role("link", name="Blog").click()
    open_post(page, title)


def find_in_archive(page, title, month):
    page.get_by_role("contentinfo").get_by_role("link", name="Archive").click()
    page.get_by_role("heading", level=2).get_by_role("link", name=str(month.year)).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(str(month.year))
    expect(page.get_by_role("link", name=title, exact=True).first).to_be_visible()
    page.locator("header").get_by_role("link", name=f"{month:%B}", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{month:%B %Y}")
    open_post(page, title)


def find_in_feed(page, title):
    address = page.get_by_role("contentinfo").get_by_role("link", name="Feed").get_attribute("href")
    feed = page.request.get(address)
    assert feed.headers["content-type"].startswith("application/atom+xml")
    assert f"<title>{title}</title>" in feed.text()


def find_by_search(page, title, query):
    page.get_by_role("banner").get_by_role("link", name="Search").click()
    field = page.get_by_role("main").get_by_label("Search the posts")
    field.fill(query)
    field.press("Enter")
    expect(page).to_have_url(re.compile(r"/search/\?q=."))
    expect(field).to_have_value(query)
    open_post(page, title)
