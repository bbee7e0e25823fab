"""No text, however odd, keeps the checks busy: their time grows with its length, not with its square."""

import time

import pytest

from core import checks, keys, paths, readers
from core.report import Entry, Report

LENGTH = 12_000
ODD = {
    **{name: sign * LENGTH for name, sign in (("digits", "1"), ("letters", "a"), ("characters", "数"))},
    **{name: sign * LENGTH for name, sign in (("blanks", " "), ("wide blanks", "\u3000"), ("lines", "\n"))},
    **{f"open {sign}": sign * LENGTH for sign in "《〔（(【[“"},
    "points": "1." * (LENGTH // 2),
    "commas": "1," * (LENGTH // 2),
    "dashes": "1-" * (LENGTH // 2),
    "years": "2年" * (LENGTH // 2),
    "numerals": "一二" * (LENGTH // 2),
    "sentences": "公开了" * (LENGTH // 3),
    "items": "（一）" * (LENGTH // 3),
    "names": "新郑市人民政府" * (LENGTH // 7),
    "applications": "受理申请1件，" * (LENGTH // 7),
}
MOST = 1.0  # seconds of work; where it grows with the square it is several


@pytest.fixture(scope="module")
def report() -> Report:
    return readers.read(paths.sample_text()).to_report()


@pytest.mark.parametrize("odd", ODD)
def test_the_checks_take_no_longer_than_the_text(report: Report, odd: str) -> None:
    report.write({keys.text("overview"): Entry(f"公开{ODD[odd]}。")})
    begun = time.process_time()
    verdict = checks.run_all(report, None)
    assert time.process_time() - begun < MOST
    assert verdict.codes
