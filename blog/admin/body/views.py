"""Views for the editor: the body as Markdown, Markdown as blocks, and a preview of either.

Nothing is stored here. The editor sends the fields of its form, so that unsaved changes are included.
"""

import json
from collections.abc import Sequence

from django.core.serializers.json import DjangoJSONEncoder
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, JsonResponse
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.blocks import StreamValue

from blog.blocks.body_text import with_heading_ids
from blog.body.canonical import canonical_text, stored_blocks
from blog.body.prefetch import prefetched
from blog.markdown.body import Block, Note, TextTooLong

from .forms import TextForm, body_block, body_in, check_may_edit, error_response, first_error

SIGNER = Signer(salt="blog.admin.body")


@require_POST
def markdown(request: HttpRequest, page_id: int) -> JsonResponse:
    """The body in the form as canonical text, and its signed blocks, which the page sends with later requests."""
    check_may_edit(request, page_id)
    body = body_in(request)
    return JsonResponse({"text": canonical_text(body), "held": SIGNER.sign(as_json(body))})


@require_POST
def blocks(request: HttpRequest, page_id: int) -> JsonResponse:
    """Markdown as the blocks that replace those of the form or, with ``append``, follow them.

    The page sends its blocks in ``held``. An unchanged block has no value in the response, unless the page sends
    ``rebuild``.
    """
    check_may_edit(request, page_id)
    try:
        body, notes = read_text(request)
        held = [] if "rebuild" in request.POST else blocks_in(request, "held")
    except Unreadable as refused:
        return error_response(str(refused))
    shown_notes = [shown(note) for note in notes]
    return JsonResponse({"blocks": form_state(body, held), "held": SIGNER.sign(as_json(body)), "notes": shown_notes})


@require_POST
def preview(request: HttpRequest, page_id: int) -> JsonResponse:
    """An HTML page with the body in the form, or the submitted Markdown, as readers will see it."""
    check_may_edit(request, page_id)
    try:
        body, notes = read_text(request) if "text" in request.POST else (body_in(request), [])
    except Unreadable as refused:
        return error_response(str(refused))
    with prefetched([body], also_hidden=True):
        html, _headings = with_heading_ids(str(body.render_as_block()))
    page = render_to_string("blog/admin/body_preview.html", {"body": SafeString(html)}, request)
    return JsonResponse({"html": page, "notes": [shown(note) for note in notes]})


class Unreadable(ValueError):  # noqa: N818 - the name is what happened
    """A text cannot be read. The message is for the user."""


def read_text(request: HttpRequest) -> tuple[StreamValue, list[Note]]:
    """The body of the submitted Markdown, in which unchanged blocks have their ids. Raises Unreadable.

    Ids are taken from the blocks of the page, and from those with which its Markdown view was opened.
    """
    form = TextForm(request.POST)
    if not form.is_valid():
        raise Unreadable(first_error(form))
    held = blocks_in(request, "held")
    now = {block["id"]: block for block in held}
    opened = [block for block in blocks_in(request, "opened") if now.get(block["id"]) != block]
    appends = bool(request.POST.get("append"))
    try:
        found, notes = stored_blocks(form.cleaned_data["text"], reuse_ids_from=[] if appends else [*held, *opened])
    except TextTooLong as refused:
        raise Unreadable(str(refused)) from refused
    return body_block().to_python([*held, *found] if appends else found), notes


def form_state(body: StreamValue, held: Sequence[Block] = ()) -> list[dict[str, object]]:
    """The state of each block for Wagtail's StreamField, without its value if ``held`` has the same block."""
    now = {block["id"]: block for block in held}
    # Blocks are mended and complete only after they were read.
    children = list(body)
    stored: list[Block] = json.loads(as_json(body))
    return [
        {"type": child.block_type, "id": child.id}
        | ({} if now.get(child.id) == block else {"value": child.block.get_form_state(child.value)})
        for child, block in zip(children, stored, strict=True)
    ]


def as_json(body: StreamValue) -> str:
    return json.dumps(body.get_prep_value(), cls=DjangoJSONEncoder)


def blocks_in(request: HttpRequest, name: str) -> list[Block]:
    """The signed blocks that the page received and sends back. Raises Unreadable."""
    try:
        return json.loads(SIGNER.unsign(request.POST[name])) if request.POST.get(name) else []
    except BadSignature as changed:
        raise Unreadable(_("This page is out of date. Copy your text, then reload the page.")) from changed


def shown(note: Note) -> dict[str, object]:
    return {"line": note.line, "construct": note.construct, "detail": note.detail, "stays": bool(note.words)}
