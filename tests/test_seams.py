"""docs/seams.md: every name of a framework that no documentation promises is still there, and every use is listed.

A failure after an upgrade names the seam. Scripts are compared as text: the names that ours use stand in the compiled
files of Wagtail's admin.
"""

import ast
import importlib
import inspect
import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import wagtail
from django.urls import reverse

ROOT = Path(__file__).resolve().parents[1]
WAGTAIL = Path(wagtail.__file__).parent
ROOMS = ("blog", "search", "home", "config", "bench")
DOCUMENT = ROOT / "docs/seams.md"
SPAN = re.compile(r"`([^`]+)`")
NAME = re.compile(r"(?P<path>[\w.]+)(?:\((?P<parameters>[\w, ]*)\))?")


# Modules and names that docs.wagtail.org, docs.djangoproject.com or the manual of the package documents.
DOCUMENTED = {
    *("wagtail.blocks", "wagtail.fields", "wagtail.forms", "wagtail.hooks", "wagtail.models", "wagtail.permissions"),
    *("wagtail.permission_policies.pages", "wagtail.search.index", "wagtail.signals", "wagtail.url_routing"),
    *("wagtail.rich_text.RichText", "wagtail.rich_text.feature_registry.FeatureRegistry", "wagtail.urls"),
    *("wagtail.log_actions.log", "wagtail.log_actions.LogContext", "wagtail.log_actions.LogFormatter"),
    *("wagtail.log_actions.LogActionRegistry", "wagtail.blocks.struct_block.StructBlockAdapter"),
    *("wagtail.admin.action_menu.ActionMenuItem", "wagtail.admin.filters", "wagtail.admin.forms.WagtailAdminModelForm"),
    *("wagtail.admin.forms.pages", "wagtail.admin.menu", "wagtail.admin.messages", "wagtail.admin.panels"),
    *("wagtail.admin.auth.permission_denied", "wagtail.admin.auth.permission_required", "wagtail.admin.site_summary"),
    *("wagtail.admin.rich_text.DraftailRichTextArea", "wagtail.admin.rich_text.converters.html_to_contentstate"),
    *("wagtail.admin.rich_text.editors.draftail.features", "wagtail.admin.staticfiles", "wagtail.admin.telepath"),
    *("wagtail.admin.ui.components", "wagtail.admin.ui.tables", "wagtail.admin.urls", "wagtail.admin.viewsets"),
    *("wagtail.admin.views.account.BaseSettingsPanel", "wagtail.admin.views.bulk_action"),
    *("wagtail.admin.widgets.button", "wagtail.contrib.redirects.models", "wagtail.contrib.routable_page.models"),
    *("wagtail.contrib.settings.models", "wagtail.contrib.typed_table_block.blocks.TypedTableBlock"),
    *("wagtail.documents.blocks", "wagtail.documents.forms", "wagtail.documents.get_document_model"),
    *("wagtail.documents.models", "wagtail.documents.urls"),
    *("wagtail.images.blocks", "wagtail.images.forms.BaseImageForm", "wagtail.images.get_image_model"),
    *("wagtail.images.models.AbstractImage", "wagtail.images.models.AbstractRendition", "wagtail.images.models.Filter"),
    *("wagtail.images.models.Image", "wagtail.images.models.Picture", "wagtail.snippets.models"),
    *("wagtail.snippets.views.snippets.SnippetViewSet", "wagtail.snippets.views.snippets.SnippetViewSetGroup"),
    *("wagtail.test.utils.form_data", "wagtail.users.apps", "wagtail.users.forms", "wagtail.users.views.groups"),
    *("wagtail.users.views.users.UserViewSet", "wagtail.users.models.UserProfile"),
    *("modelcluster.contrib.taggit", "modelcluster.fields.ParentalKey", "modelcluster.models.ClusterableModel"),
    *("modelsearch.query", "taggit.models"),
}
FRAMEWORKS = ("wagtail", "modelcluster", "modelsearch", "taggit", "willow")
# Django documents these: model managers, Model._state, and Storage._save.
DOCUMENTED_PRIVATE = {"_meta", "_default_manager", "_base_manager", "_state", "_save"}
# Of named tuples, which Python documents.
DOCUMENTED_PRIVATE |= {"_replace"}


