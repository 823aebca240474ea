"""What a command works on: PATH, the package of this folder or the installed data; or TARGET, a place of releases."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from talent_dataset.cli import output
from talent_dataset.engine.errors import CannotCheckError

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterable

    from talent_dataset.releases.published import Index

HELP_WRITTEN = "a folder (one that a web server serves, perhaps), or s3://bucket/folder"
HELP_READ = "a folder, http(s)://host/folder, or s3://bucket/folder"
TEXT = """\
storage:
  s3:// takes its endpoint, region and credentials from the environment:
  AWS_ENDPOINT_URL, AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, ...
"""


def add_target(parser: ArgumentParser, help: str) -> None:
    """Add the argument TARGET."""
    parser.add_argument("target", metavar="TARGET", help=help)


def show_latest(said: str, index: Index) -> None:
    """Print what was done to a version, and which is the latest one now."""
    from talent_dataset.render.lines import line

    latest = index.latest.version if index.latest else "none, as each version is a prerelease or withdrawn"
    output.show([line(said), line(f"latest: {latest}")])


DEFAULTS = (Path("datapackage.json"), Path("datapackage", "datapackage.json"))
_HELP = (
    "a datapackage.json, a folder or zip archive that holds one; "
    "default: ./datapackage.json, then ./datapackage/datapackage.json"
)
_INSTALLED = "; --installed is for the data that came with talent_dataset."


def add_path(parser: ArgumentParser) -> None:
    """Add the argument PATH."""
    parser.add_argument("path", nargs="?", metavar="PATH", help=_HELP)


def add_installed(parser: ArgumentParser) -> None:
    """Add the option --installed, of commands that read a package and leave it as it is."""
    parser.add_argument("--installed", action="store_true", help="take the data that came with talent_dataset")


def find(path: str | None, *, is_installed: bool | None = None) -> str:
    """PATH, or the package of the current folder, or the installed data.

    Args:
        path: PATH, where it is given.
        is_installed: Whether --installed is given; ``None`` where the command does not know it.

    Raises:
        CannotCheckError: No PATH is given, and there is no package here; or PATH and --installed are.
    """
    if is_installed and path is not None:
        raise CannotCheckError("--installed takes no PATH.", hint="Leave one of them out.")
    if is_installed:
        return installed()
    if path == "-":
        hint = "Save it to a file, and name that: cat > table.csv; talent-dataset validate table.csv --schema FILE"
        raise CannotCheckError("Standard input is not read.", hint=hint)
    if path is not None:
        return path
    for default in DEFAULTS:
        if default.is_file():
            return default.as_posix()
    raise CannotCheckError(
        f"There is no package here: neither {DEFAULTS[0]} nor {DEFAULTS[1].as_posix()}.",
        hint="Name a PATH, or go to its folder" + (_INSTALLED if is_installed is not None else "."),
    )


def folder_of(path: str) -> str:
    """Where the files of a package stand, seen from here; empty for the current folder and for addresses."""
    if "://" in path:
        return ""
    place = Path(path)
    folder = (
        place.parent if place.suffix.lower() == ".json" or not (place.is_dir() or place.suffix == ".zip") else place
    )
    return "" if folder == Path() else folder.as_posix()


def renewed(path: str, files: Iterable[Path]) -> str:
    """Renew what the descriptor says of files that were written: a sentence about it, or nothing where it says nothing.

    Raises:
        CannotCheckError: The descriptor cannot be written.
    """
    from talent_dataset.engine.writing.renewing import renew

    changes = renew(path, files).changes
    said = ", ".join(f"{' and '.join(properties)} of {name}" for name, properties in changes.items())
    return f"Renewed in its descriptor: {said}." if said else ""


def installed() -> str:
    """The folder of the data that came with the library.

    Raises:
        CannotCheckError: It is not there.
    """
    from talent_dataset.dataset.installed import location

    return str(location())
