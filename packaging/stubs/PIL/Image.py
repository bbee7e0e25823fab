"""The one name that is looked at on import: nothing is ever a picture of this class."""

from __future__ import annotations

from typing import NoReturn


class Image:
    """A picture; there is none in the bundle."""


def open(*_: object, **__: object) -> NoReturn:  # noqa: A001 - the library's own name
    """Refuse: a page of ours that holds a picture is a bug."""
    message = "the bundle holds no picture library"
    raise NotImplementedError(message)
