"""The peer to measure against: a bare PySide6 window with one tab, a 25 × 7 grid and a Chinese font.

As a programme (`python -m tests.bench.bare_window`) it ends right after its first paint.
"""

import sys
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication, QMainWindow, QTableWidget, QTableWidgetItem, QTabWidget

FONT = Path(__file__).resolve().parents[2] / "resources" / "fonts" / "GKHei-Regular.ttf"
ROWS, COLUMNS = 25, 7


class AfterPaint(QObject):
    """Ends the application once the watched widget has painted itself."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's name
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, QApplication.quit)
        return False


def bare_window() -> tuple[QMainWindow, QTableWidget]:
    """The window, not yet shown, and its grid."""
    number = QFontDatabase.addApplicationFont(str(FONT))
    family = QFontDatabase.applicationFontFamilies(number)[0]
    QApplication.setFont(QFont(family, 10))
    grid = QTableWidget(ROWS, COLUMNS)
    for row in range(ROWS):
        for column in range(COLUMNS):
            grid.setItem(row, column, QTableWidgetItem(str(row * column)))
    grid.setHorizontalHeaderLabels(
        ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    )
    grid.setVerticalHeaderLabels([f"（{row + 1}）不予公开" for row in range(ROWS)])
    tabs = QTabWidget()
    tabs.addTab(grid, "三、依申请公开")
    window = QMainWindow()
    window.setCentralWidget(tabs)
    window.resize(1280, 860)
    return window, grid


def main() -> int:
    """Show the window, end after its first paint."""
    app = QApplication(sys.argv)
    window, grid = bare_window()
    watcher = AfterPaint()
    grid.viewport().installEventFilter(watcher)
    window.show()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
