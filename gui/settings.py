"""What the window remembers between two starts: recent files and whose they are, its place on the screen."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from core import paths
from core.errors import Refused
from core.safefile import safe_write

RECENT = 8
_log = logging.getLogger(__name__)


class RecentFile(NamedTuple):
    """A unit file opened lately; unit and years as they were then, empty if not known."""

    path: Path
    unit: str = ""
    years: tuple[int, ...] = ()  # newest first


class Settings:
    """A small file in the user's data folder; losing it loses no work, so failures are only logged."""

    def __init__(self, file: Path | None = None) -> None:
        """Read the file if there is one; one that cannot be read counts as absent and is logged."""
        self._file = file or paths.user_data() / "settings.json"
        self._values: dict[str, object] = dict(_read(self._file))
        self._kept = self._written()

    @property
    def recent(self) -> tuple[Path, ...]:
        """Return the unit files opened last, newest first."""
        listed = self._values.get("recent")
        return tuple(Path(str(item)) for item in listed) if isinstance(listed, list) else ()

    @property
    def recent_files(self) -> tuple[RecentFile, ...]:
        """Return the unit files opened last with what is known of them, newest first."""
        known = self._known()
        return tuple(_recent(path, known.get(str(path))) for path in self.recent)

    def opened(self, file: Path) -> None:
        """Remember a unit file as the one opened last."""
        others = [str(path) for path in self.recent if path != file]
        self._values["recent"] = [str(file), *others][:RECENT]

    def describe(self, file: Path, unit: str, years: Iterable[int]) -> None:
        """Remember whose file it is and for which years, if it is among the recent ones."""
        listed = {str(path) for path in self.recent}
        known = {name: about for name, about in self._known().items() if name in listed}
        if str(file) in listed:
            known[str(file)] = {"unit": unit, "years": list(years)}
        self._values["units"] = known

    def forget(self, file: Path) -> Callable[[], None]:
        """Take a file off the list; the file itself stays. Returns what puts it back where it was."""
        before = [str(path) for path in self.recent]
        self._values["recent"] = [name for name in before if name != str(file)]

        def put_back() -> None:
            self._values["recent"] = before

        return put_back

    def _known(self) -> dict[str, object]:
        known = self._values.get("units")
        return dict(known) if isinstance(known, dict) else {}

    def text(self, name: str) -> str:
        """Return a remembered text, empty if there is none."""
        value = self._values.get(name, "")
        return value if isinstance(value, str) else ""

    def number(self, name: str, usual: int) -> int:
        """Return a remembered whole number, ``usual`` if there is none."""
        text = self.text(name)
        return int(text) if text.isascii() and text.isdigit() else usual

    def remember(self, name: str, value: str) -> None:
        """Remember a text."""
        self._values[name] = value

    def save(self) -> None:
        """Write the file if it says something new; a refusal is logged and costs nothing but the memory."""
        written = self._written()
        if written == self._kept and self._file.exists():
            return
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            safe_write(self._file, written)
        except (Refused, OSError) as error:
            _log.warning("settings not written: %s", error)
        else:
            self._kept = written

    def _written(self) -> bytes:
        return json.dumps(self._values, ensure_ascii=False, indent=1).encode()


def _read(file: Path) -> Mapping[str, object]:
    try:
        values = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        _log.warning("settings not read: %s", error)
        return {}
    return values if isinstance(values, dict) else {}


def _recent(path: Path, about: object) -> RecentFile:
    """Return what was remembered of a file; whatever is not as we write it counts as not known."""
    if not isinstance(about, dict):
        return RecentFile(path)
    unit, years = about.get("unit"), about.get("years")
    whole = tuple(year for year in years if isinstance(year, int)) if isinstance(years, list) else ()
    return RecentFile(path, unit if isinstance(unit, str) else "", whole)
