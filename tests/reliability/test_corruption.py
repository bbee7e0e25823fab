"""A file that was damaged, torn or altered is refused or says the truth; it never shows a wrong figure."""

from __future__ import annotations

import contextlib
import random
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core import seal
from core import store as store_module
from core.backup import Shelf, recovery
from core.clearing import whole
from core.errors import FileDamaged, Refused
from core.history import Cleared, Step, StepKind
from core.report import Entry
from core.session import Session, blank_report
from core.store import Store, read_copy
from tests.core.steps import AT, CELL, imported, typed
from tests.reliability.figures import Figures, Gate, hold
from tests.reliability.test_backups import at_home
from tests.reliability.victims import dice

STEPS = 12
Content = object


def content(store: Store) -> Content:
    ids = [info.id for info in store.reports()]
    return store.unit, store.reports(), [(store.entries(one), store.trail(one)) for one in ids]


def built(path: Path) -> dict[bytes, Content]:
    """Make a file of two years; return its bytes after every commit, with what it said then."""
    said: dict[bytes, Content] = {}
    with Store.create(path, "青石镇") as store:
        for year in (2030, 2031):
            cells = {f"applications.row{i}.total": i + year for i in range(60)}
            report = store.add_report(year, "2099", [imported(1, {**cells, "text.overview": "字" * 900})])
            for seq in range(2, STEPS):
                store.append(report, [typed(seq, seq)], {CELL: Entry(seq)})
                said[store.frozen().pages] = content(store)
            gone = store.trail(report)[5]
            step = Step(STEPS, STEPS, StepKind.FORGET, "清除", AT, (), (Cleared.of(gone),))
            store.forget(report, step)
            said[store.frozen().pages] = content(store)
    return said


def accident(data: bytes, other: bytes, chance: random.Random) -> bytes:
    """One accident: a flipped bit, lost sectors, a lost end, a repeated or foreign stretch, a torn copy."""
    spot, length = chance.randrange(len(data)), chance.choice([1, 16, 512, 4096])
    noise, elsewhere = chance.randbytes(length), chance.randrange(len(data))
    flipped = data[:spot] + bytes([data[spot] ^ (1 << chance.randrange(8))]) + data[spot + 1 :]
    return chance.choice(
        [
            flipped,
            flipped,
            data[:spot] + bytes(length) + data[spot + length :],
            data[:spot],
            data[:spot] + noise + data[spot + length :],
            data[:spot] + data[elsewhere : elsewhere + length] + data[spot + length :],
            data[:spot] + data[spot + length :],
            data[:spot] + noise + data[spot:],
            torn(data, other, chance),
            torn(data, other, chance),
        ]
    )


def torn(data: bytes, other: bytes, chance: random.Random) -> bytes:
    """Some pages of one moment and some of another, as a copy made during a write has them."""
    size = 4096
    count = max(len(data), len(other)) // size
    cut = chance.randrange(count)
    chosen = (
        [page < cut for page in range(count)]
        if chance.random() < 0.5
        else [chance.random() < 0.7 for _ in range(count)]
    )
    return b"".join(
        (data if first else other)[page * size : (page + 1) * size] for page, first in enumerate(chosen)
    )


def corruptions(count: int, seed: int) -> Figures:
    """Damage a file in every way: it is refused, or says what it said at some whole moment."""
    figures, chance = Figures(), dice(seed)
    with tempfile.TemporaryDirectory() as name, at_home(Path(name) / "data"), without_pauses():
        path = Path(name) / "file" / "a.gknb"
        path.parent.mkdir()
        said = built(path)
        moments = list(said)
        for turn in range(count):
            data, other = chance.choice(moments[-8:]), chance.choice(moments)
            made = accident(data, other, chance)
            path.write_bytes(made)
            opened: Callable[[Path], contextlib.AbstractContextManager[Store]] = (
                read_copy if turn % 4 == 0 else Store.open
            )
            figures.runs += 1
            figures.faults += made not in said
            try:
                with figures.timed(), opened(path) as store:
                    found = content(store)
            except Refused as refusal:
                figures.notes["refused"] = figures.notes.get("refused", 0) + 1
                figures.expect(refusal.message and refusal.hint, f"accident {turn}: no advice")
            else:
                figures.lost += found not in (said[data], said[other])
            if turn % 16 == 0:
                recovery.candidates(path)
            left = [one.name for one in path.parent.iterdir()]
            figures.expect(left == ["a.gknb"], f"accident {turn}: {left}")
            for one in left:
                (path.parent / one).unlink()
    return figures


