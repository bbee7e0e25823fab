"""Breaking a title: balanced lines, at places where a reader pauses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import accumulate

from core.writers.typeset import Line, breaks

# Words of titles of annual reports; a break inside one costs much, at its edge little.
_WORD = re.compile(
    r"\d+年度?|政府信息公开|政务公开|信息公开|年度工作报告|年度报告|工作|"
    r"人民政府|办公厅|办公室|街道办事处|办事处|管理委员会|委员会|管理局|监督|自治[州县旗区]|"
    r"服务中心|经济技术|开发区|教育|体育|农业|农村|文化|旅游|广电|卫生|健康|住房|城乡|建设|自然|资源|规划|"
    r"生态|环境|交通|运输|人力|社会|保障|发展|改革|应急|管理|市场|行政|审批|民政|财政|审计|统计|司法|公安|水利|"
    r"[省市县区州盟旗镇乡局厅委办处站所](?![省市县区州盟旗镇乡局厅委办处站所])"
)
_BRACKETS = re.compile(r"（[^（）]*）|“[^“”]*”|《[^《》]*》")
_YEAR = re.compile(r"\d+年度?")
_INSIDE, _BETWEEN, _EDGE, _BEFORE_YEAR, _AFTER_YEAR = 12.0, 2.5, 0.6, 0.8, 0.0
_LINE = 8.0  # cost of a line more than must be
_RAGGED = 0.12  # cost of a line one character shorter or longer than the mean, squared


def title_lines(text: str, advances: Sequence[float], width: float, em: float) -> list[Line]:
    """Return the lines of a title: as few as fit, evenly long, broken where it reads well.

    One line more where that saves a word from being broken. Never inside a number with its 年. A text that
    cannot be broken so is left as one line.
    """
    costs = _costs(text)
    sums = [0.0, *accumulate(advances)]
    for count in range(1, len(text) + 1):
        if found := _best(costs, sums, count, width, em):
            more = _best(costs, sums, count + 1, width, em) if count > 1 else None
            return (more if more and more[0] + _LINE < found[0] else found)[1]
    return [Line(0, len(text))]


def _costs(text: str) -> dict[int, float]:
    """Return every place a line may begin at with what a break there costs."""
    costs = dict.fromkeys(breaks(text), _BETWEEN)
    for match in _WORD.finditer(text):
        for place in range(match.start() + 1, match.end()):
            if place in costs:
                costs[place] = _INSIDE
        _mark(costs, match.end(), _EDGE)
    for match in _BRACKETS.finditer(text):
        for place in range(match.start() + 1, match.end()):
            if place in costs:
                costs[place] = _INSIDE
    for match in _YEAR.finditer(text):
        _mark(costs, match.start(), _BEFORE_YEAR)
        _mark(costs, match.end(), _AFTER_YEAR)
    costs[len(text)] = 0.0
    return costs


def _mark(costs: dict[int, float], place: int, cost: float) -> None:
    if place in costs:
        costs[place] = min(costs[place], cost)


def _best(
    costs: dict[int, float], sums: Sequence[float], count: int, width: float, em: float
) -> tuple[float, list[Line]] | None:
    """Return the cheapest division into ``count`` lines with its cost, or None if none fits."""
    mean = sums[-1] / count
    size = len(sums) - 1
    places = sorted(costs)

    @cache
    def rest(start: int, left: int) -> tuple[float, tuple[int, ...]] | None:
        if left == 0:
            return (0.0, ()) if start == size else None
        options = []
        for place in places:
            if place <= start or sums[place] - sums[start] > width:
                continue
            if (tail := rest(place, left - 1)) is not None:
                ragged = ((sums[place] - sums[start] - mean) / em) ** 2 * _RAGGED
                options.append((costs[place] + ragged + tail[0], (place, *tail[1])))
        return min(options, default=None)

    if (found := rest(0, count)) is None:
        return None
    return found[0], [Line(start, end) for start, end in zip((0, *found[1]), found[1], strict=False)]
