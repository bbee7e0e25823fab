"""A damaged or forged file is refused in one sentence; it never shows wrong figures and never crashes."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import pytest

from core import dbfile, seal
from core.errors import FileDamaged, Refused
from core.history import Cleared, Step, StepKind
from core.report import Entry
from core.store import Store, read_copy
from tests.core.steps import CELL, imported, typed


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("good") / "a.gknb"
    with Store.create(path, "青石镇") as store:
        for year in (2030, 2031):
            cells = {f"applications.row{i}.total": i + year for i in range(60)}
            report = store.add_report(year, "2099", [imported(1, {**cells, "text.overview": "字" * 900})])
            for seq in range(2, 12):
                store.append(report, [typed(seq, seq)], {CELL: Entry(seq)})
    return path.read_bytes()


def content(store: Store) -> object:
    ids = [info.id for info in store.reports()]
    return store.unit, store.reports(), [(store.entries(one), store.trail(one)) for one in ids]


def forged(good: bytes, path: Path, *statements: str, resealed: bool = True) -> None:
    """Change the file as somebody with an SQLite tool could, check values included."""
    path.write_bytes(good)
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.text_factory = dbfile._text
        for statement in statements:
            connection.execute(statement)
        if resealed:
            reseal(connection)


def reseal(connection: sqlite3.Connection) -> None:
    for (report,) in connection.execute("SELECT id FROM report").fetchall():
        connection.execute(
            "UPDATE report SET content = ? WHERE id = ?", (seal.entries_hash(connection, report), report)
        )
    generation, _, saved_at = connection.execute("SELECT generation, content, saved_at FROM state").fetchone()
    connection.execute("UPDATE state SET content = ?", (seal.whole_hash(connection, generation, saved_at),))


def test_the_forger_of_these_tests_can_make_a_file_that_opens(good: bytes, tmp_path: Path) -> None:
    forged(good, tmp_path / "a.gknb", "UPDATE entry SET value = '77' WHERE key LIKE '%natural_person'")
    with Store.open(tmp_path / "a.gknb") as store:
        assert store.entries(1)[CELL] == Entry(77)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entry SET value = '2' WHERE key LIKE '%natural_person'",
        "UPDATE entry SET value = replace(value, '字', '宇') WHERE report = 2",
        "UPDATE entry SET detail = '前年.docx' WHERE report = 2",
        "UPDATE entry SET origin = 'typed' WHERE report = 2",
        "DELETE FROM entry WHERE key LIKE '%natural_person'",
        "UPDATE report SET year = 2029 WHERE id = 1",
        "UPDATE meta SET unit = '白石镇'",
        "UPDATE state SET generation = generation - 1",
        "UPDATE state SET saved_at = '2031-01-08T10:32:00+08:00'",
    ],
)
def test_changed_content_is_noticed_where_sqlite_sees_nothing(
    good: bytes, tmp_path: Path, statement: str
) -> None:
    """RELIABILITY.md fact 11."""
    path = tmp_path / "a.gknb"
    forged(good, path, statement, resealed=False)
    with contextlib.closing(sqlite3.connect(path)) as plain:
        assert plain.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    with pytest.raises(FileDamaged, match="内容与校验值不符"):
        Store.open(path)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entry SET value = 'x' WHERE report = 1",
        "UPDATE entry SET value = '1.5' WHERE report = 1",
        "UPDATE entry SET value = '\"1e999999999\"' WHERE report = 1",
        "UPDATE entry SET value = '\"1e-999999999\"' WHERE report = 1",
        "UPDATE entry SET value = '\"NaN\"' WHERE report = 1",
        "UPDATE entry SET value = '\"Infinity\"' WHERE report = 1",
        "UPDATE entry SET value = '[[1]]' WHERE report = 1",
        "UPDATE entry SET value = replace(hex(zeroblob(10000)), '0', '[')",
        "UPDATE entry SET value = replace(hex(zeroblob(3000)), '0', '9')",
        "UPDATE entry SET value = '\"\\ud800\"' WHERE key = 'text.overview'",
        "UPDATE entry SET origin = 'stolen' WHERE report = 1",
        "UPDATE entry SET detail = x'ff00' WHERE report = 1",
        "UPDATE entry SET detail = CAST(x'ff' AS TEXT) WHERE report = 1",
        "UPDATE entry SET report = 99 WHERE report = 1",
        "CREATE TRIGGER t AFTER INSERT ON entry BEGIN DELETE FROM entry; END",
        "CREATE VIEW v AS SELECT 1",
        "ALTER TABLE report ADD COLUMN more",
        "DELETE FROM meta",
        "DELETE FROM state",
        "UPDATE state SET saved_at = 'yesterday'",
        "UPDATE meta SET unit = x'00'",
        "PRAGMA user_version = 0",
    ],
    ids=lambda statement: statement[:60],
)
def test_a_forged_file_is_refused(good: bytes, tmp_path: Path, statement: str) -> None:
    try:
        forged(good, tmp_path / "a.gknb", statement)
    except (sqlite3.Error, TypeError, UnicodeEncodeError):  # it cannot even be resealed
        forged(good, tmp_path / "a.gknb", "PRAGMA ignore_check_constraints = 1", statement, resealed=False)
    with pytest.raises(Refused), Store.open(tmp_path / "a.gknb") as store:
        content(store)
    with pytest.raises(Refused), read_copy(tmp_path / "a.gknb"):
        pass


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM journal WHERE report = 1 AND seq = 4",
        "DELETE FROM journal WHERE report = 1 AND seq = 11",
        "UPDATE journal SET payload = x'7b7d' WHERE report = 1 AND seq = 3",
        "UPDATE journal SET payload = CAST(replace(payload, '2031', '2032') AS BLOB) WHERE report = 1",
        "UPDATE journal SET salt = zeroblob(16) WHERE report = 1 AND seq = 3",
        "UPDATE journal SET seq = 12 WHERE report = 1 AND seq = 3",
        "UPDATE journal SET step_group = 1 WHERE report = 1 AND seq = 3",
        "UPDATE journal SET kind = 'undo' WHERE report = 1 AND seq = 3",
        "UPDATE report SET head = hex(zeroblob(32)) WHERE id = 1",
        "UPDATE report SET seq = 10 WHERE id = 1",
    ],
)
def test_a_changed_history_is_noticed_when_it_is_read(good: bytes, tmp_path: Path, statement: str) -> None:
    forged(good, tmp_path / "a.gknb", statement)
    with Store.open(tmp_path / "a.gknb") as store:
        with pytest.raises(FileDamaged):
            store.trail(1)
        assert len(store.trail(2)) == 11


def test_a_cleared_step_keeps_its_place_in_the_chain_and_says_who_cleared_it(
    good: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "a.gknb"
    path.write_bytes(good)
    with Store.open(path) as store:
        gone = store.trail(1)[4]
        step = Step(12, 12, StepKind.FORGET, "清除", "2031-01-08T10:32:00", (), (Cleared.of(gone),))
        store.forget(1, step)
    with Store.open(path) as store:
        steps = store.trail(1)
    assert [step.seq for step in steps] == list(range(1, 13))
    assert (steps[4].label, steps[4].changes, steps[4].cleared) == ("（内容已清除）", (), True)
    assert (steps[4].group, steps[4].at) == (gone.group, gone.at)
    assert steps[11].forgets == (Cleared.of(gone),)


def test_a_step_that_nobody_says_to_have_cleared_is_noticed(good: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.gknb"
    path.write_bytes(good)
    connection = sqlite3.connect(path, isolation_level=None)
    salt, payload = connection.execute(
        "SELECT salt, payload FROM journal WHERE report = 1 AND seq = 5"
    ).fetchone()
    connection.execute(
        "UPDATE journal SET salt = NULL, payload = NULL, inner = ? WHERE report = 1 AND seq = 5",
        (seal.inner(salt, payload),),
    )
    connection.close()
    with Store.open(path) as store, pytest.raises(FileDamaged):
        store.trail(1)
