"""The panel beside the page: what does not add up, by level, with the way there and the way out."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from core import basis, checked, keys
from core.errors import Refused
from core.findings import Finding, Span, Suggestion, Verdict
from gui import states, style, verdict_words
from gui.bridge import Bridge
from gui.comparison_card import ComparisonCard
from gui.fields import text_label
from gui.finding_card import Content, FindingCard
from gui.finding_filters import Filters
from gui.finding_groups import GroupTitle, Remainder
from gui.verdict_words import Groups
from gui.why import Words

MARGINS = (8, 8, 16, 8)
AT_ONCE = 20  # cards built at once; more are a click away
NARROWEST = 200  # pixels
LOW = 480  # pixels at 100 per cent: a lower panel scrolls as a whole
NOTHING_HERE = "没有要在这里显示的问题。"


@dataclass(frozen=True, slots=True)
class Listing:
    """What is laid out: findings with their groups in order, and what is not shown."""

    order: tuple[tuple[str, str], ...] = ()  # (group, finding)
    titles: tuple[tuple[str, int], ...] = ()  # group, findings in it that the filters let through
    filtered: int = 0  # kept back by the filters
    waiting: int = 0  # more than are built at once

    @property
    def found(self) -> int:
        """Return how many findings the filters let through."""
        return sum(number for _, number in self.titles)


class FindingsPanel(QWidget):
    """Follows the session's verdict; the selection stays with its finding as long as there is one."""

    refused = Signal(object)  # core.errors.Refused
    last_year_wanted = Signal()  # a person wants to type last year's figures

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        """Show the findings of the bridge's session."""
        super().__init__(parent)
        self._bridge = bridge
        self._stale = False  # something changed while this was hidden
        self.cards: dict[str, FindingCard] = {}  # by finding, in the order shown
        self.selected = ""  # id of the chosen finding
        self._page = ""  # id of the tab in front
        self._limit = AT_ONCE
        self._listing: Listing | None = None
        self._stops: list[QWidget] = []
        self.filters = Filters()
        self.fine = AllFine()
        self.nothing = text_label(NOTHING_HERE, muted=True, wrap=True)
        self.hidden = Remainder("另有 {} 条未显示", "全部显示")
        self.more = Remainder("还有 {} 条", "显示")
        self.comparison = ComparisonCard()
        self.line = text_label(muted=True, wrap=True)
        self.titles = {group.id: GroupTitle(group) for group in verdict_words.GROUPS}
        self._list = QVBoxLayout()
        self._below = QVBoxLayout()  # comparison and honest line
        self._below.setSpacing(style.px(10))
        self._scroll = Fitting()
        self._build()
        self._connect()
        self._refresh()

    def _build(self) -> None:
        body = QWidget()
        body.setLayout(self._list)
        self._list.setContentsMargins(1, 0, 1, 1)
        self._list.setSpacing(0)
        for title in self.titles.values():
            self._list.addWidget(title)
        self._list.addWidget(self.more)
        self._scroll.setWidget(body)
        self.nothing.setContentsMargins(style.px(14), 0, style.px(12), style.px(8))
        card = QFrame()
        card.setProperty("card", True)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(0, 0, 0, 1)
        inside.setSpacing(0)
        for part in (self.filters, self.fine, self.nothing, self._scroll, self.hidden):
            inside.addWidget(part)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(*(style.px(margin) for margin in MARGINS))
        self._column.setSpacing(style.px(10))
        self._column.addWidget(card)
        self._column.addLayout(self._below)
        self._column.addStretch(1)
        for widget in (self.comparison, self.line):
            self._below.addWidget(widget)
        self.setMinimumWidth(NARROWEST)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where the panel is low, let what stands below the list scroll with it."""
        super().resizeEvent(event)
        low = self.height() < style.px(LOW)
        if low != (self._list.indexOf(self._below) >= 0):
            before, after = (self._column, self._list) if low else (self._list, self._column)
            before.removeItem(self._below)
            side = style.px(8) if low else 0
            self._below.setContentsMargins(side, side, side, side)
            after.insertLayout(after.count() if low else 1, self._below)
            self._scroll.setVisible(self._scrolls(self._listing))

    def _connect(self) -> None:
        for title in self.titles.values():
            title.folded.connect(self._refresh)
        self.filters.changed.connect(self._on_filtered)
        self.hidden.wanted.connect(self.filters.show_everything)
        self.more.wanted.connect(self._show_more)
        self.comparison.last_year_wanted.connect(self.last_year_wanted)
        self._bridge.rested.connect(self._on_rested)
        self._bridge.opened.connect(self._on_opened)
        self._bridge.save_failed.connect(self._lock)

    # ---- choosing

    def next(self) -> None:
        """Choose the finding after the chosen one, the first after the last."""
        self._step(1)

    def previous(self) -> None:
        """Choose the finding before the chosen one, the last before the first."""
        self._step(-1)

    def _step(self, by: int) -> None:
        self.settle()
        ids = list(self.cards)
        place = ids.index(self.selected) + by if self.selected in ids else min(by, 0)
        if place == len(ids) and self._listing and self._listing.waiting:
            self._show_more()
            ids = list(self.cards)
        if ids:
            self.choose(self.cards[ids[place % len(ids)]].finding)

    def choose(self, finding: Finding) -> None:
        """Mark a finding as chosen, colour both its sides and go to its cell or its words."""
        self._mark(finding.id)
        self._scroll.reveal(self.cards[finding.id])
        self._bridge.highlighted.emit(finding)
        if finding.spans and not finding.suggestions:
            self._to_words(finding.spans[0])
        elif place := verdict_words.target(self._bridge.session.report.form, finding):
            self._bridge.jump.emit(place)

    def _to_words(self, span: Span) -> None:
        self._bridge.jump_span.emit(span.section, span.start, span.end)

    def _mark(self, finding_id: str) -> None:
        for name in {self.selected, finding_id} & self.cards.keys():
            self.cards[name].select(selected=name == finding_id)
        self.selected = finding_id

    def _move(self, card: FindingCard, by: int) -> None:
        cards = list(self.cards.values())
        place = min(max(cards.index(card) + by, 0), len(cards) - 1)
        cards[place].setFocus()
        self._scroll.reveal(cards[place])

    def set_page(self, tab: str) -> None:
        """Take note of the page in front, for those who only want to see its findings."""
        if tab != self._page:
            self._page = tab
            self._refresh()

    def _on_filtered(self) -> None:
        self._limit = AT_ONCE
        self._refresh()

    def _show_more(self) -> None:
        self._limit += AT_ONCE
        self._refresh()

    # ---- to the session

    def _accept(self, suggestion: Suggestion) -> None:
        try:
            self._bridge.session.accept(suggestion)
        except Refused as refusal:
            self.refused.emit(refusal)
            return
        self._bridge.jump.emit(suggestion.cell)

    def _explain(self, card: FindingCard, written: str) -> None:
        session, finding = self._bridge.session, card.finding
        words = unicodedata.normalize("NFC", written) if written.strip() else ""
        if words == (finding.explanation or ""):
            return
        label = f"填写说明 {finding.title or finding.text}"
        try:
            session.apply(
                basis.changes(session.report, finding, words), label, typing=keys.explain(finding.id)
            )
        except Refused as refusal:
            card.put_back()
            self.refused.emit(refusal)

    def _confirm(self, finding: Finding) -> None:
        session = self._bridge.session
        label = f"说明仍然适用 {finding.title or finding.text}"
        try:
            session.apply(basis.confirmation(session.report, finding), label)
        except Refused as refusal:
            self.refused.emit(refusal)

    def _close(self, card: FindingCard) -> None:
        self._bridge.session.close_group()
        if self.cards.get(card.finding.id) is card:  # and not just taken away
            self._refresh()  # what is explained now may go to its group

    def _withdraw(self) -> None:
        try:
            self._bridge.session.cancel_group()
        except Refused as refusal:
            self.refused.emit(refusal)

    def _set_beside(self, card: FindingCard) -> None:
        if card.quotes:
            card.quotes.show_pairs(*verdict_words.copied_pairs(self._bridge.session, card.finding))

    # ---- following

    def _on_opened(self) -> None:
        had = self.selected
        self._mark("")
        self._limit = AT_ONCE
        self._refresh()
        if had:
            self._bridge.highlighted.emit(None)

    def _on_rested(self) -> None:
        if self._bridge.pause and not self.isVisible():
            self._stale = True
        else:
            self._refresh()

    def settle(self) -> None:
        """Show the newest state now, if something is still waiting to be shown."""
        self._bridge.rest()
        if self._stale:
            self._refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what changed while the panel was hidden."""
        super().showEvent(event)
        self.settle()

    def _refresh(self) -> None:
        """Bring the cards in line with the verdict; nothing is rebuilt that says the same as before."""
        self._stale = False
        had_keyboard = self._has_keyboard()
        session = self._bridge.session
        report, verdict = session.report, session.verdict
        groups = verdict_words.in_groups(report, verdict, self._staying())
        here = self._here(groups)
        listing = self._listed(groups, here if self.filters.here.isChecked() else groups)
        self._show_cards(verdict, listing)
        if listing != self._listing:
            self._lay_out(listing)
        self._count(verdict_words.in_groups(report, verdict))
        self._tab_order()
        self.fine.setVisible(not groups)
        self.comparison.show_report(report, session.last_year)
        _say(self.line, checked.honest_line(report, verdict))
        self._follow(verdict)
        self._lock()
        if had_keyboard and not self._has_keyboard():  # the card that had it is gone
            next((stop for stop in self._stops if stop.isVisible()), self.filters.here).setFocus()

    def _has_keyboard(self) -> bool:
        held = QApplication.focusWidget()
        return held is not None and self.isAncestorOf(held)

    def _staying(self) -> dict[str, str]:
        """Return the group of the finding whose explanation is being written."""
        if self._listing is None or not isinstance(QApplication.focusWidget(), Words):
            return {}
        return {name: group for group, name in self._listing.order if self.cards[name].is_written()}

    def _here(self, groups: Groups) -> Groups:
        form = self._bridge.session.report.form
        return {
            group: [finding for finding in found if states.tab_of_finding(form, finding) == self._page]
            for group, found in groups.items()
        }

    def _listed(self, groups: Groups, allowed: Groups) -> Listing:
        level = self.filters.level
        order: list[tuple[str, str]] = []
        titles = []
        filtered = waiting = 0
        for group in verdict_words.GROUPS:
            found = allowed.get(group.id, []) if level in {verdict_words.ALL, group.filter} else []
            filtered += len(groups.get(group.id, ())) - len(found)
            titles.append((group.id, len(found)))
            if self.titles[group.id].is_open:
                room = max(0, self._limit - len(order))
                order += [(group.id, finding.id) for finding in found[:room]]
                waiting += max(0, len(found) - room)
        return Listing(tuple(order), tuple(titles), filtered, waiting)

    def _count(self, groups: Groups) -> None:
        """Say how many there are in each group as they stand now, counted as tabs and badge count."""
        report, here = self._bridge.session.report, self._here(groups)
        only_here = self.filters.here.isChecked()
        shown = here if only_here else groups
        blanks = len(report.blanks())
        tables = {table.id for table in report.form.tables}
        cells = (len(report.blanks(self._page)) if self._page in tables else 0) if only_here else blanks
        on_page = verdict_words.counts(here)[self.filters.level]
        self.filters.show_counts(verdict_words.counts(shown), cells, on_page)
        self.titles[verdict_words.BLANK].say(f"空白 {blanks} 格（请填写，或确认为 0）" if blanks else "")

    def _lock(self) -> None:
        """Take nothing more while nothing can be saved."""
        for card in self.cards.values():
            card.lock(locked=self._bridge.session.failure is not None)

    def _show_cards(self, verdict: Verdict, listing: Listing) -> None:
        follows = verdict_words.folded(verdict)
        leading = {finding.id: finding for finding in verdict.leading}
        wanted = {name: leading[name] for _, name in listing.order}
        for gone in self.cards.keys() - wanted.keys():
            _remove(self._list, self.cards.pop(gone))
        for group, name in listing.order:
            content = self._content(group, wanted[name], follows.get(name, []))
            if name in self.cards:
                self.cards[name].show_content(content)
            else:
                self.cards[name] = self._card(content)

    def _content(self, group: str, finding: Finding, follows: list[Finding]) -> Content:
        session = self._bridge.session
        report = session.report
        copied = verdict_words.is_copied(report.form, finding) and session.last_year is not None
        return Content(
            finding,
            tuple((verdict_words.button(report, offer), offer) for offer in finding.suggestions),
            tuple(follows),
            verdict_words.toggle(finding, follows) if follows else "",
            verdict_words.quotes(report, finding),
            copied,
            verdict_words.changed(report, finding),
            quiet=group == verdict_words.EXPLAINED,
            lacks_last_year=verdict_words.needs_last_year(finding),
        )

    def _card(self, content: Content) -> FindingCard:
        card = FindingCard(content)
        card.chosen.connect(self.choose)
        card.taken.connect(self._accept)
        card.moved.connect(lambda by: self._move(card, by))
        card.explained.connect(partial(self._explain, card))
        card.explanation_left.connect(partial(self._close, card))
        card.explanation_withdrawn.connect(self._withdraw)
        card.confirmed.connect(lambda: self._confirm(card.finding))
        card.words_wanted.connect(self._to_words)
        card.beside_wanted.connect(partial(self._set_beside, card))
        card.last_year_wanted.connect(self.last_year_wanted)
        return card

    def _lay_out(self, listing: Listing) -> None:
        """Put titles and cards in order; a card that stands right is not moved."""
        self._listing = listing
        self.cards = {name: self.cards[name] for _, name in listing.order}
        for place, widget in enumerate(self._sequence(listing)):
            if self._list.indexOf(widget) != place:
                self._list.removeWidget(widget)
                self._list.insertWidget(place, widget)
        for group, number in listing.titles:
            self.titles[group].show_number(number)
        self._scroll.setVisible(self._scrolls(listing))
        self.nothing.setVisible(not listing.found and bool(listing.filtered))
        self.hidden.show_number(listing.filtered)
        self.more.show_number(listing.waiting)

    def _scrolls(self, listing: Listing | None) -> bool:
        return bool(listing and listing.found) or self._list.indexOf(self._below) >= 0

    def _sequence(self, listing: Listing) -> Iterator[QWidget]:
        for group, title in self.titles.items():
            yield title
            yield from (self.cards[name] for home, name in listing.order if home == group)

    def _tab_order(self) -> None:
        """Let the Tab key follow what is seen, from top to bottom."""
        stops = [stop for widget in self._widgets() for stop in getattr(widget, "stops", ())]
        if stops != self._stops:
            self._stops = stops
            for before, after in pairwise(stops):
                QWidget.setTabOrder(before, after)

    def _widgets(self) -> Iterator[QWidget]:
        if self._listing:
            yield from self._sequence(self._listing)
        yield from (self.more, self.hidden)

    def _follow(self, verdict: Verdict) -> None:
        """Keep the selection with its finding; say so when the finding is gone."""
        if not self.selected:
            return
        if self.selected in self.cards:
            self.cards[self.selected].select(selected=True)
        elif all(finding.id != self.selected for finding in verdict.leading):
            self.selected = ""
            self._bridge.highlighted.emit(None)


