"""From a report with faults to a signed paper, a second draft, and the old paper checked: by keys."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QDialog, QPushButton
from pytestqt.qtbot import QtBot

from core import keys, signoff
from core.session import Session
from core.writers.pdf import page_images
from gui import printing, start, states
from gui.bridge import Bridge
from gui.compare_view import PageView
from gui.dialogs.check_paper import CheckPaperDialog
from gui.dialogs.print import PrintDialog, Printer
from gui.dialogs.sign import SignDialog
from gui.pages.preview import PreviewPage
from gui.settings import Settings
from gui.window import Window
from tests.gui.conftest import press, write
from tests.gui.panels import commit

NOT_HELD = "applications.unable.not_held.natural_person"
RULES = "disclosure.rules.valid"
WAIT = 60_000  # milliseconds
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
Acting = Callable[[type[QDialog], Callable[..., None]], None]


@pytest.fixture
def acting(monkeypatch: pytest.MonkeyPatch) -> Acting:
    """What a person does in the next dialog of a kind."""

    def set_up(kind: type[QDialog], act: Callable[..., None]) -> None:
        def execute(dialog: QDialog) -> int:
            dialog.show()
            dialog.activateWindow()
            QApplication.processEvents()
            act(dialog)
            if (window := dialog.parentWidget()) is not None:
                window.activateWindow()  # as every desktop does, and the offscreen one does not
            QApplication.processEvents()
            return dialog.result()

        monkeypatch.setattr(kind, "exec", execute)

    return set_up


def test_from_faults_to_a_signed_paper_and_on(
    tmp_path: Path, qtbot: QtBot, acting: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = Window(Bridge(start.sample(tmp_path)), Settings(tmp_path / "settings.json"))
    qtbot.addWidget(window)
    window.show_first()
    window.show()
    window.complete()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    session = window.bridge.session

    make_faults(window)
    window.actions_by_id["sign"].trigger()
    assert window.notice.text.startswith("✕  还不能签发：必须修改 1 项，须说明 1 项还没有说明。")
    mend_and_explain(window)
    assert signoff.obstacles(session.verdict) == ()

    press(window, Qt.Key.Key_P, CTRL | SHIFT)
    assert window.top.draft.text() == "草稿 · 第 1 稿"
    pages = print_to(window, tmp_path / "第1稿.pdf", qtbot, acting, monkeypatch)
    assert pages == len(preview(window).pages) >= 6
    first = session.drafts()[0]

    sign(window, acting)
    assert window.top.draft.text() == "已签发 · 第 1 稿"
    assert session.drafts()[0].signed_by == "李明"

    digits(window, RULES, "3")
    assert window.notice.text == "！  第 1 稿已经签发，不受影响；现在的改动会成为第 2 稿。"
    assert window.top.draft.text() == "第 1 稿后有改动"
    press(window, Qt.Key.Key_P, CTRL | SHIFT)
    assert window.top.draft.text() == "草稿 · 第 2 稿"

    compare_with_first(window)
    check_old_paper(window, first.code, acting)

    path = session.path
    window.close()
    again = Session.open(path)
    assert [(draft.number, draft.signed) for draft in again.drafts()] == [(1, True), (2, False)]
    assert again.drafts()[0].code == first.code
    again.close()


def digits(window: Window, key: str, figure: str) -> None:
    window.go(key)
    for digit in figure:
        write(QApplication.focusWidget() or window, digit)
    press(QApplication.focusWidget() or window, Qt.Key.Key_Return)


def make_faults(window: Window) -> None:
    """One figure that does not add up, and one that a township must explain."""
    session = window.bridge.session
    window.go(keys.UNIT_KIND)
    press(QApplication.focusWidget() or window, Qt.Key.Key_Down)
    assert session.report.string(keys.UNIT_KIND) == "乡镇"
    digits(window, RULES, "2")
    digits(window, NOT_HELD, "31")


def mend_and_explain(window: Window) -> None:
    session = window.bridge.session
    for finding in signoff.obstacles(session.verdict):
        press(window, Qt.Key.Key_F8)
        card = window.panel.cards[finding.id]
        if finding.suggestions:
            card.buttons[0].setFocus()
            press(card.buttons[0], Qt.Key.Key_Space)
        else:
            assert card.why is not None
            card.why.words.setFocus()
            commit(card.why.words, "经县司法局核实，确有两件。")
            window.go(NOT_HELD)


def preview(window: Window) -> PreviewPage:
    page = window.stack.page(states.PREVIEW)
    assert isinstance(page, PreviewPage)
    return page


def print_to(
    window: Window, file: Path, qtbot: QtBot, acting: Acting, monkeypatch: pytest.MonkeyPatch
) -> int:
    """Print what is previewed on a printer that writes a PDF; return how many pages came out."""

    def printer_for(_name: str) -> QPrinter:
        printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(file))
        return printer

    monkeypatch.setattr(printing, "printers", lambda: [Printer("pdf", "存成 PDF")])
    monkeypatch.setattr(printing, "printer_for", printer_for)
    acting(PrintDialog, lambda dialog: press(dialog, Qt.Key.Key_Return))
    press(window, Qt.Key.Key_P, CTRL)
    qtbot.waitUntil(lambda: window.notice.text.startswith("✓  已交给打印机"), timeout=WAIT)
    return len(list(page_images(file.read_bytes(), 20)))


def sign(window: Window, acting: Acting) -> None:
    def act(dialog: SignDialog) -> None:
        commit(dialog.who, "李明")
        press(dialog.who, Qt.Key.Key_Return)

    acting(SignDialog, act)
    window.actions_by_id["sign"].trigger()


def compare_with_first(window: Window) -> None:
    press(window, Qt.Key.Key_D, CTRL)
    same = window.stack.currentWidget()
    assert isinstance(same, PageView)
    assert same.title.text() == "与第 2 稿相比"
    window.signing.compare(1)
    view = window.stack.currentWidget()
    assert isinstance(view, PageView)
    assert view.title.text() == "与第 1 稿相比"
    words = view.paper.toPlainText()
    assert "表二：1 格" in words
    press(view.paper, Qt.Key.Key_Escape)


def check_old_paper(window: Window, code: str, acting: Acting) -> None:
    seen: list[str] = []

    def act(dialog: CheckPaperDialog) -> None:
        write(dialog.code, code)
        press(dialog.code, Qt.Key.Key_Return)
        seen.append(f"{dialog.title.text()} {dialog.words.text()}")
        close = next(one for one in dialog.findChildren(QPushButton) if one.text() == "关闭")
        press(close, Qt.Key.Key_Space)

    acting(CheckPaperDialog, act)
    press(window, Qt.Key.Key_K, CTRL)
    assert seen[0].startswith("！  第 1 稿（已被第 2 稿取代） 这是第 1 稿，李明 ")
