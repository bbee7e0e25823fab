"""A township with nothing to report: from 新建 to a clean verdict by keys alone, counted.

Every key and every character that a person would type is counted where it is sent, so that "under two
minutes of honest work" is a number. Nothing here calls the session except to look.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from core import keys
from core.findings import Level
from core.report import OriginKind
from core.session import Session
from gui import start, states
from gui.bridge import Bridge
from gui.dialogs.new_file import NewFileDialog
from gui.pages.cover import CoverPage
from gui.pages.table import TablePage
from gui.settings import Settings
from gui.window import Window
from tests.gui.conftest import press, write
from tests.gui.conftest import screens as screens  # noqa: PLC0414 - as above

UNIT = "青石镇人民政府"
PROBLEMS = "主动公开的内容还不够及时，政策解读形式较单一。下一步将按月核对公开事项清单，文件公开时一并解读。"
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
SECONDS_A_KEY = 1.2  # with looking at the screen in between
SECONDS_A_CHARACTER = 0.8  # 75 Chinese characters a minute
TWO_MINUTES = 120


@dataclass
class Hand:
    """Sends keys to whatever holds the keyboard, and counts."""

    window: Window
    keys: int = 0
    characters: int = 0
    said: list[str] = field(default_factory=list)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.keys += 1
        press(self.holder(), key, modifiers)

    def write(self, text: str) -> None:
        self.keys += len(text)
        write(self.holder(), text)

    def commit(self, words: str) -> None:
        """What an input method sends."""
        self.characters += len(words)
        event = QInputMethodEvent("", [])
        event.setCommitString(words)
        QApplication.sendEvent(self.holder(), event)

    def holder(self) -> QWidget:
        held = QApplication.activeModalWidget()
        return QApplication.focusWidget() or held or self.window

    @property
    def seconds(self) -> float:
        return self.keys * SECONDS_A_KEY + self.characters * SECONDS_A_CHARACTER


@pytest.fixture
def hand(tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, dressed: None) -> Iterator[Hand]:
    assert dressed is None
    monkeypatch.setattr("core.paths.documents", lambda: tmp_path)
    window = Window(Bridge(start.sample(tmp_path)), Settings(tmp_path / "settings.json"))
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show_first()
    window.show()
    window.complete()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield Hand(window)
    window.close()


def make_the_file(hand: Hand, qtbot: QtBot) -> None:
    """Ctrl+N, the unit's name, its kind, Enter."""

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, NewFileDialog)
        hand.commit(UNIT)
        hand.press(Qt.Key.Key_Tab)
        hand.press(Qt.Key.Key_Down)
        hand.press(Qt.Key.Key_Return)

    QTimer.singleShot(300, answer)
    hand.press(Qt.Key.Key_N, CTRL)
    qtbot.waitUntil(lambda: hand.window.bridge.session.report.unit_name == UNIT)
    hand.window.activateWindow()  # the offscreen platform gives the keyboard back to nobody
    qtbot.waitUntil(hand.window.isActiveWindow)


def test_from_new_to_a_clean_verdict_in_under_two_minutes(hand: Hand, qtbot: QtBot, screens: Path) -> None:
    window = hand.window
    make_the_file(hand, qtbot)
    session = window.bridge.session
    report = session.report
    assert len(report.blanks()) == len(report.form.typed)
    assert report.string(keys.UNIT_KIND) == "乡镇"

    cover = window.stack.currentWidget()
    assert isinstance(cover, CoverPage)
    assert hand.holder() is cover.lines[keys.UNIT_NAME]
    hand.press(Qt.Key.Key_Tab, SHIFT)
    nothing = cover.ladder.nothing
    assert hand.holder() is nothing.offer
    hand.press(Qt.Key.Key_Space)
    assert "都记为 0，可以撤销" in nothing.said.text()
    hand.press(Qt.Key.Key_Space)
    assert session.undo_label == "本年未收到申请：三、四确认为 0（156 格）"
    assert {report.form.cells[key].table for key in report.blanks()} == {"disclosure"}
    assert [offer.section for _, offer in nothing.sentences.ticks] == ["overview", "other_matters"]
    qtbot.wait(30)
    assert window.grab().save(str(screens / "zero-path-sentences.png"))
    hand.press(Qt.Key.Key_Space)
    assert "未收到政府信息公开申请" in report.text("overview")
    assert "未收取政府信息公开信息处理费" in report.text("other_matters")
    assert not nothing.isVisible()
    assert cover.ladder.rows["filling"].words.text() == "未填 10 格；五 未写"

    hand.press(Qt.Key.Key_3, CTRL)
    assert isinstance(window.stack.currentWidget(), TablePage)
    for _ in range(len(report.blanks())):
        hand.write("0")
        hand.press(Qt.Key.Key_Tab)
    assert not report.blanks()

    hand.press(Qt.Key.Key_6, CTRL)
    hand.commit(PROBLEMS)
    window.go_to(states.COVER)
    qtbot.wait(30)
    assert window.grab().save(str(screens / "zero-path-done.png"))

    levels = {finding.level for finding in session.verdict.leading}
    assert not levels & {Level.ERROR, Level.FAULT, Level.EXPLAIN}
    assert levels <= {Level.HINT, Level.UNKNOWN}
    assert report.origin("applications.new_received.natural_person") is not None
    origin = report.origin("applications.new_received.natural_person")
    assert origin is not None
    assert origin.kind is OriginKind.ZERO
    assert hand.keys <= 60
    assert hand.seconds < TWO_MINUTES, f"{hand.keys} keys, {hand.characters} characters"
    again = session.path
    window.close()
    reopened = Session.open(again)
    assert reopened.verdict.findings == session.verdict.findings
    reopened.close()


def test_the_sentences_are_one_step_and_undo_goes_back_step_by_step(hand: Hand, qtbot: QtBot) -> None:
    make_the_file(hand, qtbot)
    session = hand.window.bridge.session
    hand.window.go_to(states.COVER)
    cover = hand.window.stack.currentWidget()
    assert isinstance(cover, CoverPage)
    for button in (cover.ladder.nothing.offer, cover.ladder.nothing.yes):
        button.setFocus()
        hand.press(Qt.Key.Key_Space)
    hand.press(Qt.Key.Key_Space)
    assert session.undo_label == "写入与“本年未收到申请”相符的 2 句"
    session.undo()
    assert session.report.text("overview") == ""
    session.undo()
    assert len(session.report.blanks()) == len(session.report.form.typed)
    assert cover.ladder.nothing.offer.isVisible()
