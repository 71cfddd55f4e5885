"""Names are the words of the field: none that was retired comes back, and no constant has two meanings."""

import ast
from collections import Counter

from tests.test_house import shown, sources

# Private words of earlier versions, as parts of names, and what to write instead.
RETIRED = {
    "keep": "store, sync, cache, preserve",
    "keeps": "store, sync, cache, preserve",
    "kept": "stored, cached",
    "asked": "queried, requested; for searches: query log",
    "told": "notified",
    "said": "text, label, message",
    "remember": "cache",
    "remembered": "cached",
    "forget": "remove, clear",
    "hold": "lock",
    "announce": "send",
    "standing": "current",
    "loading": "prefetch",
    "freeze": "record_version",
    "freezing": "versioning",
    "refusal": "error",
    "lifeline": "parent_watch",
    "outside": "guest",
    "outsider": "guest",
    "likeness": "related",
    "upkeep": "maintenance",
    "wishes": "options",
    "sought": "query_terms",
    "rarity": "idf",
    "stranger": "anonymous",
    "most": "max",
    "longest": "max",
    "enough": "min, max",
}
# Names that stand in the database, in migrations or in a URL, or that a framework gives.
ALLOWED = {"AskedQuery", "OutsideComment", "OutsideTrashPolicy", "longest_increasing_subsequence"}


def names_in(path):
    """The name of a module, and those of its classes, functions and constants."""
    yield path.stem
    tree = ast.parse(path.read_text())
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
    yield from constants_of(tree)


def constants_of(tree):
    for statement in tree.body:
        targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
        for target in filter(None, targets):
            yield from (node.id for node in ast.walk(target) if isinstance(node, ast.Name) and node.id.isupper())


def words_of(name):
    spaced = "".join(f"_{sign}" if sign.isupper() and not name.isupper() else sign for sign in name)
    return spaced.lower().split("_")


def test_no_name_has_a_retired_word():
    found = {
        f"{shown(path)}: {name}": RETIRED[word]
        for path in sources(".py")
        for name in names_in(path)
        for word in words_of(name)
        if word in RETIRED and name not in ALLOWED
    }

    assert found == {}


def test_every_constant_of_a_module_has_its_own_name():
    # Settings are constants that Django knows by their names.
    modules = [path for path in sources(".py") if path.parent.parts[-2:] != ("config", "settings")]
    counted = Counter(name for path in modules for name in constants_of(ast.parse(path.read_text())))

    assert {name: count for name, count in counted.items() if count > 1} == {}
