"""What can be exported and what each is called: one table for menu, dialog and progress."""

from __future__ import annotations

from typing import NamedTuple

DRAFT, BLANK = "draft", "blank"  # beside the names of the writers


class Words(NamedTuple):
    """One thing to export in words."""

    name: str  # in a menu and while it is written
    explained: str  # in the dialog


WORDS = {  # in the order in which they are offered
    "docx": Words("Word 文档", "Word 文档（样式齐全，可以接着改）"),
    "xlsx": Words("Excel 表格", "Excel 表格（合计带公式，可继续填写）"),
    "pdf": Words("PDF 文件", "PDF 文件（按公文格式排好，可直接打印）"),
    "html": Words("网页", "网页（一个文件，可放到网站的公开年报栏目）"),
    "json": Words("数据文件", "数据文件（供别的程序读取，内容完整）"),
    DRAFT: Words("送审稿", "送审稿 PDF"),
    BLANK: Words("空白填报表", "空白填报表（Excel，给没有本程序的人填，也可打印手填）"),
}
SEPARATE = (DRAFT, BLANK)  # only where they are asked for
OF_REPORT = tuple(name for name in WORDS if name not in SEPARATE)
