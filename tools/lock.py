"""Pin the requirements anew: ``requirements/run.txt``, ``dev.txt`` and ``readers.txt``, from pyproject.toml.

The pins hold for every platform and every supported Python, with the hash of each file, and name no index. They are
resolved by ``uv``, which has to be on the path (``pip install uv``); nothing else here needs it.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMMAND = ["uv", "pip", "compile", "--universal", "--python-version", "3.11", "--generate-hashes"]
QUIET = ["--no-header", "--no-annotate", "--no-emit-index-url", "--quiet", "--upgrade"]
# The checkout is installed without a build environment of its own, so its build backend is pinned with the rest.
GROUPS = {
    "run": ["pyproject.toml", "--group", "build-backend"],
    "dev": ["pyproject.toml", "--group", "dev"],
    "readers": ["--group", "readers"],
}


def main() -> None:
    """Write the files."""
    for name, group in GROUPS.items():
        target = f"requirements/{name}.txt"
        subprocess.run([*COMMAND, *QUIET, *group, "-o", target], cwd=ROOT, check=True)
        print(f"wrote {target}")


if __name__ == "__main__":
    main()
