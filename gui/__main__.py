"""Start the window: ``python -m gui [FILE] [--sample] [--exit-after-paint]``, or say ``--version``."""

import gc
import sys

if __name__ == "__main__" and sys.argv[1:] == ["--version"]:
    from core.__main__ import start

    start()  # says it, and ends the process: no screen is needed for that

gc.disable()  # until the window is painted (app.FirstPaint): a start makes much and drops nothing

from gui.app import main  # noqa: E402 - the imports are what is to be faster

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
