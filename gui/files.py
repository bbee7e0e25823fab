"""New, open, save a copy, another unit, another year: every way to put a report in front of the person."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt

from core import formfile, keys, past, paths, workcopy
from core.errors import FileMissing, Refused
from core.report import Entry, OriginKind, Report
from core.session import Session, blank_report
from gui import start, units
from gui.bridge import Bridge
from gui.notice import Answer
from gui.settings import Settings

if TYPE_CHECKING:
    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QMenu, QWidget

    from gui.window import Window

_log = logging.getLogger(__name__)

FILTER = "年报文件 (*.gknb)"
SUFFIX = ".gknb"


class Say(Protocol):
    """Shows a sentence of a kind (good, ask, error) with the answers that may be given."""

    def __call__(self, text: str, kind: str = "good", answers: Sequence[Answer] = ()) -> None:
        """Show it."""


class Files:
    """Carries out the file commands of one window; refusals go to the caller."""

    def __init__(self, window: Window, bridge: Bridge, settings: Settings, say: Say) -> None:
        """Work for a window that says a sentence with ``say``."""
        self._window = window
        self._bridge = bridge
        self._settings = settings
        self._say = say

    def put_in_front(self, make: Callable[[], Session]) -> None:
        """Open another session; the one in front stays if that is refused, and is saved before it goes."""
        old = self._bridge.session
        if not self.may_leave(old):
            return
        session = make()
        self._settings.opened(session.path)
        self._describe(session)
        self._settings.save()
        self._bridge.attach(session)
        let_go(old)
        self._window.whereabouts.tell_of_opening()

    def _describe(self, session: Session) -> None:
        years = [info.year for info in session.years]
        self._settings.describe(session.path, session.report.unit_name, years)

    def may_leave(self, session: Session) -> bool:
        """Save everything; where that fails, ask once whether to leave without."""
        self._describe(session)
        try:
            session.flush()
        except Refused as refusal:
            return leave_unsaved(self._window, refusal)
        return self._window.whereabouts.may_leave(session)

    def new(self) -> None:
        """Ask for unit, kind, year and place, and start an empty report."""
        from gui.dialogs.new_file import NewFileDialog  # noqa: PLC0415 - built when first asked for

        dialog = NewFileDialog(self._window)
        if not dialog.exec():
            return
        wanted = dialog.values()
        report = blank_report(wanted.unit, wanted.year)
        report.write({keys.UNIT_KIND: Entry(wanted.kind)} if wanted.kind else {})
        self.put_in_front(lambda: Session.create(wanted.path, report))
        self._bridge.jump.emit(keys.UNIT_NAME if wanted.kind else keys.UNIT_KIND)  # to the steps of the year

    def new_year(self) -> None:
        """Ask for a year and start its empty report in the same unit file."""
        from gui.dialogs.new_year import NewYearDialog  # noqa: PLC0415 - as above

        session = self._bridge.session
        dialog = NewYearDialog([info.year for info in session.years], self._window)
        if not dialog.exec():
            return
        year = dialog.year()
        report = past.next_report(self._nearest(year), formfile.for_year(year), year)
        session.add_year(report)
        self._describe(session)
        self._settings.save()
        self._bridge.opened.emit()
        self._bridge.jump.emit(keys.UNIT_NAME)
        self._say(taken_over(report, session.filed_last_year))

    def _nearest(self, year: int) -> Report:
        """Return the report a new year starts from: the year before, else the newest one of the file."""
        session = self._bridge.session
        there = [info.year for info in session.years]
        earlier = [other for other in there if other < year]
        chosen = max(earlier or there)
        return session.report if chosen == session.report.year else session.report_of(chosen)

    def switch(self, year: int) -> None:
        """Turn to another year of the same file."""
        self._bridge.session.switch(year)
        self._bridge.opened.emit()

    def open(self) -> None:
        """Ask for a unit file and open it."""
        from PySide6.QtWidgets import QFileDialog  # noqa: PLC0415 - dear to load, not needed to paint

        folder = str(self._bridge.session.path.parent)
        name, _ = QFileDialog.getOpenFileName(self._window, "打开年报文件", folder, FILTER)
        if name:
            self.open_path(Path(name))

    def open_path(self, path: Path) -> None:
        """Open a unit file by its place."""
        if path.resolve() == self._bridge.session.path.resolve():
            self._say(f"“{path.name}”已经打开。")
            return
        try:
            self.put_in_front(partial(Session.open, path))
        except Refused as refusal:
            self._window.opening.refused(path, refusal)

    def fill_units(self, menu: QMenu, ways: Sequence[tuple[str, QAction]]) -> None:
        """List the unit files opened lately in a menu, then the ways to others: words and command."""
        units.fill(menu, self._settings.recent_files, self._bridge.session, self._open_listed)
        if ways:
            menu.addSeparator()
        for words, action in ways:
            menu.addAction(words).triggered.connect(action.trigger)

    def _open_listed(self, path: Path) -> None:
        """Open a file of the list; one that is not found can be taken off it."""
        open_now = path.resolve() == self._bridge.session.path.resolve()
        if open_now or units.is_there(path) or workcopy.is_unfinished(path):
            self.open_path(path)
            return
        refusal = FileMissing(f"找不到“{path}”，可能移走了、改了名，或在没有插上的 U 盘上。")
        forget = "从列表中去掉", partial(self._forget, path)
        self._window.opening.refused(path, refusal, others=(forget,))

    def _forget(self, path: Path) -> None:
        put_back = self._settings.forget(path)
        self._settings.save()

        def again() -> None:
            put_back()
            self._settings.save()

        self._say(f"已从列表中去掉“{path.name}”，文件本身没有动。", "good", [("放回列表", again)])

    def sample(self) -> None:
        """Open the sample report."""
        if self._bridge.session.path.resolve() == start.sample_file().resolve():
            self._say("现在打开的就是示例报告。")
            return
        self.put_in_front(start.sample)

    def save_copy(self) -> None:
        """Ask for a place and write a whole, verified copy there."""
        session = self._bridge.session
        if session.only_reading is not None:
            raise session.only_reading
        from gui.dialogs import save_as  # noqa: PLC0415 - built when first asked for

        proposed = paths.documents() / f"{session.path.stem}-副本{SUFFIX}"
        target = save_as.ask(self._window, "另存副本", proposed, FILTER)
        if target is None:
            return
        if session.failure is None:
            session.save_copy(target)
        else:
            _rescue(session, target)
        self._say(f"副本已写好并核对无误：{target}")


def taken_over(report: Report, last_year: Report | None) -> str:
    """Return what a new year's report was started with, in one sentence."""
    carried = sum(entry.origin.kind is OriginKind.CARRIED for entry in report.entries.values())
    parts = ["单位信息"] + ([f"上年结转 {carried} 格"] if carried else [])
    if last_year is None:
        lacking = "文件里没有上年报告，可在“上年数据”里录入或导入。"
        return f"已新建 {report.year} 年度报告，带来{parts[0]}。{lacking}"
    taken = f"已取自 {last_year.year} 年报告：{'、'.join(parts)}"
    return f"{taken}；正文没有带过来，可在各部分右侧参照。"


def _rescue(session: Session, target: Path) -> None:
    """Copy the whole file if it can still be read, else at least the report on screen."""
    try:
        session.save_copy(target)
    except Refused as refusal:
        if target.exists():
            raise
        try:
            session.rescue(target)
        except Refused as second:
            raise refusal from second


def let_go(session: Session) -> None:
    """Close a session that is no longer shown; what could not be saved has been asked about before."""
    try:
        session.close()
    except Refused as refusal:
        _log.warning("closed without saving everything: %s", refusal)


def leave_unsaved(window: QWidget, refusal: Refused) -> bool:
    """Ask whether to leave although the last edits are not saved."""
    from PySide6.QtWidgets import QMessageBox  # noqa: PLC0415 - dear to load, seldom needed

    question = f"{refusal}\n最近的修改没有保存。可以先返回，用“另存副本”存到别处。"
    box = QMessageBox(QMessageBox.Icon.Warning, "公开年报", question, parent=window)
    box.setTextFormat(Qt.TextFormat.PlainText)
    leave = box.addButton("不保存，离开", QMessageBox.ButtonRole.DestructiveRole)
    box.addButton("返回", QMessageBox.ButtonRole.RejectRole)
    box.exec()
    return box.clickedButton() is leave
