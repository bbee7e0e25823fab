"""Canonical JSON and the hashes over it: the same content gives the same bytes on any machine.

The canonical form has a version of its own (HOUSE.md 4), so that an upgrade never invalidates a signed paper.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping, Sequence

CANONICAL_VERSION = 1

type_json = None | bool | int | str
Json = type_json | Sequence["Json"] | Mapping[str, "Json"]


def canonical(content: Json) -> bytes:
    """Return UTF-8 JSON with sorted keys, no blanks and all text in NFC.

    Decimals must come as normalised strings (``values.to_json``); a float raises ``TypeError``,
    because its writing is not the same everywhere.
    """
    return json.dumps(
        _clean(content), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


def _clean(content: Json) -> Json:
    if isinstance(content, str):
        return unicodedata.normalize("NFC", content)
    if content is None or isinstance(content, bool | int):
        return content
    if isinstance(content, Mapping):
        return {unicodedata.normalize("NFC", key): _clean(value) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [_clean(value) for value in content]
    message = f"not canonical: {type(content).__name__}"
    raise TypeError(message)


def digest(content: Json) -> str:
    """Return the SHA-256 of the canonical bytes, in hexadecimal."""
    return hashlib.sha256(canonical(content)).hexdigest()
