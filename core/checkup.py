"""资料体检: is the file whole, can it be restored, is the program itself in order, said in plain words.

Every item says what was examined and what was found; where nothing is wrong it says so, so that silence means
checked. Nothing is changed. ``subject`` is taken in the window's thread; ``examine`` runs on any thread and can
be left between two items.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from core.desk import Place
from core.report import Report
from core.saver import Saver
from core.session import Session


class State(StrEnum):
    """How an item stands."""

    OK = "ok"
    ATTENTION = "attention"  # works, but somebody should look
    BAD = "bad"


class Item(NamedTuple):
    """One thing that was examined."""

    name: str  # what was examined: 2026 年的修改历史
    state: State
    words: str  # what was found: 128 步首尾相连
    hint: str = ""  # what to do; empty if all is well


@dataclass(frozen=True)
class Subject:
    """What is examined: an open document as it stands at one moment."""

    path: Path  # that the person knows
    saver: Saver
    file_id: str
    place: Place
    report: Report  # in front, with everything that is not saved yet


def subject(session: Session) -> Subject:
    """Return what there is to examine of an open document; saves what is open first, as far as it goes."""
    raise NotImplementedError


def examine(about: Subject | None) -> Iterator[Item]:
    """Yield every item as soon as it is examined; without a document only the program itself."""
    raise NotImplementedError


def summary(items: Iterable[Item]) -> str:
    """Return one sentence for the end: how many items, how many of each state, and what silence means."""
    raise NotImplementedError
