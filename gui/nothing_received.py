"""本年未收到申请: one question confirms the zeros of the tables concerned; then sentences are offered."""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from core import keys, past
from core.errors import Refused
from core.report import Report
from core.session import Delta, Session
from gui import style
from gui.bridge import Bridge
from gui.fields import answer_button, text_label

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from core.narrative.offers import Offer
    from gui.sentences_card import SentencesCard

OFFER = "本年未收到申请"


class NothingReceived(QWidget):
    """Offered only while nothing but zeros and blanks stands in those tables; hidden otherwise."""

    refused = Signal(object)  # core.errors.Refused
    answered = Signal()  # the question was answered yes
    closed = Signal()  # nothing is left to ask; the keyboard may go back to the page

    def __init__(self, bridge: Bridge, table: str = "", parent: QWidget | None = None) -> None:
        """Follow the bridge's session; under a table, by its id, only where it is one of those concerned."""
        super().__init__(parent)
        self._bridge = bridge
        self._table = table
        self.offer = answer_button(OFFER, "")
        self.said = text_label(muted=True, wrap=True)
        self.yes = answer_button("确认", "primary")
        self.no = answer_button("取消", "")
        row = QHBoxLayout()
        row.setSpacing(style.px(8))
        row.addWidget(self.offer)
        row.addWidget(self.said, 1)
        for button in (self.yes, self.no):
            row.addWidget(button)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, style.px(4), 0, 0)
        self._column.setSpacing(style.px(6))
        self._column.addLayout(row)
        self.offer.clicked.connect(self._ask)
        self.no.clicked.connect(self._withdraw)
        self.yes.clicked.connect(self._confirm)
        bridge.changed.connect(self._on_changed)
        bridge.opened.connect(self._leave)
        bridge.save_failed.connect(self._settle)
        self._leave()

    def follow(self, before: QWidget) -> None:
        """Let Tab come here from another widget, then go through button and answers."""
        for first, second in pairwise((before, self.offer, self.yes, self.no)):
            QWidget.setTabOrder(first, second)

    @cached_property
    def sentences(self) -> SentencesCard:
        """Return the card of sentences, built when the question is first answered."""
        from gui.sentences_card import SentencesCard  # noqa: PLC0415 - once a year, and never at start

        sentences = SentencesCard()
        sentences.write.clicked.connect(self._write)
        sentences.leave.clicked.connect(self._finish)
        self._column.addWidget(sentences)
        for first, second in pairwise((self.no, sentences.write, sentences.leave)):
            QWidget.setTabOrder(first, second)
        return sentences

    @property
    def _has_sentences(self) -> bool:
        return "sentences" in self.__dict__

    @property
    def _is_offering(self) -> bool:
        """Tell whether sentences stand here to be ticked."""
        return self._has_sentences and bool(self.sentences.ticks)

    @property
    def offered(self) -> bool:
        """Tell whether the button stands here."""
        session = self._bridge.session
        concerned = not self._table or self._table in session.report.form.nothing_received
        return concerned and available(session)

    def _names(self) -> str:
        report = self._bridge.session.report
        numerals = [
            section.heading.partition("、")[0]
            for section in report.form.sections
            if section.id in report.form.nothing_received
        ]
        return "、".join(numerals)

    def _blanks(self) -> int:
        report = self._bridge.session.report
        return sum(len(report.blanks(table)) for table in report.form.nothing_received)

    # ---- the question

    def _settle(self) -> None:
        """Show the button, or nothing at all; a question that was open is closed."""
        report, session = self._bridge.session.report, self._bridge.session
        there = self.offered
        self.offer.setVisible(there)
        self.offer.setEnabled(session.failure is None)
        self.said.setVisible(there)
        self.said.setText(f"{self._names()}里未填的 {self._blanks()} 格一次确认为 0")
        self.yes.hide()
        self.no.hide()
        if there or not zero(report):
            self._drop_sentences()
        self.setVisible(there or self._is_offering)

    def _ask(self) -> None:
        self.offer.hide()
        count = self._blanks()
        self.said.setText(
            f"没有收到申请，也没有复议、诉讼？{self._names()}的 {count} 格空白都记为 0，可以撤销。"
        )
        self.yes.show()
        self.no.show()
        self.yes.setFocus()

    def _withdraw(self) -> None:
        self._settle()
        self.offer.setFocus()

    def _confirm(self) -> None:
        session = self._bridge.session
        tables = session.report.form.nothing_received
        try:
            session.confirm_none(tables, f"{OFFER}：{self._names()}确认为 0（{self._blanks()} 格）")
        except Refused as refusal:
            self.refused.emit(refusal)
            return
        self._offer_sentences()
        self.answered.emit()

    # ---- the sentences

    def _offer_sentences(self) -> None:
        report = self._bridge.session.report
        tabs = {section.id: section.tab for section in report.form.sections}
        self.sentences.show_sentences(unsaid(report), tabs)
        self._settle()
        if self.sentences.ticks:
            self.sentences.write.setFocus()
        else:
            self.closed.emit()

    def _write(self) -> None:
        """Add the ticked sentences at the end of their sections, as one step."""
        from core.narrative import offers  # noqa: PLC0415 - not needed until there are sentences

        session = self._bridge.session
        chosen = self.sentences.chosen()
        texts = offers.added(session.report, chosen)
        try:
            session.apply(texts, f"写入与“{OFFER}”相符的 {len(chosen)} 句")
        except Refused as refusal:
            self.refused.emit(refusal)
            return
        self._finish()

    def _finish(self) -> None:
        self._leave()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Esc for no."""
        if event.key() == Qt.Key.Key_Escape and not self.yes.isHidden():
            self._withdraw()
        elif event.key() == Qt.Key.Key_Escape and self._is_offering:
            self._finish()
        else:
            super().keyPressEvent(event)

    def _leave(self) -> None:
        self._drop_sentences()
        self._settle()

    def _drop_sentences(self) -> None:
        if self._has_sentences:
            self.sentences.show_sentences((), {})

    def _on_changed(self, delta: Delta) -> None:
        report = self._bridge.session.report
        heads = (*(f"{table}." for table in report.form.nothing_received), keys.BEFORE)
        touched = [key for key in delta.keys if key.startswith(heads)]
        still_hidden = self.isHidden() and any(report.figures.get(key) for key in touched)
        if touched and not still_hidden:
            held = QApplication.focusWidget()
            here = held is not None and self.isAncestorOf(held)
            self._settle()
            if here and held is not None and not held.isVisible():
                self.closed.emit()


def available(session: Session) -> bool:
    """Tell whether 本年未收到申请 can be said.

    Blanks are left, nothing but zeros stands beside them, and nothing waits to be carried over.
    """
    report, last = session.report, session.last_year
    waiting = past.offered(report, last) if last else {}
    return (
        zero(report)
        and not any(entry.value for entry in waiting.values())
        and any(report.blanks(table) for table in report.form.nothing_received)
    )


def zero(report: Report) -> bool:
    """Tell whether nothing but zeros and blanks stands in the tables concerned."""
    return all(
        report.value(key) in {None, 0}
        for table in report.form.nothing_received
        for key in report.form.table(table).cells
    )


def unsaid(report: Report) -> tuple[Offer, ...]:
    """Return the sentences that the zeros support and that their sections do not say yet."""
    from core.narrative import offers  # noqa: PLC0415 - as above

    return tuple(
        offer for offer in offers.for_zero(report) if not offers.stands_in(offer, report.text(offer.section))
    )
