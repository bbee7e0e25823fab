"""The blanks of a report are counted once until something is written."""

from core.report import Entry
from core.session import blank_report

KEY = "disputes.review.upheld"


def test_blanks_are_found_once_and_anew_after_every_change() -> None:
    report = blank_report("甲镇人民政府", 2025)
    whole, table = report.blanks(), report.blanks("disputes")
    assert report.blanks() is whole
    assert report.blanks("disputes") is table
    report.write({KEY: Entry(0)})
    assert report.blanks() == tuple(key for key in whole if key != KEY)
    assert report.blanks("disputes") == tuple(key for key in table if key != KEY)
    report.write({KEY: None})
    assert (report.blanks(), report.blanks("disputes")) == (whole, table)
