"""Where the parts of a report begin: headings in the form's words, in other words, or none at all.

DOMAIN.md 1.3 lists variants seen. A row of a table that looks like a heading (三、本年度办理结果) is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from core.form import FormDef, Section
from core.readers.labels import TableLabels, core_of, squash
from core.readers.lines import Line, fold, is_prose

_NUMERAL = re.compile(r"\s*([一二三四五六七八九十]{1,3})\s*[、.,]")
_OTHER_NUMBERING = re.compile(r"\s*(?:\(|\d|第)")
_DOTS = re.compile(r"[.·\s]{3,}\d*\s*$")
_FRAME = "#*>【】[] \t\u3000"
_HINTS = ("文字描述",)
_LONGEST = 50
_LONGEST_OTHER = 24  # characters of a heading in words of its own
_ALIKE = 0.6
_EXACT, _MISNUMBERED, _UNNUMBERED, _SIMILAR, _NUMBER_ONLY = 20, 18, 16, 8, 1


@dataclass(frozen=True, slots=True)
class Heading:
    """Where a section begins: its first line, its first line of content, and how sure that is."""

    section: Section
    first: int
    content: int
    weight: int  # 0: no heading, recognised by the table itself

    @property
    def sure(self) -> bool:
        """Tell whether the heading's words are the section's."""
        return self.weight >= _SIMILAR

    @property
    def foreign(self) -> bool:
        """Tell whether only the number says which section it is."""
        return self.weight == _NUMBER_ONLY


def find_headings(form: FormDef, labels: Mapping[str, TableLabels], lines: Sequence[Line]) -> list[Heading]:
    """Return the beginning of each section that the lines have, in the form's order."""
    printed = _printed(labels)
    names = [_name(section) for section in form.sections]
    candidates = [heading for at in range(len(lines)) for heading in _headings_at(lines, at, names, printed)]
    chosen = _in_order(form, candidates)
    return _with_tables(form, labels, lines, chosen)


def is_heading(form: FormDef, line: Line) -> bool:
    """Tell whether a line holds the very words of a section's heading, as in a table of contents."""
    words = _words(line.text)
    return words is not None and any(
        _weight(words, name, frozenset()) >= _UNNUMBERED for name in map(_name, form.sections)
    )


def _printed(labels: Mapping[str, TableLabels]) -> frozenset[str]:
    """Return every text printed in a table, squashed."""
    rows = {label.whole for table in labels.values() for label in table.labels}
    return frozenset(rows.union(*(table.headings for table in labels.values())))


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a line that may be a heading, in one writing."""

    numeral: str  # 一; empty if there is none
    body: str  # the words behind it, squashed
    whole: str  # squashed
    sentence: bool  # has marks that a heading does not have


@dataclass(frozen=True, slots=True)
class _Name:
    """How a section's heading is written in the form."""

    section: Section
    numeral: str
    bodies: tuple[str, ...]


def _name(section: Section) -> _Name:
    match = _NUMERAL.match(section.heading)
    bodies = tuple(core_of(name) for name in (section.heading, *section.aliases))
    return _Name(section, match[1] if match else "", bodies)


def _words(text: str) -> _Words | None:
    """Return the words of a line; None where it cannot be a heading."""
    bare = text.strip()
    if not bare or len(bare) > _LONGEST:
        return None
    folded = _DOTS.sub("", fold(bare).strip(_FRAME))
    if _OTHER_NUMBERING.match(folded):
        return None
    match = _NUMERAL.match(folded)
    body = squash(folded[match.end() :] if match else folded)
    for hint in _HINTS:
        body = body.removesuffix(hint)
    sentence = "。" in folded or "，" in text
    return _Words(match[1] if match else "", body, squash(folded), sentence) if body else None


