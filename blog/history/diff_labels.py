"""The labels and sentences of a diff."""

from collections.abc import Mapping
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.markdown.runs import Run
from blog.settings.licences import licence
from blog.taxonomy.declarations import Declaration

FACT_NAMES = {
    "title": gettext_lazy("Title"),
    "summary": gettext_lazy("Summary"),
    "seo_title": gettext_lazy("Title for search engines"),
    "search_description": gettext_lazy("Description for search engines"),
    "slug": gettext_lazy("Address"),
    "topic": gettext_lazy("Topic"),
    "series": gettext_lazy("Series"),
    "series_place": gettext_lazy("Place in the series"),
    "published_on": gettext_lazy("Publication date"),
    "licence": gettext_lazy("Licence"),
    "language": gettext_lazy("Language"),
    "canonical_url": gettext_lazy("Original address"),
    "replaced_by": gettext_lazy("Replaced by"),
    "declaration": gettext_lazy("How the text was made"),
    "authors": gettext_lazy("Authors"),
    "tags": gettext_lazy("Tags"),
    "cover": gettext_lazy("Cover"),
}
FIELD_NAMES = {
    "alt_text": gettext_lazy("What it shows"),
    "caption": gettext_lazy("Caption"),
    "captions": gettext_lazy("Captions"),
    "credit": gettext_lazy("Credit"),
    "decorative": gettext_lazy("Decorative"),
    "description": gettext_lazy("Description"),
    "file": gettext_lazy("File"),
    "file_name": gettext_lazy("File name"),
    "header_column": gettext_lazy("First column as headings"),
    "image": gettext_lazy("Picture"),
    "is_open": gettext_lazy("Open from the start"),
    "kind": gettext_lazy("Kind"),
    "label": gettext_lazy("Label"),
    "language": gettext_lazy("Language"),
    "line_numbers": gettext_lazy("Line numbers"),
    "link": gettext_lazy("Link"),
    "marked_lines": gettext_lazy("Marked lines"),
    "ordered": gettext_lazy("Numbered"),
    "poster": gettext_lazy("Picture"),
    "site_name": gettext_lazy("Site"),
    "source": gettext_lazy("Source"),
    "source_url": gettext_lazy("Address of the source"),
    "start": gettext_lazy("First number"),
    "summary": gettext_lazy("Summary"),
    "task": gettext_lazy("Task"),
    "title": gettext_lazy("Title"),
    "url": gettext_lazy("Address"),
    "width": gettext_lazy("Width"),
}
KIND_NAMES = {
    "audio": gettext_lazy("Audio"),
    "bookmark": gettext_lazy("Bookmark"),
    "callout": gettext_lazy("Callout"),
    "code": gettext_lazy("Code"),
    "details": gettext_lazy("Details"),
    "divider": gettext_lazy("Divider"),
    "embed": gettext_lazy("Embed"),
    "gallery": gettext_lazy("Gallery"),
    "image": gettext_lazy("Picture"),
    "list": gettext_lazy("List"),
    "markdown": gettext_lazy("Markdown"),
    "math": gettext_lazy("Formula"),
    "note": gettext_lazy("Footnote"),
    "quote": gettext_lazy("Quote"),
    "table": gettext_lazy("Table"),
    "video": gettext_lazy("Video"),
}
TAG_NAMES = {
    "p": gettext_lazy("a paragraph"),
    "h2": gettext_lazy("a heading"),
    "h3": gettext_lazy("a smaller heading"),
    "h4": gettext_lazy("the smallest heading"),
    "blockquote": gettext_lazy("a quotation"),
}
# What stands for the key of an object that has no name here.
UNKNOWN_OBJECTS = {
    "post": gettext_lazy("a post that is not public"),
    "page": gettext_lazy("a page of this site"),
    "document": gettext_lazy("a file"),
    "image": gettext_lazy("a picture"),
}
MARK_NAMES = {
    "b": gettext_lazy("bold"),
    "code": gettext_lazy("code"),
    "i": gettext_lazy("italic"),
    "s": gettext_lazy("struck through"),
    "sub": gettext_lazy("subscript"),
    "sup": gettext_lazy("superscript"),
}


def restyling_text(old: list[Run], new: list[Run], *, names: Mapping[str, str]) -> str:
    """Describes changed marks and links of the same words. All runs of a side have the same marks."""
    before, after = old[0], new[0]
    said = [_("now %(mark)s") % {"mark": MARK_NAMES[mark]} for mark in sorted(after.marks - before.marks)]
    said += [_("no longer %(mark)s") % {"mark": MARK_NAMES[mark]} for mark in sorted(before.marks - after.marks)]
    addresses = {"old": display_name(before.link, names), "new": display_name(after.link, names)}
    if before.link is None and after.link is not None:
        said.append(_("now a link to %(new)s") % addresses)
    elif after.link is None and before.link is not None:
        said.append(_("no longer a link to %(old)s") % addresses)
    elif before.link != after.link:
        said.append(_("now leads to %(new)s, before to %(old)s") % addresses)
    return ", ".join(said)


def display_name(address: str | None, names: Mapping[str, str]) -> str:
    """The address, with a name instead of the key of an object of the site."""
    key, sign, fragment = (address or "").partition("#")
    if key.lower() in names:
        name = names[key.lower()]
        return f"{name}{sign}{fragment}" if name.startswith("/") else f"“{name}”{sign}{fragment}"
    kind, colon, _key = key.lower().partition(":")
    return str(UNKNOWN_OBJECTS.get(kind, address)) if colon else str(address)


def value_text(name: str, value: Any, *, names: Mapping[str, str]) -> str:
    if value is True or value is False:
        return _("yes") if value else _("no")
    if value in (None, "", []):
        return _("nothing")
    if name == "published_on" and (moment := parse_datetime(str(value))):
        return date_format(localtime(moment), "DATETIME_FORMAT")
    if name == "declaration" and value in Declaration:
        return str(Declaration(value).label)
    if name == "licence" and (known := licence(str(value))):
        return known.name
    return display_name(str(value), names)
