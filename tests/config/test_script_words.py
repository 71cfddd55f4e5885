"""The words that scripts show come from the catalogue, or from the page that loads the script."""

import re
import struct

import pytest
from django.conf import settings as site_settings
from django.urls import reverse
from wagtail.users.models import UserProfile

SCRIPTS = sorted(
    path for room in ("blog", "config", "home", "search") for path in (site_settings.BASE_DIR / room).rglob("*.js")
)
COMMENT = re.compile(r"^\s*//.*$|(?<=[;{,)])\s+//.*$|/\*[\s\S]*?\*/", re.MULTILINE)
LITERAL = r"""(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)"""
KEY = re.compile(rf"\bgettext\(({LITERAL})\)")
# What a developer reads in the console, and what nobody reads.
UNSEEN = re.compile(rf"\b(?:gettext|console\.\w+|Error)\({LITERAL}")
SENTENCE = re.compile(r"""^["'`][A-Z][a-z]*[ ,.…]""")
SHOWN = re.compile(rf"\b(?:textContent|innerText|title|label|help|placeholder|ariaLabel|alt)\s*[:=]\s*({LITERAL})")
MARKUP = re.compile(r">\s*[^<>\s$][^<>]*<")


def hard_coded_words(script):
    """The literals in a script that are words for people."""
    script = UNSEEN.sub("", COMMENT.sub("", script))
    found = [literal for literal in re.findall(LITERAL, script) if SENTENCE.match(literal) or MARKUP.search(literal)]
    return found + [literal for literal in SHOWN.findall(script) if re.search(r"[A-Za-z]", literal)]


def keys():
    return {key[1:-1].replace("\\\\", "\\") for path in SCRIPTS for key in KEY.findall(path.read_text())}


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_script_has_no_words_of_its_own(path):
    assert hard_coded_words(path.read_text()) == []


@pytest.mark.parametrize(
    "script",
    [
        'button.textContent = "Save";',
        'show("Not saved. Try again.");',
        "made({ label: 'Formula' })",
        "dialog.innerHTML = `<p>Nothing was saved</p>`;",
        '// Says it.\nsay("Not saved.");',
    ],
)
def test_words_in_a_script_are_found(script):
    assert hard_coded_words(script)


@pytest.mark.parametrize(
    "script",
    [
        'button.textContent = gettext("Save");',
        'throw new Error("The form has no block.");',
        '// "Not saved." is shown above.',
        'button.className = "button button-small";',
        "dialog.innerHTML = `<p class=a></p>`;",
    ],
)
def test_other_literals_of_a_script_are_no_words(script):
    assert hard_coded_words(script) == []


def write_catalogue(path, messages):
    """Writes a compiled catalogue (https://www.gnu.org/software/gettext/manual/html_node/MO-Files.html)."""
    messages = {"": "Content-Type: text/plain; charset=UTF-8\n", **messages}
    texts = [text.encode() for text in (*sorted(messages), *(messages[key] for key in sorted(messages)))]
    start, table = 28 + 8 * len(texts), b""
    for text in texts:
        table += struct.pack("<II", len(text), start)
        start += len(text) + 1
    count = len(messages)
    header = struct.pack("<7I", 0x950412DE, 0, count, 28, 28 + 8 * count, 0, 0)
    path.parent.mkdir(parents=True)
    path.write_bytes(header + table + b"".join(text + b"\0" for text in texts))


@pytest.mark.django_db
def test_words_of_scripts_can_be_translated(admin_client, admin_user, settings, tmp_path):
    """A catalogue at the place that the settings name reaches the scripts of the admin."""
    UserProfile.objects.create(user=admin_user, preferred_language="de")
    settings.LOCALE_PATHS = [tmp_path / path.relative_to(settings.BASE_DIR) for path in settings.LOCALE_PATHS]
    write_catalogue(
        tmp_path / "config/locale/de/LC_MESSAGES/djangojs.mo",
        {key: f"deutsch {number}" for number, key in enumerate(keys())},
    )

    catalogue = admin_client.get(reverse("wagtailadmin_javascript_catalog")).text

    assert len(keys()) > 10
    assert [number for number in range(len(keys())) if f'"deutsch {number}"' not in catalogue] == []
