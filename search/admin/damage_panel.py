"""A panel on the admin's home page that says that the search index is damaged."""

from typing import Any

from django.template import Context
from wagtail.admin.ui.components import Component

from search.index.damage import damage_message


class DamagePanel(Component):
    name = "search_damage"
    template_name = "search/admin/damage_panel.html"
    # Below the panels about publishing.
    order = 11

    def get_context_data(self, parent_context: Context | dict[str, Any] | None = None) -> dict[str, Any]:
        return {"message": damage_message()}
