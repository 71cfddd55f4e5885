"""The page that says that an address leads nowhere offers to search for its words."""

import pytest
from bs4 import BeautifulSoup

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/blog/how-we-make-tea/", "how we make tea"),
        ("/blog/how-we-make-tea.md", "how we make tea"),
        ("/blog/tags/green_tea/", "green tea"),
        ("/2019/05/10-cups-of-tea.html", "10 cups of tea"),
        ("/notes/tea-time/index.php", "notes tea time"),
        ("/blog/caf%C3%A9-%E8%8C%B6/", "café 茶"),
        ('/blog/%22%3E%3Cscript%3Ealert"/', "script alert"),
        ("/blog/o%27clock-tea/", "o'clock tea"),
        ("/blog/a%00%1b%ef%bf%bftea/", "a tea"),
        ("/blog/2019/", ""),
        ("/review/5/abc-DEF/more/", ""),
        (f"/{'tea-' * 100}/", ("tea " * 50).strip()),
    ],
)
def test_words_of_the_address_stand_in_the_search_field(client, blog, address, words):
    answer = client.get(address)

    field = BeautifulSoup(answer.content, "html.parser").select_one("main input[name=q]")
    assert (answer.status_code, field["value"]) == (404, words)


def test_the_search_for_them_is_one_click_away(client, blog):
    form = BeautifulSoup(client.get("/blog/green-tea/").content, "html.parser").select_one("main form[role=search]")

    assert (form["action"], form["method"]) == ("/search/", "get")


def test_address_of_no_site_is_not_here(client, blog):
    assert client.get("/green-tea/", headers={"host": "127.0.0.1"}).status_code == 404
