"""A report out of loose lines and grids, whatever file they came from; shared by all readers.

Every figure keeps the place where it stood; whatever is not certain becomes a doubt. Labels, headings and the
signs that tell one form from another come from the forms' data.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from core import formfile
from core.errors import FormMissing, NotAReport
from core.form import FormDef, Section, Table
from core.readers.figures import read_figures
from core.readers.headings import Heading, find_headings, is_heading
from core.readers.labels import TableLabels, squash, table_labels
from core.readers.lines import Line, fold, is_page_number, is_prose
from core.readers.preview import Doubt, Preview, Source
from core.readers.prose import unwrap, usual_width
from core.readers.tidy import Ending, brief, ending, split_headings
from core.readers.title import Title, find_title, find_titles, in_text, kind_of
from core.values import Value

_WEB_PAGE = re.compile(
    r"[\s【\[(]*(?:发布(?:时间|日期|机构)|(?:信息)?来源|(?:浏览|阅读|访问|点击)(?:次数|量)?|字[号体]|索引号|文号"
    r"|成文日期|生成日期|公开日期|责任编辑|当前位置|您(?:现在)?(?:所在)?的?位置|首页|打印|关闭|分享|扫一扫)"
    r"[^。]{0,60}"
)
_CONTENTS = "目录"
_FEWEST_SIGNS = 3
_HINT = "请确认选对了文件；如果是图片或扫描件，请先转成文字。"


@dataclass(frozen=True)
class _Parts:
    """A document taken apart: its lines, its title and where its sections begin."""

    form: FormDef
    labels: Mapping[str, TableLabels]
    lines: Sequence[Line]
    headings: Sequence[Heading]
    title: Title | None

    def of(self, section: str) -> list[Line] | None:
        """Return the lines of a section without the title; None if the document has no such section."""
        for number, heading in enumerate(self.headings):
            if heading.section.id == section:
                following = self.headings[number + 1 :]
                end = following[0].first if following else len(self.lines)
                return [self.lines[at] for at in range(heading.content, end) if not self._titled(at)]
        return None

    def before(self) -> tuple[list[Line], list[Line]]:
        """Return the lines between title and first section, and those above the title."""
        first = self.headings[0].first if self.headings else len(self.lines)
        start = self.title.last if self.title and self.title.first < first else 0
        above = self.lines[: self.title.first] if start and self.title else []
        return list(self.lines[start:first]), list(above)

    def _titled(self, at: int) -> bool:
        return self.title is not None and self.title.first <= at < self.title.last


def recognise(name: str, lines: Sequence[Line], doubts: Iterable[Doubt] = ()) -> Preview:
    """Return the report that the lines of a document hold; ``doubts`` are those of reading the file.

    Raises ``NotAReport`` where no report or no year can be found, ``FormMissing`` for one in another form.
    """
    form = _form(lines)
    lines = split_headings(form, lines)
    labels = table_labels(form)
    headings = find_headings(form, labels, lines)
    parts = _Parts(form, labels, lines, headings, _title(lines, headings))
    _demand_report(name, parts)
    _demand_form(name, parts)
    collected = _Collected(parts, [*doubts])
    return collected.preview(name)


def _form(lines: Sequence[Line]) -> FormDef:
    """Return the form whose own labels stand most completely in the document; the newest of equals."""
    text = squash("".join(line.text for line in lines))
    forms = [formfile.load(form_id) for form_id in formfile.form_ids()]
    if not forms:
        return formfile.newest()  # refuses: the program's own files are missing
    return max(forms, key=lambda form: (_share(form.signs, text), form.first_year))


def _share(signs: Sequence[str], text: str) -> float:
    return sum(squash(sign) in text for sign in signs) / len(signs) if signs else 0.0


def _title(lines: Sequence[Line], headings: Sequence[Heading]) -> Title | None:
    """Return the title, which stands before the second section."""
    later = [heading.first for heading in headings[1:]]
    first_table = next((h.first for h in headings if h.section.kind == "table"), len(lines))
    return find_title(lines[: min([first_table, *later])])


def _demand_report(name: str, parts: _Parts) -> None:
    """Refuse a document that shows too little of a report, and say what was missing."""
    sure = [heading for heading in parts.headings if heading.sure]
    tables = [
        heading for heading in parts.headings if heading.section.kind == "table" and not heading.foreign
    ]
    if len(sure) > 1 or tables or (sure and parts.title):
        return
    missing = [] if parts.title else ["年度报告的标题"]
    missing += [] if sure else [f"“{parts.form.sections[0].heading}”这样的各部分标题"]
    missing.append("统计表格")
    raise NotAReport(f"“{name}”不像一份年度报告：没有找到{'、'.join(missing)}。", _HINT)


def _demand_form(name: str, parts: _Parts) -> None:
    """Refuse a document whose tables are there but carry the labels of another form."""
    for table in parts.form.tables:
        lines = parts.of(table.id) or []
        text = squash("".join(line.text for line in lines))
        signs = [sign for sign in parts.form.signs if _prints(table, sign)]
        if len(signs) < _FEWEST_SIGNS or not any(char.isdigit() for char in fold(text)):
            continue
        if _share(signs, text) * _FEWEST_SIGNS < 1:
            known = "、".join(formfile.load(form_id).name for form_id in formfile.form_ids())
            raise FormMissing(
                f"“{name}”的表格不是本程序认识的格式（“{table.title}”里没有“{signs[0]}”等栏目）。",
                f"这个版本只能读取：{known}。",
            )


def _prints(table: Table, sign: str) -> bool:
    rows = [row.label for block in table.blocks for row in block.rows]
    columns = [column.label for block in table.blocks for column in block.columns]
    return any(sign in label for label in rows + columns)


class _Collected:
    """Everything the document states, as it is collected."""

    def __init__(self, parts: _Parts, doubts: list[Doubt]) -> None:
        self.parts = parts
        self.doubts = doubts
        self.cells: dict[str, Value] = dict.fromkeys(parts.form.cells)
        self.texts: dict[str, str] = dict.fromkeys(parts.form.texts, "")
        self.sources: dict[str, Source] = {}
        self.ending = self._ending()

    def preview(self, name: str) -> Preview:
        """Return the whole preview; ``NotAReport`` if no year can be found."""
        unit, year, title = self._whose(name)
        self._other_reports()
        for heading in self.parts.headings:
            if heading.foreign:
                self._foreign(heading)
        usual = usual_width(self._prose())
        self._preamble(usual)
        for section in self.parts.form.sections:
            lines = self._lines_of(section.id)
            if lines is None and section.kind == "text":
                lines = self._behind_a_table(section)
            if lines is None:
                what = "这一部分" if section.kind == "text" else "这张表"
                self.doubts.append(Doubt(section.id, "", f"没有找到“{section.heading}”{what}。"))
            elif section.kind == "text":
                self._text(section.id, lines, usual)
            else:
                self._table(section.id, lines)
        return Preview(
            form=self.parts.form,
            unit=unit,
            year=year,
            title=title,
            name=name,
            cells=self.cells,
            texts=self.texts,
            unit_kind=kind_of(unit),
            sources=self.sources,
            doubts=tuple(self.doubts),
        )

    def _ending(self) -> Ending:
        """Return the last text of the document without signature and web page's foot; these are doubted."""
        last = self.parts.headings[-1].section if self.parts.headings else None
        end = ending(self.parts.of(last.id) or [] if last and last.kind == "text" else [])
        if last and end.dropped:
            first = brief(end.dropped[0].text)
            words = f"末尾的落款、图解和网页文字共 {len(end.dropped)} 行没有读入：“{first}”等。"
            self.doubts.append(Doubt(last.id, end.dropped[0].place, words))
        return end

    def _lines_of(self, section: str) -> list[Line] | None:
        last = self.parts.headings[-1].section.id if self.parts.headings else ""
        return self.ending.kept if section == last and self.ending.dropped else self.parts.of(section)

    def _behind_a_table(self, section: Section) -> list[Line] | None:
        """Return the prose behind the table before a text section whose heading is missing."""
        before = self.parts.form.sections[self.parts.form.sections.index(section) - 1]
        lines = self.parts.of(before.id) if before.kind == "table" else None
        table = [at for at, line in enumerate(lines or []) if not line.blank and not is_prose(line)]
        behind = (lines or [])[max(table, default=-1) + 1 :]
        if not any(is_prose(line) for line in behind):
            return None
        place = next(line.place for line in behind if not line.blank)
        table_name = self.parts.form.table(before.id).name
        words = f"没有找到“{section.heading}”，{table_name}后面的文字按这一部分读入，请核对。"
        self.doubts.append(Doubt(section.id, place, words))
        return behind

    def _prose(self) -> list[Line]:
        """Return the lines of the preamble and of all text sections."""
        texts = [section.id for section in self.parts.form.sections if section.kind == "text"]
        return self.parts.before()[0] + [line for text in texts for line in self.parts.of(text) or []]

    def _whose(self, name: str) -> tuple[str, int, str]:
        """Return unit, year and title, from the title or else from the text."""
        if self.parts.title and self.parts.title.unit:
            return self.parts.title.unit, self.parts.title.year, self.parts.title.text
        unit, stated = in_text("".join("".join(line.text.split()) for line in self.parts.lines))
        year = self.parts.title.year if self.parts.title else stated
        if year is None:
            raise NotAReport(
                f"“{name}”里没有找到报告的年份。",
                "请在第一行写上标题（单位、年份、政府信息公开工作年度报告）。",
            )
        if not unit and self.ending.unit:
            unit = self.ending.unit
            self.doubts.append(Doubt("unit", "", f"标题里没有单位名称，“{unit}”是从落款里读出的，请核对。"))
        elif not unit:
            self.doubts.append(Doubt("unit", "", "没有找到标题里的单位名称，请填写。"))
        elif not self.parts.title:
            self.doubts.append(Doubt("unit", "", f"没有找到标题，单位“{unit}”和 {year} 年是从正文里读出的。"))
        if not unit and not self.parts.title:
            self.doubts.append(Doubt("year", "", f"没有找到标题，{year} 年是从正文里读出的，请核对。"))
        return unit, year, self.parts.form.title(unit, year)

    def _other_reports(self) -> None:
        """Say that the document holds titles of other reports too."""
        title = self.parts.title
        others = [
            other
            for other in find_titles(self.parts.lines)
            if title and title.unit and other.unit and (other.unit, other.year) != (title.unit, title.year)
        ]
        if title and others:
            place = self.parts.lines[others[0].first].place
            words = f"文件里还有“{brief(others[0].text)}”，读入的是“{title.text}”，请核对。"
            self.doubts.append(Doubt("year", place, words))

    def _foreign(self, heading: Heading) -> None:
        line = self.parts.lines[heading.first]
        self.doubts.append(
            Doubt(
                heading.section.id,
                line.place,
                f"“{line.text.strip()}”按“{heading.section.heading}”读入，标题与格式不同，请核对。",
            )
        )

    def _preamble(self, usual: float | None) -> None:
        """Keep the prose above the first section; what a web page put around it is named and left out."""
        between, above = self.parts.before()
        lost = [line for line in above if not line.blank and not is_page_number(line.text)]
        if lost:
            self.doubts.append(Doubt("preamble", lost[0].place, f"标题上面有 {len(lost)} 行文字没有读入。"))
        prose = [line for line in between if not is_heading(self.parts.form, line)]
        if len(prose) < len(between):  # a table of contents
            prose = [line for line in prose if squash(line.text) != _CONTENTS]
        table = [
            line for line in prose if sum(part.isdecimal() for part in line.text.split()) >= _FEWEST_SIGNS
        ]
        if len(table) >= _FEWEST_SIGNS:
            place = next(line.place for line in prose if not line.blank)
            words = f"第一部分前面的文字里有 {len(table)} 行表格数字，像是另一份报告，请核对。"
            self.doubts.append(Doubt("preamble", place, words))
        self._text_from("preamble", prose, usual)

    def _text(self, section: str, lines: list[Line], usual: float | None) -> None:
        self._text_from(section, lines, usual)
        if not self.texts[section]:
            heading = next(h for h in self.parts.headings if h.section.id == section)
            place = self.parts.lines[heading.first].place
            self.doubts.append(Doubt(section, place, f"“{heading.section.heading}”下面没有文字。"))

    def _text_from(self, section: str, lines: list[Line], usual: float | None) -> None:
        web = [line for line in lines if _WEB_PAGE.fullmatch(line.text.strip())]
        for line in web:
            self.doubts.append(
                Doubt(section, line.place, f"“{line.text.strip()}”像是网页上的文字，没有读入。")
            )
        kept = [line for line in lines if line not in web]
        self.texts[section] = unwrap(kept, usual, self.parts.title.text if self.parts.title else "")
        if first := next((line for line in kept if not line.blank), None):
            self.sources[section] = Source(first.place, first.text.strip())

    def _table(self, table: str, lines: list[Line]) -> None:
        figures = read_figures(self.parts.labels[table], lines)
        self.cells.update(figures.values)
        self.sources.update(figures.sources)
        self.doubts += figures.doubts
