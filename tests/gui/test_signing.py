"""From the report to a signed one: drafts, 签发, what changed since, paper held against the file."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from core import days, keys, signoff
from core.session import Session
from gui import draft_words, printing, states
from gui.compare_view import PageView
from gui.dialogs.chain import ChainDialog
from gui.dialogs.check_paper import LOOKS, CheckPaperDialog
from gui.dialogs.sign import SignDialog
from gui.history_panel import HistoryPanel
from gui.pages.preview import PreviewPage
from gui.printing import Pages
from gui.settings import Settings
from gui.window import Window
from tests.gui.conftest import OpenReport, click, press, write

WAIT = 30_000  # milliseconds
NEW = "applications.new_received.natural_person"
GRANTED = "applications.granted.natural_person"
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def window(open_whole: OpenReport, tmp_path: Path, qtbot: QtBot) -> Iterator[Window]:
    """A window over a report in which nothing stands in the way of signing."""
    bridge = open_whole()
    session = bridge.session
    session.apply({keys.UNIT_KIND: "乡镇"}, "填写")
    session.confirm_zeros()
    for finding in signoff.obstacles(session.verdict):
        session.apply({keys.explain(finding.id): "经核实无误"}, "说明")
    made = Window(bridge, Settings(tmp_path / "settings.json"))
    qtbot.addWidget(made)
    made.show()
    made.complete()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.close()


@pytest.fixture
def session(window: Window) -> Session:
    return window.bridge.session


def preview(window: Window) -> PreviewPage:
    page = window.stack.page(states.PREVIEW)
    assert isinstance(page, PreviewPage)
    return page


def drawn(window: Window, qtbot: QtBot) -> PreviewPage:
    """Wait until the pages in front are those that were asked for."""
    page = preview(window)
    qtbot.waitUntil(lambda: page.state.text().startswith("共"), timeout=WAIT)
    return page


def answer(window: Window, words: str) -> QPushButton:
    return next(one for one in window.notice.findChildren(QPushButton) if one.text() == words)


@pytest.fixture
def acting(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Carry out what a person does in the next dialog of a kind, by keys."""

    def set_up(kind: type[QDialog], act: Callable[..., None]) -> None:
        def execute(dialog: QDialog) -> int:
            dialog.show()
            dialog.activateWindow()
            QApplication.processEvents()
            act(dialog)
            return dialog.result()

        monkeypatch.setattr(kind, "exec", execute)

    return set_up


# ---- 送审


def test_the_blue_button_makes_a_draft_and_shows_its_own_pages(window: Window, qtbot: QtBot) -> None:
    assert window.top.draft.text() == "草稿"
    press(window, Qt.Key.Key_P, CTRL | SHIFT)
    page = drawn(window, qtbot)
    assert window.stack.currentWidget() is page
    assert window.notice.text == "✓  第 1 稿已生成，可以打印送审。"
    assert window.top.draft.text() == "草稿 · 第 1 稿"
    draft = window.bridge.session.drafts()[0]
    assert page.strip.head.text().startswith(f"第 1 稿　校验码 {draft.code}　")
    assert page.strip.words.text().startswith("可以打印送审。")
    with_slips = len(page.pages)
    click(page.kinds.button(0))
    page.state.setText("")
    drawn(window, qtbot)
    assert not page.strip.isVisible()
    assert len(page.pages) == with_slips - 2  # 核对单 and 审签单


def test_the_same_content_stays_the_same_draft(window: Window, session: Session) -> None:
    window.actions_by_id["submit"].trigger()
    window.actions_by_id["submit"].trigger()
    assert window.notice.text == "✓  内容没有改动，还是第 1 稿。"
    assert len(session.drafts()) == 1


def test_what_stands_in_the_way_of_signing_is_said_but_the_draft_is_made(
    window: Window, session: Session
) -> None:
    session.apply({NEW: 3}, "填写")
    window.actions_by_id["submit"].trigger()
    assert window.notice.text == "！  第 1 稿已生成，可以打印送审。必须修改 1 项，签发以前要处理好。"
    assert preview(window).strip.words.text() == "可以打印送审；签发以前要处理好：必须修改 1 项。"


