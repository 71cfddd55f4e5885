"""Answers to the editor's page: the body in the form as Markdown, Markdown as blocks, and either as readers see it.

Nothing is stored here. The page sends the fields of its form, so that unsaved changes count.
"""

import hashlib
import json

from django.http import HttpRequest, JsonResponse
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST
from wagtail.blocks import StreamValue

from blog.canonical import canonical_text, stored_blocks
from blog.loading import loaded_ahead
from blog.markdown.body import Block, Note, TextTooLong
from blog.text import with_heading_ids

from .requests import TextForm, body_block, body_in, first_error, refusal, refuse_strangers


@require_POST
def markdown(request: HttpRequest, page_id: int) -> JsonResponse:
    """The body in the form as canonical text, and the mark of each of its blocks."""
    refuse_strangers(request, page_id)
    body = body_in(request)
    marks = {block["id"]: mark(block) for block in body.get_prep_value()}
    return JsonResponse({"text": canonical_text(body), "marks": marks})


@require_POST
def blocks(request: HttpRequest, page_id: int) -> JsonResponse:
    """Markdown as the blocks that replace the body in the form or, with ``append``, follow it.

    A block has a value only if its mark is not among those ``held``, which the page has already.
    """
    refuse_strangers(request, page_id)
    try:
        body, notes = read_text(request)
    except Unreadable as refused:
        return refusal(str(refused))
    held = set(request.POST.get("held", "").split())
    return JsonResponse({"blocks": form_state(body, held), "notes": [shown(note) for note in notes]})


@require_POST
def preview(request: HttpRequest, page_id: int) -> JsonResponse:
    """A page that shows the body in the form, or the Markdown that is sent with it, as readers will see it."""
    refuse_strangers(request, page_id)
    try:
        body, notes = read_text(request) if "text" in request.POST else (body_in(request), [])
    except Unreadable as refused:
        return refusal(str(refused))
    with loaded_ahead([body], also_hidden=True):
        html, _headings = with_heading_ids(str(body.render_as_block()))
    page = render_to_string("blog/admin/body_preview.html", {"body": SafeString(html)}, request)
    return JsonResponse({"html": page, "notes": [shown(note) for note in notes]})


class Unreadable(ValueError):  # noqa: N818 - the name is what happened
    """Says in words why a text is not read."""


def read_text(request: HttpRequest) -> tuple[StreamValue, list[Note]]:
    """The body that the sent Markdown stands for, with the ids of what did not change. Raises Unreadable."""
    form = TextForm(request.POST)
    if not form.is_valid():
        raise Unreadable(first_error(form))
    before = body_in(request)
    appends = bool(request.POST.get("append"))
    try:
        found, notes = stored_blocks(form.cleaned_data["text"], like=None if appends else before)
    except TextTooLong as refused:
        raise Unreadable(str(refused)) from refused
    return body_block().to_python([*before.get_prep_value(), *found] if appends else found), notes


def form_state(body: StreamValue, held: set[str]) -> list[dict[str, object]]:
    """What Wagtail's StreamField needs to show each block, with its mark."""
    marks = [mark(block) for block in body.get_prep_value()]
    return [
        {
            "type": child.block_type,
            "id": child.id,
            "mark": mark,
            "value": None if mark in held else child.block.get_form_state(child.value),
        }
        for child, mark in zip(body, marks, strict=True)
    ]


def mark(block: Block) -> str:
    """The same for blocks that are stored alike."""
    stored = json.dumps([block["type"], block["value"]], sort_keys=True, default=str)
    return hashlib.sha256(stored.encode()).hexdigest()[:32]


def shown(note: Note) -> dict[str, object]:
    return {"line": note.line, "construct": note.construct, "detail": note.detail, "stays": bool(note.words)}
