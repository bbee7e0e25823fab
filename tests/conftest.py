"""What every test shares: a screen that needs no screen, and the real reports."""

import os
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

REPORTS = Path(__file__).resolve().parents[2] / "shared" / "reports"
ABSENT = f"real reports absent: {Path('..', 'shared', 'reports')}"


@pytest.fixture
def shared_reports() -> Path:
    """The folder of real published reports, outside this repository; skips the test where it is absent."""
    if not REPORTS.is_dir():
        pytest.skip(ABSENT)
    return REPORTS


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say aloud how many tests did not run for want of the real reports."""
    skipped = [
        report for report in terminalreporter.stats.get("skipped", []) if ABSENT in str(report.longrepr)
    ]
    if skipped:
        terminalreporter.write_line(f"SKIPPED {len(skipped)} tests: {ABSENT}", yellow=True, bold=True)
