"""Text pages inside the window: pictures at every light and zoom to be looked at, and the ways in and out."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from core import keys
from core.report import Entry, Report
from gui import start, style
from gui.bridge import Bridge
from gui.pages.cover import CoverPage
from gui.pages.text import TextPage
from gui.settings import Settings
from gui.window import Window
from tests.gui.conftest import press, write
from tests.gui.text_pages import CTRL, commit, put_on_clipboard

SIZE = (1366, 768)
OVERVIEW = keys.text("overview")
LOOKS = ((100, "light"), (100, "dark"), (200, "light"), (150, "dark"))

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

Dressing = Callable[[int, str], Window]


@pytest.fixture
def dress(qapp: QApplication, dressed: None, tmp_path: Path, qtbot: QtBot) -> Iterator[Dressing]:
    """A window on the sample with a text of last year, in a zoom and a light; taken back afterwards."""
    assert dressed is None
    windows: list[Window] = []

    def put_on(percent: int, light: str) -> Window:
        style.set_zoom(percent)
        style.set_dark(dark=light == "dark")
        style.dress(qapp)
        session = start.sample(tmp_path)
        report = session.report
        before = Report(report.form, report.year - 1, {keys.UNIT_NAME: Entry(report.unit_name)})
        half = report.text("overview")[:600].replace(str(report.year), str(report.year - 1))
        before.write({OVERVIEW: Entry(half)})
        session.add_past(before, "导入上年报告")
        session.apply({OVERVIEW: f"全年，XX镇落实条例的的要求。\n{report.text('overview')}"}, "修改")
        window = Window(Bridge(session), Settings(tmp_path / "settings.json"))
        qtbot.addWidget(window)
        window.resize(*SIZE)
        window.show()
        window.complete()
        window.activateWindow()
        QApplication.processEvents()
        windows.append(window)
        return window

    yield put_on
    for window in windows:
        window.close()
    style.set_zoom(100)
    style.set_dark(dark=False)
    style.dress(qapp)


def text_page(window: Window, section: str) -> TextPage:
    window.go(keys.text(section))
    QApplication.processEvents()
    page = window.stack.currentWidget()
    assert isinstance(page, TextPage)
    return page


def clipped(page: QWidget) -> list[str]:
    """The words of labels and buttons that have less room than they need."""
    found = []
    for widget in page.findChildren(QWidget):
        if not widget.isVisible() or not isinstance(widget, QLabel | QPushButton | QToolButton):
            continue
        wraps = isinstance(widget, QLabel) and widget.wordWrap()
        height = widget.heightForWidth(widget.width()) if wraps else widget.minimumSizeHint().height()
        if widget.height() < height or (not wraps and widget.width() < widget.minimumSizeHint().width()):
            found.append(widget.text())
    return found


@pytest.mark.parametrize(("percent", "light"), LOOKS)
def test_text_pages_are_pictured_and_nothing_is_clipped(
    dress: Dressing, screens: Path, percent: int, light: str
) -> None:
    window = dress(percent, light)
    window.bridge.session.apply({keys.OVERVIEW_LIMIT: "900"}, "x")
    page = text_page(window, "overview")
    page.before.toggle.setChecked(True)
    _picture(window, screens / f"text-{percent}-{light}-overview.png")
    assert clipped(page) == []
    if page.year.isVisible():
        page.year.click()
        _picture(window, screens / f"text-{percent}-{light}-before.png")
        assert clipped(page) == []
    window.bridge.session.apply({"fee.notices": "1", "fee.notified": "二百", "fee.received": "2700"}, "x")
    page = text_page(window, "other_matters")
    _picture(window, screens / f"text-{percent}-{light}-fees.png")
    assert clipped(page) == []
    assert (window.width(), window.height()) == SIZE


@pytest.mark.parametrize("percent", [100, 200])
def test_the_list_of_sentences_is_pictured(dress: Dressing, screens: Path, percent: int) -> None:
    page = text_page(dress(percent, "light"), "overview")
    page.offers.click()
    QApplication.processEvents()
    assert page.offers.popup is not None
    assert page.offers.popup.grab().save(str(screens / f"text-{percent}-sentences.png"))
    page.offers.popup.close()


def _picture(window: Window, file: Path) -> None:
    for _ in range(3):
        QApplication.processEvents()
    assert window.grab().save(str(file))


def test_undo_of_a_fee_shows_its_page_and_says_what(dress: Dressing) -> None:
    window = dress(100, "light")
    page = text_page(window, "other_matters")
    assert page.fees is not None
    page.fees.lines["fee.notices"].setFocus()
    write(page.fees.lines["fee.notices"], "2")
    window.go_to("cover")
    assert window.bridge.session.undo_label == "填写 收费通知件数"
    window.undo()
    assert window.stack.currentWidget() is page
    assert page.fees.lines["fee.notices"].text() == ""


def test_what_a_paste_dropped_is_said_in_the_notice_line(dress: Dressing) -> None:
    window = dress(100, "light")
    page = text_page(window, "problems")
    put_on_clipboard("一、问题", "<p><b>一、问题</b></p>")
    press(page.editor, Qt.Key.Key_V, CTRL)
    assert window.notice.isVisible()
    assert window.notice.text == "✓  已按纯文字粘贴，去掉了格式"


def test_a_note_on_a_sentence_opens_its_panel(dress: Dressing) -> None:
    window = dress(100, "light")
    page = text_page(window, "overview")
    page.editor.set_caret(2)
    page.note()
    assert window.side.front == "notes"


def test_words_of_the_preamble_are_shown_on_the_cover(dress: Dressing) -> None:
    window = dress(100, "light")
    window.bridge.session.apply({keys.text("preamble"): "本报告由XX镇编制。"}, "x")
    window.go_span("preamble", 4, 6)
    page = window.stack.currentWidget()
    assert isinstance(page, CoverPage)
    assert page.preamble.hasFocus()
    assert page.preamble.textCursor().selectedText() == "XX"


def test_everything_on_the_page_is_reached_with_tab(dress: Dressing) -> None:
    page = text_page(dress(100, "light"), "overview")
    page.before.text.selectAll()
    wanted = [page.offers, page.outline, page.editor, page.before.text, page.before.toggle, page.before.take]
    reached: list[QWidget] = []
    widget: QWidget = page.offers
    for _ in range(60):
        if widget in wanted and widget not in reached:
            reached.append(widget)
        widget = widget.nextInFocusChain() or page.offers
    assert reached == wanted
    for before, after in pairwise(wanted):
        before.setFocus()
        press(before, Qt.Key.Key_Tab)
        assert after.hasFocus(), after.accessibleName()
    assert all(one.accessibleName() or getattr(one, "text", str)() for one in wanted)


def test_a_new_zoom_keeps_the_text_and_its_marks(dress: Dressing) -> None:
    window = dress(100, "light")
    commit(text_page(window, "overview").editor, "甲")
    window.set_zoom(125)
    page = text_page(window, "overview")
    assert page.editor.text().startswith("甲全年，XX镇")
    assert page.editor.marks
    assert page.editor.mapTo(window, QPoint(0, 0)).x() >= 0
