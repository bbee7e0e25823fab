"""Start the window: ``python -m gui [FILE] [--sample] [--exit-after-paint]``."""

import sys

from gui.app import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
