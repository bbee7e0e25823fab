"""The menu of a figure: everything that can be done with it, and with what is selected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from core.form import Cell

if TYPE_CHECKING:
    from gui.tables.model import FormModel
    from gui.tables.view import FormView


def menu_for(view: FormView, model: FormModel, cell: Cell) -> QMenu:
    """Return the menu of a figure; it deletes itself when it closes."""
    menu = QMenu(view)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    _add_exchange(menu, view, model)
    menu.addSeparator()
    if cell.computed:
        taken = menu.addAction("以计算结果为准", lambda: model.take_computed(cell))
        taken.setEnabled(model.writable and model.can_take_computed(cell))
    elif model.is_locked(cell.key):
        menu.addAction("解除锁定…", lambda: view.unlock_wanted.emit(cell.key, "")).setEnabled(model.writable)
    else:
        _shown(menu.addAction("修改", view.open_editor), "F2").setEnabled(model.writable)
    noted = _shown(menu.addAction("备注…", lambda: view.note_wanted.emit(cell.key)), "Ctrl+M")
    noted.setEnabled(model.writable)
    menu.addSeparator()
    _shown(menu.addAction("这一行的说明", lambda: view.help_wanted.emit(cell.key)), "F1")
    return menu


def _add_exchange(menu: QMenu, view: FormView, model: FormModel) -> None:
    exchange = view.exchange
    chosen = [model.table.cells[key] for key in view.selected_keys()]
    filled = any(not cell.computed and model.report.stated(cell.key) is not None for cell in chosen)
    _shown(menu.addAction("复制", exchange.copy), "Ctrl+C")
    _shown(menu.addAction("剪切", exchange.cut), "Ctrl+X").setEnabled(model.writable and filled)
    _shown(menu.addAction("粘贴", exchange.paste), "Ctrl+V").setEnabled(model.writable)
    _shown(menu.addAction("清空", exchange.clear), "Delete").setEnabled(model.writable and filled)
    menu.addAction("复制整张表", exchange.copy_table)


def _shown(action: QAction, keys: str) -> QAction:
    """Write the keys beside an action that the table itself listens to."""
    action.setText(f"{action.text()}\t{keys}")
    return action
