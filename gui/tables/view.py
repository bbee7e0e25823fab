"""The table on screen: headings that stay, movement along the form's grid, editing by just typing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QFrame, QMenu, QTableView, QWidget

from core.form import Cell, Placed
from gui import style
from gui.tables import selection
from gui.tables.body import Body
from gui.tables.delegate import CellDelegate, Leave, leaving
from gui.tables.exchange import Exchange
from gui.tables.header import Corner, HeadingBand
from gui.tables.letters import Letters
from gui.tables.measure import Measures, measures
from gui.tables.menu import menu_for
from gui.tables.model import FormModel
from gui.tables.plan import Place

Action = QAbstractItemView.CursorAction
CLEARING = {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}
COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
MOVES = {
    Qt.Key.Key_Up: Action.MoveUp,
    Qt.Key.Key_Down: Action.MoveDown,
    Qt.Key.Key_Left: Action.MoveLeft,
    Qt.Key.Key_Right: Action.MoveRight,
    Qt.Key.Key_Home: Action.MoveHome,
    Qt.Key.Key_End: Action.MoveEnd,
    Qt.Key.Key_PageUp: Action.MovePageUp,
    Qt.Key.Key_PageDown: Action.MovePageDown,
}


class FormView(QTableView):
    """One statistical table, drawn as the form prints it."""

    current_changed = Signal(str)  # key of the current figure
    unlock_wanted = Signal(str, str)  # key of a figure carried over that is to be changed; what was typed
    touched = Signal()  # a key or a click came
    note_wanted = Signal(str)  # key of a figure about which something is to be noted
    help_wanted = Signal(str)  # key of a figure whose row and column are to be explained

    def __init__(self, model: FormModel, parent: QWidget | None = None) -> None:
        """Show a model."""
        super().__init__(parent)
        self._form = model
        self._plan = model.plan
        self._letters = self._fresh_letters()
        self._far = (-1, -1)  # the selection's corner across from the current figure
        self.cells = CellDelegate(model, self._letters, self)
        self.body = Body(self, model, self._letters)
        self.above = HeadingBand(Qt.Orientation.Horizontal, self._plan, self._letters, self)
        self.beside = HeadingBand(Qt.Orientation.Vertical, self._plan, self._letters, self)
        self.corner = Corner(self._plan, self._letters, self)
        self.exchange = Exchange(self, model, self)
        self._set_up()
        self.setModel(model)
        self._set_spans()
        model.modelReset.connect(self._go_home)
        model.bridge.save_failed.connect(self._stop_typing)
        self.cells.left.connect(self.go)
        self.cells.block_pasted.connect(self.exchange.paste)
        self.above.pressed.connect(self.select_named)
        self.beside.pressed.connect(self.select_named)
        self.corner.pressed.connect(self.select_all)
        self.exchange.refused.connect(model.refused)
        self._go_home()

    def _set_up(self) -> None:
        self.setHorizontalHeader(self.above)
        self.setVerticalHeader(self.beside)
        self.above.setVisible(bool(self._plan.grid.heading_rows))
        self.beside.setVisible(bool(self._plan.grid.heading_columns))
        self.setItemDelegate(self.cells)
        self.setAccessibleName(self._plan.table.title)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.AnyKeyPressed)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalScrollBar().valueChanged.connect(self.beside.viewport().update)
        self.horizontalScrollBar().valueChanged.connect(self.above.viewport().update)

    def _set_spans(self) -> None:
        for place, cell in self._plan.body.items():
            if cell.row_span > 1 or cell.column_span > 1:
                self.setSpan(*place, cell.row_span, cell.column_span)

    # ---- where the cursor is

    def current_key(self) -> str:
        """Return the key of the current figure; empty before there is one."""
        return self._plan.key(self._place())

    def current_cell(self) -> Cell | None:
        """Return the current figure of the form."""
        return self._form.cell(self.currentIndex())

    def show_key(self, key: str) -> None:
        """Make a figure current and the only one selected, bring it into view and take the keyboard."""
        self._collapse()
        index = self._form.index_of(key)
        if not index.isValid():
            return
        self.setCurrentIndex(index)
        seen = self.viewport().rect().contains(self.visualRect(index))
        if not seen:
            self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def bring(self, key: str) -> None:
        """Make a figure current and bring it into view; the keyboard stays where it is."""
        index = self._form.index_of(key)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def go(self, where: Leave) -> bool:
        """Move on from the current figure; False at the edge of the table."""
        self._collapse()
        place = self._place()
        if where in {Leave.NEXT, Leave.PREVIOUS}:
            target = self._plan.next_typed(place, 1 if where is Leave.NEXT else -1)
        else:
            target = self._plan.vertical(place, 1 if where is Leave.DOWN else -1, typed=True)
        if target is None:
            return False
        self.setCurrentIndex(self._form.index(*target))
        return True

    def moveCursor(self, action: Action, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Return where an arrow, Home, End or a page key leads, along the form's grid."""
        far = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        target = self._target(action, self._place(), far=far)
        return self.currentIndex() if target is None else self._form.index(*target)

    def _target(self, action: Action, place: Place, *, far: bool) -> Place | None:
        plan = self._plan
        match action:
            case Action.MoveUp | Action.MoveDown:
                return plan.vertical(place, -1 if action is Action.MoveUp else 1)
            case Action.MoveLeft | Action.MoveRight:
                return plan.horizontal(place, -1 if action is Action.MoveLeft else 1)
            case Action.MoveHome:
                return plan.first() if far else plan.edge(place, -1)
            case Action.MoveEnd:
                return plan.last() if far else plan.edge(place, 1)
            case Action.MovePageUp | Action.MovePageDown:
                return self._page(place, -1 if action is Action.MovePageUp else 1)
            case _:
                return plan.next_typed(place, 1 if action is Action.MoveNext else -1)

    def _page(self, place: Place, step: int) -> Place:
        room = self.viewport().height() - self.rowHeight(place[0])
        while room > 0 and (further := self._plan.vertical(place, step)) is not None:
            room -= sum(self.rowHeight(row) for row in range(*sorted((place[0], further[0]))))
            place = further
        return place

    def _place(self) -> Place:
        index = self.currentIndex()
        return (index.row(), index.column()) if index.isValid() else self._plan.first()

    def _go_home(self) -> None:
        self.setCurrentIndex(self._form.index(*self._plan.first()))

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Move the frame, and tell; what was selected is no longer."""
        self.body.current = self._far = (current.row(), current.column())
        if self.body.area is not None:
            self.body.area = None
            self.viewport().update()
        super().currentChanged(current, previous)
        self.update(previous)
        self.update(current)
        self.current_changed.emit(self._plan.key((current.row(), current.column())))

    # ---- what is selected

    def selected_keys(self) -> tuple[str, ...]:
        """Return the keys of all selected figures in reading order; the current one's if there is no more."""
        if self.body.area is None:
            return (self.current_key(),)
        return tuple(self._plan.key(place) for place in selection.places(self._plan, self.body.area))

    def select(self, first: Place, last: Place) -> None:
        """Select from one figure, which becomes the current one, to another."""
        if self._plan.owner(first) != self._place():
            self.setCurrentIndex(self._form.index(*self._plan.owner(first)))
        self._far = last
        self._select_area(selection.between(self._plan, first, last))

    def select_keys(self, keys: Sequence[str]) -> None:
        """Select the smallest area that holds some figures; the first of them becomes current."""
        found = sorted(self._plan.place_of[key] for key in keys)
        if not found:
            return
        columns = [place[1] for place in found]
        corner, across = (found[0][0], min(columns)), (found[-1][0], max(columns))
        self.setCurrentIndex(self._form.index(*found[0]))
        self._far = across if self._plan.key(across) else found[-1]
        self._select_area(selection.around(self._plan, corner, across))

    def select_all(self) -> None:
        """Select the whole table; the current figure stays."""
        self._far = self._plan.last()
        self._select_area(selection.whole(self._plan))

    def select_named(self, label: Placed) -> None:
        """Select the figures that a heading or a label names."""
        area = selection.named(self._plan, label)
        if area is None:
            return
        found = selection.places(self._plan, area)
        self.select(found[0], found[-1])
        self._select_area(area)
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def show_pending(self, texts: Mapping[str, str]) -> None:
        """Mark the figures that a paste would change, with what it would write; none: take the marks off."""
        self.body.pending = {self._plan.place_of[key]: text for key, text in texts.items()}
        self.viewport().update()

    def _select_area(self, area: selection.Area) -> None:
        """Show an area as selected, and tell those who hear the table."""
        several = len(selection.places(self._plan, area)) > 1
        self.body.area = area if several else None
        chosen = QItemSelection(
            self._form.index(area.top, area.left), self._form.index(area.bottom, area.right)
        )
        self.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.viewport().update()

    def _collapse(self) -> None:
        """Let the current figure alone be selected."""
        if self.body.area is not None:
            self._far = self._place()
            self._select_area(selection.one(self._plan, self._place()))

    def _extend(self, event: QKeyEvent) -> bool:
        """Move the selection's far corner; False if the key does not."""
        action = MOVES.get(Qt.Key(event.key()))
        if action is None or not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            return False
        far = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        target = self._target(action, self._far, far=far)
        if target is not None:
            self._extend_to(target)
        return True

    def _extend_to(self, place: Place) -> None:
        self._far = place
        self._select_area(selection.between(self._plan, self._place(), place))
        self.scrollTo(self._form.index(*place))

    # ---- keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, select, copy, clear or start typing; what is not ours goes on to the window."""
        self.touched.emit()
        if self._exchanges(event) or self._extend(event):
            event.accept()
            return
        where = leaving(event, arrows=False)
        if where is not None:
            event.setAccepted(self.go(where) or where in {Leave.DOWN, Leave.UP})
        elif event.key() == Qt.Key.Key_F2:
            self.open_editor()
        elif event.key() in CLEARING:
            self._clear()
        elif self._types(event) and not self._may_type(event.text()):
            event.accept()
        else:
            if event.key() in MOVES or event.key() == Qt.Key.Key_Escape or self._types(event):
                self._collapse()
            super().keyPressEvent(event)

    def _exchanges(self, event: QKeyEvent) -> bool:
        """Copy, cut, paste or select all; False if the key means none of them."""
        standard = QKeySequence.StandardKey
        for keys, act in (
            (standard.Copy, self.exchange.copy),
            (standard.Cut, self._cut),
            (standard.Paste, self._paste),
            (standard.SelectAll, self.select_all),
        ):
            if event.matches(keys):
                act()
                return True
        return False

    def _cut(self) -> None:
        if self._may_write():
            self.exchange.cut()

    def _paste(self) -> None:
        if self._may_write():
            self.exchange.paste()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Pass on what an input method commits at one stroke (full-width digits), which Qt would lose."""
        at_one_stroke = bool(event.commitString()) and self.cells.editor is None
        if self.cells.editor is None and (event.commitString() or event.preeditString()):
            if not self._may_type(event.commitString()):
                return
            self._collapse()
        super().inputMethodEvent(event)
        if at_one_stroke and self.cells.editor is not None:
            QCoreApplication.sendEvent(self.cells.editor, event)

    def keyboardSearch(self, search: str) -> None:
        """Do nothing: a figure is not looked for by typing."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Make a figure current, extend the selection to it, or select what a label names."""
        self.touched.emit()
        place = self._place_at(event.position().toPoint())
        left = event.button() == Qt.MouseButton.LeftButton
        if place is None or (not left and self.body.area and self._plan.key(place) in self.selected_keys()):
            return
        if not self._plan.key(place):
            if left:
                self.select_named(self._plan.body[place])
        elif left and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._extend_to(place)
        else:
            self._collapse()
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Keep an area that was drawn; Qt would select the figure under the mouse alone."""
        if self.body.area is None:
            super().mouseReleaseEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Extend the selection while the button is held."""
        if not event.buttons() & Qt.MouseButton.LeftButton:
            super().mouseMoveEvent(event)
            return
        seen = self.viewport().rect()
        spot = event.position().toPoint()
        inside = QPoint(
            min(max(spot.x(), seen.left()), seen.right()), min(max(spot.y(), seen.top()), seen.bottom())
        )
        place = self._place_at(inside)
        if place is not None and self._plan.key(place) and place != self._far and self.cells.editor is None:
            self._extend_to(place)

    def _place_at(self, spot: QPoint) -> Place | None:
        """Return the place of the cell under a spot; None beside the table."""
        index = self.indexAt(spot)
        return self._plan.owner((index.row(), index.column())) if index.isValid() else None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the editor of the figure under the mouse."""
        if self.indexAt(event.position().toPoint()) == self.currentIndex():
            self.open_editor()

    def open_editor(self) -> None:
        """Edit the current figure, or go on editing it, with the caret behind it: arrows then move inside."""
        if not self._may_type():
            return
        self.cells.arrows_leave = False
        if self.cells.editor is None:
            self.edit(self.currentIndex())
        if self.cells.editor is not None:
            self.cells.editor.deselect()
            self.cells.editor.end(False)

    def write_over(self, text: str) -> None:
        """Edit the current figure with ``text`` typed in its place; without one, with all of it selected."""
        self.open_editor()
        editor = self.cells.editor
        if editor is not None:
            self.cells.arrows_leave = True
            editor.selectAll()
            if text:
                editor.insert(text)  # as a key does: it goes to the session at once

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the current figure."""
        cell = self.current_cell()
        if cell is None:
            return
        menu = self.menu_for(cell)
        keyboard = event.reason() == QContextMenuEvent.Reason.Keyboard
        below = self.visualRect(self.currentIndex()).bottomLeft()
        menu.exec(self.viewport().mapToGlobal(below) if keyboard else event.globalPos())

    def menu_for(self, cell: Cell) -> QMenu:
        """Return the menu of a figure."""
        return menu_for(self, self._form, cell)

    def _types(self, event: QKeyEvent) -> bool:
        return bool(event.text().strip()) and event.text().isprintable() and not event.modifiers() & COMMANDS

    def _may_type(self, text: str = "") -> bool:
        """Tell whether a person types the current figure; says why not. ``text`` is what was typed."""
        cell = self.current_cell()
        if cell is not None and cell.computed and self._form.writable:
            self._form.refused.emit(f"“{cell.name}”由程序自动计算，不用填写。")
        if not self._may_write() or cell is None or cell.computed:
            return False
        if self._form.is_locked(cell.key):
            self.unlock_wanted.emit(cell.key, text)
            return False
        return True

    def _may_write(self) -> bool:
        """Tell whether anything can be changed; says why not."""
        failure = self._form.session.failure
        if failure is not None:
            self._form.refused.emit(str(failure.refusal))
        return failure is None

    def _stop_typing(self) -> None:
        """Close the editor when nothing more can be saved; what was typed before stands in the report."""
        if self.cells.editor is not None:
            self.cells.closeEditor.emit(self.cells.editor, QAbstractItemDelegate.EndEditHint.NoHint)

    def _clear(self) -> None:
        if self.body.area is not None and self._may_write():
            self.exchange.clear()
        elif (cell := self.current_cell()) is not None and self.body.area is None and self._may_type():
            self._form.clear(cell)

    # ---- painting, focus, size, zoom

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what the event touches, past Qt's cell by cell calls (TECH.md 4b: they cost most)."""
        painter = QPainter(self.viewport())
        self.body.paint(painter, event.region())
        painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the frame in full."""
        self._set_focused(focused=True)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show the frame quietly."""
        self._set_focused(focused=False)
        super().focusOutEvent(event)

    def _set_focused(self, *, focused: bool) -> None:
        self.body.focused = focused
        self.update(self.currentIndex())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use the room there is."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Lay out anew when the interface font changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "corner"):
            self._fit()

    def updateGeometries(self) -> None:
        """Keep the corner where the bands meet."""
        super().updateGeometries()
        shown = bool(self._plan.corner)
        self.corner.setVisible(shown)
        self.corner.setGeometry(0, 0, self.beside.width(), self.above.height())

    def _fresh_letters(self) -> Letters:
        """Return the fonts of the table at the window's zoom."""
        return Letters(self.font(), style.zoom() / 100)

    def _fit(self) -> None:
        self._letters = self._fresh_letters()
        wanted, scrolls = self._measured()
        always, off = Qt.ScrollBarPolicy.ScrollBarAlwaysOn, Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(always if scrolls else off)
        side = self._plan.grid.heading_columns
        self.above.lay_out(wanted.headings, wanted.columns[side:], self._letters)
        self.beside.lay_out(wanted.columns[:side], wanted.rows, self._letters)
        self.corner.lay_out(self._letters)
        self.cells.lay_out(self._letters)
        self.body.lay_out(self._letters, wanted.columns[side:], wanted.rows)
        self.updateGeometries()
        self.viewport().update()

    def _measured(self) -> tuple[Measures, bool]:
        """Return the measures, and whether a scroll bar is needed beside them."""
        width, height = self.width(), self.height()
        bar = self.verticalScrollBar().sizeHint().width()
        wanted = measures(self._plan, self._letters, width, height)
        if sum(wanted.columns) > width:
            height -= bar
        if wanted.height <= height:
            return wanted, False
        return measures(self._plan, self._letters, width - bar, height), True
