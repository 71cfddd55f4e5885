"""Kept Markdown on a reader's page: safe, quiet, and with nothing lost."""

import pytest
from bs4 import BeautifulSoup

from blog.markdown.body import TextTooLong
from blog.markdown.render import render

ATTACKS = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example></ScRiPt>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<img src='x'onerror=alert(1)>",
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'>a</a></svg>",
    "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>",
    "<a href='javascript:alert(1)'>a</a>",
    "<a href='java&#9;script:alert(1)'>a</a>",
    "<a href='&#106;avascript:alert(1)'>a</a>",
    "<a href=' javascript:alert(1)'>a</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>a</a>",
    "<a href='vbscript:x'>a</a>",
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt&colon;alert(1))",
    "[a]: javascript:alert(1)\n\n[a]",
    "![a](javascript:alert(1))",
    "<iframe src='javascript:alert(1)'></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=x></object><embed src='javascript:alert(1)'>",
    "<form action='javascript:alert(1)'><button>a</button></form>",
    "<p style='background:url(javascript:alert(1))' onclick=alert(1)>a</p>",
    "<style>@import '//evil.example'</style>",
    "<link rel=stylesheet href=//evil.example><base href=//evil.example><meta http-equiv=refresh content=0>",
    "<details open ontoggle=alert(1)><summary>a</summary></details>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<!--<img src='--><img src=x onerror=alert(1)//'>-->",
    "<video src=x onerror=alert(1)><source onerror=alert(1)></video>",
    '```"><script>alert(1)</script>\na\n```',
    "$</code><script>alert(1)</script>^2$",
    "a[^<script>alert(1)</script>]\n\n[^<script>alert(1)</script>]: b",
    "<b\x00 onclick=alert(1)>a",
    "| <img src=x onerror=alert(1)> |\n|---|\n| <script>alert(1)</script> |",
]
NAMES = "script style iframe object embed svg form input button link base meta img video audio source"
ACTIVE_TAGS = NAMES.split()


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("frame", ["{}", "> {}", "- {}", "a {} b", "<div>\n\n{}\n\n</div>"])
def test_no_script_comes_out(attack, frame):
    page = BeautifulSoup(render(frame.format(attack)), "html.parser")

    assert page.find_all(ACTIVE_TAGS) == []
    for tag in page.find_all(True):
        assert not [name for name in tag.attrs if name.startswith("on") or name in ("style", "srcdoc", "action")]
        address = "".join(str(tag.get("href", "")).split()).lower()
        assert not address.startswith(("javascript:", "data:", "vbscript:"))


def test_picture_becomes_a_link():
    assert render("![a & b](https://example.org/c.png)").strip() == (
        '<p><a href="https://example.org/c.png" rel="noopener">a &amp; b</a></p>'
    )


@pytest.mark.parametrize("html", ['<img src="c.png" alt="a">', "<img alt='a' src='c.png'>", "<IMG alt=a src=c.png>"])
def test_picture_in_html_becomes_a_link(html):
    assert '<a href="c.png" rel="noopener">a</a>' in render(html)


def test_headings_stay_below_the_title():
    page = BeautifulSoup(render("# A\n\n##### B\n\n<h1>C</h1>"), "html.parser")

    assert [tag.name for tag in page.find_all(True)] == ["h2", "h4", "h2"]


def test_footnotes_of_two_blocks_do_not_share_names():
    names = [
        {tag["id"] for tag in BeautifulSoup(render("a[^1]\n\n[^1]: b", prefix=prefix), "html.parser").find_all(id=True)}
        for prefix in ("one", "two")
    ]

    assert len(names[0]) == 2
    assert names[0].isdisjoint(names[1])


def test_links_of_a_footnote_lead_to_it_and_back():
    page = BeautifulSoup(render("a[^x] b[^x]\n\n[^x]: c", prefix="p"), "html.parser")

    targets = {tag["id"] for tag in page.find_all(id=True)}
    assert {link["href"].removeprefix("#") for link in page.find_all("a")} == targets


def test_names_in_html_are_left_out():
    assert render('<p id="site-header" class="site-header">a</p>').strip() == "<p>a</p>"


def test_code_is_highlighted():
    [code] = BeautifulSoup(render("```python\nreturn 1\n```"), "html.parser").find_all("code")

    assert code["class"] == ["highlight"]
    assert code.find("span", class_="k").get_text(strip=True) == "return"


def test_task_shows_its_state():
    page = BeautifulSoup(render("- [ ] a\n- [x] b"), "html.parser")

    assert [item.get_text() for item in page.find_all("li")] == ["☐ a", "☑ b"]


def test_alignment_of_cells_is_a_class():
    page = BeautifulSoup(render("| a | b |\n|:-:|--:|\n| 1 | 2 |"), "html.parser")

    assert [cell["class"] for cell in page.find_all("td")] == [["align-centre"], ["align-end"]]


def test_formula_is_mathml():
    assert render("Euler: $e^x$").strip() == "<p>Euler: <math><msup><mi>e</mi><mi>x</mi></msup></math></p>"
    assert render("$$\na < b\n$$").strip() == (
        '<div class="math-scroll" tabindex="0"><math display="block"><mi>a</mi><mo>&lt;</mo><mi>b</mi></math></div>'
    )


def test_formula_that_is_not_understood_is_shown_as_typed():
    assert render(r"$\nonsense_a < b$").strip() == r'<p><code class="math">\nonsense_a &lt; b</code></p>'


def test_mathml_in_html_is_left_out():
    assert render("a <math><mi>b</mi></math> c").strip() == "<p>a  c</p>"


def test_deep_nesting_loses_no_word():
    assert "deep" in render(">" * 1000 + " deep")


def test_longer_text_is_refused():
    with pytest.raises(TextTooLong):
        render("a" * 1_000_001)
