"""What a template leaves behind: XX, ××, ____, 【单位名称】, （此处填写…）, a date without figures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from core.narrative.stretches import REMEMBERED, Stretch, plain, sentences_of

_HAN = r"\u3400-\u9fff"
_CROSS = "Xx×ⅹ╳✕✖"
_PLACE = "省市县区州旗镇乡村街办局委社站所年月日件条次起个人元份期项名"
# Letters in the address of a page or mailbox mean nothing else. A run is looked at once, from its beginning.
_ADDRESS = (
    r"(?:https?://|www\.)[\x21-\x7e]+|(?<![A-Za-z0-9_.+-])[A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9_.-]+"
    r"|(?<![A-Za-z0-9_-])[A-Za-z0-9_-]++\.[A-Za-z][\x21-\x7e]*"
)
_SUSPECT = re.compile(rf"[{_CROSS}*＊_＿□○◯]|20\d?[?？]|某某|年[ \u3000]|[ \u3000]{{2}}")
_MARKS = re.compile(
    rf"(?P<address>{_ADDRESS})"
    rf"|(?<![A-Za-z0-9])\d{{2,3}}[{_CROSS}*＊_？?]{{1,2}}(?=\s*年)"  # 20XX年, 201*年
    rf"|(?<![A-Za-z0-9])[{_CROSS}]{{2,}}(?![A-Za-z0-9])"  # XX, ××
    rf"|(?<![A-Za-z0-9])[Xx×](?=\s*[{_PLACE}])"  # X年X月X日, ×镇
    r"|(?<![A-Za-z0-9])[_＿]{2,}(?![A-Za-z0-9])"
    r"|(?<![A-Za-z0-9*＊])[*＊]{2,}(?![A-Za-z0-9*＊])"
    rf"|[□○◯]{{2,}}(?![〇零一二三四五六七八九十]?年)|某某(?=[{_PLACE}单])"
    r"|(?<![\d〇零一二三四五六七八九十])年[ \u3000]+月(?:[ \u3000]*日)?"
    rf"|(?<=[{_HAN}])[ \u3000]{{2,}}(?=[件条次份起项元])"  # 申请　　件
)
_OPENINGS = tuple("【[［〔（(《“")
_SQUARE = re.compile(r"【[^【】\n]{0,40}】|\[\s*\]|［\s*］|〔\s*〕|（\s*）|\(\s*\)|《\s*》|“\s*”")
_ROUND = re.compile(r"[（(【]([^（）()【】\n]{1,80})[）)】]")
_MASKED = re.compile(rf"(?:[{_CROSS}]+|[*＊]+|某某)$")
_STILL = frozenset("有尚亟仍还需")  # 有待补充 speaks of the future
_NAME_BEFORE = 4  # characters before a mark in which a masked name begins


class Placeholders:
    """Looks for what a template left behind; one is made per form and kept."""

    def __init__(
        self, words: Iterable[str], inside: Iterable[str], remarks: Sequence[str], masked: Sequence[str]
    ) -> None:
        """Take the words that are a placeholder by themselves, those that make 【】 one, and remarks.

        A remark is what brackets hold; with … at its end it goes on (此处…). ``masked`` are the words behind
        which crosses stand for a person's name (申请人××).
        """
        self._words = tuple(words)
        self._inside = tuple(inside)
        self._remarks = frozenset(words.removesuffix("…") for words in remarks)
        self._openings = tuple(words.removesuffix("…") for words in remarks if words.endswith("…"))
        self._masked = re.compile(rf"(?:{'|'.join(map(re.escape, masked))})[{_HAN}]?$") if masked else None

    @lru_cache(maxsize=REMEMBERED)  # noqa: B019 - one is made per form and lives as long as the program
    def find(self, paragraph: str) -> tuple[Stretch, ...]:
        """Return the placeholders in a paragraph, in order; none lies inside another."""
        found = sorted(self._all(paragraph), key=lambda hit: (hit.start, -hit.end))
        kept: list[Stretch] = []
        for hit in found:
            if not kept or hit.start >= kept[-1].end:
                kept.append(hit)
        return tuple(kept)

    def _all(self, paragraph: str) -> Iterator[Stretch]:
        for sentence in sentences_of(paragraph):
            for hit in self._marks(sentence.text):
                yield hit.moved(sentence.start)
        for at in _everywhere(paragraph, _OPENINGS):
            match = self._bracketed(paragraph, at)
            if match:
                yield Stretch(at, match.end(), match[0])
        for at in _everywhere(paragraph, self._words):
            word = next(word for word in self._words if paragraph.startswith(word, at))
            if not (word.startswith("待") and paragraph[max(0, at - 1) : at] in _STILL):
                yield Stretch(at, at + len(word), word)

    def _bracketed(self, paragraph: str, at: int) -> re.Match[str] | None:
        """Return the brackets that open at a place, if what they hold was left by a template."""
        match = _SQUARE.match(paragraph, at)
        if match and self._is_blank(match[0][1:-1].strip(" \u3000_")):
            return match
        match = _ROUND.match(paragraph, at)
        return match if match and self._remark(match[1].strip()) else None

    @lru_cache(maxsize=8 * REMEMBERED)  # noqa: B019 - as above
    def _marks(self, sentence: str) -> tuple[Stretch, ...]:
        """Return the marks in one sentence that hold a place, and no part of an address or a name."""
        folded = plain(sentence)
        if not _SUSPECT.search(folded):
            return ()
        return tuple(
            Stretch(match.start(), match.end(), sentence[match.start() : match.end()])
            for match in _MARKS.finditer(folded)
            if not match["address"] and not self._name(folded, match)
        )

    def _is_blank(self, content: str) -> bool:
        """Tell whether brackets hold nothing, or words that ask for something."""
        return not content or any(word in content for word in self._inside)

    def _remark(self, content: str) -> bool:
        """Tell whether what stands in brackets speaks to the person who fills in the template."""
        return content in self._remarks or content.startswith(self._openings)

    def _name(self, text: str, match: re.Match[str]) -> bool:
        """Tell whether the marks stand for a person's name: 申请人张××."""
        if self._masked is None or not _MASKED.search(match[0]):
            return False
        before = text[max(0, match.start() - 4 - _NAME_BEFORE) : match.start()]
        return self._masked.search(before) is not None


def _everywhere(text: str, words: Iterable[str]) -> Iterator[int]:
    """Yield every place where one of the words begins."""
    for word in words:
        at = text.find(word)
        while at >= 0:
            yield at
            at = text.find(word, at + len(word))
