"""Where things lie: the data files that come with the program, and this user's own folders."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

_PROGRAM = "gongkai-nianbao"


def resources() -> Path:
    """Return the folder of data that comes with the program, also inside a frozen program."""
    frozen = getattr(sys, "_MEIPASS", None)
    base = Path(frozen) if frozen else Path(__file__).resolve().parents[1]
    return base / "resources"


def papers() -> Path:
    """Return the folder where licence and notices lie: the program's own, or the source tree's root."""
    return resources().parents[1] if hasattr(sys, "_MEIPASS") else resources().parent


def forms_dir() -> Path:
    """Return the folder that holds one folder per official form."""
    return resources() / "forms"


def sample_text() -> Path:
    """Return the published report that the program starts with and tests itself on."""
    return min((resources() / "samples").glob("*.txt"))


def user_data() -> Path:
    """Return this user's folder for the program's own settings; it may not exist yet."""
    import platformdirs  # noqa: PLC0415 - what only needs the resources starts without it

    return platformdirs.user_data_path(_PROGRAM, appauthor=False)


def work_copies() -> Path:
    """Return the folder of local copies of what lies on sticks, shares and discs; it may not exist yet."""
    return user_data() / "work-copies"


def backups() -> Path:
    """Return the folder of backups, one folder per unit file; it may not exist yet."""
    return user_data() / "backups"


def documents() -> Path:
    """Return the folder where this user's documents lie; the home folder where there is none."""
    import platformdirs  # noqa: PLC0415 - as above

    folder = platformdirs.user_documents_path()
    return folder if folder.is_dir() else Path.home()


@contextlib.contextmanager
def standing_somewhere() -> Iterator[None]:
    """Stand in the root folder for the block if the folder this program stands in is gone.

    A pulled stick's is, or one that was deleted; libraries ask for it when they are loaded, and fail without.
    """
    try:
        Path.cwd()
    except OSError:
        pass
    else:
        yield
        return
    here = os.open(os.curdir, os.O_RDONLY)
    try:
        os.chdir(os.sep)
        yield
    finally:
        os.fchdir(here)  # names without a folder must not mean another one
        os.close(here)


def log_file() -> Path:
    """Return the file that faults are written to; its folder may not exist yet."""
    import platformdirs  # noqa: PLC0415 - as above

    return platformdirs.user_log_path(_PROGRAM, appauthor=False) / f"{_PROGRAM}.log"