@contextlib.contextmanager
def without_pauses() -> Iterator[None]:
    before, store_module._PAUSE = store_module._PAUSE, 0.0
    try:
        yield
    finally:
        store_module._PAUSE = before


# ---- the journal

Row = tuple[int, int]  # report, seq
Alter = Callable[[sqlite3.Connection, Row, Row, random.Random], None]
_READ = "SELECT salt, payload, inner, hash FROM journal WHERE report = ? AND seq = ?"
_WRITE = "UPDATE journal SET salt = ?, payload = ?, inner = ?, hash = ? WHERE report = ? AND seq = ?"
_HASH = 3  # the place of the hash among these columns


def altered(connection: sqlite3.Connection, chance: random.Random) -> str:
    """Change a journal in one place, as somebody with an SQLite tool could; return the words for it."""
    (report,) = chance.choice(connection.execute("SELECT id FROM report").fetchall())
    rows = connection.execute("SELECT seq FROM journal WHERE report = ? ORDER BY seq", (report,)).fetchall()
    seq, other = chance.sample([number for (number,) in rows], 2)
    kind = chance.choice([*ALTERATIONS])
    ALTERATIONS[kind](connection, (report, seq), (report, other), chance)
    return f"{kind}, report {report}, step {seq}"


def flip(place: int) -> Alter:
    """Change one bit of a column; of one that is empty, of the hash."""

    def work(connection: sqlite3.Connection, here: Row, _: Row, chance: random.Random) -> None:
        values = list(connection.execute(_READ, here).fetchone())
        column = place if values[place] is not None else _HASH
        data = bytearray(values[column].encode() if column == _HASH else values[column])
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(7)
        values[column] = data.decode() if column == _HASH else bytes(data)
        connection.execute(_WRITE, (*values, *here))

    return work


def put(statement: str) -> Alter:
    """Carry out a statement about one row."""

    def work(connection: sqlite3.Connection, here: Row, _: Row, __: random.Random) -> None:
        connection.execute(statement, here[: statement.count("?")])

    return work


def swap(connection: sqlite3.Connection, here: Row, other: Row, _: random.Random) -> None:
    mine, theirs = (connection.execute(_READ, row).fetchone() for row in (here, other))
    for row, values in ((here, theirs), (other, mine)):
        connection.execute(_WRITE, (*values, *row))


def rewritten(connection: sqlite3.Connection, here: Row, _: Row, __: random.Random) -> None:
    """Change what a step says, and its own hash with it: the next one no longer follows."""
    connection.execute(_WRITE, (bytes(16), b"{}", None, "0" * 64, *here))


def blanked(connection: sqlite3.Connection, here: Row, _: Row, __: random.Random) -> None:
    """Blank a step in the way that clearing does, without a step that says so."""
    salt, payload, inner, written = connection.execute(_READ, here).fetchone()
    if payload is None:
        connection.execute("UPDATE journal SET kind = 'undo' WHERE report = ? AND seq = ?", here)
    else:
        inner = seal.inner(salt, payload)
        connection.execute(_WRITE, (None, None, inner, written, *here))


ALTERATIONS: dict[str, Alter] = {
    "a bit of the salt": flip(0),
    "a bit of the payload": flip(1),
    "a bit of what stayed": flip(2),
    "a bit of the hash": flip(_HASH),
    "another group": put("UPDATE journal SET step_group = step_group + 1 WHERE report = ? AND seq = ?"),
    "another kind": put(
        "UPDATE journal SET kind = CASE kind WHEN 'mark' THEN 'do' ELSE 'mark' END"
        " WHERE report = ? AND seq = ?"
    ),
    "a step less": put("DELETE FROM journal WHERE report = ? AND seq = ?"),
    "a step twice": put(
        "INSERT INTO journal SELECT report, seq + 1000, step_group, kind, salt, payload, inner, hash"
        " FROM journal WHERE report = ? AND seq = ?"
    ),
    "another number": put("UPDATE journal SET seq = seq + 1000 WHERE report = ? AND seq = ?"),
    "two steps exchanged": swap,
    "a step rewritten": rewritten,
    "a step blanked": blanked,
    "another head": put("UPDATE report SET head = lower(hex(zeroblob(32))) WHERE id = ?"),
    "another end": put("UPDATE report SET seq = seq - 1"),
}


