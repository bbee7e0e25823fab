"""Help beside the page: F1 opens it, letters search, the arrows choose, Enter goes there, Esc goes back."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from core import formfile, paths, session
from core.form import Part
from core.handbook import county
from core.session import Session
from gui import help_words, style
from gui.bridge import Bridge
from gui.help_panel import HERE_NONE, NOTHING, HelpPanel
from gui.settings import Settings
from gui.window import Window
from tests.forms import invented
from tests.gui.conftest import UNIT, press, write

A = "applications."
NOT_HELD = A + "unable.not_held.natural_person"
ROW = '[rows."applications.unable.not_held"]\n'


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the county's file of these tests lies; it does not exist yet."""
    folder = tmp_path / "own"
    monkeypatch.setattr(paths, "user_data", lambda: folder)
    return folder


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The folders that the system was asked to open."""
    asked: list[str] = []

    def take(url: QUrl) -> bool:
        asked.append(url.toLocalFile())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", take)
    return asked


@pytest.fixture
def panel(bridge: Bridge, qtbot: QtBot) -> HelpPanel:
    made = HelpPanel(bridge)
    qtbot.addWidget(made)
    made.resize(360, 600)
    made.show_key(NOT_HELD)
    made.show()
    made.activateWindow()
    made.begin()
    qtbot.waitUntil(made.line.hasFocus)
    return made


def shown(panel: HelpPanel, number: int = 0) -> dict[str, tuple[str, list[str]]]:
    """What one of the two help texts shows: by label the text and its marks."""
    view = panel.views[number]
    assert view.isVisible()
    return {
        part.name.text(): (part.text.text(), [word for word, mark in part.marks.items() if mark.isVisible()])
        for part in view.parts.values()
        if part.isVisible()
    }


def found(panel: HelpPanel) -> list[str]:
    return [panel.list.item(row).text() for row in range(panel.list.count())]


def county_file(folder: Path, text: str) -> None:
    folder.mkdir(exist_ok=True)
    county.file_of("2021", folder).write_text(text, "utf-8")


# ---- the current place


def test_a_figure_shows_the_help_on_its_row_and_its_column(panel: HelpPanel) -> None:
    assert panel.views[0].title.text() == "（四）无法提供 · 1.本机关不掌握相关政府信息 · 自然人"
    assert shown(panel) == {
        "计入": ("经检索没有的，或者不属于本机关负责公开的。", ["供参考"]),
        "不计入": ("需要加工、汇总才有的，计入 2。", ["供参考"]),
        "依据": ("条例第三十六条第（四）项、第（五）项", []),
        "常见错误": ("把“重复申请”也算进来。", ["供参考"]),
    }
    assert panel.views[1].title.text() == "这一列：自然人"
    assert list(shown(panel, 1)) == ["常见错误"]


def test_a_column_without_help_is_not_shown(panel: HelpPanel) -> None:
    panel.show_key(A + "denied.state_secret.research")
    assert shown(panel)["计入"] == ("依法确定为国家秘密的政府信息。", [])
    assert not panel.views[1].isVisible()


def test_a_row_without_help_says_so(panel: HelpPanel) -> None:
    panel.show_key(A + "not_processed.reconfirm.research")
    assert shown(panel) == {}
    assert panel.views[0].none.text() == help_words.NONE_WRITTEN
    assert panel.views[0].none.isVisible()


def test_a_text_says_what_to_write(panel: HelpPanel) -> None:
    panel.show_key("text.problems")
    assert panel.views[0].title.text() == "五、存在的主要问题及改进情况"
    assert list(shown(panel)) == ["写什么", "依据", "常见错误"]
    panel.show_key("text.preamble")
    assert panel.views[0].title.text() == "前言"


@pytest.mark.parametrize("key", ["", "unit.kind", "report.title"])
def test_a_place_without_help_is_said(panel: HelpPanel, key: str) -> None:
    panel.show_key(key)
    assert not panel.views[0].isVisible()
    assert panel.none.isVisible()
    assert panel.none.text() == HERE_NONE


def test_while_hidden_nothing_is_laid_out_and_afterwards_the_newest_is_shown(panel: HelpPanel) -> None:
    panel.hide()
    panel.show_key(A + "granted.total")
    assert "不掌握" in panel.views[0].title.text()
    panel.show()
    assert panel.views[0].title.text() == "（一）予以公开 · 总计"


def test_a_screen_reader_hears_all_of_it(panel: HelpPanel) -> None:
    heard = panel.reader.accessibleDescription()
    assert "计入。供参考。经检索没有的，或者不属于本机关负责公开的。不计入" in heard
    assert "这一列：自然人。常见错误。供参考。台账里" in heard
    assert "县里补充" not in heard


# ---- searching with the keys


def test_letters_search_the_arrows_choose_and_enter_goes_there(
    panel: HelpPanel, bridge: Bridge, qtbot: QtBot
) -> None:
    write(panel.line, "2024")
    assert found(panel) == ["表四　行政诉讼 · 未经复议直接起诉"]
    panel.line.setText("补正")
    assert found(panel) == [
        "表三　（四）无法提供 · 3.补正后申请内容仍不明确",
        "表三　（六）其他处理 · 1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    ]
    assert panel.hint.text() == "查到 2 条，回车前往。"
    assert shown(panel)["计入"] == ("申请人补正了，内容仍不明确的。", [])
    assert not panel.views[0].title.isVisible()  # the line chosen names it
    press(panel.line, Qt.Key.Key_Down)
    press(panel.line, Qt.Key.Key_Down)  # the last one stays
    assert shown(panel)["计入"][0].startswith("申请人无正当理由逾期不补正")
    press(panel.line, Qt.Key.Key_Up)
    with qtbot.waitSignal(bridge.jump) as gone:
        press(panel.line, Qt.Key.Key_Return)
    assert gone.args == [A + "unable.still_unclear.natural_person"]
    assert panel.line.text() == ""


def test_the_list_takes_the_keyboard_too(panel: HelpPanel, bridge: Bridge, qtbot: QtBot) -> None:
    panel.line.setText("总计")
    assert found(panel)[:3] == ["表三　（七）总计", "表三　列：总计", "表四　列：总计"]
    panel.list.setFocus()
    press(panel.list, Qt.Key.Key_Down)
    assert shown(panel)["计入"][0].startswith("本行各类申请人之和")
    with qtbot.waitSignal(bridge.jump) as gone:
        press(panel.list, Qt.Key.Key_Return)
    assert gone.args == [A + "new_received.total"]


def test_a_button_goes_there_too(panel: HelpPanel, bridge: Bridge, qtbot: QtBot) -> None:
    assert not panel.go.isVisible()
    panel.line.setText("前言")
    assert panel.go.text() == "到这一部分"
    with qtbot.waitSignal(bridge.jump) as gone:
        panel.go.click()
    assert gone.args == ["text.preamble"]


def test_nothing_found_is_said_and_the_current_place_stays(panel: HelpPanel) -> None:
    panel.line.setText("没有这样的词")
    assert panel.hint.text() == NOTHING
    assert not panel.list.isVisible()
    assert "不掌握" in panel.views[0].title.text()
    press(panel.line, Qt.Key.Key_Return)  # goes nowhere


def test_esc_puts_the_search_away_and_then_goes_back(panel: HelpPanel, qtbot: QtBot) -> None:
    panel.line.setText("补正")
    with qtbot.assertNotEmitted(panel.done):
        press(panel.line, Qt.Key.Key_Escape)
    assert "不掌握" in panel.views[0].title.text()
    assert not panel.list.isVisible()
    for widget in (panel.line, panel.reader, panel.county.write):
        with qtbot.waitSignal(panel.done):
            press(widget, Qt.Key.Key_Escape)


def test_with_nothing_searched_the_arrows_read_on(panel: HelpPanel, qtbot: QtBot) -> None:
    panel.resize(300, 260)
    bar = panel.reader.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    press(panel.line, Qt.Key.Key_Down)
    assert bar.value() > 0
    press(panel.line, Qt.Key.Key_Up)
    assert bar.value() == 0


def test_another_place_puts_the_search_away(panel: HelpPanel) -> None:
    panel.line.setText("补正")
    panel.show_key(A + "granted.total")
    assert panel.line.text() == ""
    assert panel.views[0].title.text() == "（一）予以公开 · 总计"


# ---- the county's file


def test_the_county_file_is_made_and_its_folder_opened(
    panel: HelpPanel, own_folder: Path, opened: list[str]
) -> None:
    assert not panel.county.again.isVisible()
    panel.county.write.click()
    assert opened == [str(own_folder)]
    assert (own_folder / "说明-2021.toml").is_file()
    assert panel.county.said.text() == (
        "文件“说明-2021.toml”在打开的文件夹里。用记事本改好、保存，再点“重新读取”。"
    )
    assert panel.county.again.isVisible()


def test_where_the_system_opens_no_folder_it_is_named(
    panel: HelpPanel, own_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    panel.county.write.click()
    assert f"在文件夹“{own_folder}”里" in panel.county.said.text()


def test_where_nothing_can_be_written_the_refusal_is_passed_on(
    panel: HelpPanel, own_folder: Path, opened: list[str], qtbot: QtBot
) -> None:
    own_folder.write_text("a file where the folder should be")
    with qtbot.waitSignal(panel.refused):
        panel.county.write.click()
    assert opened == []


def test_what_the_county_wrote_is_read_again_and_marked(panel: HelpPanel, own_folder: Path) -> None:
    county_file(own_folder, ROW + 'counts = "本县的说法"\nours = ["counts"]\nmistake = "本县常见的错"\n')
    panel.county.again.click()
    assert shown(panel)["计入"] == ("本县的说法", ["县里补充", "供参考"])
    assert shown(panel)["常见错误"] == ("本县常见的错", ["县里补充"])
    assert shown(panel)["不计入"][1] == ["供参考"]
    assert panel.county.said.text() == "县里补充了 2 处，已标出。"
    panel.line.setText("本县")
    assert len(found(panel)) == 1


def test_a_wrong_county_file_is_said_with_its_line_until_it_is_put_right(
    panel: HelpPanel, own_folder: Path
) -> None:
    county_file(own_folder, ROW + "counts = “本县”\n")
    panel.county.again.click()
    assert panel.trouble.isVisible()
    assert panel.trouble.text().startswith("✕ 县里的说明文件“说明-2021.toml”第 2 行：写法不对")
    assert shown(panel)["计入"][0] == "经检索没有的，或者不属于本机关负责公开的。"
    county_file(own_folder, ROW + 'counts = "本县"\n')
    panel.county.again.click()
    assert not panel.trouble.isVisible()
    assert shown(panel)["计入"] == ("本县", ["县里补充"])


def test_what_the_county_changed_meanwhile_is_there_when_the_panel_comes_back(
    panel: HelpPanel, own_folder: Path
) -> None:
    panel.hide()
    county_file(own_folder, ROW + 'counts = "本县"\n')
    panel.show()
    assert shown(panel)["计入"] == ("本县", ["县里补充"])


def test_markup_of_the_county_is_shown_as_written(panel: HelpPanel, own_folder: Path) -> None:
    county_file(own_folder, ROW + 'counts = "<b>甲</b>&amp;"\n')
    panel.county.again.click()
    text = panel.views[0].parts[Part.COUNTS].text
    assert text.text() == "<b>甲</b>&amp;"
    assert text.textFormat() is Qt.TextFormat.PlainText


# ---- other forms, the window


def test_another_form_brings_its_own_help(
    panel: HelpPanel, bridge: Bridge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = formfile.load(invented.ID, invented.build(tmp_path))
    known = {invented.ID: form, "2021": formfile.load("2021")}
    monkeypatch.setattr(formfile, "form_ids", lambda: tuple(known))
    monkeypatch.setattr(formfile, "load", lambda form_id, **_: known[form_id])
    before = bridge.session
    bridge.attach(Session.create(tmp_path / "2099.gknb", session.blank_report(UNIT, 2099, form)))
    before.close()
    panel.line.setText("全部公开")
    assert found(panel)[0] == "表三　（一）全部公开"
    panel.line.setText("合伙企业")
    assert found(panel) == ["表三　列：合伙企业"]
    bridge.session.close()


@pytest.fixture
def dress(qapp: QApplication, dressed: None) -> Iterator[Callable[[int, str], None]]:
    """Dress the program in a zoom and a light before its window is built; taken back afterwards."""
    assert dressed is None

    def put_on(percent: int, light: str) -> None:
        style.set_zoom(percent)
        style.set_dark(dark=light == "dark")
        style.dress(qapp)

    yield put_on
    put_on(100, "light")


@pytest.fixture
def build(bridge: Bridge, tmp_path: Path, qtbot: QtBot) -> Iterator[Callable[[], Window]]:
    made: list[Window] = []

    def start() -> Window:
        window = Window(bridge, Settings(tmp_path / "settings.json"))
        qtbot.addWidget(window)
        made.append(window)
        window.resize(1366, 768)
        window.show()
        window.complete()
        return window

    yield start
    for window in made:
        window.close()


def test_f1_explains_the_current_figure_and_esc_returns_to_it(
    build: Callable[[], Window], qtbot: QtBot
) -> None:
    window = build()
    window.go(NOT_HELD)
    QApplication.processEvents()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    here = QApplication.focusWidget()
    assert here is not None
    press(here, Qt.Key.Key_F1)
    panel = window.side.stack.currentWidget()
    assert isinstance(panel, HelpPanel)
    qtbot.waitUntil(panel.line.hasFocus)
    assert "不掌握" in panel.views[0].title.text()
    press(panel.line, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is here)
    assert window.current_key() == NOT_HELD
    press(here, Qt.Key.Key_Down)
    assert "需要另行制作" in panel.views[0].title.text()  # the panel follows the cursor


@pytest.mark.parametrize("look", [(100, "light"), (100, "dark"), (200, "light"), (200, "dark")])
def test_pictures_to_look_at(
    dress: Callable[[int, str], None],
    build: Callable[[], Window],
    screens: Path,
    look: tuple[int, str],
    qtbot: QtBot,
) -> None:
    dress(*look)
    window = build()
    window.go(NOT_HELD)
    window.help()
    panel = window.side.stack.currentWidget()
    assert isinstance(panel, HelpPanel)
    name = "-".join(map(str, look))
    for words, picture in (("", f"help-{name}.png"), ("补正", f"help-search-{name}.png")):
        panel.line.setText(words)
        qtbot.waitUntil(lambda: not cut(panel))
        for _ in range(20):
            QApplication.processEvents()  # a layout within a layout takes its turn
        assert (window.width(), window.height()) == (1366, 768)
        assert window.grab().save(str(screens / picture))


def cut(panel: HelpPanel) -> list[str]:
    """The texts that have less room than they need."""
    labels: list[QWidget] = [part.text for view in panel.views for part in view.parts.values()]
    return [
        label.objectName()
        for label in labels
        if label.isVisible() and label.height() < label.heightForWidth(label.width())
    ]
