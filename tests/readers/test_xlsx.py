"""Workbooks: our own filled in anywhere read back exactly, others by their labels, the rest is said."""

from __future__ import annotations

import datetime as dt
import functools
import io
from collections.abc import Callable
from decimal import Decimal

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from core import export, keys, paths, readers
from core.errors import FormMissing, NotAReport, Refused
from core.readers import Preview
from core.report import Report
from core.values import Raw
from core.writers import layout, xlsx
from tests.writers.workbooks import APPLICATIONS, FORM, TEXTS, document, report

SAMPLE = readers.read(paths.sample_text())
HEADERS = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]


def read(data: bytes) -> Preview:
    return readers.read_bytes("青石镇.xlsx", data)


@functools.cache
def blank() -> bytes:
    empty = layout.build(Report(FORM, 2021, {}))
    return xlsx.write_blank(empty, FORM)


def saved(book: Workbook) -> bytes:
    result = io.BytesIO()
    book.save(result)
    return result.getvalue()


def put(book: Workbook, name: str, value: object, *, down: int = 0) -> None:
    """Type a value into the cell with a name, or so many rows below."""
    ((sheet, address),) = book.defined_names[name].destinations
    found = book[sheet]
    assert isinstance(found, Worksheet)
    first = found[address.replace("$", "").partition(":")[0]]
    found.cell(first.row + down, first.column).value = value  # type: ignore[assignment]


def changed(data: bytes, change: Callable[[Workbook], None]) -> bytes:
    book = load_workbook(io.BytesIO(data))
    change(book)
    return saved(book)


def filled(**more: object) -> bytes:
    """A blank form with unit, year, and these figures filled in (``__`` in a name is a point)."""

    def fill(book: Workbook) -> None:
        put(book, "report.unit_name", "青石镇人民政府")
        put(book, "report.year", 2021)
        for name, value in more.items():
            put(book, name.replace("__", "."), value)

    return changed(blank(), fill)


@pytest.mark.parametrize("cells", [APPLICATIONS, {**APPLICATIONS, "disputes.review.upheld": "十二"}, {}])
def test_our_own_workbook_reads_back_exactly(cells: dict[str, str]) -> None:
    meant = report(cells)
    found = read(xlsx.write(layout.build(meant)))
    assert {**found.to_json(), "unit_kind": None, "doubts": []} == meant.to_json()


def test_the_sample_reads_back_exactly_and_says_where_everything_stood() -> None:
    meant = SAMPLE.to_report()
    found = read(export.draw(meant, layout.build(meant), "xlsx"))
    assert (found.cells, found.texts, found.unit, found.year) == (
        *(SAMPLE.cells, SAMPLE.texts, SAMPLE.unit, SAMPLE.year),
    )
    assert found.doubts == ()
    assert found.sources["applications.new_received.natural_person"].place == "表三!D6"
    assert found.sources["text.overview".removeprefix("text.")].place.startswith("封面与文字!B")


def test_a_form_filled_in_by_hand_reads_back_every_typed_cell() -> None:
    def fill(book: Workbook) -> None:
        put(book, "report.unit_name", "青石镇人民政府")
        put(book, "report.year", 2021)
        for number, key in enumerate(FORM.typed):
            put(book, key, 0.1234 if key == "disclosure.fees.amount" else number)
        put(book, "text.overview", "第一段。\n第二段。")
        put(book, "text.overview", "　　第三段。", down=2)
        put(book, "text.problems", "培训不够。")

    found = read(changed(blank(), fill))
    assert {key: found.cells[key] for key in FORM.typed} == {
        key: Decimal("0.1234") if key == "disclosure.fees.amount" else number
        for number, key in enumerate(FORM.typed)
    }
    assert all(found.cells[key] is None for key in FORM.computed)  # nobody has worked them out yet
    assert (found.unit, found.year, found.unit_kind) == ("青石镇人民政府", 2021, "乡镇")
    assert found.title == "青石镇人民政府2021年政府信息公开工作年度报告"
    assert (found.texts["overview"], found.texts["problems"]) == (
        "第一段。\n第二段。\n第三段。",
        "培训不够。",
    )
    assert found.doubts == ()


TYPED: list[tuple[object, object, str]] = [
    ("12a", Raw("12a"), "不是数字"),
    ("约3", Raw("约3"), "不是数字"),
    ("３", 3, ""),
    ("1,234件", 1234, ""),
    (" 7 ", 7, ""),
    (2.5, Decimal("2.5"), ""),
    (-1, -1, ""),
    (12345678901, Raw("12345678901"), "不是数字"),
    (dt.datetime(2025, 3, 1), Raw("2025-03-01"), "当成了日期"),  # noqa: DTZ001 - as a workbook holds it
    (True, Raw("TRUE"), "不是数字"),
    ("#N/A", Raw("#N/A"), "不是数字"),
    ("=1+1", None, "是公式，但没有算好的数"),
    ("", None, ""),
    (0, 0, ""),
]


def test_what_was_typed_into_a_figures_cell_is_kept_as_typed() -> None:
    keys_of = dict(zip(FORM.typed[10:], TYPED, strict=False))
    assert len(keys_of) == len(TYPED)
    found = read(filled(**{key.replace(".", "__"): typed for key, (typed, _, _) in keys_of.items()}))
    doubts = {doubt.place: doubt.text for doubt in found.doubts}
    for key, (_, value, said) in keys_of.items():
        assert found.cells[key] == value
        assert said in doubts.get(key, "")
        assert bool(said) == (key in doubts)


