"""``python -m talent_dataset``: the command line, where no script is on the path."""

from __future__ import annotations

import sys

from talent_dataset.cli import main

if __name__ == "__main__":
    sys.exit(main())
