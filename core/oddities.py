"""Characters that do harm: which are refused, which are taken out, and the sentence that says so.

RELIABILITY.md, odd input. Control characters and non-characters are refused with their place; half characters
become a box; what turns the direction of writing or has no width is taken out. Rare characters stay as they
are: whether a font has them is asked before printing. Everything a person typed, pasted or imported passes
here on its way into the report.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import NamedTuple

from core.errors import OddCharacter

BOX = "□"  # stands for half a character
QUOTED = 8  # characters before the place that is named
_OBJECT = "\ufffc"  # where a picture stood
COMMANDS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")

_NONCHARACTERS = "\ufdd0-\ufdef" + "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
)


@cache
def _refused() -> re.Pattern[str]:
    return re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f{_NONCHARACTERS}]")


@cache
def _directions() -> re.Pattern[str]:
    return re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@cache
def _unseen() -> re.Pattern[str]:
    return re.compile(
        "[\u00ad\u180e\u200b-\u200d\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffc\U000e0001\U000e0020-\U000e007f]"
    )


@cache
def _halves() -> re.Pattern[str]:
    return re.compile("[\ud800-\udfff]")


@cache
def _line_ends() -> re.Pattern[str]:
    return re.compile("\r\n|[\r\x85\u2028\u2029]")


@cache
def _breaks() -> re.Pattern[str]:
    return re.compile("[\t\n]+")


# The first three together with what is refused and line ends: nearly every text has none of them.
@cache
def _odd() -> re.Pattern[str]:
    return re.compile(
        "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
        f"\ud800-\udfff\ufeff\ufff9-\ufffc\U000e0001\U000e0020-\U000e007f{_NONCHARACTERS}]"
    )


class Cleaned(NamedTuple):
    """A text as it may be kept, and what was done to it."""

    text: str
    unseen: int = 0  # characters without width, taken out
    directions: int = 0  # characters that turn the direction of writing, taken out
    halves: int = 0  # half characters, now boxes

    @property
    def words(self) -> str:
        """Return what was done; empty if the text is as it was, but for line ends and composed letters."""
        gone = [
            f" {self.unseen} 个看不见的字符" if self.unseen else "",
            f" {self.directions} 个改变书写方向的控制字符" if self.directions else "",
        ]
        said = [
            f"去掉了{'和'.join(part for part in gone if part)}" if any(gone) else "",
            f"{self.halves} 个残缺的字符换成了“{BOX}”" if self.halves else "",
        ]
        return "，".join(part for part in said if part)


def clean(text: str, *, one_line: bool = False) -> Cleaned:
    """Return a text as it may be kept, in NFC, its lines ended by line feeds; on ``one_line`` by blanks.

    Raises ``OddCharacter``, which names the place and the words before it.
    """
    if _is_plain(text) or _odd().search(text) is None:
        return Cleaned(_kept(text, one_line=one_line))
    whole, halves = _halves().subn(BOX, joined_halves(text))
    if found := _refused().search(whole):
        raise _refusal(whole, found.start())
    seen, unseen = _unseen().subn("", whole)
    straight, directions = _directions().subn("", seen)
    return Cleaned(_kept(_line_ends().sub("\n", straight), one_line=one_line), unseen, directions, halves)


def holds_refused(text: str) -> bool:
    """Tell whether a text holds a character that ``clean`` refuses."""
    return _refused().search(text) is not None


def is_command(text: str) -> bool:
    """Tell whether a spreadsheet might take a text for a formula once it is typed or pasted there."""
    return text.startswith(COMMANDS) or text.strip().startswith(COMMANDS)


def joined_halves(text: str) -> str:
    """Return a text in which two halves that belong together are one character again."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def quoted(text: str) -> str:
    """Return a piece of foreign text on one line with nothing in it that cannot be seen."""
    return "".join(sign if sign.isprintable() else "" for sign in text)


def _is_plain(text: str) -> bool:
    """Tell quickly that a text has nothing odd; most have not."""
    return text.replace("\n", "").isprintable() and _OBJECT not in text


def _kept(text: str, *, one_line: bool) -> str:
    lines = _breaks().sub(" ", text).strip() if one_line and _breaks().search(text) else text
    return unicodedata.normalize("NFC", lines)


def _refusal(text: str, place: int) -> OddCharacter:
    line = quoted(text[:place].rpartition("\n")[2])[-QUOTED:]
    near = f"（“{line}”之后）" if line.strip() else ""
    message = f"第 {place + 1} 个字符{near}是看不见的控制字符或无效字符，不能使用。"
    return OddCharacter(message, "请删去后重新输入或粘贴。")
