"""A clerk who edits a few times and exports, run under strace: says what was saved and what was refused.

``python clerk.py FILE EDITS``. Lines on standard output: ``open``, ``saved N``, ``failed CLASS SENTENCE``
once saving has stopped, ``rescued PATH``, ``exported NAME``, ``refused WHAT CLASS SENTENCE`` and ``end``.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, os.fspath(Path(__file__).resolve().parents[2]))

from core.errors import Refused
from core.export import export
from core.saver import SaveFailed
from core.session import Session
from tests.core.steps import CELL


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def done(what: str, work: Callable[[], object]) -> bool:
    """Do something; a refusal is said."""
    try:
        work()
    except Refused as refusal:
        say(f"refused {what} {type(refusal).__name__} {refusal}")
        return False
    return True


def edit(session: Session, edits: int) -> None:
    """Change a figure again and again, each time until it is saved or saving has stopped."""
    for turn in range(1, edits + 1):
        if not done("edit", lambda turn=turn: session.apply({CELL: turn}, f"第 {turn} 次")):  # type: ignore[misc]
            return
        if done("flush", session.flush):
            assert session.all_saved
            say(f"saved {turn}")


def main() -> None:
    path, edits = Path(sys.argv[1]), int(sys.argv[2])
    try:
        session = Session.open(path)
    except Refused as refusal:
        say(f"refused open {type(refusal).__name__} {refusal}")
        return
    say("open")
    told: list[SaveFailed] = []
    session.subscribe(lambda event: told.append(event) if isinstance(event, SaveFailed) else None)
    edit(session, edits)
    for failure in told:
        say(f"failed {type(failure.refusal).__name__} {failure.refusal}")
    rescue = path.with_name("抢救.gknb")
    if told and done("rescue", lambda: session.save_copy(rescue)):
        say(f"rescued {rescue}")
    if done("export", lambda: export(session.report, path.parent, ["json"])):
        say("exported json")
    done("close", session.close)
    say("end")


if __name__ == "__main__":
    main()
