"""What the menu 文件 offers beside opening and saving: backups, a copy on a stick, check-up, diagnostics."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from core import days, paths
from core.errors import FileExists, Refused
from core.session import Session
from gui import jobs

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog

    from gui.stick import Arrived
    from gui.window import Window

STICK_FOLDER = "stick_folder"  # the setting: where the last copy went
DIAGNOSTICS = "公开年报-诊断信息"
WRITTEN = "诊断信息已写好，里面没有填报的内容、单位名称和文件名"


class Safekeeping(QObject):
    """Opens the dialogs of one window and says how it ended in its notice line."""

    def __init__(self, window: Window) -> None:
        """Work for a window."""
        super().__init__(window)
        self._window = window

    @property
    def _session(self) -> Session:
        return self._window.bridge.session

    # ---- backups

    def restore(self) -> None:
        """Show the backups of the file in front."""
        from gui.dialogs.restore import RestoreDialog  # noqa: PLC0415 - built when asked for

        dialog = RestoreDialog(self._session, self._window)
        dialog.restored.connect(self._restored)
        dialog.jumped.connect(self._jump)
        _open(dialog)

    def _restored(self, year: int, name: str) -> None:
        elsewhere = year != self._session.report.year
        if elsewhere:
            self._window.files.switch(year)
        undo = self._window.actions_by_id["undo"].trigger
        added = elsewhere and not self._session.undo_label
        answers = [] if added else [("撤销", undo)]
        self._window.say_of_step(f"{year} 年已恢复成{name}。", "good", answers)

    def _jump(self, year: int, key: str) -> None:
        if year != self._session.report.year:
            self._window.files.switch(year)
        self._window.bridge.jump.emit(key)

    # ---- a stick

    def to_stick(self) -> None:
        """Ask for stick and name, write there beside the window, read back, then say so."""
        from gui import stick  # noqa: PLC0415 - asked for once in a while
        from gui.dialogs.stick import StickDialog  # noqa: PLC0415 - as above

        session, settings = self._session, self._window.settings
        remembered = Path(settings.text(STICK_FOLDER) or paths.documents())
        dialog = StickDialog(stick.places(), remembered, session.path.name, self._window)
        dialog.accepted.connect(lambda: self._window.run(partial(self._to, dialog.target())))
        _open(dialog)

    def _to(self, target: Path) -> None:
        from gui import stick  # noqa: PLC0415 - as above

        self._window.settings.remember(STICK_FOLDER, str(target.parent))
        self._window.settings.save()
        self._put(stick.sealed(self._session), target, replace=False)

    def _put(self, data: bytes, target: Path, *, replace: bool) -> None:
        from gui import stick  # noqa: PLC0415 - as above

        self._window.say(f"正在写到{target.parent}，请先不要拔出…", "ask")
        work = partial(stick.put, data, target, self._session.path, replace=replace)
        jobs.run(work, self._arrived, partial(self._not_put, data, target, replace), self._window)

    def _arrived(self, found: Arrived) -> None:
        self._window.say(found.words)

    def _not_put(self, data: bytes, target: Path, replaced: bool, refusal: Refused) -> None:  # noqa: FBT001
        if isinstance(refusal, FileExists) and not replaced and target != self._session.path:
            again = partial(self._put, data, target, replace=True)
            self._window.say(f"“{target}”已经有了，要用现在的内容替换它吗？", "ask", [("替换", again)])
        else:
            self._window.notice.refuse(refusal)

    # ---- the check-up and the diagnostics

    def check_up(self) -> None:
        """Examine the file in front, its backups and the program itself."""
        from gui.dialogs.checkup import CheckupDialog  # noqa: PLC0415 - built when asked for

        _open(CheckupDialog(self._session, self._window))

    def diagnostics(self) -> bool:
        """Ask where to, and write what a maintainer needs to know; tell whether that was done."""
        from gui import diagnostics  # noqa: PLC0415 - hopefully seldom needed
        from gui.dialogs import save_as  # noqa: PLC0415 - as above

        proposed = paths.documents() / f"{DIAGNOSTICS}-{days.today_here():%Y%m%d}.zip"
        target = save_as.ask(self._window, "保存诊断信息", proposed, "诊断信息 (*.zip)")
        if target is None:
            return False
        try:
            diagnostics.write(target, self._session, self._window.settings)
        except Refused as refusal:
            self._window.notice.refuse(refusal)
            return False
        self._window.say(f"{WRITTEN}：{target}")
        return True


def _open(dialog: QDialog) -> None:
    """Show a dialog over its window; it is gone when it is closed."""
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
