"""Reports and words for the tests of the findings panel."""

from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from core import keys
from core.findings import Finding
from core.report import Entry, Report
from gui.bridge import Bridge
from gui.finding_card import FindingCard
from gui.findings_panel import FindingsPanel
from gui.why import Words
from tests.gui.conftest import UNIT, report_with

A = "applications."
FULL = dict.fromkeys(report_with({}).form.typed, "0")
WRONG = {
    f"{A}new_received.natural_person": "7",
    f"{A}carried_in.natural_person": "1",
    f"{A}granted.natural_person": "3",
    f"{A}unable.not_held.natural_person": "4",
    f"{A}carried_forward.natural_person": "2",
}
TEXTS = {
    keys.UNIT_KIND: "乡镇",
    keys.text("overview"): "主动公开、依申请公开、政府信息管理、政府信息公开平台建设、监督保障均有专人负责。",
    keys.text("problems"): "更新不够及时，下一步安排专人每周检查。",
    keys.text("other_matters"): "没有收取信息处理费。",
}
OTHER = {f"{A}new_received.commercial": "5", f"{A}carried_in.commercial": "0"}


def before(report: Report) -> Report:
    """A year with nothing in it but what the next one carries in."""
    cells = report.form.cells.values()
    carried = {cell.carry_from: report.entry(cell.key) for cell in cells if cell.carry_from}
    zeros = {key: Entry(0) for key in report.form.typed}
    known = {key: entry for key, entry in carried.items() if entry is not None}
    return Report(report.form, report.year - 1, zeros | known | {keys.UNIT_NAME: Entry(UNIT)})


def words_of(card: FindingCard) -> Words:
    """Where the card's explanation is written."""
    assert card.why is not None
    return card.why.words


def commit(field: QWidget, text: str) -> None:
    """Write with an input method, which gives whole words."""
    event = QInputMethodEvent("", [])
    event.setCommitString(text)
    QApplication.sendEvent(field, event)


def chips(panel: FindingsPanel) -> list[str]:
    """What the filters that can be seen say."""
    return [chip.text() for chip in panel.filters.levels.values() if not chip.isHidden()]


def shown(bridge: Bridge, qtbot: QtBot, size: tuple[int, int] = (356, 640)) -> FindingsPanel:
    panel = FindingsPanel(bridge)
    qtbot.addWidget(panel)
    panel.resize(*size)
    panel.show()
    panel.activateWindow()
    QApplication.processEvents()
    return panel


class Told:
    """Everything the panel tells the others."""

    def __init__(self, bridge: Bridge) -> None:
        self.highlighted: list[Finding | None] = []
        self.jumps: list[str] = []
        self.spans: list[tuple[str, int, int]] = []
        bridge.highlighted.connect(self.highlighted.append)
        bridge.jump.connect(self.jumps.append)
        bridge.jump_span.connect(lambda *span: self.spans.append(span))


def texts(panel: FindingsPanel) -> list[str]:
    return [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]
