"""Personal data in prose: identity numbers, mobile numbers, bank cards, names of applicants.

Identity numbers and bank cards are told from other long numbers by their check digits. The libraries that
know these are loaded only where a number is long enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from core.narrative.stretches import REMEMBERED, plain

_ANY_LONG = re.compile(r"\d[\d -]{9}")
_LONG = re.compile(r"(?<![\dA-Za-z.])(?:\d[ -]?){15,18}[\dXx](?![\dA-Za-z])")
_MOBILE = re.compile(r"(?<![\d-])(?:\+?86[ -]?)?(1[3-9]\d(?:[ -]?\d{4}){2})(?![\d-])")
_NOT_DIGITS = re.compile(r"[^\dXx]")
_ID_LENGTH = 18
_ENDS = (
    r"[，,。；;、：:（(）)\s“《]|等|不服|提出|申请|要求|请求|通过|邮寄|认为|表示|当面|致电"
    r"|向|诉|就|的|因|对|于|在|与|和|以|将|来"
)
_HAN = r"\u3400-\u9fff"


class Personal(StrEnum):
    """What kind of personal data; the value is what a person calls it."""

    IDENTITY = "身份证号码"
    MOBILE = "手机号码"
    CARD = "银行卡号"
    NAME = "姓名"


class PersonalHit(NamedTuple):
    """Personal data with its place; ``masked`` may be shown and printed."""

    start: int
    end: int
    kind: Personal
    masked: str
    digits: str = ""  # bare, to compare with the unit's own numbers


class NameWords(NamedTuple):
    """How names are told: the words before them, surnames, and words that only look like a name."""

    before: tuple[str, ...]  # 申请人
    surnames: tuple[str, ...]
    no_names: tuple[str, ...]  # what may follow 申请人 and begins like a surname: 陈述, 方便


@lru_cache(maxsize=REMEMBERED)
def numbers_of_persons(paragraph: str) -> tuple[PersonalHit, ...]:
    """Return the identity, mobile and card numbers of a paragraph, in order."""
    if not _ANY_LONG.search(paragraph):  # full-width digits are digits too
        return ()
    text = plain(paragraph)
    return tuple(sorted((*_long_numbers(text), *_mobiles(text)), key=lambda hit: hit.start))


def _long_numbers(text: str) -> Iterator[PersonalHit]:
    for match in _LONG.finditer(text):
        digits = _NOT_DIGITS.sub("", match[0]).upper()
        kind = _kind(digits)
        if kind:
            yield PersonalHit(match.start(), match.end(), kind, f"…{digits[-4:]}", digits)


def _kind(digits: str) -> Personal | None:
    from stdnum import luhn  # noqa: PLC0415 - loads much; most texts hold no number so long
    from stdnum.cn import ric  # noqa: PLC0415 - as above
    from stdnum.exceptions import ValidationError  # noqa: PLC0415 - as above

    if len(digits) == _ID_LENGTH and ric.calc_check_digit(digits) == digits[-1]:
        try:
            ric.get_birth_date(digits)
        except ValidationError:
            pass
        else:
            return Personal.IDENTITY
    return Personal.CARD if digits[0] in "3456" and digits.isdigit() and luhn.is_valid(digits) else None


def _mobiles(text: str) -> Iterator[PersonalHit]:
    for match in _MOBILE.finditer(text):
        digits = _NOT_DIGITS.sub("", match[1])
        yield PersonalHit(match.start(), match.end(), Personal.MOBILE, f"…{digits[-4:]}", digits)


@lru_cache(maxsize=REMEMBERED)
def names_of_applicants(paragraph: str, words: NameWords) -> tuple[PersonalHit, ...]:
    """Return the full names that stand right behind a word such as 申请人; 张某 and 张×× are none."""
    if not any(word in paragraph for word in words.before):
        return ()
    return tuple(
        PersonalHit(match.start(1), match.end(1), Personal.NAME, f"{match[2]}×")
        for match in _name_pattern(words).finditer(paragraph)
        if not match[1].startswith(words.no_names) and not set(match[1]) & set("某先女")
    )


@lru_cache(maxsize=8)
def _name_pattern(words: NameWords) -> re.Pattern[str]:
    before = "|".join(map(re.escape, words.before))
    double = "|".join(name for name in words.surnames if len(name) > 1)
    single = "".join(name for name in words.surnames if len(name) == 1)
    surname = f"{double}|[{single}]" if double else f"[{single}]"
    return re.compile(rf"(?:{before})[：:为是]?\s*(({surname})[{_HAN}]{{1,2}}?)(?={_ENDS}|$)")
