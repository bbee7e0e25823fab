"""The declared kinds of checks and the parameters each takes out of ``checks.toml``.

What a rule does stands in ``core.checks``, under the same name; here stands only what a form must tell it. A
parameter that names cells names them by place:

``applications.total.total``   one cell
``applications.total.*``       the typed cells of a row, or its totals where it has nothing else
``disputes.*.pending``         the same for a column
``disputes``                   every cell of a table, totals too
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import Enum, auto

from core.form import Cell, Section, Table
from core.formfile.node import Node
from core.keys import UNIT_KINDS

ANY = "*"


class Parameter(Enum):
    """What a parameter may be."""

    CELL = auto()  # one place, one cell
    CELLS = auto()  # one place or a list of them
    LINE = auto()  # the same; each cell belongs to the one at the same place in the check's other lines
    CARRIED = auto()  # the same; every cell repeats one of last year's
    LIMIT = auto()  # a whole number above zero
    WORDS = auto()  # a list of texts
    UNIT_KINDS = auto()  # a list of kinds of units
    SECTION = auto()  # the id of a text
    SECTIONS = auto()  # a list of them


P = Parameter

RULES: Mapping[str, Mapping[str, Parameter]] = {
    "number": {},
    "negative": {},
    "whole": {},
    "decimals": {},
    "blank": {},
    "recomputed": {},
    "wrong_unit": {"at_least": P.LIMIT, "times": P.LIMIT},
    "too_long": {"digits": P.LIMIT, "times": P.LIMIT},
    "split_digits": {},
    "not_entitled": {"row": P.CELLS, "kinds": P.UNIT_KINDS},
    "delicate": {"places": P.CELLS, "kinds": P.UNIT_KINDS},
    "nothing_handled": {"incoming": P.CELLS, "handled": P.CELL},
    "large_share": {"part": P.CELL, "whole": P.CELL, "at_least": P.LIMIT, "more_than_percent": P.LIMIT},
    "backlog": {"carried": P.LINE, "received": P.LINE},
    "suit_without_review": {"suits": P.CELL, "reviews": P.CELL},
    "more_contested": {"disputes": P.CELLS, "incoming": P.CELLS, "outgoing": P.CELLS},
    "review_comes_first": {"suits": P.CELL, "since": P.LIMIT},
    "unmentioned": {"places": P.CELLS, "section": P.SECTION, "words": P.WORDS},
    "pending_gone": {"pending": P.LINE, "total": P.LINE},
    "in_force": {"valid": P.LINE, "made": P.LINE, "repealed": P.LINE},
    "leap": {"places": P.CELLS, "more_than": P.LIMIT, "at_least": P.LIMIT},
    "carried_over": {"places": P.CARRIED},
    "jump": {"places": P.CELLS, "times": P.LIMIT, "at_least": P.LIMIT},
    "repeated": {"at_least": P.LIMIT, "adding_up_to": P.LIMIT},
    "unwritten": {"none": P.WORDS},
    "placeholder": {"words": P.WORDS, "inside": P.WORDS, "remarks": P.WORDS, "masked_after": P.WORDS},
    "other_year": {
        "beside": P.WORDS,
        "compared": P.WORDS,
        "named": P.WORDS,
        "planned": P.WORDS,
        "reports": P.WORDS,
        "titled_in": P.SECTIONS,
    },
    "other_unit": {
        "reports": P.WORDS,
        "endings": P.WORDS,
        "receives": P.WORDS,
        "received": P.WORDS,
        "acts": P.WORDS,
        "own": P.WORDS,
    },
    "aspects": {"shown_by": P.WORDS},
    "document": {"documents": P.WORDS},
    "title": {},
    "length": {"section": P.SECTION, "setting": P.WORDS},
    "slip": {"single": P.WORDS, "meant": P.WORDS, "whole": P.WORDS},
    "astray": {"characters": P.LIMIT, "different": P.LIMIT, "about": P.WORDS, "astray": P.WORDS},
    "unmentioned_matter": {"section": P.SECTION, "words": P.WORDS},
    "personal": {
        "before": P.WORDS,
        "surnames": P.WORDS,
        "double_surnames": P.WORDS,
        "no_names": P.WORDS,
    },
    "copied": {"percent": P.LIMIT, "at_least": P.LIMIT},
    "same_numbers": {"at_least": P.LIMIT, "fixed": P.WORDS},
}


class Parameters:
    """The parameters of one check, by what they are."""

    def __init__(self) -> None:
        """Start from none."""
        self.cells: dict[str, tuple[str, ...]] = {}
        self.limits: dict[str, int] = {}
        self.words: dict[str, tuple[str, ...]] = {}
        self.sections: dict[str, tuple[str, ...]] = {}


class Known:
    """The cells and texts of one form, by the names a parameter may use."""

    def __init__(self, tables: Iterable[Table], sections: Iterable[Section]) -> None:
        """Gather the names."""
        self.cells: dict[str, Cell] = {key: cell for table in tables for key, cell in table.cells.items()}
        self.texts = ("preamble", *(section.id for section in sections if section.kind == "text"))
        self._places: dict[str, list[str]] = {}
        for cell in self.cells.values():
            row, column = f"{cell.table}.{cell.row.id}.{ANY}", f"{cell.table}.{ANY}.{cell.column.id}"
            for place in (cell.key, row, column, cell.table):
                self._places.setdefault(place, []).append(cell.key)

    def spelled_out(self, place: str) -> tuple[str, ...]:
        """Return the keys of a place; empty where the form has no such cells."""
        found = self._places.get(place, [])
        typed = [key for key in found if not self.cells[key].computed]
        return tuple(typed if typed and ANY in place else found)


def read_parameters(node: Node, wanted: Mapping[str, Parameter], known: Known) -> Parameters:
    """Read the parameters a rule takes; what is missing, unknown or no fit is refused."""
    found = Parameters()
    for name, parameter in wanted.items():
        _READERS[parameter](node, name, known, found)
    lines = [name for name, parameter in wanted.items() if parameter is Parameter.LINE]
    for name in lines[1:]:
        if len(found.cells[name]) != len(found.cells[lines[0]]):
            raise node.broken(f"“{name}”与“{lines[0]}”的格数不同")
    return found


def _cells(node: Node, name: str, known: Known, found: Parameters) -> None:
    keys: dict[str, None] = {}
    for place in node.one_or_more(name):
        meant = known.spelled_out(place)
        if not meant:
            raise node.broken(f"“{name}”里的 {place} 在表里没有")
        keys |= dict.fromkeys(meant)
    found.cells[name] = tuple(keys)


def _cell(node: Node, name: str, known: Known, found: Parameters) -> None:
    _cells(node, name, known, found)
    if len(found.cells[name]) > 1:
        raise node.broken(f"“{name}”只能是一格")


def _carried(node: Node, name: str, known: Known, found: Parameters) -> None:
    _cells(node, name, known, found)
    for key in found.cells[name]:
        if not known.cells[key].carry_from:
            raise node.broken(f"“{name}”里的 {key} 不取自上年报告")


def _limit(node: Node, name: str, _known: Known, found: Parameters) -> None:
    found.limits[name] = node.whole(name)
    if found.limits[name] < 1:
        raise node.broken(f"“{name}”应当大于 0")


def _words(node: Node, name: str, _known: Known, found: Parameters) -> None:
    found.words[name] = node.one_or_more(name)


def _unit_kinds(node: Node, name: str, _known: Known, found: Parameters) -> None:
    found.words[name] = _among(node, name, UNIT_KINDS, "单位类型")


def _sections(node: Node, name: str, known: Known, found: Parameters) -> None:
    found.sections[name] = _among(node, name, known.texts, "文字部分")


def _section(node: Node, name: str, known: Known, found: Parameters) -> None:
    _sections(node, name, known, found)
    if len(found.sections[name]) > 1:
        raise node.broken(f"“{name}”只能是一个部分")


def _among(node: Node, name: str, allowed: Iterable[str], what: str) -> tuple[str, ...]:
    texts = node.one_or_more(name)
    for text in texts:
        if text not in allowed:
            raise node.broken(f"“{name}”里的 {text} 不是{what}")
    return texts


_READERS: Mapping[Parameter, Callable[[Node, str, Known, Parameters], None]] = {
    P.CELL: _cell,
    P.CELLS: _cells,
    P.LINE: _cells,
    P.CARRIED: _carried,
    P.LIMIT: _limit,
    P.WORDS: _words,
    P.UNIT_KINDS: _unit_kinds,
    P.SECTION: _section,
    P.SECTIONS: _sections,
}
