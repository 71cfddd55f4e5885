"""The tabs above the list of posts and the trash: common filters with their query strings."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from blog.admin.post_filters import PostFilterSet

TABS = (
    (_("All"), {}),
    (_("My drafts"), {"whose": ["mine"], "state": ["draft", "live-draft"]}),
    (_("In review"), {"state": ["review"]}),
    (_("Scheduled"), {"state": ["scheduled"]}),
    (_("Live"), {"state": ["live", "live-draft"]}),
)


def post_tabs(request: HttpRequest) -> Iterator[dict]:
    """The tabs with their URLs. A tab is current if the request has its filters and no others."""
    index, trash = reverse("posts:index"), reverse("posts:trash")
    asked = {name: values for name, values in request.GET.lists() if name in PostFilterSet.base_filters}
    in_trash = request.path == trash
    for label, question in TABS:
        address = f"{index}?{urlencode(question, doseq=True)}".rstrip("?")
        yield {"label": label, "url": address, "is_current": not in_trash and asked == question}
    yield {"label": _("Trash"), "url": trash, "is_current": in_trash}
