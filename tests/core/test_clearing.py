"""What is cleared is gone from the file, and everything else is as it was: report, chain, undo, moments."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from core import upkeep
from core.backup import Reason
from core.canonical import digest
from core.errors import HistoryCleared, NothingToClear
from core.history import StepKind, slim
from core.session import Session, blank_report
from core.store import Store
from core.timeline import lines, told
from tests.reliability.victims import dice

NEW = "applications.new_received.natural_person"
TEXT = "text.overview"
WORDS = "张三身份证412723198001019876"


@pytest.fixture(autouse=True)
def _no_backup_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """A slow machine must not put one on the shelf in the middle of a test."""
    monkeypatch.setattr(upkeep, "SETTLED", 1e6)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "青石镇.gknb"


@pytest.fixture
def session(path: Path) -> Iterator[Session]:
    opened = Session.create(path, blank_report("青石镇人民政府", 2031))
    yield opened
    opened.close()


def typed_and_taken_out(session: Session) -> tuple[int, int]:
    """Write the words by mistake and delete them again; return the numbers of both steps."""
    session.apply({TEXT: "全年收到申请五件。"}, "填写 总体情况")
    session.apply({TEXT: f"全年收到申请五件。{WORDS}"}, "填写 总体情况")
    wrote = session.steps()[-1].seq
    session.apply({NEW: 5}, "填写 表三")
    session.apply({TEXT: "全年收到申请五件。"}, "填写 总体情况")
    took = session.steps()[-1].seq
    session.apply({NEW: 6}, "填写 表三")
    session.flush()
    return wrote, took


def holds(path: Path) -> bool:
    data = path.read_bytes()
    return WORDS.encode() in data or WORDS.encode("utf-16-le") in data


def test_cleared_words_are_nowhere_in_the_file(session: Session, path: Path) -> None:
    wrote, took = typed_and_taken_out(session)
    before = digest(session.report.content())
    session.flush()
    assert holds(path)
    plan = session.clearing([wrote])
    assert [step.seq for step in plan.steps] == [wrote]
    assert [step.seq for step in plan.sharing] == [took]
    delta = session.forget([wrote, took])
    assert delta.label == "清除历史内容（2 步）"
    assert not holds(path)
    assert digest(session.report.content()) == before
    session.close()
    assert not holds(path)
    with contextlib.closing(Session.open(path)) as again:
        assert digest(again.report.content()) == before
        assert [step.cleared for step in again.steps()] == [step.cleared for step in session.steps()]
        assert again.steps() == session.steps()
        assert (again.undo_label, again.redo_label) == (session.undo_label, session.redo_label)
        assert again.steps()[-1].kind is StepKind.FORGET


def test_words_in_a_text_of_many_pages_are_nowhere_either(session: Session, path: Path) -> None:
    """A long step lies on pages of its own, which are let go of, and on the way the file grew."""
    for turn in range(5):
        session.apply({TEXT: f"{turn}" + "字" * 9000 + WORDS + "字" * 9000}, "填写 总体情况")
        session.apply({TEXT: f"{turn}"}, "填写 总体情况")
        session.flush()
    assert path.read_bytes().count(WORDS.encode()) >= 10
    session.forget([step.seq for step in session.steps() if step.kind is StepKind.DO])
    assert not holds(path)
    session.close()
    assert not holds(path)


def test_undo_ends_at_what_was_cleared(session: Session) -> None:
    wrote, took = typed_and_taken_out(session)
    assert session.clearing([wrote, took]).undo_lost == 4
    session.forget([wrote, took])
    assert session.undo_label == "填写 表三"
    session.undo()
    assert session.report.stated(NEW) == 5
    assert session.undo_label == ""
    assert session.undo() is None
    session.redo()
    assert session.report.stated(NEW) == 6


def test_what_undid_it_and_did_it_again_goes_with_it(session: Session, path: Path) -> None:
    session.apply({TEXT: f"全年{WORDS}"}, "填写 总体情况")
    session.undo()
    session.redo()
    session.undo()
    session.forget([session.steps()[1].seq])
    assert not holds(path)
    assert [step.cleared for step in session.steps()] == [False, True, True, True, True, False]
    assert (session.undo_label, session.redo_label) == ("", "")


def test_the_history_can_still_be_read_and_shown(session: Session) -> None:
    wrote, took = typed_and_taken_out(session)
    session.forget([wrote, took])
    told_lines = [line.words for line in lines(session.steps())]
    assert told_lines == [
        "新建报告",
        "填写 总体情况",
        "（内容已清除）",
        "填写 表三",
        "（内容已清除）",
        "填写 表三",
        "清除历史内容（2 步）",
    ]
    for line in lines(session.steps()):
        told(session.report.form, session.steps(), line)
        assert line.at
    before = session.report_after(2)
    assert before is not None
    assert before.text("overview") == "全年收到申请五件。"
    assert session.report_after(3) is None
    assert session.report_after(4) is None
    after = session.report_after(5)
    assert after is not None
    assert (after.stated(NEW), after.text("overview")) == (5, "全年收到申请五件。")
    with pytest.raises(HistoryCleared, match="回不去了"):
        session.go_back(session.steps()[:4], "回到")
    session.go_back(session.steps()[:2], "回到")
    assert session.report.stated(NEW) is None
    session.undo()
    assert session.report.stated(NEW) == 6


def test_nothing_is_cleared_twice_and_what_cleared_is_never_cleared(session: Session) -> None:
    wrote, _ = typed_and_taken_out(session)
    session.forget([wrote])
    count = len(session.steps())
    for seqs in ([wrote], [count], [], [999]):
        with pytest.raises(NothingToClear):
            session.forget(seqs)
    assert len(session.steps()) == count


def test_a_name_that_was_given_to_a_moment_goes_and_undo_stays(session: Session, path: Path) -> None:
    session.apply({NEW: 5}, "填写 表三")
    session.mark(WORDS)
    session.flush()
    session.forget([session.steps()[-1].seq])
    assert not holds(path)
    assert session.undo_label == "填写 表三"
    assert session.report_after(2) is not None


def test_backups_that_hold_it_are_named_and_go_only_when_asked(session: Session) -> None:
    session.apply({NEW: 4}, "填写 表三")
    session.flush()
    clean = session._saver.call(lambda store: session._shelf.take(store, Reason.TIMED))
    wrote, took = typed_and_taken_out(session)
    dirty = session._saver.call(lambda store: session._shelf.take(store, Reason.TIMED))
    assert clean is not None
    assert dirty is not None
    plan = session.clearing([wrote, took])
    assert [backup.path for backup in plan.backups] == [dirty.path]
    session.forget([wrote, took])
    assert holds(dirty.path)
    session.drop_backups(plan.backups)
    left = session.backups()
    assert not dirty.path.exists()
    assert clean.path in {backup.path for backup in left}
    assert left[0].seq == dirty.seq + 1  # one of what is there now was made first
    assert not any(holds(file) for file in session._shelf.folder.iterdir())


def walk(session: Session, chance: random.Random) -> None:
    kind = chance.randrange(10)
    words = "".join(chance.choice("甲乙丙丁戊己庚辛") for _ in range(chance.randrange(1, 9)))
    text = session.report.text("overview")
    at = chance.randrange(len(text) + 1)
    if kind < 3:
        session.apply({NEW: chance.randrange(99)}, "填写", typing=chance.choice(["", "cell"]))
    elif kind < 6:
        cut = text[:at] + words + text[at + chance.randrange(5) :]
        session.apply({TEXT: cut}, "填写", typing=chance.choice(["", "text"]))
    elif kind < 8:
        session.undo()
    elif kind < 9:
        session.redo()
    else:
        session.mark(words)


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_cleared_undo_moments_and_reopening_agree(path: Path, seed: int) -> None:
    """A random walk: every moment that can be shown is shown as it was, and undo and redo never stray."""
    chance = dice(seed)
    session = Session.create(path, blank_report("青石镇人民政府", 2031))
    states: dict[int, object] = {}
    for turn in range(120):
        walk(session, chance)
        states[len(session.steps())] = dict(session.report.entries)
        if chance.random() < 0.06:
            session.flush()
            some = [step.seq for step in session.steps() if step.kind is not StepKind.START]
            with contextlib.suppress(NothingToClear):
                session.forget(chance.sample(some, min(len(some), chance.randrange(1, 3))))
        states[len(session.steps())] = dict(session.report.entries)
        if turn % 20 == 19:
            for count, entries in states.items():
                then = session.report_after(count)
                assert then is None or then.entries == entries, (turn, count)
    session.flush()
    assert any(step.cleared for step in session.steps())
    labels, entries = (session.undo_label, session.redo_label), dict(session.report.entries)
    session.close()
    with contextlib.closing(Session.open(path)) as again:
        assert (again.undo_label, again.redo_label) == labels
        assert again.report.entries == entries
        assert again.steps() == tuple(map(slim, session.steps()))
        while again.undo():
            pass
        while again.redo():
            pass
    with Store.open(path) as store:
        store.verify_journals([1])
