"""The small questions: what they propose, when they can be answered, what they answer."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from core import export, formfile, paths
from gui.dialogs.export import ExportDialog, Wanted, offered
from gui.dialogs.fault import HEADLINE, FaultDialog
from gui.dialogs.new_file import NewFile, NewFileDialog, proposed, year_choice
from gui.dialogs.new_year import NewYearDialog
from gui.export_words import OF_REPORT, SEPARATE, WORDS
from tests.gui.conftest import click, press, write
from tests.gui.test_cover import commit

TODAY = dt.date(2026, 1, 5)
UNIT = "青石镇人民政府"


def opened(dialog: QDialog, qtbot: QtBot) -> None:
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    QApplication.processEvents()


def new_file(qtbot: QtBot, folder: Path) -> NewFileDialog:
    dialog = NewFileDialog(folder=folder, today=TODAY)
    opened(dialog, qtbot)
    return dialog


def test_a_new_file_needs_only_the_unit_s_name(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = new_file(qtbot, tmp_path)
    assert not dialog.accept_button.isEnabled()
    assert dialog.sentence.text() == "请填写单位名称。"
    assert dialog.unit.hasFocus()
    commit(dialog.unit, f" {UNIT} ")
    assert dialog.sentence.text() == ""
    press(dialog.unit, Qt.Key.Key_Return)
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert dialog.values() == NewFile(UNIT, "", 2025, tmp_path / f"{UNIT}.gknb")


def test_enter_does_nothing_as_long_as_something_is_missing(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = new_file(qtbot, tmp_path)
    press(dialog.unit, Qt.Key.Key_Return)
    assert dialog.isVisible()


def test_escape_closes_without_an_answer(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = new_file(qtbot, tmp_path)
    commit(dialog.unit, UNIT)
    press(dialog.unit, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert dialog.result() == QDialog.DialogCode.Rejected


def test_kind_and_year_are_chosen_from_lists(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = new_file(qtbot, tmp_path)
    commit(dialog.unit, UNIT)
    dialog.kind.setFocus()
    press(dialog.kind, Qt.Key.Key_Down)
    dialog.year.setFocus()
    press(dialog.year, Qt.Key.Key_Down)
    assert (dialog.values().kind, dialog.values().year) == ("乡镇", 2024)
    years = [dialog.year.itemData(index) for index in range(dialog.year.count())]
    assert years == sorted(years, reverse=True)
    assert years[0] == 2026
    assert years[-1] == min(formfile.load(form).first_year for form in formfile.form_ids())


def test_the_name_follows_the_unit_until_it_is_typed(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = new_file(qtbot, tmp_path)
    commit(dialog.unit, "甲镇")
    assert dialog.name.text() == "甲镇.gknb"
    dialog.name.setFocus()
    dialog.name.selectAll()
    write(dialog.name, "abc")
    dialog.unit.setFocus()
    commit(dialog.unit, "乙")
    assert dialog.values().path == tmp_path / "abc.gknb"


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("a/b", "这些符号"),
        ("a:b", "这些符号"),
        ("con", "不能用"),
        ("..", "请填写文件名"),
        ("taken", "已经存在"),
    ],
)
def test_a_name_that_cannot_be_used_is_said_in_the_dialog(
    qtbot: QtBot, tmp_path: Path, name: str, says: str
) -> None:
    (tmp_path / "taken.gknb").touch()
    dialog = new_file(qtbot, tmp_path)
    commit(dialog.unit, UNIT)
    dialog.name.selectAll()
    write(dialog.name, name)
    assert says in dialog.sentence.text()
    assert not dialog.accept_button.isEnabled()


def test_a_folder_that_is_not_there_is_said(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = new_file(qtbot, tmp_path)
    commit(dialog.unit, UNIT)
    dialog.folder.line.selectAll()
    write(dialog.folder.line, str(tmp_path / "gone"))
    assert dialog.sentence.text() == "没有这个文件夹，请另选一个。"
    dialog.folder.line.selectAll()
    press(dialog.folder.line, Qt.Key.Key_Delete)
    assert dialog.sentence.text() == "请选择文件夹。"
    write(dialog.folder.line, "relative")
    assert "完整" in dialog.sentence.text()


def test_a_file_made_in_the_meantime_is_noticed(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = new_file(qtbot, tmp_path)
    commit(dialog.unit, UNIT)
    (tmp_path / f"{UNIT}.gknb").touch()
    click(dialog.accept_button)
    assert dialog.isVisible()
    assert "已经存在" in dialog.sentence.text()


def test_a_control_character_in_the_unit_is_said(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = new_file(qtbot, tmp_path)
    commit(dialog.unit, "甲\x07乙")
    assert dialog.sentence.text().startswith("单位名称中，第 2 个字符（“甲”之后）")


def test_the_documents_folder_is_proposed(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "documents", lambda: tmp_path)
    dialog = NewFileDialog(today=TODAY)
    opened(dialog, qtbot)
    assert dialog.folder.folder() == tmp_path


def test_choosing_a_folder(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "他处 ＆ #"
    other.mkdir()
    dialog = new_file(qtbot, tmp_path)
    commit(dialog.unit, UNIT)
    answers = iter(["", str(other)])
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: next(answers))
    click(dialog.folder.button)  # cancelled
    assert dialog.values().path.parent == tmp_path
    click(dialog.folder.button)
    assert dialog.values().path == other / f"{UNIT}.gknb"
    assert dialog.accept_button.isEnabled()


@pytest.mark.parametrize(
    ("unit", "name"),
    [("", ""), ("甲/乙：丙?", "甲乙：丙.gknb"), (" . ", ""), ("长" * 100, f"{'长' * 40}.gknb")],
)
def test_a_proposed_name_can_be_stored_everywhere(unit: str, name: str) -> None:
    assert proposed(unit) == name


def test_another_year_is_the_one_after_the_newest(qtbot: QtBot) -> None:
    dialog = NewYearDialog([2025, 2023], today=TODAY)
    opened(dialog, qtbot)
    assert dialog.year() == 2026
    offered = [dialog.choice.itemData(index) for index in range(dialog.choice.count())]
    assert 2024 in offered
    assert not {2025, 2023} & set(offered)
    assert "2025 年、2023 年" in {label.text() for label in dialog.findChildren(QLabel)}
    press(dialog.choice, Qt.Key.Key_Return)
    click(dialog.accept_button)
    assert dialog.result() == QDialog.DialogCode.Accepted


@pytest.mark.parametrize(
    ("names", "wanted"),
    [
        ((), {"formats": OF_REPORT}),
        (("pdf",), {"formats": ("pdf",)}),
        (("json",), {"formats": ("json",)}),
        (("draft",), {"formats": (), "draft": True}),
    ],
)
def test_exporting_ticks_what_was_asked_for(
    qtbot: QtBot, tmp_path: Path, names: tuple[str, ...], wanted: dict[str, Any]
) -> None:
    dialog = ExportDialog(tmp_path, names, "第 2 稿")
    opened(dialog, qtbot)
    assert dialog.values() == Wanted(tmp_path, **wanted)
    press(dialog, Qt.Key.Key_Return)
    assert dialog.result() == QDialog.DialogCode.Accepted


def test_everything_that_can_be_written_is_offered_with_its_name() -> None:
    assert set(offered()) == {*export.formats(), *SEPARATE}
    assert all(words.name in words.explained for words in WORDS.values())


def test_annexes_are_offered_only_where_a_format_holds_them(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = ExportDialog(tmp_path, ("xlsx",), "第 1 稿")
    opened(dialog, qtbot)
    assert not dialog.charts.isEnabled()
    assert not dialog.notes.isEnabled()
    dialog.ticks["html"].setChecked(True)
    dialog.charts.setChecked(True)
    assert not dialog.notes.isEnabled()
    assert dialog.values() == Wanted(tmp_path, ("xlsx", "html"), charts=True)
    dialog.ticks["html"].setChecked(False)
    assert not dialog.values().charts
    dialog.ticks["draft"].setChecked(True)
    dialog.notes.setChecked(True)
    assert dialog.values() == Wanted(tmp_path, ("xlsx",), draft=True, charts=True, notes=True)


def test_exporting_needs_a_format_and_a_folder(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = ExportDialog(tmp_path, ("pdf",))
    opened(dialog, qtbot)
    dialog.ticks["pdf"].setFocus()
    press(dialog.ticks["pdf"], Qt.Key.Key_Space)
    assert dialog.sentence.text() == "请至少勾选一种格式。"
    assert not dialog.accept_button.isEnabled()
    press(dialog.ticks["pdf"], Qt.Key.Key_Space)
    gone = ExportDialog(tmp_path / "gone")
    opened(gone, qtbot)
    assert gone.sentence.text() == "没有这个文件夹，请另选一个。"
    assert dialog.accept_button.isEnabled()


def test_a_fault_is_told_calmly_and_its_details_are_copied(qtbot: QtBot) -> None:
    dialog = FaultDialog("Traceback\n<b>x</b>")
    opened(dialog, qtbot)
    assert "没有丢" in HEADLINE
    assert not dialog.text.isVisible()
    click(dialog.copy_button)
    assert QApplication.clipboard().text() == "Traceback\n<b>x</b>"
    click(dialog.show_button)
    assert dialog.text.isVisible()
    click(dialog.go_on)
    assert not dialog.isVisible()


@pytest.mark.parametrize("saved", [True, False])
def test_a_fault_says_that_nothing_is_lost_only_when_everything_is_saved(
    qtbot: QtBot, *, saved: bool
) -> None:
    dialog = FaultDialog("Traceback", saved=saved)
    opened(dialog, qtbot)
    said = "".join(label.text() for label in dialog.findChildren(QLabel))
    assert ("没有丢" in said) is saved
    assert ("最近的修改可能还没有写入文件，请先另存副本" in said) is not saved


def test_dialogs_are_drawn(qtbot: QtBot, screens: Path, tmp_path: Path) -> None:
    empty, filled = new_file(qtbot, tmp_path), new_file(qtbot, tmp_path)
    commit(filled.unit, UNIT)
    dialogs: dict[str, QDialog] = {
        "new-file-empty": empty,
        "new-file": filled,
        "new-year": NewYearDialog([2025, 2024], today=TODAY),
        "export": ExportDialog(tmp_path, (), "送审稿 PDF（生成第 2 稿，带核对单、审签单和校验码）"),
        "fault": FaultDialog("Traceback"),
        "fault-unsaved": FaultDialog("Traceback", saved=False),
    }
    for name, dialog in dialogs.items():
        opened(dialog, qtbot)
        assert dialog.grab().save(str(screens / f"dialog-{name}.png"))
        for widget in dialog.findChildren(QPushButton):
            assert widget.isHidden() or widget.width() >= widget.sizeHint().width()
        for label in dialog.findChildren(QLabel):
            assert label.wordWrap() or label.width() >= label.sizeHint().width()
            assert label.textFormat() is Qt.TextFormat.PlainText or not label.text()


def test_a_clock_that_stands_before_the_first_form_is_no_bound_for_the_year() -> None:
    choice = year_choice(1998)
    offered = [choice.itemData(row) for row in range(choice.count())]
    assert choice.currentData() == min(offered)
    assert max(offered) - min(offered) >= 10
