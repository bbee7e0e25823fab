"""What is said between the program and the process that reads: a document one way, a preview the other.

To the child: one line of JSON with the name and the size, then so many bytes. From the child: lines, each a
sign of movement (``MOVED``), that it is ready (``READY``), or its answer as JSON.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal

from core import errors, formfile
from core.canonical import Json
from core.errors import Refused
from core.readers import Doubt, Preview, Source
from core.report import decode, encode
from core.values import Raw

READY = b"ready"
MOVED = b"."


class Broken(Exception):  # noqa: N818 - what became of the child, never shown
    """The child's answer is none, or says that reading broke; the argument is the kind of its exception."""


def asked(name: str, data: bytes) -> bytes:
    """Return a document as it goes to the child."""
    return json.dumps({"name": name, "size": len(data)}).encode() + b"\n" + data


def question(line: bytes) -> tuple[str, int]:
    """Return name and size of the document that follows a line."""
    said = json.loads(line)
    return str(said["name"]), int(said["size"])


def answer(preview: Preview) -> bytes:
    """Return a preview as the child's answer: ``read --json``, exact values and where all stood."""
    content: dict[str, Json] = {
        **preview.to_json(),
        "cells": {key: None if value is None else encode(value) for key, value in preview.cells.items()},
        "name": preview.name,
        "sources": {key: [source.place, source.text] for key, source in preview.sources.items()},
    }
    return _line({"preview": content})


def refusal(refused: Refused) -> bytes:
    """Return a refusal as the child's answer."""
    return _line({"refused": [type(refused).__name__, refused.message, refused.hint]})


def fault(error: BaseException) -> bytes:
    """Return as the child's answer that reading broke; of the exception only its kind, nothing it says."""
    return _line({"fault": type(error).__name__})


def _line(content: Mapping[str, Json]) -> bytes:
    return json.dumps(content).encode() + b"\n"


def understood(line: bytes) -> Preview:
    """Return what a child answered; raises the refusal it met, or ``Broken`` for anything else."""
    try:
        content = _group(json.loads(line))
        if "preview" in content:
            return _preview(_group(content["preview"]))
        refused = _refused(content["refused"]) if "refused" in content else None
    except (ValueError, TypeError, KeyError, AttributeError, ArithmeticError, Refused) as reason:
        raise Broken(type(reason).__name__) from reason
    if refused is not None:
        raise refused
    raise Broken(str(content.get("fault", "")))


def _refused(said: object) -> Refused:
    if not isinstance(said, list):
        raise TypeError(said)
    kind, message, hint = map(_text, said)
    found = getattr(errors, kind)
    if not (isinstance(found, type) and issubclass(found, Refused)):
        raise TypeError(kind)
    return found(message, hint)


def _preview(content: Mapping[str, object]) -> Preview:
    form = formfile.load(_text(content["form"]))
    cells = _group(content["cells"])
    year = content["year"]
    kind = content["unit_kind"]
    doubts = content["doubts"]
    if type(year) is not int or not isinstance(doubts, list):
        raise TypeError
    return Preview(
        form=form,
        unit=_text(content["unit"]),
        year=year,
        title=_text(content["title"]),
        name=_text(content["name"]),
        cells={key: None if (value := cells[key]) is None else _figure(key, value) for key in form.cells},
        texts=_texts(content["texts"]),
        unit_kind=None if kind is None else _text(kind),
        notes=_texts(content["notes"]),
        explanations=_texts(content["explanations"]),
        sources=_sources(content["sources"]),
        doubts=tuple(Doubt(*(_text(one[part]) for part in ("place", "source", "text"))) for one in doubts),
    )


def _figure(key: str, given: object) -> int | Decimal | Raw:
    value = decode(key, given)  # type: ignore[arg-type]  # it says itself what it does not take
    if isinstance(value, str):
        raise TypeError(key)
    return value


def _text(given: object) -> str:
    if type(given) is not str:
        raise TypeError(given)
    return given


def _group(given: object) -> dict[str, object]:
    if not isinstance(given, dict):
        raise TypeError(given)
    return given


def _texts(given: object) -> dict[str, str]:
    return {key: _text(text) for key, text in _group(given).items()}


def _sources(given: object) -> dict[str, Source]:
    found = {}
    for key, parts in _group(given).items():
        if not isinstance(parts, list):
            raise TypeError(key)
        place, text = map(_text, parts)
        found[key] = Source(place, text)
    return found
