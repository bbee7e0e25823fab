"""Three reports to print: the sample, one of zeros, a crowded one; and a PDF as a stranger opens it."""

import functools
import itertools

import pypdfium2

from core import paths, readers
from core.report import Report
from core.writers import layout, pdf
from core.writers.blocks import Document
from tests.writers.workbooks import FORM, report

LONG_UNIT = "双江拉祜族佤族布朗族傣族自治县沙河乡堃𠅤村镇建设管理委员会办公室"
LONG = (
    "（一）主动公开。我镇堃𠅤同志牵头，通过“月通报、督整改、抓培训、促提升”的方式，全年公开12,345.67万元项目3个，"
    "占99.5%；网址为https://www.qingshi.gov.cn/zwgk/0128/a-very-long-address/index.html?id=20&type=report，"
    "《国务院办公厅关于〈印发政府信息公开信息处理费管理办法〉的通知》（国办函〔2020〕109号）规定：“收费标准”"
    "——按件、按量计收……其中Word文件（GB/T 9704—2012）等。"
)


def sample() -> Report:
    """The report that comes with the program."""
    return readers.read(next((paths.resources() / "samples").iterdir())).to_report()


def zeros() -> Report:
    """Nothing happened: every figure 0, every text 无。"""
    return report({}, texts=dict.fromkeys(("overview", "problems", "other_matters"), "无。"))


def crowded() -> Report:
    """Figures of six digits, a unit with a very long name, long sections, rare characters."""
    texts = {
        "preamble": LONG,
        "overview": "\n".join(["（一）主动公开", LONG * 2, "1.重点领域", LONG] * 3),
        "problems": "\n".join([LONG] * 6),
        "other_matters": LONG,
    }
    figures = zip(FORM.typed, itertools.count(123_456, 7), strict=False)
    return report({key: str(figure) for key, figure in figures}, texts=texts, unit=LONG_UNIT)


REPORTS = {"sample": sample, "zeros": zeros, "crowded": crowded}


@functools.cache
def document(name: str) -> Document:
    """One of the three as a document."""
    return layout.build(REPORTS[name]())


@functools.cache
def written(name: str) -> bytes:
    """One of the three as a PDF, read back by ourselves first."""
    data = pdf.write(document(name))
    pdf.verify(data, document(name))
    return data


def text_of(data: bytes) -> list[str]:
    """The text of every page as a viewer copies it."""
    pages = pypdfium2.PdfDocument(data)
    try:
        return [page.get_textpage().get_text_range() for page in pages]
    finally:
        pages.close()
