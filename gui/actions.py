"""The commands: id, text, shortcuts, and what they call."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class Command(NamedTuple):
    """One thing a person can ask for."""

    id: str
    text: str
    shortcuts: tuple[str, ...]
    call: Callable[[], object]


def install(window: QWidget, commands: Sequence[Command]) -> dict[str, QAction]:
    """Make the actions, reachable by their shortcuts everywhere in the window."""
    actions: dict[str, QAction] = {}
    for command in commands:
        action = QAction(window)  # with a text, the class of icons would be loaded too
        action.setText(command.text)
        action.setObjectName(command.id)
        if command.shortcuts:
            action.setShortcuts([QKeySequence(keys) for keys in command.shortcuts])
        action.triggered.connect(_quiet(command.call))
        actions[command.id] = action
    window.addActions(list(actions.values()))
    return actions


def menu(parent: QWidget, actions: dict[str, QAction], ids: Sequence[str]) -> QMenu:
    """Return a menu of actions; an empty id is a separator."""
    made = QMenu(parent)
    for name in ids:
        if name:
            made.addAction(actions[name])
        else:
            made.addSeparator()
    return made


def _quiet(call: Callable[[], object]) -> Callable[[], None]:
    def carry_out() -> None:
        call()

    return carry_out
