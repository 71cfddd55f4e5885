from typing import Any

from django.urls import reverse
from wagtail.admin.panels import FieldPanel


class BodyPanel(FieldPanel):
    """The panel of a body, with tabs for blocks, Markdown and preview."""

    class BoundPanel(FieldPanel.BoundPanel):
        template_name = "blog/admin/body_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            page = self.instance if self.instance.pk else self.form.parent_page
            addresses = {
                name: reverse(f"body_{name}", args=(page.pk,)) for name in ("markdown", "blocks", "preview", "paste")
            }
            unread = self.request.POST.get("unread_markdown", "") if self.request else ""
            context = super().get_context_data(parent_context)
            return {**context, "body_addresses": addresses, "unread_markdown": unread}
