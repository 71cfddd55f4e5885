"""docs/data.md names every table that holds words or says who did something."""

import re
from pathlib import Path

from django.apps import apps
from django.db import models

from blog.history.redaction.places import handling

DOCUMENT = Path(__file__).resolve().parents[1] / "docs/data.md"
WORDS = (models.CharField, models.TextField, models.JSONField, models.FileField, models.BinaryField)
PEOPLE = {"auth.User", "blog.Author"}


def holds_words_or_people(model):
    fields = model._meta.local_concrete_fields
    return any(isinstance(field, WORDS) for field in fields) or any(
        field.is_relation and field.related_model._meta.label in PEOPLE for field in fields
    )


def described():
    """The cells of each row of the page, by the label of its model."""
    rows = re.findall(r"^\| `([\w.]+)` \|(.+)\|$", DOCUMENT.read_text(), re.MULTILINE)
    return {label: [cell.strip() for cell in cells.split("|")] for label, cells in rows}


def unused():
    """The tables of packages that the page says are empty."""
    return set(re.findall(r"`([\w.]+)`", DOCUMENT.read_text().rpartition("\n\n")[2]))


def test_page_describes_every_table_with_words_or_people():
    tables = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    expected = {model._meta.label for model in tables if holds_words_or_people(model)}

    assert described().keys() | unused() == expected


def test_page_says_everything_about_each():
    assert {label: cells for label, cells in described().items() if len(cells) != 5 or not all(cells)} == {}


def forgetting(model):
    """What the page must say about a deleted login: rows go with it, or lose it."""
    fields = [field for field in model._meta.local_concrete_fields if field.is_relation]
    rules = {field.remote_field.on_delete for field in fields if field.related_model._meta.label == "auth.User"}
    return {"deleted" if rule is models.CASCADE else "emptied" for rule in rules}


def test_page_says_what_becomes_of_rows_when_a_login_is_deleted(subtests):
    for label, (_holds, _kept, _redact, forget, _export) in described().items():
        with subtests.test(label):
            assert all(word in forget for word in forgetting(apps.get_model(label)))


def test_page_says_what_a_redaction_does(subtests):
    for label, (_holds, _kept, redact, _forget, _export) in described().items():
        with subtests.test(label):
            assert re.match(r"replaced|deleted|derived|by hand|no words", redact)[0] == handling(apps.get_model(label))
