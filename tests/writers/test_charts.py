"""数据图解: what it shows is read off the form, nothing is guessed, and it is legible in grey on one page."""

import itertools
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from core import formfile, keys, readers
from core.__main__ import main
from core.key_figures import compared
from core.report import Entry, Report
from core.values import Raw
from core.writers import charts, html, pdf
from core.writers.blocks import Bar, Chart, ChartBlock, Document
from core.writers.html.figures import SIZE
from core.writers.pdf import page_images
from core.writers.pdf.chart import DARK, LIGHT
from tests.forms import invented
from tests.writers import specimens
from tests.writers.pdfs import text_of
from tests.writers.webpages import document, last_year, parsed, said, written
from tests.writers.workbooks import FORM, report

SAMPLE = Path(__file__).resolve().parents[2] / "resources" / "samples" / "xinzheng-2021.txt"

SVG = "{http://www.w3.org/2000/svg}"


def drawn(made: Report, before: Report | None = None) -> tuple[Chart, ...]:
    (block,) = charts.annex(made, before)
    return block.charts


def bars(chart: Chart) -> dict[str, tuple[int | Decimal | None, str]]:
    return {bar.label: (bar.value, bar.text) for bar in chart.bars}


def on_one_page(block: ChartBlock) -> list[str]:
    """The texts of a PDF that holds these charts only, page by page; read back and compared."""
    alone = Document("图", "镇", 2021, "2021", (block,))
    data = pdf.write(alone)
    pdf.verify(data, alone)
    return text_of(data)


# ---- what they show


def test_outcomes_are_the_six_groups_of_the_form_and_what_goes_on_next_year() -> None:
    outcomes, *_ = drawn(specimens.sample())
    assert outcomes.title == "本年度办理结果和结转下年"
    assert bars(outcomes) == {
        "（一）予以公开": (14, "14"),
        "（二）部分公开": (0, "0"),
        "（三）不予公开": (0, "0"),
        "（四）无法提供": (30, "30"),
        "（五）不予处理": (6, "6"),
        "（六）其他处理": (0, "0"),
        "四、结转下年度继续办理": (0, "0"),
    }
    assert outcomes.note == "（七）总计：50"


def test_applicants_are_the_columns_of_what_was_received() -> None:
    _, applicants = drawn(specimens.sample())
    assert applicants.title == "本年新收政府信息公开申请数量（申请人情况）"
    assert list(bars(applicants)) == [
        "自然人",
        "商业企业",
        "科研机构",
        "社会公益组织",
        "法律服务机构",
        "其他",
    ]
    assert bars(applicants)["自然人"] == (48, "48")
    assert applicants.note == "法人或其他组织：商业企业、科研机构、社会公益组织、法律服务机构、其他；总计：48"


def test_the_bars_add_up_to_the_totals_of_the_form() -> None:
    made = specimens.crowded()
    outcomes, applicants = drawn(made)
    *groups, _ = outcomes.bars
    assert sum(bar.value or 0 for bar in groups) == made.value("applications.total.total")
    assert sum(bar.value or 0 for bar in applicants.bars) == made.value("applications.new_received.total")


def test_last_year_stands_beside_this_year_where_it_is_at_hand() -> None:
    made, before = report({"applications.new_received.natural_person": "7"}), last_year()
    assert len(drawn(made)) == 2
    against = drawn(made, before)[2]
    assert against.title == "主要数据与上年相比（单位：件）"
    assert against.groups == (f"{before.year}年", f"{made.year}年")
    found = {(bar.label, bar.group): bar.value for bar in against.bars}
    for one in compared(made, before):
        assert found[one.figure.name, against.groups[0]] == one.before
        assert found[one.figure.name, against.groups[1]] == one.now
    assert len(found) == 10


