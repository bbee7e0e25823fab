"""Help on one row, column or text: its name, and each part as a small labelled paragraph."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from core.form import Part
from core.handbook import Topic
from gui import help_words, style
from gui.fields import text_label


class TopicView(QWidget):
    """The four parts of one help text; those not written are not shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start with nothing."""
        super().__init__(parent)
        self.title = text_label(heading=True, wrap=True)
        self.none = text_label(help_words.NONE_WRITTEN, muted=True, wrap=True)
        self.parts = {part: PartView() for part in Part}
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(style.px(8))
        for widget in (self.title, *self.parts.values(), self.none):
            inside.addWidget(widget)

    def show_topic(self, title: str, topic: Topic) -> None:
        """Show the help on a topic under a title, which may be empty."""
        self.title.setText(title)
        self.title.setVisible(bool(title))
        texts = dict(topic.help.written)
        for part, view in self.parts.items():
            view.name.setText(topic.labels[part])
            view.show_part(texts.get(part, ""), help_words.marks(topic.help, part))
        self.none.setVisible(not texts)
        self._settle()

    def _settle(self) -> None:
        """Lay out the parts now: layouts within layouts would take several turns of the event loop."""
        for part in (*self.parts.values(), self):
            if (layout := part.layout()) is not None:
                layout.activate()

    def spoken(self) -> str:
        """Return all that is shown as one text, for a screen reader."""
        shown = (label.text() for label in self._labels() if not label.isHidden())
        return "。".join(text.rstrip("。") for text in shown if text)

    def _labels(self) -> Iterator[QLabel]:
        yield self.title
        for view in self.parts.values():
            if not view.isHidden():
                yield from (view.name, *view.marks.values(), view.text)
        yield self.none


class PartView(QWidget):
    """One part: its name, where it comes from in words, and the text below."""

    def __init__(self) -> None:
        """Start with nothing."""
        super().__init__()
        self.name = text_label(muted=True, heading=True)
        self.text = text_label(wrap=True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.marks = {word: _mark(word) for word in (help_words.COUNTY, help_words.OURS)}
        head = QHBoxLayout()
        head.setSpacing(style.px(6))
        for label in (self.name, *self.marks.values()):
            head.addWidget(label)
        head.addStretch(1)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(style.px(2))
        inside.addLayout(head)
        inside.addWidget(self.text)

    def show_part(self, text: str, marks: tuple[str, ...]) -> None:
        """Show a text with its marks; without a text, nothing."""
        self.setVisible(bool(text))
        self.text.setText(text)
        for word, label in self.marks.items():
            label.setVisible(word in marks)


def _mark(word: str) -> QLabel:
    label = text_label(word)
    label.setStyleSheet(
        f"color: {style.MUTED.name()}; border: 1px solid {style.BORDER.name()};"
        f"border-radius: {style.px(4)}px; padding: 0 {style.px(4)}px; font-size: {style.px(style.SMALL)}px;"
    )
    return label
