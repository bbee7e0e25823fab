"""Of a damaged file every year that can be proven is taken out, and nothing else."""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3
from pathlib import Path

import pytest

from core import salvage
from core.errors import FileDamaged, FileExists, NotOurFile, Refused
from core.session import Session, blank_report
from core.store import Store
from tests.reliability.test_corruption import accident, built, content
from tests.reliability.victims import dice

CELL = "applications.new_received.natural_person"
NOW = dt.datetime(2031, 1, 8, 10, 32, tzinfo=dt.UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "青石镇.gknb"
    session = Session.create(made, blank_report("青石镇人民政府", 2030))
    session.apply({CELL: 3}, "填写")
    session.add_year(blank_report("青石镇人民政府", 2031))
    session.apply({CELL: 5, "text.overview": "全年收到申请五件。"}, "填写")
    session.close()
    return made


def spoil(path: Path, statement: str) -> None:
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute(statement)


def test_a_damaged_history_does_not_take_the_figures_with_it(path: Path) -> None:
    spoil(path, "UPDATE journal SET payload = x'7b7d' WHERE report = 2")
    before = path.read_bytes()
    with pytest.raises(FileDamaged):
        Session.open(path)
    found = salvage.look(path)
    assert (found.unit, found.years, found.proven) == ("青石镇人民政府", (2031, 2030), True)
    target = salvage.place_for(path, NOW)
    assert target.name == "青石镇（取出 2031-01-08 10.32）.gknb"
    found.write(target, NOW)
    assert path.read_bytes() == before
    assert salvage.place_for(path, NOW).name == "青石镇（取出 2031-01-08 10.32 2）.gknb"
    with contextlib.closing(Session.open(target)) as session:
        assert session.report.stated(CELL) == 5
        assert session.report.text("overview") == "全年收到申请五件。"
        assert [step.label for step in session.steps()] == ["从损坏的文件中取出"]
        session.switch(2030)
        assert [step.label for step in session.steps()] == ["新建报告", "填写"]
        session.undo()
        assert session.report.stated(CELL) is None


def test_a_year_with_a_wrong_figure_is_not_taken(path: Path) -> None:
    spoil(path, "UPDATE entry SET value = '6' WHERE report = 2 AND value = '5'")
    found = salvage.look(path)
    assert (found.years, found.proven) == ((2030,), True)
    spoil(path, "DELETE FROM entry WHERE report = 1")
    with pytest.raises(FileDamaged, match="没有一年的内容还能确认无误"):
        salvage.look(path)


def test_a_unit_whose_name_is_gone_is_named_so(path: Path) -> None:
    spoil(path, "DELETE FROM meta")
    found = salvage.look(path)
    assert (found.unit, found.proven) == ("单位名称已损坏", False)


def test_years_that_cannot_be_proven_are_not_said_to_be(path: Path) -> None:
    spoil(path, "UPDATE report SET year = 2033 WHERE id = 2")
    assert not salvage.look(path).proven


def test_what_is_no_unit_file_is_refused_and_nothing_is_overwritten(path: Path) -> None:
    with pytest.raises(FileExists):
        salvage.look(path).write(path, NOW)
    path.write_text("x" * 5000)
    with pytest.raises(NotOurFile):
        salvage.look(path)


def test_whatever_the_damage_only_what_was_there_comes_out(tmp_path: Path) -> None:
    chance, path = dice(4), tmp_path / "a.gknb"
    said = built(path)
    years: dict[int, list[object]] = {2030: [], 2031: []}
    for pages in said:
        path.write_bytes(pages)
        with Store.open(path) as store:
            assert content(store) == said[pages]
            for info in store.reports():
                years[info.year].append(store.entries(info.id))
    moments, taken = list(said), 0
    for turn in range(150):
        path.write_bytes(accident(chance.choice(moments[-4:]), chance.choice(moments), chance))
        try:
            found = salvage.look(path).found
        except Refused:
            continue
        for one in found:
            assert one.entries in years[one.year], turn
            taken += 1
    assert taken > 60
