"""What the admin's first screen says before all else."""

from typing import Any

from django.template import Context
from wagtail.admin.ui.components import Component

from blog.heartbeat import silence


class WorkerPanel(Component):
    """In red, while the worker is silent."""

    name = "worker"
    template_name = "blog/admin/worker_panel.html"
    order = 10

    def get_context_data(self, parent_context: Context | dict[str, Any] | None = None) -> dict[str, Any]:
        return {"trouble": silence()}
