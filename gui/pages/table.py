"""A statistical table as a page: the form, what is known about the current figure, and the blanks."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from core.form import Table
from core.session import Delta
from core.values import show
from gui import style
from gui.bridge import Bridge
from gui.fields import text_label
from gui.help_card import HelpCard
from gui.nothing_received import NothingReceived
from gui.notice import Answer
from gui.tables.carry_offer import CarryOffer
from gui.tables.model import FormModel
from gui.tables.unlock_card import UnlockCard
from gui.tables.view import FormView

if TYPE_CHECKING:
    from core.pasting import Placement
    from gui.tables.paste_card import PasteCard


WIDEST_FOOT = 125  # per cent; at a larger zoom what stands below the table needs two lines
ROOMY = 430  # pixels of height from which a page shows everything at once
_ACROSS, _DOWN = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom


class TablePage(QWidget):
    """One table of the form, editable; the same class for every table."""

    current_changed = Signal(str)  # key of the current figure
    refused = Signal(str)  # a sentence to show
    told = Signal(str, str, object)  # a sentence, its kind and answers, for the notice line
    told_no_more = Signal()  # what was told of a paste no longer holds
    note_wanted = Signal(str)  # key of a figure about which something is to be noted
    help_wanted = Signal(str)  # key of a figure whose row and column are to be explained

    def __init__(self, bridge: Bridge, table: Table, parent: QWidget | None = None) -> None:
        """Show a table of the bridge's session."""
        super().__init__(parent)
        self.table_id = table.id
        self._stale = False  # something changed while this page was hidden
        self.model = FormModel(bridge, table, self)
        self.view = FormView(self.model)
        self.help = HelpCard()
        self.blanks = BlanksLine(self.model)
        self.offer = CarryOffer(self.model)
        self.unlock = UnlockCard()
        self._paste_card: PasteCard | None = None
        self._pasted: Placement | None = None  # of which the notice line speaks
        self._typed = ""  # into a locked figure, before the reason was asked
        self._build(table)
        self.model.refused.connect(self.refused)
        self.blanks.answered.connect(self.view.setFocus)
        self.offer.taken.connect(self.view.setFocus)
        self.nothing.closed.connect(self.view.setFocus)
        self.nothing.refused.connect(lambda refusal: self.refused.emit(str(refusal)))
        self.view.current_changed.connect(self._on_current)
        self.view.note_wanted.connect(self.note_wanted)
        self.view.help_wanted.connect(self.help_wanted)
        self.view.unlock_wanted.connect(self._ask_why)
        self.view.exchange.placed.connect(self._on_placed)
        self.view.touched.connect(self.blanks.forget)
        self.unlock.given.connect(self._unlock)
        self.unlock.closed.connect(self._back_to_table)
        bridge.changed.connect(self._on_changed)
        bridge.rested.connect(self._on_rested)
        bridge.opened.connect(self._refresh)
        bridge.save_failed.connect(self._refresh)
        self._refresh()

    def _build(self, table: Table) -> None:
        card = self._table_card = QFrame()
        card.setProperty("card", True)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(*map(style.px, (12, 7, 12, 10)))
        inside.setSpacing(style.px(5))
        self._title = text_label(table.title, heading=True)
        inside.addWidget(self._title)
        inside.addWidget(self.view, 1)
        self._outside = outside = QVBoxLayout(self)
        outside.setContentsMargins(*map(style.px, (16, 12, 0, 4)))
        outside.setSpacing(style.px(8))
        outside.addWidget(card, 1)
        outside.addWidget(self.unlock)
        outside.addWidget(self.help)
        self.nothing = NothingReceived(
            self.model.bridge, table.id, self
        )  # here: Tab comes to it in this order
        outside.addWidget(self.nothing)
        foot = QBoxLayout(_ACROSS if style.zoom() <= WIDEST_FOOT else _DOWN)
        foot.addWidget(self.blanks, 1)
        foot.addWidget(self.offer, 0, Qt.AlignmentFlag.AlignLeft)
        outside.addLayout(foot)
        self.setFocusProxy(self.view)

    def show_key(self, key: str) -> None:
        """Bring a figure of this table into view, make it current and take the keyboard."""
        self.view.show_key(key)

    def current_key(self) -> str:
        """Return the key of the current figure."""
        return self.view.current_key()

    def _on_current(self, key: str) -> None:
        self._explain()
        self.current_changed.emit(key)

    def _on_changed(self, delta: Delta) -> None:
        if not delta.keys.isdisjoint(self.model.plan.place_of):
            self._drop_question()
        self.blanks.forget()
        if self._pasted is not None and not self._stands(self._pasted):
            self._forget_paste()

    def _stands(self, placement: Placement) -> bool:
        """Tell whether anything that was pasted still stands in the report."""
        report = self.model.report
        return any(report.stated(key) == value for key, value in placement.values.items())

    def _forget_paste(self) -> None:
        self._pasted = None
        self.told_no_more.emit()

    def _on_rested(self) -> None:
        if self.model.bridge.pause and not self.isVisible():
            self._stale = True
        else:
            self._follow()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what changed while another page was in front."""
        super().showEvent(event)
        if self._stale:
            self._follow()

    def _follow(self) -> None:
        """Tell what is known of the current figure, and what is still blank or could be carried in."""
        self._stale = False
        self._explain()
        self.blanks.count()
        self.offer.weigh()
        self._arrange()

    def _refresh(self) -> None:
        self._explain()
        self.blanks.count()
        self.offer.weigh()
        self._drop_question()
        self._arrange()

    def _explain(self) -> None:
        cell = self.view.current_cell()
        if cell is not None:
            self.help.explain(self.model, cell)

    # ---- pasting

    @property
    def paste_card(self) -> PasteCard:
        """Return the card that shows what a paste would do; built when it is first needed."""
        if self._paste_card is None:
            from gui.tables.paste_card import PasteCard  # noqa: PLC0415 - most pastes need none

            card = self._paste_card = PasteCard()
            self._outside.insertWidget(self._outside.indexOf(self.unlock), card)
            card.accepted.connect(self._paste)
            card.closed.connect(self._back_to_table)
            card.cell_chosen.connect(self._show_in_table)
        return self._paste_card

    def _on_placed(self, placement: Placement) -> None:
        """Paste at once where nothing is lost by it; else show first what would be."""
        self._forget_paste()
        if placement.values and not placement.to_ask:
            self._paste(placement)
        elif placement.values:
            pending = {key: f"→ {show(value)}" for key, value in placement.values.items()}
            self._open(self.paste_card)
            self.view.show_pending(pending)
            self.paste_card.ask(placement)
        elif len(placement.locked) == 1 and not placement.left:
            self._ask_why(placement.locked[0].key, placement.locked[0].text)
        else:
            self._tell(placement)
            if placement.left or placement.locked:
                self._list(placement)

    def _paste(self, placement: Placement) -> None:
        self._back_to_table()
        if self.model.paste(placement):
            self.view.select_keys(placement.covered)
            self._tell(placement)

    def _tell(self, placement: Placement) -> None:
        """Say what was pasted; loudly only where something of it needs a look."""
        from gui.tables.paste_card import summary  # noqa: PLC0415 - as above

        if placement.untold:
            kind = "good" if placement.values and not placement.to_ask else "ask"
            answers: list[Answer] = [("查看", partial(self._list, placement))]
            self.told.emit(summary(placement), kind, answers)
            self._pasted = placement
        else:
            self.blanks.add(summary(placement))

    def _list(self, placement: Placement) -> None:
        """List what a paste had no place for."""
        self._open(self.paste_card)
        self.paste_card.tell(placement)

    def _show_in_table(self, key: str) -> None:
        """Bring a figure into view; the keyboard stays in the list."""
        self.view.bring(key)

    # ---- cards below the table

    def _open(self, card: QWidget) -> None:
        """Show a card in place of any other; whoever opens it fills it and shows it."""
        self._close_cards()
        card.show()
        self._arrange()

    def _arrange(self) -> None:
        """Give the table what room there is: on a small page, or at a large zoom, the rest stands back.

        The help is one key away (F1), the title is on the tab, the blanks are counted in the window's foot.
        """
        listing = self._paste_card is not None and not self._paste_card.isHidden()
        small = self.height() < style.px(ROOMY)
        self._title.setVisible(not small)
        self.help.setVisible(not small and not listing and self.unlock.isHidden())
        self.blanks.setVisible(not small or (self.offer.isHidden() and self.nothing.isHidden()))
        self._table_card.setHidden(small and listing)
        if self._paste_card is not None:
            self._paste_card.fill(page=small)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange anew for another size."""
        super().resizeEvent(event)
        self._arrange()

    def _back_to_table(self) -> None:
        """Close what was asked and go on in the table."""
        self._close_cards()
        self.view.setFocus()

    def _close_cards(self) -> None:
        for card in (self.unlock, self._paste_card):
            if card is not None:
                card.hide()
        self.view.show_pending({})
        self._arrange()

    def _drop_question(self) -> None:
        """Withdraw a question that another change has overtaken."""
        card = self._paste_card
        if not self.unlock.isHidden() or (card is not None and card.asking):
            self._close_cards()

    def _ask_why(self, key: str, typed: str = "") -> None:
        """Ask why a carried-over figure is changed; what was typed before waits for the answer."""
        self._typed = typed
        cell = self.model.table.cells[key]
        source = self.model.report.origin(key)
        self._open(self.unlock)
        self.unlock.ask(key, cell.name, f"来自 {source.detail if source else ''} 年报告")

    def _unlock(self, key: str, reason: str) -> None:
        self._back_to_table()
        if self.model.unlock(key, reason):
            self.view.show_key(key)
            self.view.write_over(self._typed)


