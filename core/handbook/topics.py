"""What help is written on: the rows, columns and texts of a form, and finding them by words."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from core import keys
from core.form import PREAMBLE, FormDef, Help, Helps, Part, Table

PREAMBLE_NAME = "前言"


class Kind(StrEnum):
    """What a topic is; each value is the name of its part in a help file."""

    ROW = "rows"
    COLUMN = "columns"
    SECTION = "sections"


LABELS = {Part.COUNTS: "计入", Part.EXCLUDES: "不计入", Part.ARTICLE: "依据", Part.MISTAKE: "常见错误"}
TEXT_LABELS = LABELS | {Part.COUNTS: "写什么", Part.EXCLUDES: "不写什么"}  # a text counts nothing

Name = tuple[Kind, str]  # what a help file calls a topic: the part and the name in it


class Topic(NamedTuple):
    """One row, column or text of a form with the help written on it."""

    name: Name
    title: str  # （四）无法提供 · 1.本机关不掌握相关政府信息
    place: str  # what it belongs to: the heading of its table; empty for a text
    table: str  # the same in short: 表三; empty for a text
    key: str  # a cell of the row or column, a typed one where there is one, or the key of the text
    names: tuple[str, ...]  # label, short name and other labels
    help: Help

    @property
    def labels(self) -> Mapping[Part, str]:
        """Return what the parts of its help are called."""
        return TEXT_LABELS if self.name[0] is Kind.SECTION else LABELS


def topics(form: FormDef) -> tuple[Topic, ...]:
    """Return every row, column and text of a form in the order printed, also those without help."""
    tables = {table.id: table for table in form.tables}
    preamble = (Kind.SECTION, PREAMBLE)
    found = [Topic(preamble, PREAMBLE_NAME, "", "", keys.text(PREAMBLE), (), form.helps.section(PREAMBLE))]
    for section in form.sections:
        if section.kind == "table":
            found += [*_rows(tables[section.id], form.helps), *_columns(tables[section.id], form.helps)]
        else:
            names = (section.heading, section.tab, *section.aliases)
            name = (Kind.SECTION, section.id)
            text = form.helps.section(section.id)
            found.append(Topic(name, section.heading, "", "", keys.text(section.id), names, text))
    return tuple(found)


def names_of(key: str) -> tuple[Name, ...]:
    """Return the topics of a key: row and column of a cell, or a text; none for any other key."""
    if keys.is_cell(key):
        table, row, column = keys.split_cell(key)
        return (Kind.ROW, f"{table}.{row}"), (Kind.COLUMN, f"{table}.{column}")
    if keys.is_text(key):
        return ((Kind.SECTION, key.partition(".")[2]),)
    return ()


def search(found: Sequence[Topic], typed: str) -> tuple[Topic, ...]:
    """Return the topics in which every word typed occurs, the best first; nothing typed finds nothing.

    Words are parted by spaces and sought as parts of the labels, the place and the texts. A word in a label
    weighs more than one in the place, and that more than one in a text; equals stay in the order printed.
    """
    words = [_plain(word) for word in typed.split()]
    if not words:
        return ()
    weighed = [(sum(weights), topic) for topic in found if all(weights := _weights(topic, words))]
    return tuple(topic for _, topic in sorted(weighed, key=lambda pair: -pair[0]))


def _rows(table: Table, helps: Helps) -> Iterator[Topic]:
    for block in table.blocks:
        for row in block.rows:
            title = " · ".join(filter(None, (row.group, row.label)))
            key = _typed(table, (keys.cell(table.id, row.id, column.id) for column in block.columns))
            names = (row.label, row.name, *row.aliases)
            yield Topic(
                (Kind.ROW, f"{table.id}.{row.id}"),
                title,
                table.title,
                table.name,
                key,
                names,
                helps.row(table.id, row.id),
            )


def _columns(table: Table, helps: Helps) -> Iterator[Topic]:
    columns = {column.id: column for block in table.blocks for column in block.columns}
    for column in columns.values():
        key = _typed(table, (key for key, cell in table.cells.items() if cell.column.id == column.id))
        names = (column.label, column.name, *column.aliases)
        name = (Kind.COLUMN, f"{table.id}.{column.id}")
        yield Topic(
            name, column.label, table.title, table.name, key, names, helps.column(table.id, column.id)
        )


def _typed(table: Table, cell_keys: Iterable[str]) -> str:
    """Return the first key of a typed cell, else the first of all."""
    all_keys = tuple(cell_keys)
    return next((key for key in all_keys if not table.cells[key].computed), all_keys[0])


_IN_NAME, _IN_PLACE, _IN_TEXT = 16, 4, 1


def _weights(topic: Topic, words: Iterable[str]) -> tuple[int, ...]:
    """Return, for every word, the weight of the best place it occurs in; 0 where it occurs nowhere."""
    fields = (
        (_IN_NAME, (topic.title, *topic.names)),
        (_IN_PLACE, (topic.place, topic.table)),
        (_IN_TEXT, tuple(text for _, text in topic.help.written)),
    )
    plain = [(weight, "\n".join(map(_plain, texts))) for weight, texts in fields]
    return tuple(next((weight for weight, text in plain if word in text), 0) for word in words)


def _plain(text: str) -> str:
    """Return a text without spaces, in half-width forms and small letters, as it is compared."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
