"""Pictures of drafts, signing, comparing, paper and printing, to be looked at: build/screens/sign-*.png."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from core import signoff
from core.session import Session
from gui import draft_words, start
from gui.bridge import Bridge
from gui.dialogs.chain import ChainDialog
from gui.dialogs.check_paper import CheckPaperDialog
from gui.dialogs.export import ExportDialog
from gui.dialogs.print import PrintDialog, Printer, Usual
from gui.dialogs.sign import SignDialog
from gui.pages.preview import PreviewPage
from gui.settings import Settings
from gui.window import Window
from tests.gui.conftest import looking

LOOKS = ((100, ""), (150, ""), (200, ""), (100, "dark"))  # zoom in per cent, light
SIZE = (1366, 768)
WAIT = 30_000  # milliseconds
NOT_HELD = "applications.unable.not_held.natural_person"
TODAY = dt.date(2026, 1, 12)
Look = tuple[int, str]


@pytest.fixture(params=LOOKS, ids=lambda look: f"{look[0]}{look[1]}")
def look(request: pytest.FixtureRequest, qapp: QApplication, dressed: None) -> Iterator[str]:
    """A zoom and a light, taken back afterwards; the end of the pictures' names."""
    assert dressed is None
    with looking(qapp, *request.param) as name:
        yield name


def nothing_is_cut_off(widget: QWidget) -> None:
    for button in widget.findChildren(QAbstractButton):
        if button.isVisible() and button.text():
            assert button.width() >= button.minimumSizeHint().width(), button.text()
    for label in widget.findChildren(QLabel):
        if label.isVisible() and not label.wordWrap():
            assert label.width() >= label.sizeHint().width() - 1, label.text()


def test_from_the_draft_to_the_signature(look: str, tmp_path: Path, screens: Path, qtbot: QtBot) -> None:
    session = start.sample(tmp_path)
    window = Window(Bridge(session), Settings(tmp_path / "settings.json"))
    qtbot.addWidget(window)
    window.resize(*SIZE)
    window.show()
    window.complete()

    def picture(name: str) -> None:
        QApplication.processEvents()
        qtbot.wait(30)
        assert window.grab().save(str(screens / f"sign-{name}-{look}.png"))

    window.actions_by_id["submit"].trigger()
    page = window.stack.currentWidget()
    assert isinstance(page, PreviewPage)
    qtbot.waitUntil(lambda: page.state.text().startswith("共"), timeout=WAIT)
    picture("1-draft")
    nothing_is_cut_off(page.strip)
    window.notice.close_notice()
    assert (window.width(), window.height()) == SIZE
    session.apply({NOT_HELD: 31}, "填写")
    picture("2-changed")
    nothing_is_cut_off(page.strip)
    window.actions_by_id["sign"].trigger()
    picture("3-refused")
    window.notice.close_notice()
    window.actions_by_id["compare-draft"].trigger()
    picture("4-compared")
    session.undo()
    session.sign(1, "李明", dt.date(2026, 1, 15))
    window.bridge.drafted.emit()
    window.actions_by_id["draft"].trigger()
    qtbot.waitUntil(lambda: page.state.text().startswith("共"), timeout=WAIT)
    picture("5-signed")
    window.go_to("cover")
    picture("6-steps")
    assert window.width() == SIZE[0]
    window.close()


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    opened = start.sample(tmp_path)
    yield opened
    opened.close()


def test_the_questions(look: str, session: Session, tmp_path: Path, screens: Path, qtbot: QtBot) -> None:
    first = session.make_draft()
    session.apply({NOT_HELD: 31}, "填写")

    def paper(code: str) -> Callable[[], QDialog]:
        def make() -> QDialog:
            def check(typed: str) -> signoff.PaperVerdict:
                return signoff.check_paper(session.drafts(), session.report, typed)

            dialog = CheckPaperDialog(session.report.form, check)
            dialog.code.setText(code)
            return dialog

        return make

    printers = (Printer("hp", "党政办 HP LaserJet M126"), Printer("old", "档案室"))
    dialogs: dict[str, Callable[[], QDialog]] = {
        "print": lambda: PrintDialog(printers, 8, 2, Usual("hp", both_sides=True)),
        "sign": lambda: SignDialog(session.drafts(), first, TODAY),
        "chain": lambda: ChainDialog(signoff.DEFAULT_CHAIN),
        "export": lambda: ExportDialog(
            tmp_path, ("draft",), draft_words.exported(draft_words.standing(session))
        ),
        "paper-empty": paper(""),
        "paper-differs": paper(first.code),
        "paper-unknown": paper("M8YM-R55H-XAF1-N"),
        "paper-mistyped": paper("M8YM-R55H-XAF1"),
    }
    for name, make in dialogs.items():
        dialog = make()
        qtbot.addWidget(dialog)
        dialog.show()
        if isinstance(dialog, CheckPaperDialog) and dialog.code.text():
            dialog.answer()
        QApplication.processEvents()
        assert dialog.grab().save(str(screens / f"sign-dialog-{name}-{look}.png"))
        assert dialog.width() <= SIZE[0]
        assert dialog.height() <= SIZE[1], name
        nothing_is_cut_off(dialog)
