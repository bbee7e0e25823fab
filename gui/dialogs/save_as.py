"""Where something is to be saved: the system's own dialog, with a name that is proposed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget


def ask(parent: QWidget, title: str, proposed: Path, kinds: str) -> Path | None:
    """Return the file that was chosen, None if none was; ``kinds`` is like ``PDF 文件 (*.pdf)``.

    The ending is added before the dialog asks whether to replace a file.
    """
    dialog = QFileDialog(parent, title, str(proposed.parent), kinds)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(proposed.suffix.removeprefix("."))
    dialog.selectFile(proposed.name)
    return Path(dialog.selectedFiles()[0]) if dialog.exec() else None
