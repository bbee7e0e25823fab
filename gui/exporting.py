"""Exporting from the window: ask where to, write in the background from a snapshot, say how it ended."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from core import paths
from core.errors import FileExists, Refused
from core.report import Report
from gui import jobs
from gui.dialogs.export import ExportDialog, Wanted
from gui.notice import Notice
from gui.settings import Settings

FOLDER = "export_folder"


def ask_and_export(window: QWidget, snapshot: Report, name: str, settings: Settings, notice: Notice) -> None:
    """Ask for folder and formats (``name`` ticked, all if empty), then export beside the window."""
    remembered = settings.text(FOLDER)
    dialog = ExportDialog(Path(remembered) if remembered else paths.documents(), name, window)
    if not dialog.exec():
        return
    wanted = dialog.values()
    settings.remember(FOLDER, str(wanted.folder))
    settings.save()
    _export(snapshot, wanted, notice, overwrite=False)


def _export(snapshot: Report, wanted: Wanted, notice: Notice, *, overwrite: bool) -> None:
    """Write beside the window; files that are there already are replaced only after a question."""
    notice.say("正在导出…", "ask")

    def work() -> tuple[Path, ...]:
        from core.export import export  # noqa: PLC0415 - loads the document libraries

        return export(snapshot, wanted.folder, wanted.formats, overwrite=overwrite)

    def done(written: tuple[Path, ...]) -> None:
        names = "、".join(path.name for path in written)
        show = lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(wanted.folder)))  # noqa: E731
        notice.say(f"已导出并核对无误：{names}", "good", [("打开所在文件夹", show)])

    def failed(refusal: Refused) -> None:
        if isinstance(refusal, FileExists) and not overwrite:
            again = partial(_export, snapshot, wanted, notice, overwrite=True)
            notice.say(f"{refusal.message}要替换吗？", "ask", [("替换", again)])
        else:
            notice.refuse(refusal)

    jobs.run(work, done, failed)
