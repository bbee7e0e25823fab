"""A township with seven applications: from an empty file to clean, exported documents, by keys alone.

Every figure and every word goes through the window's own key events; Chinese comes as an input method sends
it. Nothing here calls the session except to look.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from core import formfile, keys, readers
from core.findings import Level
from core.session import Session, blank_report
from gui import states
from gui.bridge import Bridge
from gui.dialogs.export import ExportDialog
from gui.pages.cover import CoverPage
from gui.settings import Settings
from gui.window import Window
from tests.gui.conftest import press, write

UNIT = "青石镇人民政府"
YEAR = 2025
WAIT = 30_000  # milliseconds
CTRL = Qt.KeyboardModifier.ControlModifier
MADE = {"disclosure.normative.made": "1", "disclosure.normative.valid": "6"}
LEFT = {"Y03"}  # what cannot be judged: the paper page does not ask for every figure of last year
FIGURES = {  # table 三: five from persons, two from firms, one carried in; the rest is confirmed as zero
    "applications.new_received.natural_person": "5",
    "applications.new_received.commercial": "2",
    "applications.granted.natural_person": "3",
    "applications.granted.commercial": "1",
    "applications.partially_granted.natural_person": "1",
    "applications.unable.not_held.natural_person": "1",
    "applications.not_processed.duplicate.natural_person": "1",
    "applications.carried_forward.commercial": "1",
}
PAPER = {  # last year's, from paper
    "applications.new_received.total": "4",
    "applications.total.total": "3",
    "applications.carried_forward.natural_person": "1",
    "applications.carried_forward.commercial": "0",
    "applications.carried_forward.research": "0",
    "applications.carried_forward.social_welfare": "0",
    "applications.carried_forward.legal_service": "0",
    "applications.carried_forward.other": "0",
    "disputes.review.total": "0",
    "disputes.direct_suit.total": "0",
    "disputes.suit_after_review.total": "0",
    "disclosure.normative.valid": "5",
    "disclosure.rules.valid": "0",
    "disclosure.licence.decisions": "0",
    "disclosure.penalty.decisions": "0",
    "disclosure.coercion.decisions": "0",
}
OVERVIEW = (
    "2025年，青石镇严格落实《中华人民共和国政府信息公开条例》。",
    "（一）主动公开。全年制发行政规范性文件1件，现行有效6件。",
    "（二）依申请公开。全年新收到政府信息公开申请7件，上年结转1件，办理7件，结转下年度继续办理1件。",
    "（三）政府信息管理。严格执行公文公开属性源头认定和保密审查。",
    "（四）政府信息公开平台建设。按要求维护县政府网站青石镇专栏。",
    "（五）监督保障。镇党政综合办公室专人负责，接受社会评议，未发生责任追究。",
)
PROBLEMS = (
    "存在的主要问题：一是个别信息公开不够及时；二是政策解读形式较为单一。",
    "改进情况：一是建立公开事项清单，按月核对；二是对涉及群众切身利益的文件一律配发解读。",
)
OTHER = ("2025年，青石镇未收取政府信息公开信息处理费。",)


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, dressed: None) -> Iterator[Window]:
    assert dressed is None
    monkeypatch.setattr(ExportDialog, "exec", lambda _dialog: 1)
    session = Session.create(tmp_path / "青石镇.gknb", blank_report("", YEAR, formfile.load("2021")))
    made = Window(Bridge(session), Settings(tmp_path / "settings.json"))
    qtbot.addWidget(made)
    made.show()
    made.show_first()
    made.complete()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.close()


def held(window: Window) -> QWidget:
    widget = QApplication.focusWidget()
    return window if widget is None else widget


def commit(window: Window, words: str) -> None:
    """What an input method sends."""
    event = QInputMethodEvent("", [])
    event.setCommitString(words)
    QApplication.sendEvent(held(window), event)


def digits(window: Window, figure: str) -> None:
    for digit in figure:
        write(held(window), digit)
    press(held(window), Qt.Key.Key_Return)


def paragraphs(window: Window, tab: str, words: tuple[str, ...]) -> None:
    window.go_to(tab)
    for place, paragraph in enumerate(words):
        if place:
            press(held(window), Qt.Key.Key_Return)
        commit(window, paragraph)


def test_seven_applications_from_an_empty_file_to_the_documents(
    window: Window, tmp_path: Path, qtbot: QtBot
) -> None:
    session = window.bridge.session
    fill_the_cover(window)
    copy_last_year_from_paper(window)
    fill_the_tables(window)
    assert session.verdict.count(Level.ERROR) == 3, "only the three texts are missing"
    for tab, words in (("overview", OVERVIEW), ("problems", PROBLEMS), ("other_matters", OTHER)):
        paragraphs(window, tab, words)
        assert session.report.text(tab) == "\n".join(words)
    explain_what_is_left(window)
    export_everything(window, tmp_path / "导出", qtbot)

    verdict, path = session.verdict, session.path
    window.close()
    again = Session.open(path)
    assert [finding.id for finding in again.verdict.findings] == [finding.id for finding in verdict.findings]
    again.close()


def fill_the_cover(window: Window) -> None:
    press(window, Qt.Key.Key_1, CTRL)
    window.go(keys.UNIT_NAME)
    commit(window, UNIT)
    window.go(keys.UNIT_KIND)
    kind = held(window)
    assert isinstance(kind, QComboBox)
    press(kind, Qt.Key.Key_Down)
    assert window.bridge.session.report.string(keys.UNIT_KIND) == "乡镇"


def copy_last_year_from_paper(window: Window) -> None:
    report = window.bridge.session.report
    cover = window.stack.page(states.COVER)
    assert isinstance(cover, CoverPage)
    sheet = cover.show_last_year()
    for key, figure in PAPER.items():
        sheet.show_key(keys.before(key))
        write(held(window), figure)
        press(held(window), Qt.Key.Key_Return)
    assert report.starting_with(keys.BEFORE) == PAPER
    sheet.carry.fill.setFocus()
    press(sheet.carry.fill, Qt.Key.Key_Space)
    assert report.value("applications.carried_in.natural_person") == 1


def fill_the_tables(window: Window) -> None:
    report = window.bridge.session.report
    for key, figure in {**MADE, **FIGURES}.items():
        window.go(key)
        digits(window, figure)
    assert report.value("applications.total.total") == 7
    press(window.foot.offer, Qt.Key.Key_Space)
    press(window.foot.yes, Qt.Key.Key_Space)
    assert not report.blanks()


def explain_what_is_left(window: Window) -> None:
    session = window.bridge.session
    assert not session.verdict.count(Level.ERROR)
    for finding in session.verdict.leading:
        if finding.level is not Level.EXPLAIN:
            continue
        press(window, Qt.Key.Key_F8)
        why = window.panel.cards[finding.id].why
        assert why is not None
        why.words.setFocus()
        commit(window, "与县司法局核对无误。")
    left = {finding.code for finding in session.verdict.leading if not finding.explanation}
    assert left == LEFT


def export_everything(window: Window, folder: Path, qtbot: QtBot) -> None:
    report = window.bridge.session.report
    folder.mkdir()
    window.settings.remember("export_folder", str(folder))
    press(window, Qt.Key.Key_E, CTRL)
    qtbot.waitUntil(lambda: window.notice.text.startswith("✓  已导出"), timeout=WAIT)
    written = {path.suffix: path for path in folder.iterdir()}
    assert set(written) == {".docx", ".pdf", ".xlsx", ".html", ".json"}
    read_back = readers.read(written[".json"]).to_report()
    assert all(read_back.value(key) == report.value(key) for key in report.form.cells)
    assert set(report.form.cells) <= set(load_workbook(written[".xlsx"]).defined_names)
