"""The parts of a text in their order, and the paragraph that is being put together."""

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
        """Two line ends in a row end the paragraph, as many programs write it."""
        if run.text == "\n" and self.loose and self.loose[-1].text == "\n":
            self.end_paragraph()
        else:
            self.loose.append(run)

    def end_paragraph(self) -> None:
        if words := inline(self.loose, self.raw):
            self.parts.append(words)
        self.loose = []
        # A picture among words follows its paragraph.
        self.parts.extend(self.pictures)
        self.pictures.clear()
