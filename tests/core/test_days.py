"""Days typed by people, and how far a deadline is away, also over New Year and in leap years."""

import datetime as dt

import pytest

from core import days

JANUARY = dt.date(2026, 1, 25)
DEADLINE = dt.date(2026, 1, 28)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "1月28日",
            "1月28",
            "1.28",
            "01-28",
            "1/28",
            "１月２８日",
            " 1 月 28 日 ",
            "1月28号",
            "1月28日 周三",
            "1.28（星期三）",
        ),
        *("2026年1月28日", "2026-01-28", "2026.1.28", "2026/1/28", "20260128", "2026。1。28"),
    ],
)
def test_a_day_is_read_as_people_write_it(text: str) -> None:
    assert days.read(text, JANUARY) == DEADLINE


@pytest.mark.parametrize("text", ["", "28", "月底", "2月30日", "13.1", "2026-02-29", "1.28.3", "0.0"])
def test_what_is_no_day_is_not_read(text: str) -> None:
    assert days.read(text, JANUARY) is None


def test_a_day_without_a_year_is_the_nearest_one() -> None:
    assert days.read("1月28日", dt.date(2025, 12, 30)) == DEADLINE
    assert days.read("12月31日", dt.date(2026, 1, 5)) == dt.date(2025, 12, 31)
    assert days.read("2月29日", dt.date(2025, 12, 30)) is None
    assert days.read("2月29日", dt.date(2027, 12, 30)) == dt.date(2028, 2, 29)


@pytest.mark.parametrize(
    ("today", "says"),
    [
        (dt.date(2025, 12, 31), "还有 28 天"),
        (JANUARY, "还有 3 天"),
        (DEADLINE, "今天截止"),
        (dt.date(2026, 1, 30), "已过 2 天"),
    ],
)
def test_the_days_left_are_counted(today: dt.date, says: str) -> None:
    assert days.distance(DEADLINE, today) == says


def test_a_day_is_spoken_with_its_weekday_and_its_year_only_when_far_away() -> None:
    assert days.spoken(DEADLINE, dt.date(2025, 12, 31)) == "1月28日 周三"
    assert days.spoken(DEADLINE, dt.date(2027, 1, 5)) == "2026年1月28日 周三"


@pytest.mark.parametrize("away", range(-400, 401))
def test_what_is_spoken_is_read_as_the_same_day(away: int) -> None:
    day = JANUARY + dt.timedelta(days=away)
    assert days.read(days.spoken(day, JANUARY), JANUARY) == day


def test_what_is_stored_and_no_date_counts_as_none() -> None:
    assert days.stored("2026-01-28") == DEADLINE
    assert days.stored("") is None
    assert days.stored("一月底") is None
