"""A text page: keys, pasting, the caret, undo, the outline, last year beside it, and plain text only."""

import random
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QHelpEvent, QImage, QTextCursor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core import keys
from core.report import Entry
from core.session import Session
from gui import marks, prose, style
from gui.bridge import Bridge
from gui.pages.text import TextPage, hint, numeral
from gui.section_text import NO_SENTENCE, SELECTED
from tests.gui.conftest import press, report_with
from tests.gui.text_pages import CTRL, SHIFT, commit, paste, shown

OVERVIEW = keys.text("overview")
RARE = "\U00020bb7"  # a character of two UTF-16 units
TEXT = (
    "青石镇认真贯彻落实《中华人民共和国政府信息公开条例》，围绕群众关切，扎实做好政府信息公开工作。\n"
    "（一）主动公开\n全年通过县政府网站主动公开政府信息186条，制发行政规范性文件2件，废止1件，现行有效6件。\n"
    "（二）依申请公开。全年收到政府信息公开申请7件，上年结转1件，均在法定期限内答复。"
)


def test_what_is_typed_is_in_the_report_at_once(bridge: Bridge, qtbot: QtBot) -> None:
    page = shown(bridge, qtbot)
    commit(page.editor, "全年公开")
    commit(page.editor, "186条。")
    assert bridge.session.report.text("overview") == "全年公开186条。"
    assert bridge.session.undo_label == "修改 一、总体情况"
    assert page.count.text() == "9 字"


def test_typing_is_one_step_until_the_paragraph_ends_or_the_keyboard_goes(
    bridge: Bridge, qtbot: QtBot
) -> None:
    page = shown(bridge, qtbot)
    for text in ("一", "二", "三"):
        commit(page.editor, text)
    press(page.editor, Qt.Key.Key_Return)
    commit(page.editor, "四")
    page.outline.setFocus()
    page.editor.setFocus()
    commit(page.editor, "五")
    said = []
    while bridge.session.undo_label:
        bridge.session.undo()
        said.append(page.editor.text())
    assert said == ["一二三\n四", "一二三\n", ""]


def test_leaving_the_text_ends_the_step_of_the_report_that_is_open_now(
    bridge: Bridge, qtbot: QtBot, tmp_path: Path
) -> None:
    page = shown(bridge, qtbot)
    first = bridge.session
    other = Session.create(tmp_path / "other.gknb", report_with({}))
    bridge.attach(other)
    commit(page.editor, "一")
    page.outline.setFocus()
    page.editor.setFocus()
    commit(page.editor, "二")
    other.undo()
    assert page.editor.text() == "一"
    assert first.undo_label == ""
    other.close()


def test_shift_enter_ends_a_paragraph_too(bridge: Bridge, qtbot: QtBot) -> None:
    page = shown(bridge, qtbot)
    commit(page.editor, "一")
    press(page.editor, Qt.Key.Key_Return, SHIFT)
    commit(page.editor, "二")
    assert bridge.session.report.text("overview") == "一\n二"


@pytest.mark.parametrize("key", [Qt.Key.Key_Z, Qt.Key.Key_Y])
def test_undo_keys_are_left_to_the_window(bridge: Bridge, qtbot: QtBot, key: Qt.Key) -> None:
    page = shown(bridge, qtbot)
    commit(page.editor, "一")
    press(page.editor, key, CTRL)
    assert page.editor.text() == "一"
    assert not page.editor.isUndoRedoEnabled()


def test_tab_leaves_the_text(bridge: Bridge, qtbot: QtBot) -> None:
    page = shown(bridge, qtbot)
    commit(page.editor, "一")
    press(page.editor, Qt.Key.Key_Tab)
    assert not page.editor.hasFocus()
    assert page.editor.text() == "一"


