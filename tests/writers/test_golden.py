"""The three reports in every format, against texts that somebody has looked at: nothing changes unseen."""

import pytest

from core.export import formats
from tests.writers import dumps, specimens


@pytest.mark.parametrize("name", specimens.NAMES)
@pytest.mark.parametrize("kind", dumps.DUMPS)
def test_a_document_is_as_it_was_when_somebody_looked_at_it(name: str, kind: str) -> None:
    right = dumps.path(name, kind).read_text(encoding="utf-8")
    assert dumps.dump(name, kind) == right, "if this is meant: python -m tests.writers.renew, and look at it"


def test_every_format_has_its_golden_texts() -> None:
    assert set(dumps.DUMPS) == set(formats())


def test_every_golden_text_belongs_to_a_report_and_a_format() -> None:
    stand = {path.name for path in dumps.GOLDEN.iterdir()}
    assert stand == {dumps.path(name, kind).name for name in specimens.NAMES for kind in dumps.DUMPS}
