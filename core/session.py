"""The door: everything that changes a report goes through a session.

``apply`` takes changes, records a step, writes the report, derives totals, runs every check, hands the step
to the writer thread and tells the listeners once (HOUSE.md 3). It never waits for the disk; ``flush`` does.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from core import checkcode, clearing, formfile, keys, oddities, past, places, signoff
from core.backup import Backup, Reason, Shelf
from core.compare import Comparison, compare
from core.desk import Desk, Place, Recovered, WrittenBack
from core.drafts import Draft
from core.errors import (
    CellLocked,
    FileExists,
    FormDiffers,
    FormMissing,
    HistoryCleared,
    NotBackedUp,
    OddCharacter,
    Refused,
    WrongArgument,
    YearMissing,
)
from core.findings import Finding, Suggestion, Verdict
from core.form import FormDef
from core.history import Change, Cleared, Step, StepKind, Trail, done_again, taken_back
from core.media import Medium, medium_of
from core.report import TYPED, ZERO, Content, Entry, Origin, OriginKind, Report
from core.saver import ChoreFailed, Saved, SaveFailed, Saver, SaverEvent
from core.store import ReportInfo, Store, read_copy
from core.upkeep import Upkeep
from core.values import Kind, Raw, parse

if TYPE_CHECKING:
    from core.signoff.pack import Paper

T = TypeVar("T")

UNLOCKED = Origin(OriginKind.TYPED, "unlocked")  # was carried over; opened by a person, with a reason
RECENT = 20  # cells remembered as edited last, for ranking suggestions


@dataclass(frozen=True)
class Delta:
    """One change, told once: what differs now, and what the checks say."""

    keys: frozenset[str]  # stored or computed values that differ
    opened: tuple[Finding, ...]  # findings that were not there before, or say something else now
    closed: frozenset[str]  # ids of findings that are gone
    verdict: Verdict
    label: str
    undo_label: str  # empty: nothing to undo
    redo_label: str
    cleaned: str = ""  # what was taken out of what was typed or pasted, as a sentence; nearly always empty


Event = Delta | Saved | SaveFailed | ChoreFailed | WrittenBack
Listener = Callable[[Event], None]


@dataclass(frozen=True)
class Clearing:
    """What clearing some steps of the history would do; nothing is done yet (core/clearing.py)."""

    steps: tuple[Step, ...]  # whose content goes, those that belong together always together
    sharing: tuple[Step, ...]  # other steps that hold words of these, such as the one that deleted them
    undo_lost: int  # groups that could be undone or done again, and cannot be then
    backups: tuple[Backup, ...]  # hold the content still, or may; ``drop_backups`` removes them


def _now() -> str:
    return dt.datetime.now().astimezone().isoformat(timespec="seconds")


def entry_of(form: FormDef, key: str, value: Content, origin: Origin) -> Entry | None:
    """Return what is stored for a value that was tidied; None blanks the key, and so does an empty text.

    Raises ``KeyError`` for a key of no kind.
    """
    if keys.is_cell(key):
        if key not in form.cells or isinstance(value, str):
            raise KeyError(key)
        return None if value is None else Entry(value, origin)
    if key.partition(".")[0] not in keys.RESERVED or not (value is None or isinstance(value, str)):
        raise KeyError(key)
    return Entry(value, origin) if value else None


def tidied(form: FormDef, key: str, value: Content) -> tuple[Content, str]:
    """Return a value without the characters that no report keeps, and what was done to it in words.

    A figure that something unseen stood in is read once more. Raises ``OddCharacter``, which names the place.
    """
    if not isinstance(value, str | Raw):
        return value, ""
    given = value.text if isinstance(value, Raw) else value
    try:
        found = oddities.clean(given, one_line=not (isinstance(value, Raw) or keys.has_lines(key)))
    except OddCharacter as refusal:
        message = f"“{places.place_name(form, key)}”中，{refusal.message}"
        raise OddCharacter(message, refusal.hint) from refusal
    if isinstance(value, str):
        return found.text, found.words
    cell = form.cells[key]
    fresh = parse(found.text, cell.kind, cell.unit) if found.words else Raw(found.text)
    return Raw(" ".join(fresh.text.split())) if isinstance(fresh, Raw) else fresh, found.words


class Session:
    """One report of a unit file, open for editing."""

    _drafts: tuple[Draft, ...]
    _verdict: Verdict | None  # None: the checks wait for ``examine``

    def __init__(
        self, saver: Saver, year: int | None = None, desk: Desk | None = None, *, checking: bool = True
    ) -> None:
        """Take over a saver whose store is open; ``year`` None means the newest report.

        Without ``checking`` the checks wait until ``examine``, or until somebody asks for the verdict.
        """
        self._saver = saver
        self._desk = desk
        self._listeners: list[Listener] = []
        self._telling = False
        self.failure: SaveFailed | None = None
        self.only_reading: Refused | None = None  # why nothing can be changed, of a newer version's file
        self._upkeep: Upkeep | None = None
        self._typing = ""
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
        return cls._at(Desk(path, detect(path)), report.year)

    @classmethod
    def open_newer(cls, path: Path, year: int | None = None) -> Session:
        """Open a file that ``open`` refused as ``FileNewer`` for reading alone; nothing is written.

        Every change, and saving a copy, is refused with ``only_reading``; ``failure`` says the same, so that
        whatever locks itself after a failure is locked. Raises ``FileNewer`` where the figures cannot be
        trusted here (core/newer.py), ``YearMissing`` and ``FormMissing``.
        """
        from core.newer import NewerFile, only_reading  # noqa: PLC0415 - very few files are newer

        session = cls._over(lambda: NewerFile.open(path), year)
        session.only_reading = only_reading(path)
        session.failure = SaveFailed(session.only_reading, session._id, session._seq + 1)  # noqa: SLF001 - as below
        return session

    @classmethod
    def _at(cls, desk: Desk, year: int | None, *, checking: bool = True) -> Session:
        try:
            session = cls._over(desk.store, year, desk, checking=checking)
        except BaseException:
            desk.release()
            raise
        desk.attend(session._saver.copy_to, session._say)  # noqa: SLF001 - the class's own instance
        session._begin_upkeep()  # noqa: SLF001 - as above
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
        return self._shelf.file_id

    @property
    def place(self) -> Place:
        """Return on what the file lies, and how far the work has come back to it."""
        return self._desk.place if self._desk else Place(Medium.FIXED)

    @property
    def years(self) -> tuple[ReportInfo, ...]:
        """Return the reports of this unit file, newest year first."""
        return self._years

    @property
    def undo_label(self) -> str:
        """Return the Chinese name of the step that undo takes back; empty if there is none."""
        return self._trail.undo_label

    @property
    def redo_label(self) -> str:
        """Return the Chinese name of the step that redo does again; empty if there is none."""
        return self._trail.redo_label

    @property
    def all_saved(self) -> bool:
        """Tell whether everything that was applied is durable."""
        return self.only_reading is not None or (self.failure is None and self.saved.seq >= self._seq)

    @property
    def examined(self) -> bool:
        """Tell whether the checks have run; before, nobody may claim that anything is in order."""
        return self._verdict is not None

    @property
    def verdict(self) -> Verdict:
        """Return what the checks say of the report as it stands."""
        verdict = self._verdict = self._verdict or self._check()
        return verdict

    def examine(self) -> None:
        """Run the checks that opening did not wait for, and tell what they found."""
        if self._verdict is None:
            self._tell(replace(self._untouched(""), opened=self.verdict.findings))

    def subscribe(self, listener: Listener) -> None:
        """Call ``listener`` with every event; save events come on the writer thread."""
        self._listeners.append(listener)

    # ---- changing

    def apply(
        self,
        changes: Mapping[str, Content],
        label: str,
        *,
        origin: Origin = TYPED,
        typing: str = "",
    ) -> Delta | None:
        """Store values (None blanks) as one step; None is returned if nothing differs.

        ``typing`` names the field being typed in: consecutive calls with the same name are one group until
        ``close_group``. A stated total above a changed part is dropped in the same step (HOUSE.md 4), so that
        the computed one is shown again. Raises ``OddCharacter``, ``CellLocked`` for a figure carried over
        from last year, or the refusal that stopped saving.
        """
        self._be_ready()
        form, stated, said = self.report.form, dict[str, Entry | None](), dict[str, str]()
        for key, value in changes.items():
            kept, words = tidied(form, key, value)
            stated[key] = entry_of(form, key, kept, origin)
            if words:
                said[key] = f"“{places.place_name(form, key)}”中{words}"
        entries = self._unlocked(stated)
        wanted = self._with_totals(entries)
        news = {key: after for key, after in wanted.items() if not _same(self.report.entry(key), after)}
        return self._record(news, label, typing, said)

    def undo(self) -> Delta | None:
        """Take back the newest group; None if there is nothing to undo."""
        return self._travel(StepKind.UNDO)

    def redo(self) -> Delta | None:
        """Do the group undone last again; None if there is nothing to redo."""
        return self._travel(StepKind.REDO)

    def close_group(self) -> None:
        """End the open typing group (focus moved, Enter pressed): the next key starts a new one."""
        if self._typing:
            self._typing = ""
            self._saver.close_step()

    def cancel_group(self) -> Delta | None:
        """Take back the open typing group, as Esc does; None if none is open."""
        if not self._typing:
            return None
        self._be_ready()
        self._typing = ""
        open_step = self._saver.withdraw()
        if open_step is None:
            return self.undo()
        self._seq -= 1
        self._journal.pop()
        self._trail = Trail.of(self._journal)  # what could be done again before can be done again now
        back = taken_back([open_step], self.report.entry)
        told = self._tell(self._write(back, open_step.label))
        flushed = bool(self._trail.done) and self._trail.done[-1][0].group == open_step.group
        return self.undo() if flushed else told

    def confirm_zeros(self, table: str | None = None) -> Delta | None:
        """Confirm every blank typed cell (of one table or all) as zero, as one step."""
        blanks = self.report.blanks(table)
        whose = f"{self.report.form.table(table).name}未填项" if table else "其余未填项全部"
        return self._zero(blanks, f"{whose}确认为 0（{len(blanks)} 格）")

    def confirm_none(self, tables: Iterable[str], label: str) -> Delta | None:
        """Confirm every blank cell of some tables as zero, as one step of the given name."""
        return self._zero([key for table in tables for key in self.report.blanks(table)], label)

    def carry_in(self) -> Delta | None:
        """Fill the carried-over cells that are blank, or stale, from last year's report, as one step."""
        self._be_ready()
        if self.last_year is None or not (entries := past.offered(self.report, self.last_year)):
            return None
        label = f"按 {self.last_year.year} 年报告填入上年结转（{len(entries)} 格）"
        return self._record(self._with_totals(entries), label, "")

    def unlock(self, cell_key: str, reason: str) -> Delta | None:
        """Open a cell carried over from last year for typing; the reason becomes its note."""
        self._be_ready()
        entry = self.report.entry(cell_key)
        if entry is None or not past.locked(self.report, cell_key):
            return None
        note = self.report.string(keys.note(cell_key))  # what was noted before stays above the reason
        words = f"{note}\n{reason}" if note and reason else note or reason
        kept, _ = tidied(self.report.form, keys.note(cell_key), words)
        why = entry_of(self.report.form, keys.note(cell_key), kept, TYPED)
        label = f"解除锁定 {self.report.form.cells[cell_key].name}"
        return self._record({cell_key: Entry(entry.value, UNLOCKED), keys.note(cell_key): why}, label, "")

    def mark(self, name: str) -> None:
        """Name the present state, so that it can be found and gone back to; undo passes over it."""
        self._be_ready()
        name = oddities.clean(name, one_line=True).text
        self.close_group()
        self._seq += 1
        step = Step(self._seq, self._seq, StepKind.MARK, name, _now(), ())
        self._log(step)
        self._saver.offer(self._id, step, {}, open_group=False)

    def steps(self) -> tuple[Step, ...]:
        """Return the whole journal of this report, oldest first; the last step may still grow by typing.

        Nothing waits for the disk: the file's journal says the same once everything is saved.
        """
        return tuple(self._journal)

    def go_back(self, steps: Iterable[Step], label: str) -> Delta | None:
        """Return to the state after some steps, the journal's first ones, as one new step.

        Raises ``HistoryCleared`` where what leads there was cleared.
        """
        self._be_ready()
        then = self.report_after(len(tuple(steps)))
        if then is None:
            raise HistoryCleared("通到那里的历史内容已经清除，回不去了。", "请选之后的一步，或从备份恢复。")
        return self._take(then.entries, label)

    def report_after(self, count: int) -> Report | None:
        """Return the report as it stood after the journal's first ``count`` steps.

        None where what leads there, from the beginning and from now, was cleared.
        """
        then = clearing.state_after(self._journal, count, self.report.entries)
        return None if then is None else Report(self.report.form, self.report.year, then)

    def clearing(self, seqs: Iterable[int]) -> Clearing:
        """Return what clearing some steps, by number, would do; raises ``NothingToClear``."""
        steps = clearing.whole(self._journal, seqs)
        held = self._shelf.holding(self.report.year, [step.seq for step in steps])
        lost = clearing.undo_lost(self._journal, steps)
        return Clearing(steps, clearing.sharing(self._journal, steps), lost, held)

    def forget(self, seqs: Iterable[int]) -> Delta:
        """Clear what some steps did, for good, as a step ``清除历史内容（n 步）`` that stays in the history.

        The report says what it said before. Undo ends at what was cleared. Returns once the words are gone
        from the file; backups still hold them (``clearing``). Raises ``NothingToClear`` or the refusal that
        stops saving.
        """
        self._be_ready()
        self.flush()
        gone = clearing.whole(self._journal, seqs)
        step = Step(
            self._seq + 1,
            self._seq + 1,
            StepKind.FORGET,
            clearing.label(len(gone)),
            _now(),
            (),
            tuple(map(Cleared.of, gone)),
        )
        self._durable(step, lambda store: store.forget(self._id, step))
        self._journal[:] = clearing.cleared(self._journal, gone)
        self._trail = Trail.of(self._journal)
        return self._tell(self._untouched(step.label))

    def accept(self, suggestion: Suggestion) -> Delta | None:
        """Carry out a suggestion the person clicked."""
        cell = self.report.form.cells[suggestion.cell]
        if cell.computed:
            return self.apply({cell.key: None}, f"以计算结果为准 {cell.name}")
        return self.apply({cell.key: suggestion.value}, f"按建议修改 {cell.name}")

    def take_in(self, report: Report, label: str, *, anyway: bool = False) -> Delta | None:
        """Replace the report's content by another's, such as an imported one, as one step.

        A backup is made first; raises ``NotBackedUp`` where it cannot be, unless ``anyway``.
        """
        self._be_ready()
        self._back_up(Reason.IMPORT, anyway=anyway)
        return self._take(report.entries, label)

    # ---- backups

    def backups(self) -> tuple[Backup, ...]:
        """Return the backups of this file, newest first, each one read and verified.

        Damaged ones are listed with their ``trouble``. Runs on any thread; takes some milliseconds for each.
        """
        return self._shelf.list()

    def backup_report(self, backup: Backup, year: int) -> Report:
        """Return the report of a year as a backup holds it; raises FileDamaged …, ``YearMissing``."""
        found = _held(backup)
        if year not in found:
            message = f"{backup.when} 的备份里没有 {year} 年的报告。"
            raise YearMissing(message, "请选备份里有的年份。")
        return found[year]

    def difference(self, backup: Backup, year: int) -> Comparison:
        """Return what was changed in a year since a backup: earlier the backup, later the file as it is now.

        Raises what ``backup_report`` does, and ``FormDiffers``.
        """
        then = self.backup_report(backup, year)
        if year == self.report.year:
            now: Report | None = self.report
        else:
            now = self.report_of(year) if year in {info.year for info in self._years} else None
        if now is not None:
            _refuse_other_form(then, now)
        return compare(then.form, then.entries, now.entries if now else {})

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
        self._be_ready()
        self.flush()
        self.backup_report(backup, year)
        wanted = {one: report for one, report in _held(backup).items() if all_years or one == year}
        there = {info.year for info in self._years}
        for one in wanted.keys() & there:
            _refuse_other_form(wanted[one], self.report_of(one))
        self._back_up(Reason.RESTORE, anyway=anyway)
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
        self._back_up(Reason.TIMED, anyway=False)
        kept = self._shelf.list()
        self._shelf.remove(backup for backup in kept if backup.path in dropped)
        self._back_up(Reason.TIMED, anyway=False)  # where the one of now was among them

    def _restore_elsewhere(self, report: Report, label: str, *, known: bool) -> None:
        if not known:
            steps = first_steps(report, label)
            self._saver.call(lambda store: store.add_report(report.year, report.form.id, steps))
            return
        self._load(report.year)
        self._take(report.entries, label)
        self.flush()

    def _back_up(self, reason: Reason, *, anyway: bool) -> None:
        if self._upkeep is None:
            return
        try:
            self._upkeep.before(reason)
        except NotBackedUp:
            if not anyway:
                raise

    def _begin_upkeep(self) -> None:
        self._upkeep = Upkeep(self._saver, self._shelf, lambda: self.path, self._say)
        self._upkeep.opened(info.id for info in self._years if info.id != self._id)

    # ---- drafts

    def drafts(self) -> tuple[Draft, ...]:
        """Return the drafts of the report in front, the first one first; costs nothing."""
        return self._drafts

    def make_draft(self, who: str = "") -> Draft:
        """Keep what the report says now as a draft, with a step ``第 2 稿送审``; it may hold errors.

        Where the newest draft says the same, that one is returned. Returns once it is durable; raises the
        refusal that stops it.
        """
        self._be_ready()
        self.flush()
        if same := signoff.present(self._drafts, self.report):
            return same
        last = signoff.newest(self._drafts)
        step, version = self._step_for(""), checkcode.VERSION
        draft = Draft(
            number=last.number + 1 if last else 1,
            version=version,
            canonical=checkcode.body(self.report, version),
            at=step.at,
            who=oddities.clean(who, one_line=True).text.strip(),
        )
        step = step._replace(label=f"{draft.name}送审")
        kept = self._durable(step, lambda store: store.add_draft(self._id, step, draft))
        self._drafts = (*self._drafts, kept)
        return kept

    def sign(self, number: int, who: str, on: dt.date) -> Draft:
        """Keep who signed a draft and when (``第 2 稿签发``); it is locked for good.

        Raises ``NotReady`` while something must be mended or explained (``signoff.obstacles``), where the
        draft is not what the report says now, or is signed already; ``WrongArgument`` without a name or for a
        number that does not exist.
        """
        self._be_ready()
        self.flush()
        draft = self._draft(number)
        name = oddities.clean(who, one_line=True).text.strip()
        if not name:
            raise WrongArgument("没有写签发人的姓名。", "请写上主要领导的姓名。")
        signoff.refuse_signing(draft, self._drafts, self.report, self.verdict)
        signed = draft.signing(name, on)
        step = self._step_for(f"{draft.name}签发（{name} {on.month}月{on.day}日）")
        self._durable(step, lambda store: store.sign_draft(self._id, step, signed))
        self._drafts = tuple(signed if one.number == number else one for one in self._drafts)
        return signed

    def report_of_draft(self, number: int) -> Report:
        """Return what a draft says, out of its own bytes; no notes, no origins; ``WrongArgument``."""
        return signoff.report_of(self._draft(number), self.report.form)

    def compare_draft(self, number: int) -> Comparison:
        """Return the figures and sentences changed since a draft; ``WrongArgument`` if there is none."""
        return signoff.compared(self._draft(number), self.report)

    def paper(self, number: int, *, notes: bool = False, charts: bool = False) -> Paper:
        """Return a draft ready to be drawn, printed now: slips, report, annex, foot (core/signoff/pack.py).

        ``notes`` and ``charts`` are the annexes wanted. Drawing it takes no session: any thread may.
        """
        from core.signoff import pack  # noqa: PLC0415 - the window starts without the writers

        now = pack.Now(self.report, self.last_year, self._drafts)
        printing = pack.Printing(dt.datetime.now().astimezone(), notes=notes, charts=charts)
        return pack.paper(self._draft(number), now, printing)

    def _draft(self, number: int) -> Draft:
        found = next((draft for draft in self._drafts if draft.number == number), None)
        if found is None:
            raise WrongArgument(f"没有第 {number} 稿。", "请选择已有的一稿。")
        return found

    def _step_for(self, label: str) -> Step:
        """Return a step that only names a point, with the next number."""
        return Step(self._seq + 1, self._seq + 1, StepKind.MARK, label, _now(), ())

    def _durable(self, step: Step, work: Callable[[Store], T]) -> T:
        """Have a step written with what belongs to it, now, and take it into the journal."""

        def written(store: Store) -> T:
            done = work(store)
            self._on_saver(Saved(self._id, step.seq, store.saved_at))
            return done

        done = self._saver.call(written)
        self._seq += 1
        self._log(step)
        return done

    # ---- file

    def flush(self) -> None:
        """Return when everything applied is durable; raises the refusal that stopped saving."""
        self.close_group()
        self._saver.flush()

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
        steps = first_steps(report, label)
        self._saver.call(lambda store: store.add_report(report.year, report.form.id, steps))
        self._load(report.year)

    def add_past(self, report: Report, label: str) -> None:
        """Add the report of an earlier year, such as an imported one, and stay; raises ``YearExists``."""
        self.flush()
        steps = first_steps(report, label)
        self._saver.call(lambda store: store.add_report(report.year, report.form.id, steps))
        self._load(self.report.year)

    def report_of(self, year: int) -> Report:
        """Return the report of a year of this file as it stands there; raises ``YearMissing``."""
        self.flush()
        loaded = self._saver.call(lambda store: _Loaded.of(store, year))
        return Report(_form(loaded.info.form), loaded.info.year, loaded.entries)

    def replace_past(self, report: Report, label: str, *, anyway: bool = False) -> None:
        """Put another report in the place of an earlier year's, as one step of that year, and stay here.

        It can be undone with that year's report in front. Raises ``YearMissing``, ``FormDiffers`` where the
        report in the file has another form, and what ``take_in`` does.
        """
        here = self.report.year
        self.switch(report.year)
        try:
            _refuse_other_form(report, self.report)
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

    def _load(self, year: int | None, *, checking: bool = True) -> None:
        """Read a report of the open file; nothing here changes before everything is read and understood."""
        loaded = self._saver.call(lambda store: _Loaded.of(store, year))
        report = Report(_form(loaded.info.form), loaded.info.year, loaded.entries)
        trail = Trail.of(loaded.steps)
        self._path, self._years, self._id = loaded.path, loaded.years, loaded.info.id
        self._shelf = Shelf(loaded.file_id)
        self.report, self.filed_last_year, self._trail = report, loaded.last_year, trail
        self._journal: list[Step] = list(loaded.steps)
        self._drafts = loaded.drafts
        self.last_year = self.filed_last_year or past.on_paper(report)
        self._seq: int = loaded.steps[-1].seq if loaded.steps else 0
        self.saved = Saved(loaded.info.id, self._seq, loaded.saved_at)
        self._typing = ""
        self._group = 0
        self._recent: list[str] = []
        self._verdict = self._check() if checking else None

    def _check(self) -> Verdict:
        from core import checks  # noqa: PLC0415 - loads much that a window can be painted without

        return checks.run_all(self.report, self.last_year, self._recent)

    def _take(self, entries: Mapping[str, Entry], label: str) -> Delta | None:
        gone: dict[str, Entry | None] = dict.fromkeys(self.report.entries)
        return self._record({**gone, **entries}, label, "")

    def _zero(self, blanks: Iterable[str], label: str) -> Delta | None:
        cells = self.report.form.cells
        zeros = {key: Decimal(0) if cells[key].kind is Kind.MONEY else 0 for key in blanks}
        return self.apply(zeros, label, origin=ZERO)

    def _unlocked(self, entries: Mapping[str, Entry | None]) -> dict[str, Entry | None]:
        """Return what may be written: a locked cell stays as it is, another value for it is refused."""
        free: dict[str, Entry | None] = {}
        for key, after in entries.items():
            before = self.report.entry(key)
            if before is None or not past.locked(self.report, key):
                free[key] = after
            elif after is None or after.value != before.value:
                name = self.report.form.cells[key].name
                message = f"“{name}”来自 {before.origin.detail} 年报告，已锁定。"
                raise CellLocked(message, "要改的话，请先解除锁定并写明原因。")
        return free

    def _with_totals(self, entries: Mapping[str, Entry | None]) -> dict[str, Entry | None]:
        totals = {total for key in entries for total in self.report.form.sums_with.get(key, ())}
        dropped: dict[str, Entry | None] = {
            key: None for key in totals if key not in entries and self.report.entry(key) is not None
        }
        return {**entries, **dropped}

    def _record(
        self,
        entries: Mapping[str, Entry | None],
        label: str,
        typing: str,
        said: Mapping[str, str] = MappingProxyType({}),
    ) -> Delta | None:
        """Write what differs, keep it as a step and tell; ``said``: by key, what was taken out of it.

        Where nothing is left that differs, who shows such a key is told all the same.
        """
        changes = tuple(
            Change(key, before, after)
            for key, after in entries.items()
            if (before := self.report.entry(key)) != after
        )
        if not changes:
            return self._tell(self._untouched(label), said) if said else None
        if not typing or typing != self._typing:
            self.close_group()
        self._remember(changes)
        delta = self._write({change.key: change.after for change in changes}, label)
        self._keep(changes, label, typing)
        return self._tell(delta, said)

    def _keep(self, changes: tuple[Change, ...], label: str, typing: str) -> None:
        """Put the changes into the journal: into the open step if it is still ours, else as a new step."""
        after = {change.key: change.after for change in changes}
        continued = bool(typing) and typing == self._typing
        if continued and (longer := self._saver.grow(self._seq, changes, after)):
            self._journal[-1] = longer
            self._trail.replace_last(longer)
            return
        self._seq += 1
        self._group = self._group if continued else self._seq
        self._typing = typing
        step = Step(self._seq, self._group, StepKind.DO, label, _now(), changes)
        self._log(step)
        self._saver.offer(self._id, step, after, open_group=bool(typing))

    def _log(self, step: Step) -> None:
        """Take a new step into the journal and into what can be undone; the one before grows no more."""
        if self._journal:
            self._journal[-1] = self._trail.slimmed(self._journal[-1])
        self._journal.append(step)
        self._trail.feed(step)

    def _travel(self, kind: StepKind) -> Delta | None:
        self._be_ready()
        self.close_group()
        stack = self._trail.done if kind is StepKind.UNDO else self._trail.undone
        if not stack:
            return None
        group = stack[-1]
        play = taken_back if kind is StepKind.UNDO else done_again
        entries = play(group, self.report.entry)
        changes = tuple(Change(key, self.report.entry(key), after) for key, after in entries.items())
        label = group[0].label
        self._seq += 1
        step = Step(self._seq, group[0].group, kind, label, _now(), changes)
        delta = self._write(entries, label)
        self._log(step)
        self._saver.offer(self._id, step, entries, open_group=False)
        return self._tell(delta)

    def _write(self, entries: Mapping[str, Entry | None], label: str) -> Delta:
        changed = self.report.write(entries)
        if self.filed_last_year is None and any(key.startswith(f"{keys.BEFORE}.") for key in changed):
            self.last_year = past.on_paper(self.report)
        before = {finding.id: finding for finding in self.verdict.findings}
        self._verdict = self._check()
        after = {finding.id: finding for finding in self.verdict.findings}
        return Delta(
            keys=changed,
            opened=tuple(finding for finding in after.values() if before.get(finding.id) != finding),
            closed=frozenset(before.keys() - after.keys()),
            verdict=self.verdict,
            label=label,
            undo_label="",
            redo_label="",
        )

    def _remember(self, changes: Iterable[Change]) -> None:
        edited = [change.key for change in changes if keys.is_cell(change.key) and change.after is not None]
        self._recent = [*edited, *(key for key in self._recent if key not in edited)][:RECENT]

    def _untouched(self, label: str) -> Delta:
        return Delta(frozenset(), (), frozenset(), self.verdict, label, "", "")

    def _tell(self, delta: Delta, said: Mapping[str, str] = MappingProxyType({})) -> Delta:
        told = Delta(
            delta.keys | said.keys(),
            delta.opened,
            delta.closed,
            delta.verdict,
            delta.label,
            self._trail.undo_label,
            self._trail.redo_label,
            _sentence(said),
        )
        self._telling = True
        try:
            for listener in self._listeners:
                listener(told)
        finally:
            self._telling = False
        return told

    def _on_saver(self, event: SaverEvent) -> None:
        if not isinstance(event, ChoreFailed) and event.report_id == self._id:
            if isinstance(event, Saved):
                self.saved = event
                if self._desk:
                    self._desk.committed()
                if self._upkeep:
                    self._upkeep.edited()
            else:
                self.failure = event
        self._say(event)

    def _say(self, event: Event) -> None:
        for listener in self._listeners:
            listener(event)

    def _be_ready(self) -> None:
        """Raise the refusal that stopped saving; a listener that writes while being told is a bug."""
        if self._telling:
            message = "a listener changed the report while it was being told of a change"
            raise AssertionError(message)
        if self.failure is not None:
            raise self.failure.refusal


