"""What a page says, told apart from how it is built, so that two renderers can be compared.

Named normalisations: white space, the sign of a task, links and code without anything in them, the line end right
behind `<pre>`, where code ends and goes on with another mark, the address of a link as our parser writes it, and links
to what no browser takes for an address.
"""

import re
import shutil
import subprocess
from urllib.parse import urlsplit

import idna
from bs4 import BeautifulSoup
from markdown_it.common.normalize_url import normalizeLink

from blog.blocks.body import PostBodyBlock
from blog.markdown.ids import with_ids
from blog.markdown.normal import normal_form
from blog.markdown.walk import with_contents, with_rich_text

CMARK = shutil.which("cmark-gfm")
EXTENSIONS = ["-e", "table", "-e", "strikethrough", "-e", "tasklist"]
# What CommonMark and GFM have words for.
KINDS = {"text", "code", "quote", "table", "list", "divider"}
ENTITY = re.compile(r"<span data-(?:math|footnote)=[^>]*>[^<]*</span>")
PLAIN_CODE = {"file_name": "", "caption": "", "marked_lines": "", "line_numbers": False, "language": "text"}
TASK_SIGN = re.compile(r"\[x?\]")
# By the URL standard a host is needed, and none of these signs stands in one.
NO_ADDRESS = re.compile(r"(?:https?|ftp)://(?:[?#]|\Z|[^/?#]*[%|^\[\]])")
ENCODED_NAME = "xn--"
BODY = PostBodyBlock()


def comparable(blocks):
    """The part of a body that every renderer of GFM knows."""
    return normal_form(known(normal_form(blocks)))


def known(blocks):
    out = []
    for block in blocks:
        if block["type"] not in KINDS:
            continue
        plain = with_rich_text(with_contents(block, known), lambda html: ENTITY.sub("x", html))
        value = plain["value"]
        match block["type"]:
            case "code":
                value = {**value, **PLAIN_CODE}
            case "quote":
                value = {**value, "source": "", "source_url": ""}
            case "table":
                columns = [{**c, "heading": c["heading"].replace("$", "")} for c in value["table"]["columns"]]
                value = {"table": {**value["table"], "columns": columns, "caption": ""}, "header_column": False}
        out.append({**plain, "value": value})
    return out


def as_readers_get_it(blocks):
    return str(BODY.to_python(with_ids(blocks)).render_as_block())


def as_cmark_writes_it(text, *more_extensions):
    more = [word for name in more_extensions for word in ("-e", name)]
    command = [CMARK, "--unsafe", *EXTENSIONS, *more]
    return subprocess.run(command, input=text.encode(), stdout=subprocess.PIPE, check=True).stdout.decode()


def said(html):
    soup = BeautifulSoup(html, "html.parser")
    code = []
    for pre in soup.find_all("pre"):
        code.append((pre.find("code") or pre).get_text().strip("\n"))
        (pre.find_parent("figure") or pre).decompose()
    for extra in soup.select(".visually-hidden, button"):
        extra.decompose()
    links = [(normalizeLink(str(link.get("href") or "")), letters(link)) for link in soup.find_all("a")]
    return {
        "text": TASK_SIGN.sub("", letters(soup)),
        "links": [(address, words) for address, words in links if words and is_address(address)],
        "blocks of code": code,
        "code among words": "".join(map(letters, soup.find_all("code"))),
        "pictures": [(picture.get("src"), picture.get("alt")) for picture in soup.find_all("img")],
    }


def is_address(address):
    """Whether a browser would go there; nor does it where the port is no number or a name in another script is none."""
    if not address or NO_ADDRESS.match(address):
        return False
    try:
        parts = urlsplit(address)
        encoded = [name for name in (parts.hostname or "").split(".") if name.startswith(ENCODED_NAME)]
        # What is none raises ValueError.
        return (parts.port or 0) >= 0 and all(map(idna.decode, encoded))
    except ValueError:
        return False


def letters(element):
    return "".join(element.get_text().split())
