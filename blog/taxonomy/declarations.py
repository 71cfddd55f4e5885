"""How a text was made, as its author declares it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Declaration(models.TextChoices):
    OWN_WORDS = "own_words", _("In the authors’ own words")
    WITH_AI = "with_ai", _("Drafted or edited with AI")
    MACHINE_TRANSLATION = "machine_translation", _("Translated by a machine")


class DeclarationField(models.CharField):
    """NULL if nothing was declared."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **{"max_length": 20, "choices": Declaration, "null": True, "blank": True, **kwargs})

    def deconstruct(self) -> tuple:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs
