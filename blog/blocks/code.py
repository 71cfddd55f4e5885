import re
from contextlib import suppress

from django import forms
from django.core.cache import caches
from django.core.validators import RegexValidator
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from blog.markdown.body import Block
from blog.markdown.walk import all_blocks
from blog.rendering.highlight import body_highlighting, fingerprint, highlight, language_name, seconds_left

from .code_lines import in_lines, line_numbers
from .lines import LinesBlock
from .text_struct import TextStructBlock

MARKED_LINES_SYNTAX = re.compile(r"\A\s*\d++(?:\s*+-\s*\d++)?+(?:\s*+,\s*\d++(?:\s*+-\s*\d++)?+)*+\s*\Z")
# The id of the datalist with common languages in the editor.
LANGUAGE_LIST = "code-languages"


DIFFS = ("diff", "udiff", "patch")


class CodeValue(blocks.StructValue):
    @property
    def highlighted(self) -> SafeString:
        names = ("code", "language", "marked_lines")
        return SafeString(highlighted(*(self[name] or "" for name in names), bool(self["line_numbers"])))

    @property
    def language_name(self) -> str:
        return language_name(self["language"] or "")


def highlighted(code: str, language: str, marked_lines: str, is_numbered: bool) -> str:
    """Safe HTML: the code in spans with Pygments' short class names, split into lines if needed."""
    is_diff = language.strip().lower() in DIFFS
    marked = line_numbers(marked_lines)
    return in_lines(stored_highlight(code, language), marked=marked, is_diff=is_diff, is_numbered=is_numbered)


def stored_highlight(code: str, language: str) -> str:
    """The result of `highlight`, cached for all processes. Errors of the cache are ignored."""
    key = fingerprint(code, language)
    # Pickle may raise any exception for a damaged file, which is overwritten below.
    with suppress(Exception):
        if (html := caches["highlighted"].get(key)) is not None:
            return html
    html = highlight(code, language)
    if seconds_left() > 0:
        with suppress(OSError):
            caches["highlighted"].set(key, html)
    return html


def store_highlights(body: list[Block]) -> None:
    """Highlights the code of a body and caches the result before the first request."""
    with body_highlighting():
        for block in all_blocks(body):
            if block["type"] == "code":
                stored_highlight(block["value"]["code"], block["value"].get("language") or "")


class LanguageBlock(blocks.CharBlock):
    """A text input for a programming language, with suggestions."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.field.widget = forms.TextInput(
            attrs={"list": LANGUAGE_LIST, "autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        )


class CodeBlock(TextStructBlock):
    text_fields = ("file_name", "code", "caption")

    code = LinesBlock(rows=4)
    language = LanguageBlock(
        required=False, help_text=_("For example python, sql or diff. Without a language, the code has no colours.")
    )
    file_name = blocks.CharBlock(required=False, help_text=_("Shown above the code"))
    marked_lines = blocks.CharBlock(
        required=False,
        help_text=_("Lines to highlight, for example 2,4-6"),
        validators=[RegexValidator(MARKED_LINES_SYNTAX, _("Write line numbers like 2,4-6."))],
    )
    line_numbers = blocks.BooleanBlock(
        required=False, label=_("Line numbers"), help_text=_("Useful if the text refers to lines")
    )
    caption = blocks.CharBlock(required=False)

    class Meta:
        icon = "code"
        label = _("Code")
        label_format = "{file_name} {language}"
        form_layout = blocks.BlockGroup(
            children=["code", "language"], settings=["file_name", "marked_lines", "line_numbers", "caption"]
        )
        template = "blog/blocks/code_block.html"
        description = _("A program or a transcript, with colours for its language")
        value_class = CodeValue
        preview_value = {
            "code": "def readable(post):\n    return post in the_table\n",
            "language": "python",
            "file_name": "public.py",
            "marked_lines": "2",
            "line_numbers": False,
            "caption": "",
        }
