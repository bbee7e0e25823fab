"""使用手册 and 快速上手: opened beside the window, and saved as PDF; and 关于."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from core import paths
from gui import jobs

if TYPE_CHECKING:
    from gui.guide_window import GuideWindow
    from gui.window import Window

NORMAL = 100  # per cent


class Guides(QObject):
    """The guide of one window: one reader, built when first asked for."""

    def __init__(self, window: Window) -> None:
        """Work for a window."""
        super().__init__(window)
        self._window = window
        self.reader: GuideWindow | None = None

    def open_here(self) -> None:
        """Open the guide at the chapter about what is in front in the window."""
        from core import guide  # noqa: PLC0415 - read when first asked for

        window = self._window
        self.open(guide.chapter_for(window.tabs.ids[window.tabs.currentIndex()], window.current_key()))

    def open(self, chapter: str) -> None:
        """Open the guide at a chapter and give it the keyboard."""
        reader = self.reader or self._make()
        reader.show()
        reader.activateWindow()
        reader.open_at(chapter)

    def _make(self) -> GuideWindow:
        from gui.guide_window import GuideWindow  # noqa: PLC0415 - built when first asked for

        self.reader = reader = GuideWindow()
        reader.pdf_wanted.connect(self.save)
        reader.zoom_wanted.connect(self._zoom)
        return reader

    def _zoom(self, step: int) -> None:
        if step:
            self._window.zoom_by(step)
        else:
            self._window.set_zoom(NORMAL)

    def dress(self) -> None:
        """Build the reader anew at another zoom or light; place and size stay."""
        before = self.reader
        if before is None or not before.isVisible():
            self.close()
            return
        self._make().setGeometry(before.geometry())
        self.open(before.chapter.id)
        before.deleteLater()

    def close(self) -> None:
        """Close the reader with its window."""
        if self.reader is not None:
            self.reader.close()
            self.reader.deleteLater()
            self.reader = None

    def about(self) -> None:
        """Say which version this is, and under which licences."""
        from gui.dialogs.about import AboutDialog  # noqa: PLC0415 - built when asked for

        dialog = AboutDialog(self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    # ---- on paper

    def save_guide(self) -> None:
        """Save the guide as PDF."""
        from core import guide  # noqa: PLC0415 - as above

        self.save(guide.GUIDE)

    def save_quick(self) -> None:
        """Save the quick start as PDF."""
        from core import guide  # noqa: PLC0415 - as above

        self.save(guide.QUICK)

    def save(self, name: str) -> None:
        """Ask where to, and write the guide or the quick start as PDF beside the window."""
        from core import guide  # noqa: PLC0415 - as above
        from gui.dialogs import save_as  # noqa: PLC0415 - as above

        title = guide.load(name).title
        parent = self.reader if self.reader is not None and self.reader.isVisible() else self._window
        target = save_as.ask(parent, "存成 PDF", paths.documents() / f"{title}.pdf", "PDF 文件 (*.pdf)")
        if target is not None:
            self._write(name, target)

    def _write(self, name: str, target: Path) -> None:
        window = self._window
        window.say("正在写出手册…", "ask")
        jobs.run(partial(_save, name, target), self._written, window.notice.refuse, window)

    def _written(self, target: Path) -> None:
        from PySide6.QtCore import QUrl  # noqa: PLC0415 - dear to load, not needed to paint
        from PySide6.QtGui import QDesktopServices  # noqa: PLC0415 - as above

        folder = partial(QDesktopServices.openUrl, QUrl.fromLocalFile(str(target.parent)))
        self._window.say(f"已存好并核对无误：{target.name}", "good", [("打开所在文件夹", folder)])


def _save(name: str, target: Path) -> Path:
    from core.writers.pdf import booklet  # noqa: PLC0415 - reportlab is loaded on first use

    return booklet.save(name, target)
