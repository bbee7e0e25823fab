"""Everything a person can ask of the window, in one table: id, words, keys, what is called."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from gui import states
from gui.actions import Command
from gui.beside import Beside
from gui.export_words import WORDS

if TYPE_CHECKING:
    from gui.window import Window

PREVIEW_TITLE = "预览与打印"
MOST_TABS = 9  # Ctrl+1 to Ctrl+9


def commands(window: Window) -> tuple[Command, ...]:
    """Return the window's commands; what they call is looked up when they are used."""
    files, signing, refusing = window.files, window.signing, window.refusing
    return (
        Command("new", "新建…", ("Ctrl+N",), refusing(files.new)),
        Command("open", "打开…", ("Ctrl+O",), refusing(files.open)),
        Command("copy", "另存副本…", ("Ctrl+Shift+S",), refusing(files.save_copy)),
        Command("write-back", "现在写回 U 盘或共享盘", (), lambda: window.run(window.whereabouts.write_back)),
        Command("stick", "另存到 U 盘…", (), lambda: window.run(window.safekeeping.to_stick)),
        Command("restore", "备份与恢复…", (), lambda: window.run(window.safekeeping.restore)),
        Command("check-up", "资料体检…", (), lambda: window.run(window.safekeeping.check_up)),
        Command("diagnostics", "保存诊断信息…", (), lambda: window.run(window.safekeeping.diagnostics)),
        Command("sample", "打开示例报告", (), refusing(files.sample)),
        Command("tour", "看一遍用法", (), window.show_tour),
        Command("new-year", "新建年度…", (), refusing(files.new_year)),
        Command("last-year", "上年数据…", (), window.show_last_year),
        Command("undo", "撤销", ("Ctrl+Z",), refusing(window.undo)),
        Command("redo", "重做", ("Ctrl+Y", "Ctrl+Shift+Z"), refusing(window.redo)),
        Command("next", "下一处问题", ("F8",), partial(window.ask_beside, Beside.next_problem)),
        Command("previous", "上一处问题", ("Shift+F8",), partial(window.ask_beside, Beside.previous_problem)),
        Command("help", "说明", ("F1",), window.help),
        Command("guide", "使用手册", ("Shift+F1",), refusing(window.guides.open_here)),
        Command("guide-pdf", "把手册存成 PDF…", (), refusing(window.guides.save_guide)),
        Command("quick-pdf", "把快速上手存成 PDF…", (), refusing(window.guides.save_quick)),
        Command("about", "关于…", (), window.guides.about),
        Command("back", "回到刚才的地方", ("Alt+Left",), window.back),
        Command("forth", "再到前面的地方", ("Alt+Right",), window.forth),
        Command("find", "查找…", ("Ctrl+F",), partial(window.ask_beside, Beside.search)),
        Command("history", "历史", ("Ctrl+H",), partial(window.ask_beside, Beside.history)),
        Command("note", "写备注", ("Ctrl+M",), window.write_note),
        Command("export", "全部导出…", ("Ctrl+E",), partial(window.export, "")),
        *(
            Command(f"export-{name}", f"{words.name}…", (), partial(window.export, name))
            for name, words in WORDS.items()
        ),
        Command("submit", "送审打印", ("Ctrl+Shift+P",), refusing(signing.submit)),
        Command("draft", "看送审稿", (), refusing(signing.show_draft)),
        Command("print", "打印…", ("Ctrl+P",), refusing(signing.print)),
        Command("sign", "签发…", (), refusing(signing.sign)),
        Command("compare-draft", "与最近一稿相比", ("Ctrl+D",), refusing(signing.compare_newest)),
        Command("check-paper", "核对纸质稿…", ("Ctrl+K",), refusing(signing.check_paper)),
        Command("chain", "审签环节…", (), refusing(signing.set_chain)),
        Command("preview", PREVIEW_TITLE, (), partial(window.go_to, states.PREVIEW)),
        Command("side", "隐藏或显示右侧栏", ("F9",), window.toggle_side),
        Command("zoom-in", "放大", ("Ctrl++", "Ctrl+="), partial(window.zoom_by, 1)),
        Command("zoom-out", "缩小", ("Ctrl+-",), partial(window.zoom_by, -1)),
        Command("zoom-reset", "原大", ("Ctrl+0",), partial(window.set_zoom, 100)),
        *(
            Command(f"tab-{n}", f"第 {n} 页", (f"Ctrl+{n}",), partial(window.show_number, n))
            for n in range(1, MOST_TABS + 1)
        ),
    )
