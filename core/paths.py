"""Where things lie: the data files that come with the program."""

from __future__ import annotations

import sys
from pathlib import Path


def resources() -> Path:
    """Return the folder of data that comes with the program, also inside a frozen program."""
    frozen = getattr(sys, "_MEIPASS", None)
    base = Path(frozen) if frozen else Path(__file__).resolve().parents[1]
    return base / "resources"


def forms_dir() -> Path:
    """Return the folder that holds one folder per official form."""
    return resources() / "forms"
