"""One report, written down in the ways in which published reports reach an office."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence

from core.form import FormDef, Row, Table

UNIT, YEAR = "青石县白河镇人民政府", 2023
TITLE = f"{UNIT}{YEAR}年政府信息公开工作年度报告"
OVERVIEW = (
    "2023年，白河镇坚持以公开为常态、不公开为例外，全年主动公开政府信息126条。",
    "（一）主动公开。通过县政府网站公开政府信息，内容涉及财政预决算、社会救助等领域。",
    "（二）依申请公开。规范办理流程，所有申请均在法定期限内答复。",
)
PROBLEMS = ("公开的深度还不够，工作人员业务能力有待提高。", "下一步，将加强培训，健全制度。")
OTHER = ("本年度未收取政府信息公开信息处理费。",)
PROSE = {"overview": OVERVIEW, "problems": PROBLEMS, "other_matters": OTHER}
HALF_WIDTH = str.maketrans("（），：、．", "(),:、.")

Figures = Mapping[str, str]
Style = Callable[[FormDef, Figures], str]


def figures(form: FormDef, seed: int) -> dict[str, str]:
    """Return figures for every cell; the sums hold."""
    rng = random.Random(seed)  # noqa: S311 - examples, no secrets
    found = {key: rng.choice([0, 0, 0, 0, 0, 1, 2, 3, 7, 12, 130]) for key in form.typed}
    for key in form.computed:
        found[key] = sum(found[leaf] for leaf in form.leaves(key))
    return {key: str(value) for key, value in found.items()}


def rows(table: Table) -> list[tuple[Row, str, list[str]]]:
    """Return every row with the caption of its block and its keys."""
    return [
        (row, block.caption, [f"{table.id}.{row.id}.{column.id}" for column in block.columns])
        for block in table.blocks
        for row in block.rows
    ]


def document(form: FormDef, tables: Mapping[str, Sequence[str]], *, title: str = TITLE) -> str:
    """Put title, prose and the lines of the tables together under the official headings."""
    lines = [title, ""]
    for section in form.sections:
        lines += [section.heading, *(PROSE.get(section.id) or tables[section.id]), ""]
    return "\n".join(lines) + "\n"


def heads(table: Table, sep: str) -> list[str]:
    """Return the heading lines of a table as an extraction leaves them."""
    if table.id == "applications":
        names = ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]
        note = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
        return [note, "申请人情况", "自然人", "法人或其他组织", "总计", *sep.join(names).split("\n")]
    results = sep.join(["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"])
    return [
        *sep.join(["行政复议", "行政诉讼"]).split("\n"),
        *results.split("\n"),
        *sep.join(["未经复议直接起诉", "复议后起诉"]).split("\n"),
        *results.split("\n"),
        *results.split("\n"),
    ]


def plain(
    form: FormDef,
    values: Figures,
    *,
    sep: str = " ",
    label: Callable[[str], list[str]] | None = None,
    between: Sequence[str] = (),
) -> str:
    """One row per line, figures behind the label; ``sep`` may be a line break."""
    written = label or (lambda text: [text])
    tables: dict[str, list[str]] = {}
    for table in form.tables:
        lines: list[str] = []
        block = group = ""
        if table.id != "disclosure":
            lines += heads(table, sep)
        if table.id == "disputes":
            lines += sep.join(values[key] for _, _, keys in rows(table) for key in keys).split("\n")
            tables[table.id] = lines
            continue
        for row, caption, keys in rows(table):
            if caption != block:
                block = caption
                columns = [form.cells[key].column.label for key in keys]
                lines += [caption, *sep.join(["信息内容", *columns]).split("\n")]
            if row.id == "granted":
                lines += ["三、本年度办理", "结果"]
            if row.group and row.group != group:
                group = row.group
                lines += [group[:5], group[5:]]
            *above, last = written(row.label)
            lines += [*above, *sep.join([last, *(values[key] for key in keys)]).split("\n")]
            lines += between
        tables[table.id] = lines
    return document(form, tables)


def one_per_line(form: FormDef, values: Figures) -> str:
    """Every label and every figure on a line of its own, blank lines between."""
    return plain(form, values, sep="\n").replace("\n", "\n\n")


def wrapped_labels(form: FormDef, values: Figures) -> str:
    """Labels broken over lines, figures on a line of their own."""
    return plain(form, values, label=lambda text: [text[:8], text[8:], ""] if len(text) > 8 else [text, ""])


def narrow_labels(form: FormDef, values: Figures) -> str:
    """Labels with blanks inside, as justified cells come out of a PDF."""
    return plain(form, values, label=lambda text: [" ".join(text)])


def figures_inside_labels(form: FormDef, values: Figures) -> str:
    """Figures in the middle of a label of two lines: cells centred from top to bottom."""
    text = plain(form, values)
    for table in form.tables:
        for row, _, keys in rows(table):
            numbers = " ".join(values[key] for key in keys)
            if len(row.label) > 20:
                text = text.replace(
                    f"{row.label} {numbers}", f"{row.label[:14]}\n{numbers}\n{row.label[14:]}"
                )
    return text


def half_width(form: FormDef, values: Figures) -> str:
    """Half-width brackets and punctuation everywhere."""
    return plain(form, values).translate(HALF_WIDTH)


def full_width(form: FormDef, values: Figures) -> str:
    """Full-width digits for every figure."""
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    return plain(form, {key: value.translate(wide) for key, value in values.items()})


def page_numbers(form: FormDef, values: Figures) -> str:
    """A page number with strokes after every row."""
    return plain(form, values, between=["", "— 3 —", ""])


def bare_page_numbers(form: FormDef, values: Figures) -> str:
    """A bare page number after every row."""
    return plain(form, values, between=["3"])


def _grid(form: FormDef, values: Figures, line: Callable[[Sequence[str]], str], *, spans: bool) -> str:
    tables: dict[str, list[str]] = {}
    for table in form.tables:
        width = len(table.grid.widths)
        texts = [["" for _ in range(width)] for _ in range(table.grid.rows)]
        starts = [[False] * width for _ in range(table.grid.rows)]
        for cell in table.grid.placed:
            texts[cell.row][cell.column] = values[cell.key] if cell.key else cell.text
            for row in range(cell.row, cell.row + 1 if not spans else cell.row + cell.row_span):
                for column in range(
                    cell.column, cell.column + 1 if not spans else cell.column + cell.column_span
                ):
                    starts[row][column] = True
        tables[table.id] = [
            line([text for text, start in zip(*pair, strict=True) if start])
            for pair in zip(texts, starts, strict=True)
        ]
    return document(form, tables)


def tabs(form: FormDef, values: Figures) -> str:
    """A block copied from a worksheet: tabs, merged cells leave blanks."""
    return _grid(form, values, "\t".join, spans=True)


def tabs_without_spans(form: FormDef, values: Figures) -> str:
    """Tabs, merged cells leave nothing."""
    return _grid(form, values, "\t".join, spans=False)


def pipes(form: FormDef, values: Figures) -> str:
    """A table of a web page, flattened with strokes; merged cells leave blanks."""
    return _grid(form, values, lambda cells: f"| {' | '.join(cells)} |", spans=True)


def pipes_without_spans(form: FormDef, values: Figures) -> str:
    """Strokes, merged cells leave nothing, no stroke at either end."""
    return _grid(form, values, " | ".join, spans=False)


def vertical_words(form: FormDef, values: Figures) -> str:
    """The vertical cell one character per line."""
    return plain(form, values).replace("三、本年度办理\n结果", "\n".join("三、本年度办理结果"))


def interleaved_words(form: FormDef, values: Figures) -> str:
    """Characters of the merged cells at the left stand before the labels of the rows they are level with."""
    return (
        plain(form, values)
        .replace("三、本年度办理\n结果\n", "")
        .replace("4.保护", "年     4.保护")
        .replace("（三）不予\n公开\n", "")
        .replace("3.危及", "（三）不予    3.危及")
        .replace("5.属于三", "公开   5.属于三")
    )


def units_behind(form: FormDef, values: Figures) -> str:
    """A unit behind every figure."""
    return plain(form, {k: v + ("万元" if k.endswith("amount") else "件") for k, v in values.items()})


def spaced_headings(form: FormDef, values: Figures) -> str:
    """Blanks inside headings; a title in two lines."""
    text = plain(form, values).replace("、总体情况", " 、总体情况 ").replace("五、存在的", "五、 存在的")
    return text.replace(TITLE, f"{UNIT}\n{YEAR} 年政府信息公开工作年度报告")


def other_headings(form: FormDef, values: Figures) -> str:
    """Headings of other wording, as the notices of 2019 and 2021 have both left behind."""
    return (
        plain(form, values)
        .replace("五、存在的主要问题及改进情况", "五、政府信息公开工作存在的主要问题及改进情况")
        .replace(
            "四、政府信息公开行政复议、行政诉讼情况", "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况"
        )
        .replace("六、其他需要报告的事项", "六、其他需要报告事项")
    )


STYLES: tuple[Style, ...] = (
    plain,
    one_per_line,
    wrapped_labels,
    narrow_labels,
    figures_inside_labels,
    half_width,
    full_width,
    page_numbers,
    bare_page_numbers,
    tabs,
    tabs_without_spans,
    pipes,
    pipes_without_spans,
    vertical_words,
    interleaved_words,
    units_behind,
    spaced_headings,
    other_headings,
)
