"""The history beside the page: what is listed, looking back, comparing, going back, naming a point."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from core import formfile, keys
from core.compare import compare
from core.errors import DiskFull
from core.report import Entry, Report
from core.saver import SaveFailed
from core.session import Session, blank_report
from core.timeline import Line
from gui.bridge import Bridge
from gui.compare_view import PageView, comparison_view, content_view
from gui.history_panel import HistoryPanel
from gui.settings import Settings
from gui.window import Window
from tests.forms import invented
from tests.gui.conftest import UNIT, OpenReport, click, press

A = "applications."
NEW, GRANTED = f"{A}new_received.natural_person", f"{A}granted.natural_person"
OVERVIEW = keys.text("overview")
CTRL = Qt.KeyboardModifier.ControlModifier


def history_of(bridge: Bridge) -> None:
    """A figure typed, a text, a named point, a block pasted and taken back, a figure more."""
    session = bridge.session
    session.apply({NEW: 4}, "填写 表三 新收·自然人", typing=NEW)
    session.apply({NEW: 48}, "填写 表三 新收·自然人", typing=NEW)
    session.apply({OVERVIEW: "受理48件。已全部办结。"}, "修改 一、总体情况")
    session.mark("交分管领导前")
    session.apply({f"{A}granted.commercial": 1, f"{A}granted.research": 2}, "粘贴 表三 1×2 格")
    session.undo()
    session.apply({GRANTED: 3, OVERVIEW: "受理49件。已全部办结。"}, "按建议修改")


@pytest.fixture
def window(open_report: OpenReport, tmp_path: Path, qtbot: QtBot) -> Iterator[Window]:
    bridge = open_report()
    history_of(bridge)
    made = Window(bridge, Settings(tmp_path / "settings.json"))
    qtbot.addWidget(made)
    made.show_first()
    made.show()
    made.complete()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.go(NEW)
    yield made
    made.close()


@pytest.fixture
def panel(window: Window) -> HistoryPanel:
    """Opened by its key."""
    press(window, Qt.Key.Key_H, CTRL)
    found = window.side.panel("history")
    assert isinstance(found, HistoryPanel)
    return found


def front() -> QWidget:
    """Whatever has the keyboard."""
    focused = QApplication.focusWidget()
    assert focused is not None
    return focused


def listed(panel: HistoryPanel) -> list[tuple[str, str, str]]:
    looks = [panel.rows.look(row) for row in range(panel.rows.rowCount())]
    return [(look.words, look.detail, look.sign) for look in looks if not look.heading]


def told_first(panel: HistoryPanel, detail: str) -> bool:
    return listed(panel)[0][1] == detail


def choose(panel: HistoryPanel, words: str) -> None:
    """Walk down to a line with the arrow keys, from the top."""
    panel.list.setFocus()
    press(panel.list, Qt.Key.Key_Home)
    for _ in range(panel.rows.rowCount()):
        if panel.chosen and panel.chosen.words == words:
            return
        press(panel.list, Qt.Key.Key_Down)
    pytest.fail(f"no line {words}")


def over(window: Window) -> PageView:
    view = window.stack.currentWidget()
    assert isinstance(view, PageView)
    return view


def test_the_steps_are_listed_newest_first_with_what_changed(panel: HistoryPanel) -> None:
    assert listed(panel) == [
        (
            "按建议修改",
            "表三 予以公开·自然人 空白 → 3；总体情况 “48” 改为 “49”",
            "",
        ),
        ("撤销 粘贴 表三 1×2 格", "表三 予以公开·商业企业 1 → 空白；表三 予以公开·科研机构 2 → 空白", ""),
        (
            "粘贴 表三 1×2 格",
            "表三 予以公开·商业企业 空白 → 1；表三 予以公开·科研机构 空白 → 2",
            "已撤销",
        ),
        ("交分管领导前", "", "记下的"),
        ("修改 一、总体情况", "增 “受理48件。已全部办结。”", ""),
        ("填写 表三 新收·自然人", "空白 → 48", ""),
        ("新建报告", "单位名称 增 “青石镇人民政府”", "开始"),
    ]
    looks = {panel.rows.look(row).words: panel.rows.look(row) for row in range(panel.rows.rowCount())}
    assert looks["粘贴 表三 1×2 格"].struck
    assert looks["交分管领导前"].strong
    assert "★" in looks["交分管领导前"].lead
    assert next(iter(looks.values())).heading
    assert next(iter(looks)).startswith("今天 ")


def test_the_keyboard_comes_to_the_newest_line_and_goes_back_with_esc(
    window: Window, panel: HistoryPanel
) -> None:
    assert panel.list.hasFocus()
    assert panel.chosen is not None
    assert panel.chosen.words == "按建议修改"
    press(panel.list, Qt.Key.Key_Escape)
    assert window.pages["applications"].isAncestorOf(front())


def test_enter_shows_the_whole_report_of_then_and_esc_closes_it(window: Window, panel: HistoryPanel) -> None:
    choose(panel, "交分管领导前")
    press(panel.list, Qt.Key.Key_Return)
    view = over(window)
    text = view.paper.toPlainText()
    assert view.title.text().startswith("“交分管领导前”")
    assert "受理48件。已全部办结。" in text
    assert "受理49件" not in text
    assert "\n48\n" in text
    assert window.bridge.session.report.value(GRANTED) == 3
    press(view.paper, Qt.Key.Key_Escape)
    assert window.stack.currentWidget() is window.pages["applications"]


def test_a_point_is_compared_with_now_and_a_link_leads_to_its_cell(
    window: Window, panel: HistoryPanel
) -> None:
    choose(panel, "交分管领导前")
    click(panel.buttons.now)
    view = over(window)
    assert view.summary.text() == "表三 1 格，总体情况 1 句"
    text = view.paper.toPlainText()
    assert "受理〔删〕48〔增〕49件。" in text
    assert "予以公开·自然人" in text
    view.paper.setFocus()
    press(view.paper, Qt.Key.Key_Tab)
    press(view.paper, Qt.Key.Key_Return)
    assert window.stack.currentWidget() is window.pages["applications"]
    assert window.current_key() == GRANTED


def test_two_points_are_compared_the_earlier_one_first(window: Window, panel: HistoryPanel) -> None:
    choose(panel, "交分管领导前")
    click(panel.buttons.two)
    assert not panel.asking.yes.isEnabled()
    choose(panel, "填写 表三 新收·自然人")
    assert "第一处：“交分管领导前”" in panel.asking.words.text()
    click(panel.asking.yes)
    view = over(window)
    assert view.summary.text() == "总体情况 2 句"
    assert "〔增〕受理48件。已全部办结。" in view.paper.toPlainText()
    assert not panel.asking.isVisible()


def test_going_back_asks_in_place_and_is_one_step_that_can_be_undone(
    window: Window, panel: HistoryPanel
) -> None:
    session = window.bridge.session
    choose(panel, "交分管领导前")
    before = dict(session.report.entries)
    click(panel.buttons.go)
    assert "可以撤销" in panel.asking.words.text()
    press(front(), Qt.Key.Key_Escape)
    assert session.report.entries == before
    click(panel.buttons.go)
    assert panel.asking.yes.hasFocus()
    press(panel.asking.yes, Qt.Key.Key_Space)
    assert session.report.value(GRANTED) is None
    assert session.report.text("overview") == "受理48件。已全部办结。"
    assert session.undo_label.startswith("回到 “交分管领导前”")
    assert listed(panel)[0][0] == session.undo_label
    press(window, Qt.Key.Key_Z, CTRL)
    assert session.report.entries == before


def test_going_back_to_now_says_that_nothing_differs(panel: HistoryPanel) -> None:
    choose(panel, "按建议修改")
    click(panel.buttons.go)
    click(panel.asking.yes)
    assert panel.asking.words.text() == "现在的内容和那时一样，不用回去。"


def test_a_point_is_named_kept_and_found_again_after_opening_the_file(
    window: Window, panel: HistoryPanel, qtbot: QtBot
) -> None:
    click(panel.naming.start)
    assert panel.naming.line.hasFocus()
    assert not panel.naming.keep.isEnabled()
    panel.naming.line.insert("初稿送领导")
    press(panel.naming.line, Qt.Key.Key_Return)
    assert not panel.naming.isVisible()
    assert listed(panel)[0] == ("初稿送领导", "", "记下的")
    click(panel.only_marks)
    assert [words for words, _, _ in listed(panel)] == ["初稿送领导", "交分管领导前", "新建报告"]
    path = window.bridge.session.path
    window.close()
    again = HistoryPanel(Bridge(Session.open(path)))
    qtbot.addWidget(again)
    again.show()
    assert [words for words, _, sign in listed(again) if sign] == [
        "初稿送领导",
        "粘贴 表三 1×2 格",
        "交分管领导前",
        "新建报告",
    ]
    again._bridge.session.close()


def test_a_name_is_withdrawn_with_esc(panel: HistoryPanel) -> None:
    click(panel.naming.start)
    panel.naming.line.insert("x")
    press(panel.naming.line, Qt.Key.Key_Escape)
    assert not panel.naming.isVisible()
    assert "x" not in [words for words, _, _ in listed(panel)]


def test_new_steps_appear_while_it_is_shown_and_the_chosen_line_stays(
    window: Window, panel: HistoryPanel, qtbot: QtBot
) -> None:
    choose(panel, "交分管领导前")
    window.bridge.session.apply({NEW: 50}, "填写 表三 新收·自然人")
    qtbot.waitUntil(lambda: listed(panel)[0][1] == "48 → 50", timeout=5_000)
    assert panel.chosen is not None
    assert panel.chosen.words == "交分管领导前"


def test_a_figure_that_is_still_being_typed_is_told_as_it_stands(
    window: Window, panel: HistoryPanel, qtbot: QtBot
) -> None:
    for figure in (5, 50):
        window.bridge.session.apply({NEW: figure}, "填写 表三 新收·自然人", typing=NEW)
        qtbot.waitUntil(partial(told_first, panel, f"48 → {figure}"), timeout=5_000)


def test_a_hidden_history_reads_nothing(
    window: Window, panel: HistoryPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.side.open("findings")
    read: list[None] = []
    monkeypatch.setattr(panel, "_read", lambda: read.append(None))
    window.bridge.session.apply({NEW: 50}, "填写")
    assert not panel._later.isActive()
    assert read == []


def test_an_open_comparison_gives_way_to_a_page_that_is_asked_for(
    window: Window, panel: HistoryPanel
) -> None:
    ways: tuple[Callable[[], object], ...] = (
        partial(window.go, NEW),
        partial(press, window, Qt.Key.Key_1, CTRL),
        partial(window.tabs.tabBarClicked.emit, 0),
    )
    for leave in ways:
        panel.compare_with_now()
        view = over(window)
        leave()
        assert window.stack.currentWidget() is not view
        assert window.stack.indexOf(view) < 0


def test_an_open_comparison_says_that_the_report_has_changed_since(
    window: Window, panel: HistoryPanel
) -> None:
    panel.compare_with_now()
    view = over(window)
    assert not view.summary.text().startswith("！")
    window.bridge.session.apply({NEW: 50}, "填写")
    assert over(window) is view
    assert view.summary.text().startswith("！内容刚才又有改动")


def test_what_is_over_the_pages_goes_with_its_report(window: Window, panel: HistoryPanel) -> None:
    panel.look_back()
    view = over(window)
    session = window.bridge.session
    session.add_year(blank_report(UNIT, session.report.year + 1))
    window.bridge.opened.emit()
    assert window.stack.indexOf(view) < 0
    assert [words for words, _, _ in listed(panel)] == ["新建报告"]


def test_another_size_shows_the_same_history(window: Window, panel: HistoryPanel, qtbot: QtBot) -> None:
    before, old = listed(panel), window.side

    def shown_anew() -> None:
        assert window.side is not old
        again = window.side.panel("history")
        assert isinstance(again, HistoryPanel)
        assert listed(again) == before

    window.set_zoom(125)
    qtbot.waitUntil(shown_anew, timeout=5_000)
    old = window.side
    window.set_zoom(100)
    qtbot.waitUntil(shown_anew, timeout=5_000)


def test_one_step_is_looked_at_closely(window: Window, panel: HistoryPanel) -> None:
    choose(panel, "按建议修改")
    assert panel.told.text() == "表三 予以公开·自然人 空白 → 3\n总体情况 “48” 改为 “49”"
    click(panel.closer)
    assert over(window).title.text() == "按建议修改"
    assert "受理〔删〕48〔增〕49件。" in over(window).paper.toPlainText()


def test_a_long_text_is_shortened_until_all_of_it_is_asked_for(window: Window, panel: HistoryPanel) -> None:
    long = "甲" * 400
    window.bridge.session.apply({OVERVIEW: f"{long}。受理1件。"}, "修改")
    window.bridge.session.apply({OVERVIEW: f"{long}。受理2件。"}, "修改")
    panel._read()
    panel._choose(2)
    panel.compare_with_now()
    view = over(window)
    assert "字没有改动" in view.paper.toPlainText()
    assert long not in view.paper.toPlainText()
    click(view.full)
    assert long in view.paper.toPlainText()
    assert view.full.text() == "只看改动"


def test_nothing_is_changed_while_nothing_can_be_saved(window: Window, panel: HistoryPanel) -> None:
    failure = SaveFailed(DiskFull("磁盘已满，没有保存。", "请腾出空间。"), 1, 2)
    window.bridge.session.failure = failure
    window.bridge.save_failed.emit(failure)
    assert not panel.buttons.go.isEnabled()
    assert not panel.naming.start.isEnabled()
    panel.go_back()
    assert "磁盘已满" in window.notice.text
    panel.look_back()
    assert over(window).title.text()
    window.bridge.session.failure = None


def test_what_was_typed_is_never_taken_for_markup(window: Window, panel: HistoryPanel) -> None:
    window.bridge.session.apply({OVERVIEW: "<b>受理</b>&amp;<img src='file:///etc/passwd'>"}, "修改")
    panel._read()
    panel.compare_with_now()
    panel._choose(2)
    panel.compare_with_now()
    assert "<b>受理</b>&amp;" in over(window).paper.toPlainText()


def test_everything_can_be_reached_and_has_a_name(panel: HistoryPanel) -> None:
    reached: list[QWidget] = []
    stop: QWidget = panel.list
    stop.setFocus()
    for _ in range(8):
        press(stop, Qt.Key.Key_Tab)
        stop = front()
        reached.append(stop)
    buttons = panel.buttons
    assert {buttons.look, buttons.now, buttons.go, buttons.two} <= set(reached)
    assert panel.list.accessibleName() == "历史，最新的在上"
    assert all(isinstance(item, Line | str) for item in panel.rows.items)


def test_another_form_is_compared_and_shown_in_its_own_words(tmp_path: Path, qtbot: QtBot) -> None:
    form = formfile.load(invented.ID, invented.build(tmp_path))
    report = Report(
        form, form.first_year, {f"{A}granted.partnership": Entry(3), OVERVIEW: Entry("受理3件。")}
    )
    contents = content_view(report, "那时")
    found = compare(form, {}, report.entries)
    comparison = comparison_view(form, found, ("那时", "现在"))
    for view in (contents, comparison):
        qtbot.addWidget(view)
        assert "合伙企业" in view.paper.toPlainText()
        assert "受理3件。" in view.paper.toPlainText()
    assert "全部公开·合伙企业" in comparison.paper.toPlainText()
    assert found.summary == "表三 1 格，总体情况 1 句"
