"""A working life in an odd place, run in a nursery or as a program: says what came of it."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from core import export, readers
from core.errors import Refused
from core.session import Session, blank_report
from core.store import read_copy
from tests.core.steps import CELL
from tests.reliability.nursery import say


def life(path: Path, folder: Path, formats: Sequence[str]) -> None:
    """Create, edit, close, open again, export, read back; raises refusals."""
    Session.create(path, blank_report("青石镇", 2025)).close()
    session = Session.open(path)
    session.apply({CELL: 7}, "填写")
    session.close()
    session = Session.open(path)
    assert session.undo_label == "填写"
    assert session.report.value(CELL) == 7
    session.save_copy(path.with_name("副本.gknb"))
    written = export.export(session.report, folder, formats)
    session.close()
    assert [one.stat().st_size > 100 for one in written] == [True] * len(formats)
    if "json" in formats:
        back = readers.read(written[list(formats).index("json")]).to_report()
        assert back.value(CELL) == 7
    with read_copy(path) as copy:
        assert copy.unit == "青石镇"


def live(path: str, folder: str, formats: Sequence[str]) -> None:
    """Live as the person who owns the place."""
    try:
        life(Path(path), Path(folder), formats)
    except Refused as refusal:
        say(f"{type(refusal).__name__} {refusal}")
    else:
        say("ok")


def live_as_nobody(path: str, folder: str, formats: Sequence[str]) -> None:
    """Live as somebody whom rights of folders bind; what is imported late is imported before."""
    warm(Path(path).parent.parent / f"warm{os.getpid()}")
    if os.geteuid() == 0:
        os.setgid(65534)
        os.setuid(65534)
    live(path, folder, formats)


def edit_as_nobody(path: str, folder: str, formats: Sequence[str]) -> None:
    """Open what is there, edit it, export it; the file lies where nothing can be written."""
    warm(Path(path).parent.parent / f"warm{os.getpid()}")
    if os.geteuid() == 0:
        os.setgid(65534)
        os.setuid(65534)
    try:
        session = Session.open(Path(path))
        session.apply({CELL: 8}, "填写")
        export.export(session.report, Path(folder), formats)
        session.close()
        say(f"ok {session.place.medium} {session.place.warning}")
    except Refused as refusal:
        say(f"{type(refusal).__name__} {refusal}")


def warm(folder: Path) -> None:
    """Do everything once, so that nothing is left to import."""
    folder.mkdir(parents=True)
    life(folder / "a.gknb", folder, ["json"])
    Session.open(folder / "a.gknb").close()


def without(name: str, path: str, folder: str, formats: Sequence[str]) -> None:
    """Live with one variable of the environment gone or pointing nowhere."""
    variable, _, value = name.partition("=")
    os.environ.pop(variable, None)
    if value:
        os.environ[variable] = value
        if variable == "HOME":  # without any, the system tells the real one: our own folders stay then
            os.environ.pop("XDG_DATA_HOME")
            os.environ.pop("XDG_STATE_HOME")
    live(path, folder, formats)


def nowhere(path: str, folder: str, formats: Sequence[str]) -> None:
    """Live although the folder one stands in is gone."""
    gone = Path(folder) / "gone"
    gone.mkdir()
    os.chdir(gone)
    gone.rmdir()
    live(path, folder, formats)


def relative(path: str, _folder: str, formats: Sequence[str]) -> None:
    """Live with names that begin where one stands."""
    os.chdir(Path(path).parent)
    live(Path(path).name, "导出", formats)


if __name__ == "__main__":
    try:
        life(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3].split(","))
    except Refused as refusal:
        sys.stdout.write(f"{type(refusal).__name__} {refusal}\n")
    else:
        sys.stdout.write("ok\n")