@dataclass(frozen=True)
class Seam:
    """A dotted name, and the parameters that are given."""

    path: str
    parameters: tuple[str, ...]

    @property
    def last(self):
        return self.path.rpartition(".")[2]

    def __str__(self):
        return self.path


def rows(part):
    """The cells of the tables in a part of the document."""
    text = DOCUMENT.read_text().split(f"\n## {part}\n")[1].split("\n## ")[0]
    lines = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")]
    return [cells for cells in lines if cells[0] not in {"What for", "---"} and not cells[0].startswith("---")]


@cache
def seams():
    found = []
    for _why, names, _where, _instead in rows("Python"):
        owner = ""
        for span in SPAN.findall(names):
            name = NAME.fullmatch(span)
            assert name, f"docs/seams.md: {span} is no name"
            is_attribute = name["path"].startswith(".")
            path = owner + name["path"] if is_attribute else name["path"]
            owner = owner if is_attribute else path
            given = tuple(re.findall(r"\w+", name["parameters"] or ""))
            found.append(Seam(path, given))
    return found


def resolved(path):
    """The object at a dotted path; None for an attribute that no class has."""
    parts = path.split(".")
    for length in range(len(parts), 0, -1):
        try:
            found = importlib.import_module(".".join(parts[:length]))
        except ModuleNotFoundError:
            continue
        for part in parts[length:]:
            found = inspect.getattr_static(found, part, None) if inspect.isclass(found) else getattr(found, part, None)
        return found
    return None


def is_in_source(owner, name):
    """Whether the source of a module, a class or one that it inherits speaks of the attribute of its objects."""
    parts = [part for part in owner.__mro__ if part.__module__ != "builtins"] if inspect.isclass(owner) else [owner]
    return any(re.search(rf"\b{name}\b", inspect.getsource(part)) for part in parts)


def lost(seam):
    """What the framework does not offer any more of what we rely on."""
    found = resolved(seam.path)
    if found is None:
        owner = resolved(seam.path.rpartition(".")[0])
        if owner is None or not is_in_source(owner, seam.last):
            yield f"{seam.path} is gone"
            return
    if seam.parameters:
        function = getattr(found, "__func__", found)
        signature = inspect.signature(function)
        takes_any = any(each.kind is each.VAR_KEYWORD for each in signature.parameters.values())
        missing = [name for name in seam.parameters if name not in signature.parameters]
        if missing and not takes_any:
            yield f"{seam.path}{signature} takes no {', '.join(missing)}"


def test_names_that_are_not_documented_have_the_shape_that_we_rely_on():
    assert seams()
    assert [each for seam in seams() for each in lost(seam)] == []


def test_files_use_the_seams_that_are_listed_for_them():
    unused = []
    for _why, names, where, _instead in rows("Python") + rows("Scripts"):
        words = used_words(names)
        texts = [(ROOT / file).read_text() for file in where.split(", ")]
        unused += [word for word in words if not any(is_named(word, text) for text in texts)]
        unused += [where for text in texts if not any(is_named(word, text) for word in words)]
    assert unused == []


def used_words(names):
    """The last part of each name; of a class before its attributes, the attributes alone."""
    spans = [span.partition("(")[0] for span in SPAN.findall(names)]
    alone = [
        span for span, following in pairwise([*spans, ""]) if span.startswith(".") or not following.startswith(".")
    ]
    return [span.rpartition(".")[2] for span in alone]


def is_named(word, text):
    """Whether a text has the word, or the name under which a script reads it from ``dataset``."""
    camel = re.sub(r"-(\w)", lambda found: found[1].upper(), word.removeprefix("data-"))
    return word in text or camel in text or camel[0].upper() + camel[1:] in text


@cache
def sources():
    paths = (path for room in ROOMS for path in (ROOT / room).rglob("*.py") if "migrations" not in path.parts)
    return {path: ast.parse(path.read_text()) for path in paths}