class BlanksLine(QWidget):
    """How many cells are still blank, and the one question that turns them into zeros."""

    answered = Signal()  # the question was answered yes; the keyboard may go back to the table

    def __init__(self, model: FormModel) -> None:
        """Count the blanks of a model's table."""
        super().__init__()
        self._model = model
        self._added = ""
        self.said = text_label(muted=True)
        self.ask = _button("", "link")
        self.yes = _button("确认", "primary")
        self.no = _button("取消", "")
        line = QHBoxLayout(self)
        line.setContentsMargins(style.px(2), 0, style.px(2), 0)
        for widget in (self.said, self.ask, self.yes, self.no):
            line.addWidget(widget)
        line.addStretch(1)
        self.setFixedHeight(style.px(30))
        self.ask.clicked.connect(self._ask)
        self.yes.clicked.connect(self._confirm)
        self.no.clicked.connect(self._answer)

    def count(self) -> None:
        """Say how many cells are blank; a question that was open is closed."""
        blanks = len(self._model.report.blanks(self._model.table.id))
        counted = f"本表空白 {blanks} 格" if blanks else "本表已填齐"
        self.said.setText(f"{self._added} · {counted}" if self._added else counted)
        self.ask.setText(f"本表未填项确认为 0（{blanks} 格）")
        self.ask.setEnabled(self._model.writable)
        self.ask.setVisible(bool(blanks))
        self.yes.hide()
        self.no.hide()

    def add(self, words: str) -> None:
        """Say something before the count, until the next key, click or change."""
        self._added = words
        self.count()

    def forget(self) -> None:
        """Say no more than the count."""
        if self._added:
            self.add("")

    def _ask(self) -> None:
        blanks = len(self._model.report.blanks(self._model.table.id))
        self.said.setText(f"确认把本表 {blanks} 格空白记为 0？")
        self.ask.hide()
        self.yes.show()
        self.no.show()
        self.yes.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Esc for no."""
        if event.key() == Qt.Key.Key_Escape and not self.yes.isHidden():
            self._answer()
        else:
            super().keyPressEvent(event)

    def _answer(self) -> None:
        self.count()
        self.ask.setFocus()

    def _confirm(self) -> None:
        self._model.confirm_zeros()
        self.count()
        self.answered.emit()


def _button(text: str, look: str) -> QPushButton:
    button = QPushButton(text)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    if look:
        button.setProperty(look, True)
    return button
