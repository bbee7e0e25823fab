"""Declared checks and equations out of ``checks.toml``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from core.form import Column, Row, Section, Table
from core.formfile.declared import RULES, Known, read_parameters
from core.formfile.node import Node
from core.formfile.tables import TableSpec
from core.keys import cell as cell_key
from core.rules import CheckSpec, Equation, Relation, Term

LEVELS = ("error", "explain", "hint")
_CODE = re.compile(r"[A-Z]\d\d")
_TERM = re.compile(r"([+-]?)\s*(\*?)([a-z0-9_.]+)\s*")


def read_checks(file: Node, tables: Iterable[Table], sections: Iterable[Section]) -> tuple[CheckSpec, ...]:
    """Read the declared checks and hold their parameters against the cells and texts there are."""
    known = Known(tables, sections)
    checks = {}
    for node in file.nodes("checks", "第 {} 个核对项"):
        check = _check(node, known)
        if check.under and check.under not in checks:
            raise node.broken(f"“under”里的 {check.under} 不是排在前面的核对项")
        checks[check.code] = check
    return tuple(checks.values())


def _check(node: Node, known: Known) -> CheckSpec:
    code, level, rule = _code(node), node.choice("level", LEVELS), node.text("rule")
    if rule not in RULES:
        raise node.broken(f"没有名为 {rule} 的核对方法")
    found = read_parameters(node, RULES[rule], known)
    check = CheckSpec(
        code=code,
        level=level,
        rule=rule,
        source=node.text("source", ""),
        under=node.text("under", ""),
        cells=found.cells,
        limits=found.limits,
        words=found.words,
        sections=found.sections,
    )
    node.close()
    return check


def _code(node: Node) -> str:
    code = node.text("code")
    if not _CODE.fullmatch(code):
        raise node.broken(f"编号应当是一个大写字母和两位数字，不能是“{code}”")
    node.place += f" {code}"
    return code


def read_equations(file: Node, specs: list[TableSpec]) -> tuple[Equation, ...]:
    """Read the patterns and spell each out for its columns or rows."""
    tables = {spec.id: spec for spec in specs}
    return tuple(
        equation
        for node in file.nodes("equations", "第 {} 个等式")
        for equation in _spelled_out(node, tables)
    )


def _spelled_out(node: Node, tables: Mapping[str, TableSpec]) -> Iterator[Equation]:
    code, level = _code(node), node.choice("level", LEVELS)
    spec = tables[node.choice("table", tuple(tables))]
    by_column = node.choice("each", ("column", "row")) == "column"
    relation = Relation(node.choice("relation", tuple(Relation), Relation.EQUAL))
    place = node.pattern("place", optional=("row", "column", "place"))
    sentence = node.pattern("sentence", optional=("place", "left", "right", "difference"), default="")
    more = node.pattern("more", optional=("place", "difference"), default="")
    less = node.pattern("less", optional=("place", "difference"), default="")
    source = node.text("source", "")
    lines: Mapping[str, Row | Column] = spec.columns if by_column else spec.rows
    across: Mapping[str, Row | Column] = spec.rows if by_column else spec.columns
    left, right = _signed(node, node.text("left"), across), _signed(node, node.text("right", ""), across)
    over = node.texts("over")
    node.close()
    for name in over or lines:
        if name not in lines:
            raise node.broken(f"没有名为 {name} 的{'列' if by_column else '行'}")
        key = _key_maker(node, spec, name, by_column=by_column)
        yield Equation(
            code=code,
            level=level,
            place=_place(node, place, lines[name]),
            left=tuple(Term(key(part), sign) for part, sign in left),
            right=tuple(Term(key(part), sign) for part, sign in right),
            relation=relation,
            source=source,
            sentence=sentence,
            more=more,
            less=less,
        )


def _place(node: Node, pattern: str, line: Row | Column) -> str:
    names = {"row": line.name, "place": line.place} if isinstance(line, Row) else {"column": line.name}
    try:
        return pattern.format(**names)
    except KeyError as error:
        raise node.broken(f"“place”里的 {{{error.args[0]}}} 在这里没有意义") from None


def _key_maker(node: Node, spec: TableSpec, line: str, *, by_column: bool) -> Callable[[str], str]:
    """Return a function that turns a name across the line into the key of a cell there is."""

    def key(name: str) -> str:
        row, column = (name, line) if by_column else (line, name)
        if column not in spec.crossings[row]:
            raise node.broken(f"表 {spec.id} 没有数字 {row}.{column}")
        return cell_key(spec.id, row, column)

    return key


def _signed(node: Node, text: str, across: Mapping[str, Row | Column]) -> list[tuple[str, int]]:
    """Read ``valid - made + repealed`` or ``*total`` (the parts of the sum ``total``)."""
    found: list[tuple[str, int]] = []
    at = 0
    while at < len(text):
        match = _TERM.match(text, at)
        if match is None or (at > 0 and not match[1]) or (at == 0 and match[1] == "+"):
            raise node.broken(f"读不懂“{text}”")
        at, name = match.end(), match[3]
        if name not in across:
            raise node.broken(f"“{text}”里的 {name} 在这张表里没有")
        if match[2] and not across[name].sum_of:
            raise node.broken(f"“{text}”里的 {name} 不是合计")
        parts = across[name].sum_of if match[2] else (name,)
        found += [(part, -1 if match[1] == "-" else 1) for part in parts]
    return found
