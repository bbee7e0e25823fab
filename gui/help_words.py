"""How help is said: the marks of its parts, and the whole of it as running text for the card."""

from __future__ import annotations

import re
from collections.abc import Iterable

from core.form import Help, Part
from core.handbook import LABELS

OURS = "供参考"
COUNTY = "县里补充"
NONE_WRITTEN = "这里没有查到可靠的说明，程序不作解释。县里有要求的，可以补充进来。"
SHORT_ARTICLE = 24  # characters; a longer one is left to the panel

_IN_CARD = {Part.EXCLUDES: "不含", Part.MISTAKE: LABELS[Part.MISTAKE]}
_ADDED = re.compile("[；：]")  # what follows an article is an addition to it


def marks(help_: Help, part: Part) -> tuple[str, ...]:
    """Return what must be said about where a part comes from; nothing for law and notices."""
    told = ((COUNTY, part in help_.county), (OURS, part in help_.ours))
    return tuple(word for word, true in told if true)


def running(helps: Iterable[Help]) -> list[tuple[str, bool]]:
    """Return the help as sentences, each with whether it is of minor weight: what counts stands out."""
    return [sentence for help_ in helps for sentence in _sentences(help_)]


def _sentences(help_: Help) -> list[tuple[str, bool]]:
    told: list[tuple[str, bool]] = []
    article = _ADDED.split(help_.article)[0]
    shown = article if len(article) <= SHORT_ARTICLE else ""
    if help_.counts:
        head = "".join(f"{mark}：" for mark in marks(help_, Part.COUNTS))
        told.append((f"{f'{shown}：' if shown else ''}{head}{_ended(help_.counts)}", False))
    elif shown:
        told.append((_ended(shown), False))
    for part, text in help_.written:
        if part in _IN_CARD:
            mark = "，".join(marks(help_, part))
            told.append((f"{_IN_CARD[part]}{f'（{mark}）' if mark else ''}：{_ended(text)}", True))
    return told


def _ended(text: str) -> str:
    """Return a text that ends as a sentence does."""
    return text if text.endswith(("。", "！", "？", "；")) else f"{text}。"
