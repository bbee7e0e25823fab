"""Files of every version open for ever; an older one is upgraded whole, a newer one is only read."""

from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from core import dbfile, migrations, workcopy
from core.backup import Reason, Shelf
from core.errors import DiskFailed, DiskFull, FileDamaged, FileLocked, FileNewer, Refused
from core.media import Medium
from core.session import Session
from core.store import Store, read_copy
from tests.core.steps import CELL
from tests.reliability.figures import Figures, Gate, hold
from tests.reliability.test_backups import at_home
from tests.reliability.victims import dice

FILES = Path(__file__).parent / "files"
ROOT = Path(__file__).resolve().parents[2]
SAMPLE = FILES / "version-1.gknb"
HEADS = {
    2025: "f474020db3b07b30da278c8738982341bba574e73ce4f9b66086302472a17e69",
    2024: "ba6e98127b556f7deb61dd6914978115ddb728a77f4ed158b73b0ac541e53ee2",
}
CONTENTS = {
    2025: "59096debf81fe67c1ee503ac72498624fb21abbf93866fb1a6dc450a9ffb7737",
    2024: "12765c73cc947d0aaffc53f0276b63c0c1b2fc369a7f4c8559cfcd6cd92bfcc3",
}
WHOLE = "99585d7e20ae7aee04eced5d8783d2f7b9b63509d8514d735e138d2e148e1e35"

REPORT_2 = migrations.VERSION_1["report"].replace("\n)", ",\n  owner TEXT NOT NULL\n)")
VERSION_2 = {
    **migrations.VERSION_1,
    "report": REPORT_2,
    "ledger": "CREATE TABLE ledger(id INTEGER PRIMARY KEY, report INTEGER REFERENCES report(id), what TEXT)",
}


def to_version_2(connection: sqlite3.Connection) -> None:
    """A migration as migrations.py asks for it: a changed table is made anew, another is added."""
    connection.execute("CREATE TEMP TABLE kept AS SELECT * FROM report")
    connection.execute("DROP TABLE report")
    connection.execute(REPORT_2)
    connection.execute("INSERT INTO report SELECT *, '党政办' FROM kept")
    connection.execute("DROP TABLE kept")
    connection.execute(VERSION_2["ledger"])


@contextlib.contextmanager
def at_version_2(
    migrate: Callable[[sqlite3.Connection], None] = to_version_2,
) -> Iterator[None]:
    """Let the program of this stretch be a later one."""
    before = migrations.VERSIONS, migrations.MIGRATIONS
    migrations.VERSIONS, migrations.MIGRATIONS = (migrations.VERSION_1, VERSION_2), (migrate,)
    try:
        yield
    finally:
        migrations.VERSIONS, migrations.MIGRATIONS = before


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A copy of the first version's sample."""
    path = tmp_path / "青石镇.gknb"
    path.write_bytes(SAMPLE.read_bytes())
    return path


def version(path: Path) -> int:
    return int.from_bytes(path.read_bytes()[60:64], "big")


def says_what_it_said(session: Session) -> None:
    """The sample's figures and texts, as they were typed when it was made."""
    report = session.report
    assert (report.year, report.unit_name) == (2025, "青石镇人民政府")
    assert report.stated(CELL) == 48
    assert report.value("applications.new_received.total") == 48
    assert report.stated("disclosure.fees.amount") == Decimal("1.2345")
    assert report.text("overview") == "2025年，青石镇收到申请48件，上年结转2件。"
    assert report.text("problems") == "公开内容还不够全面。\n下一步将加强培训。😀𠀀"
    assert report.string(f"note.{CELL}") == "来自司法所 1月8日 电话"
    assert session.last_year is not None
    assert session.last_year.stated("disclosure.normative.valid") == 11
    assert [draft.code for draft in session.drafts()] == ["YBEH-ZDF5-BWRH-R"]
    assert [step.seq for step in session.steps() if step.cleared] == [7, 8]
    assert session.undo_label == "填写 问题"


