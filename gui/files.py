"""New, open, save a copy, another year: every way to put a report in front of the person."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from core import keys, paths
from core.errors import FileExists, Refused
from core.report import Entry
from core.session import Session, blank_report
from gui import start
from gui.bridge import Bridge
from gui.notice import Notice
from gui.settings import Settings

FILTER = "年报文件 (*.gknb)"
SUFFIX = ".gknb"


class Files:
    """Carries out the file commands of one window; refusals go to the caller."""

    def __init__(self, window: QWidget, bridge: Bridge, settings: Settings, notice: Notice) -> None:
        """Work for a window."""
        self._window = window
        self._bridge = bridge
        self._settings = settings
        self._notice = notice

    def put_in_front(self, make: Callable[[], Session]) -> None:
        """Open another session; the one in front stays if that is refused, and is saved before it goes."""
        self._bridge.session.flush()
        session = make()
        old = self._bridge.session
        self._bridge.attach(session)
        old.close()
        self._settings.opened(session.path)
        self._settings.save()

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
        if path.exists() and path.samefile(self._bridge.session.path):
            self._notice.say(f"“{path.name}”已经打开。")
            return
        self.put_in_front(lambda: Session.open(path))

    def sample(self) -> None:
        """Open the sample report."""
        if self._bridge.session.path.name == start.SAMPLE_NAME:
            self._notice.say("现在打开的就是示例报告。")
            return
        self.put_in_front(start.sample)

    def save_copy(self) -> None:
        """Ask for a place and write a whole, verified copy there."""
        session = self._bridge.session
        proposed = paths.documents() / f"{session.path.stem}-副本{SUFFIX}"
        name, _ = QFileDialog.getSaveFileName(self._window, "另存副本", str(proposed), FILTER)
        if not name:
            return
        target = Path(name) if name.endswith(SUFFIX) else Path(f"{name}{SUFFIX}")
        if session.failure is None:
            session.save_copy(target)
        else:
            self._rescue(session, target)
        self._notice.say(f"副本已写好并核对无误：{target}")

    def _rescue(self, session: Session, target: Path) -> None:
        """Copy the whole file if it can still be read, else at least the report on screen."""
        try:
            session.save_copy(target)
        except Refused as refusal:
            if target.exists():
                raise FileExists(f"“{target.name}”已经存在。", "请换一个文件名。") from refusal
            session.rescue(target)