class AllFine(QFrame):
    """Said when nothing is wrong."""

    def __init__(self) -> None:
        """Show a calm green line."""
        super().__init__()
        self.setObjectName("fine")
        self.setStyleSheet(
            f"#fine {{ background: {style.GOOD_TINT.name()}; border-radius: {style.px(6)}px;"
            f" margin: 0 {style.px(12)}px {style.px(11)}px {style.px(12)}px; }}"
            f"QLabel {{ color: {style.GOOD.name()}; }}"
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(style.px(12), style.px(8), style.px(12), style.px(8))
        sign = QLabel(textFormat=Qt.TextFormat.PlainText)
        sign.setPixmap(style.icon("ok", style.GOOD).pixmap(style.px(18), style.px(18)))
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

    def reveal(self, part: QWidget) -> None:
        """Bring a part of the content into view, its beginning if it is too high for the rest."""
        if part.height() > self.viewport().height():
            self.verticalScrollBar().setValue(part.y())
        else:
            self.ensureWidgetVisible(part, 0, 0)

    def sizeHint(self) -> QSize:
        """Ask for the height of the content at the present width."""
        width = self.viewport().width()  # the one the content has: asking for another would cost a layout
        return QSize(style.px(NARROWEST), self.widget().heightForWidth(width))

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


def _say(label: QLabel, words: str) -> None:
    if label.text() != words:
        label.setText(words)


def _remove(layout: QVBoxLayout, card: FindingCard) -> None:
    layout.removeWidget(card)
    card.hide()
    card.deleteLater()