def listed_names():
    return {seam.last for seam in seams()}


def imports(tree):
    """What a module takes from a framework, as dotted names."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in FRAMEWORKS:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def is_documented(path):
    parts = path.split(".")
    return any(".".join(parts[:length]) in DOCUMENTED for length in range(1, len(parts) + 1))


def is_listed(path, listed):
    return any(f"{seam}.".startswith(f"{path}.") for seam in listed)


def test_every_undocumented_import_is_listed():
    taken = {path for tree in sources().values() for path in imports(tree)}
    listed = {seam.path for seam in seams()}

    assert {path for path in taken if not is_documented(path) and not is_listed(path, listed)} == set()


def is_private(name):
    return name.startswith("_") and not name.startswith("__") and not name.endswith("_") and name.isidentifier()


def own_names(tree):
    """The private names that a module gives to its own functions and to the attributes of its own objects."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            yield node.name
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and ast.unparse(node.value) == "self":
            yield node.attr


def private_names(tree):
    """The private attributes that a module reads or sets, also by a string."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and is_private(node.attr):
            yield node.attr
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in {"getattr", "setattr", "hasattr", "Prefetch"}:
            strings = [each.value for each in [*node.args, *(word.value for word in node.keywords)] if is_string(each)]
            yield from filter(is_private, strings)


def is_string(node):
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def test_every_private_attribute_of_a_framework_is_listed():
    own = {name for tree in sources().values() for name in own_names(tree)} - listed_names()
    used = {name for tree in sources().values() for name in private_names(tree)}

    assert used - own - listed_names() - DOCUMENTED_PRIVATE == set()


def overrides():
    """Private names of a framework's class that a loaded class of ours defines anew."""
    ours = [each for each in every_subclass(object) if str(each.__module__).split(".")[0] in ROOMS]
    for cls in ours:
        for name, value in vars(cls).items():
            theirs = (base for base in cls.__mro__[1:] if str(base.__module__).split(".")[0] not in ROOMS)
            if is_private(name) and inspect.isfunction(value) and any(name in vars(base) for base in theirs):
                yield name


def every_subclass(cls):
    for each in type.__subclasses__(cls):
        yield each
        yield from every_subclass(each)


def test_every_private_method_that_is_overridden_is_listed():
    assert set(overrides()) - listed_names() - DOCUMENTED_PRIVATE == set()


@cache
def own_templates():
    """Our templates by their names: those under Wagtail's names, and those that extend one of Wagtail's."""
    paths = (path for room in ROOMS for path in (ROOT / room).rglob("*.html"))
    return {path: str(path).partition("/templates/")[2] for path in sorted(paths)}


@cache
def of_wagtail(name):
    """The text of one of Wagtail's templates; None where there is none of this name."""
    return next((path.read_text() for path in WAGTAIL.rglob(f"templates/{name}")), None)


def blocks_of(text):
    return set(re.findall(r"\{% block (\w+)", text))


def all_blocks_of(name):
    """The blocks of one of Wagtail's templates and of what it extends."""
    text = of_wagtail(name) or ""
    return blocks_of(text).union(*map(all_blocks_of, re.findall(r"""\{% extends ["']([^"']+)["']""", text)))


def extensions():
    """Pairs of a template of ours and one of Wagtail's that it extends or includes."""
    for path in own_templates():
        for parent in re.findall(r"""\{% (?:extends|include) ["'](wagtail[^"']+)["']""", path.read_text()):
            yield path, parent


def unfilled(path, parent):
    """The blocks that our template fills and Wagtail's does not have."""
    text = path.read_text()
    if f'extends "{parent}"' not in text:
        return set()
    outer = re.sub(r"(?s)(\{% block \w+ %\}).*?\{% endblock[^%]*%\}", r"\1", text)
    return blocks_of(outer) - all_blocks_of(parent)


def test_templates_of_wagtail_that_ours_use_have_the_blocks_that_ours_fill():
    used = list(extensions())

    assert used
    assert [(path, parent) for path, parent in used if of_wagtail(parent) is None] == []
    assert [(path, parent) for path, parent in used if unfilled(path, parent)] == []


