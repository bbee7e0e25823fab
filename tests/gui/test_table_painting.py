"""What a key into a table paints: the figures that change and nothing else."""

import pytest
from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from core.form import Placed
from gui.bridge import Bridge
from gui.pages.table import TablePage
from gui.tables.labels import paint_label
from gui.tables.look import Look
from tests.gui.conftest import press
from tests.gui.test_table_typing import FIRST, A, Key, editor, shown


class Painted(QObject):
    """Notes which part of which widget is painted."""

    def __init__(self) -> None:
        super().__init__()
        self.regions: list[tuple[QObject, QRegion]] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Note a painting."""
        if isinstance(event, QPaintEvent):
            self.regions.append((watched, event.region()))
        return False


@pytest.fixture
def page(bridge: Bridge, qtbot: QtBot) -> TablePage:
    bridge.session.confirm_zeros()
    return shown(bridge, qtbot)


def box(page: TablePage, key: str) -> QRect:
    return page.view.visualRect(page.model.index_of(key))


def test_a_key_paints_the_figure_its_totals_and_no_heading(page: TablePage) -> None:
    press(page.view, Key.Key_1)
    press(editor(page), Key.Key_1)
    QApplication.processEvents()
    spy = Painted()
    view = page.view
    quiet: list[QWidget] = [view.above.viewport(), view.beside.viewport(), view.corner]
    for widget in (view.viewport(), *quiet):
        widget.installEventFilter(spy)
    press(editor(page), Key.Key_1)
    QApplication.processEvents()
    changed = QRegion(box(page, FIRST)) + box(page, A + "new_received.total")
    assert {watched for watched, _ in spy.regions} == {view.viewport()}
    for _, region in spy.regions:
        assert region.subtracted(changed).isEmpty()


def test_only_the_figures_a_region_touches_are_painted(
    page: TablePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    def note(_painter: object, _box: QRect, look: Look) -> None:
        seen.append(look.key)

    monkeypatch.setattr(page.view.body._figures, "paint", note)
    picture = QImage(page.view.viewport().size(), QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.white)
    painter = QPainter(picture)
    apart = [FIRST, A + "new_received.total"]
    page.view.body.paint(painter, QRegion(box(page, apart[0])) + box(page, apart[1]))
    painter.end()
    assert sorted(seen) == sorted(apart)


@pytest.fixture
def narrow(page: TablePage, qtbot: QtBot) -> TablePage:
    """A page so narrow that a heading over several columns is never in view as a whole."""
    page.resize(560, 500)
    qtbot.waitUntil(lambda: page.view.horizontalScrollBar().maximum() > 0)
    return page


def spanning(page: TablePage) -> Placed:
    return max(page.view._plan.above[1:], key=lambda cell: cell.column_span)


@pytest.mark.parametrize("width", [420, 560])
@pytest.mark.parametrize("scrolled", [0.0, 0.3, 0.6, 0.8])
def test_a_heading_over_several_columns_is_named_in_the_part_in_view(
    narrow: TablePage, monkeypatch: pytest.MonkeyPatch, scrolled: float, width: int
) -> None:
    narrow.resize(width, 500)
    QApplication.processEvents()
    view = narrow.view
    bar = view.horizontalScrollBar()
    bar.setValue(round(bar.maximum() * scrolled))
    cell, face = spanning(narrow), view._letters.label
    drawn: dict[str, int] = {}

    def note(_painter: object, left: int, _top: int, text: str) -> None:
        drawn[text] = left

    monkeypatch.setattr(face, "draw", note)
    view.above.viewport().grab()
    box = view.above._box(cell)
    seen = box & view.above.viewport().rect()
    left, wide = drawn[cell.text], face.width(cell.text)
    assert box.left() <= left
    assert left + wide <= box.right()
    in_view = min(left + wide, seen.right()) - max(left, seen.left())
    assert in_view >= min(wide, seen.width() - 2 * view._letters.pad) - 1


def test_headings_are_painted_anew_when_the_keys_lead_out_of_view(narrow: TablePage) -> None:
    spy = Painted()
    band = narrow.view.above.viewport()
    band.installEventFilter(spy)
    press(narrow.view, Key.Key_End)
    QApplication.processEvents()
    assert narrow.view.horizontalScrollBar().value() > 0
    assert any(region.boundingRect() == band.rect() for _, region in spy.regions)


@pytest.mark.parametrize("start", [0, 520])
def test_a_heading_with_less_in_view_than_its_words_shows_their_beginning_or_end(
    page: TablePage, monkeypatch: pytest.MonkeyPatch, start: int
) -> None:
    cell, letters = spanning(page), page.view._letters
    wide = letters.label.width(cell.text)
    picture = QImage(600, 30, QImage.Format.Format_RGB32)
    painter = QPainter(picture)
    drawn: list[int] = []
    monkeypatch.setattr(letters.label, "draw", lambda *given: drawn.append(given[1]))
    paint_label(painter, QRect(0, 0, 600, 30), cell, letters, QRect(start, 0, 80, 30))
    painter.end()
    assert wide > 80
    assert drawn == [letters.pad if start == 0 else 600 - letters.pad - wide]
