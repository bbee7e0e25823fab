"""The fonts that come with the program are found wherever it lies."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFontDatabase

from core.errors import FontMissing
from gui import style


@pytest.mark.usefixtures("qtbot")
def test_a_font_that_cannot_be_opened_by_its_name_is_taken_by_its_content(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Under a folder with Chinese in its name the offscreen platform of Windows opens none."""
    register = style._register.__wrapped__  # what was registered before is remembered
    monkeypatch.setattr(QFontDatabase, "addApplicationFont", lambda _name: -1)
    family = register(style._BUNDLED[0])
    assert family in QFontDatabase.families()
    monkeypatch.setattr(QFontDatabase, "addApplicationFontFromData", lambda _data: -1)
    with pytest.raises(FontMissing):
        register(style._BUNDLED[0])
