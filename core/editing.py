"""One report being changed: every change is recorded as a step, checked, told once and handed to be saved.

The session (core/session.py) is the same with a file around it. What else changes the file beside the report
(drafts, what is cleared from the history) comes in by ``durable``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from core import intake, keys, oddities, past
from core.desk import WrittenBack
from core.errors import HistoryCleared, Refused
from core.history import Change, Cleared, Step, StepKind, Trail, done_again, taken_back
from core.loading import Loaded, now
from core.report import TYPED, ZERO, Content, Entry, Origin, OriginKind, Report
from core.saver import ChoreFailed, Saved, SaveFailed, Saver, SaverEvent
from core.store import Store

if TYPE_CHECKING:
    from core.findings import Finding, Suggestion, Verdict

T = TypeVar("T")

UNLOCKED = Origin(OriginKind.TYPED, "unlocked")  # was carried over; opened by a person, with a reason
RECENT = 20  # cells remembered as edited last, for ranking suggestions


class Delta(NamedTuple):
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


class Editing:
    """One report in front, with its journal; subscribers hear of every change."""

    _id: int  # of the report in its file
    _verdict: Verdict | None  # None: the checks wait for ``examine``

    def __init__(self, saver: Saver) -> None:
        """Take over a saver whose store is open; ``_begin`` puts a report in front."""
        self._saver = saver
        self._listeners: list[Listener] = []
        self._telling = False
        self.failure: SaveFailed | None = None
        self.only_reading: Refused | None = None  # why nothing can be changed, of a newer version's file

    def _begin(self, loaded: Loaded, *, checking: bool) -> None:
        """Put a report in front; nothing changes where it cannot be understood."""
        report, trail = loaded.report(proving=checking), Trail.of(loaded.steps)
        self._id, self._journal = loaded.info.id, list(loaded.steps)
        self.report, self.filed_last_year, self._trail = report, loaded.last_year, trail
        self.last_year = self.filed_last_year or past.on_paper(report)
        self._seq: int = loaded.steps[-1].seq if loaded.steps else 0
        self.saved = Saved(loaded.info.id, self._seq, loaded.saved_at)
        self._typing = ""
        self._group = 0
        self._recent: list[str] = []
        self._verdict = self._check() if checking else None

    # ---- reading

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
            self._tell(self._untouched("")._replace(opened=self.verdict.findings))

    def subscribe(self, listener: Listener) -> None:
        """Call ``listener`` with every event; save events come on the writer thread."""
        self._listeners.append(listener)

    def steps(self) -> tuple[Step, ...]:
        """Return the whole journal of this report, oldest first; the last step may still grow by typing.

        Nothing waits for the disk: the file's journal says the same once everything is saved.
        """
        return tuple(self._journal)

    def report_after(self, count: int) -> Report | None:
        """Return the report as it stood after the journal's first ``count`` steps.

        None where what leads there, from the beginning and from now, was cleared.
        """
        from core import clearing  # noqa: PLC0415 - as in ``forget``

        then = clearing.state_after(self._journal, count, self.report.entries)
        return None if then is None else Report(self.report.form, self.report.year, then)

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
        self.be_ready()
        stated, said = intake.taken(self.report.form, changes, origin)
        wanted = intake.with_totals(self.report, intake.unlocked(self.report, stated))
        return self._record(intake.news(self.report, wanted), label, typing, said)

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
        self.be_ready()
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
        self.be_ready()
        if self.last_year is None or not (entries := past.offered(self.report, self.last_year)):
            return None
        label = f"按 {self.last_year.year} 年报告填入上年结转（{len(entries)} 格）"
        return self._record(intake.with_totals(self.report, entries), label, "")

    def unlock(self, cell_key: str, reason: str) -> Delta | None:
        """Open a cell carried over from last year for typing; the reason becomes its note."""
        self.be_ready()
        entry = self.report.entry(cell_key)
        if entry is None or not past.locked(self.report, cell_key):
            return None
        note = self.report.string(keys.note(cell_key))  # what was noted before stays above the reason
        words = f"{note}\n{reason}" if note and reason else note or reason
        why, _ = intake.taken(self.report.form, {keys.note(cell_key): words}, TYPED)
        label = f"解除锁定 {self.report.form.cells[cell_key].name}"
        return self._record({cell_key: Entry(entry.value, UNLOCKED), **why}, label, "")

    def accept(self, suggestion: Suggestion) -> Delta | None:
        """Carry out a suggestion the person clicked."""
        cell = self.report.form.cells[suggestion.cell]
        if cell.computed:
            return self.apply({cell.key: None}, f"以计算结果为准 {cell.name}")
        return self.apply({cell.key: suggestion.value}, f"按建议修改 {cell.name}")

    def mark(self, name: str) -> None:
        """Name the present state, so that it can be found and gone back to; undo passes over it."""
        self.be_ready()
        self.close_group()
        step = self.step_for(oddities.clean(name, one_line=True).text)
        self._seq += 1
        self._log(step)
        self._saver.offer(self._id, step, {}, open_group=False)

    def go_back(self, steps: Iterable[Step], label: str) -> Delta | None:
        """Return to the state after some steps, the journal's first ones, as one new step.

        Raises ``HistoryCleared`` where what leads there was cleared.
        """
        self.be_ready()
        then = self.report_after(len(tuple(steps)))
        if then is None:
            raise HistoryCleared("通到那里的历史内容已经清除，回不去了。", "请选之后的一步，或从备份恢复。")
        return self._take(then.entries, label)

    def forget(self, seqs: Iterable[int]) -> Delta:
        """Clear what some steps did, for good, as a step ``清除历史内容（n 步）`` that stays in the history.

        The report says what it said before. Undo ends at what was cleared. Returns once the words are gone
        from the file; backups still hold them (``clearing``). Raises ``NothingToClear`` or the refusal that
        stops saving.
        """
        from core import clearing  # noqa: PLC0415 - a window starts without it

        self.be_ready()
        self.flush()
        gone = clearing.whole(self._journal, seqs)
        named = self.step_for(clearing.label(len(gone)))
        step = named._replace(kind=StepKind.FORGET, forgets=tuple(map(Cleared.of, gone)))
        self.durable(step, lambda store: store.forget(self._id, step))
        self._journal[:] = clearing.cleared(self._journal, gone)
        self._trail = Trail.of(self._journal)
        return self._tell(self._untouched(step.label))

    def flush(self) -> None:
        """Return when everything applied is durable; raises the refusal that stopped saving."""
        self.close_group()
        self._saver.flush()

    # ---- for what changes more than the report

    @property
    def report_id(self) -> int:
        """Return which report this is in its file."""
        return self._id

    def be_ready(self) -> None:
        """Raise the refusal that stopped saving, or a form's whose checks cannot be read (``FormBroken``).

        A listener that writes while being told is a bug.
        """
        if self._telling:
            message = "a listener changed the report while it was being told of a change"
            raise AssertionError(message)
        if self.failure is not None:
            raise self.failure.refusal
        self.report.form.prove()

    def durable(self, step: Step, work: Callable[[Store], T]) -> T:
        """Have a step written with what belongs to it, now, and take it into the journal."""

        def written(store: Store) -> T:
            done = work(store)
            self._on_saver(Saved(self._id, step.seq, store.saved_at))
            return done

        done = self._saver.call(written)
        self._seq += 1
        self._log(step)
        return done

    def step_for(self, label: str) -> Step:
        """Return a step that only names a point, with the next number."""
        return Step(self._seq + 1, self._seq + 1, StepKind.MARK, label, now(), ())

    # ---- inside

    def _check(self) -> Verdict:
        from core import checks  # noqa: PLC0415 - loads much that a window can be painted without

        return checks.run_all(self.report, self.last_year, self._recent)

    def _take(self, entries: Mapping[str, Entry], label: str) -> Delta | None:
        gone: dict[str, Entry | None] = dict.fromkeys(self.report.entries)
        return self._record({**gone, **entries}, label, "")

    def _zero(self, blanks: Iterable[str], label: str) -> Delta | None:
        return self.apply(intake.zeros(self.report.form, blanks), label, origin=ZERO)

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
        step = Step(self._seq, self._group, StepKind.DO, label, now(), changes)
        self._log(step)
        self._saver.offer(self._id, step, after, open_group=bool(typing))

    def _log(self, step: Step) -> None:
        """Take a new step into the journal and into what can be undone; the one before grows no more."""
        if self._journal:
            self._journal[-1] = self._trail.slimmed(self._journal[-1])
        self._journal.append(step)
        self._trail.feed(step)

    def _travel(self, kind: StepKind) -> Delta | None:
        self.be_ready()
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
        step = Step(self._seq, group[0].group, kind, label, now(), changes)
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
            intake.sentence(said),
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
            else:
                self.failure = event
        self._say(event)

    def _say(self, event: Event) -> None:
        for listener in self._listeners:
            listener(event)
