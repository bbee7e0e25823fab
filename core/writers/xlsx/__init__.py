"""The report as an Excel workbook: the official tables with live sums, beside them what does not add up.

One sheet for the words, one per table, one for the equations. Every figure's cell has a defined name: the
cell's key as it stands (``applications.denied.state_secret.natural_person``): a name may hold
letters, digits, ``_`` and ``.``, up to 255 characters, must not look like an address (``A1``, ``R1C1``)
and is the same in capitals (ECMA-376 part 1, 18.17.2.5); keys are lower case and have two dots, so all are
legal, and a filled-in copy reads back exactly. Title, unit, year and form have names too.
"""

from __future__ import annotations

from datetime import MAXYEAR, datetime

from openpyxl import Workbook
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.workbook.protection import WorkbookProtection

from core.errors import TooLarge
from core.form import FormDef
from core.handbook import Handbook
from core.writers import writer
from core.writers.blocks import Document, TableBlock
from core.writers.refusals import cell_place, refuse_characters
from core.writers.xlsx import balances, guide, plan, tables, texts
from core.writers.xlsx.canvas import Canvas
from core.writers.xlsx.package import finish, packed
from core.writers.xlsx.plan import Plan
from core.writers.xlsx.readback import KIND, verify

__all__ = ["verify", "verify_blank", "write", "write_blank"]

MOST_IN_CELL = 32_767  # characters; the library would cut off what is longer


@writer("xlsx", ".xlsx", verify)
def write(document: Document) -> bytes:
    """Return the workbook; the same document gives the same bytes.

    Raises ``OddCharacter`` for a character that no workbook can hold, with its place, and ``TooLarge``.
    """
    _refuse(document)
    book = _Book(plan.make(document))
    book.words()
    for table in document.tables():
        book.table(table)
    book.balances()
    return book.finished()


def write_blank(document: Document, form: FormDef) -> bytes:
    """Return a form to fill in where this program is not: the workbook of a report without figures and texts.

    Protected without a password; only the cells to fill in are open. Raises what ``write`` raises.
    """
    _refuse(document)
    book = _Book(plan.make(document, fill_in=True))
    handbook = Handbook(form)
    guide.draw(book.sheet(guide.SHEET), book.plan)
    words = book.words(form.title_pattern)
    guide.put_help_on_texts(words, texts.lines(book.plan), handbook, form)
    for table in document.tables():
        guide.put_help(book.table(table), table, handbook)
    book.balances()
    book.protect()
    return book.finished()


def verify_blank(data: bytes, document: Document) -> None:
    """Read a form back and compare it; raises ``DocumentDiffers`` naming the first place."""
    verify(data, document, fill_in=True)


class _Book:
    """A workbook being drawn, sheet after sheet."""

    def __init__(self, planned: Plan) -> None:
        self.plan = planned
        self._found = balances.balances(planned)
        self._book = Workbook()
        self._book.remove(self._book.worksheets[0])
        self._drawn: list[Canvas] = []
        for key, spot in planned.spots.items():
            _name(self._book, key, spot.absolute)

    def sheet(self, name: str) -> Canvas:
        self._drawn.append(Canvas(self._book.create_sheet(name)))
        return self._drawn[-1]

    def words(self, title_pattern: str = "") -> Canvas:
        canvas = self.sheet(texts.SHEET)
        for name, address in texts.draw(canvas, self.plan, title_pattern).items():
            _name(self._book, name, address)
        return canvas

    def table(self, table: TableBlock) -> Canvas:
        canvas = self.sheet(self.plan.sheets[table.id])
        tables.draw(canvas, self.plan, table, self._found)
        return canvas

    def balances(self) -> None:
        balances.draw(self.sheet(balances.SHEET), self.plan, self._found)

    def protect(self) -> None:
        """Keep the sheets as they are, and in the order they are, against slips."""
        self._book.security = WorkbookProtection(lockStructure=True)
        for canvas in self._drawn:
            canvas.protect()

    def finished(self) -> bytes:
        date = _properties(self._book, self.plan.document)
        parts = {f"xl/worksheets/sheet{number}.xml": canvas for number, canvas in enumerate(self._drawn, 1)}
        return finish(packed(self._book), parts, date.strftime("%Y-%m-%dT%H:%M:%SZ"))


def _name(book: Workbook, name: str, place: str) -> None:
    book.defined_names[name] = DefinedName(name, attr_text=place)


def _properties(book: Workbook, document: Document) -> datetime:
    """Say title and unit, nothing of the person or the computer; the date is the first day after the year."""
    date = datetime(min(document.year + 1, MAXYEAR), 1, 1)  # noqa: DTZ001 - the library wants no time zone
    book.properties.title = document.title
    book.properties.subject = "政府信息公开工作年度报告"
    book.properties.creator = document.unit or "公开年报"
    book.properties.lastModifiedBy = document.unit or "公开年报"
    book.properties.created = date
    book.properties.modified = date
    return date


def _refuse(document: Document) -> None:
    refuse_characters(document, KIND)
    refuse_lengths(document)


def refuse_lengths(document: Document) -> None:
    """Raise ``TooLarge`` for what would be cut off in its cell; paragraphs go on in the next row."""
    single = [("标题", document.title), ("单位名称", document.unit)]
    figures = [(cell_place(table, cell), cell.text) for table in document.tables() for cell in table.cells]
    for place, text in (*single, *figures):
        if len(text) > MOST_IN_CELL:
            message = f"{place}有 {len(text)} 个字，{KIND} 的一格最多放 {MOST_IN_CELL} 个。"
            raise TooLarge(message, "请改短，或改用其他格式导出。")
