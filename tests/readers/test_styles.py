"""One report in every style of the genre reads the same; a damaged one is never read wrongly in silence."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from core import formfile
from core.form import FormDef
from core.readers import Preview, read_bytes
from core.values import show
from tests.readers import styles

SEEDS = (1, 2, 3)
DAMAGED = (styles.plain, styles.wrapped_labels, styles.figures_inside_labels, styles.tabs)


@pytest.fixture(scope="module")
def form() -> FormDef:
    return formfile.load("2021")


def read(text: str, encoding: str = "utf-8") -> Preview:
    return read_bytes("pasted.txt", text.encode(encoding))


def figures_of(preview: Preview) -> dict[str, str]:
    return {key: show(value) for key, value in preview.cells.items()}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("style", styles.STYLES, ids=lambda style: style.__name__)
def test_every_style_gives_the_same_figures_without_a_doubt(
    form: FormDef, style: styles.Style, seed: int
) -> None:
    values = styles.figures(form, seed)
    preview = read(style(form, values))
    assert figures_of(preview) == values
    assert [doubt.text for doubt in preview.doubts] == []


@pytest.mark.parametrize("style", styles.STYLES, ids=lambda style: style.__name__)
def test_every_style_gives_unit_year_title_and_prose(form: FormDef, style: styles.Style) -> None:
    preview = read(style(form, styles.figures(form, 1)))
    assert (preview.unit, preview.year, preview.title) == (styles.UNIT, styles.YEAR, styles.TITLE)
    half = style is styles.half_width
    for section, paragraphs in styles.PROSE.items():
        wanted = "\n".join(paragraphs)
        assert preview.texts[section] == (wanted.translate(styles.HALF_WIDTH) if half else wanted)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends_do_not_matter(form: FormDef, encoding: str, end: str) -> None:
    values = styles.figures(form, 4)
    preview = read(styles.plain(form, values).replace("\n", end), encoding)
    assert figures_of(preview) == values
    assert not preview.doubts


def without_a_figure(lines: list[str], at: int, rng: random.Random) -> None:
    parts = lines[at].split(" ")
    del parts[rng.choice(digits(parts))]
    lines[at] = " ".join(parts)


def with_a_stroke(lines: list[str], at: int, rng: random.Random) -> None:
    parts = lines[at].split(" ")
    parts[rng.choice(digits(parts))] = rng.choice(["/", "—", "-", "O"])
    lines[at] = " ".join(parts)


def with_a_stranger(lines: list[str], at: int, rng: random.Random) -> None:
    lines.insert(at + 1, str(rng.randint(1, 9)))


def without_the_line(lines: list[str], at: int, _: random.Random) -> None:
    del lines[at]


def with_a_running_title(lines: list[str], at: int, _: random.Random) -> None:
    lines[at:at] = [styles.TITLE, "", "5"]


def digits(parts: list[str]) -> list[int]:
    return [at for at, part in enumerate(parts) if part.isdigit()] or [len(parts) - 1]


Damage = Callable[[list[str], int, random.Random], None]
DAMAGE: tuple[Damage, ...] = (
    without_a_figure,
    with_a_stroke,
    with_a_stranger,
    without_the_line,
    with_a_running_title,
)


@pytest.mark.parametrize("style", DAMAGED, ids=lambda style: style.__name__)
@pytest.mark.parametrize("damage", DAMAGE, ids=lambda damage: damage.__name__)
def test_what_damage_changed_is_named_in_a_doubt(form: FormDef, style: styles.Style, damage: Damage) -> None:
    for seed in range(6):
        rng = random.Random(seed)  # noqa: S311 - examples, no secrets
        values = styles.figures(form, seed)
        lines = style(form, values).split("\n")
        rows = [at for at, line in enumerate(lines) if line.split() and line.split()[-1].isdigit()]
        at = rng.choice(rows)
        damage(lines, at, rng)
        preview = read("\n".join(lines))
        read_figures = figures_of(preview)
        doubted = [doubt.place for doubt in preview.doubts if doubt.place]
        silent = [
            key
            for key, value in values.items()
            if read_figures[key] != value and not any(key.startswith(place) for place in doubted)
        ]
        assert silent == [], (seed, at)
