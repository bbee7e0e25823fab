"""Three reports that every writer is held against: the sample, one of zeros, a crowded one.

The crowded one is as bad as a real year can be: six digits and more in every cell, sums that agree, a unit
with a very long name, four texts of three thousand characters with headings of three levels, brackets and
quotes wherever a line may end, and characters that few fonts have.
"""

import functools
import itertools
from collections.abc import Iterator

from core import paths, readers
from core.report import Report
from core.writers import layout
from core.writers.blocks import Document
from tests.writers.workbooks import FORM, report

LONG_UNIT = "双江拉祜族佤族布朗族傣族自治县沙河乡（堃𠅤新村镇）建设管理委员会综合执法和政务公开办公室"
RARE = "堃禤鄜垚甪朌㛃䶮𠅤𡐓𪟝𪣻𫄧𫐄𬀩𬭊𬺈𬬭"  # our fonts have them, most of them only the second
UNPRINTABLE = "𠮷𪚥𮧵𰻝"  # extensions B, F and G: no font of ours; formats that embed none keep them
LENGTH = 3_000  # characters of each of its texts, at least

_SENTENCES = (
    "我镇{rare}同志牵头，通过“月通报、督整改、抓培训、促提升”的方式，全年公开{a},345.67万元项目{b}个，占99.5%。",
    "网址为https://www.qingshi.gov.cn/zwgk/0128/a-very-long-address/index.html?id={b}&type=report，可以（免费）下载。",
    "《国务院办公厅关于〈印发政府信息公开信息处理费管理办法〉的通知》（国办函〔2020〕109号）规定：“收费标准”按件计收。",
    "——按件、按量计收……其中Word文件（GB/T 9704—2012）{b}份，“一网通办”平台（含“两微一端”）推送{a}条！",
    "群众问：“这项补贴（耕地地力保护补贴）什么时候发？”工作人员答复：“（文件下达后）15个工作日内。”",
    "对“{rare}村”“{rare}社区”等（共{b}个）地名用字，逐一核对《通用规范汉字表》〔第一至三级〕后公开；",
    "信息员培训{b}期、{a}人次，覆盖村（社区）、站所（中心）、学校（幼儿园）、医院（卫生室）等“全领域”。",
)


def _sentences(seed: int) -> Iterator[str]:
    """Sentences without end, their numbers and rare characters changing."""
    rare = itertools.cycle(RARE[seed:] + RARE[:seed])
    for number in itertools.count(seed):
        words = _SENTENCES[number % len(_SENTENCES)]
        yield words.format(a=number % 90 + 10, b=number % 300 + 3, rare=next(rare))


def _long(seed: int) -> str:
    """A text of three levels, each heading followed by prose; some paragraphs begin with a lead."""
    sentences = _sentences(seed)
    lines: list[str] = []
    for part in itertools.count(1):
        if sum(map(len, lines)) >= LENGTH:
            return "\n".join(lines)
        numeral = "一二三四五六七八九十"[(part - 1) % 10]
        prose = ["".join(itertools.islice(sentences, count)) for count in (3, 4, 2)]
        lines += [f"（{numeral}）主动公开和“{next(iter(RARE[part:]))}”字地名", prose[0]]
        lines += [f"{part}.重点领域（含“一老一小”）", prose[1]]
        lines.append(f"（{numeral}）监督保障。{prose[2]}")
    raise AssertionError


def sample() -> Report:
    """The report that comes with the program."""
    return readers.read(next((paths.resources() / "samples").glob("*.txt"))).to_report()


def zeros() -> Report:
    """Nothing happened: every figure 0, each text one sentence."""
    texts = {
        "overview": "本年未收到政府信息公开申请。",
        "problems": "个别工作人员对条例不熟悉，下一步加强培训。",
        "other_matters": "本年未发出收费通知，未收取信息处理费。",
    }
    return report({}, texts=texts)


def crowded() -> Report:
    """As full as a report can be, and yet nothing in it contradicts itself."""
    figures = dict(zip(FORM.typed, itertools.count(123_456, 7), strict=False))
    for column in FORM.table("applications").blocks[0].columns:
        received, carried, forward = (
            f"applications.{row}.{column.id}" for row in ("new_received", "carried_in", "carried_forward")
        )
        if received in figures:
            outcomes = sum(figures[key] for key in FORM.leaves(f"applications.total.{column.id}"))
            figures[received] = outcomes + figures[forward] - figures[carried]
    typed = {key: str(figure) for key, figure in figures.items()} | {"disclosure.fees.amount": "123456.7891"}
    return report(typed, texts=crowded_texts(), unit=LONG_UNIT)


def crowded_texts() -> dict[str, str]:
    """The four texts of the crowded report."""
    return {section: _long(seed) for seed, section in enumerate(FORM.texts)}


REPORTS = {"sample": sample, "zeros": zeros, "crowded": crowded}
NAMES = tuple(REPORTS)


@functools.cache
def document(name: str) -> Document:
    """One of the three as a document."""
    return layout.build(REPORTS[name]())
