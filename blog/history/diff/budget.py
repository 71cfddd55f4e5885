"""Limits the work of a comparison. Beyond the budget, a diff is coarser, but never wrong; a merge is a conflict."""

from dataclasses import dataclass


@dataclass(slots=True)
class Budget:
    # Pairs of characters in lines compared by word, and elements compared while sequences are aligned.
    steps: int = 400_000
    # Characters and pieces of Markdown that are read into blocks.
    characters: int = 250_000
    pieces: int = 1_000
    is_spent: bool = False

    def spend(self, steps: int) -> bool:
        """Spends the steps if enough are left. Returns whether they were."""
        if self.steps < steps:
            self.is_spent = True
            return False
        self.steps -= steps
        return True

    def may_read(self, characters: int) -> bool:
        if self.characters < characters or not self.pieces:
            return False
        self.characters -= characters
        self.pieces -= 1
        return True