@pytest.mark.parametrize(
    ("pasted", "stands"),
    [
        ("甲\r\n乙", "甲\n乙"),
        ("甲\v乙\f丙\r丁", "甲\n乙\n丙\n丁"),
        ("甲\u2028乙\u2029丙", "甲\n乙\n丙"),
        ("e\u0301", "é"),
        ("<b>甲</b><img src='a.png'>", "<b>甲</b><img src='a.png'>"),
        (f"{RARE}甲\u00a0乙", f"{RARE}甲\u00a0乙"),
    ],
)
def test_pasting_takes_plain_text(bridge: Bridge, qtbot: QtBot, pasted: str, stands: str) -> None:
    page = shown(bridge, qtbot)
    paste(page, pasted, "<h1>other</h1>")
    assert page.editor.text() == stands
    assert bridge.session.report.text("overview") == stands


def test_copying_gives_plain_text(bridge: Bridge, qtbot: QtBot) -> None:
    page = shown(bridge, qtbot)
    paste(page, "（一）主动公开\n甲")
    page.editor.selectAll()
    press(page.editor, Qt.Key.Key_C, CTRL)
    data = QApplication.clipboard().mimeData()
    assert data.text() == "（一）主动公开\n甲"
    assert not data.hasHtml()


def test_a_text_from_elsewhere_is_put_in_as_it_is_and_costs_no_step(bridge: Bridge, qtbot: QtBot) -> None:
    odd = "甲\u00a0乙\u2029丙<b>\u3000丁"
    bridge.session.apply({OVERVIEW: odd}, "导入")
    page = shown(bridge, qtbot)
    assert page.editor.text() == odd.replace("\u2029", "\n")
    QApplication.processEvents()
    assert bridge.session.report.text("overview") == odd.replace("\u2029", "\n")
    assert bridge.session.undo_label == "导入"


@pytest.mark.parametrize(
    ("before", "after", "carets"),  # where the caret stands before and after
    [
        ("甲乙丙", "甲乙丙丁", (1, 1)),  # added behind
        ("甲乙丙", "零甲乙丙", (2, 3)),  # added before
        (f"{RARE}乙丙", f"{RARE}{RARE}乙丙", (2, 3)),
        ("甲乙丙丁", "甲丁", (4, 2)),
        ("甲乙丙丁", "甲丁", (2, 1)),  # the caret stood in what is gone
    ],
)
def test_a_change_from_elsewhere_keeps_the_caret(
    bridge: Bridge, qtbot: QtBot, before: str, after: str, carets: tuple[int, int]
) -> None:
    caret, stays = carets
    bridge.session.apply({OVERVIEW: before}, "x")
    page = shown(bridge, qtbot)
    page.editor.set_caret(caret)
    bridge.session.apply({OVERVIEW: after}, "y")
    assert page.editor.text() == after
    assert page.editor.caret() == stays
    assert bridge.session.undo_label == "y"


def test_only_the_stretch_that_differs_is_touched(bridge: Bridge, qtbot: QtBot) -> None:
    bridge.session.apply({OVERVIEW: TEXT}, "x")
    page = shown(bridge, qtbot)
    touched: list[tuple[int, int, int]] = []
    page.editor.document().contentsChange.connect(lambda *place: touched.append(place))
    bridge.session.apply({OVERVIEW: TEXT.replace("186", "1867")}, "y")
    assert touched == [(TEXT.index("186") + 3, 0, 1)]


def test_replacing_is_told_once(bridge: Bridge, qtbot: QtBot) -> None:
    bridge.session.apply({OVERVIEW: "甲乙\n丙丁"}, "x")
    page = shown(bridge, qtbot)
    told: list[str] = []
    page.editor.edited.connect(lambda: told.append(page.editor.text()))
    page.editor.replace(1, 4, "一\n二\n三")
    assert told == ["甲一\n二\n三丁"]


def test_the_outline_is_numbered_on(bridge: Bridge, qtbot: QtBot) -> None:
    page = shown(bridge, qtbot)
    actions = page.outline.menu().actions()
    assert [action.text() for action in actions][:2] == ["主动公开", "依申请公开"]
    actions[0].trigger()
    assert page.editor.hasFocus()
    commit(page.editor, "全年公开。")
    actions[1].trigger()
    assert bridge.session.report.text("overview") == "（一）主动公开\n全年公开。\n（二）依申请公开\n"
    assert bridge.session.undo_label == "插入提纲 依申请公开"
    assert page.editor.caret() == len(page.editor.text())
    bridge.session.undo()
    assert page.editor.text() == "（一）主动公开\n全年公开。"


