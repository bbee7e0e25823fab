"""Strange files cannot hurt: spoilt documents through one reused child; a preview or one sentence, soon."""

from __future__ import annotations

import functools
import time

import pytest

from core import export, paths, readers
from core.errors import ReadingFailed, Refused
from core.importing import Worker, limits
from core.writers import layout
from tests.reliability import mangle
from tests.reliability.figures import Figures, Gate, hold

CHANGES = {"txt": mangle.TEXT, "json": mangle.JSON, "xlsx": mangle.XLSX}
SHORT = 200  # files of a format in every test run (RELIABILITY.md)


@functools.cache
def whole(suffix: str) -> bytes:
    """The sample in a format."""
    if suffix == "txt":
        return paths.sample_text().read_bytes()
    report = readers.read(paths.sample_text()).to_report()
    return export.draw(report, layout.build(report), suffix)


def run(count: int, seed: int, suffix: str = "xlsx") -> Figures:
    """Read ``count`` spoilt documents in one child that is used again and again."""
    figures = Figures(notes=dict.fromkeys(("read", "refused", "given up"), 0.0))
    worker = Worker()
    try:
        for number in range(seed * 1_000_000, seed * 1_000_000 + count):
            how, data = mangle.mangled(CHANGES[suffix], whole(suffix), number)
            figures.runs += 1
            figures.faults += 1
            start = time.monotonic()
            outcome = _read(worker, f"a.{suffix}", data, figures, f"{how} {number}")
            took = time.monotonic() - start
            figures.notes[outcome] += 1
            figures.expect(took < limits.WALL + limits.SILENT, f"{how} {number}: took {took:.1f} s")
    finally:
        worker.close()
    figures.longest = worker.longest
    figures.notes["most MB"] = worker.most / 1024 / 1024
    figures.notes["children"] = worker.children
    figures.expect(worker.most < limits.MEMORY, f"a child took {worker.most} bytes")
    return figures


def _read(worker: Worker, name: str, data: bytes, figures: Figures, how: str) -> str:
    try:
        preview = worker.read(name, data)
    except ReadingFailed as refused:
        figures.expect("\n" not in str(refused) and refused.hint, f"{how}: {refused}")
        stopped = "已经停止" in refused.message
        figures.expect(stopped or (worker._child and worker._child.alive), f"{how}: the child crashed")
        return "given up"
    except Refused as refused:
        figures.expect("\n" not in str(refused) and len(str(refused)) < 400, f"{how}: {refused}")
        return "refused"
    preview.to_report()
    return "read"


def _gate(suffix: str) -> Gate:
    return Gate(f"strange {suffix} files", functools.partial(run, suffix=suffix), SHORT, 250, 10_000)


GATES = tuple(_gate(suffix) for suffix in CHANGES)


@pytest.mark.parametrize("suffix", CHANGES)
def test_spoilt_documents_give_a_report_or_one_sentence(suffix: str) -> None:
    figures = run(SHORT, 1, suffix)
    hold(figures)
    assert figures.notes["read"] > 5
    assert figures.notes["refused"] + figures.notes["given up"] > 5
