"""Our own workbook, filled in with Excel, WPS or LibreOffice: everything by the names of its cells."""

from __future__ import annotations

from collections.abc import Mapping

from core import formfile, keys, oddities, values, workbook
from core.errors import FormMissing, NotAReport, OddCharacter
from core.form import Cell as FormCell
from core.form import FormDef
from core.readers.cells import shorten
from core.readers.preview import Doubt, Preview, Source
from core.readers.title import kind_of
from core.readers.xlsx.book import Area, Book, Cell, place
from core.report import FIRST_YEAR, LAST_YEAR
from core.values import Raw, Value

_HINT = "请在表里改正，保存后再导入。"
_HALF = 2


def is_ours(book: Book) -> bool:
    """Tell whether most figures of some form have their names in the workbook."""
    return any(_share(formfile.load(form), book) * _HALF >= 1 for form in formfile.form_ids())


def read(name: str, book: Book) -> Preview:
    """Return the report in a workbook of ours.

    Raises ``NotAReport`` without a year, ``FormMissing`` for a form we do not have, ``OddCharacter``.
    """
    return _Filled(name, book).preview()


def _share(form: FormDef, book: Book) -> float:
    return len(form.cells.keys() & book.names.keys()) / len(form.cells)


class _Filled:
    """One workbook, its parts asked for by name; what is odd becomes a doubt."""

    def __init__(self, name: str, book: Book) -> None:
        self._name = name
        self._book = book
        self._form = self._of_form()
        self._doubts: list[Doubt] = []
        self._sources: dict[str, Source] = {}

    def preview(self) -> Preview:
        """Return everything the workbook holds."""
        year = self._year()
        unit = self._field(workbook.UNIT)
        if not unit:
            self._doubt("unit", workbook.UNIT, "单位名称一格空着，请填写。")
        cells = self._figures()
        texts = {section: self._text(section) for section in self._form.texts}
        return Preview(
            form=self._form,
            unit=unit,
            year=year,
            title=self._field(workbook.TITLE) or self._form.title(unit, year),
            name=self._name,
            cells=cells,
            texts=texts,
            unit_kind=kind_of(unit),
            sources=self._sources,
            doubts=tuple(self._doubts),
        )

    def _of_form(self) -> FormDef:
        said = self._shown(workbook.FORM).strip()
        if said in formfile.form_ids():
            return formfile.load(said)
        if said:
            known = "、".join(formfile.load(form).name for form in formfile.form_ids())
            words = f"“{self._name}”用的表单格式是“{shorten(said)}”，本程序没有。"
            raise FormMissing(words, f"这个版本只能读取：{known}。")
        forms = [formfile.load(form) for form in formfile.form_ids()]
        return max(forms, key=lambda form: (_share(form, self._book), form.first_year))

    def _year(self) -> int:
        said = self._shown(workbook.YEAR).strip()
        year = values.parse(said.removesuffix("年"))
        if not isinstance(year, int) or not FIRST_YEAR <= year <= LAST_YEAR:
            found = f"是“{shorten(said)}”" if said else "空着"
            words = f"“{self._name}”的“年度”一格{found}，应当是 {FIRST_YEAR} 到 {LAST_YEAR} 的年份。"
            raise NotAReport(words, _HINT)
        return year

    def _shown(self, name: str) -> str:
        area = self._book.names.get(name)
        return self._book.cell(area).text if area else ""

    def _field(self, name: str) -> str:
        return " ".join(self._tidy(workbook.FIELDS[name], self._shown(name)).split())

    def _figures(self) -> dict[str, Value]:
        found: dict[str, Value] = {}
        lost: list[str] = []
        for key, cell in self._form.cells.items():
            area = self._book.names.get(key)
            if area is None:
                lost.append(key)
            found[key] = None if area is None else self._figure(cell, area)
        if lost:
            first = self._called(self._form.cells[lost[0]])
            several = f"等 {len(lost)} 格" if len(lost) > 1 else ""
            words = f"{first}{several}在文件里找不到了（可能删过行列），没有读入，请对照填写。"
            self._doubts.append(Doubt(lost[0], "", words))
        return found

    def _figure(self, cell: FormCell, area: Area) -> Value:
        shown = self._book.cell(area)
        text = self._tidy(self._called(cell), shown.text)
        value = values.parse(text, cell.kind, cell.unit)
        if value is None and not cell.computed and self._book.is_formula(area):
            self._about(cell, area, "是公式，但没有算好的数，按空白读入，请填写。")
        if isinstance(value, Raw):
            self._about(cell, area, _why(shown))
        if value is not None:
            self._sources[cell.key] = Source(place(area), text)
        return value

    def _about(self, cell: FormCell, area: Area, words: str) -> None:
        self._doubts.append(Doubt(cell.key, place(area), f"{self._called(cell)}{words}"))

    def _called(self, cell: FormCell) -> str:
        return f"{self._form.table(cell.table).name}“{cell.name}”"

    def _text(self, section: str) -> str:
        """Return a text: a row is a paragraph, so is a line within a cell; ``接上`` goes on with the last."""
        area = self._book.names.get(keys.text(section))
        heading = next((one.heading for one in self._form.sections if one.id == section), "正文前的说明")
        if area is None:
            self._doubts.append(Doubt(section, "", f"没有找到“{heading}”这一部分。"))
            return ""
        text = ""
        for row in range(area.row, area.last_row + 1):
            at = area._replace(row=row)
            label = self._book.cell(at._replace(column=area.column - 1)).text if area.column > 1 else ""
            text += ("" if label.strip() == workbook.CONTINUED else "\n") + self._book.cell(at).text
        lines = [line.strip() for line in self._tidy(f"“{heading}”", text).split("\n")]
        found = "\n".join(line for line in lines if line)
        if found:
            self._sources[section] = Source(place(area), found.split("\n", 1)[0])
        return found

    def _tidy(self, where: str, text: str) -> str:
        """Return a text as it may be kept; what was taken out of it is a doubt."""
        try:
            found = oddities.clean(text)
        except OddCharacter as refusal:
            raise OddCharacter(f"“{self._name}”里{where}的{refusal.message}", _HINT) from refusal
        if found.words:
            self._doubts.append(Doubt("", "", f"{where}中{found.words}。"))
        return found.text

    def _doubt(self, where: str, name: str, words: str) -> None:
        area: Mapping[str, Area] = self._book.names
        self._doubts.append(Doubt(where, place(area[name]) if name in area else "", words))


def _why(shown: Cell) -> str:
    """Say what stands in a figure's cell that is no figure."""
    if shown.date:
        return f"被当成了日期“{shorten(shown.text)}”，照原样保留，请改成数字。"
    return f"写的是“{shorten(shown.text.strip())}”，不是数字，照原样保留，请改正。"
