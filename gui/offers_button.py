"""＋ 由表格生成句子: a list of the sentences the figures support, each shown whole before it is chosen."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from core.narrative import offers
from core.narrative.offers import Offer
from gui import style
from gui.bridge import Bridge
from gui.fields import text_label

WORDS = "＋ 由表格生成句子"
SHORT = "＋ 生成句子"
WIDTH = 560  # pixels
PAD = 7  # around a sentence
_APART = "\u2002"  # between the words and the arrow
MOST_HEIGHT = 0.6  # of the screen
SAID = "插入后是普通文字，表格再改时请自己核对。"
NONE = "表格和有关栏目里还没有能写成句子的内容。"


class OffersButton(QPushButton):
    """Opens the list; the page inserts what is chosen."""

    chosen = Signal(object)  # core.narrative.offers.Offer

    def __init__(self, bridge: Bridge, section: str, parent: QWidget | None = None) -> None:
        """Offer sentences for a section of the bridge's session; hidden where the form has none for it."""
        super().__init__(f"{WORDS}{_APART}", parent)
        self._bridge = bridge
        self._section = section
        self.popup: OffersPopup | None = None
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow behind the words
        self.setIcon(style.icon("chevron-down", style.MUTED))
        self.setIconSize(QSize(style.px(14), style.px(14)))
        self.setAccessibleName("由表格生成句子")
        self.setToolTip("只列出报告里已填的内容能支持的句子，先看后插入")
        self.clicked.connect(self.open)
        form = bridge.session.report.form
        if not any(one.section == section for one in form.sentences):
            self.hide()

    def shorten(self, *, short: bool) -> None:
        """Use fewer words where room is scarce."""
        self.setText(f"{SHORT if short else WORDS}{_APART}")

    def open(self) -> None:
        """Show the sentences as the figures stand now."""
        report = self._bridge.session.report
        self.popup = OffersPopup(
            offers.for_section(report, self._section),
            offers.waiting(report, self._section),
            report.text(self._section),
            self,
        )
        self.popup.chosen.connect(self.chosen)
        self.popup.open_below(self)


class OffersPopup(QFrame):
    """A list to choose one sentence from, with keys or the mouse."""

    chosen = Signal(object)  # core.narrative.offers.Offer

    def __init__(
        self, found: tuple[Offer, ...], waiting: tuple[str, ...], text: str, parent: QWidget | None = None
    ) -> None:
        """List sentences; those the text says already cannot be chosen again."""
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setObjectName("offers")
        self.setStyleSheet(
            f"#offers {{ background: {style.CARD.name()}; border: 1px solid {style.BORDER.name()}; }}"
            f"QListWidget {{ background: transparent; border: none; outline: none; }}"
            f"QListWidget::item {{ padding: {style.px(PAD)}px;"
            f" border-bottom: 1px solid {style.BORDER.name()}; color: {style.INK.name()}; }}"
            f"QListWidget::item:selected, QListWidget::item:hover {{"
            f" background: {style.ACTIVE_TINT.name()}; color: {style.ACTIVE_INK.name()}; }}"
            f"QListWidget::item:disabled {{ color: {style.MUTED.name()}; background: transparent; }}"
        )
        self._offers = found
        self.list = QListWidget()
        self.list.setWordWrap(True)
        self.list.setAccessibleName("可以插入的句子")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        for offer in found:
            self.list.addItem(_item(offer, said=offers.stands_in(offer, text)))
        self.list.itemClicked.connect(self._choose)
        self.foot = text_label(_foot(found, waiting), muted=True, wrap=True)
        self._build()
        self._select_first()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(style.px(8), style.px(8), style.px(8), style.px(8))
        column.setSpacing(style.px(6))
        column.addWidget(self.list)
        column.addWidget(self.foot)
        self.list.setVisible(bool(self._offers))
        self.setFocusProxy(self.list)

    def _select_first(self) -> None:
        for item in self._items():
            if item.flags() & Qt.ItemFlag.ItemIsEnabled:
                self.list.setCurrentItem(item)
                return

    def open_below(self, button: QWidget) -> None:
        """Show the list under a button, inside the screen."""
        screen = button.screen().availableGeometry()
        width = min(style.px(WIDTH), screen.width())
        self.setFixedWidth(width)
        self.list.setFixedWidth(width - 2 * style.px(8) - 2)
        rows = sum(self._fit(item) for item in self._items())
        self.list.setFixedHeight(min(rows + style.px(4), int(screen.height() * MOST_HEIGHT)))
        self.adjustSize()
        self.show()  # it has its final size only now
        place = button.mapToGlobal(QPoint(0, button.height()))
        room = screen.adjusted(0, 0, -self.width(), -self.height())  # where its corner may be
        right, bottom = room.x() + room.width(), room.y() + room.height()
        self.move(max(screen.x(), min(place.x(), right)), max(screen.y(), min(place.y(), bottom)))
        self.list.setFocus()

    def _fit(self, item: QListWidgetItem) -> int:
        """Give an item the height of its lines; Qt forgets the space around them when it wraps."""
        room = self.list.width() - self.list.verticalScrollBar().sizeHint().width() - 4 * style.px(PAD)
        lines = self.list.fontMetrics().boundingRect(
            QRect(0, 0, room, 0), Qt.TextFlag.TextWordWrap.value, item.text()
        )
        item.setSizeHint(QSize(room, lines.height() + 2 * style.px(PAD) + 1))
        return item.sizeHint().height()

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(row) for row in range(self.list.count())]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the chosen sentence, Esc none."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._choose(self.list.currentItem())
        elif event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def _choose(self, item: QListWidgetItem | None) -> None:
        if item is None or not item.flags() & Qt.ItemFlag.ItemIsEnabled:
            return
        offer = self._offers[self.list.row(item)]
        self.close()
        self.chosen.emit(offer)


def _item(offer: Offer, *, said: bool) -> QListWidgetItem:
    item = QListWidgetItem(f"✓ 已在正文里：{offer.text}" if said else offer.text)
    if said:
        item.setFlags(Qt.ItemFlag.NoItemFlags)
    return item


def _foot(found: tuple[Offer, ...], waiting: tuple[str, ...]) -> str:
    """Return what is to be known before choosing, and what would come if blanks were filled in."""
    more = f"还有空白；填完后可能还有：{'、'.join(waiting)}。" if waiting else ""
    return f"{SAID if found else NONE}{more}"
