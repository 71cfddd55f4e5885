import json

import pytest
from django.contrib.staticfiles import finders
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from config.storage import bundle, minify


@pytest.fixture
def sheets(settings, tmp_path):
    """A folder of static files, the only one that the finders know."""
    folder = tmp_path / "sources"
    (folder / "css").mkdir(parents=True)
    (folder / "blocks").mkdir()
    settings.STATICFILES_DIRS = [folder]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "config.storage.BundledStaticFilesStorage"}}
    _forget_finders()
    yield folder
    _forget_finders()


def _forget_finders():
    finders.get_finder.cache_clear()


def test_imported_sheet_stands_inside_its_layer(sheets):
    (sheets / "css" / "site.css").write_text('@layer base, prose;\n@import url("base.css") layer(base);\na { b: c }')
    (sheets / "css" / "base.css").write_text("p { margin: 0 }")

    assert minify(bundle("css/site.css")) == "@layer base,prose;@layer base{p{margin: 0}}a{b: c}"


@pytest.mark.parametrize("rule", ["@import 'base.css';", '@import "base.css" ;', "@import url(base.css);"])
def test_every_spelling_of_an_import_is_joined(sheets, rule):
    (sheets / "css" / "site.css").write_text(rule)
    (sheets / "css" / "base.css").write_text("p{margin: 0}")

    assert bundle("css/site.css") == "p{margin: 0}"


def test_sheets_are_joined_all_the_way_down(sheets):
    (sheets / "css" / "site.css").write_text('@import "a.css" layer(a);')
    (sheets / "css" / "a.css").write_text('@import "b.css" layer(b);')
    (sheets / "css" / "b.css").write_text("p{margin: 0}")

    assert minify(bundle("css/site.css")) == "@layer a{@layer b{p{margin: 0}}}"


def test_address_of_a_picture_follows_its_sheet(sheets):
    (sheets / "css" / "site.css").write_text('@import url("../blocks/code.css");')
    (sheets / "blocks" / "code.css").write_text("i{background:url(mark.svg)} b{background:url('data:x,y')}")

    assert bundle("css/site.css") == "i{background:url(\"../blocks/mark.svg\")} b{background:url('data:x,y')}"


def test_import_inside_a_comment_is_no_import(sheets):
    (sheets / "css" / "site.css").write_text('/* @import "gone.css"; */ p{margin: 0}')

    assert bundle("css/site.css").strip() == "p{margin: 0}"


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ('@import "gone.css";', "css/gone.css is imported"),
        ('@import "base.css" screen;', "cannot be joined"),
        ('@import "https://example.org/a.css";', "cannot be joined"),
    ],
)
def test_import_that_cannot_be_joined_is_named(sheets, rule, words):
    (sheets / "css" / "site.css").write_text(rule)
    (sheets / "css" / "base.css").write_text("")

    with pytest.raises(ImproperlyConfigured, match=words):
        bundle("css/site.css")


@pytest.mark.parametrize(
    ("written", "served"),
    [
        ("a  {\n  color : red ;\n}\n", "a{color : red;}"),
        ('q::before { content: "/* kept  */  {" }', 'q::before{content: "/* kept  */  {"}'),
        ("a { width: calc(1px + 2px) } /* gone */", "a{width: calc(1px + 2px)}"),
        (".a :hover , .b > i { x: y }", ".a :hover,.b > i{x: y}"),
        ("a { b: url(data:image/svg+xml;utf8,/*x*/) }", "a{b: url(data:image/svg+xml;utf8,/*x*/)}"),
        (
            "@media (width > 5px) and (print) { a { b: 'it\\'s  ' } }",
            "@media (width > 5px) and (print){a{b: 'it\\'s  '}}",
        ),
    ],
)
def test_space_and_comments_go_and_nothing_else(written, served):
    assert minify(written) == served


def test_collected_sheet_is_one_hashed_file_with_compressed_copies(sheets, settings):
    (sheets / "css" / "site.css").write_text('@import "base.css" layer(base);')
    (sheets / "css" / "base.css").write_text("p { margin: 0 }\n" * 100)

    call_command("collectstatic", interactive=False, verbosity=0)

    names = json.loads((settings.STATIC_ROOT / "staticfiles.json").read_text())["paths"]
    served = settings.STATIC_ROOT / names["css/site.css"]
    assert served.read_text() == "@layer base{" + "p{margin: 0}" * 100 + "}"
    assert served.with_name(served.name + ".br").exists()
    assert served.with_name(served.name + ".gz").exists()


def test_sheet_is_named_anew_when_an_imported_one_changes(sheets, settings):
    (sheets / "css" / "site.css").write_text('@import "base.css" layer(base);')
    names = []
    for colour in ("red", "blue"):
        (sheets / "css" / "base.css").write_text(f"p {{ color: {colour} }}")
        call_command("collectstatic", interactive=False, verbosity=0)
        names.append(json.loads((settings.STATIC_ROOT / "staticfiles.json").read_text())["paths"]["css/site.css"])

    assert names[0] != names[1]


def test_module_is_named_anew_when_one_that_it_imports_changes(sheets, settings):
    (sheets / "css" / "site.css").write_text("")
    (sheets / "editor.js").write_text('import { a } from "./part.js";\nimport "./other.js";\n')
    (sheets / "other.js").write_text("")
    served = []
    for number in (1, 2):
        (sheets / "part.js").write_text(f"export const a = {number};")
        call_command("collectstatic", interactive=False, verbosity=0)
        names = json.loads((settings.STATIC_ROOT / "staticfiles.json").read_text())["paths"]
        served.append(names["editor.js"])

    text = (settings.STATIC_ROOT / served[1]).read_text()
    assert text == f'import {{ a }} from "./{names["part.js"]}";\nimport"./{names["other.js"]}";\n'
    assert served[0] != served[1]
