"""Real changes as a reader would send them: which places of the form change, and to what."""

import json
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from blog.body.canonical import keyed_blocks, stored_blocks
from blog.history.places import places, with_addresses
from blog.markdown.body import Body
from blog.markdown.write import write
from tests.blog.history.merge.reader_edits import imported


@dataclass
class Change:
    """``edits`` are the places that change, ``fields`` the fields beside the text, both with their new words."""

    row: dict
    before: object
    text: str
    expected: str
    edits: dict = field(default_factory=dict)
    fields: dict = field(default_factory=dict)

    @property
    def blocks(self):
        return json.dumps(stored_blocks(self.before.text)[0])

    @property
    def places(self):
        return {name.partition(".link")[0] for name in self.edits} | self.fields.keys()


def change_of(row, folder):
    before, after = (imported(row, side, folder) for side in ("before", "after"))
    text, expected = (site_text(post.text) for post in (before, after))
    old, new = map(form_fields, (before, after))
    fields = {name: new[name] for name in old if old[name] != new[name]}
    return Change(row, before, text, expected, edits_between(places(text), places(expected)), fields)


def site_text(text):
    """The canonical text of a post that was imported, with links instead of pictures that the site does not have."""
    return write(Body(keyed_blocks(stored_blocks(text)[0])))


def form_fields(post):
    day = post.date.date().isoformat() if post.date else ""
    return {"title": post.title, "summary": post.summary, "tags": ", ".join(sorted(post.tags)), "published_on": day}


def edits_between(old, new):
    """Removes, changes and adds places. What is added is written below the place before it, or above the first."""
    edits = {}
    same = [[(place.kind, place.text, place.links, place.keys) for place in side] for side in (old, new)]
    for kind, a, a_end, b, b_end in SequenceMatcher(a=same[0], b=same[1], autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        pairs = min(a_end - a, b_end - b)
        for place, changed in zip(old[a : a + pairs], new[b : b + pairs], strict=True):
            edits |= edit_of(place, changed)
        edits |= {place.id: "" for place in old[a + pairs : a_end]}
        if added := new[b + pairs : b_end]:
            at = max(a + pairs - 1, 0)
            words = [edits.get(old[at].id, old[at].text)]
            joint = "\n" if old[at].kind == added[0].kind == "item" else "\n\n"
            more = [whole(place) for place in added]
            edits[old[at].id] = joint.join([*words, *more] if a + pairs else [*more, *words])
    return edits


def edit_of(place, changed):
    if place.text == changed.text and len(place.links) == len(changed.links):
        links = zip(place.link_ids, place.links, changed.links, strict=True)
        return {name: new for name, old, new in links if old != new}
    return {place.id: whole(changed)}


def whole(place):
    return with_addresses(place.text, place.links, place.keys)
