"""The panel beside the page: what does not add up, by level, with the way there and the way out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from core import basis, keys
from core.errors import Refused
from core.findings import Finding, Suggestion, Verdict
from core.session import Delta
from gui import style, verdict_words
from gui.bridge import Bridge
from gui.fields import text_label
from gui.finding_card import FindingCard, Offers

MARGINS = (8, 12, 16, 8)
TITLES = {group.id: group.title for group in verdict_words.GROUPS}


class FindingsPanel(QWidget):
    """Follows the session's verdict; the selection stays with its finding as long as there is one."""

    refused = Signal(object)  # core.errors.Refused

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        """Show the findings of the bridge's session."""
        super().__init__(parent)
        self._bridge = bridge
        self.cards: dict[str, FindingCard] = {}  # by finding, in the order shown
        self.selected = ""  # id of the chosen finding
        self._order: tuple[tuple[str, str], ...] | None = None  # (group, finding) as laid out
        self.header = Header()
        self.fine = AllFine()
        self.line = text_label(muted=True, wrap=True)
        self._titles = {group: _group_title(words) for group, words in TITLES.items()}
        self._list = QVBoxLayout()
        self._scroll = Fitting()
        self._build()
        bridge.changed.connect(self._on_changed)
        bridge.opened.connect(self._on_opened)
        bridge.save_failed.connect(self._lock)
        self._refresh()

    def _build(self) -> None:
        body = QWidget()
        body.setLayout(self._list)
        self._list.setContentsMargins(1, 0, 1, 1)
        self._list.setSpacing(0)
        for title in self._titles.values():
            self._list.addWidget(title)
        self._scroll.setWidget(body)
        card = QFrame()
        card.setProperty("card", True)
        card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(0, 0, 0, 1)
        inside.setSpacing(0)
        inside.addWidget(self.header)
        inside.addWidget(self.fine)
        inside.addWidget(self._scroll)
        column = QVBoxLayout(self)
        column.setContentsMargins(*MARGINS)
        column.setSpacing(10)
        column.addWidget(card)
        column.addWidget(self.line)
        column.addStretch(1)
        self.setMinimumWidth(style.PANEL_WIDTH + MARGINS[0] + MARGINS[2])

    # ---- choosing

    def next(self) -> None:
        """Choose the finding after the chosen one, the first after the last."""
        ids = list(self.cards)
        if ids:
            place = ids.index(self.selected) + 1 if self.selected in ids else 0
            self.choose(self.cards[ids[place % len(ids)]].finding)

    def choose(self, finding: Finding) -> None:
        """Mark a finding as chosen, colour both its sides and go there."""
        self._mark(finding.id)
        self._scroll.ensureWidgetVisible(self.cards[finding.id], 0, 0)
        self._bridge.highlighted.emit(finding)
        if place := verdict_words.target(self._bridge.session.report.form, finding):
            self._bridge.jump.emit(place)

    def _mark(self, finding_id: str) -> None:
        for name in {self.selected, finding_id} & self.cards.keys():
            self.cards[name].select(selected=name == finding_id)
        self.selected = finding_id

    def _move(self, card: FindingCard, by: int) -> None:
        cards = list(self.cards.values())
        place = min(max(cards.index(card) + by, 0), len(cards) - 1)
        cards[place].setFocus()
        self._scroll.ensureWidgetVisible(cards[place], 0, 0)

    def _accept(self, suggestion: Suggestion) -> None:
        try:
            self._bridge.session.accept(suggestion)
        except Refused as refusal:
            self.refused.emit(refusal)
            return
        self._bridge.jump.emit(suggestion.cell)

    def _explain(self, finding: Finding, words: str) -> None:
        session = self._bridge.session
        label = f"填写说明 {finding.title or finding.text}"
        try:
            session.apply(
                basis.changes(session.report, finding, words), label, typing=keys.explain(finding.id)
            )
        except Refused as refusal:
            self.cards[finding.id].why.show_words(finding.explanation or "")
            self.refused.emit(refusal)

    def _close(self) -> None:
        self._bridge.session.close_group()

    def _withdraw(self) -> None:
        try:
            self._bridge.session.cancel_group()
        except Refused as refusal:
            self.refused.emit(refusal)

    # ---- following

    def _on_opened(self) -> None:
        had = self.selected
        self._mark("")
        self._refresh()
        if had:
            self._bridge.highlighted.emit(None)

    def _on_changed(self, _delta: Delta) -> None:
        self._refresh()

    def _refresh(self) -> None:
        """Bring the cards in line with the verdict; nothing is rebuilt that says the same as before."""
        session = self._bridge.session
        verdict = session.verdict
        groups = verdict_words.in_groups(verdict)
        order = tuple((group, finding.id) for group, found in groups.items() for finding in found)
        self._show_cards(verdict)
        if order != self._order:
            self._lay_out(order)
        self.header.show_counts(*verdict_words.figures(verdict), len(session.report.blanks()))
        self.fine.setVisible(not order)
        _say(self.line, verdict_words.honest_line(verdict))
        self._follow(verdict)
        self._lock()

    def _lock(self) -> None:
        """Take nothing more while nothing can be saved."""
        for card in self.cards.values():
            card.lock(locked=self._bridge.session.failure is not None)

    def _show_cards(self, verdict: Verdict) -> None:
        follows = verdict_words.folded(verdict)
        present = {finding.id: finding for finding in verdict.leading}
        for gone in self.cards.keys() - present.keys():
            _remove(self._list, self.cards.pop(gone))
        for finding in present.values():
            card = self.cards.get(finding.id)
            beneath = follows.get(finding.id, [])
            if card is None:
                self.cards[finding.id] = self._card(finding, beneath)
            else:
                card.show_finding(finding, self._offers(finding), beneath)

    def _card(self, finding: Finding, follows: list[Finding]) -> FindingCard:
        card = FindingCard(finding, self._offers(finding), follows)
        card.chosen.connect(self.choose)
        card.taken.connect(self._accept)
        card.moved.connect(lambda by: self._move(card, by))
        card.explained.connect(lambda words: self._explain(card.finding, words))
        card.explanation_left.connect(self._close)
        card.explanation_withdrawn.connect(self._withdraw)
        return card

    def _offers(self, finding: Finding) -> Offers:
        report = self._bridge.session.report
        return tuple((verdict_words.button(report, offer), offer) for offer in finding.suggestions)

    def _lay_out(self, order: tuple[tuple[str, str], ...]) -> None:
        """Put titles and cards in order; a card that stands right is not moved."""
        self._order = order
        self.cards = {name: self.cards[name] for _, name in order}
        shown = {group for group, _ in order}
        for place, widget in enumerate(self._sequence(order)):
            if self._list.indexOf(widget) != place:
                self._list.removeWidget(widget)
                self._list.insertWidget(place, widget)
        for group, title in self._titles.items():
            title.setVisible(group in shown)
        self._scroll.setVisible(bool(order))
        self._tab_order()

    def _sequence(self, order: tuple[tuple[str, str], ...]) -> Iterator[QWidget]:
        for group, title in self._titles.items():
            yield title
            yield from (self.cards[name] for home, name in order if home == group)

    def _tab_order(self) -> None:
        stops = [stop for card in self.cards.values() for stop in (card, *card.buttons)]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def _follow(self, verdict: Verdict) -> None:
        """Keep the selection with its finding; say so when the finding is gone."""
        if not self.selected:
            return
        if self.selected in self.cards:
            self.cards[self.selected].select(selected=True)
        elif all(finding.id != self.selected for finding in verdict.leading):
            self.selected = ""
            self._bridge.highlighted.emit(None)


