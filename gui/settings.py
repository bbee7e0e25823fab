"""What the window remembers between two starts: last file, recent files, its place on the screen."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from pathlib import Path

from core import paths
from core.errors import Refused
from core.safefile import safe_write

RECENT = 8
_log = logging.getLogger(__name__)


class Settings:
    """A small file in the user's data folder; losing it loses no work, so failures are only logged."""

    def __init__(self, file: Path | None = None) -> None:
        """Read the file if there is one; one that cannot be read counts as absent and is logged."""
        self._file = file or paths.user_data() / "settings.json"
        self._values: dict[str, object] = dict(_read(self._file))

    @property
    def recent(self) -> tuple[Path, ...]:
        """Return the unit files opened last, newest first."""
        listed = self._values.get("recent")
        return tuple(Path(str(item)) for item in listed) if isinstance(listed, list) else ()

    def opened(self, file: Path) -> None:
        """Remember a unit file as the one opened last."""
        others = [str(path) for path in self.recent if path != file]
        self._values["recent"] = [str(file), *others][:RECENT]

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
        """Write the file; a refusal is logged and costs nothing but the memory."""
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            safe_write(self._file, json.dumps(self._values, ensure_ascii=False, indent=1).encode())
        except (Refused, OSError) as error:
            _log.warning("settings not written: %s", error)


def _read(file: Path) -> Mapping[str, object]:
    try:
        values = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        _log.warning("settings not read: %s", error)
        return {}
    return values if isinstance(values, dict) else {}
