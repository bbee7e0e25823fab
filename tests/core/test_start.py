"""What opening a report loads: nothing that a window's first painting does not need."""

from __future__ import annotations

from pathlib import Path

from core.session import Session, blank_report
from tests.core.processes import python

OPENED = """
import sys
from pathlib import Path
from core.session import Session
session = Session.open(Path(sys.argv[1]), checking=False)
print(*sys.modules)
session.close()
"""

MAY_WAIT = (
    "core.backup",  # begins some seconds after opening
    "core.checks",
    "core.clearing",
    "core.compare",
    "core.drafting",
    "core.findings",
    "core.formfile.help",
    "core.formfile.layout",
    "core.formfile.rules",
    "core.formfile.sentences",
    "core.importing",
    "core.narrative",
    "core.newer",
    "core.pasting",
    "core.readers",
    "core.restoring",
    "core.rules",
    "core.salvage",
    "core.signoff",
    "core.writers",
    "hmac",
    "logging",
    "lxml",
    "platform",
    "psutil",
    "rapidfuzz",
    "secrets",
    "socket",
    "subprocess",
    "urllib.request",
)


def opened(tmp_path: Path) -> set[str]:
    path = tmp_path / "a.gknb"
    Session.create(path, blank_report("青石镇人民政府", 2031)).close()
    ended = python(tmp_path, "-c", OPENED, path)
    assert (ended.status, ended.err) == (0, "")
    return set(ended.out.split())


def test_opening_loads_nothing_that_may_wait_until_the_window_is_painted(tmp_path: Path) -> None:
    loaded = opened(tmp_path)
    assert {"core.session", "core.editing", "core.formfile"} <= loaded
    early = {name for name in loaded for late in MAY_WAIT if name == late or name.startswith(f"{late}.")}
    assert early == set()


def test_the_check_of_what_may_wait_knows_modules_that_exist(tmp_path: Path) -> None:
    asked = [name for name in MAY_WAIT if name.startswith("core.")]
    ended = python(
        tmp_path, "-c", "import importlib, sys; [*map(importlib.import_module, sys.argv[1:])]", *asked
    )
    assert (ended.status, ended.err) == (0, "")
