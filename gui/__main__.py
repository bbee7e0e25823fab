"""Start the window: ``python -m gui [FILE] [--sample] [--exit-after-paint]``."""

import gc
import sys

gc.disable()  # until the window is painted (app.FirstPaint): a start makes much and drops nothing

from gui.app import main  # noqa: E402 - the imports are what is to be faster

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
