"""Which place of a grid belongs in which cell of the form, and why some belong nowhere."""

from __future__ import annotations

from dataclasses import dataclass, field

Where = tuple[int, int]  # row and column of a grid, from 0


@dataclass
class Layout:
    """The places of one grid, as they are found."""

    keys: dict[Where, str] = field(default_factory=dict)
    left: dict[Where, str] = field(default_factory=dict)  # place -> why it belongs nowhere
    remarks: list[tuple[int, str]] = field(default_factory=list)  # grid row, sentence
    named: int = 0  # labels that were recognised

    def put(self, where: Where, key: str) -> None:
        """Give a place to a cell; a cell that has a place already keeps it."""
        if key in self.keys.values():
            self.leave(where, "这一格在复制的内容里出现两次")
        else:
            self.keys[where] = key

    def leave(self, where: Where, reason: str) -> None:
        """Say why a place belongs nowhere."""
        self.left[where] = reason

    def remark(self, row: int, sentence: str) -> None:
        """Say what a person should look at, though the figures have their place."""
        self.remarks.append((row, sentence))

    def touched(self, row: int) -> bool:
        """Tell whether anything of a grid row has been placed or left."""
        return any(where[0] == row for where in self.keys) or any(where[0] == row for where in self.left)
