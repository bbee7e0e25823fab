"""What may be asked on the command line, and what is said in Chinese to what may not."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Sequence
from typing import NoReturn

from core import NAME_AND_VERSION
from core.commands import Wanted
from core.errors import WrongArgument

_FILE = "报告文件（.gknb、.json、.xlsx、.txt、.md），或 - 表示从标准输入读文字"
_SAID = (  # what argparse says, and what it means
    (r"the following arguments are required: (.*)", "命令不完整，缺少：{}。"),
    (r"unrecognized arguments: (.*)", "不认识这个参数：{}。"),
    (r"argument (.*?): expected .*", "{} 后面缺少内容。"),
    (r"argument (.*?): ignored explicit argument .*", "{} 后面不跟内容。"),
    (r"argument .*?: invalid choice: '(.*?)' \(choose .*", "没有“{}”这个命令。"),
)
_HINT = "加上 --help 可以看用法。"


class _Help(argparse.HelpFormatter):
    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=30)

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """A parser that says everything in Chinese and refuses instead of ending the program."""

    def __init__(self, prog: str, description: str) -> None:
        """Start with nothing but ``--help``."""
        super().__init__(
            prog=prog, description=description, add_help=False, allow_abbrev=False, formatter_class=_Help
        )
        self._files = self.add_argument_group("文件")
        self._options = self.add_argument_group("选项")
        self.option("-h", "--help", action="help", words="显示这份说明")

    def file(self) -> None:
        """Take one file to read."""
        self._files.add_argument("file", metavar="文件", help=_FILE)

    def option(self, *names: str, words: str, action: str = "store_true") -> None:
        """Take a switch."""
        self._options.add_argument(*names, action=action, help=words)

    def version(self) -> None:
        """Take the switch that prints name and version and ends the process."""
        self._options.add_argument("--version", action="version", version=NAME_AND_VERSION, help="显示版本")

    def value(self, name: str, shown: str, words: str, *, required: bool = False) -> None:
        """Take a name with a text behind it."""
        self._options.add_argument(name, metavar=shown, help=words, required=required, default="")

    def error(self, message: str) -> NoReturn:
        """Raise ``WrongArgument`` with what is wrong."""
        raise WrongArgument(_in_chinese(message), _HINT)


def parse(arguments: Sequence[str] | None) -> Wanted:
    """Return the command with its arguments (None: the process's own).

    Raises ``WrongArgument`` for what is not understood; after what ``--help`` and ``--version``
    print comes ``SystemExit``.
    """
    parser = Parser("python -m core", "公开年报：读取、核对、导出政府信息公开工作年度报告。")
    parser.version()
    commands = parser.add_subparsers(
        title="命令", metavar="命令", dest="command", required=True, parser_class=Parser
    )

    def command(name: str, words: str) -> Parser:
        return commands.add_parser(name, help=words, description=f"{words}。")

    _reading(command("read", "读一份报告，列出内容和存疑之处"))
    check = command("check", "核对一份报告，有必须修改的问题时退出码是 1")
    _reading(check)
    check.value("--last-year", "文件", "上年的报告，用来核对两年的衔接")
    claims = command("claims", "列出正文中引用表格的数字（这个版本还不能用）")
    _reading(claims)
    claims.value("--form", "表单", "表单格式，默认按正文判断")
    _export(command("export", "把报告写成文件"))
    _new(command("new", "新建一份空白报告"))
    command("self-test", "程序自己检查自己，全部通过时退出码是 0")
    return parser.parse_args(arguments, Wanted())


def _reading(parser: Parser) -> None:
    parser.file()
    parser.value("--year", "年份", "四位数字；.gknb 里有几年的报告时选哪一年，默认最新一年")
    parser.option("--json", words="按固定格式输出数据，供其他程序使用")


def _export(parser: Parser) -> None:
    parser.file()
    parser.value("--to", "格式", "要写的格式，用逗号隔开，例如 pdf,xlsx,json", required=True)
    parser.value("--out", "文件夹", "写到哪个文件夹，没有就新建", required=True)
    parser.value("--year", "年份", "四位数字；.gknb 里有几年的报告时选哪一年，默认最新一年")
    parser.option("--blank", words="写一份空白的 Excel 填报表，给没有本程序的人填（只用于 xlsx）")
    parser.option("--charts", words="加一页“数据图解”：办理结果、申请人、与上年相比（PDF、网页）")
    parser.option("--draft", words="按送审稿打印：加核对单、审签单、校验码和“送审稿”字样（PDF）")


def _new(parser: Parser) -> None:
    parser.value("--unit", "单位", "单位全称", required=True)
    parser.value("--year", "年份", "四位数字", required=True)
    parser.value(
        "--out", "文件", "写到哪个 .gknb 文件；已有同一单位的文件时，在里面加上这一年", required=True
    )


def _in_chinese(message: str) -> str:
    for pattern, words in _SAID:
        if match := re.fullmatch(pattern, message, re.DOTALL):
            return words.format(match[1].replace(", ", "、") if match.groups() else "")
    return "命令的写法不对。"