def test_a_draft_s_pages_stay_when_the_report_is_changed(
    window: Window, session: Session, qtbot: QtBot
) -> None:
    window.actions_by_id["submit"].trigger()
    page = drawn(window, qtbot)
    before = page._made
    session.apply({keys.text("overview"): "改写了的总体情况。"}, "填写")
    assert window.top.draft.text() == "第 1 稿后有改动"
    assert "下面还是第 1 稿的页面" in page.strip.words.text()
    qtbot.wait(600)
    assert page._made is before
    assert page.strip.make.text() == "生成第 2 稿"
    click(page.strip.make)
    qtbot.waitUntil(lambda: page._made is not before, timeout=WAIT)
    assert page.draft is not None
    assert page.draft.number == 2


def test_before_the_first_draft_its_page_says_how_to_make_one(window: Window, session: Session) -> None:
    window.go_to(states.PREVIEW)
    page = preview(window)
    click(page.kinds.button(1))
    assert page.pages == []
    assert page.strip.words.text() == "还没有送审稿。生成第 1 稿以后，这里就是要打印送审的页面。"
    click(page.strip.make)
    assert [draft.number for draft in session.drafts()] == [1]


def test_annexes_are_drawn_behind_the_draft(window: Window, session: Session, qtbot: QtBot) -> None:
    session.apply({keys.note(NEW): "来自司法所 1月8日 电话"}, "备注")
    window.actions_by_id["submit"].trigger()
    page = drawn(window, qtbot)
    count = len(page.pages)
    page.state.setText("")
    page.strip.notes.setChecked(True)
    drawn(window, qtbot)
    assert len(page.pages) == count + 1


def test_another_zoom_keeps_the_draft_in_front(window: Window, qtbot: QtBot) -> None:
    window.actions_by_id["submit"].trigger()
    window.set_zoom(90)
    qtbot.waitUntil(lambda: preview(window).isVisible())
    assert preview(window).drafted
    window.set_zoom(100)
    qtbot.wait(10)


def test_the_pages_are_printed_under_the_draft_s_name(
    window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Pages] = []
    monkeypatch.setattr(printing, "ask_and_print", lambda _window, pages, _save: asked.append(pages))
    window.actions_by_id["submit"].trigger()
    press(window, Qt.Key.Key_P, CTRL)
    qtbot.waitUntil(lambda: bool(asked), timeout=WAIT)
    assert asked[0].name.endswith("年政府信息公开工作年度报告（第1稿）")
    assert asked[0].count == len(preview(window).pages)
    assert asked[0].current == 0


