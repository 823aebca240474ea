"""Build the native prover into the wheel, where cargo is; without it the wheel is pure, and everything works, slower.

``TALENT_DATASET_PURE=1`` makes a pure wheel all the same. ``TALENT_DATASET_NATIVE=1`` makes it an error that cargo is
not there, or fails.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SUFFIX = {"win32": ".dll", "darwin": ".dylib"}.get(sys.platform, ".so")
PREFIX = "" if sys.platform == "win32" else "lib"
MADE = f"{PREFIX}talent_dataset_native{SUFFIX}"
INSIDE = f"talent_dataset/engine/reading/lib/talent_dataset_native{SUFFIX}"


class NativeHook(BuildHookInterface[Any]):
    """Called before a wheel is built."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the library, and tell where it goes."""
        beside_the_sources = Path(self.root, "src", INSIDE)
        if version == "editable":
            # One that was built before, of other sources, must not stay where none is built now.
            beside_the_sources.unlink(missing_ok=True)
        library = self._built()
        if library is None:
            return
        if version == "editable":
            _put(library, beside_the_sources)
            return
        platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{platform}"
        build_data["force_include"][str(library)] = INSIDE

    def _built(self) -> Path | None:
        if _is_set("TALENT_DATASET_PURE"):
            return None
        is_wanted = _is_set("TALENT_DATASET_NATIVE")
        if shutil.which("cargo") is None:
            if is_wanted:
                raise RuntimeError("TALENT_DATASET_NATIVE is set, and there is no cargo to build the native prover.")
            self.app.display_info("There is no cargo: the wheel is pure.")
            return None
        target = Path(self.root, "build", "native")
        manifest = Path(self.root, "native", "Cargo.toml")
        command = ["cargo", "build", "--release", "--locked", "--offline"]
        places = ["--manifest-path", str(manifest), "--target-dir", str(target)]
        # Standard output belongs to whoever builds; what cargo says goes to standard error.
        done = subprocess.run([*command, *places], stdout=sys.stderr, check=False)
        if done.returncode == 0:
            return target / "release" / MADE
        if is_wanted:
            raise RuntimeError("TALENT_DATASET_NATIVE is set, and cargo does not build the native prover.")
        self.app.display_warning("cargo does not build the native prover: the wheel is pure.")
        return None


def _put(library: Path, place: Path) -> None:
    """Copy the library, whole or not at all: a Python that has an old one open keeps it."""
    place.parent.mkdir(parents=True, exist_ok=True)
    part = place.with_name(f".{place.name}.part")
    shutil.copyfile(library, part)
    part.replace(place)


def _is_set(name: str) -> bool:
    return os.environ.get(name, "") not in {"", "0"}
