"""New, open, save a copy, another year: every way to put a report in front of the person."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from core import keys, paths
from core.errors import Refused
from core.report import Entry
from core.session import Session, blank_report
from gui import start
from gui.bridge import Bridge
from gui.settings import Settings

_log = logging.getLogger(__name__)

FILTER = "年报文件 (*.gknb)"
SUFFIX = ".gknb"


class Files:
    """Carries out the file commands of one window; refusals go to the caller."""

    def __init__(
        self, window: QWidget, bridge: Bridge, settings: Settings, say: Callable[[str], None]
    ) -> None:
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
        self._bridge.attach(session)
        self._settings.opened(session.path)
        self._settings.save()
        let_go(old)

    def may_leave(self, session: Session) -> bool:
        """Save everything; where that fails, ask once whether to leave without."""
        try:
            session.flush()
        except Refused as refusal:
            return leave_unsaved(self._window, refusal)
        return True

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

    def new_year(self) -> None:
        """Ask for a year and start its empty report in the same unit file."""
        from gui.dialogs.new_year import NewYearDialog  # noqa: PLC0415 - as above

        session = self._bridge.session
        dialog = NewYearDialog([info.year for info in session.years], self._window)
        if not dialog.exec():
            return
        report = blank_report(session.report.unit_name, dialog.year())
        kind = session.report.entry(keys.UNIT_KIND)
        report.write({keys.UNIT_KIND: kind} if kind else {})
        session.add_year(report)
        self._bridge.opened.emit()

    def switch(self, year: int) -> None:
        """Turn to another year of the same file."""
        self._bridge.session.switch(year)
        self._bridge.opened.emit()

    def open(self) -> None:
        """Ask for a unit file and open it."""
        folder = str(self._bridge.session.path.parent)
        name, _ = QFileDialog.getOpenFileName(self._window, "打开年报文件", folder, FILTER)
        if name:
            self.open_path(Path(name))

    def open_path(self, path: Path) -> None:
        """Open a unit file by its place."""
        if path.resolve() == self._bridge.session.path.resolve():
            self._say(f"“{path.name}”已经打开。")
            return
        self.put_in_front(lambda: Session.open(path))

    def sample(self) -> None:
        """Open the sample report."""
        if self._bridge.session.path.resolve() == start.sample_file().resolve():
            self._say("现在打开的就是示例报告。")
            return
        self.put_in_front(start.sample)

    def save_copy(self) -> None:
        """Ask for a place and write a whole, verified copy there."""
        session = self._bridge.session
        proposed = paths.documents() / f"{session.path.stem}-副本{SUFFIX}"
        dialog = QFileDialog(self._window, "另存副本", str(proposed.parent), FILTER)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(SUFFIX.removeprefix("."))  # before it asks whether to replace a file
        dialog.selectFile(proposed.name)
        if not dialog.exec():
            return
        target = Path(dialog.selectedFiles()[0])
        if session.failure is None:
            session.save_copy(target)
        else:
            _rescue(session, target)
        self._say(f"副本已写好并核对无误：{target}")


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
