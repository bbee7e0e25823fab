"""The words above the first section, on the cover."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from gui import style
from gui.bridge import Bridge
from gui.fields import GAP, card, text_label
from gui.offers_button import OffersButton
from gui.section_text import SectionText

NAME = "前言"
HINT = "写在“一、总体情况”之前的一段话，常说明编制依据、统计期限和联系方式；可以不写。"
LEAST, MOST = 116, 380  # pixels that the text and the card are high


class PreambleCard(QFrame):
    """The preamble and the sentences that can be offered for it; every key goes to the session."""

    refused = Signal(object)  # core.errors.Refused, or a sentence
    said = Signal(str)  # a sentence for the notice line
    note_wanted = Signal(str, str)  # section and sentence about which something is to be noted

    def __init__(self, bridge: Bridge) -> None:
        """Show the preamble of the bridge's session."""
        super().__init__()
        self._bridge = bridge
        self.text = SectionText(bridge, "preamble", NAME, style.BODY_SIZE + 0.5, column=0)
        self.offers = OffersButton(bridge, "preamble")
        self.offers.shorten(short=True)
        self._build()
        self.text.refused.connect(self.refused)
        self.text.said.connect(self.said)
        self.text.note_wanted.connect(self.note_wanted)
        self.offers.chosen.connect(self.text.put_offer)
        bridge.opened.connect(self._lock)
        bridge.save_failed.connect(self._lock)
        self._lock()
        self.text.read()

    def _build(self) -> None:
        column = card(self, NAME)
        row = QHBoxLayout()
        row.setSpacing(style.px(GAP))
        row.addWidget(text_label(HINT, muted=True, wrap=True), 1)
        row.addWidget(self.offers)
        column.addLayout(row)
        box = QFrame()
        box.setObjectName("box")
        box.setStyleSheet(
            f"#box {{ border: 1px solid {style.BORDER.name()}; border-radius: {style.px(6)}px; }}"
        )
        inside = QVBoxLayout(box)
        inside.setContentsMargins(style.px(4), style.px(2), style.px(2), style.px(2))
        inside.addWidget(self.text)
        self.text.setMinimumHeight(style.px(LEAST))
        self.text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.text.setAccessibleName(NAME)
        self.setMaximumHeight(style.px(MOST))
        column.addWidget(box, 1)

    def follow(self, before: QWidget) -> None:
        """Let Tab come here from another widget: first the offer, then the text."""
        for first, second in pairwise((before, self.offers, self.text)):
            QWidget.setTabOrder(first, second)

    def _lock(self) -> None:
        """Offer nothing while nothing can be saved; the text locks itself."""
        self.offers.setEnabled(self._bridge.session.failure is None)
