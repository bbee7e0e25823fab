"""What every test shares: a screen that needs no screen, and the real reports."""

import itertools
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

# A busy machine is slow, which says nothing of the program.
hypothesis.settings.register_profile(
    "calm", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("calm")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

REPORTS = Path(__file__).resolve().parents[2] / "shared" / "reports"
ABSENT = f"real reports absent: {Path('..', 'shared', 'reports')}"


@pytest.fixture(scope="session")
def homes() -> Iterator[int]:
    """The numbers of the tests' homes."""
    return itertools.count()


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, homes: Iterator[int]) -> Iterator[Path]:
    """Every test has a home of its own, made when somebody writes there; the real one is never touched."""
    place = tmp_path_factory.getbasetemp() / "homes" / str(next(homes))
    names = {"XDG_DATA_HOME": place / "data", "XDG_STATE_HOME": place / "state"}
    names["WIN_PD_OVERRIDE_LOCAL_APPDATA"] = place / "data"  # to platformdirs on Windows
    before = {name: os.environ.get(name) for name in names}
    os.environ.update({name: os.fspath(folder) for name, folder in names.items()})
    yield place
    for name, value in before.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value


@pytest.fixture
def shared_reports() -> Path:
    """The folder of real published reports, outside this repository; skips the test where it is absent."""
    if not REPORTS.is_dir():
        pytest.skip(ABSENT)
    return REPORTS


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say aloud how many tests did not run, and for want of what: the real reports, a program."""
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = Counter(str(report.longrepr[-1]).removeprefix("Skipped: ") for report in skipped)
    for reason, count in reasons.items():
        terminalreporter.write_line(f"SKIPPED {count} tests: {reason}", yellow=True, bold=True)