class Header(QWidget):
    """核对, and how many findings of which kind."""

    def __init__(self) -> None:
        """Start with nothing counted."""
        super().__init__()
        self.error = text_label()
        self.explain = text_label()
        self.blank = text_label(muted=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 9, 12, 9)
        row.setSpacing(10)
        for label in (text_label("核对", heading=True), self.error, self.explain, self.blank):
            row.addWidget(label)
        row.addStretch(1)

    def show_counts(self, wrong: int, open_points: int, blanks: int) -> None:
        """Show the counts; only what must be done is coloured."""
        _count(self.error, f"必须修改 {wrong}", style.ERROR.name() if wrong else "")
        _count(self.explain, f"须说明 {open_points}", style.EXPLAIN.name() if open_points else "")
        _say(self.blank, f"空白 {blanks} 格")


class AllFine(QFrame):
    """Said when nothing is wrong."""

    def __init__(self) -> None:
        """Show a calm green line."""
        super().__init__()
        self.setObjectName("fine")
        self.setStyleSheet(
            f"#fine {{ background: {style.GOOD_TINT.name()}; border-radius: 6px; margin: 0 12px 11px 12px; }}"
            f"QLabel {{ color: {style.GOOD.darker(115).name()}; }}"
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        sign = QLabel()
        sign.setPixmap(style.icon("ok", style.GOOD).pixmap(18, 18))
        row.addWidget(sign)
        row.addWidget(text_label("没有发现问题"), 1)


class Fitting(QScrollArea):
    """As high as what is inside, as long as there is room; then it scrolls."""

    def __init__(self) -> None:
        """Scroll up and down only."""
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setSizeAdjustPolicy(QScrollArea.SizeAdjustPolicy.AdjustToContents)

    def sizeHint(self) -> QSize:
        """Ask for the height of the content at the present width."""
        inside = self.widget()
        return QSize(inside.sizeHint().width(), inside.heightForWidth(self.width()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask again: another width needs another height."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ask again when the content has changed."""
        if event.type() is QEvent.Type.LayoutRequest and watched is self.widget():
            self.updateGeometry()
        return super().eventFilter(watched, event)


def _group_title(words: str) -> QLabel:
    label = text_label(words, muted=True)
    label.setContentsMargins(14, 8, 12, 4)
    return label


def _count(label: QLabel, words: str, colour: str) -> None:
    if label.text() != words:
        label.setText(words)
        look = f"color: {colour}; font-weight: bold;" if colour else f"color: {style.MUTED.name()};"
        label.setStyleSheet(look)


def _say(label: QLabel, words: str) -> None:
    if label.text() != words:
        label.setText(words)


def _remove(layout: QVBoxLayout, card: FindingCard) -> None:
    layout.removeWidget(card)
    card.hide()
    card.deleteLater()
