"""The styles: what a person who edits on finds in Word's own list, and what the fonts are called.

Sizes, lines and indents are those of GB/T 9704-2012. Fonts are named, not embedded; each has others that may
stand in its place (``w:altName``), so that a computer without the old names shows the new ones.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

from core.writers.docx.markup import element, part, twips
from core.writers.page import NUMBER_SIZE, PITCH, SIZE, TITLE_PITCH, TITLE_SIZE, TRACKING

TITLE, BODY, LEAD, FOOTER, GRID = "Title", "BodyTextFirstIndent", "LeadIn", "Footer", "TableGrid"
LINE = math.floor(PITCH * 20)  # twips; rounded down, so that 22 lines go on a page
TIGHT = math.floor(TRACKING * 20)  # twips; so that 28 characters go in a line
FOOT_LINE = 18.0  # points
_FANGSONG, _KAI, _HEI, _SONG, _XIAOBIAOSONG = "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体", "方正小标宋简体"


class _Font(NamedTuple):
    name: str
    others: str  # what may stand in its place, best first
    panose: str
    family: str
    pitch: str


_FONTS = (
    _Font(_FANGSONG, "仿宋,FangSong", "02010609030101010101", "modern", "fixed"),
    _Font(_KAI, "楷体,KaiTi", "02010609030101010101", "modern", "fixed"),
    _Font(_HEI, "SimHei", "02010609060101010101", "modern", "fixed"),
    _Font(_SONG, "SimSun", "02010600030101010101", "auto", "variable"),
    _Font(
        _XIAOBIAOSONG,
        "方正小标宋_GBK,FZXiaoBiaoSong-B05S,小标宋体,华文中宋,STZhongsong,宋体,SimSun",
        "02010601030101010101",
        "auto",
        "variable",
    ),
)


def heading(level: int) -> str:
    """Return the style of headings of a level."""
    return f"Heading{level}"


def table_text(size: float) -> str:
    """Return the style of texts in tables of a size in points."""
    return f"TableText{_half_points(size)}"


def styles(sizes: Iterable[float]) -> bytes:
    """Return the part of styles; ``sizes`` are those of texts in tables."""
    return part("styles", _defaults(), *_texts(), *_headings(), *_in_tables(sizes), *_others())


def fonts() -> bytes:
    """Return the part that says what the fonts are, and what may stand in their place."""
    return part(
        "fonts",
        *(
            element(
                "font",
                element("altName", val=font.others),
                element("panose1", val=font.panose),
                element("charset", val="86"),
                element("family", val=font.family),
                element("pitch", val=font.pitch),
                name=font.name,
            )
            for font in _FONTS
        ),
    )


def _half_points(size: float) -> int:
    return round(size * 2)


def _letters(name: str = "", size: float = 0, more: str = "") -> str:
    """Return the properties of letters: all scripts in one font, Latin letters and digits too."""
    face = element("rFonts", ascii=name, hAnsi=name, eastAsia=name, cs=name) if name else ""
    number = _half_points(size)
    sized = element("sz", val=number) + element("szCs", val=number) if size else ""
    return element("rPr", face, sized, more)


def _style(kind: str, key: str, name: str, *children: str, **attributes: str | int) -> str:
    return element("style", element("name", val=name), *children, type=kind, styleId=key, **attributes)


def _based(following: str = "", base: str = "Normal") -> str:
    return element("basedOn", val=base) + (element("next", val=following) if following else "")


def _spacing(line: int, rule: str = "exact") -> str:
    return element("spacing", before=0, after=0, line=line, lineRule=rule)


def _indent(characters: int = 2) -> str:
    return element("ind", firstLineChars=characters * 100, firstLine=twips(characters * SIZE))


def _defaults() -> str:
    language = element("lang", val="zh-CN", eastAsia="zh-CN")
    letters = _letters(_FANGSONG, SIZE, language)
    return element("docDefaults", element("rPrDefault", letters), element("pPrDefault", element("pPr")))


def _texts() -> Iterable[str]:
    plain = element(
        "pPr",
        element("widowControl", val=0),
        element("overflowPunct", val=0),
        element("autoSpaceDE", val=0),
        element("autoSpaceDN", val=0),
        _spacing(LINE),
        element("jc", val="both"),
    )
    square = _letters(_FANGSONG, SIZE)  # stated here too: LibreOffice takes the grid's square from here
    yield _style("paragraph", "Normal", "Normal", element("qFormat"), plain, square, default=1)
    body = element("pPr", _indent())
    tight = element("rPr", element("spacing", val=TIGHT))
    yield _style("paragraph", BODY, "Body Text First Indent", _based(), element("qFormat"), body, tight)
    title = element(
        "pPr",
        element("keepNext"),
        element("keepLines"),
        element("snapToGrid", val=0),
        _spacing(twips(TITLE_PITCH)),
        element("jc", val="center"),
    )
    letters = _letters(_XIAOBIAOSONG, TITLE_SIZE)
    yield _style("paragraph", TITLE, "Title", _based(following=BODY), element("qFormat"), title, letters)
    yield _style("character", LEAD, "段首小标题", element("qFormat"), _letters(_KAI), customStyle=1)


def _headings() -> Iterable[str]:
    for level, face in enumerate((_HEI, _KAI, _FANGSONG), 1):
        look = element(
            "pPr",
            element("keepNext"),
            element("keepLines"),
            _indent(),
            element("outlineLvl", val=level - 1),
        )
        name = f"heading {level}"
        yield _style(
            "paragraph", heading(level), name, _based(BODY, BODY), element("qFormat"), look, _letters(face)
        )


def _in_tables(sizes: Iterable[float]) -> Iterable[str]:
    for size in sorted(set(sizes)):
        look = element("pPr", element("snapToGrid", val=0), element("jc", val="center"))
        name = f"表格文字 {size:g} 磅"
        yield _style(
            "paragraph",
            table_text(size),
            name,
            _based(),
            element("qFormat"),
            look,
            _letters(size=size),
            customStyle=1,
        )


def _others() -> Iterable[str]:
    foot = element("pPr", element("snapToGrid", val=0), _spacing(twips(FOOT_LINE)))
    yield _style("paragraph", FOOTER, "footer", _based(), foot, _letters(_SONG, NUMBER_SIZE))
    yield _style("character", "DefaultParagraphFont", "Default Paragraph Font", default=1)
    none = element("tblPr", element("tblInd", w=0, type="dxa"))
    yield _style("table", "TableNormal", "Normal Table", none, default=1)
    sides = "top", "left", "bottom", "right", "insideH", "insideV"
    lines = "".join(element(side, val="single", sz=4, space=0, color="auto") for side in sides)
    ruled = element("tblPr", element("tblBorders", lines))
    yield _style("table", GRID, "Table Grid", _based(base="TableNormal"), ruled)
