"""Texts in which no word occurs twice, and edits of them, so that a test can say where each word must be."""

import re
from itertools import product
from string import ascii_lowercase

from hypothesis import strategies as st

from blog.markdown.read import read
from blog.markdown.write import write

WORD = re.compile(r"[BOT][a-z]{3}")


class Author:
    """Writes new words, each of which begins with the letter of the author."""

    def __init__(self, random, prefix):
        self.random = random
        self.names = map("".join, product(prefix, *[ascii_lowercase] * 3))

    def words(self, least, most):
        return [next(self.names) for _ in range(self.random.randint(least, most))]

    def unit(self):
        kind = self.random.choice(["p", "p", "p", "h2", "ul", "ol", "table", "code", "quote"])
        if kind in ("p", "h2"):
            return [kind, self.words(1, 30 if kind == "p" else 6)]
        if kind == "table":
            columns = self.random.randint(1, 3)
            return [kind, *([[next(self.names)] for _ in range(columns)] for _ in range(self.random.randint(1, 4)))]
        if kind == "quote":
            return [kind, *(self.words(1, 12) for _ in range(self.random.randint(2, 3)))]
        return [kind, *(self.words(1, 8) for _ in range(self.random.randint(1, 4)))]

    def text(self):
        return [self.unit() for _ in range(self.random.randint(0, 8))]

    def edited(self, units):
        units = [[unit[0], *([*inner] for inner in unit[1:])] for unit in units]
        for _ in range(self.random.randint(0, 4)):
            self.random.choice(EDITS)(self, units)
        return [unit for unit in units if len(unit) > 1]

    def place(self, sequence, *, end=0):
        return self.random.randint(0, len(sequence) - 1 + end)

    def line(self, units):
        """A list of words, or None: of a paragraph, an item, a row or a line."""
        unit = self.random.choice(units) if units else None
        lines = [line for line in unit[1:] if line and unit[0] != "table"] if unit else []
        return self.random.choice(lines) if lines else None

    def change_word(self, units):
        if line := self.line(units):
            line[self.place(line)] = next(self.names)

    def insert_word(self, units):
        if line := self.line(units):
            line.insert(self.place(line, end=1), next(self.names))

    def delete_word(self, units):
        line = self.line(units)
        if line and len(line) > 1:
            del line[self.place(line)]

    def mark_word(self, units):
        if line := self.line([unit for unit in units if unit[0] not in ("code", "table")]):
            place = self.place(line)
            line[place] = self.random.choice(["**{}**", "[{}](/a)", "*{}*"]).format(WORD.search(line[place])[0])

    def change_cell(self, units):
        if tables := [unit for unit in units if unit[0] == "table"]:
            row = self.random.choice(self.random.choice(tables)[1:])
            row[self.place(row)] = [next(self.names)]

    def insert_unit(self, units):
        units.insert(self.place(units, end=1), self.unit())

    def delete_unit(self, units):
        if units:
            del units[self.place(units)]

    def move_unit(self, units):
        if units:
            unit = units.pop(self.place(units))
            units.insert(self.place(units, end=1), unit)

    def part_list(self, units):
        holders = [unit for unit in units if unit[0] not in ("p", "h2") and len(unit) > 2]
        return self.random.choice(holders) if holders else None

    def insert_part(self, units):
        if unit := self.part_list(units):
            part = [[next(self.names)] for _ in unit[1]] if unit[0] == "table" else self.words(1, 6)
            unit.insert(self.random.randint(2, len(unit)), part)

    def delete_part(self, units):
        if unit := self.part_list(units):
            del unit[self.random.randint(2, len(unit) - 1)]

    def move_part(self, units):
        if unit := self.part_list(units):
            part = unit.pop(self.random.randint(2, len(unit) - 1))
            unit.insert(self.random.randint(2, len(unit)), part)

    def split_paragraph(self, units):
        places = [place for place, unit in enumerate(units) if unit[0] == "p" and len(unit[1]) > 1]
        if places:
            place = self.random.choice(places)
            words = units[place][1]
            at = self.random.randint(1, len(words) - 1)
            units[place : place + 1] = [["p", words[:at]], ["p", words[at:]]]

    def join_paragraphs(self, units):
        places = [at for at in range(len(units) - 1) if units[at][0] == units[at + 1][0] == "p"]
        if places:
            place = self.random.choice(places)
            units[place : place + 2] = [["p", units[place][1] + units[place + 1][1]]]


EDITS = [
    *[Author.change_word, Author.insert_word, Author.delete_word, Author.mark_word] * 2,
    *[Author.change_cell, Author.insert_unit, Author.delete_unit, Author.move_unit],
    *[Author.insert_part, Author.delete_part, Author.move_part, Author.split_paragraph, Author.join_paragraphs],
]


def markdown(units):
    return write(read("\n\n".join(map(unit_markdown, units))))


def unit_markdown(unit):
    kind, *lines = unit
    match kind:
        case "p" | "h2":
            return ("## " if kind == "h2" else "") + " ".join(lines[0])
        case "ul" | "ol":
            # A comment separates two lists.
            return "\n".join(f"{'-' if kind == 'ul' else '1.'} {' '.join(line)}" for line in lines) + "\n\n<!-- -->"
        case "quote":
            return "\n>\n".join(f"> {' '.join(line)}" for line in lines) + "\n\n<!-- -->"
        case "table":
            rows = [f"| {' | '.join(' '.join(cell) for cell in row)} |" for row in lines]
            return "\n".join([rows[0], "|" + " --- |" * len(lines[0]), *rows[1:]])
    return "\n".join(["```text", *(" ".join(line) for line in lines), "```"])


@st.composite
def edited_texts(draw):
    """Base, ours and theirs. Their new words begin with B, O and T."""
    random = draw(st.randoms(use_true_random=False))
    base = Author(random, "B").text()
    return tuple(
        markdown(units) for units in (base, Author(random, "O").edited(base), Author(random, "T").edited(base))
    )


def words_of(text):
    return sorted(WORD.findall(text))
