"""The program on screen: start, first painted window, and the boundary where our own bugs are caught."""

from __future__ import annotations

import gc
import os
import sys
import threading
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QCommandLineOption, QCommandLineParser, QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

from core import faults
from core.errors import FontMissing, FormBroken, Refused
from gui import input_method, second_start, start, style
from gui.bridge import Bridge
from gui.files import let_go
from gui.painted import OncePainted
from gui.settings import Settings
from gui.states import COVER
from gui.window import TOUR_SEEN, Window

if TYPE_CHECKING:
    from core.session import Session

PAUSE = 40  # milliseconds between a key on the screen and what follows it: tabs, counts, cards


def main(arguments: Sequence[str]) -> int:
    """Run the window until it is closed; return the process's exit code."""
    input_method.choose(os.environ)
    app = QApplication([sys.argv[0], "-style", "fusion"])  # setStyle would cost the start 15 ms
    app.setApplicationName("公开年报")
    app.setDesktopFileName("gongkai-nianbao")
    wanted = _parse(arguments)
    settings = Settings()
    asked = Path(wanted.file).absolute() if wanted.file else None
    recent = () if wanted.sample else settings.recent
    if second_start.is_answered(start.wanted(asked, recent)):
        return 0
    style.set_zoom(settings.number("zoom", style.zoom()))
    style.set_dark(dark=style.system_is_dark())
    try:
        style.dress(app)
    except FontMissing as missing:
        return _cannot_start(missing)
    watch = Faults()
    try:
        session, refusal = start.first(asked, recent, want_sample=wanted.sample)
    except Refused as error:
        return _cannot_start(error)
    if refusal is None:
        settings.opened(session.path)
    if settings.text("tab") not in {"", COVER} and (broken := _broken(session)) is not None:
        let_go(session)
        return _cannot_start(broken)  # the page that would be painted first needs what is broken
    window = Window(Bridge(session, pause=PAUSE), settings)
    watch.window = window
    window.show_first()
    app.styleHints().colorSchemeChanged.connect(lambda: window.set_dark(dark=style.system_is_dark()))
    then = partial(_tell, window, start.wanted(asked, recent), refusal)
    FirstPaint(window, then, leave=wanted.exit_after_paint)
    window.show()
    return app.exec()


def _tell(window: Window, wanted: Path, refusal: Refused | None) -> None:
    """Say how the start went: what did not open and what can be done, or what was found of the last time."""
    if refusal is not None:
        window.opening.refused(wanted, refusal)
    else:
        window.whereabouts.tell_of_opening()
    window.whereabouts.tell_of_unfinished()
    second_start.Doorbell(partial(second_start.come_forward, window), window)


def _broken(session: Session) -> Refused | None:
    """Read what the program knows of the form and the first painting can do without; return why it cannot."""
    try:
        session.report.form.prove()
    except FormBroken as broken:
        return broken
    return None


def _cannot_start(refusal: Refused) -> int:
    """Say why there can be no window, and end."""
    from PySide6.QtWidgets import QMessageBox  # noqa: PLC0415 - dear to load, seldom needed

    box = QMessageBox(QMessageBox.Icon.Critical, "公开年报", str(refusal))
    box.setTextFormat(Qt.TextFormat.PlainText)  # a path may look like markup
    box.exec()
    return 1


class Wanted(NamedTuple):
    """What was asked for on the command line."""

    file: str
    sample: bool
    exit_after_paint: bool


def _parse(arguments: Sequence[str]) -> Wanted:
    """Read the arguments with Qt's own parser, which is loaded anyhow; it ends the program on a wrong one."""
    sample = QCommandLineOption(["sample"], "打开示例报告")
    leave = QCommandLineOption(["exit-after-paint"], "显示窗口后退出（用于测速）")
    parser = QCommandLineParser()
    parser.setApplicationDescription("政府信息公开工作年度报告")
    parser.addHelpOption()
    parser.addPositionalArgument("file", "要打开的年报文件（.gknb）", "[文件]")
    parser.addOption(sample)
    parser.addOption(leave)
    parser.process([sys.argv[0], *arguments])
    files = parser.positionalArguments()
    return Wanted(files[0] if files else "", parser.isSet(sample), parser.isSet(leave))


class FirstPaint:
    """Waits for the window's first painting, then does what could wait until then."""

    def __init__(self, window: Window, then: Callable[[], object], *, leave: bool) -> None:
        """Watch a window; ``leave`` ends the program after the first painting, else ``then`` is called."""
        self._then = then
        self._window = window
        self._leave = leave
        OncePainted(window, self._after)

    def _after(self) -> None:
        gc.freeze()  # what the start made stays; later collections need not look at it
        gc.enable()
        if self._leave:
            self._window.close()
            return
        if (broken := _broken(self._window.bridge.session)) is not None:
            _cannot_start(broken)
            self._window.close()
            return
        self._window.bridge.session.examine()
        self._window.complete()
        self._then()
        style.load_rare_font()
        load_translation()
        if self._is_first_start():
            self._window.show_tour()

    def _is_first_start(self) -> bool:
        """Tell whether a person sees the sample, and the window, for the first time."""
        sample = self._window.bridge.session.path == start.sample_file()
        return sample and not self._window.settings.text(TOUR_SEEN)


def load_translation() -> None:
    """Make Qt's own dialogs speak Chinese, where the wheel brings the translation."""
    from PySide6.QtCore import QLibraryInfo, QTranslator  # noqa: PLC0415 - dear to load, not needed to paint

    app = QApplication.instance()
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if app is not None and translator.load("qtbase_zh_CN", folder):
        app.installTranslator(translator)


class Faults(QObject):
    """Our own bugs end here: logged, the work kept, one calm dialog (HOUSE.md 6)."""

    happened = Signal(str)

    def __init__(self) -> None:
        """Take over both hooks; an exception in a slot or in a thread never reaches a caller."""
        super().__init__()
        self.window: Window | None = None
        self._showing = False
        self.happened.connect(self._show, Qt.ConnectionType.QueuedConnection)
        sys.excepthook = self._on_main
        threading.excepthook = self._on_thread
        faults.log_to_file()

    def _on_main(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        self._tell(error, trace)

    def _on_thread(self, args: threading.ExceptHookArgs) -> None:
        self._tell(args.exc_value or args.exc_type(), args.exc_traceback)

    def _tell(self, error: BaseException, trace: TracebackType | None) -> None:
        """Log and show where it happened; what it was about is nobody else's business.

        Before the event loop runs nobody would ever come to show it: the program is about to end.
        """
        from PySide6.QtCore import QThread  # noqa: PLC0415 - hopefully never needed

        details = faults.where(error, trace)
        faults.keep(details)
        on_main = threading.current_thread() is threading.main_thread()
        if on_main and QThread.currentThread().loopLevel() == 0:
            self._show(details)
        else:
            self.happened.emit(details)

    def _all_saved(self) -> bool:
        return self.window is not None and self.window.bridge.session.all_saved

    def _show(self, details: str) -> None:
        if self._showing:
            return
        from gui.dialogs.fault import FaultDialog  # noqa: PLC0415 - hopefully never needed

        self._showing = True
        diagnose = self.window.safekeeping.diagnostics if self.window is not None else bool
        FaultDialog(details, self.window, saved=self._all_saved(), diagnose=diagnose).exec()
        self._showing = False
