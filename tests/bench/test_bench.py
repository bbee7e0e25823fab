"""The benchmarks still run and give figures; what the figures are is never judged here."""

import json
import os
import shutil
from collections import Counter
from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.checks import run_all
from core.export import export, formats
from core.findings import Level
from core.writers import layout
from tests.bench import __main__ as bench
from tests.bench import (
    checking,
    desk,
    documents,
    measure,
    memory,
    painting,
    peers,
    reading,
    report,
    starting,
    weight,
)
from tests.writers.pdfs import text_of


def test_screen_figures_are_produced(qapp: QApplication, tmp_path: Path) -> None:  # noqa: ARG001  Qt must run
    rows = painting.rows(tmp_path, 1, painting.floors(1))
    assert len(rows) == 3
    assert all(sound(row) and row.ratio for row in rows)


def sound(row: measure.Row) -> bool:
    """A figure that was measured: with its spread, on the clock and of the processor."""
    ours = row.ours
    return 0 < ours.low <= ours.median <= ours.high and ours.processor is not None


def test_figures_of_the_checks_are_produced() -> None:
    rows = bench.check_rows(1)
    assert len(rows) == len(checking.CASES)
    assert all(sound(row) for row in rows)


def test_the_broken_reports_of_the_bench_are_broken() -> None:
    holds, *broken = ([run_all(report) for report in make()] for make in checking.CASES.values())
    assert not holds[0].count(Level.ERROR)
    assert all(verdict.count(Level.ERROR) for verdicts in broken for verdict in verdicts)


def test_document_figures_are_produced(tmp_path: Path) -> None:
    rows = documents.warm_rows(tmp_path, 1)
    assert len(rows) == len(formats()) + 3
    assert all(sound(row) and row.ratio for row in rows)
    beside = [row.beside for row in rows if row.what.startswith("pdf")]
    assert beside == [documents.TABLES, documents.PEERS["pdf"], documents.TABLES]


def test_each_document_is_weighed_beside_the_same_written_straight(tmp_path: Path) -> None:
    rows = documents.size_rows(tmp_path)
    assert [row.what for row in rows[1:]] == [f"the sample's {name}" for name in formats()]
    assert (rows[0].what, rows[0].beside) == ("the sample's pdf", documents.TABLES)
    assert all(row.ours.unit == "kB" and row.ratio for row in rows)


def test_what_the_libraries_write_straight_holds_the_report(tmp_path: Path) -> None:
    report = documents.sample()
    said = layout.build(report)
    words = peers.texts(said)
    assert words[0] == said.title
    for write in documents.plainly(report, tmp_path).values():
        write()
    sheets = load_workbook(tmp_path / "plain.xlsx").sheetnames
    assert sheets[1:] == [table.id for table in said.tables()]
    assert len(docx.Document(str(tmp_path / "plain.docx")).tables) == len(sheets) - 1
    assert json.loads((tmp_path / "plain.json").read_bytes()) == report.to_json()
    assert said.title in (tmp_path / "plain.html").read_text(encoding="utf-8")
    everything = [*words, *(cell.text for table in said.tables() for cell in table.cells)]
    drawn = Counter("".join(text_of((tmp_path / "tables.pdf").read_bytes())))
    assert Counter(filter(str.isalnum, "".join(everything))) <= drawn


def test_the_peer_with_tables_is_written_by_a_process_of_its_own_that_loads_nothing_of_ours(
    tmp_path: Path,
) -> None:
    written = tmp_path / "content.json"
    written.write_bytes(peers.data(peers.content(layout.build(documents.sample()))))
    for name in ("first", "second"):
        measure.process("-m", "tests.bench.table_pdf", str(written), str(tmp_path / name), env=os.environ)()
    assert (tmp_path / "first").read_bytes() == (tmp_path / "second").read_bytes()
    code = "import sys, tests.bench.table_pdf; sys.exit(any(name.startswith('core') for name in sys.modules))"
    measure.process("-c", code, env=os.environ)()