def _same(before: Entry | None, after: Entry | None) -> bool:
    """Tell whether only the origin would change by typing the same value again."""
    return before is not None and after is not None and before.value == after.value and after.origin == TYPED


def _sentence(said: Mapping[str, str]) -> str:
    """Return what was taken out, of the first place in full."""
    more = f"，另外 {len(said) - 1} 处也有" if len(said) > 1 else ""
    return f"{next(iter(said.values()))}{more}。" if said else ""


def _refuse_other_form(report: Report, there: Report) -> None:
    if there.form.id != report.form.id:
        message = f"文件里 {report.year} 年的报告用的是另一种格式，不能换成这一份。"
        raise FormDiffers(message, "请打开那一年的报告，逐项修改。")


def _held(backup: Backup) -> dict[int, Report]:
    """Return every report of a backup, by year; raises what ``read_copy`` does."""
    with read_copy(backup.path) as store:
        return {
            info.year: Report(_form(info.form), info.year, store.entries(info.id)) for info in store.reports()
        }


def first_steps(report: Report, label: str) -> tuple[Step, ...]:
    """Return the journal's first step, which states everything a report starts with."""
    changes = tuple(Change(key, None, entry) for key, entry in report.entries.items())
    return (Step(1, 1, StepKind.START, label, _now(), changes),)


