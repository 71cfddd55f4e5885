"""Labels and choices of the editor's form are neither found nor shown, also on a site whose index held them."""

from importlib import import_module

import pytest
from bs4 import BeautifulSoup
from django.apps import apps

from search.index.reindex_queue import reindex_queued
from search.models import OutdatedPost, SearchedPost
from tests.factories import PostPageFactory

pytestmark = pytest.mark.django_db

INSIDE = [{"type": "text", "value": "<p>Sand the hull</p>"}]
BODY = [
    {"type": "list", "value": {"items": [{"type": "item", "value": {"task": task, "content": INSIDE}}]}}
    for task in ("", "open")
] + [
    {"type": "callout", "value": {"kind": "caution", "content": INSIDE}},
    {
        "type": "image",
        "value": {
            "image": {"image": None, "alt_text": "", "decorative": True},
            "caption": "<p>Keel</p>",
            "width": "wide",
            "link": "/yard",
        },
    },
    {"type": "code", "value": {"code": "SELECT 1", "language": "sql", "file_name": "m/0044.sql", "marked_lines": "7"}},
]


@pytest.fixture
def results(client):
    def ask(query):
        page = BeautifulSoup(client.get("/search/", {"q": query}).content, "html.parser")
        return [result.select_one(".post-card__summary").text.strip() for result in page.select(".result")]

    return ask


@pytest.mark.parametrize("label", ["task", "wider", "full", "caution", "yard", "7", "None"])
def test_label_of_the_form_finds_nothing(blog, results, label):
    PostPageFactory(parent=blog, title="Hull", body=BODY)

    assert len(results("keel")) == 1
    assert results(label) == []


def test_excerpt_and_reading_time_have_the_words_of_readers(blog, results):
    post = PostPageFactory(parent=blog, title="Hull", body=BODY)

    assert post.searched_body == "Sand the hull Sand the hull Sand the hull Keel m/0044.sql SELECT 1"
    assert results("hull sand keel 0044") == [post.searched_body]


@pytest.mark.database("sqlite")  # Its triggers write the old words into the index.
def test_site_with_labels_in_its_index_is_indexed_again(blog, results):
    post = PostPageFactory(parent=blog, title="Hull", body=BODY)
    SearchedPost.objects.filter(pk=post.pk).update(body=" task wider ", fingerprint="of an earlier version")
    assert results("wider")

    import_module("search.migrations.0013_words_that_readers_see").note_every_post(apps, None)
    reindex_queued()

    assert results("wider") == []
    assert results("keel")
    assert not OutdatedPost.objects.exists()
