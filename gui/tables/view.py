"""The table on screen: headings that stay, movement along the form's grid, editing by just typing."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QInputMethodEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QFrame, QMenu, QTableView, QWidget

from core.form import Cell
from gui.tables.body import Body
from gui.tables.delegate import CellDelegate, Leave, leaving
from gui.tables.header import Corner, HeadingBand
from gui.tables.letters import Letters
from gui.tables.measure import Measures, measures
from gui.tables.model import FormModel
from gui.tables.plan import Place

Action = QAbstractItemView.CursorAction
CLEARING = {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}
COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class FormView(QTableView):
    """One statistical table, drawn as the form prints it."""

    current_changed = Signal(str)  # key of the current figure

    def __init__(self, model: FormModel, parent: QWidget | None = None) -> None:
        """Show a model."""
        super().__init__(parent)
        self._form = model
        self._plan = model.plan
        self._letters = Letters(self.font())
        self._percent = 100
        self.cells = CellDelegate(model, self._letters, self)
        self.body = Body(self, model, self._letters)
        self.above = HeadingBand(Qt.Orientation.Horizontal, self._plan, self._letters, self)
        self.beside = HeadingBand(Qt.Orientation.Vertical, self._plan, self._letters, self)
        self.corner = Corner(self._plan, self._letters, self)
        self._set_up()
        self.setModel(model)
        self._set_spans()
        model.modelReset.connect(self._go_home)
        model.bridge.save_failed.connect(self._stop_typing)
        self.cells.left.connect(self.go)
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
        """Make a figure current, bring it into view and take the keyboard."""
        index = self._form.index_of(key)
        if not index.isValid():
            return
        self.setCurrentIndex(index)
        seen = self.viewport().rect().contains(self.visualRect(index))
        if not seen:
            self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def go(self, where: Leave) -> bool:
        """Move on from the current figure; False at the edge of the table."""
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
        """Move the frame, and tell."""
        self.body.current = (current.row(), current.column())
        super().currentChanged(current, previous)
        self.update(previous)
        self.update(current)
        self.current_changed.emit(self._plan.key((current.row(), current.column())))

    # ---- keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, clear or start typing; what is not ours goes on to the window."""
        where = leaving(event, arrows=False)
        if where is not None:
            event.setAccepted(self.go(where) or where in {Leave.DOWN, Leave.UP})
        elif event.key() == Qt.Key.Key_F2:
            self.open_editor()
        elif event.key() in CLEARING:
            self._clear()
        elif self._types(event) and not self._may_type():
            event.accept()
        else:
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Pass on what an input method commits at one stroke (full-width digits), which Qt would lose."""
        at_one_stroke = bool(event.commitString()) and self.cells.editor is None
        super().inputMethodEvent(event)
        if at_one_stroke and self.cells.editor is not None:
            QCoreApplication.sendEvent(self.cells.editor, event)

    def keyboardSearch(self, search: str) -> None:
        """Do nothing: a figure is not looked for by typing."""

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
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if cell.computed:
            taken = menu.addAction("以计算结果为准", lambda: self._form.take_computed(cell))
            taken.setEnabled(self._form.writable and self._form.can_take_computed(cell))
        else:
            menu.addAction("修改", self.open_editor).setEnabled(self._form.writable)
            cleared = menu.addAction("清空", lambda: self._form.clear(cell))
            cleared.setEnabled(self._form.writable and self._form.report.stated(cell.key) is not None)
        return menu

    def _types(self, event: QKeyEvent) -> bool:
        return bool(event.text().strip()) and event.text().isprintable() and not event.modifiers() & COMMANDS

    def _may_type(self) -> bool:
        """Tell whether a person types the current figure; says why not."""
        cell = self.current_cell()
        if cell is not None and cell.computed and self._form.writable:
            self._form.refused.emit(f"“{cell.name}”由程序自动计算，不用填写。")
        failure = self._form.session.failure
        if failure is not None:
            self._form.refused.emit(str(failure.refusal))
        return cell is not None and not cell.computed and failure is None

    def _stop_typing(self) -> None:
        """Close the editor when nothing more can be saved; what was typed before stands in the report."""
        if self.cells.editor is not None:
            self.cells.closeEditor.emit(self.cells.editor, QAbstractItemDelegate.EndEditHint.NoHint)

    def _clear(self) -> None:
        cell = self.current_cell()
        if cell is not None and self._may_type():
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

    def set_zoom(self, percent: int) -> None:
        """Show the table at a zoom from 80 to 200 per cent."""
        self._percent = percent
        self._fit()

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

    def _fit(self) -> None:
        self._letters = Letters(self.font(), self._percent / 100)
        wanted, scrolls = self._measured()
        always, off = Qt.ScrollBarPolicy.ScrollBarAlwaysOn, Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(always if scrolls else off)
        side = self._plan.grid.heading_columns
        self.above.lay_out(wanted.headings, wanted.columns[side:], self._letters)
        self.beside.lay_out(wanted.columns[:side], wanted.rows, self._letters)
        self.corner.lay_out(self._letters)
        self.cells.lay_out(self._letters)
        self.body.lay_out(self._letters)
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
