"""Messages about what was lost in a paste."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.markdown.body import Note
from blog.pasting import Loss, Lost

LOSS_MESSAGES = {
    Lost.PICTURE: gettext_lazy("a picture (%(detail)s): the program did not put it on the clipboard"),
    Lost.JOINED_CELLS: gettext_lazy("merged cells of a table, which were split"),
    Lost.WIDE_TABLE: gettext_lazy("a table of more than %(detail)s columns"),
    Lost.PARTS_OF_A_CELL: gettext_lazy("lists, code or tables in a table cell, which became lines"),
    Lost.PICTURE_IN_A_CELL: gettext_lazy("the position of a picture in a table cell; it is now below the table"),
    Lost.FORMATTING: gettext_lazy("links and formatting in a caption or summary, which became plain text"),
    Lost.VIDEO: gettext_lazy("a video (%(detail)s)"),
    Lost.SOUND: gettext_lazy("a sound (%(detail)s)"),
    Lost.EMBEDDED_THING: gettext_lazy("embedded content (%(detail)s)"),
    Lost.EMBEDDED_PAGE: gettext_lazy("an embedded page (%(detail)s)"),
    Lost.DEPTH: gettext_lazy("nesting beyond %(detail)s levels"),
    Lost.FOOTNOTE: gettext_lazy("footnote %(detail)s, whose text was not copied"),
}
WITHOUT_DETAIL = {Lost.PICTURE: gettext_lazy("without a description")}


def all_in_words(losses: Iterable[Loss], notes: Iterable[Note]) -> list[str]:
    """One message for each loss and note, without duplicates, in order."""
    return list(dict.fromkeys([*map(loss_in_words, losses), *map(note_in_words, notes)]))


def loss_in_words(loss: Loss) -> str:
    detail = loss.detail or WITHOUT_DETAIL.get(loss.what, _("without an address"))
    return LOSS_MESSAGES[loss.what] % {"detail": detail}


def note_in_words(note: Note) -> str:
    if note.construct == "image":
        address = note.detail.partition(" ")[0]
        return _("a picture, which was not copied to this site: %(address)s") % {"address": address}
    return f"{note.construct}: {note.detail}" if note.detail else note.construct
