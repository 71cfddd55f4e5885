import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from blog.models import BlogIndexPage
from blog.publishing.doctor import examine
from home.models import InfoPage
from tests.blog.admin.conftest import errors_of
from tests.factories import BlogIndexPageFactory, InfoPageFactory, PostPageFactory

TAKEN = ["search", "admin", "media", "documents", "static"]
INFO = {"summary": "", "body": streamfield([])}
BLOG = {"introduction": rich_text("")}


def post_section(client, address, title, slug, **fields):
    schedule = {"go_live_at": "", "expire_at": "", "seo_title": "", "search_description": ""}
    data = {"title": title, "slug": slug, "comments": inline_formset([]), "action-publish": "1", **schedule, **fields}
    return client.post(address, nested_form_data(data))


def add_address(kind, parent):
    return reverse("wagtailadmin_pages:add", args=(*kind.split("."), parent.pk))


@pytest.mark.parametrize("slug", TAKEN)
def test_address_of_the_site_is_refused_in_words(slug, owner, site):
    response = post_section(owner, add_address("home.infopage", site[1]), "About", slug, **INFO)

    assert errors_of(response)["slug"] == [f"“{slug}” is an address of the site itself. Choose another."]
    assert not InfoPage.objects.exists()


def test_address_that_is_made_from_a_title_is_none_of_the_site(site):
    assert BlogIndexPageFactory(parent=site[1], title="Search").slug == "search-2"


def test_blog_is_refused_such_an_address_in_words(owner, site):
    response = post_section(owner, add_address("blog.blogindexpage", site[1]), "Search", "search", **BLOG)

    assert errors_of(response)["slug"] == ["“search” is an address of the site itself. Choose another."]
    assert BlogIndexPage.objects.count() == 1


def test_page_cannot_be_renamed_to_such_an_address(owner, site):
    page = InfoPageFactory(parent=site[1], title="About", slug="about")

    response = post_section(owner, reverse("wagtailadmin_pages:edit", args=(page.pk,)), "About", "admin", **INFO)

    page.refresh_from_db()
    assert "slug" in errors_of(response)
    assert page.slug == "about"


def test_page_of_such_an_address_is_not_made_without_the_form_either(site):
    with pytest.raises(ValidationError, match="address of the site itself"):
        BlogIndexPageFactory(parent=site[1], slug="media")


def test_page_deeper_down_may_have_any_address(client, owner, site):
    about = InfoPageFactory(parent=site[1], title="About", slug="about")

    post_section(owner, add_address("home.infopage", about), "How to search", "search", **INFO)

    assert client.get("/about/search/").context["page"].title == "How to search"


def test_section_saved_while_its_first_post_was_added_takes_more_posts(blog):
    read_before = BlogIndexPage.objects.get()
    PostPageFactory(parent=blog)

    read_before.save()

    PostPageFactory(parent=BlogIndexPage.objects.get())
    assert BlogIndexPage.objects.get().numchild == 2


def test_doctor_names_a_damaged_tree(blog):
    PostPageFactory(parent=blog)
    BlogIndexPage.objects.update(numchild=0)

    assert "manage.py fixtree" in " ".join(examine(repair=False)[0])