@pytest.mark.skipif(not shutil.which(documents.OFFICE), reason="NO LIBREOFFICE HERE: soffice is missing")
def test_libreoffice_makes_a_pdf_of_our_word_file(tmp_path: Path) -> None:
    word = export(documents.sample(), tmp_path, ["docx"])
    documents.convert(tmp_path, list(word), os.environ)()
    assert len(list((tmp_path / "out").glob("*.pdf"))) == 1


def test_reading_figures_are_produced(tmp_path: Path) -> None:
    rows = reading.rows(tmp_path, 1, 1)
    assert {row.what.partition(",")[0] for row in rows} >= {".txt", ".json", ".xlsx"}
    assert all(sound(row) and row.ratio for row in rows)


def test_process_figures_are_produced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    rows = starting.rows(starting.own_place(tmp_path), 1)
    assert rows[0].limits == "≤ 1.5 ×"
    assert all(sound(row) and row.ratio for row in rows)


def test_the_newest_bundle_is_weighed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weight, "DIST", tmp_path)
    (tmp_path / "program").mkdir()
    (tmp_path / "program" / "library").write_bytes(bytes(3_000_000))
    (tmp_path / "program.tar.gz").write_bytes(bytes(1_000_000))
    assert [(row.what, row.ours.median, row.verdict) for row in weight.bundle_rows()] == [
        ("bundle, unpacked", 3.0, "yes"),
        ("bundle, packed", 1.0, "yes"),
    ]


def test_a_key_reaches_the_report_and_a_repaint_the_screen(qtbot: QtBot, tmp_path: Path) -> None:
    painted = Painted()
    with painting.table_three(tmp_path) as page:
        qtbot.waitUntil(page.view.hasFocus)
        painting.our_key(page)()
        assert page.model.report.stated(painting.TYPED_INTO) == 1
        page.view.viewport().installEventFilter(painted)
        painting.our_repaint(page)()
        assert painted.count


OURS, FLOOR = measure.Figure(30, 20, 40, 25, runs=7), measure.Figure(15.04, 15, 16, runs=7)
ROW = measure.Row("ours", OURS, "floor", FLOOR, measure.Wanted(40, 1.5))
SIZES = measure.Part(
    "Size", [measure.Row("tree", measure.exactly(35.12, "MB"), "its code", measure.exactly(3.5, "MB"))], "MB"
)


def test_the_table_says_what_was_measured_how_often_beside_what() -> None:
    assert report.table([measure.Part("Part", [ROW])]).splitlines() == [
        "Part  ms: median (min–max)  n  processor  beside  ms                ratio  wanted            ok",
        "ours  30.0 (20.0–40.0)      7  25.0       floor   15.0 (15.0–16.0)  1.99   ≤ 40 ms; ≤ 1.5 ×  no",
    ]


def test_sizes_stand_under_headings_of_their_own_in_their_unit() -> None:
    head, line, *rows = report.markdown([measure.Part("Part", [ROW]), SIZES], []).splitlines()[-3:]
    assert head == "| Size | MB | beside | MB | ratio | wanted | ok |"
    assert line.count("|") == head.count("|")
    assert rows == ["| tree | 35.1 | its code | 3.50 | 10.03 |  |  |"]


def test_another_number_of_runs_beside_is_said() -> None:
    assert measure.Row("ours", OURS, "floor", FLOOR._replace(runs=35)).runs == "7, 35"
    assert measure.Row("ours", OURS).runs == "7"


