"""The flows have the look of the window's tests, and leave nothing behind either."""

from tests.gui.conftest import dressed as dressed  # noqa: PLC0414 - fixtures of the window's tests
from tests.gui.conftest import swept as swept  # noqa: PLC0414
