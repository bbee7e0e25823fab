"""Reading: each format inside this process and through the wall, beside its library or a plainer format."""

import io
import json
from pathlib import Path

from core import importing, paths, readers
from core.errors import NotBuiltYet
from core.export import export, formats
from tests.bench import documents
from tests.bench.measure import Measured, Row, interleaved, repeated, timed


def rows(folder: Path, repeats: int, fresh: int) -> list[Row]:
    """Every format that can be read; `fresh` repeats for the rows that start a process."""
    found = files(folder)
    peers = {".json": ("json.loads", _json), ".xlsx": ("openpyxl: load_workbook", _workbook)}
    peers |= {".docx": ("python-docx: Document", _word), ".pdf": ("pdfium: the text", _pdf)}
    cases: dict[str, Measured] = {}
    for suffix, path in found.items():
        data = path.read_bytes()
        cases[suffix] = repeated(lambda path=path: readers.read(path))  # type: ignore[misc]
        cases[f"wall {suffix}"] = repeated(lambda path=path: importing.read(path))  # type: ignore[misc]
        if suffix in peers:
            cases[f"peer {suffix}"] = repeated(lambda data=data, suffix=suffix: peers[suffix][1](data))  # type: ignore[misc]
    took = interleaved(cases, repeats)
    importing.close()
    said = []
    for suffix in found:
        beside, name = (
            (f"peer {suffix}", peers[suffix][0]) if suffix in peers else (".json", "our reading of .json")
        )
        said.append(Row(f"{suffix}, inside", took[suffix], name, took[beside]))
        said.append(Row(f"{suffix}, in the other process", took[f"wall {suffix}"], "inside", took[suffix]))
    started = interleaved({"first": _first(found[".txt"])}, fresh)
    return [*said, Row(".txt, the other process started first", started["first"], "inside", took[".txt"])]


def files(folder: Path) -> dict[str, Path]:
    """The sample as a file of each format that this version reads."""
    written = export(documents.sample(), folder / "read", formats())
    every = [paths.sample_text(), *written]
    return {path.suffix: path for path in every if _readable(path)}


def _readable(path: Path) -> bool:
    """Tell whether a reader names the suffix; any other would be tried as text."""
    try:
        return path.suffix in readers.find(readers.demand(path.name, b"")).suffixes
    except NotBuiltYet:
        return False


def _first(path: Path) -> Measured:
    """A case: a document read by a process that is started for it."""

    def run() -> None:
        worker = importing.Worker()
        worker.read(path.name, path.read_bytes())
        worker.close()

    return lambda: timed(run)


def _json(data: bytes) -> object:
    return json.loads(data)


def _workbook(data: bytes) -> object:
    from openpyxl import load_workbook  # noqa: PLC0415  only where it is measured

    return load_workbook(io.BytesIO(data))


def _word(data: bytes) -> object:
    import docx  # noqa: PLC0415  as above

    return docx.Document(io.BytesIO(data))


def _pdf(data: bytes) -> object:
    from core.writers.pdf.pages import page_pieces  # noqa: PLC0415  as above

    return page_pieces(data)
