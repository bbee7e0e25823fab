"""An open unit file's pages at one moment, so that a backup can be made without whoever owns the file."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import NamedTuple

from core import dbfile, safefile, seal
from core.causes import damaged


class Frozen(NamedTuple):
    """A source of backups that may be used on any thread."""

    path: Path
    file_id: str
    state: seal.State
    hashes: dict[int, str]
    pages: bytes

    def contents(self) -> dict[int, str]:
        """Return the hash of each year's entries."""
        return self.hashes

    def copy_to(self, target: Path) -> None:
        """Write the pages once they are verified; raises FileDamaged and what ``safe_write`` does."""
        try:
            with dbfile.refusing(self.path), contextlib.closing(dbfile.in_memory(self.pages)) as copy:
                held = seal.verify(copy, thorough=True)
        except seal.Broken as error:
            raise damaged(self.path) from error
        if held != self.state:
            raise damaged(self.path)
        safefile.safe_write(target, self.pages)
