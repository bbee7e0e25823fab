"""Exporting in the window: what is written and said meanwhile, how it is cancelled, how drafts are named."""

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from core import days, keys, signoff, writers
from core.writers import Writer
from core.writers.blocks import Document
from gui import draft_words, exporting, ladder
from gui.bridge import Bridge
from gui.dialogs.export import ExportDialog
from gui.settings import Settings
from gui.window import Window
from tests.gui.conftest import UNIT, YEAR, OpenReport, click

WAIT = 30_000  # milliseconds
NAME = f"{UNIT}{YEAR}年政府信息公开工作年度报告"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "导出"
    made.mkdir()
    return made


@pytest.fixture
def window(open_whole: OpenReport, tmp_path: Path, folder: Path, qtbot: QtBot) -> Iterator[Window]:
    bridge: Bridge = open_whole()
    bridge.session.confirm_zeros()
    made = Window(bridge, Settings(tmp_path / "settings.json"))
    made.settings.remember(exporting.FOLDER, str(folder))
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()


@pytest.fixture
def agree(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Answer the dialog with what is ticked, after the given ticks were changed."""

    def answer(**ticks: bool) -> None:
        def execute(dialog: ExportDialog) -> int:
            for name, wanted in ticks.items():
                tick = {"charts": dialog.charts, "notes": dialog.notes}.get(name) or dialog.ticks[name]
                tick.setChecked(wanted)
            return 1

        monkeypatch.setattr(ExportDialog, "exec", execute)

    return answer


def said(window: Window, qtbot: QtBot, sign: str) -> str:
    """Wait until the export has ended; return what is said."""
    qtbot.waitUntil(lambda: window.notice.text.startswith(sign), timeout=WAIT)
    return window.notice.text


def test_a_draft_is_made_kept_and_named_by_its_number(
    window: Window, folder: Path, qtbot: QtBot, agree: Callable[..., None]
) -> None:
    agree(json=True)
    window.actions_by_id["export-draft"].trigger()
    words = said(window, qtbot, "✓")
    assert sorted(path.name for path in folder.iterdir()) == [f"{NAME}.json", f"{NAME}（第1稿）.pdf"]
    assert f"{NAME}（第1稿）.pdf" in words
    assert [draft.number for draft in window.bridge.session.drafts()] == [1]
    assert signoff.present(window.bridge.session.drafts(), window.bridge.session.report)
    assert window.top.draft.text() == "草稿 · 第 1 稿"


def test_the_folder_is_opened_from_the_notice(
    window: Window, folder: Path, qtbot: QtBot, agree: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    agree()
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    window.actions_by_id["export-json"].trigger()
    said(window, qtbot, "✓")
    click(button(window, "打开所在文件夹"))
    assert [Path(place.toLocalFile()) for place in opened] == [folder]


def test_charts_go_where_they_can_be_drawn(
    window: Window, folder: Path, qtbot: QtBot, agree: Callable[..., None]
) -> None:
    agree(charts=True)
    window.actions_by_id["export-html"].trigger()
    said(window, qtbot, "✓")
    assert "数据图解" in (folder / f"{NAME}.html").read_text(encoding="utf-8")


def test_the_blank_form_goes_beside_the_report(
    window: Window, folder: Path, qtbot: QtBot, agree: Callable[..., None]
) -> None:
    agree(json=True)
    window.actions_by_id["export-blank"].trigger()
    said(window, qtbot, "✓")
    assert sorted(path.suffix for path in folder.iterdir()) == [".json", ".xlsx"]
    assert next(folder.glob("*.xlsx")).name != f"{NAME}.xlsx"


def test_what_is_signed_is_exported_as_signed_and_registered_as_handed_over(
    window: Window, folder: Path, qtbot: QtBot, agree: Callable[..., None]
) -> None:
    agree()
    session = window.bridge.session
    session.apply({keys.UNIT_KIND: "乡镇"}, "填写")
    for finding in signoff.obstacles(session.verdict):
        session.apply({keys.explain(finding.id): "经核实无误"}, "说明")
    session.make_draft()
    assert "送审稿 PDF（第 1 稿，带核对单" in draft_words.exported(draft_words.standing(session))
    session.sign(1, "李明", dt.date(2026, 1, 15))
    assert draft_words.exported(draft_words.standing(session)) == "签发稿 PDF（第 1 稿，每页带校验码）"
    window.actions_by_id["export-draft"].trigger()
    said(window, qtbot, "✓")
    assert [path.name for path in folder.iterdir()] == [f"{NAME}（签发稿）.pdf"]
    click(button(window, "登记今天上报"))
    assert session.report.string(ladder.HANDED_OVER) == days.today_here().isoformat()
    assert window.notice.text.startswith("✓  已登记上报：")
    window.actions_by_id["undo"].trigger()
    assert session.report.string(ladder.HANDED_OVER) == ""


def test_the_draft_that_is_looked_at_is_the_one_that_is_exported(
    window: Window, folder: Path, qtbot: QtBot, agree: Callable[..., None]
) -> None:
    agree()
    session = window.bridge.session
    session.make_draft()
    session.apply({keys.text("overview"): "改写了的总体情况。"}, "填写")
    window.signing.show_draft()
    left = window.signing.left_behind
    assert left == session.drafts()[0]
    words = draft_words.exported(draft_words.standing(session), left)
    assert words == "送审稿 PDF（正在看的第 1 稿，不含后来的改动）"
    window.actions_by_id["export-draft"].trigger()
    said(window, qtbot, "✓")
    assert [path.name for path in folder.iterdir()] == [f"{NAME}（第1稿）.pdf"]
    assert len(session.drafts()) == 1
    window.signing.submit()
    assert window.signing.left_behind is None


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """A PDF that is drawn only when the gate opens."""
    gate, real, find = threading.Event(), writers.find("pdf"), writers.find

    def write(document: Document) -> bytes:
        gate.wait(WAIT / 1000)
        return real.write(document)

    slowed = Writer("pdf", ".pdf", write, real.verify)
    monkeypatch.setattr(writers, "find", lambda name: slowed if name == "pdf" else find(name))
    yield gate
    gate.set()


def test_each_format_is_named_while_it_is_written_and_cancelling_writes_nothing(
    window: Window, folder: Path, qtbot: QtBot, agree: Callable[..., None], slow: threading.Event
) -> None:
    agree(docx=False, xlsx=False, html=False)  # pdf, then json
    window.actions_by_id["export"].trigger()
    qtbot.waitUntil(lambda: window.notice.text == "！  正在导出：PDF 文件…", timeout=WAIT)
    click(button(window, "取消"))
    assert window.notice.text == "！  正在停止…"
    slow.set()
    qtbot.waitUntil(lambda: window.notice.text == "！  已取消导出，没有写出文件。", timeout=WAIT)
    assert list(folder.iterdir()) == []


def button(window: Window, words: str) -> QPushButton:
    return next(one for one in window.notice.findChildren(QPushButton) if one.text() == words)
