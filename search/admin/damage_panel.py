"""Says on the first screen of administrators that search does not work as it should."""

from typing import Any

from django.template import Context
from wagtail.admin.ui.components import Component

from search.index.damage import trouble


class DamagePanel(Component):
    name = "search_damage"
    template_name = "search/admin/damage_panel.html"
    # Below what keeps posts from going live.
    order = 11

    def get_context_data(self, parent_context: Context | dict[str, Any] | None = None) -> dict[str, Any]:
        return {"trouble": trouble()}
