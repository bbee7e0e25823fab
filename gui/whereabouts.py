"""Tells what becomes of the file: recovered, written back or not, changed elsewhere; asks before leaving."""

from __future__ import annotations

import contextlib
import threading
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from core import holder, workcopy
from core.desk import WRITE_BACK, WrittenBack
from core.errors import Refused, VersionsDiffer
from core.media import Medium
from core.saver import ChoreFailed
from core.session import Session
from gui import jobs, place_words
from gui.notice import Answer

if TYPE_CHECKING:
    from gui.window import Window

QUICK = 0.4  # seconds that the last way back may take before a window says what is going on
THEIRS, MINE = "别处改的", "您的这一份"


class Whereabouts(QObject):
    """Listens for what happens between this PC and the place where the file lies."""

    def __init__(self, window: Window) -> None:
        """Listen for a window; it is told of in its notice line and its bars."""
        super().__init__(window)
        self._window = window
        self._known = window.bridge.session.path  # where the person has the file, as last told
        self._complained = ""  # what the notice line says about the way back
        bridge = window.bridge
        bridge.opened.connect(self._on_opened)
        bridge.written_back.connect(self._on_written_back)
        bridge.chore_failed.connect(self._on_chore_failed)
        self.refresh()

    @property
    def _session(self) -> Session:
        return self._window.bridge.session

    # ---- opening

    def tell_of_opening(self) -> None:
        """Say what was found of a session that did not end properly, and what the place asks to be known."""
        session = self._session
        found, warning = session.recovered, session.place.warning
        if session.only_reading is not None:
            self._window.say(str(session.only_reading), "ask")
        elif found is not None:
            words = place_words.recovered(found)
            self._window.say(f"{words}{warning}", "ask", self._answers(found.conflict))
        elif warning:
            self._window.say(warning, "ask", [self._copy_answer()] if self._is_read_only() else [])

    def tell_of_unfinished(self) -> None:
        """Offer, at the start, work that an earlier session could not bring back to its place."""
        here = self._session.path
        left = [one for one in workcopy.unfinished() if one.original != here and not _in_use(one.original)]
        if left and self._window.notice.isHidden():
            newest = max(left, key=lambda one: one.saved_at)
            more = f"另外还有 {len(left) - 1} 份。" if len(left) > 1 else ""
            answer: Answer = ("打开它", partial(self._window.files.open_path, newest.original))
            self._window.say(f"{place_words.unfinished(newest)}{more}", "ask", [answer])

    def _answers(self, conflict: Path | None) -> list[Answer]:
        answers: list[Answer] = [("看历史", self._window.actions_by_id["history"].trigger)]
        if conflict is not None:
            answers.append(("比较这两份", partial(self.compare, self._session.path, conflict)))
        return answers

    def _copy_answer(self) -> Answer:
        return "另存副本…", self._window.actions_by_id["copy"].trigger

    def _is_read_only(self) -> bool:
        return self._session.place.medium is Medium.READ_ONLY

    # ---- on the way

    def refresh(self) -> None:
        """Bring the bars up to date, and the command that is of use only while something is pending."""
        session = self._session
        self._window.top.show_saved(session)
        self._window.foot.place.show_session(session)
        self._window.actions_by_id["write-back"].setEnabled(session.place.pending)

    def write_back(self) -> None:
        """Carry the work to its place now, beside the window."""
        session = self._session
        session.flush()
        if session.place.pending:
            arrived = partial(self._arrived, session.path)
            jobs.run(session.write_back, arrived, self._window.notice.refuse, self._window)

    def _arrived(self, goal: Path, _nothing: None) -> None:
        place = self._session.place
        if not place.pending and self._session.path == goal:  # else it has been said where it is now
            self._window.say(f"{place_words.line(place, self._session.saved.at)}。")
        self.refresh()

    def _on_opened(self) -> None:
        self._known, self._complained = self._session.path, ""
        self.refresh()

    def _on_written_back(self, event: WrittenBack) -> None:
        if self._complained and self._window.notice.text.endswith(self._complained):
            self._window.notice.close_notice()
        self._complained = ""
        if event.path != self._known:
            self._known = event.path
            self._window.settings.opened(event.path)
            self._window.settings.save()
        self.refresh()

    def _on_chore_failed(self, event: ChoreFailed) -> None:
        self.refresh()
        if self._session.failure is not None:
            return  # that nothing can be saved is said already, and is worse
        if isinstance(event.refusal, VersionsDiffer):
            original, mine = self._known, self._session.path
            answer: Answer = ("比较这两份", partial(self.compare, original, mine))
            self._window.say(place_words.conflict(original, mine), "ask", [answer])
            return
        answers: list[Answer] = []
        if event.name == WRITE_BACK:
            self._complained = str(event.refusal)
            answers = [(place_words.WRITE_BACK, self._window.actions_by_id["write-back"].trigger)]
        self._window.say(str(event.refusal), "ask", answers)

    # ---- two versions

    def compare(self, original: Path, mine: Path) -> None:
        """Show over the pages what differs between two versions of the year in front."""
        self._window.run(partial(self._compare, original, mine))

    def _compare(self, original: Path, mine: Path) -> None:
        from core.commands.opening import opened  # noqa: PLC0415 - loads the readers; seldom asked for
        from core.compare import compare  # noqa: PLC0415 - as above
        from gui.compare_view import comparison_view  # noqa: PLC0415 - as above

        self._session.flush()
        year = self._session.report.year
        theirs, ours = (opened(str(path), year).report for path in (original, mine))
        found = compare(ours.form, theirs.entries, ours.entries)
        view = comparison_view(ours.form, found, (THEIRS, MINE), f"{year} 年：别处改的和您的这一份")
        self._window.stack.cover(view)

    # ---- leaving

    def may_leave(self, session: Session) -> bool:
        """Carry the last work back before a session goes; where that does not work, ask whether to leave."""
        if not session.place.pending:
            return True
        if carried_quickly(session):
            return True
        from gui.dialogs.leaving import LeavingDialog  # noqa: PLC0415 - seldom needed

        return bool(LeavingDialog(session, self._window).exec())


def _in_use(original: Path) -> bool:
    """Tell whether another window of this PC is at work on it, and will carry it back itself."""
    found = holder.read(original)
    return found is not None and found.on_this_computer and found.alive


def carried_quickly(session: Session) -> bool:
    """Try without a word first: nearly always the stick is there, and done before anybody could read."""

    def carry() -> None:
        with contextlib.suppress(Refused):  # the place says what stands in the way
            session.write_back()

    thread = threading.Thread(target=carry, name="leaving", daemon=True)
    thread.start()
    thread.join(QUICK)
    return not session.place.pending
