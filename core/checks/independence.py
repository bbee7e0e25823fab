"""Which rules say nothing new: a rule that is a sum of others fails only because one of them does."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

Vector = dict[str, Fraction]


def combinations(supports: Mapping[int, Mapping[str, int]]) -> frozenset[int]:
    """Return the rules that are combinations of rules with fewer cells; empty rules are not counted."""
    basis: dict[str, Vector] = {}  # leading cell -> a rule reduced by the ones before it
    found = set()
    for index in sorted(supports, key=lambda index: (len(supports[index]), index)):
        rest = _reduced({cell: Fraction(value) for cell, value in supports[index].items()}, basis)
        if rest:
            basis[next(iter(rest))] = rest
        elif supports[index]:
            found.add(index)
    return frozenset(found)


def _reduced(vector: Vector, basis: Mapping[str, Vector]) -> Vector:
    """Subtract known rules until no leading cell of theirs is left."""
    while lead := next((cell for cell in vector if cell in basis), None):
        factor = vector[lead] / basis[lead][lead]
        for cell, value in basis[lead].items():
            vector[cell] = vector.get(cell, Fraction(0)) - factor * value
        vector = {cell: value for cell, value in vector.items() if value}
    return vector
