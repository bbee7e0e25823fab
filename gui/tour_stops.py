"""What the first walk through the window says, and about which part of it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from gui import states
from gui.tour import Stop, Tour

if TYPE_CHECKING:
    from gui.window import Window


def tour(window: Window) -> Tour:
    """Return the walk through a window, ready to start."""
    form = window.bridge.session.report.form
    largest = max(form.tables, key=lambda table: len(table.cells)).id
    return Tour(
        window,
        (
            Stop(
                "一部分一页",
                "每个部分一页，Ctrl+数字键也能翻页。标志说明填到哪一步："
                "○ 未填，✓ 填完，✕ 必须修改，！须说明。",
                lambda: window.tabs,
                partial(window.go_to, states.COVER),
            ),
            Stop(
                "像纸上一样填",
                "直接打数字，Enter 向下，Tab 向右。斜线格还没有填，不等于 0；浅蓝格由程序计算。"
                "从 Excel、WPS 复制来的可以整块粘贴。",
                lambda: window.stack,
                partial(window.go_to, largest),
            ),
            Stop(
                "随填随核对",
                "哪里不平、差多少，这里用一句话告诉您，点一下就到那一格。F8 到下一处。",
                lambda: window.side,
                partial(window.side.open, "findings"),
            ),
            Stop(
                "说明和查找", "按 F1 看这一行该填什么、依据哪一条；按 Ctrl+F 查找。", lambda: window.side.tabs
            ),
            Stop("没有的填 0", "确实没有的，可以在这里一次确认为 0，可以撤销。", lambda: window.foot),
            Stop(
                "不用保存",
                "看到“已保存”就是存好了。Ctrl+Z 一步步撤销，关掉再打开也能撤销。",
                lambda: window.top,
            ),
            Stop(
                "看样子，送审，交出去",
                "点“送审打印”就有带核对单、审签单的送审稿；领导签了字，在左边“草稿”里登记签发。“导出”写出各种文件。"
                "现在打开的是示例报告，可以随便试；"
                "开始您单位的年报请点“文件”里的“新建”。",
                lambda: window.top,
            ),
        ),
    )
