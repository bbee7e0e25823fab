"""What a start may load before the window has painted itself: nothing that can wait."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

LATER = (
    *("core.checks", "core.readers", "core.pasting", "core.export", "core.importing", "core.checkup"),
    *("core.handbook", "core.find", "core.timeline", "core.guide", "core.writers", "core.backup"),
    *("core.salvage", "core.compare", "core.clearing", "core.signoff.pack", "core.signoff.matching"),
    *("core.rules", "core.findings", "core.narrative", "core.formfile.rules", "core.formfile.sentences"),
    *("core.formfile.layout", "core.formfile.help", "core.commands", "html", "concurrent.futures", "secrets"),
    *("gui.findings_panel", "gui.history_panel", "gui.help_panel", "gui.tables", "gui.pages.preview"),
    *("gui.preamble_card", "gui.section_text", "gui.prose", "gui.marks", "gui.offers_button"),
    *("gui.nothing_received", "gui.verdict_words", "gui.sheets"),
    *("reportlab", "openpyxl", "docx", "lxml", "rapidfuzz", "pypdfium2", "psutil", "stdnum", "segno"),
    *("PySide6.QtPrintSupport", "PySide6.QtSvg", "multiprocessing", "asyncio", "ssl", "urllib.request"),
)
DEAR = ("QIcon", "QPixmap", "QImage", "QGradient", "QStyle", "QTextEdit", "QFileDialog", "QUrl")
PROGRAM = """
import sys
from PySide6 import QtCore, QtGui, QtWidgets
from gui import app

def look(paint):
    loaded = [name for name in sys.argv[1].split() if name in sys.modules]
    loaded += [name for name in sys.argv[2].split() for qt in (QtCore, QtGui, QtWidgets) if name in vars(qt)]
    print(paint._window.bridge.session.examined, *loaded)
    paint._window.close()

app.FirstPaint._after = look
app.main(["--sample"])
"""


def test_nothing_is_loaded_or_checked_before_the_window_is_painted(tmp_path: Path) -> None:
    places = {name: str(tmp_path / name) for name in ("XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME")}
    said = []
    for _ in range(2):  # the first start of all reads the sample, and needs a reader for it
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, " ".join(LATER), " ".join(DEAR)],
            cwd=ROOT,
            env={**os.environ, **places},
            capture_output=True,
            check=True,
            timeout=60,
        )
        said = done.stdout.decode().split()
    assert said == ["False"]


def test_a_class_of_qt_that_is_loaded_would_be_seen() -> None:
    words = "from PySide6 import QtGui; QtGui.QIcon; print('QIcon' in vars(QtGui), 'QPixmap' in vars(QtGui))"
    done = subprocess.run([sys.executable, "-c", words], capture_output=True, check=True, timeout=60)
    assert done.stdout.split() == [b"True", b"False"]
