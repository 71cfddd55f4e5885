"""Draftail entities for formulas and footnotes, which are edited in a dialog."""

from dataclasses import dataclass

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from draftjs_exporter import DOM
from wagtail.admin.rich_text.converters.html_to_contentstate import (
    KEEP_WHITESPACE,
    HandlerState,
    InlineEntityElementHandler,
)
from wagtail.admin.rich_text.editors.draftail.features import EntityFeature
from wagtail.rich_text.feature_registry import FeatureRegistry


@dataclass(frozen=True)
class Entity:
    """One kind of span: its HTML ``attributes`` by their names in the editor, and its content."""

    feature: str
    kind: str
    attributes: dict[str, str]
    shown: str
    button: dict[str, object]

    def words(self, data: dict[str, str]) -> str:
        return self.shown.format_map({key: data.get(key) or "" for key in self.attributes})

    def span(self, props: dict) -> object:
        attributes = {name: props.get(key) or "" for key, name in self.attributes.items()}
        return DOM.create_element("span", attributes, self.words(props))

    def register(self, features: FeatureRegistry) -> None:
        selector = f"span[{next(iter(self.attributes.values()))}]"
        rule = {
            "from_database_format": {selector: EntityHandler(self)},
            "to_database_format": {"entity_decorators": {self.kind: self.span}},
        }
        editor = {"type": self.kind, "attributes": list(self.attributes), **self.button}
        files = {"js": ["blog/admin/inline-entities.js"], "css": {"all": ["blog/admin/inline-entities.css"]}}
        features.register_converter_rule("contentstate", self.feature, rule)
        features.register_editor_plugin("draftail", self.feature, EntityFeature(editor, **files))


class EntityHandler(InlineEntityElementHandler):
    mutability = "IMMUTABLE"

    def __init__(self, entity: Entity) -> None:
        super().__init__(entity.kind)
        self.entity = entity

    def get_attribute_data(self, attrs: dict[str, str | None]) -> dict[str, str]:
        return {key: attrs.get(name) or "" for key, name in self.entity.attributes.items()}

    def handle_endtag(self, name: str, state: HandlerState, contentstate: object) -> None:
        # Wagtail's parser trims the content of the span like text of the paragraph.
        entity_range = state.current_entity_ranges[-1]
        words = self.entity.words(contentstate.entity_map[entity_range.key].data)
        state.current_block.text = state.current_block.text[: entity_range.offset] + words
        state.leading_whitespace = KEEP_WHITESPACE
        super().handle_endtag(name, state, contentstate)


INLINE_MATH_ENTITY = Entity(
    feature="inline-math",
    kind="MATH",
    attributes={"tex": "data-math"},
    shown="{tex}",
    button={"label": "∑", "description": _("Math"), "previewUrl": reverse_lazy("formula_preview")},
)
FOOTNOTE_ENTITY = Entity(
    feature="footnote",
    kind="FOOTNOTE",
    attributes={"label": "data-footnote", "text": "data-text"},
    shown="[{label}]",
    button={"label": "¹", "description": _("Footnote")},
)