def test_what_is_not_filled_in_has_no_bar_and_says_so() -> None:
    made = report(
        {"applications.denied.state_secret.commercial": "", "applications.new_received.research": ""}
    )
    outcomes, applicants = drawn(made)
    assert bars(outcomes)["（三）不予公开"] == (None, "未填全")
    assert bars(outcomes)["（四）无法提供"] == (0, "0")
    assert outcomes.note == "（七）总计：未填全"
    assert bars(applicants)["科研机构"] == (None, "未填")
    blank = Report(FORM, 2021, {})
    against = drawn(made, blank)[2]
    assert {bar.text for bar in against.bars if bar.group == "2021年"} >= {"未填全"}
    assert {bar.text for bar in drawn(made, Report(FORM, 2020, {}))[2].bars if bar.group == "2020年"} == {
        "不详"
    }


def test_what_is_no_number_has_no_bar_and_stands_as_typed() -> None:
    made = report({})
    typed: Mapping[str, str] = {"commercial": "三件", "research": "一二三四五六七八九十百千万亿"}
    made.write(
        {keys.cell("applications", "new_received", one): Entry(Raw(text)) for one, text in typed.items()}
    )
    found = bars(drawn(made)[1])
    assert found["商业企业"] == (None, "三件")
    assert found["科研机构"] == (None, "一二三四五六七八九十百千…")


def test_units_that_differ_share_no_scale(form_with_money: Report) -> None:
    before = Report(form_with_money.form, 2020, form_with_money.entries)
    assert [chart.title for chart in drawn(form_with_money, before)[2:]] == [
        "主要数据与上年相比（单位：件）",
        "主要数据与上年相比（单位：万元）",
    ]


@pytest.fixture
def form_with_money(tmp_path: Path) -> Report:
    """A report whose form has a key figure in another unit."""
    forms = invented.build(tmp_path)
    file = forms / invented.ID / "form.toml"
    more = '\n[[key_figures]]\nname = "收费金额"\nunit = "万元"\ncells = ["disclosure.fees.amount"]\n'
    file.write_text(file.read_text("utf-8") + more, "utf-8")
    form = formfile.load(invented.ID, forms)
    return Report(form, 2021, {"disclosure.fees.amount": Entry(Decimal("12.5"))})


def test_the_invented_form_is_drawn_with_its_own_words(tmp_path: Path) -> None:
    form = formfile.load(invented.ID, invented.build(tmp_path))
    outcomes, applicants = drawn(Report(form, 2099))
    assert "（一）全部公开" in bars(outcomes)
    assert "合伙企业" in bars(applicants)


def test_no_label_is_ours() -> None:
    printed = {cell.text for table in FORM.tables for cell in table.grid.placed}
    labels = [bar.label for chart in drawn(specimens.sample()) for bar in chart.bars]
    assert [label for label in labels if not any(text.startswith(label) for text in printed)] == []


# ---- how they are drawn


@pytest.mark.parametrize("name", specimens.NAMES)
def test_the_annex_is_one_page_of_its_own_behind_the_report(name: str) -> None:
    plain = document(name)
    charted = document(name, charted=True)
    data = pdf.write(charted)
    pdf.verify(data, charted)
    assert pdf.write(charted) == data
    pages = text_of(data)
    assert len(pages) == len(text_of(pdf.write(plain))) + 1
    assert pages[-1].startswith("数据图解")
    assert "数据图解" not in "".join(pages[:-1])


@pytest.mark.parametrize("value", [0, 1, 7, 999_999, 999_999_999])
def test_every_value_fits_and_is_written(value: int) -> None:
    chart = Chart("图", tuple(Bar(label, value, str(value)) for label in ("甲", "乙乙乙乙乙乙")))
    (page,) = on_one_page(ChartBlock("数据图解", (chart,)))
    assert page.removesuffix("— 1 —").split().count(str(value)) == 2


def test_many_bars_long_labels_and_texts_still_fit_on_the_page() -> None:
    many = tuple(Bar(f"很长的名称{'长' * 40}{number}", number, f"{number}" * 12) for number in range(60))
    pages = on_one_page(ChartBlock("数据图解", (Chart("图", many, note="说明" * 60),)))
    assert len(pages) == 1


