"""A random walk through the door: whatever is done, totals, findings, journal and file agree."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from core import checks, formfile, history, keys
from core.history import pack
from core.report import Entry, Report
from core.session import Session, blank_report
from core.store import Store
from core.values import Raw, number

FORM = formfile.newest()
YEAR = FORM.first_year
CELLS = st.sampled_from(FORM.typed)
VALUES = st.one_of(st.none(), st.integers(0, 200), st.just(Raw("12a")))
TEXTS = st.text(st.sampled_from("公开申请，。12\n𠅤"), max_size=12)


def replayed(path: Path) -> dict[str, Entry]:
    """Return what the journal alone leads to."""
    with Store.open(path) as store:
        return history.replayed(store.trail(store.reports()[0].id))


class Walk(RuleBasedStateMachine):
    """What a clerk does in a week, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "某镇.gknb"
        self.start = blank_report("某镇人民政府", YEAR)
        self.born = dict(self.start.entries)
        self.session = Session.create(self.path, self.start)

    @rule(key=CELLS, values=st.lists(VALUES, min_size=1, max_size=4))
    def type_a_figure(self, key: str, values: list[int | Raw | None]) -> None:
        for value in values:
            self.session.apply({key: value}, "填写", typing=key)

    @rule(text=TEXTS, more=TEXTS)
    def write_a_text(self, text: str, more: str) -> None:
        self.session.apply({"text.overview": text}, "修改", typing="text.overview")
        self.session.apply({"text.overview": text + more}, "修改", typing="text.overview")

    @rule(block=st.dictionaries(CELLS, VALUES, min_size=1, max_size=12))
    def paste_a_block(self, block: dict[str, int | Raw | None]) -> None:
        self.session.apply(block, "粘贴")

    @rule(key=st.sampled_from(FORM.computed), value=st.integers(0, 200))
    def type_over_a_total(self, key: str, value: int) -> None:
        self.session.apply({key: value}, "填写")

    @rule()
    def confirm_zeros(self) -> None:
        self.session.confirm_zeros("disputes")

    @rule()
    def leave_the_field(self) -> None:
        self.session.close_group()

    @rule()
    def press_escape(self) -> None:
        self.session.cancel_group()

    @rule()
    def flush(self) -> None:
        self.session.flush()

    @rule(times=st.integers(1, 4))
    def undo(self, times: int) -> None:
        for _ in range(times):
            self.session.undo()

    @rule(times=st.integers(1, 4))
    def redo(self, times: int) -> None:
        for _ in range(times):
            self.session.redo()

    @rule(name=st.sampled_from(["初稿", "交分管领导前"]))
    def name_this_point(self, name: str) -> None:
        self.session.mark(name)

    @rule(data=st.data())
    def go_back(self, data: st.DataObject) -> None:
        steps = self.session.steps()
        chosen = steps[: data.draw(st.integers(1, len(steps)))]
        self.session.go_back(chosen, "回到以前")
        assert self.session.report.entries == history.replayed(chosen)

    @rule()
    def reopen(self) -> None:
        before = dict(self.session.report.entries), self.session.undo_label, self.session.redo_label
        journal = [pack(step) for step in self.session.steps()]
        self.session.close()
        assert replayed(self.path) == before[0]
        self.session = Session.open(self.path)
        assert (self.session.report.entries, self.session.undo_label, self.session.redo_label) == before
        assert [pack(step) for step in self.session.steps()] == journal

    @precondition(lambda self: bool(self.session.undo_label))
    @rule()
    def undo_everything(self) -> None:
        while self.session.undo():
            pass
        assert self.session.report.entries == self.born

    @invariant()
    def totals_and_findings_are_those_of_a_fresh_report(self) -> None:
        report = self.session.report
        fresh = Report(FORM, YEAR, dict(report.entries))
        assert all(report.derived(key) == fresh.derived(key) for key in FORM.computed)
        ours = {(finding.id, finding.text) for finding in self.session.verdict.findings}
        theirs = {(finding.id, finding.text) for finding in checks.run_all(fresh).findings}
        assert ours == theirs

    @invariant()
    def a_total_is_the_sum_of_its_typed_parts(self) -> None:
        report = self.session.report
        for key in FORM.computed:
            parts = [number(report.stated(leaf)) for leaf in FORM.leaves(key)]
            known = [part for part in parts if part is not None]
            assert report.derived(key).value == (sum(known) if known else None)

    def teardown(self) -> None:
        assert self.session.report.string(keys.UNIT_NAME) == "某镇人民政府"
        self.session.close()
        assert [file.name for file in self.path.parent.iterdir()] == [self.path.name]
        self.folder.cleanup()


Walk.TestCase.settings = settings(
    max_examples=25,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
test_walk = Walk.TestCase
