"""The door: a unit file, and the report of it that is in front and being changed (core/editing.py).

``apply`` takes changes, records a step, writes the report, derives totals, runs every check, hands the step
to the writer thread and tells the listeners once (HOUSE.md 3). It never waits for the disk; ``flush`` does.
A room that is not needed to paint a window is entered, and loaded, when it is first asked for.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Iterable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from core.desk import Desk, Place, Recovered
from core.editing import UNLOCKED, Delta, Editing, Event, Listener
from core.errors import FileExists, NotBackedUp, Refused
from core.history import Step
from core.loading import Loaded, blank_report, first_steps
from core.media import Medium, medium_of
from core.report import Report
from core.saver import Saved, SaveFailed, Saver, SaverEvent
from core.store import ReportInfo, Store
from core.upkeep import Upkeep

if TYPE_CHECKING:
    from core.backup import Backup, Shelf
    from core.compare import Comparison
    from core.drafts import Draft
    from core.signoff.pack import Paper

__all__ = ["UNLOCKED", "Clearing", "Delta", "Event", "Listener", "Session", "blank_report", "first_steps"]


class Clearing(NamedTuple):
    """What clearing some steps of the history would do; nothing is done yet (core/clearing.py)."""

    steps: tuple[Step, ...]  # whose content goes, those that belong together always together
    sharing: tuple[Step, ...]  # other steps that hold words of these, such as the one that deleted them
    undo_lost: int  # groups that could be undone or done again, and cannot be then
    backups: tuple[Backup, ...]  # hold the content still, or may; ``drop_backups`` removes them


class Session(Editing):
    """One report of a unit file, open for editing."""

    _drafts: tuple[Draft, ...]

    def __init__(
        self, saver: Saver, year: int | None = None, desk: Desk | None = None, *, checking: bool = True
    ) -> None:
        """Take over a saver whose store is open; ``year`` None means the newest report.

        Without ``checking`` the checks wait until ``examine``, or until somebody asks for the verdict.
        """
        super().__init__(saver)
        self._desk = desk
        self._upkeep: Upkeep | None = None
        self._load(year, checking=checking)
        label = self._journal[-1].label if self._journal else ""
        self.recovered: Recovered | None = desk.recovered(self.saved.at, label) if desk else None

    @classmethod
    def open(
        cls,
        path: Path,
        year: int | None = None,
        *,
        anyway: bool = False,
        checking: bool = True,
        detect: Callable[[Path], Medium] = medium_of,
    ) -> Session:
        """Open a unit file where it lies, or a local copy of it (core/desk.py).

        Without ``checking`` the checks wait until the window has painted itself (``examine``).

        Raises the refusals of ``Store.open`` and ``YearMissing``; ``FileHeld`` where somebody on a share has
        it open and ``OriginalAway`` where only a local copy with unfinished work is there, unless ``anyway``.
        """
        return cls._at(Desk(path, detect(path), anyway=anyway), year, checking=checking)

    @classmethod
    def create(
        cls,
        path: Path,
        report: Report,
        label: str = "新建报告",
        *,
        detect: Callable[[Path], Medium] = medium_of,
    ) -> Session:
        """Make a new unit file that starts with a report; refuses where something stands."""
        first = (report.year, report.form.id, first_steps(report, label))
        Store.create(path, report.unit_name, first).close()
        return cls._at(Desk(path, detect(path)), report.year, new=True)

    @classmethod
    def open_newer(cls, path: Path, year: int | None = None) -> Session:
        """Open a file that ``open`` refused as ``FileNewer`` for reading alone; nothing is written.

        Every change, and saving a copy, is refused with ``only_reading``; ``failure`` says the same, so that
        whatever locks itself after a failure is locked. Raises ``FileNewer`` where the figures cannot be
        trusted here (core/newer.py), ``YearMissing`` and ``FormMissing``.
        """
        from core.newer import NewerFile, only_reading

        session = cls._over(lambda: NewerFile.open(path), year)
        session.only_reading = only_reading(path)
        session.failure = SaveFailed(session.only_reading, session._id, session._seq + 1)  # noqa: SLF001 - as below
        return session

    @classmethod
    def _at(cls, desk: Desk, year: int | None, *, checking: bool = True, new: bool = False) -> Session:
        try:
            session = cls._over(desk.store, year, desk, checking=checking)
        except BaseException:
            desk.release()
            raise
        desk.attend(session._saver.copy_to, session._say)  # noqa: SLF001 - the class's own instance
        session._begin_upkeep(in_order=not new and session.recovered is None)  # noqa: SLF001 - as above
        return session

    @classmethod
    def _over(
        cls,
        opener: Callable[[], Store],
        year: int | None,
        desk: Desk | None = None,
        *,
        checking: bool = True,
    ) -> Session:
        holder: list[Session] = []

        def tell(event: SaverEvent) -> None:
            for session in holder:
                session._on_saver(event)  # noqa: SLF001 - the class's own instance

        saver = Saver(opener, tell)
        try:
            session = cls(saver, year, desk, checking=checking)
        except BaseException:
            saver.close()
            raise
        holder.append(session)
        return session

    # ---- reading

    @property
    def path(self) -> Path:
        """Return the file that the person knows; after a conflict the copy that the work goes into."""
        return self._desk.path if self._desk else self._path

    @property
    def work_path(self) -> Path:
        """Return the file that is written: on a stick or share, the local copy of it."""
        return self._path

    @property
    def file_id(self) -> str:
        """Return which unit file this is, as every copy of it says."""
        return self._file_id

    @property
    def place(self) -> Place:
        """Return on what the file lies, and how far the work has come back to it."""
        return self._desk.place if self._desk else Place(Medium.FIXED)

    @property
    def years(self) -> tuple[ReportInfo, ...]:
        """Return the reports of this unit file, newest year first."""
        return self._years

    # ---- the history

    def clearing(self, seqs: Iterable[int]) -> Clearing:
        """Return what clearing some steps, by number, would do; raises ``NothingToClear``."""
        from core import clearing

        steps = clearing.whole(self._journal, seqs)
        held = self._shelf.holding(self.report.year, [step.seq for step in steps])
        lost = clearing.undo_lost(self._journal, steps)
        return Clearing(steps, clearing.sharing(self._journal, steps), lost, held)

    # ---- backups

    @cached_property
    def _shelf(self) -> Shelf:
        from core.backup import Shelf

        return Shelf(self._file_id)

    def take_in(self, report: Report, label: str, *, anyway: bool = False) -> Delta | None:
        """Replace the report's content by another's, such as an imported one, as one step.

        A backup is made first; raises ``NotBackedUp`` where it cannot be, unless ``anyway``.
        """
        self.be_ready()
        self._back_up("import", anyway=anyway)
        return self._take(report.entries, label)

    def backups(self) -> tuple[Backup, ...]:
        """Return the backups of this file, newest first, each one read and verified.

        Damaged ones are listed with their ``trouble``. Runs on any thread; takes some milliseconds for each.
        """
        return self._shelf.list()

    def backup_report(self, backup: Backup, year: int) -> Report:
        """Return the report of a year as a backup holds it; raises FileDamaged …, ``YearMissing``."""
        from core import restoring

        return restoring.held_in(backup, year)

    def difference(self, backup: Backup, year: int) -> Comparison:
        """Return what was changed in a year since a backup: earlier the backup, later the file as it is now.

        Raises what ``backup_report`` does, and ``FormDiffers``.
        """
        from core import restoring

        then = restoring.held_in(backup, year)
        if year == self.report.year:
            return restoring.difference(then, self.report)
        known = year in {info.year for info in self._years}
        return restoring.difference(then, self.report_of(year) if known else None)

    def restore(
        self, backup: Backup, year: int, *, all_years: bool = False, anyway: bool = False
    ) -> Delta | None:
        """Put a year back as a backup holds it, as one undoable step ``恢复 1月28日 10:32 的备份``.

        Other years stay as they are unless ``all_years``; a year that is not in the file is added, as no
        step. A backup of what is there now is made first; raises ``NotBackedUp`` where it cannot be, unless
        ``anyway``, and what ``difference`` does: nothing has changed then. The report in front stays in
        front: None is returned if nothing in it differs. Another year's step is undone with that year in
        front. Where another year was concerned, everything is to be read anew, as after ``switch``.
        """
        from core import restoring

        self.be_ready()
        self.flush()
        restoring.held_in(backup, year)
        wanted = {one: report for one, report in restoring.held(backup).items() if all_years or one == year}
        there = {info.year for info in self._years}
        for one in wanted.keys() & there:
            restoring.refuse_other_form(wanted[one], self.report_of(one))
        self._back_up("restore", anyway=anyway)
        label, here = f"恢复 {backup.when} 的备份", self.report.year
        for one in sorted(wanted.keys() - {here}):
            self._restore_elsewhere(wanted[one], label, known=one in there)
        if wanted.keys() - {here}:
            self._load(here)
        return self._take(wanted[here].entries, label) if here in wanted else None

    def drop_backups(self, backups: Iterable[Backup]) -> None:
        """Remove backups because a person says so, once another, of what is there now, has been made.

        Raises ``NotBackedUp``: then none is removed.
        """
        dropped = {backup.path for backup in backups}
        self.flush()
        self._back_up("timed", anyway=False)
        kept = self._shelf.list()
        self._shelf.remove(backup for backup in kept if backup.path in dropped)
        self._back_up("timed", anyway=False)  # where the one of now was among them

    def _restore_elsewhere(self, report: Report, label: str, *, known: bool) -> None:
        if not known:
            self._add(report, label)
            return
        self._load(report.year)
        self._take(report.entries, label)
        self.flush()

    def _back_up(self, reason: str, *, anyway: bool) -> None:
        if self._upkeep is None:
            return
        try:
            self._upkeep.before(reason)
        except NotBackedUp:
            if not anyway:
                raise

    def _begin_upkeep(self, *, in_order: bool) -> None:
        self._upkeep = Upkeep(self._saver, self._file_id, lambda: self.path, self._say)
        others = (info.id for info in self._years if info.id != self._id)
        self._upkeep.opened(others, in_order=in_order)

    # ---- drafts

    def drafts(self) -> tuple[Draft, ...]:
        """Return the drafts of the report in front, the first one first; costs nothing."""
        return self._drafts

    def make_draft(self, who: str = "") -> Draft:
        """Keep what the report says now as a draft, with a step ``第 2 稿送审``; it may hold errors.

        Where the newest draft says the same, that one is returned. Returns once it is durable; raises the
        refusal that stops it.
        """
        from core import drafting

        kept = drafting.made(self, self._drafts, who)
        self._drafts = drafting.with_one(self._drafts, kept)
        return kept

    def sign(self, number: int, who: str, on: dt.date) -> Draft:
        """Keep who signed a draft and when (``第 2 稿签发``); it is locked for good.

        Raises ``NotReady`` while something must be mended or explained (``signoff.obstacles``), where the
        draft is not what the report says now, or is signed already; ``WrongArgument`` without a name or for a
        number that does not exist.
        """
        from core import drafting

        kept = drafting.signed(self, self._drafts, number, who, on)
        self._drafts = drafting.with_one(self._drafts, kept)
        return kept

    def report_of_draft(self, number: int) -> Report:
        """Return what a draft says, out of its own bytes; no notes, no origins; ``WrongArgument``."""
        from core import signoff

        return signoff.report_of(self._draft(number), self.report.form)

    def compare_draft(self, number: int) -> Comparison:
        """Return the figures and sentences changed since a draft; ``WrongArgument`` if there is none."""
        from core import signoff

        return signoff.compared(self._draft(number), self.report)

    def paper(self, number: int, *, notes: bool = False, charts: bool = False) -> Paper:
        """Return a draft ready to be drawn, printed now: slips, report, annex, foot (core/signoff/pack.py).

        ``notes`` and ``charts`` are the annexes wanted. Drawing it takes no session: any thread may.
        """
        from core.signoff import pack

        now = pack.Now(self.report, self.last_year, self._drafts)
        printing = pack.Printing(dt.datetime.now().astimezone(), notes=notes, charts=charts)
        return pack.paper(self._draft(number), now, printing)

    def _draft(self, number: int) -> Draft:
        from core import drafting

        return drafting.numbered(self._drafts, number)

    # ---- file

    def save_copy(self, target: Path) -> None:
        """Write the whole unit file, verified, to another place; raises refusals."""
        if self.only_reading is not None:
            raise self.only_reading
        if target.resolve() == self.path.resolve():
            raise FileExists("副本不能覆盖正在使用的文件本身。", "请换一个名称或文件夹。")
        self.close_group()
        self._saver.copy_to(target)  # also what could not be saved

    def rescue(self, target: Path) -> None:
        """Write this report as it stands on screen into a new unit file, when saving has failed."""
        if self.only_reading is not None:
            raise self.only_reading
        Session.create(target, self.report, "另存抢救副本").close()

    def add_year(self, report: Report, label: str = "新建报告") -> None:
        """Add a report for another year and switch to it; raises ``YearExists``."""
        self.flush()
        self._add(report, label)
        self._load(report.year)

    def add_past(self, report: Report, label: str) -> None:
        """Add the report of an earlier year, such as an imported one, and stay; raises ``YearExists``."""
        self.flush()
        self._add(report, label)
        self._load(self.report.year)

    def report_of(self, year: int) -> Report:
        """Return the report of a year of this file as it stands there; raises ``YearMissing``."""
        self.flush()
        return self._saver.call(lambda store: Loaded.of(store, year)).report()

    def replace_past(self, report: Report, label: str, *, anyway: bool = False) -> None:
        """Put another report in the place of an earlier year's, as one step of that year, and stay here.

        It can be undone with that year's report in front. Raises ``YearMissing``, ``FormDiffers`` where the
        report in the file has another form, and what ``take_in`` does.
        """
        from core import restoring

        here = self.report.year
        self.switch(report.year)
        try:
            restoring.refuse_other_form(report, self.report)
            self.take_in(report, label, anyway=anyway)
        finally:
            self.switch(here)

    def switch(self, year: int) -> None:
        """Turn to the report of another year of the same file; raises ``YearMissing``."""
        self.flush()
        self._load(year)

    def close(self) -> None:
        """Save what is open and let go of the file."""
        self.close_group()
        if self._desk:
            with contextlib.suppress(Refused):  # told below
                self._saver.flush()
            self._desk.leave()
        if self._upkeep and self.failure is None:
            upkeep, self._upkeep = self._upkeep, None
            upkeep.close()
        try:
            self._saver.close()
        finally:
            if self._desk:
                self._desk.release()

    def write_back(self) -> None:
        """Carry everything to the stick or share now; raises the refusal that stands in the way.

        Nothing to do on a fixed disk. Where it is refused, the work is durable on this PC all the same.
        """
        self.flush()
        if self._desk:
            self._desk.write_back()

    # ---- inside

    def _add(self, report: Report, label: str) -> None:
        """Add a year to the file; it is durable then, carried back and backed up like every edit."""
        steps = first_steps(report, label)
        self._saver.call(lambda store: store.add_report(report.year, report.form.id, steps))
        self._look_after()

    def _look_after(self) -> None:
        """See to it that what is durable now reaches its place, and a backup."""
        if self._desk:
            self._desk.committed()
        if self._upkeep:
            self._upkeep.edited()

    def _load(self, year: int | None, *, checking: bool = True) -> None:
        """Read a report of the open file; nothing here changes before everything is read and understood."""
        loaded = self._saver.call(lambda store: Loaded.of(store, year))
        self._begin(loaded, checking=checking)
        self._path, self._years, self._file_id = loaded.path, loaded.years, loaded.file_id
        self._drafts = loaded.drafts

    def _on_saver(self, event: SaverEvent) -> None:
        if isinstance(event, Saved) and event.report_id == self._id:
            self._look_after()
        super()._on_saver(event)
