"""The area beside the page: one panel at a time, chosen by small tabs, built when first shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from gui import style

LEAST_HEIGHT = 240  # pixels
TALLEST = 360  # at any zoom: bars and a notice need the rest of a small screen


class Panel(NamedTuple):
    """One of the panels: its id, its short title, and how it is made."""

    id: str
    title: str
    make: Callable[[], QWidget]


class Side(QWidget):
    """Shows the panels; the first one stands in front until another is asked for."""

    def __init__(self, panels: Sequence[Panel], parent: QWidget | None = None) -> None:
        """Make the tabs; the panels themselves wait."""
        super().__init__(parent)
        self._panels = tuple(panels)
        self._made: dict[str, QWidget] = {}
        self.tabs = QTabBar()
        self.tabs.setObjectName("side-tabs")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName("右侧栏")
        self.tabs.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for panel in self._panels:
            self.tabs.addTab(panel.title)
        self.stack = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, style.px(6), 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs)
        column.addWidget(self.stack, 1)
        self.tabs.currentChanged.connect(self._show)

    def sizeHint(self) -> QSize:
        """Ask for nothing in particular: the splitter decides."""
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        """Never ask the panels: what changes inside them must not lay out the window."""
        return QSize(0, min(style.px(LEAST_HEIGHT), TALLEST))

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the ids of the panels, in the order of the tabs."""
        return tuple(panel.id for panel in self._panels)

    def panel(self, name: str) -> QWidget:
        """Return a panel by its id, built now if it was not yet."""
        if name not in self._made:
            made = next(panel for panel in self._panels if panel.id == name).make()
            self._made[name] = made
            self.stack.addWidget(made)
        return self._made[name]

    def open(self, name: str) -> QWidget:
        """Put a panel in front and return it; an area that was put away comes back."""
        self.show()
        self.tabs.setCurrentIndex(self.ids.index(name))
        made = self.panel(name)
        self.stack.setCurrentWidget(made)
        return made

    @property
    def front(self) -> str:
        """Return the id of the panel in front."""
        return self._panels[self.tabs.currentIndex()].id

    def _show(self, index: int) -> None:
        self.stack.setCurrentWidget(self.panel(self._panels[index].id))
