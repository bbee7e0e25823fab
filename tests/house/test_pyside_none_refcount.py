"""The pinned Qt binding keeps Python's own objects alive."""

import sys

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot


def test_ten_thousand_calls_that_return_nothing_cost_no_reference(qtbot: QtBot) -> None:
    """Some versions of PySide6 drop a reference to None with each void call, until Python aborts."""
    widget = QWidget()
    qtbot.addWidget(widget)
    before = sys.getrefcount(None)
    for _ in range(10_000):
        widget.update()
    assert abs(sys.getrefcount(None) - before) < 100
