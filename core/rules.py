"""What a form asks of a report, and what it offers to say: equations, declared checks, sentences.

Kept apart from the form itself (core/form.py) because a window is painted without them. What holds mappings
is equal to itself alone, as there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class Relation(StrEnum):
    """How the two sides of an equation stand to one another."""

    EQUAL = "equal"
    AT_LEAST = "at_least"  # left >= right


class Term(NamedTuple):
    """A cell with its sign in an equation."""

    key: str
    sign: int = 1


class Equation(NamedTuple):
    """One arithmetic rule, already spelled out for one column, row or group."""

    code: str
    level: str  # error, explain or hint
    place: str  # Chinese name of the column, row or group it is about: 自然人列
    left: tuple[Term, ...]
    right: tuple[Term, ...] = ()
    relation: Relation = Relation.EQUAL
    source: str = ""  # where the rule comes from
    sentence: str = ""  # template of the message; empty: the standard one with both sides
    more: str = ""  # template of the title where the right side is larger; empty: the standard one
    less: str = ""  # the same where the left side is larger, or too small for an ordering

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the keys of both sides, left first."""
        return tuple(term.key for term in self.left + self.right)


@dataclass(frozen=True, eq=False)
class CheckSpec:
    """A declared check that is no equation, such as C05, with its parameters by name.

    Which parameters a rule takes is told in ``formfile.declared``; the loader has held them against the form.
    """

    code: str
    level: str
    rule: str  # name of the declared kind: number, blank, jump, ...
    source: str = ""
    under: str = ""  # code of the check under whose finding this one's are folded, where both find something
    cells: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # keys, spelled out
    limits: Mapping[str, int] = field(default_factory=dict)
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # also kinds of units
    sections: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # ids of texts

    def cell(self, name: str) -> str:
        """Return the key of a parameter that names one cell."""
        (key,) = self.cells[name]
        return key

    def section(self, name: str) -> str:
        """Return the id of a parameter that names one text."""
        (section,) = self.sections[name]
        return section


@dataclass(frozen=True, eq=False)
class Sentence:
    """A sentence that the report's own figures may support, with what it takes to say it.

    Every figure in ``values``, ``zero``, ``some`` and ``each`` must be known; a blank is no zero.
    """

    section: str  # id of the text it belongs to, or preamble
    name: str  # what it is about: 收到申请
    text: str  # with {places}; {list} stands for the parts
    parts: tuple[str, ...] = ()  # joined by a comma; a part whose figure is 0 is left out
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # place -> keys, added up
    zero: tuple[str, ...] = ()  # keys that are all 0
    some: tuple[str, ...] = ()  # keys of which at least one is more than 0
    each: tuple[str, ...] = ()  # keys that are all more than 0
    blank_or_zero: tuple[str, ...] = ()  # keys none of which is more than 0
    zero_path: bool = False  # offered together with 本年未收到申请


class Rules(NamedTuple):
    """All of it, of one form."""

    equations: tuple[Equation, ...] = ()
    checks: tuple[CheckSpec, ...] = ()
    sentences: tuple[Sentence, ...] = ()  # offered while writing, in this order
