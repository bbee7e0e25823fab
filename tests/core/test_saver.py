"""The writer thread: in order, soon, and silent only when there is nothing to say."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core.errors import DiskFull, FileMissing, Refused, YearExists
from core.history import Change
from core.report import Entry
from core.saver import ChoreFailed, Saved, SaveFailed, Saver, SaverEvent
from core.store import Store
from tests.core.steps import CELL, typed

SOON = 5.0  # seconds that a busy machine may take


class Office:
    """A saver over a new file with one report, and what it told."""

    def __init__(self, path: Path, hold: float) -> None:
        self.path = path
        self.told: list[SaverEvent] = []
        self.saver = Saver(lambda: Store.create(path, "x"), self.told.append, hold)
        self.report = self.saver.call(lambda store: store.add_report(2031, "2099", [typed(1, 1)]))

    def offer(self, seq: int, value: int, *, open_group: bool = False) -> None:
        self.saver.offer(self.report, typed(seq, value), {CELL: Entry(value)}, open_group=open_group)

    def grow(self, seq: int, value: int) -> bool:
        later = (Change(CELL, None, Entry(value)),)
        return self.saver.grow(seq, later, {CELL: Entry(value)}) is not None

    def told_until(self, seq: int) -> bool:
        return wait_for(lambda: any(isinstance(one, Saved) and one.seq >= seq for one in self.told))

    def fail(self, refusal: BaseException) -> None:
        """Let every further write fail as the given cause would."""

        def broken(*_: object) -> None:
            raise refusal

        self.saver.call(lambda store: setattr(store, "append", broken))


def wait_for(condition: Callable[[], bool]) -> bool:
    end = time.monotonic() + SOON
    while not condition() and time.monotonic() < end:
        time.sleep(0.005)
    return condition()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path / "a.gknb", hold=60)
    yield made
    try:
        made.saver.close()
    except Refused:
        assert made.saver.failed


def stored(path: Path) -> tuple[int, Entry | None]:
    with Store.open(path) as store:
        return store.last_seq(1), store.entries(1).get(CELL)


def test_a_refusal_to_open_reaches_whoever_asked(tmp_path: Path) -> None:
    with pytest.raises(FileMissing):
        Saver(lambda: Store.open(tmp_path / "none.gknb"), lambda _: None)


def test_a_closed_step_is_saved_without_being_asked(office: Office) -> None:
    office.offer(2, 7)
    assert office.told_until(2)
    event = office.told[0]
    assert isinstance(event, Saved)
    assert event.at == office.saver.call(lambda store: store.saved_at)


def test_typing_grows_the_open_step_until_it_is_closed(office: Office) -> None:
    office.offer(2, 7, open_group=True)
    assert office.grow(2, 78)
    assert not office.grow(3, 79)
    assert office.told == []
    assert [item.step.seq for item in office.saver.unsaved()] == [2]
    office.saver.close_step()
    assert office.told_until(2)
    assert not office.grow(2, 789)
    assert office.saver.unsaved() == ()
    steps = office.saver.call(lambda store: store.trail(1))
    assert steps[1].changes == (Change(CELL, None, Entry(78)),)


def test_endless_typing_is_saved_after_the_hold(tmp_path: Path) -> None:
    office = Office(tmp_path / "a.gknb", hold=0.15)
    start = time.monotonic()
    office.offer(2, 0, open_group=True)
    value = 0
    while office.grow(2, value := value + 1):
        time.sleep(0.002)
        assert time.monotonic() - start < SOON
    assert office.told_until(2)
    assert value > 1
    office.saver.close()
    assert stored(office.path) == (2, Entry(value - 1))


def test_the_next_step_closes_the_one_before(office: Office) -> None:
    office.offer(2, 7, open_group=True)
    office.offer(3, 8, open_group=True)
    assert office.told_until(2)
    assert office.grow(3, 9)


def test_escape_takes_an_open_step_back_only_before_it_is_saved(office: Office) -> None:
    office.offer(2, 7, open_group=True)
    taken = office.saver.withdraw()
    assert taken is not None
    assert taken.seq == 2
    assert office.saver.withdraw() is None
    office.offer(2, 8)
    office.saver.flush()
    assert office.saver.withdraw() is None
    assert office.saver.call(lambda store: store.entries(1)) == {CELL: Entry(8)}


def test_flush_returns_when_everything_is_in_the_file(office: Office) -> None:
    for seq in range(2, 50):
        office.offer(seq, seq, open_group=seq % 3 == 0)
    office.saver.flush()
    assert office.saver.unsaved() == ()
    assert office.saver.call(lambda store: store.last_seq(1)) == 49
    assert [event for event in office.told if not isinstance(event, Saved)] == []


def test_steps_of_two_reports_are_kept_apart(office: Office) -> None:
    other = office.saver.call(lambda store: store.add_report(2032, "2099", [typed(1, 1)]))
    for seq in range(2, 20):
        for report in (office.report, other):
            office.saver.offer(report, typed(seq, seq), {CELL: Entry(seq + report)}, open_group=False)
    office.saver.flush()
    found = office.saver.call(
        lambda store: [store.entries(report)[CELL] for report in (office.report, other)]
    )
    assert found == [Entry(19 + office.report), Entry(19 + other)]


def test_an_errand_sees_everything_offered_before_it(office: Office) -> None:
    office.offer(2, 7, open_group=True)
    assert office.saver.call(lambda store: store.last_seq(1)) == 2


def test_an_errand_hands_its_refusal_to_whoever_asked_and_saving_goes_on(office: Office) -> None:
    with pytest.raises(YearExists):
        office.saver.call(lambda store: store.add_report(2031, "2099", []))
    office.offer(2, 7)
    office.saver.flush()


def test_the_listener_is_told_on_the_writer_thread(tmp_path: Path) -> None:
    threads: list[str] = []
    saver = Saver(
        lambda: Store.create(tmp_path / "a.gknb", "x"),
        lambda _: threads.append(threading.current_thread().name),
    )
    report = saver.call(lambda store: store.add_report(2031, "2099", []))
    saver.offer(report, typed(1, 1), {CELL: Entry(1)}, open_group=False)
    saver.close()
    assert threads == ["saver"]


def test_close_saves_what_is_open_and_can_be_repeated(office: Office) -> None:
    office.offer(2, 7, open_group=True)
    office.saver.close()
    office.saver.close()
    assert stored(office.path) == (2, Entry(7))
    assert list(office.path.parent.iterdir()) == [office.path]


def test_after_a_failure_nothing_claims_to_be_saved_and_nothing_is_forgotten(office: Office) -> None:
    full = DiskFull("磁盘空间不足。")
    office.fail(full)
    office.offer(2, 7)
    with pytest.raises(DiskFull):
        office.saver.flush()
    office.offer(3, 8)
    office.offer(4, 9, open_group=True)
    with pytest.raises(DiskFull):
        office.saver.flush()
    assert office.told == [SaveFailed(full, office.report, 2)]
    assert office.saver.failed is full
    assert [item.step.seq for item in office.saver.unsaved()] == [2, 3, 4]


def test_after_a_failure_everything_can_be_saved_elsewhere(office: Office, tmp_path: Path) -> None:
    office.fail(DiskFull("磁盘空间不足。"))
    office.offer(2, 7)
    office.offer(3, 8, open_group=True)
    office.saver.copy_to(tmp_path / "rescue.gknb")
    assert stored(tmp_path / "rescue.gknb") == (3, Entry(8))
    with pytest.raises(DiskFull):
        office.saver.close()
    assert stored(office.path) == (1, Entry(1))


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_bug_in_the_writer_stops_saving_aloud(office: Office) -> None:
    office.fail(RuntimeError("bug"))
    office.offer(2, 7)
    assert wait_for(lambda: bool(office.told))
    with pytest.raises(Refused, match="保存已经停止"):
        office.saver.flush()
    with pytest.raises(Refused, match="保存已经停止"):
        office.saver.call(lambda store: store.last_seq(1))
    assert isinstance(office.told[0], SaveFailed)
    assert [item.step.seq for item in office.saver.unsaved()] == [2]


def test_a_bug_in_the_listener_is_shown_and_saving_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(threading, "excepthook", lambda args: shown.append(str(args.exc_value)))

    def broken(_: SaverEvent) -> None:
        message = "bug in the window"
        raise RuntimeError(message)

    saver = Saver(lambda: Store.create(tmp_path / "a.gknb", "x"), broken)
    report = saver.call(lambda store: store.add_report(2031, "2099", []))
    saver.offer(report, typed(1, 1), {CELL: Entry(1)}, open_group=False)
    saver.flush()
    saver.offer(report, typed(2, 2), {CELL: Entry(2)}, open_group=False)
    saver.close()
    assert shown == ["bug in the window", "bug in the window"]
    assert stored(tmp_path / "a.gknb") == (2, Entry(2))


def test_a_chore_waits_for_its_time_and_for_everything_that_is_to_be_saved(office: Office) -> None:
    done: list[tuple[str, int]] = []

    def note(name: str) -> Callable[[Store], None]:
        return lambda store: done.append((name, store.last_seq(1)))

    office.saver.post("later", note("later"), after=60)
    office.saver.post("soon", note("soon"), after=0.2)
    office.offer(2, 7)
    assert wait_for(lambda: bool(done))
    assert done == [("soon", 2)]


def test_a_chore_posted_again_runs_once_with_the_last_word(office: Office) -> None:
    done: list[int] = []
    for number in range(5):
        office.saver.post("count", lambda _, number=number: done.append(number), after=0.05)  # type: ignore[misc]
    assert wait_for(lambda: bool(done))
    office.saver.flush()
    assert done == [4]


def test_a_chore_that_is_refused_is_told_and_saving_goes_on(office: Office) -> None:
    refusal = DiskFull("磁盘空间不足。")

    def refused(_: Store) -> None:
        raise refusal

    office.saver.post("backup", refused)
    assert wait_for(lambda: bool(office.told))
    assert office.told == [ChoreFailed("backup", refusal)]
    office.offer(2, 7)
    assert office.told_until(2)
    assert office.saver.failed is None


def test_a_bug_in_a_chore_is_shown_as_one_and_saving_goes_on(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[type[BaseException]] = []
    monkeypatch.setattr(threading, "excepthook", lambda args: shown.append(args.exc_type))

    def wrong(_: Store) -> None:
        raise ZeroDivisionError

    office.saver.post("bug", wrong)
    assert wait_for(lambda: bool(shown))
    assert shown == [ZeroDivisionError]
    office.offer(2, 7)
    assert office.told_until(2)


def test_a_typing_step_is_saved_in_time_while_a_chore_waits(tmp_path: Path) -> None:
    office = Office(tmp_path / "a.gknb", hold=0.05)
    done: list[int] = []
    office.saver.post("chore", lambda store: done.append(store.last_seq(1)), after=0.4)
    office.offer(2, 7, open_group=True)
    assert office.told_until(2)
    assert done == []
    assert wait_for(lambda: done == [2])
    office.saver.close()


def test_closing_drops_what_has_not_begun(tmp_path: Path) -> None:
    office = Office(tmp_path / "a.gknb", hold=60)
    done: list[int] = []
    office.saver.post("chore", lambda _: done.append(1), after=30)
    office.saver.close()
    assert done == []
