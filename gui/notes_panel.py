"""The notes beside the page: where a figure or a sentence came from, written at the top, listed below."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from core import keys, notes
from core.errors import Refused
from core.notes import Note, Standing
from core.session import Delta
from core.values import show
from gui import style
from gui.bridge import Bridge
from gui.fields import text_label
from gui.first_stop import FirstStop
from gui.note_box import NoteBox
from gui.roomy import in_room
from gui.two_lines import Look, Rows, TwoLines

PAUSE = 500  # milliseconds after the last change, so that no key waits for this list
QUOTED = 44  # characters of a sentence
IN_ROW = 16  # and in a row of the list
NOTHING = "先在表格里点一格，或在正文里点一句。"
NONE_YET = "还没有备注。按 Ctrl+M，就能给当前的格子或句子写上来处。"
HOW = "Enter 写好并返回，Shift+Enter 换行，Esc 放弃"
EXAMPLE = "数字从哪里来，如：来自司法所 1月8日 电话"


class NotesPanel(FirstStop):
    """Writes and lists notes; costs nothing while it is hidden."""

    refused = Signal(object)  # core.errors.Refused
    done = Signal()  # back to the page

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        """Show the notes of the bridge's session."""
        super().__init__(parent)
        self._bridge = bridge
        self._note: Note | None = None  # the one in the field
        self.title = text_label(heading=True, wrap=True)
        self.about = text_label(muted=True, wrap=True)
        self.box = NoteBox()
        self.how = text_label(HOW, muted=True, wrap=True)
        self.count = text_label(muted=True, wrap=True)
        self.rows: Rows[Note] = Rows(_look, self)
        self.list = TwoLines(self.rows, "全部备注")
        self.go_button = QPushButton("去看这一处")
        self.remove_button = QPushButton("删去这条备注")
        self._later = QTimer(self, singleShot=True, interval=PAUSE)
        self._build()
        self._connect()
        self._show_note(None)

    def _build(self) -> None:
        self.box.setPlaceholderText(EXAMPLE)
        buttons = QHBoxLayout()
        buttons.setSpacing(style.px(6))
        buttons.addWidget(self.go_button)
        buttons.addWidget(self.remove_button)
        buttons.addStretch(1)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(style.px(8), style.px(8), style.px(16), style.px(8))
        column.setSpacing(style.px(8))
        column.addWidget(_card(self.title, self.about, self.box, self.how))
        listed = _card(self.count, self.list)
        inside = listed.layout()
        assert isinstance(inside, QVBoxLayout)
        inside.addLayout(buttons)
        inside.setStretchFactor(self.list, 1)
        column.addWidget(listed, 1)
        in_room(self, body)
        self.lead_to(self.box)

    def _connect(self) -> None:
        self._later.timeout.connect(self._read)
        self._bridge.changed.connect(self._on_changed)
        self._bridge.opened.connect(self._on_opened)
        self._bridge.save_failed.connect(self._lock)
        self.box.edited.connect(self._on_edited)
        self.box.left.connect(self._close)
        self.box.finished.connect(self._finish)
        self.box.withdrawn.connect(self._withdraw)
        self.list.selectionModel().currentChanged.connect(self._on_chosen)
        self.list.activated.connect(self.go)
        self.go_button.clicked.connect(self.go)
        self.remove_button.clicked.connect(self.remove)

    # ---- which note

    def edit(self, key: str) -> None:
        """Write the note on a cell, or go on with it; the keyboard comes here."""
        self.follow(key)
        self._begin()

    def edit_sentence(self, section: str, sentence: str) -> None:
        """Write the note on a sentence of a text, or go on with it; the keyboard comes here."""
        self._show_note(notes.note_on_sentence(self._bridge.session.report, section, sentence))
        self._begin()

    def follow(self, key: str) -> None:
        """Show the note on the figure that is current now; the keyboard stays where it is.

        The note on a sentence stays as long as its text is in front.
        """
        report = self._bridge.session.report
        if keys.is_text(key) and self._note is not None and self._note.spot == key:
            return
        self._show_note(notes.note_on(report, key) if key in report.form.cells else None)

    def _begin(self) -> None:
        if self._note is None:
            self.done.emit()  # nothing to write on: the keyboard stays with the page
            return
        self.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.box.moveCursor(self.box.textCursor().MoveOperation.End)

    def _show_note(self, note: Note | None) -> None:
        self._close()
        self._note = note
        self.box.show_words(note.words if note else "")
        self._tell()
        self._lock()
        self._choose()

    def _tell(self) -> None:
        note = self._note
        self.title.setText(note.name if note else NOTHING)
        self.about.setText(self._about(note) if note else "")
        self.about.setVisible(note is not None)
        self.box.setVisible(note is not None)
        self.how.setVisible(note is not None)
        self.box.setAccessibleName(f"备注 {note.name}" if note else "备注")

    def _about(self, note: Note) -> str:
        if not note.section:
            figure = show(self._bridge.session.report.value(note.place))
            return f"现在：{figure}" if figure else "现在是空白"
        sentence = f"“{_short(note.sentence, QUOTED)}”"
        if note.standing is Standing.GONE:
            return f"✕ {notes.GONE}。原句：{sentence}"
        if note.standing is Standing.EDITED:
            return f"！这句话后来改过。原句：{sentence}"
        return sentence

    def _choose(self) -> None:
        """Mark the note in the list, where it stands there."""
        place = self._note.place if self._note else ""
        row = next((row for row, note in enumerate(self.rows.items) if note.place == place), -1)
        if row >= 0:
            self.list.setCurrentIndex(self.rows.index(row))
        else:
            self.list.clearSelection()
            self.list.setCurrentIndex(QModelIndex())
        self.go_button.setEnabled(self._note is not None)

    def _on_chosen(self, index: QModelIndex) -> None:
        note = self.rows.item(index)
        if note is not None and (self._note is None or note.place != self._note.place):
            self._show_note(note)

    # ---- to the session

    def _on_edited(self) -> None:
        note, words = self._note, self.box.words()
        if note is None or words == self._stored(note):
            return
        label = f"备注 {note.name}"
        changes = notes.changes(note.place, words, note.sentence)
        try:
            self._bridge.session.apply(changes, label, typing=note.key)
        except Refused as refusal:
            self.box.show_words(self._stored(note))
            self.refused.emit(refusal)

    def _stored(self, note: Note) -> str:
        return notes.note_on(self._bridge.session.report, note.place).words

    def remove(self) -> None:
        """Take the note in the field away, as one step that can be undone."""
        note = self._note
        if note is None:
            return
        self._close()
        try:
            self._bridge.session.apply({note.key: ""}, f"删去备注 {note.name}")
        except Refused as refusal:
            self.refused.emit(refusal)
        else:
            self._read()

    def _close(self) -> None:
        self._bridge.session.close_group()

    def _withdraw(self) -> None:
        """Take back what was typed since the field was entered; where nothing was, go back to the page."""
        try:
            taken = self._bridge.session.cancel_group()
        except Refused as refusal:
            self.refused.emit(refusal)
            return
        if taken is None:
            self._finish()

    def _finish(self) -> None:
        """Go back to where the note belongs."""
        self._close()
        if self._note is None:
            self.done.emit()
        else:
            self.go()

    def go(self) -> None:
        """Show the cell or the sentence that the note is about."""
        note = self._note
        if note is None:
            return
        if note.where is not None:
            self._bridge.jump_span.emit(note.section, note.where.start, note.where.end)
        elif note.section or note.place in self._bridge.session.report.form.cells:
            self._bridge.jump.emit(note.spot)

    # ---- from the session

    def _on_changed(self, delta: Delta) -> None:
        if not self.isVisible():
            return
        note = self._note
        if note and note.key in delta.keys:
            self.box.show_words(self._stored(note))
            self._lock()
        if note and note.place in delta.keys:
            self._tell()
        if any(key.startswith((f"{keys.NOTE}.", f"{keys.TEXT}.")) for key in delta.keys):
            self._later.start()

    def _on_opened(self) -> None:
        self._note = None
        self.box.show_words("")
        self._tell()
        if self.isVisible():
            self._read()

    def showEvent(self, event: QShowEvent) -> None:
        """Read what happened meanwhile."""
        super().showEvent(event)
        self._read()

    def hideEvent(self, event: QHideEvent) -> None:
        """Rest."""
        super().hideEvent(event)
        self._later.stop()

    def _read(self) -> None:
        report = self._bridge.session.report
        listed = notes.all_notes(report)
        self.rows.show_items(listed)
        self.count.setText(f"全部备注 {len(listed)} 条" if listed else NONE_YET)
        self.list.setVisible(bool(listed))
        if self._note is not None:
            self._note = next((note for note in listed if note.place == self._note.place), self._note)
            self.box.show_words(self._stored(self._note))
            self._tell()
        self._lock()
        self._choose()

    def _lock(self) -> None:
        """Take nothing more while nothing can be saved."""
        writable = self._bridge.session.failure is None
        self.box.setReadOnly(not writable)
        written = self._note is not None and bool(self._stored(self._note))
        self.remove_button.setEnabled(writable and written)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.done.emit()
        else:
            super().keyPressEvent(event)


def _look(note: Note) -> Look:
    """Return how a note is listed: its place, and under it the words."""
    signs = {Standing.EXACT: "", Standing.EDITED: "！句子改过", Standing.GONE: f"✕ {notes.GONE}"}
    quoted = f"“{_short(note.sentence, IN_ROW)}”" if note.section else ""
    return Look(f"{note.name}{quoted}", detail=note.words, sign=signs[note.standing] if note.section else "")


def _short(words: str, length: int) -> str:
    return words if len(words) <= length else f"{words[:length]}…"


def _card(*widgets: QWidget) -> QFrame:
    card = QFrame()
    card.setProperty("card", True)
    inside = QVBoxLayout(card)
    inside.setContentsMargins(style.px(12), style.px(10), style.px(12), style.px(10))
    inside.setSpacing(style.px(6))
    for widget in widgets:
        inside.addWidget(widget)
    return card
