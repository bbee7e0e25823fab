"""The table of the form as Qt's model: it keeps no value, it asks the session and tells what changed.

Typing goes through ``setData`` to ``session.apply``; what comes back is a ``Delta``, and only its cells are
announced as changed (HOUSE.md 3). The painter reads ``looks``, so that no ``data()`` call is made to paint.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from core import keys
from core.errors import Refused
from core.findings import Finding, Suggestion
from core.form import Cell, Placed, Table
from core.report import PASTED, Report
from core.session import Delta, Session
from core.values import parse
from gui.bridge import Bridge
from gui.fields import plain_tip
from gui.tables.look import Look, Mark, Side, differing, look, marks, sides
from gui.tables.plan import Place, Plan
from gui.tables.words import against_last_year, spoken, tip

if TYPE_CHECKING:
    from core.pasting import Placement

Index = QModelIndex | QPersistentModelIndex

DISPLAY = int(Qt.ItemDataRole.DisplayRole)
EDIT = int(Qt.ItemDataRole.EditRole)
ALIGNMENT = int(Qt.ItemDataRole.TextAlignmentRole)
TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
CENTER = int(Qt.AlignmentFlag.AlignCenter)
LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
ALIGNED = {"left": LEFT, "center": CENTER, "right": RIGHT}

COMPUTED = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
TYPED = COMPUTED | Qt.ItemFlag.ItemIsEditable
LABEL = Qt.ItemFlag.NoItemFlags


class FormModel(QAbstractTableModel):
    """One statistical table over the open session; rows and columns are those of the grid's body."""

    refused = Signal(str)  # a sentence to show: what cannot be done and why

    def __init__(self, bridge: Bridge, table: Table, parent: QObject | None = None) -> None:
        """Show a table of the bridge's session."""
        super().__init__(parent)
        self.bridge = bridge
        self.table = table
        self.plan = Plan(table)
        self.looks: dict[Place, Look] = {}
        self._flags: dict[Place, Qt.ItemFlag] = {
            place: TYPED if self.plan.is_typed(place) else COMPUTED for place in self.plan.place_of.values()
        }
        self._readers: dict[int, Callable[[Look], object]] = {
            DISPLAY: lambda seen: seen.text,
            EDIT: lambda seen: seen.text,
            ALIGNMENT: lambda _: RIGHT,
            TOOLTIP: self._tip,
            SPOKEN: self._spoken,
        }
        self._marks: dict[str, Mark] = {}
        self._sides: dict[str, Side] = {}
        self._shown: Finding | None = None
        self._read_all()
        bridge.changed.connect(self._on_changed)
        bridge.opened.connect(self._on_opened)
        bridge.highlighted.connect(self._on_highlighted)

    # ---- what Qt asks

    def rowCount(self, parent: Index | None = None) -> int:
        """Return the number of rows below the headings."""
        return 0 if parent is not None and parent.isValid() else self.plan.rows

    def columnCount(self, parent: Index | None = None) -> int:
        """Return the number of columns beside the headings."""
        return 0 if parent is not None and parent.isValid() else self.plan.columns

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return what can be done with a cell; labels cannot even be entered, and a lost disk ends typing."""
        place = index.row(), index.column()
        flags = self._flags.get(place, LABEL)
        seen = self.looks.get(place)
        if self.writable and not (seen and seen.locked):
            return flags
        return flags & ~Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = DISPLAY) -> object:
        """Return one aspect of a cell."""
        seen = self.looks.get((index.row(), index.column()))
        if seen is None:
            return self._label_data((index.row(), index.column()), role)
        read = self._readers.get(role)
        return None if read is None else read(seen)

    def setData(self, index: Index, value: object, role: int = EDIT) -> bool:
        """Hand what was typed to the session; False if it was refused."""
        key = self.plan.key((index.row(), index.column()))
        if role != EDIT or not key or not isinstance(value, str):
            return False
        return self.type_into(self.table.cells[key], value)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> object:
        """Return the name of a row or column, for those who hear the table."""
        if role not in {DISPLAY, SPOKEN}:
            return None
        return self._heading(section, orientation)

    # ---- what the view asks

    @property
    def session(self) -> Session:
        """Return the session in front."""
        return self.bridge.session

    @property
    def report(self) -> Report:
        """Return the report in front."""
        return self.bridge.session.report

    @property
    def writable(self) -> bool:
        """Tell whether the session still takes changes; it does not after a failure to save."""
        return self.bridge.session.failure is None

    def cell(self, index: Index) -> Cell | None:
        """Return the form's cell at an index; None for a label."""
        key = self.plan.key((index.row(), index.column()))
        return self.table.cells[key] if key else None

    def index_of(self, key: str) -> QModelIndex:
        """Return where a key stands; an invalid index if this table does not have it."""
        place = self.plan.place_of.get(key)
        return QModelIndex() if place is None else self.index(*place)

    def label(self, place: Place) -> Placed | None:
        """Return the printed label that begins at a place; None where a figure stands."""
        return self.plan.body.get(place)

    def parse(self, index: Index, text: str) -> object:
        """Return the value that a text means in a cell."""
        cell = self.cell(index)
        return None if cell is None else parse(text, cell.kind, cell.unit)

    def holds(self, index: Index) -> object:
        """Return the value that the report holds in a cell."""
        cell = self.cell(index)
        return None if cell is None else self.report.stated(cell.key)

    # ---- changing

    def type_into(self, cell: Cell, text: str) -> bool:
        """Apply what was typed into a cell; False if it was refused."""
        value = parse(text, cell.kind, cell.unit)
        label = f"填写 {self.table.name} {cell.name}"
        return self._asked(lambda: self.session.apply({cell.key: value}, label, typing=cell.key))

    def clear(self, cell: Cell) -> bool:
        """Blank a typed cell as one step; False if it was refused."""
        label = f"清空 {self.table.name} {cell.name}"
        return self._asked(lambda: self.session.apply({cell.key: None}, label))

    def clear_cells(self, wanted: Sequence[str], area: str) -> bool:
        """Blank the typed cells among some as one step, named by their area; False if it was refused.

        Locked cells stay, and that is said.
        """
        cells = [self.table.cells[key] for key in wanted]
        typed = [cell.key for cell in cells if not cell.computed]
        filled = [key for key in typed if self.report.stated(key) is not None]
        free = [key for key in filled if not self.is_locked(key)]
        if len(free) < len(filled):
            self.refused.emit(f"有 {len(filled) - len(free)} 格来自上年报告，已锁定，没有清空。")
        return bool(free) and self._asked(lambda: self.session.apply(dict.fromkeys(free), f"清空 {area}"))

    def paste(self, placement: Placement) -> bool:
        """Put a placement's values into the report as one step; False if it was refused."""
        return self._asked(lambda: self.session.apply(placement.values, placement.label, origin=PASTED))

    def unlock(self, key: str, reason: str) -> bool:
        """Open a carried-over cell for typing; False if it was refused."""
        return self._asked(lambda: self.session.unlock(key, reason))

    def carry_in(self) -> bool:
        """Fill the carried-over cells from last year's report, as one step; False if it was refused."""
        return self._asked(self.session.carry_in)

    def is_locked(self, key: str) -> bool:
        """Tell whether a cell was carried over and is locked."""
        return self.looks[self.plan.place_of[key]].locked

    def take_computed(self, cell: Cell) -> bool:
        """Let the computed total replace the stated one; False if it was refused."""
        return self._asked(lambda: self.session.accept(Suggestion(cell.key, None)))

    def confirm_zeros(self) -> bool:
        """Confirm every blank cell of this table as zero, as one step; False if it was refused."""
        return self._asked(lambda: self.session.confirm_zeros(self.table.id))

    def cancel_typing(self) -> bool:
        """Take back what is being typed; False if it was refused."""
        return self._asked(self.session.cancel_group)

    def can_take_computed(self, cell: Cell) -> bool:
        """Tell whether a total is stated that differs from the computed one."""
        stated = self.report.stated(cell.key)
        return cell.computed and stated is not None and stated != self.report.derived(cell.key).value

    def _asked(self, request: Callable[[], object]) -> bool:
        try:
            request()
        except Refused as refusal:
            self.refused.emit(str(refusal))
            return False
        return True

    # ---- what the session tells

    def _on_changed(self, delta: Delta) -> None:
        fresh = marks(delta.verdict)
        touched = set(delta.keys) | differing(self._marks, fresh, self.plan.place_of)
        kinds = {key.partition(".")[0] for key in delta.keys}
        if keys.NOTE in kinds:
            touched |= {key.removeprefix(f"{keys.NOTE}.") for key in delta.keys}
        if keys.BEFORE in kinds:
            touched |= set(self.plan.place_of)
        self._marks = fresh
        if self._shown is not None and self._shown.id in delta.closed:
            touched |= self._show_sides(None)
        self._renew(touched)

    def _on_highlighted(self, finding: Finding | None) -> None:
        self._renew(self._show_sides(finding))

    def _on_opened(self) -> None:
        self.beginResetModel()
        self._show_sides(None)
        self._read_all()
        self.endResetModel()

    def _show_sides(self, finding: Finding | None) -> set[str]:
        before, self._sides, self._shown = self._sides, sides(finding), finding
        return differing(before, self._sides, self.plan.place_of)

    def _read_all(self) -> None:
        self._marks = marks(self.session.verdict) if self.session.examined else {}
        self.looks = {place: self._look(key) for key, place in self.plan.place_of.items()}

    def _look(self, key: str) -> Look:
        cell = self.table.cells[key]
        return look(self.session, cell, self._marks.get(key, Mark.NONE), self._sides.get(key, Side.NONE))

    def _renew(self, keys: Iterable[str]) -> None:
        """Read some cells anew and announce them, neighbours in a row together."""
        places = sorted(self.plan.place_of[key] for key in keys if key in self.plan.place_of)
        for place in places:
            self.looks[place] = self._look(self.plan.key(place))
        for first, last in _runs(places):
            self.dataChanged.emit(self.index(*first), self.index(*last))

    # ---- words

    def _label_data(self, place: Place, role: int) -> object:
        placed = self.plan.body.get(place)
        if placed is None:
            return None
        if role in {DISPLAY, SPOKEN, TOOLTIP}:
            return placed.text
        return ALIGNED[placed.align] if role == ALIGNMENT else None

    def _tip(self, seen: Look) -> str:
        against = against_last_year(self.report, self.session.last_year, seen.key)
        return plain_tip(tip(seen, self.session.verdict, against))

    def _spoken(self, seen: Look) -> str:
        return spoken(self.table.cells[seen.key], seen)

    def _heading(self, section: int, orientation: Qt.Orientation) -> str:
        along = orientation == Qt.Orientation.Horizontal
        for row, column in self.plan.place_of.values():
            if (column if along else row) == section:
                cell = self.table.cells[self.plan.key((row, column))]
                return cell.column.label if along else cell.row.label
        return ""


def _runs(places: list[Place]) -> list[tuple[Place, Place]]:
    """Return the first and last place of every stretch of neighbours in one row."""
    found: list[tuple[Place, Place]] = []
    for place in places:
        if found and found[-1][1] == (place[0], place[1] - 1):
            found[-1] = (found[-1][0], place)
        else:
            found.append((place, place))
    return found
