"""Text pages for tests: shown, typed into, pasted into, with last year's report beside."""

from collections.abc import Mapping

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from core import keys
from core.report import Entry
from gui.bridge import Bridge
from gui.pages.text import TextPage
from tests.gui.conftest import press, report_with

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
WIDE = (1002, 640)


def commit(widget: QWidget, text: str) -> None:
    """What an input method sends for Chinese."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


def shown(bridge: Bridge, qtbot: QtBot, section: str = "overview", size: tuple[int, int] = WIDE) -> TextPage:
    sections = {one.id: one for one in bridge.session.report.form.sections}
    page = TextPage(bridge, sections[section])
    qtbot.addWidget(page)
    page.resize(*size)
    page.show()
    page.activateWindow()
    page.setFocus()
    QApplication.processEvents()
    return page


def put_on_clipboard(text: str, html: str = "") -> None:
    data = QMimeData()
    if text:
        data.setText(text)
    if html:
        data.setHtml(html)
    QApplication.clipboard().setMimeData(data)


def paste(page: TextPage, text: str, html: str = "") -> None:
    put_on_clipboard(text, html)
    press(page.editor, Qt.Key.Key_V, CTRL)


def with_last_year(bridge: Bridge, texts: Mapping[str, str]) -> None:
    """Put last year's report with some texts beside this one."""
    last = report_with({}, bridge.session.report.year - 1)
    last.write({keys.text(section): Entry(text) for section, text in texts.items()})
    bridge.session.last_year = last
    bridge.opened.emit()
    QApplication.processEvents()
