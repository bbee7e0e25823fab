"""What the bundle starts: the window, or the command line where the first word is one of its commands.

A folder of its own lies beside it with everything it needs; nothing is looked for elsewhere. On Windows the
same file is built twice: once without a console for the window, once with one for the command line.
"""

import gc
import multiprocessing
import sys

gc.disable()  # until the window is painted (gui.app.FirstPaint), or the command line takes over


def main() -> None:
    """Go on as the command line or as the window; never returns."""
    multiprocessing.freeze_support()
    from core.__main__ import COMMANDS, READ_CHILD, start  # noqa: PLC0415 - only one of the two is started

    if sys.argv[1:2] and (
        sys.argv[1] in COMMANDS or sys.argv[1] in {READ_CHILD, "-h", "--help", "--version"}
    ):
        gc.enable()
        start()
    from gui.app import main as window  # noqa: PLC0415 - as above

    sys.exit(window(sys.argv[1:]))


if __name__ == "__main__":
    main()
