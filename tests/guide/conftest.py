"""The guide's tests have the look of the window's tests, and leave nothing behind either."""

from tests.gui.conftest import bridge as bridge  # noqa: PLC0414 - fixtures of the window's tests
from tests.gui.conftest import dressed as dressed  # noqa: PLC0414
from tests.gui.conftest import open_report as open_report  # noqa: PLC0414
from tests.gui.conftest import screens as screens  # noqa: PLC0414
from tests.gui.conftest import swept as swept  # noqa: PLC0414
