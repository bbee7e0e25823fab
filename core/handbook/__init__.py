"""The help of one form: the standard texts with what the county put in their place.

The standard texts come with the form (``resources/forms/<id>/help.toml``); a county may replace or add parts
in a file in the user's own folder. A county file that is wrong is not used: ``trouble`` says why.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from core.errors import CountyHelpBroken
from core.form import FormDef, Help
from core.handbook import county
from core.handbook.topics import LABELS, Kind, Name, Topic, names_of, search, topics

__all__ = ["LABELS", "Handbook", "Kind", "Topic"]

_Stamp = tuple[int, int] | None  # time and size of a file; None where there is none


class Handbook:
    """Help on every row, column and text of a form; never changes, ``fresh`` returns the newest."""

    def __init__(self, form: FormDef, folder: Path | None = None) -> None:
        """Read the county's file from ``folder``, by default the user's own."""
        self._form = form
        self._folder = folder
        self._stamp = _stamp(self.file)
        self.trouble: CountyHelpBroken | None = None  # why the county's file is not used
        standard = topics(form)
        try:
            self._county = county.read(self.file, standard)
        except CountyHelpBroken as broken:
            self._county = {}
            self.trouble = broken
        self._standard = standard

    @property
    def file(self) -> Path:
        """Return where the county's file lies; it may not exist."""
        return county.file_of(self._form.id, self._folder)

    @property
    def has_file(self) -> bool:
        """Tell whether there was a county's file when this was read."""
        return self._stamp is not None

    @cached_property
    def topics(self) -> tuple[Topic, ...]:
        """Return every row, column and text in the order printed, also those without help."""
        return tuple(
            topic._replace(help=county.merged(topic.help, self._county.get(topic.name)))
            for topic in self._standard
        )

    @cached_property
    def _by_name(self) -> dict[Name, Topic]:
        return {topic.name: topic for topic in self.topics}

    def of_key(self, key: str) -> tuple[Topic, ...]:
        """Return the topics of a key: row and column of a cell, or a text; none for any other key."""
        return tuple(self._by_name[name] for name in names_of(key) if name in self._by_name)

    def helps(self, key: str) -> tuple[Help, ...]:
        """Return the help on a key: of row and column of a cell, or of a text."""
        return tuple(topic.help for topic in self.of_key(key))

    def search(self, typed: str) -> tuple[Topic, ...]:
        """Return the topics in which every word typed occurs, the best first."""
        return search(self.topics, typed)

    def write_file(self) -> Path:
        """Make the county's file with the standard texts as comments, unless there is one; returns its path.

        Raises the refusals of ``safefile.safe_write``.
        """
        return county.write_template(self._form, self._standard, self._folder)

    def fresh(self) -> Handbook:
        """Return this handbook, or a new one if the county's file changed since it was read."""
        return self if _stamp(self.file) == self._stamp else Handbook(self._form, self._folder)


def _stamp(path: Path) -> _Stamp:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
