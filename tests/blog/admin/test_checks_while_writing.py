"""What stands beside the form of a post: the findings of its checks, and how it will look elsewhere."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from tests.blog.admin.conftest import edit_url, write
from tests.factories import PostPageFactory
from tests.rich_text import footnote

pytestmark = pytest.mark.database("sqlite")


def findings_of(client, post):
    response = client.get(reverse("post_findings", args=[post.pk]))
    return BeautifulSoup(response.content, "html.parser")


def test_findings_are_those_of_the_newest_draft_and_lead_to_their_blocks(person, blog):
    author = person("Authors")
    post, _ = write(author, blog, body=[("text", '<p><a href="/x">here</a></p>')], summary="Short.")
    block = post.get_latest_revision_as_object().body[0]

    shown = findings_of(author, post)

    assert [item.text for item in shown.select("li span")] == ["The link “here” does not say where it leads."]
    assert [link["href"] for link in shown.select("li a")] == [f"#block-{block.id}-section"]


def test_post_without_findings_says_so(person, blog):
    author = person("Authors")
    post, _ = write(author, blog, body=[("text", f"<p>Fine{footnote('1', 'A note')}</p>")], summary="Short.")

    shown = findings_of(author, post)

    assert shown.select("li") == []
    assert shown.p.text == "No problems found."


def test_findings_are_kept_from_those_who_may_not_edit_the_post(person, blog):
    post = PostPageFactory(parent=blog, live=False)

    response = person("Authors").get(reverse("post_findings", args=[post.pk]))

    assert response.status_code != 200
    assert b"summary" not in response.content


def test_form_of_a_post_has_a_place_for_findings_and_previews(person, blog):
    author = person("Authors")
    post, _ = write(author, blog, title="Seen elsewhere")

    form = BeautifulSoup(author.get(edit_url(post)).content, "html.parser")

    assert len(form.select("[data-post-findings]")) == 1
    address = form.select_one(".search-preview__address").get_text(strip=True)
    assert address == f"http://testserver/blog/{post.slug}/"
