"""关于: the version in a line to be copied, the licences at hand, nothing from elsewhere."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QApplication, QDialog, QLabel
from pytestqt.qtbot import QtBot

from core import VERSION, paths
from gui.bridge import Bridge
from gui.dialogs import about
from gui.dialogs.about import AboutDialog
from gui.settings import Settings
from gui.window import Window
from tests.gui.conftest import ROOT, click, looking, press
from tests.gui.test_dialogs import opened

LOOKS = ((100, ""), (200, ""), (100, "dark"), (200, "dark"))  # zoom in per cent, dark
SIZE = (1366, 768)
LONG = 700  # pixels: a long path is no reason for a wide dialog


@pytest.fixture
def window(bridge: Bridge, tmp_path: Path, qtbot: QtBot) -> Window:
    made = Window(bridge, Settings(tmp_path / "settings.json"))
    qtbot.addWidget(made)
    made.resize(*SIZE)
    made.show()
    return made


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a built program, with its papers."""
    folder = tmp_path / "一个很深的文件夹" / "Program Files and Others" / "gongkai-nianbao-app" / "公开年报"
    (folder / "_internal").mkdir(parents=True)
    (folder / "LICENSE.txt").write_text("the licence", encoding="utf-8")
    (folder / "THIRD-PARTY.txt").write_text("随附的第三方软件", encoding="utf-8")
    monkeypatch.setattr(sys, "_MEIPASS", str(folder / "_internal"), raising=False)
    return folder


def about_of(window: Window) -> AboutDialog:
    window.actions_by_id["about"].trigger()
    return window.findChildren(AboutDialog)[-1]


def words(dialog: QDialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel))


def test_the_menu_opens_it_over_the_window(window: Window) -> None:
    dialog = about_of(window)
    assert dialog.isVisible()
    assert dialog.isModal()
    assert dialog.windowTitle() == "关于公开年报"
    press(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_it_says_version_purpose_and_licences(qtbot: QtBot) -> None:
    dialog = AboutDialog()
    opened(dialog, qtbot)
    shown = words(dialog)
    for said in (
        f"公开年报 {VERSION}",
        "年度报告",
        "Apache-2.0",
        "PySide6",
        "LGPL-3.0",
        about.FROM_SOURCE.format(ROOT),
    ):
        assert said in shown
    assert dialog.text.isHidden()


def test_the_line_for_the_telephone_is_copied(qtbot: QtBot) -> None:
    dialog = AboutDialog()
    opened(dialog, qtbot)
    click(dialog.copy_button)
    copied = QApplication.clipboard().text()
    assert copied.startswith(f"公开年报 {VERSION}，")
    assert copied.endswith(f"，Qt {qVersion()}")
    assert "\n" not in copied
    assert copied in words(dialog)
    assert dialog.copy_button.text() == "已复制"


def test_from_source_the_licence_is_the_tree_s_and_the_list_is_said_where_to_find(qtbot: QtBot) -> None:
    dialog = AboutDialog()
    opened(dialog, qtbot)
    dialog.move(100, 300)
    before = dialog.height()
    click(dialog.licence_button)
    assert dialog.text.isVisible()
    assert "Apache License" in dialog.text.toPlainText()
    grown = dialog.height()
    assert grown > before
    assert dialog.y() == 300 - (grown - before) // 2  # the middle stays where it was
    click(dialog.others_button)
    shown = dialog.text.toPlainText()
    assert shown.startswith(about.OF_SOURCE)
    assert (ROOT / "resources" / "fonts" / "NOTICE.md").read_text(encoding="utf-8").strip() in shown
    assert dialog.height() == grown
    assert dialog.text.verticalScrollBar().value() == 0
    assert (ROOT / "packaging" / "notices.py").is_file()


def test_an_installed_program_shows_its_own_papers(installed: Path, qtbot: QtBot) -> None:
    assert paths.papers() == installed
    dialog = AboutDialog()
    opened(dialog, qtbot)
    assert about.KEPT_IN.format(installed) in words(dialog)
    assert dialog.width() < LONG
    click(dialog.licence_button)
    assert dialog.text.toPlainText() == "the licence"
    click(dialog.others_button)
    assert dialog.text.toPlainText() == "随附的第三方软件"


def test_the_papers_are_called_what_the_bundle_calls_them() -> None:
    bundle = (ROOT / "packaging" / "bundle.py").read_text(encoding="utf-8")
    for file in (about.LICENCE_FILES[0], about.OTHERS_FILES[0]):
        assert f'folder / "{file}"' in bundle


@pytest.fixture(params=LOOKS, ids=lambda look: "-".join(map(str, look)))
def look(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[str]:
    """A zoom and a light, taken back afterwards; its name at the end of a picture's."""
    with looking(qapp, *request.param) as name:
        yield name


def test_it_is_drawn_whole_at_every_zoom(look: str, window: Window, screens: Path, qtbot: QtBot) -> None:
    dialog = about_of(window)
    for name, button in (("", None), ("-open", dialog.others_button)):
        if button is not None:
            click(button)
        qtbot.wait(30)
        picture = dialog.grab()
        assert picture.width() <= SIZE[0]
        assert picture.height() <= SIZE[1]
        for label in dialog.findChildren(QLabel):
            assert label.height() >= label.heightForWidth(label.width())
        assert picture.save(str(screens / f"about{name}-{look}.png"))
