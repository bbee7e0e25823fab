"""Official forms from their TOML files; what contradicts itself is refused with file and place.

A form is a folder ``<id>`` with four files: ``form.toml`` (sections, tables, sums), ``layout.toml`` (the
printed grids), ``checks.toml`` (what must agree) and ``help.toml``; ``sentences.toml`` (what is offered while
writing) may be missing. Each says at its top how it is written. All but ``form.toml``
may be read later.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from core import paths
from core.errors import FormBroken, WrongArgument
from core.form import PREAMBLE, Block, Cell, FormDef, Helps, Layout, Section, Table
from core.formfile.keyfigures import read_key_figures
from core.formfile.node import Node, open_file
from core.formfile.tables import TableSpec, read_section, read_table
from core.keys import RESERVED
from core.keys import cell as cell_key

if TYPE_CHECKING:
    from core.rules import Rules

__all__ = ["for_year", "form_ids", "load", "load_anew", "newest"]


def load(form_id: str, folder: Path | None = None, *, proving: bool = True) -> FormDef:
    """Return the form with this id; read once per folder.

    ``folder`` holds one folder per form, by default the program's own. Raises ``WrongArgument`` for an
    unknown id and ``FormBroken`` for a form whose files contradict themselves. Without ``proving``
    all but ``form.toml`` is read and proven when somebody first asks for it: a window is painted without.
    """
    place = folder or paths.forms_dir()
    if form_id not in form_ids(place):
        known = "、".join(form_ids(place))
        raise WrongArgument(f"没有名为“{form_id}”的表单格式。", f"现有的表单格式：{known}。" if known else "")
    form = _load(form_id, place)
    if proving:
        form.prove()
    return form


def load_anew(form_id: str, folder: Path | None = None) -> FormDef:
    """Read a form from its files once more, as if it had never been read; raises what ``load`` does."""
    form = _load.__wrapped__(form_id, folder or paths.forms_dir())
    form.prove()
    return form


def form_ids(folder: Path | None = None) -> tuple[str, ...]:
    """Return the ids of all forms, sorted."""
    place = folder or paths.forms_dir()
    return tuple(sorted(file.parent.name for file in place.glob("*/form.toml")))


def newest(folder: Path | None = None) -> FormDef:
    """Return the form with the greatest first year; ``FormBroken`` when there is none at all."""
    forms = _by_year(folder)
    if not forms:
        raise FormBroken("程序的表单文件不见了。", "请重新安装程序。")
    return forms[-1]


def for_year(year: int, folder: Path | None = None) -> FormDef:
    """Return the form in force for reports on a year; ``WrongArgument`` when the year is before all forms."""
    forms = _by_year(folder)
    fitting = [form for form in forms if form.first_year <= year]
    if not fitting:
        first = f"最早的表单格式从{forms[0].first_year}年起使用。" if forms else ""
        raise WrongArgument(f"没有适用于{year}年的表单格式。", first)
    return fitting[-1]


def _by_year(folder: Path | None) -> list[FormDef]:
    return sorted((load(form_id, folder) for form_id in form_ids(folder)), key=lambda form: form.first_year)


@functools.cache
def _load(form_id: str, folder: Path) -> FormDef:
    place = folder / form_id
    form = open_file(place / "form.toml")
    specs = [read_table(node) for node in form.nodes("tables", "第 {} 张表")]
    _once([spec.id for spec in specs], form, "表", reserved=RESERVED)
    sections = _sections(form, specs)
    headings = {section.id: section.heading for section in sections}
    layouts = functools.cache(partial(_layouts, place, specs))
    tables = tuple(_table(spec, headings[spec.id], layouts) for spec in specs)
    _fees_known(form, sections, tables)
    result = FormDef(
        id=form_id,
        name=form.text("name"),
        source=form.text("source"),
        title_pattern=form.pattern("title", required=("unit", "year")),
        sections=sections,
        tables=tables,
        read_helps=partial(_helps, place, specs, sections),
        read_rules=partial(_rules, place, specs, sections, tables),
        first_year=form.whole("first_year"),
        signs=_signs(form, specs),
        key_figures=read_key_figures(form, tables),
        nothing_received=_nothing_received(form, specs),
    )
    form.close()
    return result


def _layouts(place: Path, specs: list[TableSpec]) -> dict[str, Layout]:
    """Read how the tables are printed."""
    from core.formfile.layout import read_layout  # noqa: PLC0415 - a window starts without

    return read_layout(open_file(place / "layout.toml"), specs)


def _helps(place: Path, specs: list[TableSpec], sections: tuple[Section, ...]) -> Helps:
    """Read the help texts."""
    from core.formfile.help import read_helps  # noqa: PLC0415 - as above

    return read_helps(
        open_file(place / "help.toml"),
        [f"{spec.id}.{row}" for spec in specs for row in spec.rows],
        [f"{spec.id}.{column}" for spec in specs for column in spec.columns],
        [PREAMBLE, *(section.id for section in sections)],
    )


def _rules(
    place: Path, specs: list[TableSpec], sections: tuple[Section, ...], tables: tuple[Table, ...]
) -> Rules:
    """Read what the form asks of a report, and the sentences it offers."""
    from core.formfile.rules import read_checks, read_equations  # noqa: PLC0415 - a window starts without
    from core.formfile.sentences import read_sentences  # noqa: PLC0415 - as above
    from core.rules import Rules  # noqa: PLC0415 - as above

    file = open_file(place / "checks.toml")
    _once(_codes(file), file, "核对项", reserved=())
    checks = read_checks(file, tables, sections)
    equations = read_equations(file, specs)
    file.close()
    return Rules(equations, checks, read_sentences(place / "sentences.toml", tables, sections))


def _sections(form: Node, specs: list[TableSpec]) -> tuple[Section, ...]:
    """Read the sections and hold them against the tables."""
    sections = tuple(read_section(node) for node in form.nodes("sections", "第 {} 个部分"))
    _once([section.id for section in sections], form, "部分", reserved=(PREAMBLE,))
    shown = {section.id for section in sections if section.kind == "table"}
    for table_id in sorted(shown ^ {spec.id for spec in specs}):
        missing = "没有同名的表" if table_id in shown else "没有同名的部分"
        raise form.broken(f"{'部分' if table_id in shown else '表'} {table_id} {missing}")
    return sections


def _fees_known(form: Node, sections: Iterable[Section], tables: Iterable[Table]) -> None:
    """Refuse fees that are compared with a cell no table has, or that stand in a table."""
    cells = {key for table in tables for key in table.cells}
    for section in sections:
        if section.fees and (section.fees not in cells or section.kind != "text"):
            raise form.broken(f"部分 {section.id} 的“fees”只能在文字部分，并且是表里的一个数字")


def _once(ids: Iterable[str], node: Node, what: str, reserved: Iterable[str]) -> None:
    """Refuse a name that stands twice or that the program uses for something else."""
    seen: set[str] = set()
    for name in ids:
        if name in seen:
            raise node.broken(f"{what} {name} 出现了两次")
        if name in reserved:
            raise node.broken(f"{what}不能叫 {name}，这个名字程序另有用途")
        seen.add(name)


def _codes(file: Node) -> list[str]:
    """Return the code of every check and every pattern; a pattern makes many equations of one code."""
    return [node.text("code") for kind in ("checks", "equations") for node in file.nodes(kind, "")]


def _signs(form: Node, specs: list[TableSpec]) -> tuple[str, ...]:
    """Read the labels that only this form has; refuse one that no label contains."""
    labels = [label for spec in specs for label in spec.labels]
    for sign in form.texts("signs"):
        if not any(sign in label for label in labels):
            raise form.broken(f"“signs”里的“{sign}”不在任何一行或一列的名称里")
    return form.texts("signs")


def _nothing_received(form: Node, specs: list[TableSpec]) -> tuple[str, ...]:
    """Read the tables that hold only zeros where nobody applied; refuse a name that no table has."""
    named = form.texts("nothing_received")
    if unknown := [name for name in named if name not in {spec.id for spec in specs}]:
        raise form.broken(f"“nothing_received”里的 {unknown[0]} 不是一张表")
    return named


def _table(spec: TableSpec, title: str, layouts: Callable[[], Mapping[str, Layout]]) -> Table:
    cells = {cell.key: cell for block in spec.blocks for cell in _cells(spec.id, block)}

    def layout() -> Layout:
        found = layouts()[spec.id]
        return found._replace(placement={key: found.placement[key] for key in cells})

    return Table(id=spec.id, title=title, name=spec.name, blocks=spec.blocks, cells=cells, read_layout=layout)


def _cells(table: str, block: Block) -> Iterable[Cell]:
    """Cross rows with columns; where both are sums, the cell adds up its columns."""
    for row in block.rows:
        for column in block.columns:
            by_column = tuple(cell_key(table, row.id, part) for part in column.sum_of)
            by_row = tuple(cell_key(table, part, column.id) for part in row.sum_of)
            yield Cell(
                key=cell_key(table, row.id, column.id),
                table=table,
                row=row,
                column=column,
                parts=by_column or by_row,
                carry_from=cell_key(table, row.carry_from, column.id) if row.carry_from else "",
            )
