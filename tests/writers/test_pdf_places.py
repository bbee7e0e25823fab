"""A figure counts as printed only in its own cell, and a blank cell is nothing to stumble over."""

import pytest

from core.errors import DocumentDiffers
from core.report import Report
from core.writers import layout, pdf
from tests.writers.workbooks import report


def sparse(*figures: str) -> Report:
    """A report with these cells 5 and every other cell blank."""
    return report(dict.fromkeys(figures, "5"), texts={}, zeros=False)


def test_a_report_without_any_figure_or_text_is_written_and_read_back() -> None:
    document = layout.build(sparse())
    data = pdf.write(document)
    pdf.verify(data, document)
    assert data.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("printed", "meant", "named"),
    [
        ("disclosure.rules.made", "disclosure.rules.valid", "规章·现行有效"),
        ("applications.granted.natural_person", "applications.granted.commercial", "予以公开·商业企业"),
        (
            "applications.denied.state_secret.natural_person",
            "applications.denied.state_secret.research",
            "国家秘密·科研机构",
        ),
        ("disputes.review.upheld", "disputes.review.corrected", "行政复议·结果纠正"),
    ],
)
def test_a_lone_figure_in_the_blank_cell_beside_its_own_is_noticed(
    printed: str, meant: str, named: str
) -> None:
    data = pdf.write(layout.build(sparse(printed)))
    with pytest.raises(DocumentDiffers, match=named):
        pdf.verify(data, layout.build(sparse(meant)))


@pytest.mark.parametrize("sign", [".", "，", "_", "^", "—", "、", "`", "堃", "a"])
@pytest.mark.parametrize("key", ["disclosure.normative.valid", "applications.granted.research"])
def test_a_sign_typed_for_a_figure_may_stand_low_or_high_in_its_cell(key: str, sign: str) -> None:
    document = layout.build(report({key: sign}))
    data = pdf.write(document)
    pdf.verify(data, document)
    assert document.cells()[key].text == sign


def test_a_figure_one_row_too_low_is_noticed() -> None:
    data = pdf.write(layout.build(sparse("applications.unable.not_held.research")))
    with pytest.raises(DocumentDiffers):
        pdf.verify(data, layout.build(sparse("applications.unable.needs_creation.research")))