def test_every_time_of_the_table_is_measured_at_least_five_times_and_every_size_has_its_unit(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: list[int] = []
    time = measure.Row("ours", OURS)

    def rows(*given: object) -> list[measure.Row]:
        asked.extend(number for number in given if isinstance(number, int))
        return [time]

    for place, name in (
        *((starting, "rows"), (painting, "rows"), (bench, "desk_rows"), (bench, "check_rows")),
        *(
            (documents, "warm_rows"),
            (documents, "process_rows"),
            (documents, "office_rows"),
            (reading, "rows"),
        ),
    ):
        monkeypatch.setattr(place, name, rows)
    monkeypatch.setattr(memory, "row", lambda *given: rows(*given)[0]._replace(ours=OURS._replace(unit="MB")))
    monkeypatch.setattr(painting, "floors", lambda _repeats: {})
    monkeypatch.setattr(painting, "dress", lambda _app: None)
    parts = list(bench.measured(tmp_path, 7))
    assert min(asked) == 5
    assert all(row.ours.unit == part.unit for part in parts if not part.timed for row in part.rows)
    assert [part.title for part in parts if not part.timed] == [
        "Memory",
        "Size of the documents",
        "Size of the program",
    ]


@pytest.mark.parametrize(
    ("wanted", "verdict"),
    [
        (measure.Wanted(), ""),
        (measure.Wanted(30), "yes"),
        (measure.Wanted(29), measure.BY_PROCESSOR),
        (measure.Wanted(24), "no"),
        (measure.Wanted(30, 2), "yes"),
        (measure.Wanted(30, 1.9), "no"),
    ],
)
def test_what_is_wanted_holds_or_not(wanted: measure.Wanted, verdict: str) -> None:
    assert measure.Row("ours", OURS, "floor", FLOOR, wanted).verdict == verdict


def test_a_busy_machine_is_said() -> None:
    quiet, busy = report.how([0.2, 0.5]), report.how([0.2, 1000.0])
    assert "busy" in busy
    assert "busy" not in quiet


def test_the_readme_takes_the_table_between_its_marks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report, "README", tmp_path / "README.md")
    report.README.write_text(f"before\n{report.BEGIN}\nold\n{report.END}\nbehind\n", encoding="utf-8")
    report.rewrite(report.markdown([measure.Part("Part", [measure.Row("ours", OURS)])], [0.2, 0.5]))
    before, begin, *section, end, behind = report.README.read_text(encoding="utf-8").splitlines()
    assert (before, begin, end, behind) == ("before", report.BEGIN, report.END, "behind")
    assert section[-1] == "| ours | 30.0 (20.0–40.0) | 7 | 25.0 |  |  |  |  |  |"
    assert section[0].endswith("The machine's load: 0.2 before, 0.5 after.")


def test_a_readme_without_a_place_for_the_table_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report, "README", tmp_path / "README.md")
    report.README.write_text("nothing", encoding="utf-8")
    with pytest.raises(LookupError):
        report.rewrite("table")
    assert report.README.read_text(encoding="utf-8") == "nothing"


def test_the_readme_has_a_place_for_the_table() -> None:
    text = report.README.read_text(encoding="utf-8")
    assert text.count(report.BEGIN) == text.count(report.END) == 1


def test_a_programme_that_fails_is_not_timed() -> None:
    with pytest.raises(RuntimeError, match="ended with 3"):
        measure.process("-c", "raise SystemExit(3)", env={})()


def test_figures_of_the_desk_are_produced(qapp: QApplication, tmp_path: Path) -> None:  # noqa: ARG001
    rows = bench.desk_rows(tmp_path, 4)
    assert [row.what for row in rows] == [
        "key into a text of 5,000 characters",
        "  all but one in a hundred within",
        "key into table 三, a full report",
        "  all but one in a hundred within",
        "paste of 25 × 7 cells",
        "turning to another tab",
    ]
    assert all(row.ours.median > 0 for row in rows)
    assert [row.ours.runs for row in rows[:3]] == [4, 4, 4]


def test_every_page_of_the_preview_is_looked_at(qapp: QApplication, tmp_path: Path) -> None:  # noqa: ARG001
    with desk.desk(tmp_path) as window:
        assert desk.pages(window) > 30


def test_memory_is_that_of_a_process_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    row = memory.row(tmp_path, starting.own_place(tmp_path), 1, 2)
    assert row.ours.unit == "MB"
    assert row.limits == "≤ 200 MB"
    assert row.theirs is not None
    assert 10 < row.theirs.median < row.ours.median


def test_a_process_that_cannot_tell_its_memory_says_why(tmp_path: Path) -> None:
    nowhere = str(tmp_path / "nowhere" / "at all")
    with pytest.raises(RuntimeError, match="ended with 1"):
        memory.measured({**os.environ, "QT_QPA_PLATFORM": "offscreen"}, "1", nowhere)


class Painted(QObject):
    """Counts the paint events of what it watches."""

    count = 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's name
        self.count += event.type() == QEvent.Type.Paint
        return False
