"""The user guide: chapters in plain Chinese with pictures, for the window and for paper.

The texts are data (``resources/help/``): one file per chapter, in the order of their names. The same
chapters go into the window, into the guide as PDF and, two pages of their own, into the quick start.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from core import keys, paths
from core.errors import FileMissing
from core.guide.markup import Block, Chapter, Heading, Look, Picture, Spans, Table, Text, read

__all__ = [
    "GUIDE",
    "QUICK",
    "TITLE",
    "Block",
    "Chapter",
    "Found",
    "Guide",
    "Heading",
    "Look",
    "Picture",
    "Spans",
    "Table",
    "Text",
    "chapter_for",
    "load",
    "picture_file",
    "search",
]

GUIDE, QUICK = "guide", "quick"  # the folders of the two
TITLE = -1  # instead of the number of a block
_TITLES = {GUIDE: "公开年报使用手册", QUICK: "公开年报快速上手"}
_CHAPTERS = {  # what a section or a table of the report is told about in
    "cover": "start",
    "preview": "print",
}
_TEXTS, _TABLES, _BEFORE = "texts", "tables", "last-year"
_AROUND = 18  # characters of the text around what was found


class Guide(NamedTuple):
    """A title, and chapters in order."""

    title: str
    chapters: tuple[Chapter, ...]

    def chapter(self, name: str) -> Chapter:
        """Return a chapter by its name; ``LookupError`` for one that is not there."""
        for chapter in self.chapters:
            if chapter.id == name:
                return chapter
        raise LookupError(name)


class Found(NamedTuple):
    """A place where words were found: chapter, number of the block, and the words around."""

    chapter: Chapter
    block: int  # ``TITLE`` for the chapter's title
    words: str


@cache
def load(name: str = GUIDE) -> Guide:
    """Return the guide or the quick start; ``FileMissing`` where the program has lost it.

    ``ValueError`` says where its text is not as it should be.
    """
    files = sorted((_folder() / name).glob("*.md"))
    if not files:
        raise missing()
    return Guide(_TITLES[name], tuple(read(_name(file), file.read_text(encoding="utf-8")) for file in files))


def missing() -> FileMissing:
    """Return the refusal for a part of the guide that is not where it should be."""
    return FileMissing("程序自带的使用手册不完整。", "请重新安装程序。")


def picture_file(name: str) -> Path:
    """Return where a picture of the guide lies."""
    return _folder() / "pictures" / name


def chapter_for(tab: str, key: str) -> str:
    """Return the name of the chapter about a page of the window and the place on it."""
    if key.startswith(f"{keys.BEFORE}."):
        return _BEFORE
    if tab in _CHAPTERS:
        return _CHAPTERS[tab]
    return _TABLES if keys.is_cell(key) else _TEXTS


def search(guide: Guide, typed: str) -> tuple[Found, ...]:
    """Return every place in which all words typed occur, titles and headings first; none for nothing."""
    words = [word.casefold() for word in typed.split()]
    if not words:
        return ()
    found = [
        (weight, Found(chapter, number, _around(text, words[0])))
        for chapter in guide.chapters
        for weight, number, text in _places(chapter)
        if all(word in text.casefold() for word in words)
    ]
    return tuple(one for _, one in sorted(found, key=lambda pair: pair[0]))


def _places(chapter: Chapter) -> Iterator[tuple[int, int, str]]:
    """Yield the title and every block of a chapter: how soon it is told of, its number, its words."""
    yield 0, TITLE, chapter.title
    for number, block in enumerate(chapter.blocks):
        yield 1 if isinstance(block, Heading) else 2, number, block.words


def _around(text: str, word: str) -> str:
    place = text.casefold().index(word)
    start, end = max(0, place - _AROUND), place + len(word) + _AROUND
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"


def _folder() -> Path:
    return paths.resources() / "help"


def _name(file: Path) -> str:
    """Return a chapter's name: the file's without its number."""
    return file.stem.partition("-")[2]


def texts(chapters: Sequence[Chapter]) -> list[str]:
    """Return every text in the order it is written."""
    return [text for chapter in chapters for text in (chapter.title, *(b.words for b in chapter.blocks))]
