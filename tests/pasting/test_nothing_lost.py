"""Whatever is copied, every figure of it has a cell, is a total, or is listed with its reason."""

from hypothesis import given, settings
from hypothesis import strategies as st

from core import pasting
from core.values import show
from tests.pasting.clips import FORM, excel, put, report, table, tsv

LABELS = [row.label for one in FORM.tables for block in one.blocks for row in block.rows]
HEADINGS = [column.label for one in FORM.tables for block in one.blocks for column in block.columns]
GROUPS = [
    "（三）不予公开",
    "（六）其他处理",
    "申请人情况",
    "法人或其他组织",
    "行政诉讼",
    "第二十条第（五）项",
]
OTHERS = ["", "", "项目", "合计", "甲", "/", "—", "无", "待定", "新收"]
WORDS = st.sampled_from([*LABELS, *HEADINGS, *GROUPS, *OTHERS])
FIGURE = st.none()  # filled with a number of its own

ROWS = st.lists(st.lists(st.one_of(FIGURE, FIGURE, WORDS), min_size=1, max_size=9), min_size=1, max_size=12)
TABLES = st.sampled_from([one.id for one in FORM.tables])


def numbered(rows: list[list[str | None]]) -> tuple[list[list[str]], list[str]]:
    """The rows with a different number in every place for a figure, and those numbers."""
    numbers: list[str] = []

    def filled(text: str | None) -> str:
        if text is not None:
            return text
        numbers.append(str(1_001 + 7 * len(numbers)))
        return numbers[-1]

    return [[filled(text) for text in row] for row in rows], numbers


@settings(max_examples=300, deadline=None)
@given(rows=ROWS, name=TABLES, copied=st.sampled_from(["html", "tabs", "lines"]), data=st.data())
def test_every_figure_is_placed_added_up_or_listed(
    rows: list[list[str | None]],
    name: str,
    copied: str,
    data: st.DataObject,
) -> None:
    texts, numbers = numbered(rows)
    at = data.draw(st.sampled_from(sorted(table(name).cells)))
    width = max(map(len, texts))
    level = [[*row, *[""] * (width - len(row))] for row in texts]
    lines = "\n".join(" ".join(row) for row in texts)
    text = {"html": "", "tabs": tsv(texts), "lines": lines}[copied]
    placed = put(html=excel(level) if copied == "html" else "", text=text, name=name, at=at)
    values = {show(value) for value in placed.values.values()}
    listed = "\t".join(one.text for one in placed.untold).split()
    missing = [number for number in numbers if number not in values and number not in listed]
    assert len(missing) <= placed.totals
    assert not any(table(name).cells[key].computed for key in placed.values)


@settings(max_examples=200, deadline=None)
@given(html=st.text(max_size=300), text=st.text(max_size=300), name=TABLES)
def test_no_text_breaks_it(html: str, text: str, name: str) -> None:
    clip = pasting.read(html, text)
    first = next(iter(table(name).cells))
    placed = pasting.place(report(), table(name), clip, first)
    assert set(placed.values) <= set(table(name).cells)


TAGS = st.sampled_from(
    [
        *(
            "<table>",
            "</table>",
            "<tr>",
            "</tr>",
            "<td>",
            "</td>",
            "<td rowspan=3>",
            "<td colspan=2>",
            "<th>",
        ),
        *("<tbody>", "</thead>", "<br>", "<p>", "</p>", "<!--", "-->", "<script>", "</script>", "&nbsp;"),
        *(
            "<td style='display:none'>",
            "<span hidden>",
            "</span>",
            "1",
            "2,345",
            "自然人",
            "（一）予以公开",
            "/",
        ),
    ]
)


@settings(max_examples=300, deadline=None)
@given(tags=st.lists(TAGS, max_size=40), name=TABLES)
def test_no_html_breaks_it(tags: list[str], name: str) -> None:
    clip = pasting.read("<table><tr>" + "".join(tags), "")
    first = next(iter(table(name).cells))
    placed = pasting.place(report(), table(name), clip, first)
    assert set(placed.values) <= set(table(name).cells)
