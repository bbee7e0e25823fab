"""Totals from their typed parts; a half-filled sum is a partial sum that says so.

HOUSE.md 4: all parts blank -> blank; some blank -> the partial sum, marked incomplete. Raw input counts as
blank here: it is no number, and C01 says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import NamedTuple

from core.form import FormDef
from core.values import Value, number


class Derived(NamedTuple):
    """A computed total: its (perhaps partial) value, and whether every part was a number."""

    value: int | Decimal | None = None
    complete: bool = False


BLANK = Derived()


def derive(form: FormDef, stated: Callable[[str], Value], keys: Iterable[str]) -> dict[str, Derived]:
    """Return the totals for the given computed cells, each from its typed parts.

    ``stated`` gives what is typed in a cell. A stated total never enters: a total of totals is computed from
    the same typed cells as they are.
    """
    return {key: _total(stated, form.leaves(key)) for key in keys}


def _total(stated: Callable[[str], Value], leaves: tuple[str, ...]) -> Derived:
    numbers = [figure for leaf in leaves if (figure := number(stated(leaf))) is not None]
    if not numbers:
        return BLANK
    return Derived(sum(numbers), len(numbers) == len(leaves))
