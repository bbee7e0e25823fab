"""One sheet being drawn: text that stays text, figures, and formulas whose values are remembered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from core.oddities import is_command
from core.writers.xlsx import style
from core.writers.xlsx.style import Look

if TYPE_CHECKING:
    from openpyxl.formatting.rule import Rule

Stored = int | Decimal | str

_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_A4 = 9
_AUTHOR = "公开年报"
_COMMENT_WIDTH = 360  # pixels
_COMMENT_LINE = 19
_STYLE = "_style"  # copied as the library's manual advises; dressing each cell takes five times as long


def escaped(text: str) -> str:
    """Return text as a workbook spells it: ``_x0041_`` is an escape there, so its first stroke is escaped."""
    return _ESCAPED.sub("_x005F_", text).replace("\r", "_x000D_")


@dataclass
class Canvas:
    """A worksheet, the values its formulas show (by address), and the text it holds (by address)."""

    sheet: Worksheet
    stored: dict[str, Stored] = field(default_factory=dict)
    growing: list[int] = field(default_factory=list)  # rows that follow what is written into them
    _dressed: dict[Look, StyleArray] = field(default_factory=dict)

    def text(self, row: int, column: int, text: str, look: Look) -> None:
        """Write text that is never taken for a formula, a number or an error."""
        cell = self._cell(row, column, look)
        if text:
            cell.value = escaped(text)
            cell.data_type = "s"
            if is_command(text):
                cell.quotePrefix = True

    def figure(self, row: int, column: int, value: float | Decimal, look: Look) -> None:
        """Write a number."""
        self._cell(row, column, look).value = value

    def formula(self, row: int, column: int, formula: str, shows: Stored, look: Look) -> None:
        """Write a formula and remember what it shows (the empty string: nothing)."""
        cell = self._cell(row, column, look)
        cell.value = formula
        self.stored[cell.coordinate] = shows

    def merge(self, row: int, column: int, rows: int, columns: int, look: Look) -> None:
        """Join cells into one, its frame drawn all the way round."""
        for line, place in _places(row, column, rows, columns):
            self._cell(line, place, look)
        if rows * columns > 1:  # every cell is dressed already; ``merge_cells`` would dress each side again
            first = f"{get_column_letter(column)}{row}"
            last = f"{get_column_letter(column + columns - 1)}{row + rows - 1}"
            self.sheet.merged_cells.add(f"{first}:{last}")

    def widths(self, widths: list[float]) -> None:
        """Set the widths of the columns from A on."""
        for number, width in enumerate(widths, 1):
            self.sheet.column_dimensions[get_column_letter(number)].width = width

    def height(self, row: int, points: float, *, grows: bool = False) -> None:
        """Set the height of a row; one that ``grows`` follows what is written into it later."""
        self.sheet.row_dimensions[row].height = round(min(points, style.MOST_HEIGHT), 2)
        if grows:
            self.growing.append(row)

    def validate(self, rule: DataValidation, words: str, areas: Iterable[str]) -> None:
        """Let some areas take only what a rule allows; ``words`` say what that is."""
        rule.allow_blank = True
        rule.showErrorMessage = True
        rule.errorStyle = "stop"
        rule.errorTitle = "这里填不了这个数"
        rule.error = words
        for area in areas:
            rule.add(area)
        self.sheet.add_data_validation(rule)

    def comment(self, row: int, column: int, words: str) -> None:
        """Put help on a cell, seen when the mouse rests on it."""
        comment = Comment(words, _AUTHOR)
        count = sum(style.lines(line, _COMMENT_WIDTH / style.WIDTH_PIXELS) for line in words.split("\n"))
        comment.width, comment.height = _COMMENT_WIDTH, count * _COMMENT_LINE + 16
        self._plain(row, column).comment = comment

    def protect(self) -> None:
        """Keep everything but the unlocked cells as it is; without a password, against slips only."""
        protection = self.sheet.protection
        protection.sheet = True
        protection.formatRows = False  # False: allowed
        protection.formatColumns = False

    def colour(self, area: str, rule: Rule) -> None:
        """Colour an area by a rule that stays live."""
        self.sheet.conditional_formatting.add(area, rule)

    def page(self, *, landscape: bool, area: str, repeat: str) -> None:
        """Set A4, one page wide, centred, numbered; ``repeat`` names the rows on every page (``1:5``)."""
        sheet = self.sheet
        sheet.page_setup.paperSize = _A4
        sheet.page_setup.orientation = "landscape" if landscape else "portrait"
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_setup.fitToWidth = 1
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_view.showGridLines = False
        sheet.print_options.horizontalCentered = True
        sheet.page_margins.left = sheet.page_margins.right = 0.6
        sheet.page_margins.top = 0.8
        sheet.page_margins.bottom = 0.8
        sheet.page_margins.header = sheet.page_margins.footer = 0.4
        sheet.HeaderFooter.oddFooter = HeaderFooterItem(center=_HeaderFooterPart("— &P —"))
        sheet.print_area = area
        if repeat:
            sheet.print_title_rows = repeat

    def _plain(self, row: int, column: int) -> Cell:
        cell = self.sheet.cell(row, column)
        assert isinstance(cell, Cell)
        return cell

    def _cell(self, row: int, column: int, look: Look) -> Cell:
        cell = self._plain(row, column)
        if look in self._dressed:
            setattr(cell, _STYLE, copy(self._dressed[look]))
        else:
            look.dress(cell)
            self._dressed[look] = copy(getattr(cell, _STYLE))
        return cell


def _places(row: int, column: int, rows: int, columns: int) -> Iterator[tuple[int, int]]:
    return ((line, place) for line in range(row, row + rows) for place in range(column, column + columns))