def _headings_at(
    lines: Sequence[Line], at: int, names: Sequence[_Name], printed: frozenset[str]
) -> Iterator[Heading]:
    """Yield the sections whose heading stands on this line, or on this line and the next."""
    text = lines[at].text
    words = _words(text)
    if words is None:
        return
    following = next((n for n in range(at + 1, min(at + 3, len(lines))) if not lines[n].blank), None)
    longer = None if following is None else _words(text.rstrip() + lines[following].text.strip())
    for name in names:
        weight = _weight(words, name, printed)
        if following is not None and longer and weight < _UNNUMBERED and longer.body in name.bodies:
            yield Heading(name.section, at, following + 1, _weight(longer, name, printed))
        elif weight:
            yield Heading(name.section, at, at + 1, weight)


def _weight(words: _Words, name: _Name, printed: frozenset[str]) -> int:
    """Return how sure a line is the heading of a section; 0 if it is not."""
    same = bool(words.numeral) and words.numeral == name.numeral
    if words.body in name.bodies:
        return _EXACT if same else _MISNUMBERED if words.numeral else _UNNUMBERED
    if not same or words.sentence or _in_table(words.whole, printed):
        return 0
    if any(_alike(words.body, body) for body in name.bodies):
        return _SIMILAR
    return _NUMBER_ONLY if len(words.body) <= _LONGEST_OTHER else 0


def _alike(one: str, other: str) -> bool:
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE


def _in_table(squashed: str, printed: frozenset[str]) -> bool:
    """Tell whether a line is a label of a table, its first part, or a label with its figures."""
    bare = squashed.rstrip("0123456789")
    return any(text.startswith(bare) or (bare.startswith(text) and len(text) > 1) for text in printed)


def _in_order(form: FormDef, candidates: Sequence[Heading]) -> list[Heading]:
    """Return the surest headings in the form's order; of equals the later ones, behind any contents."""
    order = {section.id: index for index, section in enumerate(form.sections)}
    best: dict[int, tuple[int, list[Heading]]] = {}  # place in the form -> the surest chain that ends there
    for heading in candidates:
        place = order[heading.section.id]
        before = [
            chain for index, chain in best.items() if index < place and chain[1][-1].content <= heading.first
        ]
        total, chain = max(before, key=_total, default=(0, []))
        if place not in best or total + heading.weight >= best[place][0]:
            best[place] = (total + heading.weight, [*chain, heading])
    return max(best.values(), key=_total, default=(0, []))[1]


def _total(chain: tuple[int, list[Heading]]) -> int:
    return chain[0]


def _with_tables(
    form: FormDef, labels: Mapping[str, TableLabels], lines: Sequence[Line], chosen: list[Heading]
) -> list[Heading]:
    """Add the tables that have no heading but begin with words only they have."""
    result: list[Heading] = []
    rest = list(chosen)
    for section in form.sections:
        if rest and rest[0].section is section:
            result.append(rest.pop(0))
        elif section.kind == "table":
            start = result[-1].content if result else 0
            end = rest[0].first if rest else len(lines)
            at = next((n for n in range(start, end) if _opens(labels, section.id, lines[n])), None)
            if at is not None:
                result.append(Heading(section, at, at, 0))
    return result


def _opens(labels: Mapping[str, TableLabels], table: str, line: Line) -> bool:
    """Tell whether a line shows words of this table and of no other."""
    if line.blank or is_prose(line):
        return False
    squashed = squash(line.text)
    elsewhere = {text for other, known in labels.items() if other != table for text in known.telling}
    own = [text for text in labels[table].telling - elsewhere if text in squashed]
    return len(own) > 1 or bool(own and _nothing_else(labels[table], squashed))


def _nothing_else(labels: TableLabels, squashed: str) -> bool:
    """Tell whether a line holds only words printed in the table, and figures."""
    for text in sorted({*labels.headings, *(label.whole for label in labels.labels)}, key=len, reverse=True):
        squashed = squashed.replace(text, "")
    return not squashed.strip("0123456789")
