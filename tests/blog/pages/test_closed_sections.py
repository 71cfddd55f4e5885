"""Between the end of a section's time and the worker's next round."""

from datetime import timedelta

import pytest
from django.utils import timezone

from blog.models import BlogIndexPage
from home.models import HomePage
from tests.factories import PostPageFactory, text

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("closed", [HomePage, BlogIndexPage])
def test_posts_of_a_section_past_its_time_are_nowhere(client, site, closed, subtests):
    PostPageFactory(parent=site[2], title="Harbour", slug="harbour", body=text("<p>Boats</p>"))
    addresses = ("/search/?q=boats", "/search/feed/?q=boats", "/search/titles/?q=harb", "/sitemap-posts.xml", "/")
    shown = [address for address in addresses if "/blog/harbour/" in client.get(address).text]
    closed.objects.update(expire_at=timezone.now() - timedelta(minutes=1))

    assert shown == list(addresses)
    for address in addresses:
        with subtests.test(address):
            assert "/blog/harbour/" not in client.get(address).text