def blank_report(unit: str, year: int, form: FormDef | None = None) -> Report:
    """Return an empty report of a unit for a year, in the form that is in force for that year."""
    chosen = form or formfile.for_year(year)
    name = oddities.clean(unit, one_line=True).text
    return Report(chosen, year, {keys.UNIT_NAME: Entry(name)} if name else {})


def _form(form_id: str) -> FormDef:
    if form_id not in formfile.form_ids():
        message = f"文件里的报告用的是表单“{form_id}”，本程序没有这张表单。"
        raise FormMissing(message, "请安装新版本后再打开。")
    return formfile.load(form_id)


@dataclass(frozen=True)
class _Loaded:
    """What the writer thread reads when a report is opened."""

    path: Path
    file_id: str
    years: tuple[ReportInfo, ...]
    info: ReportInfo
    entries: dict[str, Entry]
    steps: tuple[Step, ...]
    last_year: Report | None
    saved_at: dt.datetime
    drafts: tuple[Draft, ...]

    @classmethod
    def of(cls, store: Store, year: int | None) -> _Loaded:
        years = store.reports()
        chosen = [info for info in years if year in {None, info.year}]
        if not chosen:
            wanted = "报告" if year is None else f"{year} 年的报告"
            message = f"文件“{store.path.name}”里没有{wanted}。"
            raise YearMissing(message, "请选择文件里已有的年份，或先新建。")
        info = chosen[0]
        before = [other for other in years if other.year == info.year - 1]
        last_year = (
            Report(_form(before[0].form), before[0].year, store.entries(before[0].id)) if before else None
        )
        steps = store.trail(info.id)
        entries, kept = store.entries(info.id), store.drafts(info.id)
        return cls(store.path, store.file_id, years, info, entries, steps, last_year, store.saved_at, kept)