@pytest.mark.parametrize("path", sorted(FILES.glob("*.gknb")), ids=lambda path: path.stem)
def test_a_file_of_every_version_opens_for_ever(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "青石镇.gknb"
    copy.write_bytes(path.read_bytes())
    with contextlib.closing(Session.open(copy)) as session:
        says_what_it_said(session)


def test_there_is_a_sample_of_every_version() -> None:
    names = {f"version-{number}" for number in range(1, migrations.newest() + 1)}
    assert {path.stem for path in FILES.glob("*.gknb")} == names


def test_the_first_version_s_hashes_are_computed_as_they_were() -> None:
    with read_copy(SAMPLE) as store:
        assert store.content_hash == WHOLE
        assert store.contents() == CONTENTS
        assert {info.year: store._journal_end(info.id)[0] for info in store.reports()} == HEADS


def test_an_older_file_is_backed_up_and_upgraded(old: Path) -> None:
    before = old.read_bytes()
    with at_version_2():
        with Store.open(old) as store:
            assert store.contents() == CONTENTS
            assert store.upgraded_from is not None
            assert store.upgraded_from.content == WHOLE
            file_id = store.file_id
        assert version(old) == 2
        with contextlib.closing(Session.open(old)) as session:
            says_what_it_said(session)
            session.undo()
            session.apply({CELL: 49}, "填写")
    (backup,) = [one for one in Shelf(file_id).folder.glob("*.gknb") if "upgrade" in one.name]
    assert version(backup) == 1
    with read_copy(backup) as store:
        assert store.content_hash == WHOLE
    assert old.read_bytes() != before


def test_reading_an_older_file_leaves_it_as_it_is(old: Path) -> None:
    before = old.read_bytes()
    with at_version_2(), read_copy(old) as store:
        assert store.contents() == CONTENTS
        assert len(store.trail(2)) == 19
    assert old.read_bytes() == before
    assert [one for one in old.parent.iterdir() if one.is_file()] == [old]


def leaves_other_tables(connection: sqlite3.Connection) -> None:
    connection.execute(VERSION_2["ledger"])


def changes_a_figure(connection: sqlite3.Connection) -> None:
    to_version_2(connection)
    connection.execute("UPDATE entry SET value = '77' WHERE key = ?", (CELL,))


def loses_a_step(connection: sqlite3.Connection) -> None:
    to_version_2(connection)
    connection.execute("UPDATE journal SET report = 1 WHERE seq = 19")


def forgets_the_draft(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM draft")
    to_version_2(connection)


@pytest.mark.parametrize("wrong", [leaves_other_tables, changes_a_figure, loses_a_step, forgets_the_draft])
def test_a_migration_with_a_bug_changes_nothing(
    old: Path, wrong: Callable[[sqlite3.Connection], None]
) -> None:
    with at_version_2(wrong), pytest.raises((RuntimeError, Refused)):
        Store.open(old)
    assert version(old) == 1
    assert [one for one in old.parent.iterdir() if one.is_file()] == [old]
    with contextlib.closing(Session.open(old)) as session:
        says_what_it_said(session)


def test_without_a_backup_nothing_is_upgraded(old: Path, home: Path) -> None:
    place = home / "data" / "gongkai-nianbao" / "backups"
    place.parent.mkdir(parents=True)
    place.write_text("x")
    before = old.read_bytes()
    with at_version_2(), pytest.raises(Refused, match="升级前的备份没有做成，文件保持原样"):
        Store.open(old)
    assert old.read_bytes() == before


def test_a_full_disk_leaves_the_old_version(old: Path) -> None:
    from tests.reliability.test_full_disk import room_for  # noqa: PLC0415 - not every system has limits

    size = old.stat().st_size
    refused = 0
    for limit in range(0, size, size // 16):
        with at_version_2(), room_for(limit), pytest.raises((DiskFull, DiskFailed)):
            Store.open(old)
        refused += 1
        assert version(old) == 1
    assert refused >= 16
    with contextlib.closing(Session.open(old)) as session:
        says_what_it_said(session)


KILLED = """
import os, signal, sys
from pathlib import Path
from core.store import Store
from tests.reliability import test_migrations as ours

statements = int(sys.argv[2])

class Counted:
    def __init__(self, connection): self.connection, self.left = connection, statements
    def execute(self, *words):
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        self.left -= 1
        return self.connection.execute(*words)

def killed(connection):
    counted = Counted(connection)
    connection.execute("PRAGMA cache_size = 1")  # so that half of it lies in the file already
    ours.to_version_2(counted)
    connection.execute("UPDATE entry SET detail = detail")
    counted.left = min(counted.left, 0)
    counted.execute("SELECT 1")

with ours.at_version_2(killed):
    Store.open(Path(sys.argv[1]))
"""


def killed_upgrades(count: int, seed: int) -> Figures:
    """Kill a program in the middle of an upgrade: the old file opens, with everything; so does the backup."""
    figures, chance = Figures(), dice(seed)
    with tempfile.TemporaryDirectory() as name, at_home(Path(name) / "data"):
        for run in range(count):
            path = Path(name) / f"{run}.gknb"
            path.write_bytes(SAMPLE.read_bytes())
            done = subprocess.run(
                [sys.executable, "-c", KILLED, path, str(chance.randrange(8))],
                cwd=ROOT,
                env={**os.environ, "PYTHONPATH": os.fspath(ROOT)},
                capture_output=True,
                check=False,
            )
            figures.runs += 1
            figures.faults += done.returncode == -signal.SIGKILL
            figures.expect(done.returncode == -signal.SIGKILL, done.stderr.decode()[-300:])
            with figures.timed(), Store.open(path) as store:
                figures.acknowledged += 19
                figures.lost += store.contents() != CONTENTS or len(store.trail(2)) != 19
                good = [one for one in Shelf(store.file_id).list() if not one.damaged]
            figures.truncated += version(path) != 1
            figures.expect(any(one.reason is Reason.UPGRADE for one in good), f"run {run}: no backup")
    return figures


GATES = (Gate("kill during an upgrade", killed_upgrades, 4, 20, 100),)


@pytest.mark.skipif(os.name != "posix", reason="kills by signal")
@pytest.mark.parametrize("gate", GATES, ids=lambda gate: gate.name)
def test_an_upgrade_that_is_killed_has_not_begun(gate: Gate) -> None:
    figures = gate.run(gate.short, 5)
    hold(figures)
    assert figures.faults == gate.short


# ---- where nothing can be written, and on sticks


def test_an_old_file_where_nothing_can_be_written_is_read_and_stays(old: Path) -> None:
    before = old.read_bytes()
    for _ in range(2):
        with (
            at_version_2(),
            contextlib.closing(Session.open(old, detect=lambda _: Medium.READ_ONLY)) as session,
        ):
            says_what_it_said(session)
            assert session.recovered is None
        assert old.read_bytes() == before
        assert not workcopy.is_unfinished(old)


def test_an_old_file_on_a_stick_is_upgraded_with_the_first_edit(old: Path) -> None:
    before = old.read_bytes()
    with at_version_2():
        session = Session.open(old, detect=lambda _: Medium.REMOVABLE)
        says_what_it_said(session)
        session.close()
        assert old.read_bytes() == before
        assert workcopy.unfinished() == ()
        session = Session.open(old, detect=lambda _: Medium.REMOVABLE)
        assert session.recovered is None
        session.apply({CELL: 49}, "填写")
        session.write_back()
        session.close()
        assert version(old) == 2
        with read_copy(old) as store:
            assert store.entries(2)[CELL].value == 49


# ---- newer files


@pytest.fixture
def newer(old: Path) -> Path:
    """The sample as a later program would have left it."""
    with at_version_2(), Store.open(old) as store:
        store._db.execute("INSERT INTO ledger(report, what) VALUES (2, '台账')")
    return old


def test_a_newer_file_is_refused_for_editing_and_read_for_looking(newer: Path) -> None:
    before = newer.read_bytes()
    with pytest.raises(FileNewer, match="更新版本"):
        Session.open(newer)
    with contextlib.closing(Session.open_newer(newer)) as session:
        says_what_it_said(session)
        assert session.all_saved
        assert session.only_reading is not None
        assert str(session.only_reading).endswith(
            "是用更新版本的程序保存的，只能看，不能改。请升级程序后再改。"
        )
        for change in (
            lambda: session.apply({CELL: 49}, "填写"),
            session.undo,
            lambda: session.mark("x"),
            lambda: session.forget([3]),
            session.make_draft,
            lambda: session.take_in(session.report, "导入"),
            lambda: session.save_copy(newer.with_name("b.gknb")),
            lambda: session.rescue(newer.with_name("b.gknb")),
        ):
            with pytest.raises(FileNewer, match="只能看，不能改"):
                change()
        session.switch(2024)
        assert session.report.stated("disclosure.normative.valid") == 11
    assert newer.read_bytes() == before
    assert [one for one in newer.parent.iterdir() if one.is_file()] == [newer]


def test_a_newer_file_is_read_also_while_its_own_program_has_it_open(newer: Path) -> None:
    with at_version_2():
        held = Store.open(newer)
    with contextlib.closing(Session.open_newer(newer)) as session:
        says_what_it_said(session)
    with at_version_2(), pytest.raises(FileLocked):
        dbfile.refuse_if_held(newer)
    held.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entry SET value = '49' WHERE key LIKE '%new_received.natural_person'",
        "DELETE FROM entry WHERE key LIKE '%new_received.natural_person'",
        "ALTER TABLE entry RENAME COLUMN origin TO source",
        "ALTER TABLE report RENAME TO reports",
        "ALTER TABLE state RENAME TO status",
        "UPDATE meta SET unit = x'00'",
        "DELETE FROM state",
    ],
)
def test_a_newer_file_whose_figures_cannot_be_trusted_is_refused(newer: Path, statement: str) -> None:
    with contextlib.closing(sqlite3.connect(newer, isolation_level=None)) as forger:
        forger.execute("PRAGMA ignore_check_constraints = ON")
        forger.execute(statement)
    with pytest.raises(FileNewer, match="本版本不能打开"):
        Session.open_newer(newer)


def test_a_newer_file_with_a_history_that_is_not_ours_shows_its_figures(newer: Path) -> None:
    with contextlib.closing(sqlite3.connect(newer, isolation_level=None)) as later:
        later.execute("UPDATE journal SET kind = 'ledger' WHERE seq = 3")
    with contextlib.closing(Session.open_newer(newer)) as session:
        assert session.report.stated(CELL) == 48
        assert session.steps() == ()


def test_what_is_no_newer_file_is_not_opened_as_one(old: Path, tmp_path: Path) -> None:
    with pytest.raises(FileNewer):
        Session.open_newer(old)
    old.write_bytes(b"x" * 5000)
    with pytest.raises(Refused):
        Session.open_newer(old)
    old.write_bytes(b"")
    with pytest.raises(FileDamaged):
        Session.open_newer(old)
    with pytest.raises(Refused):
        Session.open_newer(tmp_path / "none.gknb")
