"""The text of a section, or the preamble, bound to the session: keys go there, changes come back."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction

from core import keys
from core.errors import Refused
from core.narrative import offers
from core.narrative.offers import Offer
from core.session import Delta
from gui import marks
from gui.bridge import Bridge
from gui.marks import Mark
from gui.prose import COLUMN, Prose

NOTE = "给这句话写备注\tCtrl+M"
NO_SENTENCE = "光标处没有句子，请先把光标放进要写备注的那句话。"
SELECTED = 30  # characters; a longer stretch that is shown is marked but not selected


class SectionText(Prose):
    """Keeps no text of its own: what stands here is what the report holds."""

    shown = Signal(str)  # the text as it stands now
    note_wanted = Signal(str, str)  # section, sentence

    def __init__(self, bridge: Bridge, section: str, name: str, size: float, *, column: int = COLUMN) -> None:
        """Bind the text of a section, called by its short name, of the bridge's session."""
        super().__init__(size, column=column)
        self.section = section
        self.key = keys.text(section)
        self._name = name
        self._bridge = bridge
        self._gone_to: Mark | None = None  # until the next edit
        self._copied: tuple[Mark, ...] = ()
        note = QAction(NOTE, self)
        note.triggered.connect(self.note)
        self.addAction(note)
        self.edited.connect(self._on_edited)
        self.left.connect(self._close)
        bridge.changed.connect(self._on_changed)
        bridge.opened.connect(self.read)
        bridge.save_failed.connect(self._lock)

    @property
    def stored(self) -> str:
        """Return the text the report holds."""
        return self._bridge.session.report.text(self.section)

    # ---- to the session

    def put(self, place: int, words: str, label: str) -> None:
        """Insert words as one step of their own, and stand behind them."""
        text = self.text()
        self._close()
        if self._apply(text[:place] + words + text[place:], label):
            self.set_caret(place + len(words))
        self.setFocus()

    def put_sentence(self, words: str, label: str) -> None:
        """Insert a sentence where one can begin; several paragraphs go below the caret's."""
        text, caret = self.text(), self.caret()
        if "\n" in words:
            place = paragraph_end(text, caret)
            before = "" if place == 0 or text[place - 1] == "\n" else "\n"
        else:
            place, before = offers.place_for(text, caret)
        self.put(place, f"{before}{words}", label)

    def put_offer(self, offer: Offer) -> None:
        """Insert an offered sentence."""
        self.put_sentence(offer.text, f"插入句子 {offer.name}")

    def note(self) -> None:
        """Ask for a note on the sentence of the caret."""
        sentence = self.sentence()
        if sentence is None:
            self.said.emit(NO_SENTENCE)
        else:
            self.note_wanted.emit(self.section, sentence.text)

    def _close(self) -> None:
        """End the step of what was typed, in whatever report is open now."""
        self._bridge.session.close_group()

    def _on_edited(self, doing: str) -> None:
        text, stored = self.text(), self.stored
        if not self.differs_from(stored):
            return
        self._gone_to = None
        if doing:
            self._close()
            self._apply(text, f"{doing} {self._name}")
            return
        self._apply(text, f"修改 {self._name}", typing=self.key)
        if text.count("\n") > stored.count("\n"):
            self._close()

    def _apply(self, text: str, label: str, typing: str = "") -> bool:
        """Hand the text to the session; what is refused is said and taken off the screen."""
        try:
            self._bridge.session.apply({self.key: text}, label, typing=typing)
        except Refused as refusal:
            self._show()
            self.refused.emit(refusal)
            return False
        return True

    # ---- from the session

    def read(self) -> None:
        """Show another report's text from its beginning."""
        self._gone_to = None
        self._show()
        self.set_caret(0)
        self._lock()

    def show_span(self, start: int, end: int) -> None:
        """Mark words until the next edit and go there; few words are selected too, to be written over."""
        self._gone_to = Mark(start, end, marks.FOUND)
        self._mark()
        self.setFocus()
        self.set_caret(end)
        self.set_caret(start, end if end - start <= SELECTED else start)

    def show_copied(self, copied: Iterable[Mark]) -> None:
        """Mark the sentences that are last year's too."""
        before, self._copied = self._copied, tuple(copied)
        if self._copied != before:
            self._mark()

    def _on_changed(self, delta: Delta) -> None:
        if self.key in delta.keys:
            self._show()
        elif delta.opened or delta.closed:
            self._mark()

    def _lock(self) -> None:
        """Take nothing more while nothing can be saved."""
        self.setReadOnly(self._bridge.session.failure is not None)

    def _show(self) -> None:
        text = self.stored
        self.show_text(text)
        self.shown.emit(text)
        self._mark()

    def _mark(self) -> None:
        session = self._bridge.session
        found = marks.of_findings(session.verdict, self.section) if session.examined else ()
        self.show_marks([*self._copied, *found, *([self._gone_to] if self._gone_to else [])])


def paragraph_end(text: str, place: int) -> int:
    """Return where the paragraph around a place ends."""
    end = text.find("\n", place)
    return len(text) if end < 0 else end
