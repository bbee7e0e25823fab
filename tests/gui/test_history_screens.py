"""Pictures of history, comparisons, earlier contents and notes: light and dark, and at 200 %."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from core import keys, notes
from core.notes import sentence_place
from core.session import Session
from gui import start, style
from gui.bridge import Bridge
from gui.history_panel import HistoryPanel
from gui.notes_panel import NotesPanel
from gui.settings import Settings
from gui.window import Window

NEW = "applications.new_received.natural_person"
OVERVIEW = keys.text("overview")
LOOKS = {"light": (100, False), "dark": (100, True), "200": (200, False), "200-dark": (200, True)}
SENTENCES = ("全年公开信息12条。", "举办培训3次，参训56人次。", "受理申请41件，均已办结。")


@pytest.fixture(params=LOOKS)
def look(request: pytest.FixtureRequest, qapp: QApplication, dressed: None) -> Iterator[str]:
    """Each look in turn; the ordinary one comes back at the end."""
    assert dressed is None
    name: str = request.param
    percent, dark = LOOKS[name]
    style.set_zoom(percent)
    style.set_dark(dark=dark)
    style.dress(qapp)
    yield name
    style.set_zoom(100)
    style.set_dark(dark=False)
    style.dress(qapp)


def lived(session: Session) -> None:
    """Some days of a clerk's work."""
    session.apply({NEW: 41}, "填写 表三 新收·自然人", typing=NEW)
    session.apply({OVERVIEW: "".join(SENTENCES)}, "修改 一、总体情况", typing=OVERVIEW)
    session.mark("交分管领导前")
    session.apply({"applications.granted.commercial": 1}, "粘贴 表三 1×4 格")
    session.undo()
    session.apply(
        {OVERVIEW: "".join(SENTENCES[:2]).replace("56", "65")}, "修改 一、总体情况", typing=OVERVIEW
    )
    session.apply(notes.changes(NEW, "来自司法所 1月8日 电话"), "备注 表三 新收·自然人")
    for sentence in SENTENCES[1:]:
        place = sentence_place("overview", sentence)
        session.apply(notes.changes(place, "党政办培训签到册、依申请台账", sentence), "备注 总体情况")


def test_history_and_notes_are_pictured(look: str, tmp_path: Path, screens: Path, qtbot: QtBot) -> None:
    session = start.sample(tmp_path)
    lived(session)
    window = Window(Bridge(session), Settings(tmp_path / "settings.json"))
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.complete()
    window.go(NEW)

    def picture(name: str) -> None:
        qtbot.wait(30)
        assert (window.width(), window.height()) == (1366, 768)
        assert cut(window) == []
        assert window.grab().save(str(screens / f"history-{name}-{look}.png"))

    window.side.history()
    history = window.side.panel("history")
    assert isinstance(history, HistoryPanel)
    picture("list")
    mark = next(
        row for row, item in enumerate(history.rows.items) if getattr(item, "label", "") == "交分管领导前"
    )
    history._choose(mark)
    history.buttons.go.click()
    picture("question")
    history.compare_with_now()
    history.naming.start.click()
    picture("comparison")
    history.naming.settle()
    history.look_back()
    picture("contents")
    window.side.note_on(NEW)
    picture("note")
    panel = window.side.panel("notes")
    assert isinstance(panel, NotesPanel)
    panel.list.setCurrentIndex(panel.rows.index(1))
    picture("note-gone")
    assert notes.GONE in panel.about.text()
    window.close()


def cut(window: Window) -> list[str]:
    """The words of labels and buttons beside the page that are given less room than they need."""
    labels = [part for part in window.side.findChildren(QLabel) if part.isVisible() and part.text()]
    buttons = [part for part in window.side.findChildren(QPushButton) if part.isVisible()]
    low = [label.text() for label in labels if label.height() < _height(label)]
    return low + [button.text() for button in buttons if button.width() < button.minimumSizeHint().width()]


def _height(label: QLabel) -> int:
    return label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()
