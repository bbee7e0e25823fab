"""Backups of unit files, and what to do with a damaged one (RELIABILITY.md: backups that work).

- A backup is a whole unit file on the shelf of its file id, in this user's own folder: made through SQLite's
  backup API under another name, synced, verified down to every journal's chain, and only then named.
- What the newest good backup already holds is not taken again.
- Numbers order them, never clocks. The newest ten good ones stay; of older ones fewer the older they are.
  A good one never goes in favour of a damaged one, and restoring removes nothing.
- One that cannot be read is listed as damaged, never hidden, and never offered.
- The shelf remembers which file lay at which place, for a file too damaged to say which it is.
"""

from core.backup.shelf import Backup, Reason, Shelf, Source

__all__ = ["Backup", "Reason", "Shelf", "Source"]