def test_the_notice_of_a_draft_prints_that_draft(
    window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed: list[Pages] = []
    monkeypatch.setattr(printing, "ask_and_print", lambda _window, pages, _save: printed.append(pages))
    window.actions_by_id["submit"].trigger()
    page = drawn(window, qtbot)
    click(page.kinds.button(0))
    click(answer(window, "打印…"))
    qtbot.waitUntil(lambda: printed != [], timeout=WAIT)
    assert printed[0].name.endswith("（第1稿）")


def test_without_a_draft_there_is_nothing_to_print(window: Window) -> None:
    window.go_to(states.PREVIEW)
    click(preview(window).kinds.button(1))
    press(window, Qt.Key.Key_P, CTRL)
    assert window.notice.text.startswith("✕  还没有送审稿，没有可以打印的页面。")


def test_a_draft_stands_in_the_history_at_once(window: Window, session: Session, qtbot: QtBot) -> None:
    window.actions_by_id["history"].trigger()
    panel = window.side.panel("history")
    assert isinstance(panel, HistoryPanel)
    window.actions_by_id["submit"].trigger()
    qtbot.waitUntil(lambda: any("第 1 稿送审" in str(item) for item in panel.rows.items), timeout=WAIT)
    assert session.steps()[-1].label == "第 1 稿送审"


# ---- 签发


def test_signing_is_refused_with_the_open_points_and_the_way_there(window: Window, session: Session) -> None:
    session.apply({NEW: 3}, "填写")
    window.actions_by_id["submit"].trigger()
    window.actions_by_id["sign"].trigger()
    assert window.notice.text.startswith("✕  还不能签发：必须修改 1 项。1. 自然人列")
    click(answer(window, "去看第一处"))
    assert window.side.front == "findings"
    assert window.panel.selected == session.verdict.leading[0].id
    assert not session.drafts()[0].signed


def test_without_a_draft_there_is_nothing_to_sign(window: Window, session: Session) -> None:
    window.actions_by_id["sign"].trigger()
    assert "还没有送审稿" in window.notice.text
    click(answer(window, "送审打印"))
    assert len(session.drafts()) == 1


def test_the_leader_s_name_and_day_lock_the_draft(
    window: Window, session: Session, acting: Callable[..., None], qtbot: QtBot
) -> None:
    def act(dialog: SignDialog) -> None:
        assert dialog.who.hasFocus()
        assert not dialog.accept_button.isEnabled()
        write(dialog.who, "Li Ming")
        press(dialog.who, Qt.Key.Key_Tab)
        dialog.day.selectAll()
        write(dialog.day, "1.32")
        press(dialog.day, Qt.Key.Key_Tab)
        assert dialog.sentence.text() == "请填写签发日期，如 1月28日。"
        dialog.day.setFocus()
        dialog.day.selectAll()
        write(dialog.day, "2020-01-15")
        press(dialog.day, Qt.Key.Key_Return)
        assert dialog.sentence.text().startswith("签发日期 2020年1月15日早于生成这一稿的 ")
        assert dialog.sentence.text().endswith("请核对；没有写错就再按一次“签发”。")
        assert not session.drafts()[0].signed
        press(dialog.day, Qt.Key.Key_Return)

    window.actions_by_id["submit"].trigger()
    drawn(window, qtbot)
    acting(SignDialog, act)
    window.actions_by_id["sign"].trigger()
    draft = session.drafts()[0]
    assert (draft.signed, draft.signed_by, draft.signed_on) == (True, "Li Ming", "2020-01-15")
    assert window.notice.text.startswith("✓  第 1 稿已登记签发（Li Ming ")
    assert window.top.draft.text() == "已签发 · 第 1 稿"
    page = preview(window)
    assert page.strip.words.text().startswith("已签发：Li Ming ")
    assert not page.strip.sign.isVisible()
    window.actions_by_id["sign"].trigger()
    assert window.notice.text.startswith("✓  第 1 稿已经签发")


@pytest.mark.parametrize(("later", "doubted"), [(0, ""), (1, "在今天以后"), (-1, "早于生成这一稿的")])
def test_a_day_that_cannot_be_right_is_asked_about_once(
    window: Window, session: Session, later: int, doubted: str
) -> None:
    draft = session.make_draft()
    today = draft.made_at.date()
    dialog = SignDialog([draft], draft, today, window)
    dialog.who.setText("李明")
    dialog.day.chosen.emit((today + dt.timedelta(later)).isoformat())
    dialog.accept()
    assert dialog.result() == (0 if doubted else 1)
    assert doubted in dialog.sentence.text()
    if doubted:
        dialog.day.chosen.emit(today.isoformat())
    dialog.accept()
    assert dialog.result() == 1


def test_the_first_change_after_signing_is_said_once_and_goes_with_undo(
    window: Window, session: Session
) -> None:
    session.make_draft()
    session.sign(1, "李明", dt.date(2026, 1, 15))
    window.bridge.drafted.emit()
    session.apply({keys.text("overview"): "改写了的总体情况。"}, "填写")
    assert window.notice.text == "！  第 1 稿已经签发，不受影响；现在的改动会成为第 2 稿。"
    assert window.top.draft.text() == "第 1 稿后有改动"
    press(window, Qt.Key.Key_Z, CTRL)
    assert not window.notice.isVisible()
    assert window.top.draft.text() == "已签发 · 第 1 稿"
    session.apply({keys.text("overview"): "又改写了。"}, "填写")
    assert not window.notice.isVisible()  # said once is enough


def test_a_draft_that_was_changed_after_is_not_signed(window: Window, session: Session) -> None:
    session.make_draft()
    session.apply({keys.text("overview"): "改写了的总体情况。"}, "填写")
    for finding in signoff.obstacles(session.verdict):
        session.apply({keys.explain(finding.id): "经核实无误"}, "说明")
    window.actions_by_id["sign"].trigger()
    assert "第 1 稿以后内容又有改动" in window.notice.text


# ---- comparing


def test_what_changed_since_a_draft_is_shown_over_the_page(window: Window, session: Session) -> None:
    session.make_draft()
    session.apply({NEW: 3}, "填写")
    press(window, Qt.Key.Key_D, CTRL)
    view = window.stack.currentWidget()
    assert isinstance(view, PageView)
    assert view.title.text() == "与第 1 稿相比"
    assert "表三" in view.paper.toPlainText()
    press(view.paper, Qt.Key.Key_Escape)
    assert not isinstance(window.stack.currentWidget(), PageView)


def test_every_draft_can_be_chosen_from_the_menu(window: Window, session: Session) -> None:
    session.make_draft()
    session.apply({NEW: 3}, "填写")
    session.make_draft()
    menu = QMenu()
    window.signing.fill_drafts(menu, window.signing.compare)
    assert [action.text().partition("　")[0] for action in menu.actions()] == ["第 2 稿", "第 1 稿"]
    menu.actions()[1].trigger()
    view = window.stack.currentWidget()
    assert isinstance(view, PageView)
    assert view.title.text() == "与第 1 稿相比"


def test_an_older_draft_is_looked_at_and_printed_again(
    window: Window, session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.make_draft()
    session.sign(1, "李明", dt.date(2026, 1, 15))
    session.apply({keys.text("overview"): "改写了的总体情况。"}, "填写")
    session.make_draft()
    menus = window.top.draft.drafts.findChildren(QMenu)
    menu = next(one for one in menus if one.title() == "看哪一稿")
    menu.aboutToShow.emit()
    menu.actions()[1].trigger()
    page = drawn(window, qtbot)
    assert page.strip.head.text().startswith("第 1 稿　校验码 ")
    signed = draft_words.signed(session.drafts()[0], days.today_here())
    assert page.strip.words.text() == f"已签发：{signed}。之后又有了第 2 稿。这一稿还可以看、打印和导出。"
    assert page.kinds.button(1).text() == "签发稿"
    hidden = (page.strip.make, page.strip.sign, page.strip.compare)
    assert not any(button.isVisible() for button in hidden)
    printed: list[Pages] = []
    monkeypatch.setattr(printing, "ask_and_print", lambda _window, pages, _save: printed.append(pages))
    press(window, Qt.Key.Key_P, CTRL)
    assert printed[0].name.endswith("（签发稿）")
    page.state.setText("")
    click(page.strip.newest)
    drawn(window, qtbot)
    assert page.strip.head.text().startswith("第 2 稿　校验码 ")
    assert page.strip.sign.isVisible()
    assert not page.strip.newest.isVisible()


def test_without_a_draft_there_is_nothing_to_compare_with(window: Window) -> None:
    menu = QMenu()
    window.signing.fill_drafts(menu, window.signing.compare)
    assert [(action.text(), action.isEnabled()) for action in menu.actions()] == [("（还没有送审稿）", False)]
    press(window, Qt.Key.Key_D, CTRL)
    assert "还没有送审稿" in window.notice.text


# ---- paper


def paper_dialog(session: Session, qtbot: QtBot) -> CheckPaperDialog:
    def check(typed: str) -> signoff.PaperVerdict:
        return signoff.check_paper(session.drafts(), session.report, typed)

    dialog = CheckPaperDialog(session.report.form, check)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    QApplication.processEvents()
    return dialog


def typed(dialog: CheckPaperDialog, code: str) -> str:
    """Type as a scanner does, with Enter at the end; return the verdict."""
    write(dialog.code, code)
    press(dialog.code, Qt.Key.Key_Return)
    return dialog.title.text()


def test_paper_is_held_against_the_file_one_after_another(session: Session, qtbot: QtBot) -> None:
    first = session.make_draft()
    session.apply({NEW: 3}, "填写")
    dialog = paper_dialog(session, qtbot)
    assert typed(dialog, first.code.lower()) == "✕  不一致"
    assert "表三" in dialog.paper.toPlainText()
    second = session.make_draft()
    assert typed(dialog, second.code) == "✓  一致"  # what was typed before is replaced
    assert not dialog.paper.isVisible()
    assert typed(dialog, f"M8 1 2025 {first.hash.upper()}") == "！  第 1 稿（已被第 2 稿取代）"
    assert dialog.paper.isVisible()
    assert typed(dialog, "M8YM-R55H-XAF1-N") == "✕  不是这份报告的校验码"
    assert dialog.isVisible()


def test_every_answer_has_a_look() -> None:
    assert set(LOOKS) == set(signoff.PaperKind)
    assert len({sign for sign, _, _ in LOOKS.values()}) == 3  # never by colour alone


def test_a_mistyped_group_is_named(session: Session, qtbot: QtBot) -> None:
    code = session.make_draft().code
    wrong = code.replace(code[:4], "0000" if code[:4] != "0000" else "1111")
    dialog = paper_dialog(session, qtbot)
    assert typed(dialog, wrong).startswith("！  第 1 组")
    assert "电子签名" not in dialog.title.text() + dialog.words.text()
    assert typed(dialog, code) == "✓  一致"


def test_a_difference_on_paper_leads_to_its_cell(
    window: Window, session: Session, acting: Callable[..., None]
) -> None:
    code = session.make_draft().code
    session.apply({NEW: 3}, "填写")

    def act(dialog: CheckPaperDialog) -> None:
        typed(dialog, code)
        dialog.paper.followed.emit(NEW)

    acting(CheckPaperDialog, act)
    press(window, Qt.Key.Key_K, CTRL)
    assert window.current_key() == NEW


# ---- the chain


def test_roles_are_added_renamed_moved_and_removed_by_keys(
    window: Window, session: Session, acting: Callable[..., None]
) -> None:
    def act(dialog: ChainDialog) -> None:
        press(dialog.list, Qt.Key.Key_Down)
        dialog.add.click()
        write(QApplication.focusWidget() or dialog.list, "Legal")
        press(QApplication.focusWidget() or dialog.list, Qt.Key.Key_Return)
        QApplication.processEvents()
        assert dialog.isVisible()
        dialog.down.click()
        press(dialog.list, Qt.Key.Key_Home)
        press(dialog.list, Qt.Key.Key_Delete)
        assert dialog.names() == ("核稿", "保密审查", "Legal", "分管领导审核", "主要领导签发", "公章")
        press(dialog.list, Qt.Key.Key_Return)

    acting(ChainDialog, act)
    window.actions_by_id["chain"].trigger()
    names = ["核稿", "保密审查", "Legal", "分管领导审核", "主要领导签发", "公章"]
    assert [role.name for role in signoff.chain(session.report)] == names
    assert session.undo_label == "修改审签环节"
    window.actions_by_id["undo"].trigger()
    assert tuple(role.name for role in signoff.chain(session.report)) == signoff.DEFAULT_CHAIN


def test_a_chain_needs_a_role_with_a_name_and_the_usual_one_comes_back(qtbot: QtBot) -> None:
    dialog = ChainDialog(["甲"])
    qtbot.addWidget(dialog)
    dialog.remove.click()
    assert dialog.sentence.text() == "至少要有一个环节。"
    assert not dialog.accept_button.isEnabled()
    dialog.usual.click()
    assert dialog.names() == signoff.DEFAULT_CHAIN
    assert dialog.accept_button.isEnabled()
    dialog.list.item(0).setText(" ")
    assert dialog.sentence.text() == "有一个环节没有名称。"


# ---- words


def test_drafts_are_listed_with_when_they_were_made_and_by_whom_signed(session: Session) -> None:
    session.make_draft()
    draft = session.sign(1, "李明", dt.date(2026, 1, 15))
    today = draft.made_at.date()
    words = draft_words.listed(draft, today)
    assert words.startswith(f"第 1 稿　{today.month}月{today.day}日 ")
    assert "李明 " in words
    assert words.endswith("1月15日签发")
