"""Forms are told apart: no report is taken for one in a newer form that shows the same labels."""

from itertools import pairwise
from pathlib import Path

import pytest

from core import formfile, paths, readers
from core.form import FormDef
from tests.forms import invented

HINT = "put a label into its “signs” that the form before it does not print"


def prints(form: FormDef, sign: str) -> bool:
    """Tell whether a sign stands in the label of a row or a column."""
    return any(sign in label for cell in form.cells.values() for label in (cell.row.label, cell.column.label))


def not_told_apart(folder: Path) -> list[str]:
    """The forms that print nothing named in their signs that the form before does not print as well."""
    forms = sorted(
        (formfile.load(name, folder) for name in formfile.form_ids(folder)), key=lambda form: form.first_year
    )
    assert forms
    return [newer.id for older, newer in pairwise(forms) if all(prints(older, sign) for sign in newer.signs)]


def test_every_form_shows_that_it_is_not_the_one_before() -> None:
    assert not_told_apart(paths.forms_dir()) == [], HINT


@pytest.mark.parametrize(("own", "found"), [('"合伙企业", ', []), ("", [invented.ID])])
def test_a_form_with_the_signs_of_the_one_before_is_named(
    own: str, found: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = invented.build(tmp_path)
    file = folder / invented.ID / "form.toml"
    text = file.read_text(encoding="utf-8")
    assert text.count('"合伙企业", "本年') == 1
    file.write_text(text.replace('"合伙企业", "本年', f'{own}"本年'), encoding="utf-8")
    assert not_told_apart(folder) == found
    monkeypatch.setattr("core.paths.forms_dir", lambda: folder)
    read_as = readers.read(paths.sample_text()).form.id
    assert (read_as == invented.ID) == bool(found)
