import pytest
from bs4 import BeautifulSoup

from tests.factories import BlogIndexPageFactory, PostPageFactory, restrict, text

pytestmark = pytest.mark.django_db


def link_in(client, address):
    return BeautifulSoup(client.get(address).content, "html.parser").find("a", string="there")


def linking_to(target):
    return text(f'<p>Look <a linktype="page" id="{target.pk}">there</a></p>')


def test_link_to_a_readable_post_leads_to_it(client, site):
    target = PostPageFactory(parent=site[2], slug="target")
    PostPageFactory(parent=site[2], slug="source", body=linking_to(target))

    assert link_in(client, "/blog/source/")["href"] == "/blog/target/"


def test_link_to_a_draft_does_not_tell_its_address(client, site):
    target = PostPageFactory(parent=site[2], slug="target", live=False)
    PostPageFactory(parent=site[2], slug="source", body=linking_to(target))

    assert not link_in(client, "/blog/source/").has_attr("href")


def test_link_to_a_restricted_post_is_shown_to_members_only(client, site, django_user_model):
    _site, home, blog = site
    members = BlogIndexPageFactory(parent=home, slug="members")
    restrict(members)
    target = PostPageFactory(parent=members, slug="target")
    PostPageFactory(parent=blog, slug="source", body=linking_to(target))
    PostPageFactory(parent=members, slug="source", body=linking_to(target))
    client.force_login(django_user_model.objects.create_user("member"))

    assert not link_in(client, "/blog/source/").has_attr("href")
    assert link_in(client, "/members/source/")["href"] == "/members/target/"


def test_link_to_a_deleted_page_stays_words(client, site):
    target = PostPageFactory(parent=site[2], slug="target")
    PostPageFactory(parent=site[2], slug="source", body=linking_to(target))
    target.delete()

    assert not link_in(client, "/blog/source/").has_attr("href")
