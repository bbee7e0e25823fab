"""Names for everything that can change: cells, texts, unit, report, notes, explanations.

CONTRACT.md 1: a cell is ``<table>.<row>.<column>``; a row may contain a dot
(``applications.denied.state_secret.total``). The other kinds start with a reserved word.
"""

from __future__ import annotations

TEXT = "text"
UNIT = "unit"
REPORT = "report"
NOTE = "note"
EXPLAIN = "explain"
BASIS = "basis"
FEE = "fee"  # what section 六 states of the 信息处理费
BEFORE = "before"  # last year's figures, typed from paper
RESERVED = (TEXT, UNIT, REPORT, NOTE, EXPLAIN, BASIS, FEE, BEFORE)

UNIT_FIELDS = ("kind", "address", "postcode", "telephone", "email", "site")
UNIT_KINDS = ("乡镇", "街道", "县级部门", "县级政府", "其他")
REPORT_FIELDS = (
    *("unit_name", "title", "date"),
    *("deadline", "overview_limit"),  # set by the county: an ISO date; characters of section 一
    "chain",  # who signs, in which order (core/signoff/chain.py)
    *("sent", "signed", "handed_over"),  # ISO dates on which a step outside this program was done
)
FEE_FIELDS = ("notices", "notified", "received")  # a count; 元; 元

UNIT_KIND = "unit.kind"
UNIT_NAME = "report.unit_name"
TITLE = "report.title"
DEADLINE = "report.deadline"
OVERVIEW_LIMIT = "report.overview_limit"
CHAIN = "report.chain"


def cell(table: str, row: str, column: str) -> str:
    """Return the key of one cell."""
    return f"{table}.{row}.{column}"


def split_cell(key: str) -> tuple[str, str, str]:
    """Return (table, row, column) of a cell key; ``ValueError`` if it is not one."""
    table, _, rest = key.partition(".")
    row, _, column = rest.rpartition(".")
    if not (table and row and column) or table in RESERVED:
        message = f"not a cell key: {key!r}"
        raise ValueError(message)
    return table, row, column


def is_cell(key: str) -> bool:
    """Tell whether the key names a cell of a table."""
    return key.count(".") >= 2 and key.partition(".")[0] not in RESERVED  # noqa: PLR2004 - table.row.column


def text(section: str) -> str:
    """Return the key of a section's text, such as ``text.overview``."""
    return f"{TEXT}.{section}"


def note(place: str) -> str:
    """Return the key of the note that says where a cell's figure, or a sentence, came from."""
    return f"{NOTE}.{place}"


def spot(key: str) -> str:
    """Return the cell or text that a key is about: of a note, what it was written on."""
    place = key.removeprefix(f"{NOTE}.")
    return ".".join(place.split(".")[:2]) if is_text(place) else place


def before(cell_key: str) -> str:
    """Return the key of last year's figure of a cell, as typed from paper."""
    return f"{BEFORE}.{cell_key}"


def explain(finding_id: str) -> str:
    """Return the key of the explanation written for a finding."""
    return f"{EXPLAIN}.{finding_id}"


def basis(finding_id: str) -> str:
    """Return the key of the figures that a finding's explanation was written for."""
    return f"{BASIS}.{finding_id}"


def has_lines(key: str) -> bool:
    """Tell whether a key may hold several lines: prose, notes, explanations."""
    return key.partition(".")[0] in {TEXT, NOTE, EXPLAIN, BASIS}


def is_text(key: str) -> bool:
    """Tell whether the key holds prose, which the journal keeps as splices."""
    return key.startswith("text.")
