"""The one table: as text for a terminal, as Markdown for the README, where it stands between two marks."""

import os
import platform
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime

from tests.bench.measure import BY_PROCESSOR, ROOT, Figure, Part, Row

TIMES = ("ms: median (min–max)", "n", "processor", "beside", "ms", "ratio", "wanted", "ok")
README = ROOT / "README.md"
BEGIN, END = "<!-- bench: begin -->", "<!-- bench: end -->"
COMMAND = "python3 packaging/dev.py bench"


def table(parts: Sequence[Part]) -> str:
    """The rows as text, in columns, each part below its own headings."""
    return "\n\n".join(_as_text([heads(part), *(cells(row, part) for row in part.rows)]) for part in parts)


def markdown(parts: Sequence[Part], load: Sequence[float]) -> str:
    """The rows as tables of a README, with the day and the machine."""
    day = datetime.now(UTC).date()
    said = [f"{about(day)} {how(load)}"]
    for part in parts:
        said += ["", *_marked(heads(part)), *(f"| {' | '.join(cells(row, part))} |" for row in part.rows)]
    return "\n".join(said)


def heads(part: Part) -> tuple[str, ...]:
    """The headings of a part's columns: a size has no spread and takes no processor."""
    return (part.title, *TIMES) if part.timed else (part.title, part.unit, "beside", part.unit, *TIMES[5:])


def about(day: date) -> str:
    """The day and the machine, in words that name nobody's computer."""
    bits = platform.architecture()[0].removesuffix("bit")
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    return f"{day}: {os.cpu_count()} processors, {platform.system()} ({bits} bits), Python {version}."


def how(load: Sequence[float]) -> str:
    """What the figures are, and how busy the machine was meanwhile."""
    said = "Each time is the median of n runs, taken in turn with those beside it where they can be."
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


def cells(row: Row, part: Part) -> tuple[str, ...]:
    """One row as it is shown; its unit stands in the heading."""
    ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
    theirs = "" if row.theirs is None else _bare(row.theirs, part)
    ours = (str(row.runs), _processor(row.ours)) if part.timed else ()
    return (row.what, _bare(row.ours, part), *ours, row.beside, theirs, ratio, row.limits, row.verdict)


def _bare(figure: Figure, part: Part) -> str:
    return str(figure).removesuffix(f" {part.unit}")


def _processor(figure: Figure) -> str:
    if figure.processor is None:
        return ""
    return str(Figure(figure.processor, figure.processor, figure.processor))


def _marked(head: Sequence[str]) -> Iterator[str]:
    numbers = {"n", "processor", "ratio"}
    yield f"| {' | '.join(head)} |"
    yield f"| {' | '.join('---:' if word in numbers else '---' for word in head)} |"


def _as_text(lines: Sequence[Sequence[str]]) -> str:
    widths = [max(map(_wide, column)) for column in zip(*lines, strict=True)]
    return "\n".join(_line(cells, widths) for cells in lines)


def _line(said: Sequence[str], widths: Sequence[int]) -> str:
    padded = (cell + " " * (width - _wide(cell)) for cell, width in zip(said, widths, strict=True))
    return "  ".join(padded).rstrip()


def _wide(text: str) -> int:
    """How many places of a terminal a text takes: a Chinese character takes two."""
    return len(text) + sum(unicodedata.east_asian_width(sign) in "WF" for sign in text)
