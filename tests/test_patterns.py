"""Every regular expression of a module takes time that grows with the length of a text, not with its square."""

import importlib
import pkgutil
import random
import re
from itertools import starmap
from pathlib import Path
from time import thread_time

import pytest
from django.db import connection

import blog
import config
import home
import search

# The engine of one database cannot be imported beside another one.
AWAY = "sqlite" if connection.vendor == "postgresql" else "postgresql"

# fmt: off
UNITS = [
    "a", "A", "1", "é", "字", " ", "\t", "a ", "1 ", ", ", ",", ";", "; ", "a,", "a, ", "1,", "1, ", "1-", "- ", "-",
    "a-", "0-", "_", "a_", "*", "**", "~", "#", "##", "# ", ":", "::", ":::", "::: ", "a:", "a: ", ": ", ";a:", ".",
    "..", "a.", "/", "//", "a/", "/*", "*/", "%", "%%", "=", "a=", 'a="', "a='", "a=a ", 'a="" ', '"', '\\"', "'",
    "\\", "\\\\", "&", "&a", "&a;", "&#1", "@", "a@", "a@a", "a@a.", "+", "?", "!", "![", "[", "[^", "[^a", "[a",
    "[a]", "[a]:", "]:", "](", "[a](", "[a](b)", "(", "a(", "(a)", ")", "){", "{", "{{", "{{a", "{{a&", "{%",
    "{% if ", "{% raw %}", "{#", "{#a", "{:", "{::comment", "{::a", "}", "<", "</", "<a", "<a ", "<a>", '<a href="',
    "<a href='", '<a linktype="page"', "<a linktype=", "<p>", "</p>", "<b>", "<pre", "<pre>", "<code", "<code>",
    "<h2>", "<ul", "<style", "<details", "<span", "<img ", "<img a=", '<img a="" ', "<!--", "-->",
    "<!-- note fn-a -->", '<sup class="footnote-ref">', "`", "``", "```", "`a", "~~~", "$", "$$", "$a", "$a$", "$`",
    ">", "> ", "http:", "http://", "http://a", "mailto:", "url(", "a and ", "a & ", "and ", "& ", ", and ", "::a ",
    ':::a "" ', "1 - ", "\r", '"id": ""', '"a": ""', '"code": "', "|", "a|", "\n", "a\n", "> \n", " \n", "\r\n",
    "\x00",
]
# fmt: on
EDGES = [("", ""), ("", "x"), ("<a ", ""), (":::a", "!"), ("# a", "x")]
LENGTH = 2_000
# Below this the smallest time that can be told from noise hides how it grows.
LEAST_SECONDS = 0.002
# How many times longer, and how many times slower is too slow. The second is asked about a suspect only: a busy
# machine can make a line (8) look slow, but not like a square (64).
STEPS = [(2, 3), (8, 24)]
SAMPLE = random.Random(1).sample(UNITS, len(UNITS) // 8)
# Of what the site's own files hold.
NOT_HOSTILE = {"config.storage"}


def modules():
    for package in (blog, config, home, search):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not re.search(rf"\.(migrations|settings|commands|wsgi|urls|operations|{AWAY})\b", found.name):
                yield importlib.import_module(found.name)


SEARCHING = re.compile(r"\b(\w+)\.(?:search|findall|finditer|sub|subn|split)\(")
PATTERNS, SEARCHED = {}, set()
for module in modules():
    searching = SEARCHING.findall(Path(module.__file__).read_text())
    for name, value in vars(module).items():
        if isinstance(value, re.Pattern) and module.__name__ not in NOT_HOSTILE:
            PATTERNS.setdefault(value, f"{module.__name__}.{name}")
            SEARCHED |= {value} if name in searching else set()


def cost(pattern, text):
    """The least of some times, which is the one that nothing else disturbed."""
    nothing = pattern.pattern[:0]
    text = text.encode() if isinstance(nothing, bytes) else text
    times = []
    for _ in range(3):
        started = thread_time()
        pattern.match(text)
        pattern.fullmatch(text)
        if pattern in SEARCHED:
            pattern.sub(nothing, text)
        times.append(thread_time() - started)
        if times[0] < LEAST_SECONDS:
            break
    return min(times)


def grows_too_fast(pattern, unit, before, after):
    def text(length):
        return before + unit * (length // len(unit)) + after

    def is_slow(times_longer, times_slower):
        longer = cost(pattern, text(times_longer * LENGTH))
        return longer > LEAST_SECONDS and longer > times_slower * cost(pattern, text(LENGTH))

    return all(starmap(is_slow, STEPS))


@pytest.mark.parametrize("units", [SAMPLE, pytest.param(UNITS, marks=pytest.mark.long)], ids=["some", "all"])
@pytest.mark.parametrize("pattern", PATTERNS, ids=PATTERNS.get)
def test_time_grows_with_the_length(pattern, units):
    slow = [
        (before, unit, after)
        for unit in units
        for before, after in EDGES
        if grows_too_fast(pattern, unit, before, after)
    ]
    assert not slow, f"{PATTERNS[pattern]}: {slow[:5]}"