def test_the_outline_says_what_stands_there_already(bridge: Bridge, qtbot: QtBot) -> None:
    page = shown(bridge, qtbot)
    page.insert("主动公开")
    page.outline.menu().aboutToShow.emit()
    first, second, *_ = page.outline.menu().actions()
    assert (first.text(), second.text()) == ("主动公开　✓ 已有", "依申请公开")
    first.trigger()
    assert page.editor.text().endswith("（二）主动公开\n")


def test_the_outline_goes_behind_the_paragraph_of_the_caret(bridge: Bridge, qtbot: QtBot) -> None:
    bridge.session.apply({OVERVIEW: "（一）甲\n乙乙\n（二）丙"}, "x")
    page = shown(bridge, qtbot)
    page.editor.set_caret(6)
    page.insert("主动公开")
    assert page.editor.text() == "（一）甲\n乙乙\n（二）主动公开\n\n（二）丙"
    assert page.editor.caret() == len("（一）甲\n乙乙\n（二）主动公开\n")


@pytest.mark.parametrize(
    ("number", "text"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五")]
)
def test_headings_count_in_chinese(number: int, text: str) -> None:
    assert numeral(number) == text


def test_a_section_without_outline_offers_none(bridge: Bridge, qtbot: QtBot) -> None:
    page = shown(bridge, qtbot, "other_matters")
    assert not page.outline.isVisible()
    assert "信息处理费" in hint(page.section)


def test_the_section_that_may_not_be_none_says_so(bridge: Bridge, qtbot: QtBot) -> None:
    assert "不能只写“无”" in hint(shown(bridge, qtbot, "problems").section)


def test_what_no_document_can_hold_is_refused_and_taken_off_the_screen(bridge: Bridge, qtbot: QtBot) -> None:
    page = shown(bridge, qtbot)
    commit(page.editor, "甲乙")
    with qtbot.waitSignal(page.refused) as told:
        paste(page, "丙\x07丁")
    assert "复制的文字中，第 2 个字符（“丙”之后）是看不见的" in str(told.args[0])
    assert page.editor.text() == "甲乙"
    assert bridge.session.report.text("overview") == "甲乙"


@pytest.mark.parametrize("odd", ["\x00", "\ufffe", "\x07"])
def test_odd_characters_in_what_is_pasted_lose_nothing_that_stood_there(
    bridge: Bridge, qtbot: QtBot, odd: str
) -> None:
    page = shown(bridge, qtbot)
    commit(page.editor, "甲乙")
    paste(page, f"丙{odd}丁")
    assert page.editor.text() == bridge.session.report.text("overview") == "甲乙"


def test_a_paste_is_a_step_of_its_own(bridge: Bridge, qtbot: QtBot) -> None:
    page = shown(bridge, qtbot)
    commit(page.editor, "甲")
    paste(page, "乙\r\n丙")
    assert bridge.session.undo_label == "粘贴 一、总体情况"
    commit(page.editor, "丁")
    bridge.session.undo()
    assert page.editor.text() == "甲乙\n丙"
    bridge.session.undo()
    assert page.editor.text() == "甲"


def test_pasting_from_word_says_what_was_dropped(bridge: Bridge, qtbot: QtBot) -> None:
    page = shown(bridge, qtbot)
    with qtbot.waitSignal(page.said) as told:
        paste(page, "　　第一段１２件\r\n\r\n第二段\u200b", "<p><b>第一段</b><img src='a.png'></p>")
    assert page.editor.text() == "第一段１２件\n第二段"
    assert told.args == ["已按纯文字粘贴，去掉了 1 张图片、格式和 1 个看不见的字符"]


def test_a_copied_picture_is_not_pasted_and_that_is_said(bridge: Bridge, qtbot: QtBot) -> None:
    page = shown(bridge, qtbot)
    commit(page.editor, "甲")
    QApplication.clipboard().setImage(QImage(4, 4, QImage.Format.Format_RGB32))
    with qtbot.waitSignal(page.said) as told:
        press(page.editor, Qt.Key.Key_V, CTRL)
    assert told.args == [prose.PICTURE]
    assert page.editor.text() == "甲"
    assert bridge.session.undo_label == "修改 一、总体情况"


def test_a_copied_file_is_not_pasted_as_its_path(bridge: Bridge, qtbot: QtBot, tmp_path: Path) -> None:
    page = shown(bridge, qtbot)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.docx"))])
    QApplication.clipboard().setMimeData(data)
    with qtbot.waitSignal(page.said) as told:
        press(page.editor, Qt.Key.Key_V, CTRL)
    assert told.args == [prose.FILE]
    assert page.editor.text() == ""


def test_more_than_any_report_is_not_pasted(bridge: Bridge, qtbot: QtBot) -> None:
    page = shown(bridge, qtbot)
    with qtbot.waitSignal(page.refused) as told:
        paste(page, "甲" * 200_001)
    assert "比整篇报告还长" in str(told.args[0])
    assert page.editor.text() == ""


@pytest.mark.parametrize(
    ("limit", "said"),
    [
        ("", "12 字"),
        ("1000", "12 字 · 上限 1000"),
        ("12", "12 字 · 上限 12"),
        ("10", "！ 12 字 · 上限 10，超出 2 字"),
        ("若干", "12 字"),
    ],
)
def test_the_length_stands_beside_the_countys_limit(
    bridge: Bridge, qtbot: QtBot, limit: str, said: str
) -> None:
    page = shown(bridge, qtbot)
    commit(page.editor, "一二三四五六七八九十一 二")
    bridge.session.apply({keys.OVERVIEW_LIMIT: limit or None}, "x")
    assert page.count.text() == said
    assert shown(bridge, qtbot, "problems").count.text() == "0 字"


def test_words_that_are_shown_are_marked_until_the_next_edit(bridge: Bridge, qtbot: QtBot) -> None:
    bridge.session.apply({OVERVIEW: f"{RARE}甲乙丙丁。"}, "x")
    page = shown(bridge, qtbot)
    page.show_span(2, 4)
    assert page.editor.textCursor().selectedText() == "乙丙"
    assert marks.Mark(2, 4, marks.FOUND) in page.editor.marks
    commit(page.editor, "戊")
    assert page.editor.text() == f"{RARE}甲戊丁。"
    assert not any(mark.kind == marks.FOUND for mark in page.editor.marks)


def test_a_long_stretch_that_is_shown_is_not_selected(bridge: Bridge, qtbot: QtBot) -> None:
    bridge.session.apply({OVERVIEW: "国" * 2 * SELECTED}, "x")
    page = shown(bridge, qtbot)
    page.show_span(3, 4 + SELECTED)
    assert page.editor.caret() == 3
    assert not page.editor.textCursor().hasSelection()


def test_what_a_finding_points_to_is_underlined_and_has_a_sign(bridge: Bridge, qtbot: QtBot) -> None:
    page = shown(bridge, qtbot)
    commit(page.editor, "全年公开，XX镇认真落实。")
    (mark,) = [mark for mark in page.editor.marks if mark.kind == marks.ERROR]
    assert page.editor.text()[mark.start : mark.end] == "XX"
    margin = page.editor.viewport().grab().toImage().copy(0, 0, style.px(prose.EDGE), 60)
    colours = {margin.pixel(x, y) for x in range(margin.width()) for y in range(margin.height())}
    assert style.ERROR.rgb() in colours
    page.editor.set_caret(0)
    commit(page.editor, "甲")
    (moved,) = [mark for mark in page.editor.marks if mark.kind == marks.ERROR]
    assert moved.start == mark.start + 1
    page.editor.replace(moved.start, moved.end, "青石")
    assert not any(mark.kind == marks.ERROR for mark in page.editor.marks)


def test_the_mouse_on_a_mark_says_what_is_wrong_as_plain_text(
    bridge: Bridge, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr("gui.prose.QToolTip.showText", lambda _place, text, _box: said.append(text))
    page = shown(bridge, qtbot)
    commit(page.editor, "甲")
    page.editor.show_marks([marks.Mark(0, 1, marks.ERROR, "<b>乙</b>")])
    page.editor.set_caret(1)
    place = page.editor.cursorRect().center() - QPoint(4, 0)
    QApplication.sendEvent(page.editor.viewport(), QHelpEvent(QHelpEvent.Type.ToolTip, place, QPoint(10, 10)))
    assert said == ["<p>&lt;b&gt;乙&lt;/b&gt;</p>"]


@pytest.mark.parametrize(
    ("caret", "sentence"), [(0, "甲乙。"), (2, "甲乙。"), (3, "丙丁；"), (6, "戊"), (8, "己。"), (10, "己。")]
)
def test_a_note_is_asked_for_on_the_sentence_of_the_caret(
    bridge: Bridge, qtbot: QtBot, caret: int, sentence: str
) -> None:
    bridge.session.apply({OVERVIEW: "甲乙。丙丁；戊\n己。"}, "x")
    page = shown(bridge, qtbot)
    page.editor.set_caret(caret)
    with qtbot.waitSignal(page.note_wanted) as told:
        page.note()
    assert told.args == ["overview", sentence]


def test_without_a_sentence_there_is_nothing_to_note(bridge: Bridge, qtbot: QtBot) -> None:
    page = shown(bridge, qtbot)
    with qtbot.waitSignal(page.said) as told:
        page.note()
    assert told.args == [NO_SENTENCE]


def test_the_menu_offers_a_note_on_the_sentence_under_the_mouse(bridge: Bridge, qtbot: QtBot) -> None:
    bridge.session.apply({OVERVIEW: "甲乙丙。丁戊己。"}, "x")
    page = shown(bridge, qtbot)
    page.editor.set_caret(6)
    place = page.editor.cursorRect().center()
    page.editor.set_caret(0)
    menu = page.editor.menu_at(place)
    (note,) = [action for action in menu.actions() if action.text().startswith("给这句话写备注")]
    with qtbot.waitSignal(page.note_wanted) as told:
        note.trigger()
    assert told.args == ["overview", "丁戊己。"]


def test_headings_are_shown_as_they_will_be_printed(bridge: Bridge, qtbot: QtBot) -> None:
    bridge.session.apply({OVERVIEW: TEXT}, "x")
    page = shown(bridge, qtbot)
    bold = []
    block = page.editor.document().begin()
    while block.isValid():
        bold.append([(one.start, one.length) for one in block.layout().formats()])  # type: ignore[attr-defined]  # absent from the stubs
        block = block.next()
    assert bold == [[], [(0, 7)], [], [(0, 9)]]


def dress(page: TextPage) -> list[tuple[float, float]]:
    """Line height and indent of every paragraph."""
    found, block = [], page.editor.document().begin()
    while block.isValid():
        found.append((block.blockFormat().lineHeight(), block.blockFormat().textIndent()))
        block = block.next()
    return found


def test_every_paragraph_has_line_height_and_indent_also_new_ones(bridge: Bridge, qtbot: QtBot) -> None:
    page = shown(bridge, qtbot)
    commit(page.editor, "一")
    press(page.editor, Qt.Key.Key_Return)
    paste(page, "二\n三")
    bridge.session.undo()
    bridge.session.redo()
    first, *others = dress(page)
    assert others == [first, first]
    assert first[0] == prose.LINE_HEIGHT
    assert first[1] > 0


def test_last_year_stands_beside_and_cannot_be_typed_in(bridge: Bridge, qtbot: QtBot) -> None:
    page = shown(bridge, qtbot)
    assert not page.before.isVisible()
    last = report_with({}, 2024)
    last.write({OVERVIEW: Entry("去年主动公开143条。")})
    bridge.session.last_year = last
    bridge.opened.emit()
    assert page.before.isVisible()
    assert page.before.text.text() == "去年主动公开143条。"
    page.before.text.setFocus()
    commit(page.before.text, "x")
    press(page.before.text, Qt.Key.Key_Return)
    assert page.before.text.text() == "去年主动公开143条。"
    assert bridge.session.undo_label == ""


def test_lines_are_never_longer_than_can_be_read(bridge: Bridge, qtbot: QtBot) -> None:
    bridge.session.apply({OVERVIEW: "国" * 200}, "x")
    page = shown(bridge, qtbot, size=(1800, 900))
    block = page.editor.document().begin()
    line = block.layout().lineAt(1)
    assert 40 <= line.textLength() <= prose.COLUMN


def test_an_input_method_is_told_where_the_caret_is_seen(bridge: Bridge, qtbot: QtBot) -> None:
    bridge.session.apply({OVERVIEW: "国" * 20}, "x")
    page = shown(bridge, qtbot, size=(1800, 900))
    page.editor.setFocus()
    page.editor.set_caret(7)
    seen = page.editor.viewport().mapTo(page, page.editor.cursorRect().topLeft())
    assert page.editor.viewport().x() > 100  # the lines stand in the middle of a wide window
    told = QGuiApplication.inputMethod().cursorRectangle().topLeft()
    assert (told - seen).manhattanLength() <= 1


@pytest.mark.parametrize("size", [(1002, 640), (1556, 944)])
def test_a_text_page_is_drawn(bridge: Bridge, qtbot: QtBot, screens: Path, size: tuple[int, int]) -> None:
    name = "1366" if size[0] < 1100 else "1920"
    bridge.session.apply({OVERVIEW: TEXT}, "x")
    page = shown(bridge, qtbot, size=size)
    page.editor.moveCursor(QTextCursor.MoveOperation.End)
    QApplication.processEvents()
    assert page.grab().save(str(screens / f"text-{name}.png"))
    last = report_with({}, 2024)
    last.write({OVERVIEW: Entry(TEXT.replace("186", "143"))})
    bridge.session.last_year = last
    bridge.opened.emit()
    QApplication.processEvents()
    assert page.grab().save(str(screens / f"text-last-year-{name}.png"))
    assert page.editor.width() > page.before.text.width()


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_done_the_page_shows_what_the_report_holds(
    bridge: Bridge, qtbot: QtBot, seed: int
) -> None:
    page = shown(bridge, qtbot)
    chance = random.Random(seed)  # noqa: S311 - no secret, a repeatable walk
    pieces = ("甲", f"{RARE}{RARE}", "（一）主动公开", "186件，", "\u00a0", "é", "x", "\n", "甲\r\n乙\v丙")

    def step() -> None:
        text = page.editor.text()
        page.editor.set_caret(chance.randint(0, len(text)))
        for _ in range(chance.randint(0, 3)):
            keep = chance.choice((SHIFT, Qt.KeyboardModifier.NoModifier))
            press(page.editor, chance.choice((Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up)), keep)
        chance.choice(
            (
                lambda: commit(page.editor, chance.choice(pieces[:7])),
                lambda: paste(page, "".join(chance.choices(pieces, k=3))),
                lambda: press(page.editor, Qt.Key.Key_Return),
                lambda: press(page.editor, Qt.Key.Key_Backspace),
                lambda: press(page.editor, Qt.Key.Key_Delete),
                lambda: page.insert("监督保障"),
                bridge.session.undo,
                bridge.session.redo,
                lambda: bridge.session.apply({OVERVIEW: "".join(chance.choices(pieces[:8], k=9))}, "导入"),
            )
        )()

    alike = set(dress(page))
    for _ in range(120):
        step()
        assert set(dress(page)) == alike
        assert page.editor.text() == prose.shown(bridge.session.report.text("overview"))
    while bridge.session.undo():
        assert page.editor.text() == prose.shown(bridge.session.report.text("overview"))
    assert page.editor.text() == ""
