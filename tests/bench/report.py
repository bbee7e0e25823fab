"""The one table: as text for a terminal, as Markdown for the README, where it stands between two marks."""

import os
import platform
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime

from tests.bench.measure import BY_PROCESSOR, ROOT, Figure, Part, Row

COLUMNS = ("what", "ms: median (min–max)", "processor", "beside", "ms", "ratio", "wanted", "ok")
README = ROOT / "README.md"
BEGIN, END = "<!-- bench: begin -->", "<!-- bench: end -->"
COMMAND = "python3 packaging/dev.py bench"


def table(parts: Sequence[Part]) -> str:
    """The rows as text, in columns, each part below its title."""
    lines = [cells(row) for part in parts for row in part.rows]
    widths = [max(map(_wide, column)) for column in zip(COLUMNS, *lines, strict=True)]
    said = [_line(COLUMNS, widths)]
    for part in parts:
        said += ["", part.title, *(_line(cells(row), widths) for row in part.rows)]
    return "\n".join(said)


def markdown(parts: Sequence[Part], repeats: int, load: Sequence[float]) -> str:
    """The rows as tables of a README, with the day and the machine."""
    day = datetime.now(UTC).date()
    said = [f"{about(day)} {how(repeats, load)}"]
    for part in parts:
        head = (part.title, *COLUMNS[1:])
        said += ["", *_marked(head), *(f"| {' | '.join(cells(row))} |" for row in part.rows)]
    return "\n".join(said)


def about(day: date) -> str:
    """The day and the machine, in words that name nobody's computer."""
    bits = platform.architecture()[0].removesuffix("bit")
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    return f"{day}: {os.cpu_count()} processors, {platform.system()} ({bits} bits), Python {version}."


def how(repeats: int, load: Sequence[float]) -> str:
    """How often, and how busy the machine was meanwhile."""
    said = f"Medians of {repeats} runs of whole processes and documents, {5 * repeats} of calls."
    if load:
        said += f" The machine's load: {' before, '.join(f'{one:.1f}' for one in load)} after."
    if load and max(load) > (os.cpu_count() or 1):
        said += (
            f" It was busy with other work, so take ratios and processor time, not the clock"
            f" (`{BY_PROCESSOR}`: only the processor time keeps what is wanted)."
        )
    return said


def rewrite(section: str) -> None:
    """Put the section between the marks of the README; ``LookupError`` without them."""
    text = README.read_text(encoding="utf-8")
    if text.count(BEGIN) != 1 or text.count(END) != 1:
        message = f"{README.name} has no place for the table: {BEGIN} … {END}"
        raise LookupError(message)
    before, _, rest = text.partition(BEGIN)
    after = rest.partition(END)[2]
    README.write_text(f"{before}{BEGIN}\n{section}\n{END}{after}", encoding="utf-8")


def cells(row: Row) -> tuple[str, ...]:
    """One row as it is shown."""
    ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
    theirs = "" if row.theirs is None else str(row.theirs)
    return row.what, str(row.ours), _processor(row.ours), row.beside, theirs, ratio, row.limits, row.verdict


def _processor(figure: Figure) -> str:
    if figure.processor is None:
        return ""
    return str(Figure(figure.processor, figure.processor, figure.processor))


def _marked(head: Sequence[str]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield "| --- | --- | ---: | --- | --- | ---: | --- | --- |"


def _line(said: Sequence[str], widths: Sequence[int]) -> str:
    padded = (cell + " " * (width - _wide(cell)) for cell, width in zip(said, widths, strict=True))
    return "  ".join(padded).rstrip()


def _wide(text: str) -> int:
    """How many places of a terminal a text takes: a Chinese character takes two."""
    return len(text) + sum(unicodedata.east_asian_width(sign) in "WF" for sign in text)
