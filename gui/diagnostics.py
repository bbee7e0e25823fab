"""诊断信息: what a maintainer needs to know of program and PC, and nothing of what was written.

No figure, no sentence, no unit, no year, no name of a file, a user or a PC; a test fills a report with marked
words and looks for them.
"""

from __future__ import annotations

import io
import json
import platform
import sys
import zipfile
from pathlib import Path

from PySide6.QtCore import qVersion
from PySide6.QtGui import QFontDatabase, QGuiApplication

from core import VERSION, formfile, holder, paths
from core.migrations import newest
from core.safefile import safe_write
from core.session import Session
from gui import style
from gui.settings import Settings

ABOUT, LOG, NOTE = "about.json", "log.txt", "说明.txt"
LOG_END = 256 * 1024  # bytes of the log's end
HIDDEN = "…"
PLAIN_SETTINGS = ("zoom", "tour", "tab")  # the only ones that are told as they are
TOLD = (
    "这是“公开年报”的诊断信息，供维护人员查找程序的毛病。\n"
    "里面只有程序和系统的版本、屏幕和字体的情况、格子和步骤的个数、程序自己的出错记录。\n"
    "没有填报的数字和文字，没有单位名称、年份、文件名、用户名和电脑名。\n"
)
Facts = dict[str, object]


def write(target: Path, session: Session, settings: Settings) -> None:
    """Write the file, whole or not at all; raises refusals."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr(NOTE, TOLD)
        bundle.writestr(ABOUT, json.dumps(facts(session, settings), ensure_ascii=False, indent=1))
        bundle.writestr(LOG, log())
    safe_write(target, packed.getvalue())


def facts(session: Session, settings: Settings) -> Facts:
    """Return everything that is told, as counts, versions and kinds."""
    return {
        "program": {
            "version": VERSION,
            "schema": newest(),
            "frozen": bool(getattr(sys, "frozen", False)),
            "forms": list(formfile.form_ids()),
        },
        "system": _system(),
        "screen": _screen(),
        "settings": {name: settings.text(name) for name in PLAIN_SETTINGS},
        "recent_files": len(settings.recent),
        "file": _file(session),
        "report": _report(session),
    }


def log() -> str:
    """Return the end of the log; it holds nothing personal, and what still might is taken out once more."""
    try:
        data = paths.log_file().read_bytes()[-LOG_END:]
    except OSError:
        return ""
    text = data.decode("utf-8", errors="replace")
    for word in (str(Path.home()), holder.user(), holder.computer()):
        text = text.replace(word, HIDDEN) if word else text
    return "".join(sign if sign.isascii() else HIDDEN for sign in text)


def _system() -> Facts:
    return {
        "system": platform.system(),
        "release": platform.release(),
        "machine": platform.machine(),
        "c_library": " ".join(platform.libc_ver()),
        "python": platform.python_version(),
        "qt": qVersion(),
        "file_names": sys.getfilesystemencoding(),
    }


def _screen() -> Facts:
    screens = [
        {
            "width": screen.size().width(),
            "height": screen.size().height(),
            "density": screen.devicePixelRatio(),
            "dots_per_inch": round(screen.logicalDotsPerInch()),
        }
        for screen in QGuiApplication.screens()
    ]
    return {
        "platform": QGuiApplication.platformName(),
        "screens": screens,
        "zoom": style.zoom(),
        "dark": style.is_dark(),
        "font_families": len(QFontDatabase.families()),
    }


def _file(session: Session) -> Facts:
    place, failure = session.place, session.failure
    return {
        "medium": place.medium.value,
        "pending": place.pending,
        "not_written_back": type(place.failure).__name__ if place.failure else "",
        "not_saved": type(failure.refusal).__name__ if failure else "",
        "reports": len(session.years),
        "forms": [info.form for info in session.years],
        "recovered": session.recovered is not None,
    }


def _report(session: Session) -> Facts:
    report = session.report
    findings = [finding.level.value for finding in session.verdict.findings]
    return {
        "form": report.form.id,
        "cells_in_form": len(report.form.cells),
        "entries": len(report.entries),
        "blank_cells": len(report.blanks()),
        "steps": len(session.steps()),
        "findings": {level: findings.count(level) for level in sorted(set(findings))},
    }
