"""The session's events as Qt signals, and the one place where Qt's UTF-16 units become code points.

Everything on screen listens here and writes through ``bridge.session``. Save events come from the writer
thread; Qt queues them into the screen's thread because they are signals.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from core.desk import WrittenBack
from core.report import Report
from core.saver import Saved, SaveFailed
from core.session import Delta, Event, Session


class Bridge(QObject):
    """Holds the open session and says what happens to it."""

    opened = Signal()  # another report is in front: read everything anew
    changed = Signal(object)  # Delta: for what must be on the screen together with the key
    rested = Signal()  # after changes, when the screen has shown them: for what may follow
    saved = Signal(object)  # Saved
    save_failed = Signal(object)  # SaveFailed
    written_back = Signal(object)  # WrittenBack: the work has reached the stick or the share
    drafted = Signal()  # a draft was made or signed; the report is the same
    chore_failed = Signal(object)  # ChoreFailed: saving goes on
    highlighted = Signal(object)  # Finding or None: both sides of its equation are coloured
    jump = Signal(str)  # show the page of this key and put the cursor there
    jump_span = Signal(str, int, int)  # show words of a text: section, start, end in code points

    def __init__(self, session: Session, parent: QObject | None = None, *, pause: int = 0) -> None:
        """Listen to a session; ``rested`` comes ``pause`` milliseconds after a change, 0: at once.

        Cards, counts and tabs that follow a figure cost more than the figure itself. With a pause the screen
        shows the key first, and quick keys are answered together.
        """
        super().__init__(parent)
        self.pause = pause
        self._resting = QTimer(self, singleShot=True, interval=pause)
        self._resting.timeout.connect(self.rested)
        self.session = session
        session.subscribe(partial(self._on_event, session))

    def attach(self, session: Session) -> None:
        """Put another session in front; the one before has been closed by the caller."""
        self.session = session
        session.subscribe(partial(self._on_event, session))
        self.opened.emit()

    def rest(self) -> None:
        """Let everything follow now that is still waiting."""
        if self._resting.isActive():
            self._resting.stop()
            self.rested.emit()

    def _rest_soon(self) -> None:
        if not self.pause:
            self.rested.emit()
        elif not self._resting.isActive():
            self._resting.start()

    def _on_event(self, session: Session, event: Event) -> None:
        if session is not self.session:
            return  # the last word of a session that is no longer in front
        if isinstance(event, Delta):
            self.changed.emit(event)
            self._rest_soon()
        elif isinstance(event, Saved):
            self.saved.emit(event)
        elif isinstance(event, SaveFailed):
            self.save_failed.emit(event)
        elif isinstance(event, WrittenBack):
            self.written_back.emit(event)
        else:
            self.chore_failed.emit(event)


def copied(report: Report) -> Report:
    """Return the report as it stands now, for work beside the window: later typing is not in it."""
    return Report(report.form, report.year, dict(report.entries))


def to_points(text: str, units: int) -> int:
    """Return the offset in code points of an offset in UTF-16 units."""
    if text.isascii():
        return units
    before = text.encode("utf-16-le", "surrogatepass")[: 2 * units].decode("utf-16-le", "surrogatepass")
    cut = before and "\ud800" <= before[-1] <= "\udbff" and before[-1] != text[len(before) - 1]
    return len(before) - bool(cut)


def to_units(text: str, points: int) -> int:
    """Return the offset in UTF-16 units of an offset in code points."""
    return len(text[:points].encode("utf-16-le", "surrogatepass")) // 2
