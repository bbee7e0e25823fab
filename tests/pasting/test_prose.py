"""Prose from Word, WPS and web pages: its paragraphs, nothing else, and a word on what was dropped."""

from pathlib import Path

import pytest

from core.errors import TooLarge
from core.pasting import prose

WORD = Path(__file__).parent / "fixtures" / "word.html"
RARE = "\U00020bb7"


@pytest.mark.parametrize(
    ("copied", "stands"),
    [
        ("甲\r\n乙", "甲\n乙"),
        ("甲\v乙\f丙\r丁\x85戊", "甲\n乙\n丙\n丁\n戊"),  # Word's manual line break and page break
        ("甲\u2028乙\u2029丙", "甲\n乙\n丙"),
        ("　　甲\n\u3000\u3000乙　丙\n \t丁", "甲\n乙　丙\n丁"),  # indents go, full-width blanks inside stay
        ("甲\n\n  \n乙\n", "甲\n乙"),
        ("一、\t总体情况\n（二）\t依申请公开\n1.\t宣传", "一、总体情况\n（二）依申请公开\n1.宣传"),
        ("行政许可\t12\t件", "行政许可 12 件"),
        ("政\u00ad府\u200b信\ufeff息\x1f公\u200d开", "政府信息公开"),
        ("18\x1e20", "18-20"),  # Word's hyphen that does not break
        ("共１８６条，1,234件，0.50万元，12 345", "共１８６条，1,234件，0.50万元，12 345"),
        ("e\u0301", "é"),
        (f"{RARE}镇", f"{RARE}镇"),
        ("<b>甲</b>", "<b>甲</b>"),
    ],
)
def test_plain_text_keeps_its_paragraphs(copied: str, stands: str) -> None:
    assert prose.read("", copied).text == stands


def test_word_keeps_its_paragraphs_and_a_table_becomes_lines() -> None:
    found = prose.read(WORD.read_text("utf-8"), "（一）主动公开。2025年…\r\n")
    assert found.text.split("\n") == [
        "（一）主动公开。2025年，全镇主动公开政府信息１８６条，其中规范性文件2件。",
        "渠道 条数",
        "政府网站 （含专栏） 150",
        "第二段，软回车之前",
        "软回车之后，培训3次。",
    ]
    assert found.notice == "已按纯文字粘贴，去掉了 1 张图片和格式，1 个表格改成了每行一段"


def test_without_a_table_the_words_are_those_of_the_plain_text() -> None:
    found = prose.read("<html><body><h1>题目</h1><p>别的<img src=x></p></body></html>", "题目\r\n甲")
    assert found.text == "题目\n甲"
    assert found.notice == "已按纯文字粘贴，去掉了 1 张图片和格式"


def test_html_alone_is_read() -> None:
    page = (
        "<div>甲<span>乙</span><br>丙</div><ul><li>丁</li><li>戊</li></ul><script>x</script><p hidden>己</p>"
    )
    assert prose.read(page, "").text == "甲乙\n丙\n丁\n戊"


@pytest.mark.parametrize(
    ("html", "text", "notice"),
    [
        ("", "甲\n乙", ""),
        ("<p>甲</p>", "甲", ""),
        ("<b>甲</b>", "甲", "已按纯文字粘贴，去掉了格式"),
        ("", "甲\u202e乙\u200f", "已按纯文字粘贴，去掉了 2 个改变书写方向的控制字符"),
        ("", "甲\u200b乙", "已按纯文字粘贴，去掉了 1 个看不见的字符"),
        ("", "甲\ud842乙", "已按纯文字粘贴，1 个残缺的字符换成了“□”"),
        ("", "甲\ufffc乙", "已按纯文字粘贴，去掉了 1 张图片"),
    ],
)
def test_what_is_dropped_is_said(html: str, text: str, notice: str) -> None:
    assert prose.read(html, text).notice == notice


def test_a_half_character_becomes_a_box_and_two_halves_one_character() -> None:
    assert prose.read("", "甲\ud842乙").text == "甲□乙"
    assert prose.read("", "\ud842\udfb7镇") == prose.Pasted(f"{RARE}镇")


def test_a_picture_alone_gives_no_text() -> None:
    found = prose.read("<img src='a.png'>", "")
    assert (found.text, found.pictures) == ("", 1)


@pytest.mark.parametrize("html", ["<!-- x -->", "<", "<p", "<table><tr></table>", "<![endif]>"])
def test_odd_html_does_no_harm(html: str) -> None:
    assert prose.read(html, "甲").text in {"甲", ""}


def test_more_than_a_report_is_refused() -> None:
    with pytest.raises(TooLarge, match="比整篇报告还长"):
        prose.read("", "甲" * (prose.MOST_CHARACTERS + 1))
