"""T06: the number of a document stands with its own title."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from core.checks.prose import Part, Remark, findings, parts
from core.checks.registry import rule
from core.findings import Finding
from core.narrative.documents import Document, mismatches
from core.narrative.stretches import paragraphs
from core.report import Report
from core.rules import CheckSpec


@rule("document")
def document(spec: CheckSpec, report: Report, _last_year: Report | None) -> Iterator[Finding]:
    """Find numbers of known documents that stand with another one's title."""
    for part in parts(report):
        yield from _mismatched(spec, part)


@lru_cache(maxsize=16)
def _mismatched(spec: CheckSpec, part: Part) -> tuple[Finding, ...]:
    remarks = []
    for paragraph in paragraphs(part.text):
        for hit in mismatches(paragraph.text, _documents(spec)):
            cited, titled = hit.cited, hit.titled
            text = (
                f"文号“{hit.where.text}”是《{cited.words[0]}》，这里的标题却是{titled.number}的"
                f"“{titled.words[0]}”，请核对文号和标题。"
            )
            where = hit.where.moved(paragraph.start)
            remarks.append(Remark("文号与文件标题对不上", text, (where,), cited.number))
    return findings(spec, part, remarks)


@lru_cache(maxsize=8)
def _documents(spec: CheckSpec) -> tuple[Document, ...]:
    """Read ``number：words of its title、more of them``."""
    read = []
    for line in spec.words["documents"]:
        number, _, words = line.partition("：")
        read.append(Document(number, tuple(words.split("、"))))
    return tuple(read)
