"""A file that does not open just like that: what can be done instead, offered to the person."""

from __future__ import annotations

import datetime as dt
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from core.causes import shown
from core.errors import FileDamaged, FileHeld, FileMissing, FileNewer, OriginalAway, Refused
from core.session import Session
from gui.notice import Answer

if TYPE_CHECKING:
    from core.backup import Backup
    from core.salvage import Salvage
    from gui.window import Window


class Opening:
    """Offers the ways that are left when a file is refused."""

    def __init__(self, window: Window) -> None:
        """Work for a window."""
        self._window = window

    def refused(self, path: Path, refusal: Refused, *, others: tuple[Answer, ...] = ()) -> None:
        """Say why a file does not open, with what can be done about it; a damaged one gets a dialog."""
        from core.backup import recovery  # noqa: PLC0415 - hopefully never needed

        if isinstance(refusal, FileHeld):
            self._ask(refusal, ("仍要打开", partial(self._open, path, anyway=True)), *others)
        elif isinstance(refusal, OriginalAway):
            self._ask(refusal, ("打开本机上的这一份", partial(self._open, path, anyway=True)), *others)
        elif isinstance(refusal, FileNewer):
            self.look_at(path)
        elif isinstance(refusal, FileDamaged) and (found := recovery.candidates(path)):
            self.mend(path, refusal, found)
        elif isinstance(refusal, FileMissing) and (found := recovery.candidates(path)):
            self._ask(refusal, ("从备份恢复…", partial(self.mend, path, refusal, found)), *others)
        elif isinstance(refusal, FileDamaged) and (whole := _salvaged(path)):
            years = "、".join(str(year) for year in whole.years)
            self._ask(refusal, (f"取出完好的 {years} 年", partial(self._take_out, path, whole)), *others)
        elif others:
            self._ask(refusal, *others)
        else:
            self._window.notice.refuse(refusal)

    def look_at(self, path: Path) -> None:
        """Show a file that a newer program wrote, which cannot be changed here."""
        self._window.run(partial(self._window.files.put_in_front, partial(Session.open_newer, path)))

    def mend(self, path: Path, refusal: Refused, found: tuple[Backup, ...]) -> None:
        """Ask which backup is to take the place of a file that is damaged or gone."""
        from gui.dialogs.damaged import DamagedDialog  # noqa: PLC0415 - hopefully never needed

        dialog = DamagedDialog(path, refusal, found, self._window)
        dialog.mended.connect(self._mended)
        dialog.open()

    def _mended(self, path: Path, aside: Path | None) -> None:
        self._open(path, anyway=False)
        if self._window.bridge.session.path.resolve() == path.resolve():
            lies = f"损坏的文件没有删，现在是{shown(aside)}。" if aside else ""
            self._window.say(f"已用备份恢复{shown(path)}。{lies}")

    def _take_out(self, path: Path, whole: Salvage) -> None:
        """Put the years that can be trusted into a new file beside the damaged one, and open that."""
        from core import salvage  # noqa: PLC0415 - hopefully never needed

        now = dt.datetime.now().astimezone()
        target = salvage.place_for(path, now)

        def made() -> Session:
            whole.write(target, now)
            return Session.open(target)

        self._window.run(partial(self._window.files.put_in_front, made))
        if self._window.bridge.session.path.resolve() == target.resolve():
            look = "" if whole.proven else "请核对单位名称和年份。"
            self._window.say(f"完好的内容已取出到{shown(target)}，损坏的文件没有动。{look}")

    def _ask(self, refusal: Refused, *answers: Answer) -> None:
        self._window.say(str(refusal), "ask", answers)

    def _open(self, path: Path, *, anyway: bool) -> None:
        make = partial(Session.open, path, anyway=anyway)
        self._window.run(partial(self._window.files.put_in_front, make))


def _salvaged(path: Path) -> Salvage | None:
    """Return what can be trusted of a damaged file that has no backup here; None if that is nothing."""
    from core import salvage  # noqa: PLC0415 - hopefully never needed

    try:
        return salvage.look(path)
    except Refused:
        return None
