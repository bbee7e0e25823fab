"""The short forms of a unit's name, and which other names may mean the same."""

from __future__ import annotations

import pytest

from core.narrative.units import home, may_be_same, own_names

TOWN = "建水县面甸镇人民政府"
STREET = "广州市海珠区人民政府官洲街道办事处"
OFFICE = "新郑市人民政府办公室"
BUREAU = "漳平市审计局"


def test_a_town_has_its_name_with_and_without_county_and_government() -> None:
    assert own_names(TOWN) == ("建水县面甸镇人民政府", "建水县面甸镇政府", "建水县面甸镇", "面甸镇")
    assert own_names("") == ()


@pytest.mark.parametrize(
    ("unit", "town"),
    [(TOWN, "面甸镇"), (STREET, "官洲街道"), (OFFICE, ""), (BUREAU, ""), ("木塔乡", "木塔乡")],
)
def test_the_town_in_a_name(unit: str, town: str) -> None:
    assert home(unit) == town


@pytest.mark.parametrize(
    ("unit", "name"),
    [
        (TOWN, "面甸镇"),
        (TOWN, "面甸镇人民政府"),
        (TOWN, "面甸镇党政综合办公室"),
        (TOWN, "建水县人民政府"),
        (TOWN, "建水县人民政府办公室"),
        (TOWN, "红河州人民政府"),
        (TOWN, "县政府办公室"),
        (TOWN, "国务院办公厅"),
        (TOWN, "市司法局"),
        (TOWN, "我镇"),
        (STREET, "官洲街道办"),
        (STREET, "海珠区政府"),
        (OFFICE, "市政府办公室"),
        (OFFICE, "新郑市政府办公室"),
        (BUREAU, "市审计局"),
        (BUREAU, "漳平市人民政府"),
    ],
)
def test_may_be_the_same_or_above_it(unit: str, name: str) -> None:
    assert may_be_same(name, unit)


@pytest.mark.parametrize(
    ("unit", "name"),
    [
        (TOWN, "建水县民族宗教事务局"),
        (TOWN, "面旬镇人民政府"),
        (TOWN, "南庄镇"),
        (STREET, "赤岗街道"),
        (BUREAU, "漳平市财政局"),
        (BUREAU, "漳平市永福镇人民政府"),
    ],
)
def test_is_another_one(unit: str, name: str) -> None:
    assert not may_be_same(name, unit)
