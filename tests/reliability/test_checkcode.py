"""The paper shows which data it prints: any change gives another 校验码, any slip in typing one is seen."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import unicodedata
from decimal import Decimal
from pathlib import Path

import pytest

from core import checkcode, formfile, keys
from core.canonical import canonical
from core.checkcode import ALPHABET, LENGTH, check_character, code, differing, full, of_hash, read
from core.errors import WrongArgument
from core.report import COMPUTED, PASTED, TYPED, Entry, Report
from core.session import Session
from core.values import Raw
from tests.checks.filled import SAMPLE, report
from tests.reliability.figures import Figures, Gate, hold

CHANGES = 500
ROOT = Path(__file__).resolve().parents[2]
EXPLAINED = keys.explain("A01:applications.total.total")
WORDS = {
    keys.UNIT_NAME: "青石镇人民政府",
    keys.UNIT_KIND: "乡镇",
    "unit.address": "青石镇中街1号",
    "unit.postcode": "334100",
    keys.TITLE: "青石镇的报告",
    EXPLAINED: "有两件并案办理。",
    "fee.notices": "2",
}


def sample() -> Report:
    made = report({**SAMPLE, "disclosure.fees.amount": Decimal("1.5")})
    made.write({key: Entry(words) for key, words in WORDS.items()})
    return made


def covered(made: Report) -> list[str]:
    texts = [keys.text(section) for section in made.form.texts]
    return [*made.form.cells, *texts, *WORDS, "unit.site", "unit.email", keys.explain("B07")]


def changed(made: Report, key: str, chance: random.Random) -> Entry | None:
    """Something else for a field: another figure, a blank, words, a letter more or less."""
    before = made.entry(key)
    if keys.is_cell(key):
        now = made.value(key)
        choices: list[int | Decimal | Raw] = [chance.randrange(1000), Raw(f"{chance.randrange(99)}a")]
        if made.form.cells[key].unit:
            choices.append(Decimal(chance.randrange(10_000)).scaleb(-4))
        fresh = next(value for value in (*choices, 1001) if value != now)
        may_blank = before is not None and not made.form.cells[key].computed
        return None if may_blank and chance.random() < 0.1 else Entry(fresh)
    text = made.string(key)
    place = chance.randrange(len(text) + 1)
    return Entry(
        text[:place] + chance.choice("0零、a 𠮷\n") + text[place + chance.choice([0, 0, 1]) :] or "空"
    )


def run(count: int, seed: int) -> Figures:
    """Change one field at a time, ``count`` times."""
    figures = Figures(runs=1)
    made, chance = sample(), random.Random(seed)  # noqa: S311 - the same changes on every run
    fields, seen = covered(made), {code(made)}
    for turn in range(count):
        key = fields[turn % len(fields)] if turn < len(fields) else chance.choice(fields)
        before, stood = made.entry(key), code(made)
        after = changed(made, key, chance)
        if after == before:
            continue
        made.write({key: after})
        figures.expect(code(made) != stood, f"{key}: {before} -> {after}")
        figures.faults += 1
        seen.add(code(made))
        made.write({key: before})
        figures.expect(code(made) == stood, key)
    figures.expect(len(seen) > min(count, 300) * 0.6, "the changes were hardly different ones")
    return figures


GATES = (Gate("check code, one field changed", run, CHANGES, 2_000, 100_000),)


def test_every_single_change_changes_the_code() -> None:
    figures = run(CHANGES, 4)
    hold(figures)
    assert figures.faults > CHANGES * 0.9


@pytest.mark.parametrize(
    ("key", "words"),
    [
        (keys.note("applications.total.total"), "台账第三页"),
        (keys.basis("A01:applications.total.total"), "1;2"),
        (keys.DEADLINE, "2099-01-31"),
        ("report.date", "2099-01-20"),
        ("report.sent", "2099-01-20"),
        (keys.OVERVIEW_LIMIT, "800"),
        (keys.before("applications.total.total"), "5"),
    ],
)
def test_what_the_paper_does_not_say_leaves_the_code_as_it_is(key: str, words: str) -> None:
    made = sample()
    stood = code(made)
    made.write({key: Entry(words)})
    assert code(made) == stood


def test_where_a_figure_came_from_and_how_it_is_stored_leave_the_code_as_it_is() -> None:
    made, total = sample(), "applications.total.total"
    stood = code(made)
    made.write({total: Entry(made.value(total), PASTED)})  # type: ignore[arg-type]  # it has a value
    made.write({"disclosure.fees.amount": Entry(Decimal("1.5000"), COMPUTED)})
    for key in made.form.typed:
        if made.stated(key) == 0:
            made.write({key: Entry(Decimal("0.0000"))})
    assert code(made) == stood


def test_composed_and_decomposed_letters_are_one_and_the_official_title_is_no_title_of_ones_own() -> None:
    made = sample()
    made.write({"unit.address": Entry("Café 路"), keys.TITLE: None})
    stood = code(made)
    made.write({"unit.address": Entry(unicodedata.normalize("NFD", "Café 路"))})
    assert code(made) == stood
    made.write({keys.TITLE: Entry(made.title)})
    assert code(made) == stood


def test_words_do_not_pass_for_figures_nor_a_blank_for_a_zero() -> None:
    made, cell = sample(), "applications.new_received.natural_person"
    codes = set()
    for value in (None, Entry(0), Entry(12), Entry(Raw("12件整")), Entry(Raw("０"))):
        made.write({cell: value})
        codes.add(code(made))
    assert len(codes) == 5


def test_the_order_of_editing_does_not_matter(tmp_path: Path) -> None:
    wanted = code(sample())
    entries = list(sample().entries.items())
    for seed in range(5):
        random.Random(seed).shuffle(entries)  # noqa: S311 - the same orders on every run
        assert code(Report(sample().form, sample().year, dict(entries))) == wanted
    empty = Report(sample().form, sample().year)
    session = Session.create(tmp_path / "a.gknb", empty)
    for key, entry in entries:
        session.apply({key: Entry(7, TYPED).value if keys.is_cell(key) else "先写别的"}, "填写")
        session.apply({key: entry.value}, "改写")
    session.undo()
    session.redo()
    assert code(session.report) == wanted
    session.close()
    session = Session.open(tmp_path / "a.gknb")
    assert code(session.report) == wanted
    session.close()


ELSEWHERE = """
from tests.reliability.test_checkcode import sample
from core.checkcode import code, full
print(code(sample()), full(sample()))
"""


@pytest.mark.parametrize(
    "surroundings",
    [
        {"PYTHONHASHSEED": "1", "LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0"},
        {"PYTHONHASHSEED": "77", "LC_ALL": "C.UTF-8", "TZ": "Pacific/Kiritimati"},
    ],
)
def test_another_process_with_another_hash_seed_and_locale_gives_the_same_code(
    surroundings: dict[str, str],
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", ELSEWHERE],
        cwd=ROOT,
        env={**os.environ, **surroundings},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == [code(sample()), full(sample())]


def test_the_code_of_one_report_is_known_for_ever() -> None:
    # a change here makes every signed paper look changed: then VERSION goes up, and the old one stays
    made = Report(formfile.load("2021"), 2021, {keys.UNIT_NAME: Entry("青石镇人民政府")})
    body = canonical(checkcode.content(made))
    assert checkcode.VERSION == 1
    assert checkcode.body(made) == body
    assert body.startswith(b'{"cells":{"applications.carried_forward.commercial":null,')
    assert code(made) == KNOWN


KNOWN = "5MH7-RCZE-6YC8-R"


def samples() -> list[str]:
    return [of_hash(f"{random.Random(seed).getrandbits(256):064x}") for seed in range(40)]  # noqa: S311


def test_twelve_characters_and_one_in_groups_of_four() -> None:
    assert of_hash("0" * 64) == "0000-0000-0000-0"
    assert [len(group) for group in of_hash("f" * 64).split("-")] == [4, 4, 4, 1]
    assert of_hash("f" * 64).startswith("ZZZZ-ZZZZ-ZZZZ-")
    assert all(read(one) == one for one in samples())


def test_every_single_mistyped_character_is_seen() -> None:
    for right in samples():
        letters = right.replace("-", "")
        for place, letter in enumerate(letters):
            for other in ALPHABET:
                wrong = letters[:place] + other + letters[place + 1 :]
                if other == letter:
                    assert read(wrong) == right
                else:
                    with pytest.raises(WrongArgument, match="抄错"):
                        read(wrong)


def test_every_two_characters_that_change_places_are_seen() -> None:
    for right in samples():
        letters = right.replace("-", "")
        for place in range(len(letters)):
            for other in range(place):
                swapped = list(letters)
                swapped[place], swapped[other] = swapped[other], swapped[place]
                if swapped != list(letters):
                    with pytest.raises(WrongArgument, match="抄颠倒"):
                        read("".join(swapped))


def test_each_step_of_the_check_character_is_one_to_one_so_that_no_slip_can_hide() -> None:
    # each place of a character gives all 32 check characters, whatever stands around: proof for all codes
    for place in range(LENGTH):
        for around in "07Z":
            letters = [around] * LENGTH
            found = set()
            for letter in ALPHABET:
                letters[place] = letter
                found.add(check_character("".join(letters)))
            assert found == set(ALPHABET)
    # and the sum is linear over exclusive or, so what holds around one code holds around every code
    chance = random.Random(5)  # noqa: S311 - the same codes on every run
    for _ in range(300):
        one, other = ([chance.randrange(32) for _ in range(LENGTH)] for _ in range(2))
        both = [left ^ right for left, right in zip(one, other, strict=True)]
        assert _index(both) == _index(one) ^ _index(other)


def _index(numbers: list[int]) -> int:
    return ALPHABET.index(check_character("".join(ALPHABET[number] for number in numbers)))


RIGHT = of_hash("a0b1" * 16)


@pytest.mark.parametrize(
    "typed",
    [
        RIGHT.lower(),
        RIGHT.replace("-", ""),
        RIGHT.replace("-", " "),
        f"  校验码：{RIGHT} ",
        RIGHT.replace("-", "——"),
        RIGHT.replace("-", "－"),
        RIGHT.replace("-", "\u2011"),
        "".join(chr(ord(sign) + 0xFEE0) for sign in RIGHT),
        f"\ufeff{RIGHT}\n",
        RIGHT[:2] + " " + RIGHT[2:],
        RIGHT.replace("1", "I"),
        RIGHT.replace("1", "l"),
        RIGHT.replace("0", "o"),
    ],
)
def test_a_code_is_read_as_people_type_it(typed: str) -> None:
    assert read(typed) == RIGHT


def test_letters_that_look_like_figures_are_read_as_figures() -> None:
    right = of_hash("0" * 2 + "8" * 62)
    assert "0" in right
    assert "1" in of_hash("08" * 32)
    assert read(right.replace("0", "O").replace("1", "L")) == right
    assert read(of_hash("08" * 32).replace("1", "i").replace("0", "ｏ")) == of_hash("08" * 32)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "还没有输入校验码"),
        (" -- ", "还没有输入校验码"),
        ("M8YM-R5UH-XAF1-N", "第 2 组“R5UH”里的“U”不是校验码用的字符"),
        ("M8YM-R55H-XA*1-N", "第 3 组“XA\\*1”里的“\\*”不是校验码用的字符"),
        ("M8YM-R55H-XAFſ-N", "第 3 组“XAFſ”里的“ſ”不是"),
        ("M8YM-R55-XAF1-N", "第 2 组“R55”应该是 4 个字符，输入了 3 个"),
        ("M8YM-R55H-XAF1", "校验码共 13 个字符，输入了 12 个"),
        ("M8YMR55HXAF1NN", "校验码共 13 个字符，输入了 14 个"),
        ("M8YM-R55H-XAF1-\x00", "第 4 组“□”里的“□”不是"),
        ("١" * 13, "第 1 组“١١١١”里的“١”不是"),
        ("9" * 5000, "校验码共 13 个字符，输入了 5000 个"),
    ],
)
def test_what_is_no_code_is_said_with_its_group(typed: str, sentence: str) -> None:
    with pytest.raises(WrongArgument, match=sentence) as refused:
        read(typed)
    assert refused.value.hint


def test_two_codes_are_compared_group_by_group() -> None:
    assert differing("M8YM-R55H-XAF1-N", "M8YM-R55H-XAF1-N") == ()
    assert differing("M8YM-R55H-XAF1-N", "M8YM-R5XH-XAF1-7") == (2, 4)