def alterations(count: int, seed: int) -> Figures:
    """Alter journals, with every other check value made to fit: it is noticed, every time."""
    figures, chance = Figures(), dice(seed)
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "a.gknb"
        moments = list(built(path))
        for turn in range(count):
            with contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
                connection.deserialize(moments[-1])
                connection.execute("PRAGMA ignore_check_constraints = ON")
                what = altered(connection, chance)
                figures.runs += 1
                figures.faults += 1
                noticed = 0
                for (report,) in connection.execute("SELECT id FROM report").fetchall():
                    try:
                        seal.verify_journal(connection, report)
                    except seal.Broken:
                        noticed += 1
                figures.lost += not noticed
                figures.expect(noticed, f"alteration {turn} was not noticed: {what}")
    return figures


GATES = (
    Gate("corruptions", corruptions, 300, 1000, 10_000),
    Gate("journal alterations", alterations, 200, 1000, 10_000),
)


@pytest.mark.parametrize("gate", GATES, ids=lambda gate: gate.name)
def test_what_is_damaged_or_altered_is_noticed(gate: Gate) -> None:
    figures = gate.run(gate.short, 20)
    hold(figures)
    assert figures.runs == gate.short
    assert figures.faults > gate.short * 0.8
    assert figures.notes.get("refused", gate.short) > gate.short // 2


def test_every_kind_of_alteration_is_noticed_by_itself(tmp_path: Path) -> None:
    moments = list(built(tmp_path / "a.gknb"))
    for alter in ALTERATIONS.values():
        with contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
            connection.deserialize(moments[-1])
            connection.execute("PRAGMA ignore_check_constraints = ON")
            seal.verify_journal(connection, 1)
            alter(connection, (1, 4), (1, 9), dice(1))
            with pytest.raises(seal.Broken):
                seal.verify_journal(connection, 1)


def test_a_torn_index_hides_no_year(tmp_path: Path) -> None:
    """All hashes agree and the quick check is content: only the index that lists the years is an old one."""
    said = built(tmp_path / "a.gknb")
    first, last = next(iter(said)), list(said)[-1]
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(last)
        (root,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'sqlite_autoindex_report_1'"
        ).fetchone()
    page = slice((root - 1) * 4096, root * 4096)
    path = tmp_path / "torn.gknb"
    path.write_bytes(last[: page.start] + first[page] + last[page.stop :])
    with contextlib.closing(sqlite3.connect(path)) as plain:
        assert plain.execute("PRAGMA quick_check").fetchone() == ("ok",)
        assert plain.execute("SELECT count(*) FROM report NOT INDEXED").fetchone() == (2,)
        assert plain.execute("SELECT year FROM report ORDER BY year").fetchall() == [(2030,)]
    with pytest.raises(FileDamaged):
        Store.open(path)


def test_an_altered_history_of_the_report_in_front_is_refused_and_of_another_year_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.upkeep.SETTLED", 0.0)
    path = tmp_path / "a.gknb"
    session = Session.create(path, blank_report("青石镇", 2030))
    session.add_year(blank_report("青石镇", 2031))
    session.close()
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as forger:
        forger.execute("UPDATE journal SET step_group = 7 WHERE report = 1")
    told: list[object] = []
    subscribe = Session._begin_upkeep

    def listening(self: Session, *, in_order: bool) -> None:
        self.subscribe(told.append)
        subscribe(self, in_order=in_order)

    monkeypatch.setattr(Session, "_begin_upkeep", listening)
    session = Session.open(path)
    session._saver.call(lambda _: None)
    session.close()
    said = [str(getattr(event, "refusal", "")) for event in told]
    assert any("2030 年报告的修改历史与校验值不符" in words for words in said)
    with pytest.raises(FileDamaged):
        Session.open(path, 2030)
    assert Shelf(session.file_id).list()[0].years == (2031, 2030)  # of before it was altered


def test_clearing_needs_whole_groups() -> None:
    steps = [typed(1, 1), typed(2, 2)._replace(group=1), typed(3, 3)]
    assert [step.seq for step in whole(steps, [2])] == [1, 2]
