"""``talent-dataset evidence init``: empty books for a package that has none."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from talent_dataset.cli import commands, output
from talent_dataset.engine.descriptor.model import PROPERTY
from talent_dataset.engine.errors import CannotCheckError, InvalidDataError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from talent_dataset.render.lines import Line

EXAMPLES = """\
examples:
  talent-dataset evidence init          the package of this folder, or a new one
  talent-dataset evidence init data     that of another folder
"""

_NAME: Final = "datapackage.json"
_STEPS: Final = """\
Next:
  1. Put your documents into seeds/texts (git need not know them), and run
     `talent-dataset seeds scan seeds/texts/*`.
  2. Describe your own tables in the descriptor, and fill them. Fields are
     factual unless proof:data.role says "editorial", with a reason.
  3. `talent-dataset evidence missing` tells what needs evidence,
     `evidence draft` writes it, `evidence figures` tells what is not booked."""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("folder", nargs="?", metavar="FOLDER", default=".", help="default: the current one")


def run(options: Namespace) -> int:
    """Write the descriptor and the files of the books; what is there already is not touched."""
    from talent_dataset.render.json_text import compact_json

    folder = Path(options.folder)
    if not folder.is_dir():
        raise CannotCheckError(f"There is no folder {folder}.", hint="Make it first.")
    new = with_books(_descriptor(folder))
    made = [folder / _NAME]
    for resource in starters():
        file = folder / resource["path"]
        if _own(new, resource) and not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            output.save(header(resource), file)
            made.append(file)
    output.save(compact_json(new), made[0])
    (folder / "seeds" / "texts").mkdir(parents=True, exist_ok=True)
    output.show(_lines(made))
    return commands.VALID


def _own(descriptor: Mapping[str, Any], resource: Mapping[str, Any]) -> bool:
    """Whether the descriptor has the resource from us, not one of the same name that was there."""
    return resource in descriptor["resources"]


def _descriptor(folder: Path) -> dict[str, Any]:
    """The descriptor of the folder, or a new one.

    Raises:
        CannotCheckError: It cannot be read.
        InvalidDataError: It is no descriptor, or it has books.
    """
    file = folder / _NAME
    if not file.exists():
        name = re.sub(r"[^a-z0-9]+", "-", folder.resolve().name.lower()).strip("-")
        return {"$schema": PROFILE, "name": name or "package", "resources": []}
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise CannotCheckError(f"{file} cannot be read: {error.strerror or error}.") from error
    except ValueError as error:
        raise InvalidDataError(f"{file} is no JSON: {error}.", hint="`talent-dataset validate` says where.") from error
    if not isinstance(data, dict) or not isinstance(data.get("resources", []), list):
        raise InvalidDataError(f"{file} is no descriptor.", hint="`talent-dataset validate` says what is wrong.")
    if {"sources", "evidence"} <= (data.get(PROPERTY) or {}).get("books", {}).keys():
        raise InvalidDataError(
            f"{file} keeps books already.", hint="`talent-dataset evidence missing` is the next step."
        )
    return data


def _lines(made: list[Path]) -> Iterator[Line]:
    from talent_dataset.render.lines import line

    for file in made:
        yield line((file.as_posix(), "place"), "  written")
    for step in _STEPS.splitlines():
        yield line(step)


TITLES: Final = {"resource": "sources", "names": ["title"]}
"""Titles may be quoted in full, as names may."""

PROFILE: Final = "https://datapackage.org/profiles/2.0/datapackage.json"


def starters() -> list[dict[str, Any]]:
    """The resources of empty books: ``sources``, ``evidence``, ``figures``, ``repairs``, ``conflicts``."""
    found: list[dict[str, Any]] = json.loads(
        files("talent_dataset.provenance").joinpath("starter.json").read_text("utf-8")
    )
    return found


def with_books(descriptor: Mapping[str, Any]) -> dict[str, Any]:
    """A descriptor with books. What it says of them already, and resources of their names, are taken as they are.

    Args:
        descriptor: Of a package whose books lack ``sources`` or ``evidence``.
    """
    resources = list(descriptor.get("resources", []))
    known = {each.get("name") for each in resources if isinstance(each, Mapping)}
    books = starters()
    resources += [each for each in books if each["name"] not in known]
    ours = dict(descriptor.get(PROPERTY, {}))
    given = dict(ours.get("books", {}))
    things = list(given.get("things", []))
    if all(each.get("resource") != TITLES["resource"] for each in things):
        things.append(TITLES)
    ours["books"] = {each["name"]: each["name"] for each in books} | given | {"things": things}
    return {**descriptor, "resources": resources, PROPERTY: ours}


def header(resource: Mapping[str, Any]) -> str:
    """The first line of the file of a starter."""
    return ",".join(field["name"] for field in resource["schema"]["fields"]) + "\n"
