"""Shows the guides of ``docs/`` in the admin, so that its help does not link to other sites.

Their URLs are ``…/guide/<name>.md``, so that the relative links and image URLs in them work.
"""

from itertools import pairwise
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse_lazy
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from markdown_it import MarkdownIt
from mdit_py_plugins.anchors import anchors_plugin
from wagtail.admin.menu import MenuItem

GUIDES_FOLDER = Path(settings.BASE_DIR) / "docs"
GUIDES = {
    "editors": _("Editor’s guide"),
    "markdown": _("Markdown in posts"),
    "search": _("Search"),
    "operators": _("Operator’s guide"),
}
# Opening token, text, closing token.
TITLE_TOKENS = 3
WAGTAIL_HELP_ITEMS = ("whats-new-in-wagtail", "editor-guide")

menu_items = [
    MenuItem(label, reverse_lazy("guide", args=[name]), name=f"guide-{name}", icon_name="help", order=place)
    for place, (name, label) in enumerate(GUIDES.items(), start=1)
]


def is_external_help(item: MenuItem) -> bool:
    return item.name.startswith(WAGTAIL_HELP_ITEMS)


@require_safe
def guide(request: HttpRequest, name: str) -> HttpResponse:
    if name not in GUIDES:
        raise Http404
    text = (GUIDES_FOLDER / f"{name}.md").read_text(encoding="utf-8")
    return render(request, "home/guide.html", {"title": GUIDES[name], **render_guide(text)})


def render_guide(text: str) -> dict[str, object]:
    """Returns the HTML of a guide without its title, and the anchor and heading of each section."""
    parser = MarkdownIt("commonmark", {"html": False}).enable("table").use(anchors_plugin, max_level=3)
    tokens = parser.parse(text)[TITLE_TOKENS:]
    headings = [(head, words) for head, words in pairwise(tokens) if (head.type, head.tag) == ("heading_open", "h2")]
    return {
        # The text belongs to this project, and HTML in it is escaped.
        "html": mark_safe(parser.renderer.render(tokens, parser.options, {})),  # noqa: S308
        "sections": [(head.attrGet("id"), words.content) for head, words in headings],
    }


@require_safe
@cache_control(private=True, max_age=3600)
def guide_picture(request: HttpRequest, name: str) -> FileResponse:
    file = GUIDES_FOLDER / "pictures" / f"{name}.webp"
    if not file.exists():
        raise Http404
    return FileResponse(file.open("rb"), content_type="image/webp")


urlpatterns: list[URLPattern] = [
    path("guide/<slug:name>.md", guide, name="guide"),
    path("guide/pictures/<slug:name>.webp", guide_picture, name="guide_picture"),
]
