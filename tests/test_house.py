"""The arrows that import-linter cannot see (templates, dotted names in strings) and what every block must have."""

import ast
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

from blog.blocks.body import PostBodyBlock

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("blog", "config", "home", "search")
# Which rooms a room may name. Inside blog: a room names itself, the floors below it, and core.
NAMES = {"config": {"blog", "config", "home", "search"}, "home": {"blog", "home"}, "search": {"blog", "search"}}
FLOORS = ["blog.exchange", "blog.suggestions", "blog.review", "blog.history", "blog"]
# The frame belongs to every page, and Wagtail's templates stay Wagtail's where we extend one under its own name.
FRAME = re.compile(r"^(base\.html|components/.+|wagtail\w*/.+)$")
INLINE = re.compile(r"<style[\s>]|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)(?![^>]*application/)")
TEMPLATE_NAME = re.compile(r"""\{%-?\s*(?:extends|include|includeblock)\s+["']([^"']+)["']""")
TOP_LEVEL = {
    *("pyproject.toml", "manage.py", "home", "blog", "search", "config", "tests"),
    *("README.md", "ARCHITECTURE.md", "DECISIONS.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE"),
    *("Makefile", "requirements", "deploy", "docs", "bench", "var"),
}


def room_of(path):
    """The room that a file of the project lies in, as a dotted name."""
    parts = path.relative_to(ROOT).parts
    inner = ".".join(parts[:2])
    return inner if inner in FLOORS else parts[0]


def may_name(room, other):
    if not room.startswith("blog"):
        return other.split(".")[0] in NAMES[room]
    return other in FLOORS[FLOORS.index(room) :]


def sources(suffix):
    files = (file for room in ROOMS for file in (ROOT / room).rglob(f"*{suffix}"))
    return sorted(file for file in files if "migrations" not in file.parts)


def shown(path):
    return str(path.relative_to(ROOT))


def room_of_template(name):
    """The room whose folder of templates holds this name; None for the frame and for Wagtail's."""
    if FRAME.match(name):
        return None
    for folder in (*(ROOT / room for room in FLOORS_AS_PATHS), *(ROOT / room for room in ROOMS)):
        if (folder / "templates" / name).exists():
            return room_of(folder / "templates" / name)
    return None


FLOORS_AS_PATHS = [floor.replace(".", "/") for floor in FLOORS]


def offences(paths, found_in):
    """By file, what was found in it and may not be there."""
    return {shown(path): found for path in paths if (found := found_in(path))}


def test_templates_name_only_rooms_that_their_room_may_name():
    def foreign(template):
        others = {name: room_of_template(name) for name in TEMPLATE_NAME.findall(template.read_text())}
        return [name for name, other in others.items() if other and not may_name(room_of(template), other)]

    assert offences(sources(".html"), foreign) == {}


def test_templates_name_templates_that_exist():
    def missing(template):
        return [name for name in TEMPLATE_NAME.findall(template.read_text()) if not exists(name)]

    assert offences(sources(".html"), missing) == {}


def exists(template):
    try:
        get_template(template)
    except TemplateDoesNotExist:
        return False
    return True


def test_reader_templates_have_no_inline_style_or_script():
    # The admin has a policy of its own.
    templates = [path for path in sources(".html") if "wagtailadmin/base.html" not in path.read_text()]

    assert offences(templates, lambda template: INLINE.findall(template.read_text())) == {}


def test_strings_name_only_modules_that_their_room_may_name():
    def foreign(module):
        named = {text: room_in(text) for text in strings_of(module)}
        return [text for text, other in named.items() if other and not may_name(room_of(module), other)]

    assert offences(sources(".py"), foreign) == {}


def strings_of(module):
    tree = ast.parse(module.read_text())
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


LABELS = {
    "blog_history": "blog.history",
    "blog_review": "blog.review",
    "blog_exchange": "blog.exchange",
    "blog_suggestions": "blog.suggestions",
}
DOTTED = re.compile(rf"^({'|'.join((*ROOMS, *LABELS))})\.(\w+)(\.\w+)*$")
TEMPLATE_PATH = re.compile(rf"^({'|'.join(ROOMS)})/[\w/]+\.html$")


def room_in(text):
    """The room that a string names: as module, as label of a model, or as template."""
    if TEMPLATE_PATH.match(text):
        return room_of_template(text)
    found = DOTTED.match(text)
    if not found or text.endswith((".html", ".css", ".js", ".py", ".md", ".svg")):
        return None
    if found[1] in LABELS:
        return LABELS[found[1]]
    inner = f"{found[1]}.{found[2]}"
    return inner if inner in FLOORS else found[1]


@pytest.mark.parametrize(
    ("room", "other", "allowed"),
    [
        ("config", "home", True),
        ("home", "blog", True),
        ("home", "search", False),
        ("search", "home", False),
        ("blog", "home", False),
        ("blog", "config", False),
        ("blog", "blog.review", False),
        ("blog.review", "blog", True),
        ("blog.review", "blog.history", True),
        ("blog.history", "blog.review", False),
        ("blog.review", "blog.exchange", False),
        ("blog.exchange", "blog.review", True),
        ("blog.suggestions", "blog.review", True),
        ("blog.review", "blog.suggestions", False),
    ],
)
def test_arrows_are_the_ones_of_the_design(room, other, allowed):
    assert may_name(room, other) is allowed


def test_nothing_but_what_is_agreed_lies_at_the_top():
    found = {path.name for path in ROOT.iterdir() if not path.name.startswith(".") and path.name != "__pycache__"}

    assert found - TOP_LEVEL == set()


@pytest.mark.parametrize("name", ["utils", "helpers", "common", "misc"])
def test_no_module_is_named_for_nothing(name):
    assert [shown(path) for path in sources(".py") if name in path.relative_to(ROOT).with_suffix("").parts] == []


def test_what_readers_may_see_is_decided_in_one_place():
    spelled = [
        shown(path) for path in sources(".py") if re.search(r"\.(live|public|not_public|private)\(\)", path.read_text())
    ]

    assert spelled == []


BLOCKS = list(PostBodyBlock().child_blocks.items())


@pytest.mark.parametrize(("key", "block"), BLOCKS, ids=[key for key, _ in BLOCKS])
class TestEveryBlock:
    def test_has_a_template_of_its_own(self, key, block):
        assert block.meta.template == f"blog/blocks/{key}_block.html"
        get_template(block.meta.template)

    def test_has_a_style_sheet_that_the_site_imports(self, key, block):
        assert finders.find(f"blog/css/{key}_block.css")
        assert f"/{key}_block.css" in Path(finders.find("css/site.css")).read_text()

    def test_has_a_preview_and_a_description(self, key, block):
        assert block.get_description()
        assert hasattr(block.meta, "preview_value")

    def test_is_named_for_its_key(self, key, block):
        assert type(block).__name__ == f"{key.capitalize()}Block"


def test_keys_of_blocks_are_permanent():
    kept = "text code image quote callout table embed gallery details math bookmark video audio list divider markdown"

    assert {key for key, _ in BLOCKS} >= set(kept.split())


def test_stock_page_of_the_benchmark_uses_no_setting_of_the_site():
    source = (ROOT / "bench/editor/stock/settings.py").read_text()

    assert re.findall(rf"\b(?:{'|'.join(ROOMS)})\.\w+", source) == []
