"""The benchmarks still run and give figures; what the figures are is never judged here."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.checks import run_all
from core.export import export
from core.findings import Level
from tests.bench import __main__ as bench
from tests.bench import checking, documents, measure, painting


def test_screen_figures_are_produced(qapp: QApplication, tmp_path: Path) -> None:  # noqa: ARG001  Qt must run
    rows = bench.screen_rows(tmp_path, 1)
    assert len(rows) == 3
    assert all(0 < row.timing.low <= row.timing.median <= row.timing.high and row.ratio > 0 for row in rows)


def test_figures_of_the_checks_are_produced() -> None:
    rows = bench.check_rows(1)
    assert len(rows) == len(checking.CASES)
    assert all(row.timing.low > 0 for row in rows)


def test_the_broken_reports_of_the_bench_are_broken() -> None:
    holds, *broken = ([run_all(report) for report in make()] for make in checking.CASES.values())
    assert not holds[0].count(Level.ERROR)
    assert all(verdict.count(Level.ERROR) for verdicts in broken for verdict in verdicts)


def test_document_figures_are_produced(tmp_path: Path) -> None:
    rows = documents.warm_rows(tmp_path, 1)
    assert len(rows) == 4
    assert all(row.timing.low > 0 and row.ratio > 0 for row in rows)


@pytest.mark.skipif(not shutil.which(documents.OFFICE), reason="NO LIBREOFFICE HERE: soffice is missing")
def test_libreoffice_makes_a_pdf_of_our_word_file(tmp_path: Path) -> None:
    word = export(documents.sample(), tmp_path, ["docx"])
    documents.convert(tmp_path, list(word))
    assert len(list((tmp_path / "out").glob("*.pdf"))) == 1


def test_process_figures_are_produced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    rows = bench.process_rows(tmp_path, bench.own_place(tmp_path), 1)
    assert [row.wanted for row in rows] == ["≤ 2 ×", "≤ 500 ms", "≤ 300 ms"]
    assert all(row.timing.low > 0 and row.ratio > 0 for row in rows)
    assert list(tmp_path.glob("*.pdf"))


def test_a_key_reaches_the_report_and_a_repaint_the_screen(qtbot: QtBot, tmp_path: Path) -> None:
    painted = Painted()
    with painting.table_three(tmp_path) as page:
        qtbot.waitUntil(page.view.hasFocus)
        painting.our_key(page)()
        assert page.model.report.stated(painting.TYPED_INTO) == 1
        page.view.viewport().installEventFilter(painted)
        painting.our_repaint(page)()
        assert painted.count


def test_the_table_says_what_was_measured_beside_what() -> None:
    rows = [measure.Row("ours", measure.Timing(30, 20, 40), "floor", measure.Timing(15.04, 15, 16), "≤ 2 ×")]
    assert measure.table(rows).splitlines()[1].split() == (
        ["ours", "30", "(20–40)", "floor", "15", "(15–16)", "1.99", "≤", "2", "×"]
    )


def test_a_programme_that_fails_is_not_timed() -> None:
    with pytest.raises(RuntimeError, match="ended with 3"):
        measure.process("-c", "raise SystemExit(3)", env={})()


def test_figures_of_the_desk_are_produced(qapp: QApplication, tmp_path: Path) -> None:  # noqa: ARG001
    lines = bench.desk_lines(tmp_path, 4)
    assert [line.split("  ")[0] for line in lines[:4]] == [
        "key into a text of 5,000 characters",
        "key into table 三",
        "paste of 25 × 7 cells",
        "turning to another tab",
    ]
    assert "MB" in lines[4]


class Painted(QObject):
    """Counts the paint events of what it watches."""

    count = 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's name
        self.count += event.type() == QEvent.Type.Paint
        return False
