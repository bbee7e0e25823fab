"""A form that contradicts itself is refused with one sentence that names file and place."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import formfile, paths
from core.errors import FormBroken, WrongArgument
from tests.forms.conftest import Edit

FEES = '{id = "fees", label = "行政事业性收费", name = "行政事业性收费"}'
CARRIED = '{id = "carried_forward", label = "四、结转下年度继续办理", name = "结转下年"}'
PENDING = '{id = "pending", label = "尚未审结", name = "尚未审结"}'
D02 = 'left = "valid - made + repealed"'

REFUSALS = {
    "an unknown key of the form": (
        ("form.toml", "first_year = 2021", "first_year = 2021\nlast_year = 2030"),
        "form.toml：不认识“last_year”",
    ),
    "an unknown key of a row": (
        ("form.toml", FEES, FEES.replace("id =", 'labl = "x", id =')),
        "form.toml 第 1 张表 disclosure 的行 fees：不认识“labl”",
    ),
    "an unknown key of a column": (
        ("form.toml", PENDING, PENDING.replace("id =", "size = 3, id =")),
        "form.toml 第 3 张表 disputes 的列 pending：不认识“size”",
    ),
    "an unknown key of a section": (
        ("form.toml", "\nmay_be_none = false", "\nmay_be_empty = false"),
        "form.toml 第 5 个部分 problems：不认识“may_be_empty”",
    ),
    "a missing label": (
        ("form.toml", FEES, '{id = "fees", name = "行政事业性收费"}'),
        "form.toml 第 1 张表 disclosure 的行 fees：缺少“label”",
    ),
    "a missing id": (
        ("form.toml", FEES, '{label = "行政事业性收费", name = "收费"}'),
        "form.toml 第 1 张表 disclosure 的第 4 块 的第 1 行：缺少“id”",
    ),
    "an empty name": (
        ("form.toml", FEES, FEES.replace('name = "行政事业性收费"', 'name = " "')),
        "form.toml 第 1 张表 disclosure 的行 fees：“name”不能是空的",
    ),
    "a number instead of a text": (
        ("form.toml", FEES, FEES.replace('name = "行政事业性收费"', "name = 3")),
        "form.toml 第 1 张表 disclosure 的行 fees：“name”应当是文字",
    ),
    "a text instead of a year": (
        ("form.toml", "first_year = 2021", 'first_year = "2021"'),
        "form.toml：“first_year”应当是整数",
    ),
    "a text instead of yes or no": (
        ("form.toml", "\nmay_be_none = false", '\nmay_be_none = "no"'),
        "form.toml 第 5 个部分 problems：“may_be_none”只能是 true 或 false",
    ),
    "a text instead of a list": (
        ("form.toml", 'aliases = ["规范性文件"]', 'aliases = "规范性文件"'),
        "form.toml 第 1 张表 disclosure 的行 normative：“aliases”应当是一列",
    ),
    "a list of something else": (
        ("form.toml", 'aliases = ["规范性文件"]', "aliases = [1]"),
        "form.toml 第 1 张表 disclosure 的行 normative：“aliases”应当是一列文字",
    ),
    "a row that is no table": (
        ("form.toml", FEES, '"fees"'),
        "form.toml 第 1 张表 disclosure 的第 4 块 的第 1 行：应当是一组“名称 = 值”",
    ),
    "an id with capitals": (
        ("form.toml", FEES, FEES.replace('id = "fees"', 'id = "Fees"')),
        (
            "form.toml 第 1 张表 disclosure 的第 4 块 的第 1 行："
            "“id”只能用小写英文字母、数字和下划线，不能是“Fees”"
        ),
    ),
    "an unknown kind of figure": (
        ("form.toml", 'kind = "money"', 'kind = "gold"'),
        "form.toml 第 1 张表 disclosure 的列 amount：“kind”只能是 count、signed、money，不能是“gold”",
    ),
    "a row that stands twice": (
        ("form.toml", FEES, FEES.replace('"fees"', '"penalty"')),
        "form.toml 第 1 张表 disclosure 的行 penalty：这一行出现了两次",
    ),
    "a column that stands twice": (
        ("form.toml", PENDING, PENDING.replace('"pending"', '"other"')),
        "form.toml 第 3 张表 disputes 的列 other：这一列出现了两次",
    ),
    "a table that stands twice": (
        ("form.toml", 'id = "disputes"\nname', 'id = "disclosure"\nname'),
        "form.toml：表 disclosure 出现了两次",
    ),
    "a section that stands twice": (
        ("form.toml", 'id = "problems"', 'id = "overview"'),
        "form.toml：部分 overview 出现了两次",
    ),
    "a reserved table id": (
        ("form.toml", 'id = "disputes"\nname', 'id = "note"\nname'),
        "form.toml：表不能叫 note，这个名字程序另有用途",
    ),
    "a reserved section id": (
        ("form.toml", 'id = "problems"', 'id = "preamble"'),
        "form.toml：部分不能叫 preamble，这个名字程序另有用途",
    ),
    "a table without a section": (
        ("form.toml", 'id = "disputes"\nname', 'id = "quarrels"\nname'),
        "form.toml：部分 disputes 没有同名的表",
    ),
    "a section of an unknown kind": (
        ("form.toml", 'id = "problems"\nkind = "text"', 'id = "problems"\nkind = "poem"'),
        "form.toml 第 5 个部分 problems：“kind”只能是 text、table，不能是“poem”",
    ),
    "a block with an unknown column": (
        ("form.toml", 'columns = ["amount"]', 'columns = ["price"]'),
        "form.toml 第 1 张表 disclosure 的第 4 块：没有名为 price 的列",
    ),
    "a column in no block": (
        ("form.toml", 'columns = ["amount"]', 'columns = ["decisions"]'),
        "form.toml 第 1 张表 disclosure：列 amount 没有用在任何一块里",
    ),
    "a block without rows": (
        ("form.toml", f"    {FEES},\n", ""),
        "form.toml 第 1 张表 disclosure 的第 4 块：没有行或没有列",
    ),
    "a sum of an unknown row": (
        ("form.toml", '"granted", "partially_granted",', '"granted", "given",'),
        "form.toml 第 2 张表 applications 的行 total：合计里的 given 在同一块里没有",
    ),
    "a sum of an unknown column": (
        ("form.toml", 'sum_of = ["upheld", "corrected",', 'sum_of = ["upheld", "righted",'),
        "form.toml 第 3 张表 disputes 的列 total：合计里的 righted 在同一块里没有",
    ),
    "a sum that counts a part twice": (
        ("form.toml", 'sum_of = ["upheld", "corrected",', 'sum_of = ["upheld", "upheld",'),
        "form.toml 第 3 张表 disputes 的列 total：“sum_of”里有重复",
    ),
    "a sum of itself": (
        ("form.toml", '"granted", "partially_granted",', '"total", "partially_granted",'),
        "form.toml 第 2 张表 applications 的行 total：合计绕回了自己",
    ),
    "sums that run in a circle": (
        ("form.toml", PENDING, PENDING.replace("}", ', sum_of = ["total"]}')),
        "form.toml 第 3 张表 disputes 的列 pending：合计绕回了自己",
    ),
    "carry-over from an unknown row": (
        ("form.toml", 'carry_from = "carried_forward"', 'carry_from = "carried_on"'),
        "form.toml 第 2 张表 applications 的行 carried_in：上年数取自 carried_on，同一块里没有这一行",
    ),
    "a title without the year": (
        ("form.toml", 'title = "{unit}{year}年', 'title = "{unit}年'),
        "form.toml：“title”里的 {year} 多余或缺少",
    ),
    "a title with an unclosed brace": (
        ("form.toml", 'title = "{unit}{year}年', 'title = "{unit}{year年'),
        "form.toml：“title”的花括号不成对",
    ),
    "a sign that no label contains": (
        ("form.toml", '"本年制发件数", "本年废止件数", "现', '"本年制作数量", "本年废止件数", "现'),
        "form.toml：“signs”里的“本年制作数量”不在任何一行或一列的名称里",
    ),
    "nothing received in a table that is not there": (
        ("form.toml", '["applications", "disputes"]', '["applications", "quarrels"]'),
        "form.toml：“nothing_received”里的 quarrels 不是一张表",
    ),
    "a file that is no TOML": (
        ("form.toml", "first_year = 2021", "first_year 2021"),
        "form.toml 第 20 行第 12 列：写法不对，或同一名称写了两次",
    ),
    "a line too short": (
        ("layout.toml", "$licence            | #                | <         | <", "$licence | # | <"),
        "layout.toml 表 disclosure：第 7 行有 3 格，应当有 4 格",
    ),
    "a line too long": (
        ("layout.toml", "$licence            | #                | <         | <", "$licence | # | < | < | <"),
        "layout.toml 表 disclosure：第 7 行有 5 格，应当有 4 格",
    ),
    "a hole": (
        ("layout.toml", "$licence            | #                | <         | <", "$licence | # | < |"),
        "layout.toml 表 disclosure：第 7 行第 4 格是空洞",
    ),
    "a mark beyond the left edge": (
        ("layout.toml", "$licence            | #                | <         | <", "< | # | < | <"),
        "layout.toml 表 disclosure：第 7 行第 1 格伸出了表格的边",
    ),
    "a mark beyond the top": (
        ("layout.toml", "$review | <", "^ | <"),
        "layout.toml 表 disputes：第 1 行第 1 格伸出了表格的边",
    ),
    "an option for nothing": (
        ("layout.toml", "$fees  ", "{left}"),
        "layout.toml 表 disclosure：第 14 行第 1 格“{left}”少了内容",
    ),
    "a mark without a name": (
        (
            "layout.toml",
            "*信息内容           | %decisions       | <         | <\n$licence",
            "* | %decisions | < | <\n$licence",
        ),
        "layout.toml 表 disclosure：第 6 行第 1 格“*”少了内容",
    ),
    "a merge that asks for something": (
        ("layout.toml", "$fees               | #                | <", "$fees | # | <{left}"),
        "layout.toml 表 disclosure：第 14 行第 3 格“<{left}”少了内容",
    ),
    "an overlap": (
        ("layout.toml", "$penalty            | #                | <         | <", "$penalty | ^ | < | #"),
        "layout.toml 表 disclosure：第 9 行第 2 格与别的格重叠，合并后不是长方形",
    ),
    "a figure placed twice": (
        ("layout.toml", "#review.corrected |", "#review.upheld |"),
        "layout.toml 表 disputes：第 4 行第 2 格数字 disputes.review.upheld 放了两次",
    ),
    "a figure without a place": (
        ("layout.toml", "$fees               | #  ", "$fees               | 无 "),
        "layout.toml 表 disclosure：数字 disclosure.fees.amount 没有位置",
    ),
    "an unknown figure": (
        ("layout.toml", "#review.corrected |", "#review.righted |"),
        "layout.toml 表 disputes：第 4 行第 2 格这里没有对应的数字",
    ),
    "more figures than the row has": (
        ("layout.toml", "$licence            | #                | <         | <", "$licence | # | # | <"),
        "layout.toml 表 disclosure：第 7 行第 3 格这里没有对应的数字",
    ),
    "an unknown row in the grid": (
        ("layout.toml", "$licence  ", "$license  "),
        "layout.toml 表 disclosure：第 7 行第 1 格没有名为 license 的行",
    ),
    "an unknown column in the grid": (
        ("layout.toml", "%amount ", "%price  "),
        "layout.toml 表 disclosure：第 13 行第 2 格没有名为 price 的列",
    ),
    "a label that is not printed": (
        ("layout.toml", "| （四）无法提供 |", "| （四）不能提供 |"),
        "layout.toml 表 applications：“（四）无法提供”没有印在表格里",
    ),
    "a caption that is not printed": (
        ("layout.toml", "=第二十条第（五）项", "=第二十条第（七）项"),
        "layout.toml 表 disclosure：“第二十条第（五）项”没有印在表格里",
    ),
    "too many heading rows": (
        ("layout.toml", "heading_rows = 3\nheading_columns = 3", "heading_rows = 28\nheading_columns = 3"),
        "layout.toml 表 applications：“heading_rows”超出了表格",
    ),
    "a width that is no number": (
        ("layout.toml", "widths = [219,", 'widths = ["219",'),
        "layout.toml 表 disclosure：“widths”应当是一列正整数",
    ),
    "an unknown alignment": (
        ("layout.toml", 'label_align = "left"', 'label_align = "top"'),
        "layout.toml 表 applications：“label_align”只能是 left、center、right，不能是“top”",
    ),
    "an unknown key of a grid": (
        ("layout.toml", 'label_align = "left"', 'align = "left"'),
        "layout.toml 表 applications：不认识“align”",
    ),
    "a grid for no table": (
        ("layout.toml", "[disclosure]", "[quarrels]\n[disclosure]"),
        "layout.toml：不认识“quarrels”",
    ),
    "a table without a grid": (
        ("layout.toml", "[disputes]", "[quarrels]"),
        "layout.toml：缺少“disputes”",
    ),
    "an unknown declared rule": (
        ("checks.toml", 'rule = "blank"', 'rule = "empty"'),
        "checks.toml 第 5 个核对项 C05：没有名为 empty 的核对方法",
    ),
    "a check without one of its places": (
        ("checks.toml", ', handled = "applications.total.total"', ""),
        "checks.toml 第 11 个核对项 A04：缺少“handled”",
    ),
    "a check with a parameter that its rule does not take": (
        ("checks.toml", 'rule = "split_digits"}', 'rule = "split_digits", times = 3}'),
        "checks.toml 第 8 个核对项 C08：不认识“times”",
    ),
    "a check of a cell that no table has": (
        ("checks.toml", 'handled = "applications.total.total"', 'handled = "applications.sum.total"'),
        "checks.toml 第 11 个核对项 A04：“handled”里的 applications.sum.total 在表里没有",
    ),
    "a check of a row that no table has": (
        ("checks.toml", 'row = "disclosure.rules.*"', 'row = "disclosure.rule.*"'),
        "checks.toml 第 9 个核对项 C09：“row”里的 disclosure.rule.* 在表里没有",
    ),
    "a check of a column that no table has": (
        ("checks.toml", 'places = "disputes.*.corrected"', 'places = "disputes.*.righted"'),
        "checks.toml 第 18 个核对项 B05：“places”里的 disputes.*.righted 在表里没有",
    ),
    "a check of a table that the form has not": (
        ("checks.toml", 'places = ["applications", "disputes"]', 'places = ["applications", "quarrels"]'),
        "checks.toml 第 24 个核对项 Y03：“places”里的 quarrels 在表里没有",
    ),
    "a check of one cell that is given a row": (
        ("checks.toml", 'handled = "applications.total.total"', 'handled = "applications.granted.*"'),
        "checks.toml 第 11 个核对项 A04：“handled”只能是一格",
    ),
    "a check of two lines that do not go together": (
        ("checks.toml", 'valid = "disclosure.*.valid"', 'valid = "applications.granted.*"'),
        "checks.toml 第 20 个核对项 D01：“made”与“valid”的格数不同",
    ),
    "a check against last year of what is not carried over": (
        ("checks.toml", 'places = "applications.carried_in.total"', 'places = "applications.granted.total"'),
        "checks.toml 第 22 个核对项 Y01：“places”里的 applications.granted.total 不取自上年报告",
    ),
    "a limit that is no number": (
        ("checks.toml", "since = 2024", 'since = "2024"'),
        "checks.toml 第 17 个核对项 B04：“since”应当是整数",
    ),
    "a limit of nothing": (
        ("checks.toml", "more_than_percent = 20", "more_than_percent = 0"),
        "checks.toml 第 12 个核对项 A05：“more_than_percent”应当大于 0",
    ),
    "a kind of unit that there is not": (
        ("checks.toml", 'kinds = ["乡镇", "街道", "县级部门"]}', 'kinds = ["乡镇", "村"]}'),
        "checks.toml 第 13 个核对项 A07：“kinds”里的 村 不是单位类型",
    ),
    "a text that the form has not": (
        ("checks.toml", 'section = "problems", words = ["纠正"', 'section = "disputes", words = ["纠正"'),
        "checks.toml 第 18 个核对项 B05：“section”里的 disputes 不是文字部分",
    ),
    "words that are none": (
        ("checks.toml", 'words = ["纠正", "整改",', 'words = [1, "整改",'),
        "checks.toml 第 18 个核对项 B05：“words”应当是一列文字",
    ),
    "a check folded under one that is not before it": (
        ("checks.toml", 'under = "Y01"', 'under = "Y04"'),
        "checks.toml 第 23 个核对项 Y02：“under”里的 Y04 不是排在前面的核对项",
    ),
    "an unknown level": (
        ("checks.toml", '"C05", level = "error"', '"C05", level = "fatal"'),
        "checks.toml 第 5 个核对项 C05：“level”只能是 error、explain、hint，不能是“fatal”",
    ),
    "a code of another shape": (
        ("checks.toml", 'code = "B01"', 'code = "B-1"'),
        "checks.toml 第 4 个等式：编号应当是一个大写字母和两位数字，不能是“B-1”",
    ),
    "a code that stands twice": (
        ("checks.toml", 'code = "A02"', 'code = "A01"'),
        "checks.toml：核对项 A01 出现了两次",
    ),
    "an equation for no table": (
        ("checks.toml", 'table = "disputes"', 'table = "quarrels"'),
        "checks.toml 第 4 个等式 B01：“table”只能是 disclosure、applications、disputes，不能是“quarrels”",
    ),
    "an equation with an unknown row": (
        ("checks.toml", "new_received + carried_in", "new_received + carried_out"),
        "checks.toml 第 1 个等式 A01：“new_received + carried_out”里的 carried_out 在这张表里没有",
    ),
    "an equation for an unknown row": (
        ("checks.toml", 'over = ["rules", "normative"]', 'over = ["rules", "norms"]'),
        "checks.toml 第 5 个等式 D02：没有名为 norms 的行",
    ),
    "an equation over cells that do not exist": (
        ("checks.toml", 'over = ["rules", "normative"]', 'over = ["rules", "licence"]'),
        "checks.toml 第 5 个等式 D02：表 disclosure 没有数字 licence.valid",
    ),
    "an equation nobody can read": (
        ("checks.toml", D02, 'left = "valid - made * repealed"'),
        "checks.toml 第 5 个等式 D02：读不懂“valid - made * repealed”",
    ),
    "two names without a sign": (
        ("checks.toml", D02, 'left = "valid made"'),
        "checks.toml 第 5 个等式 D02：读不懂“valid made”",
    ),
    "the parts of what is no sum": (
        ("checks.toml", D02, 'left = "*valid"'),
        "checks.toml 第 5 个等式 D02：“*valid”里的 valid 不是合计",
    ),
    "an unknown relation": (
        ("checks.toml", 'relation = "at_least"', 'relation = "about"'),
        "checks.toml 第 5 个等式 D02：“relation”只能是 equal、at_least，不能是“about”",
    ),
    "a place that means nothing here": (
        ("checks.toml", 'place = "{place}行"', 'place = "{column}行"'),
        "checks.toml 第 3 个等式 A03：“place”里的 {column} 在这里没有意义",
    ),
    "a sentence with an unknown place": (
        ("checks.toml", 'source = "表四总计"', 'source = "表四总计"\nsentence = "{sum}"'),
        "checks.toml 第 4 个等式 B01：“sentence”里的 {sum} 多余或缺少",
    ),
    "an unknown key of an equation": (
        ("checks.toml", 'relation = "at_least"', 'relation = "at_least"\nweight = 3'),
        "checks.toml 第 5 个等式 D02：不认识“weight”",
    ),
    "an unknown kind of check": (
        ("checks.toml", "checks = [", "guesses = []\nchecks = ["),
        "checks.toml：不认识“guesses”",
    ),
    "help for an unknown row": (
        ("help.toml", '"applications.partially_granted"', '"applications.half_granted"'),
        "help.toml [rows]：不认识“applications.half_granted”",
    ),
    "help for an unknown column": (
        ("help.toml", 'columns."disputes.total"', 'columns."disputes.sum"'),
        "help.toml [columns]：不认识“disputes.sum”",
    ),
    "help for an unknown section": (
        ("help.toml", "[sections.problems]", "[sections.troubles]"),
        "help.toml [sections]：不认识“troubles”",
    ),
    "an unknown part of a help text": (
        ("help.toml", '[columns."disputes.total"]', '[columns."disputes.total"]\nadvice = "x"'),
        "help.toml 列 disputes.total：不认识“advice”",
    ),
    "our own reading of a part that is not written": (
        ("help.toml", '[columns."disputes.total"]', '[columns."disputes.total"]\nours = ["mistake"]'),
        "help.toml 列 disputes.total：“ours”里的“mistake”没有对应的文字",
    ),
    "an unknown part of the help on the preamble": (
        ("help.toml", "[sections.preamble]\n", '[sections.preamble]\nadvice = "x"\n'),
        "help.toml 部分 preamble：不认识“advice”",
    ),
    "our own reading said by yes": (
        ("help.toml", '[columns."disputes.total"]', '[columns."disputes.total"]\nours = true'),
        "help.toml 列 disputes.total：“ours”应当是一列",
    ),
    "an unknown part of the help file": (
        ("help.toml", "[sections.problems]", "[sectons.problems]"),
        "help.toml：不认识“sectons”",
    ),
}


def unnumbered(sentence: str) -> str:
    """A sentence without the number of the check or equation in its list, which moves when one is added."""
    return re.sub(r"第 \d+ 个(核对项|等式)", r"第 … 个\1", sentence)


@pytest.mark.parametrize("case", REFUSALS)
def test_refuses(case: str, edit: Edit) -> None:
    (file, old, new), sentence = REFUSALS[case]
    folder = edit(file, old, new)
    with pytest.raises(FormBroken) as refused:
        formfile.load("2021", folder)
    assert unnumbered(refused.value.message) == unnumbered(f"表单文件 2021/{sentence}。")
    assert refused.value.hint


@pytest.mark.parametrize("name", ["layout.toml", "checks.toml", "help.toml"])
def test_a_missing_file_is_named(edit: Edit, name: str) -> None:
    folder = edit("form.toml", "first_year = 2021", "first_year = 2022")
    (folder / "2021" / name).unlink()
    with pytest.raises(FormBroken, match=f"表单文件 2021/{re.escape(name)}：文件不见了。"):
        formfile.load("2021", folder)


def test_a_file_in_another_encoding_is_named(edit: Edit) -> None:
    folder = edit("form.toml", "first_year = 2021", "first_year = 2022")
    (folder / "2021" / "help.toml").write_bytes("# 帮助".encode("gb18030"))
    with pytest.raises(FormBroken, match=r"表单文件 2021/help\.toml：不是用 UTF-8 保存的。"):
        formfile.load("2021", folder)


def test_a_folder_in_place_of_a_file_is_named(edit: Edit) -> None:
    folder = edit("form.toml", "first_year = 2021", "first_year = 2022")
    (folder / "2021" / "help.toml").unlink()
    (folder / "2021" / "help.toml").mkdir()
    with pytest.raises(FormBroken, match=r"表单文件 2021/help\.toml：文件读不出来。"):
        formfile.load("2021", folder)


def test_an_unknown_form_says_which_there_are() -> None:
    with pytest.raises(WrongArgument) as refused:
        formfile.load("1066")
    assert refused.value.message == "没有名为“1066”的表单格式。"
    assert "2021" in refused.value.hint


def test_a_year_before_all_forms_is_refused(edit: Edit) -> None:
    folder = edit("form.toml", 'name = "2021年格式"', 'name = "一种格式"')
    with pytest.raises(WrongArgument) as refused:
        formfile.for_year(2007, folder)
    assert str(refused.value) == "没有适用于2007年的表单格式。最早的表单格式从2021年起使用。"


def test_a_year_gets_the_latest_form_in_force(edit: Edit) -> None:
    folder = edit("form.toml", 'name = "2021年格式"', 'name = "一种格式"')
    assert formfile.form_ids(folder) == ("2021",)
    assert formfile.for_year(2021, folder).id == formfile.for_year(2090, folder).id == "2021"
    assert formfile.newest(folder).first_year == 2021


def test_without_any_form_the_program_says_so(tmp_path: Path) -> None:
    with pytest.raises(FormBroken, match="程序的表单文件不见了。请重新安装程序。"):
        formfile.newest(tmp_path)


def test_a_form_is_read_once(edit: Edit) -> None:
    folder = edit("form.toml", 'name = "2021年格式"', 'name = "一种格式"')
    assert formfile.load("2021", folder) is formfile.load("2021", folder)


@settings(max_examples=150, deadline=None)
@given(
    file=st.sampled_from(["form.toml", "layout.toml", "checks.toml", "help.toml"]),
    at=st.floats(0, 1, exclude_max=True),
    damage=st.sampled_from(["", "\n", '"', "#", "]", "}", "=", "|", "<", "{", "x", "3", "\x00", "汉"]),
    width=st.integers(0, 40),
)
def test_whatever_happens_to_a_file_it_loads_or_is_refused_by_name(
    file: str, at: float, damage: str, width: int
) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(paths.forms_dir() / "2021", folder / "2021")
        path = folder / "2021" / file
        text = path.read_text("utf-8")
        place = int(at * len(text))
        path.write_text(text[:place] + damage + text[place + width :], "utf-8")
        said = refusal(folder)
    assert said == "" or said.startswith("表单文件 2021/")


def refusal(folder: Path) -> str:
    try:
        formfile.load("2021", folder)
    except FormBroken as refused:
        return refused.message
    return ""
