"""axe on every page for readers, in both themes, on a phone and on a desk."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from django.urls import reverse
from wagtail.models import Site

from blog.history.models import PublishedVersion
from blog.models import PostPage
from blog.suggestions.models import RotaTurn, Suggestion, SuggestionRota
from tests.journeys import editing
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

    assert_no_barrier(page)


@pytest.mark.parametrize("screen", combinations(SCREENS, sample=2))
def test_axe_finds_no_barrier_where_editors_answer_for_what_is_published(screen, contexts, site):
    user = User.objects.create_superuser("root", "root@example.org", first_name="Nora", last_name="Vale")
    post = PostPage.objects.get(slug="changed")
    newest = PublishedVersion.objects.newest_of(post.uuid)
    edit = {"version": newest.number, "before": newest.text, "after": f"{newest.text}More.\n", "secret_hash": "x" * 64}
    suggestion = Suggestion.objects.create(post=post, remark="Please add this.", **edit)
    rota = SuggestionRota.objects.create(site=Site.objects.get())
    RotaTurn.objects.create(rota=rota, user=user)
    page = contexts(**SCREENS[screen]).new_page()
    editing.log_in(page, "root")
    addresses = [
        reverse("suggestions"),
        f"{reverse('suggestions')}?state=held",
        reverse("decide_suggestion", args=[suggestion.pk]),
        reverse("wagtailsettings:edit", args=["blog_suggestions", "suggestionrota", rota.site_id]),
        reverse("take_down", args=[post.pk]),
        reverse("shown_history", args=[post.pk]),
        reverse("post_changes", args=[post.pk]),
        reverse("site_log"),
        reverse("redact"),
    ]
    for address in addresses:
        page.goto(address)
        assert_no_barrier(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= SCREENS[screen]["width"]
    page.get_by_label("Phrase or name").fill("thread")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("heading", name="Found in").wait_for()
    assert_no_barrier(page)


def assert_no_barrier(page):
    found = Axe().run(page, options=RULES).response["violations"]
    barriers = [line for each in found for line in places(each)]
    assert not barriers, f"{page.url}\n" + "\n".join(barriers)


def places(violation):
    return [f"{violation['id']}: {node['html'][:200]} {node['failureSummary']}" for node in violation["nodes"][:3]]
