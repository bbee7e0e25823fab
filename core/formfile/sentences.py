"""The sentences offered while writing, out of ``sentences.toml``; a form may have none."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from core import keys
from core.form import Section, Table
from core.formfile.node import Node, open_file
from core.rules import Sentence

PLACE = re.compile(r"\{([^{}]*)\}")
LIST = "list"  # stands for the parts of a list
_PLAIN = {"unit": keys.UNIT_NAME, "year": ""}  # places that are neither figure nor field of that name


def read_sentences(path: Path, tables: Iterable[Table], sections: Iterable[Section]) -> tuple[Sentence, ...]:
    """Read the sentences in order and hold them against cells, fields and texts; none without a file."""
    if not path.exists():
        return ()
    cells = [key for table in tables for key in table.cells]
    fees = [f"{keys.FEE}.{field}" for field in keys.FEE_FIELDS]
    unit = [f"{keys.UNIT}.{field}" for field in keys.UNIT_FIELDS]
    texts = ["preamble", *(section.id for section in sections if section.kind == "text")]
    file = open_file(path)
    known = _Known((*cells, *fees), (*unit,))
    found = tuple(_sentence(node, texts, known) for node in file.nodes("sentences", "第 {} 句"))
    file.close()
    return found


class _Known:
    """What a sentence may name: figures, which can be added up and compared, and fields."""

    def __init__(self, figures: tuple[str, ...], fields: tuple[str, ...]) -> None:
        self._figures = dict.fromkeys(figures)  # in printed order
        self._fields = fields

    def figures(self, node: Node, patterns: Iterable[str]) -> tuple[str, ...]:
        """Return the figures that patterns such as ``table.row.*`` mean, each once, in printed order."""
        meant: set[str] = set()
        for pattern in patterns:
            found = self._meant_by(pattern)
            if not found:
                raise node.broken(f"没有数字 {pattern}")
            meant |= found
        if len(meant) < 2:  # noqa: PLR2004 - nothing to put in order
            return tuple(meant)
        return tuple(key for key in self._figures if key in meant)

    def _meant_by(self, pattern: str) -> frozenset[str]:
        """Return the figures a pattern means; most are plain names, which need no search."""
        if pattern in self._figures:
            return frozenset((pattern,))
        head, star, tail = pattern.partition("*")
        if "*" in tail:
            return frozenset(fnmatch.filter(self._figures, pattern))
        least = len(head) + len(tail)
        return frozenset(
            key
            for key in self._figures
            if star and len(key) >= least and key.startswith(head) and key.endswith(tail)
        )

    def place(self, node: Node, name: str) -> tuple[str, ...]:
        """Return what a place in a sentence stands for: figures to add up, or one field."""
        if name in _PLAIN:
            return (_PLAIN[name],) if _PLAIN[name] else ()
        return (name,) if name in self._fields else self.figures(node, name.split("+"))


def _sentence(node: Node, texts: list[str], known: _Known) -> Sentence:
    section, name = node.choice("section", texts), node.text("name")
    node.place += f" {name}"
    text, parts = node.text("text"), node.texts(LIST)
    if (f"{{{LIST}}}" in text) is not bool(parts):
        raise node.broken("“text”里的 {list} 和“list”要么都有，要么都没有")
    conditions = {
        condition: known.figures(node, node.texts(condition))
        for condition in ("zero", "some", "each", "blank_or_zero")
    }
    sentence = Sentence(
        section=section,
        name=name,
        text=text,
        parts=parts,
        values={place: known.place(node, place) for place in _places(node, (text, *parts))},
        zero_path=node.flag("zero_path", default=False),
        **conditions,
    )
    node.close()
    return sentence


def _places(node: Node, texts: Iterable[str]) -> Iterator[str]:
    """Yield the names between braces; refuse a brace without its partner."""
    for text in texts:
        if set("{}") & set(PLACE.sub("", text)):
            raise node.broken("花括号不成对")
        yield from (name for name in PLACE.findall(text) if name != LIST)
