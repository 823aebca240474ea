"""Pin the requirements: ``requirements/pip.txt``, ``run.txt``, ``dev.txt`` and ``readers.txt``, from pyproject.toml.

    python tools/lock.py             add and drop what pyproject.toml asks; versions that still fit stay
    python tools/lock.py --upgrade   take the newest versions

The pins hold for every platform and every supported Python, with the hash of each file, and name no index. They are
resolved by ``uv``, which has to be on the path (``pip install uv``); nothing else here needs it.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMMAND = ["uv", "pip", "compile", "--universal", "--python-version", "3.11", "--generate-hashes"]
# A pin names the extras that are asked of the package: older releases of pip (23.2 among them) do not carry a pin of
# `coverage` over to `coverage[toml]`, take the newest release, and stop at its hash.
FORM = ["--no-strip-extras", "--no-header", "--no-annotate", "--no-emit-index-url", "--quiet"]
# The checkout is installed without a build environment of its own, so its build backend is pinned with the rest.
GROUPS = {
    "pip": ["--group", "pip"],
    "run": ["pyproject.toml", "--group", "build-backend"],
    "dev": ["pyproject.toml", "--group", "dev"],
    "readers": ["--group", "readers"],
}


def main(arguments: list[str]) -> None:
    """Write the files."""
    parser = argparse.ArgumentParser(description="Pin the requirements.")
    parser.add_argument("--upgrade", action="store_true", help="take the newest versions")
    how = ["--upgrade"] if parser.parse_args(arguments).upgrade else []
    for name, group in GROUPS.items():
        target = f"requirements/{name}.txt"
        # The pip that installs the others is the one that they hold, where they hold one.
        same = [] if name == "pip" else ["--constraints", "requirements/pip.txt"]
        subprocess.run([*COMMAND, *FORM, *how, *same, *group, "-o", target], cwd=ROOT, check=True)
        print(f"wrote {target}")


if __name__ == "__main__":
    main(sys.argv[1:])
