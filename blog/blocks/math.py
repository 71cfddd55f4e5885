from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from blog.rendering.mathml import mathml

from .lines import LinesBlock
from .text_struct import TextStructBlock

PREVIEW = r"\bar{x} = \frac{1}{n} \sum_{i=1}^{n} x_i"


class MathValue(blocks.StructValue):
    @property
    def formula(self) -> SafeString | None:
        """Safe MathML, or None if the TeX cannot be converted."""
        html = mathml(self["tex"] or "", display=True)
        return SafeString(html) if html else None


class MathBlock(TextStructBlock):
    text_fields = ("tex", "caption")
    required_field = "tex"

    tex = LinesBlock(rows=3, label=_("Formula"), help_text=_(r"In TeX, without dollar signs, for example \frac{a}{b}"))
    caption = blocks.CharBlock(required=False)

    class Meta:
        icon = "superscript"
        label = _("Formula")
        label_format = "{tex}"
        form_layout = blocks.BlockGroup(children=["tex"], settings=["caption"])
        template = "blog/blocks/math_block.html"
        description = _("A formula on a line of its own, written in TeX")
        value_class = MathValue
        preview_value = {"tex": PREVIEW, "caption": ""}
