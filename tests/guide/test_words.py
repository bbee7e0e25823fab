"""What the guide says exists: commands, keys, codes of checks, words of the window, pictures."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from core import VERSION, guide
from core.guide import Look, Picture, Spans, Table, Text, markup
from gui.bridge import Bridge
from gui.draft_chip import DraftChip
from gui.settings import Settings
from gui.window import Window
from tests.house.tree import ROOT, code, files

BOOKS = (guide.GUIDE, guide.QUICK)
OF_ANY_PROGRAM = {
    "Enter",
    "Tab",
    "Esc",
    "F2",
    "Delete",
    "Ctrl+C",
    "Ctrl+X",
    "Ctrl+V",
}  # tables and fields know them
CODE = re.compile(r"(?<![A-Za-z0-9])[ABCDNPTY]\d\d(?![A-Za-z0-9])")
MOST_OF_ONE, MOST_OF_ALL = 150_000, 2_500_000  # bytes


@pytest.fixture
def window(bridge: Bridge, tmp_path: Path, qtbot: QtBot) -> Window:
    made = Window(bridge, Settings(tmp_path / "settings.json"))
    qtbot.addWidget(made)
    return made


def lines() -> Iterator[Spans]:
    """Every line of both books."""
    for name in BOOKS:
        for chapter in guide.load(name).chapters:
            for block in chapter.blocks:
                if isinstance(block, Text):
                    yield block.spans
                elif isinstance(block, Table):
                    yield from (cell for row in block.rows for cell in row)


def said(look: Look) -> set[str]:
    return {span.words for spans in lines() for span in spans if span.look is look}


def texts() -> list[str]:
    return [text for name in BOOKS for text in guide.texts(guide.load(name).chapters)]


def menus(window: Window) -> dict[str, set[str]]:
    """What each menu of the bar at the top offers."""
    instant = QToolButton.ToolButtonPopupMode.InstantPopup
    buttons = [one for one in window.top.findChildren(QToolButton) if one.popupMode() is instant]
    found = {button.text(): button.menu() for button in buttons}
    found["草稿"] = next(iter(window.top.findChildren(DraftChip))).drafts
    return {name: {action.text() for action in menu.actions()} for name, menu in found.items()}


def test_every_command_named_is_in_the_menu_named(window: Window) -> None:
    known = {action.text() for action in window.actions_by_id.values()}
    offered = menus(window)
    named = {words.strip("“”") for words in said(Look.COMMAND)}
    assert {"文件 → 备份与恢复…", "送审打印"} <= named
    for words in named:
        menu, arrow, command = words.rpartition(" → ")
        assert command in known, words
        assert not arrow or command in offered[menu], words


def test_every_key_named_does_something_and_every_key_is_named(window: Window) -> None:
    commands = [action for name, action in window.actions_by_id.items() if not name.startswith("tab-")]
    first = {action.shortcuts()[0].toString() for action in commands if action.shortcuts()}
    all_keys = {keys.toString() for action in window.actions_by_id.values() for keys in action.shortcuts()}
    assert said(Look.KEY) <= all_keys | OF_ANY_PROGRAM
    listed = guide.load().chapter("keys").blocks[0]
    assert isinstance(listed, Table)
    told = {span.words for row in listed.rows for cell in row for span in cell if span.look is Look.KEY}
    assert first <= told


def test_every_code_named_is_a_check() -> None:
    cases = {path.stem.upper() for path in files() if path.parts[:3] == ("tests", "checks", "cases")}
    named = {found for text in texts() for found in CODE.findall(text)}
    assert {"A01", "B01", "C05", "D03", "Y01"} <= named
    assert named <= cases


def test_every_button_named_is_in_the_window() -> None:
    source = "".join((ROOT / path).read_text(encoding="utf-8") for path in code("gui"))
    buttons = {words for text in texts() for words in re.findall(r"“(?:[^“”]* → )?([^“”]*…)”", text)}
    assert "选择文件…" in buttons
    places = {words for words in buttons if "……" not in words}
    missing = {words for words in places if words not in source and words.removesuffix("…") not in source}
    assert missing == set()


def test_every_picture_named_is_there_and_every_picture_is_named() -> None:
    named = {
        block.file
        for name in BOOKS
        for chapter in guide.load(name).chapters
        for block in chapter.blocks
        if isinstance(block, Picture)
    }
    there = sorted(guide.picture_file("window.png").parent.iterdir())
    assert {file.name for file in there} == named


def test_the_pictures_are_small() -> None:
    folder = guide.picture_file("window.png").parent
    sizes = {file.name: file.stat().st_size for file in folder.iterdir()}
    assert {name: size for name, size in sizes.items() if size > MOST_OF_ONE} == {}
    assert sum(file.stat().st_size for file in folder.parent.rglob("*") if file.is_file()) < MOST_OF_ALL


def test_the_code_on_paper_is_never_called_a_signature() -> None:
    sentences = [part for text in texts() for part in re.split(r"[。；！]", text) if "电子签名" in part]
    assert sentences
    assert [part for part in sentences if "不是电子签名" not in part] == []


def test_every_chapter_that_the_window_opens_is_there() -> None:
    for tab, key in (
        ("cover", "unit.name"),
        ("preview", ""),
        ("overview", "text.overview"),
        ("applications", "applications.total.total"),
        ("cover", "before.disputes.review.total"),
    ):
        assert guide.load().chapter(guide.chapter_for(tab, key))


def test_words_are_found_with_their_place() -> None:
    book = guide.load()
    found = guide.search(book, "空白 零")
    assert [one.chapter.id for one in found] == ["tables"]
    assert found[0].words == "空白不是零"
    assert guide.search(book, "ctrl+k")
    several = guide.search(book, "备份")
    assert (several[0].words, several[0].block) == ("备份、U 盘和坏文件", guide.TITLE)
    assert several[1].words == "备份与恢复"
    assert len(several) > 4
    assert guide.search(book, " ") == guide.search(book, "没有这样的字") == ()


def test_what_is_written_wrongly_is_refused() -> None:
    assert (
        markup.read("a", "# 题\n\n- 点 [文件 → 打开…]（`F1`），**慢**。").blocks[0].words
        == "·点 “文件 → 打开…”（F1），慢。"
    )
    for wrong in (
        "没有题",
        "# 题\n### 太深",
        "# 题\n![图](别处.jpg)",
        "# 题\n|a|b|\n|--|--|\n|c|",
        "# 题\n|a|\n|b|",
    ):
        with pytest.raises(ValueError, match="chapter"):
            markup.read("chapter", wrong)


def test_everything_the_readme_leads_to_and_shows_is_there() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert any(link.endswith(".png") for link in links)
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_papers_for_developers_tell_of_what_is_there() -> None:
    folder = ROOT / "packaging" / "docs"
    for paper in ("developing.md", "CHANGELOG.md"):
        told = (folder / paper).read_text(encoding="utf-8")
        named = re.findall(r"`((?:core|gui|tests|packaging|resources)/[\w./-]+)`", told)
        assert named
        assert [place for place in named if not (ROOT / place).exists() and "X01" not in place] == []
    assert f"## {VERSION}" in told
