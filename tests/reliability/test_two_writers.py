"""Two people on one document: no acknowledged edit is lost, whatever it lies on and whoever is killed."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from core.media import Medium
from core.session import Session, blank_report
from core.store import read_copy
from tests.reliability.figures import Figures, Gate, hold

ROOT = Path(__file__).resolve().parents[2]
EDITS = 40  # of each of the two

# Edits in sessions of ten, each said once it is durable on this PC; then sees that all of it has gone back.
WRITER = """
import sys
from pathlib import Path
from core import workcopy
from core.errors import FileLocked
from core.media import Medium
from core.session import Session
path, who, edits, medium = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), Medium(sys.argv[4])
done = refused = 0
while done < edits or workcopy.unfinished():
    try:
        session = Session.open(path, detect=lambda _: medium, anyway=True)
    except FileLocked:
        refused += 1
        continue
    for _ in range(min(10, edits - done)):
        done += 1
        session.apply({"applications.new_received.natural_person": int(who) * 10**6 + done}, f"{who}-{done}")
        session.flush()
        print(f"{who}-{done}", flush=True)
        if done % 7 == 0 and medium is Medium.SHARE:
            try:
                session.write_back()
            except FileLocked:
                refused += 1
    session.close()
"""

HOLDER = """
import sys
import time
from pathlib import Path
from core.session import Session
from core.media import Medium
session = Session.open(Path(sys.argv[1]), detect=lambda _: Medium(sys.argv[2]))
session.apply({"applications.new_received.natural_person": 7}, "最后一步")
session.flush()
print("open", flush=True)
time.sleep(60)
"""

READER = """
import os
import sys
from pathlib import Path
import platformdirs
import psutil
from core.session import Session, blank_report
path, home = Path(sys.argv[1]), Path(sys.argv[2]).parent
warm = Session.create(home / "热身.gknb", blank_report("x", 2025))  # what is imported late is root's alone
warm.apply({"unit.address": "y"}, "填写")
warm.close()
if os.geteuid() == 0:
    os.setuid(65534)  # root could write anywhere
os.environ["XDG_DATA_HOME"] = str(home / "data")
for figure in (7, 8):
    session = Session.open(path)
    print(session.place.medium, session.report.value("applications.new_received.natural_person"))
    session.apply({"applications.new_received.natural_person": figure}, "填写")
    session.save_copy(Path(sys.argv[2]))
    session.close()
"""


@pytest.fixture
def document(tmp_path: Path) -> Path:
    return new_document(tmp_path)


def new_document(place: Path) -> Path:
    folder = place / "共享"
    folder.mkdir()
    Session.create(folder / "青石镇.gknb", blank_report("青石镇", 2025)).close()
    return folder / "青石镇.gknb"


def program(script: str, home: Path, *words: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, words)],
        cwd=ROOT,
        env={**os.environ, "XDG_DATA_HOME": str(home), "XDG_STATE_HOME": str(home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def labels(path: Path) -> set[str]:
    with read_copy(path) as copy:
        return {step.label for step in copy.trail(1)}


def two_writers(medium: str, count: int) -> Figures:
    """Let two programs, each with its own PC's folders, write ``count`` edits each."""
    figures = Figures(runs=2)
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        document = new_document(place)
        programs = [program(WRITER, place / str(who), document, who, count, medium) for who in (1, 2)]
        said = [one.communicate(timeout=3000) for one in programs]
        figures.broken += [complaint for _, complaint in said if complaint]
        acknowledged = {line for out, _ in said for line in out.split()}
        figures.acknowledged = len(acknowledged)
        files = list(document.parent.glob("*.gknb"))
        figures.faults = len(files) - 1  # conflicts
        figures.lost = len(acknowledged - set().union(*map(labels, files)))
        figures.expect(acknowledged & labels(document), "nobody reached the original")
        left = sorted(one.name for one in document.parent.iterdir() if one not in files)
        figures.expect(not left, f"left beside: {left}")
        figures.expect(medium == "share" or len(files) == 1, f"copies of a file on a disk: {files}")
    return figures


GATES = (
    Gate("two programs, one disk", lambda count, _: two_writers("fixed", count), EDITS, 100, 1000),
    Gate("two computers, one share", lambda count, _: two_writers("share", count), EDITS, 100, 1000),
)


@pytest.mark.parametrize("gate", GATES, ids=lambda gate: gate.name)
def test_two_who_write_at_once_lose_nothing(gate: Gate) -> None:
    figures = gate.run(EDITS, 1)
    hold(figures)
    assert figures.acknowledged == 2 * EDITS


@pytest.mark.skipif(os.name != "posix", reason="kills by signal")
def test_a_killed_holder_keeps_nobody_out(document: Path, tmp_path: Path) -> None:
    with program(HOLDER, tmp_path / "1", document, "fixed") as held:
        assert held.stdout is not None
        assert held.stdout.readline() == "open\n"
        held.kill()
    start = time.monotonic()
    session = Session.open(document)
    assert time.monotonic() - start < 2
    assert session.recovered is not None
    assert (session.recovered.label, session.recovered.since is not None) == ("最后一步", True)
    session.close()
    assert list(document.parent.iterdir()) == [document]


@pytest.mark.skipif(os.name != "posix", reason="kills by signal")
def test_work_of_a_killed_program_reaches_the_stick_at_the_next_opening(
    document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "1"))
    with program(HOLDER, tmp_path / "1", document, "removable") as held:
        assert held.stdout is not None
        assert held.stdout.readline() == "open\n"
        held.kill()
    assert "最后一步" not in labels(document)
    session = Session.open(document, detect=lambda _: Medium.REMOVABLE)
    assert session.recovered is not None
    assert (session.recovered.caught_up, session.recovered.label) == (True, "最后一步")
    session.close()
    assert "最后一步" in labels(document)
    assert list(document.parent.iterdir()) == [document]


@pytest.mark.skipif(os.name != "posix", reason="rights of folders")
def test_a_folder_that_cannot_be_written_is_worked_on_here_and_found_again() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder, home = Path(name) / "只读", Path(name) / "家"
        folder.mkdir()
        home.mkdir()
        document = folder / "青石镇.gknb"
        Session.create(document, blank_report("青石镇", 2025)).close()
        before = document.read_bytes()
        Path(name).chmod(0o755)
        home.chmod(0o777)
        document.chmod(0o644)
        folder.chmod(0o555)
        said, complaint = program(READER, home, document, home / "副本.gknb").communicate(timeout=60)
        folder.chmod(0o755)
        assert complaint == ""
        assert said.splitlines() == ["read-only None", "read-only 7"]
        assert document.read_bytes() == before
        assert labels(home / "副本.gknb") == {"新建报告", "填写"}
