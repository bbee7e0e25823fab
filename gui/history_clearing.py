"""清除这段历史内容: asked once with what stays, then what else still holds the same words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from core.backup import Backup
from core.errors import Refused
from core.history import Step, StepKind
from gui.bridge import Bridge
from gui.history_parts import Asking

STAYS = "现在的报告不变；这一步的时间留着，并记下清除过。不能撤销。"
DONE = "已清除，文件里不再有这些内容。"
LASTING = {StepKind.MARK, StepKind.FORGET}  # hold nothing but a name


def can_be_cleared(steps: Sequence[Step]) -> bool:
    """Tell whether there is anything in some steps that could be cleared."""
    return any(not step.cleared and step.kind not in LASTING for step in steps)


class Clearing:
    """Asks in the history's own question; every clearing is a step of its own."""

    def __init__(
        self,
        bridge: Bridge,
        asking: Asking,
        reread: Callable[[], object],
        refused: Callable[[Refused], object],
    ) -> None:
        """Ask about a bridge's session with a question above the list, which ``reread`` brings up to date."""
        self._bridge = bridge
        self._asking = asking
        self._reread = reread
        self._refused = refused

    def ask(self, steps: Sequence[Step]) -> None:
        """Say what clearing would do and what stays, and ask."""
        session = self._bridge.session
        try:
            found = session.clearing([step.seq for step in steps])
        except Refused as refusal:
            self._refused(refusal)
            return
        count = f"（连同撤销、重做共 {len(found.steps)} 步）" if len(found.steps) > len(steps) else ""
        lost = f"之前有 {found.undo_lost} 步不能再撤销。" if found.undo_lost else ""
        words = f"清除“{steps[-1].label}”的内容？{count}历史里再也看不到它写过什么。{STAYS}{lost}"
        chosen = [step.seq for step in found.steps]
        others = [step.seq for step in found.sharing]
        self._ask(words, "清除", lambda: self._clear(chosen, others, found.backups))

    def _clear(self, seqs: Sequence[int], others: Sequence[int], backups: tuple[Backup, ...]) -> None:
        session = self._bridge.session
        try:
            session.forget(seqs)
        except Refused as refusal:
            self._settle()
            self._refused(refusal)
            return
        self._reread()
        if others:
            words = f"{DONE}另外 {len(others)} 步里有同样的字，比如后来把它删掉的那一步。也清除吗？"
            self._ask(words, f"也清除那 {len(others)} 步", lambda: self._clear_others(others, backups))
            self._asking.on_withdrawn(lambda: self._ask_of_backups(backups))
        else:
            self._ask_of_backups(backups)

    def _clear_others(self, seqs: Sequence[int], backups: tuple[Backup, ...]) -> None:
        try:
            more = self._bridge.session.clearing(seqs).backups
        except Refused:  # cleared meanwhile
            more = ()
        known = {backup.path for backup in backups}
        self._clear(seqs, (), (*backups, *(one for one in more if one.path not in known)))

    def _ask_of_backups(self, backups: tuple[Backup, ...]) -> None:
        if not backups:
            self._asking.say(f"{DONE}备份里也没有。另存过的副本请自己处理。")
            return
        words = f"{DONE}但还有 {len(backups)} 份备份里存着。也删去这些备份吗？会先做一份新的备份。"
        self._ask(words, f"删去这 {len(backups)} 份备份", lambda: self._drop(backups))

    def _drop(self, backups: tuple[Backup, ...]) -> None:
        try:
            self._bridge.session.drop_backups(backups)
        except Refused as refusal:
            self._settle()
            self._refused(refusal)
        else:
            self._asking.say(f"{DONE}{len(backups)} 份备份也已删去。另存过的副本请自己处理。")

    def _ask(self, words: str, answer: str, carry_out: Callable[[], object]) -> None:
        self._asking.ask(words, answer, carry_out, self._settle)
        self._asking.yes.setFocus()

    def _settle(self) -> None:
        self._asking.settle()