def test_every_template_under_a_name_of_wagtail_is_listed_and_replaces_one():
    under = {name for name in own_templates().values() if name.startswith("wagtail")}
    listed = {name for row in rows("Templates") for name in SPAN.findall(row[1])}

    assert under == listed
    assert {name for name in under if of_wagtail(name) is None} == set()


@cache
def compiled(suffix):
    """The text of Wagtail's static files and, for scripts, of the pages that they work on."""
    paths = [path for path in WAGTAIL.rglob(f"*{suffix}") if "static" in path.parts]
    if suffix == ".js":
        paths += [*WAGTAIL.rglob("*.html"), *WAGTAIL.rglob("admin/**/*.py")]
    return "\n".join(path.read_text() for path in paths)


def script_names():
    return sorted({name for row in rows("Scripts") for name in SPAN.findall(row[1])})


@cache
def own_scripts():
    return {path: path.read_text() for room in ROOMS for path in (ROOT / room).rglob("*.js")}


def is_in_scripts(name):
    # Minified files keep the names of properties, attributes and events. An attribute can be made of several parts.
    parts = name.removeprefix("data-").removesuffix("-value")
    camel = re.sub(r"-(\w)", lambda found: found[1].upper(), parts.partition("-")[2])
    scripts = compiled(".js")
    return parts in scripts or bool(camel and re.search(rf"\b{camel}\b", scripts))


def test_names_that_our_scripts_use_stand_in_the_scripts_of_wagtail():
    assert script_names()
    assert [name for name in script_names() if not is_in_scripts(name)] == []


def test_every_event_global_and_attribute_of_wagtail_in_our_scripts_is_listed():
    listed = " ".join(script_names())
    text = "\n".join(own_scripts().values())
    events = set(re.findall(r"[\"`](w-[a-z]+):", text))
    values = {
        re.sub(r"[A-Z]", lambda found: f"-{found[0].lower()}", name) for name in re.findall(r"dataset\.w(\w+)", text)
    }
    attributes = {name.removeprefix("data-w-") for name in re.findall(r"\[(data-w-[a-z-]+)", text)}
    globals_used = set(re.findall(r"window\.([A-Za-z]+)", text)) - OF_BROWSERS

    missing = {each for each in {*events, *values, *attributes, *globals_used} if each.strip("-") not in listed}
    assert missing == set()


# Of the browser, and of Django's catalogue of words.
OF_BROWSERS = {"addEventListener", "location", "gettext"}


def test_controllers_and_properties_that_our_pages_use_are_those_of_wagtail():
    pages = "\n".join(path.read_text() for path in own_templates())
    controllers = {each for found in re.findall(r'data-controller="([^"]*)"', pages) for each in found.split()}
    styles = "\n".join(path.read_text() for room in ROOMS for path in (ROOT / room).rglob("*.css"))
    properties = set(re.findall(r"var\((--w-[\w-]+)", styles))

    assert controllers
    assert properties
    assert {each for each in controllers if each.removeprefix("w-") not in compiled(".js")} == set()
    assert {each for each in properties if f"{each}:" not in compiled(".css")} == set()


def test_the_address_of_an_editor_names_its_page_as_our_scripts_read_it():
    assert reverse("wagtailadmin_pages:edit", args=[7]).endswith("/pages/7/edit/")
    readers = [path for path, text in own_scripts().items() if r"\/pages\/(\d+)\/edit\/" in text]
    assert readers


# Where the admin's address is chosen.
MOUNTED_IN = {"config/urls.py", "bench/editor/stock/urls.py"}


def test_no_code_but_the_urls_names_the_address_of_the_admin():
    strings = {path: [node.value for node in ast.walk(tree) if is_string(node)] for path, tree in sources().items()}
    texts = strings | {path: [text] for path, text in own_scripts().items()}
    named = {path for path, found in texts.items() if any(re.search(r"(?<![\w/.-])/?admin/", text) for text in found)}

    assert {str(path.relative_to(ROOT)) for path in named} == MOUNTED_IN
