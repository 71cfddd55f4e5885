import re

from django.core.validators import RegexValidator
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from blog.highlight import highlight

MARKED_LINES = re.compile(r"\s*(\d+(\s*-\s*\d+)?)(\s*,\s*\d+(\s*-\s*\d+)?)*\s*")
LAST_MARKABLE_LINE = 10_000


def line_numbers(ranges: str) -> frozenset[int]:
    """The line numbers that "2,4-6" names; what is not a range names none."""
    numbers: set[int] = set()
    for first, last in re.findall(r"(\d{1,6})(?:\s*-\s*(\d{1,6}))?", ranges):
        end = min(int(last or first), LAST_MARKABLE_LINE)
        numbers.update(range(int(first), end + 1))
    return frozenset(numbers)


def with_marked_lines(html: str, numbers: frozenset[int]) -> str:
    """Highlighted code whose lines with these numbers stand in a ``hll`` span, line end included.

    A span that runs over a line end is closed there and opened again.
    """
    if not numbers:
        return html
    lines, carried = [], ""
    for number, text in enumerate(html.splitlines(keepends=True), start=1):
        line = carried + text
        opened = line.rfind("<span")
        carried = line[opened : line.index(">", opened) + 1] if opened > line.rfind("</span>") else ""
        line += "</span>" if carried else ""
        lines.append(f'<span class="hll">{line}</span>' if number in numbers else line)
    return "".join(lines)


class CodeValue(blocks.StructValue):
    @property
    def highlighted(self) -> SafeString:
        """Safe HTML: the code in spans with Pygments' short class names."""
        html = highlight(self["code"], self["language"])
        marked = with_marked_lines(html, line_numbers(self["marked_lines"]))
        return SafeString(marked)


class CodeBlock(blocks.StructBlock):
    code = blocks.TextBlock(rows=8, strip=False)
    language = blocks.CharBlock(required=False, help_text=_("For example python, sql or diff"))
    file_name = blocks.CharBlock(required=False, help_text=_("Shown above the code"))
    marked_lines = blocks.CharBlock(
        required=False,
        help_text=_("Lines to point at, for example 2,4-6"),
        validators=[RegexValidator(MARKED_LINES, _("Write line numbers like 2,4-6."))],
    )
    caption = blocks.CharBlock(required=False)

    class Meta:
        icon = "code"
        label = _("Code")
        template = "blog/blocks/code_block.html"
        description = _("A program or a transcript, with colours for its language")
        value_class = CodeValue
        preview_value = {
            "code": "def readable(post):\n    return post in the_table\n",
            "language": "python",
            "file_name": "public.py",
            "marked_lines": "2",
            "caption": "",
        }