def test_a_negative_figure_is_written_and_has_no_bar() -> None:
    chart = Chart("图", (Bar("甲", -5, "-5"), Bar("乙", 3, "3")))
    (page,) = on_one_page(ChartBlock("数据图解", (chart,)))
    assert "-5" in page


def greys(block: ChartBlock) -> set[int]:
    """The even greys of large areas on the drawn page, as a black-and-white printer sees them."""
    alone = Document("图", "镇", 2021, "2021", (block,))
    (image,) = page_images(pdf.write(alone), 36)
    rows = (image.data[start : start + image.width * 3] for start in range(0, len(image.data), image.stride))
    found: set[int] = set()
    for row in rows:
        pixels = [tuple(row[place : place + 3]) for place in range(0, len(row) - 2, 3)]
        runs = ((colour, len(list(run))) for colour, run in itertools.groupby(pixels))
        for colour, length in runs:
            if length > 40:
                assert max(colour) - min(colour) <= 1, "a colour"
                found.add(colour[0])
    return found


def test_two_years_are_told_apart_in_grey() -> None:
    pair = (Bar("甲", 5, "5", "2020年"), Bar("甲", 5, "5", "2021年"))
    found = greys(ChartBlock("数据图解", (Chart("图", pair, ("2020年", "2021年")),)))
    assert {round(DARK * 255), round(LIGHT * 255), 255} <= {
        near for grey in found for near in (grey - 1, grey, grey + 1)
    }
    assert LIGHT - DARK > 0.5


def test_on_the_page_the_other_year_is_striped_and_every_bar_has_its_figure() -> None:
    charted = document("sample", charted=True)
    page = html.write(charted).decode()
    (block,) = (block for block in charted.blocks if isinstance(block, ChartBlock))
    against = block.charts[2]
    striped = page.count('fill="url(#c3-other)"')
    assert striped == 1 + sum(1 for bar in against.bars if bar.group == against.groups[0] and bar.value)
    for chart in block.charts:
        for bar in chart.bars:
            assert f">{bar.text}</text>" in page


@pytest.mark.parametrize("name", specimens.NAMES)
def test_on_the_page_a_figure_stands_behind_its_bar_and_inside_the_drawing(name: str) -> None:
    drawings = list(parsed(written(name, charted=True)).iter(f"{SVG}svg"))
    assert len(drawings) == (2 if name == "zeros" else 3)
    for drawing in drawings:
        width = float(drawing.get("width", ""))
        behind = 0.0
        for part in drawing:
            if part.tag == f"{SVG}rect":
                behind = float(part.get("x", "")) + float(part.get("width", ""))
                assert behind <= width
            elif part.tag == f"{SVG}text":
                assert float(part.get("x", "")) > behind
                size = float(part.get("font-size", SIZE))
                assert float(part.get("x", "")) + len(said(part)) * size * 0.62 <= width
                behind = 0.0


# ---- reading them


@pytest.mark.parametrize("name", ["sample", "zeros"])
def test_a_paper_with_charts_reads_back_to_the_same_report(name: str, tmp_path: Path) -> None:
    file = tmp_path / "copied.txt"
    file.write_text("\n".join(text_of(pdf.write(document(name, charted=True)))), encoding="utf-8")
    stands, meant = readers.read(file).to_report(), specimens.REPORTS[name]()
    assert {key: stands.value(key) for key in FORM.cells} == {key: meant.value(key) for key in FORM.cells}
    assert [stands.text(one) for one in FORM.texts] == [meant.text(one) for one in FORM.texts]


# ---- asking for them


def test_the_command_line_draws_them_and_says_which_format_cannot(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["export", str(SAMPLE), "--to", "html,pdf,xlsx", "--charts", "--out", str(tmp_path)]
    assert main(asked) == 0
    assert capsys.readouterr().err == "xlsx 里放不下数据图解，已略去。\n"
    (page,) = tmp_path.glob("*.html")
    (paper,) = tmp_path.glob("*.pdf")
    assert "<h2>数据图解</h2>" in page.read_text("utf-8")
    assert text_of(paper.read_bytes())[-1].startswith("数据图解")
