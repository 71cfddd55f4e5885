"""The parts of a text in order, and the current paragraph."""

from dataclasses import dataclass, field

from blog.markdown.runs import Run

from .words import inline


@dataclass(slots=True)
class Flow:
    raw: list[str]
    parts: list[str] = field(default_factory=list)
    loose: list[Run] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)

    def add(self, run: Run) -> None:
        """Adds a run. Two consecutive line breaks end the paragraph, because many programs write it so."""
        if run.text == "\n" and self.loose and self.loose[-1].text == "\n":
            self.end_paragraph()
        else:
            self.loose.append(run)

    def end_paragraph(self) -> None:
        if words := inline(self.loose, self.raw):
            self.parts.append(words)
        self.loose = []
        # Inline pictures are placed after their paragraph.
        self.parts.extend(self.pictures)
        self.pictures.clear()
