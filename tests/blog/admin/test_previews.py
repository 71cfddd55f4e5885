"""Previews: inside the admin's frame, with what is not saved yet, under the policy of a reader page."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from blog.blocks.body import PostBodyBlock
from blog.media.tag_field import DELIMITER
from blog.models import BlogIndexPage, PostPage
from home.models import HomePage, InfoPage
from tests.blog.admin.conftest import post_data
from tests.factories import HomePageFactory, InfoPageFactory, PostPageFactory, SeriesFactory, TopicFactory, text

pytestmark = pytest.mark.database("sqlite")


def previewed(client, address, data):
    """The page that the preview panel shows for what the form holds."""
    assert client.post(address, data).json() == {"is_valid": True, "is_available": True}
    return client.get(address, {"in_preview_panel": "true"})


def on_edit(page):
    return reverse("wagtailadmin_pages:preview_on_edit", args=(page.pk,))


def on_add(model, parent):
    return reverse("wagtailadmin_pages:preview_on_add", args=(model._meta.app_label, model._meta.model_name, parent.pk))


def heading(response):
    return BeautifulSoup(response.content, "html.parser").h1.get_text(strip=True)


def test_preview_shows_what_is_not_saved(owner, blog):
    post = PostPageFactory(parent=blog, title="Saved", slug="saved")

    response = previewed(owner, on_edit(post), post_data("Not saved", slug="saved"))

    assert heading(response) == "Not saved"
    assert PostPage.objects.get().title == "Saved"


def test_preview_of_a_post_that_was_never_saved(owner, blog):
    data = post_data(
        "Brand new", topic=TopicFactory().pk, series=SeriesFactory().pk, series_place=1, tags=f"one{DELIMITER}two"
    )

    response = previewed(owner, on_add(PostPage, blog), data)

    assert heading(response) == "Brand new"
    assert not PostPage.objects.exists()


@pytest.mark.parametrize("is_moved", [True, False], ids=["into another one", "out of it"])
def test_draft_that_was_taken_out_of_its_series_is_shown(owner, blog, is_moved):
    post = PostPageFactory(parent=blog, series=SeriesFactory(), series_place=1)
    post.series, post.series_place = (SeriesFactory(), 1) if is_moved else (None, None)
    post.save_revision()

    assert owner.get(reverse("wagtailadmin_pages:view_draft", args=(post.pk,))).status_code == 200


def test_preview_of_an_empty_form(owner, blog):
    assert previewed(owner, on_add(PostPage, blog), post_data("", body=[])).status_code == 200


SECTION = {"slug": "new", "introduction": rich_text("<p>Hello</p>"), "go_live_at": "", "expire_at": ""}
INFO = {"slug": "new", "summary": "", "body": streamfield([("text", rich_text("<p>Hello</p>"))])}
COMMON = {"title": "New", "seo_title": "", "search_description": "", "comments": inline_formset([])}


@pytest.mark.parametrize(("model", "fields"), [(BlogIndexPage, SECTION), (InfoPage, INFO)])
def test_preview_of_a_section_that_was_never_saved(owner, site, model, fields):
    response = previewed(owner, on_add(model, site[1]), nested_form_data(COMMON | fields))

    assert heading(response) == "New"


def test_preview_of_a_home_page_that_was_never_saved(owner, site):
    root = Page.get_first_root_node()

    assert previewed(owner, on_add(HomePage, root), nested_form_data(COMMON | SECTION)).status_code == 200


def test_preview_of_saved_sections_shows_what_is_not_saved(owner, site):
    _site, home, blog = site
    info = InfoPageFactory(parent=home)

    for page, fields in ((blog, SECTION), (info, INFO)):
        response = previewed(owner, on_edit(page), nested_form_data(COMMON | fields))
        assert heading(response) == "New"
    assert b"Hello" in previewed(owner, on_edit(home), nested_form_data(COMMON | SECTION)).content


def test_preview_of_a_draft_section(owner, site):
    home = HomePageFactory(parent=Page.get_first_root_node(), slug="other", live=False)
    blog = home.add_child(instance=BlogIndexPage(title="Blog", slug="blog", live=False))
    post = PostPageFactory(parent=blog, live=False, title="Deep")

    for page in (home, blog, post):
        assert owner.get(reverse("wagtailadmin_pages:view_draft", args=(page.pk,))).status_code == 200


def test_preview_is_framed_by_the_admin_only_and_runs_no_inline_script(owner, blog):
    response = previewed(owner, on_add(PostPage, blog), post_data())

    policy = dict(part.strip().split(" ", 1) for part in response.headers["Content-Security-Policy"].split(";"))
    assert policy["frame-ancestors"] == "'self'"
    assert policy["script-src"] == "'self'"
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_old_version_can_be_looked_at(owner, blog):
    post = PostPageFactory(parent=blog, title="Old", body=text("<p>Words</p>"))
    address = reverse("wagtailadmin_pages:revisions_view", args=(post.pk, post.save_revision().pk))

    assert heading(owner.get(address)) == "Old"


@pytest.mark.parametrize("block", PostBodyBlock().child_blocks.values(), ids=lambda block: block.name)
def test_every_kind_of_block_has_a_preview_in_the_look_of_the_site(owner, site, picture, block):
    response = owner.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})

    page = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 200
    assert any("css/site.css" in link["href"] for link in page.select("link[rel=stylesheet]"))
    assert page.main.get_text(strip=True) or page.main.select("hr, img, figure")