def test_a_blank_form_is_all_blank_and_its_year_decides() -> None:
    found = read(blank())
    assert not any(value is not None for value in found.cells.values())
    assert not any(found.texts.values())
    assert [doubt.text for doubt in found.doubts] == ["单位名称一格空着，请填写。"]


@pytest.mark.parametrize(("year", "said"), [("", "空着"), ("去年", "是“去年”"), (20215, "是“20215”")])
def test_without_a_year_there_is_no_report(year: object, said: str) -> None:
    with pytest.raises(NotAReport, match=f"“年度”一格{said}"):
        read(changed(filled(), lambda book: put(book, "report.year", year)))


def test_a_form_this_program_does_not_have_is_said() -> None:
    with pytest.raises(FormMissing, match="“2099”"):
        read(changed(filled(), lambda book: put(book, "report.form", "2099")))


def test_cells_that_were_deleted_are_said() -> None:
    def delete(book: Workbook) -> None:
        for name in ("disputes.review.upheld", "disputes.review.other", "text.problems"):
            del book.defined_names[name]

    doubts = [doubt.text for doubt in read(changed(filled(), delete)).doubts]
    assert doubts == [
        "表四“行政复议·结果维持”等 2 格在文件里找不到了（可能删过行列），没有读入，请对照填写。",
        "没有找到“五、存在的主要问题及改进情况”这一部分。",
    ]


def test_a_total_that_was_typed_over_is_read_as_it_stands() -> None:
    assert read(filled(disputes__review__total=9)).cells["disputes.review.total"] == 9


def test_our_workbook_without_its_names_reads_by_its_labels() -> None:
    def forget(book: Workbook) -> None:
        for name in list(book.defined_names):
            del book.defined_names[name]

    book = load_workbook(io.BytesIO(xlsx.write(document(APPLICATIONS))), data_only=True)
    forget(book)
    found, meant = read(saved(book)), report(APPLICATIONS)
    assert {key: found.cells[key] for key in FORM.cells} == {key: meant.value(key) for key in FORM.cells}
    assert found.texts == TEXTS
    assert found.unit == "青石镇人民政府"


def stranger() -> Workbook:
    """A workbook as somebody types one: everything on one sheet, table three of the form by its labels."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "年报"
    sheet.append(["青石镇人民政府2021年政府信息公开工作年度报告"])
    sheet.append(["一、总体情况"])
    sheet.append(["本年公开信息12条。\n公开栏更新3次。"])
    sheet.append(["三、收到和处理政府信息公开申请情况"])
    sheet.append(["", *HEADERS])
    for number, row in enumerate(FORM.table("applications").blocks[0].rows):
        sheet.append([row.label, *[number] * 7])
    sheet.append(["五、存在的主要问题及改进情况"])
    sheet.append(["培训不够。"])
    sheet.append(["六、其他需要报告的事项"])
    sheet.append(["无。"])
    return book


def test_somebody_elses_workbook_is_read_by_its_labels() -> None:
    found = read(saved(stranger()))
    assert (found.unit, found.year) == ("青石镇人民政府", 2021)
    assert found.texts["overview"] == "本年公开信息12条。\n公开栏更新3次。"
    rows = FORM.table("applications").blocks[0].rows
    assert all(found.cells[f"applications.{row.id}.total"] == at for at, row in enumerate(rows))
    assert found.sources["applications.new_received.total"].place == "年报 第 6 行"


def test_a_far_cell_is_not_walked_to() -> None:
    book = stranger()
    book.worksheets[0].cell(1_048_576, 16_384, "远")
    found = read(saved(book))
    assert found.cells["applications.granted.total"] is not None
    assert [doubt.text for doubt in found.doubts if "太大" in doubt.text] == [
        "工作表“年报”太大，只读了前 2000 行。"
    ]


def test_a_hidden_sheet_is_no_part_of_the_report() -> None:
    book = stranger()
    hidden = book.create_sheet("去年")
    hidden.append(["青石镇人民政府2020年政府信息公开工作年度报告"])
    hidden.sheet_state = "hidden"
    assert read(saved(book)).year == 2021


def test_a_workbook_without_a_report_is_said() -> None:
    book = Workbook()
    book.worksheets[0].append(["姓名", "电话"])
    with pytest.raises(NotAReport, match=r"“青石镇.xlsx”不像一份年度报告"):
        read(saved(book))


@pytest.mark.parametrize("sign", ["\u202e", "\ufeff"])
def test_invisible_characters_are_taken_out_and_said(sign: str) -> None:
    found = read(changed(filled(), lambda book: put(book, "text.problems", f"培{sign}训不够。")))
    assert found.texts["problems"] == "培训不够。"
    assert "“五、存在的主要问题及改进情况”中" in found.doubts[0].text


def test_escapes_of_the_format_are_undone() -> None:
    words = "_x0041_ 与 _x005F_，=1+1"
    found = read(xlsx.write(document(texts={"overview": words})))
    assert found.texts["overview"] == words


@pytest.mark.parametrize("name", ["a.xls", "a.et"])
def test_what_is_named_otherwise_is_no_workbook(name: str) -> None:
    with pytest.raises(Refused):
        readers.read_bytes(name, blank())


def test_the_key_of_a_text_is_its_cells_name() -> None:
    names = load_workbook(io.BytesIO(blank())).defined_names
    assert {keys.text(section) for section in FORM.texts} <= set(names)
