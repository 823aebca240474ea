"""Find a package, open it and read its descriptor: from a file, a folder, a zip file or a ``dict``."""

from __future__ import annotations

import json
import os
import shlex
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from talent_dataset.engine.descriptor import Parsed, Probes, ReferenceFault, parse_package
from talent_dataset.engine.errors import CannotCheckError
from talent_dataset.engine.issues import Issue
from talent_dataset.engine.reading.files import (
    DAMAGE,
    BombError,
    CompressionError,
    Files,
    FolderFiles,
    HeldFiles,
    ZipFiles,
)
from talent_dataset.engine.reading.strictjson import CODE, BrokenJsonError, Description, read_json, text_of

if TYPE_CHECKING:
    from typing import BinaryIO

__all__ = ["DESCRIPTOR", "Files", "Opened", "hold", "open_package", "read_descriptor"]

DESCRIPTOR = "datapackage.json"
LARGEST = 128 * 2**20
_SHOWN = 5
_YAML = (".yaml", ".yml")
_DESCRIBE = "frictionless describe"

_TABLES = frozenset({".csv", ".tsv", ".tab", ".txt", ".parquet", ".xlsx", ".xls", ".ods", ".ndjson", ".jsonl", ".gz"})


@dataclass(frozen=True, slots=True)
class Opened:
    """A package that is ready to be read.

    Attributes:
        parsed: What its descriptor says, and what is wrong with it.
        files: Its files.
        path: The descriptor as it is shown, from the folder that holds it.
        data: The descriptor as JSON, references not followed; ``None`` where it is not JSON.
        description: Where things stand in it; ``None`` where it stands in no file.
    """

    parsed: Parsed
    files: Files
    path: str = DESCRIPTOR
    data: Any = None
    description: Description | None = None


def open_package(
    source: str | os.PathLike[str] | Mapping[str, Any],
    *,
    base: Path | None = None,
    probes: Probes | None = None,
) -> Opened:
    """Open a Data Package and parse its descriptor.

    Args:
        source: A descriptor file, a folder or zip file that holds ``datapackage.json``, or a descriptor as ``dict``.
        base: Folder to which the paths of a ``dict`` are relative; by default the working directory.
        probes: Checks of the descriptor handed in from above.

    Raises:
        CannotCheckError: ``source`` is not there, cannot be opened, or holds no package.
    """
    if isinstance(source, Mapping):
        return _parsed(_json_of(source), FolderFiles(base or Path.cwd()), DESCRIPTOR, probes, has_lines=False)
    path = Path(source)
    files, name = _found(path, os.fspath(source))
    return _parsed(_bytes(files, name, path), files, name, probes)


def hold(opened: Opened) -> Opened:
    """The package with its files as they are when each is read for the first time."""
    return replace(opened, files=HeldFiles(opened.files))


def read_descriptor(stream: BinaryIO) -> bytes:
    """The bytes of a descriptor, no more than a descriptor may have.

    Raises:
        BrokenJsonError: It has more.
    """
    data = stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        message = f"The descriptor is larger than {LARGEST >> 20} MiB."
        raise BrokenJsonError(Issue(code=CODE, message=message, hint="Put its data into files of their own."))
    return data


def _found(path: Path, named: str) -> tuple[Files, str]:
    """The files of the package, and the path of the descriptor among them."""
    if named.lower().startswith(("http://", "https://", "ftp://", "ftps://")):
        raise CannotCheckError(f"{named} is on the web, and nothing is fetched.", hint="Download the package first.")
    if path.is_dir():
        return _in_folder(path)
    if not path.exists():
        raise CannotCheckError(f"There is nothing at {named}.", hint=_neighbours(path))
    # By its bytes: an archive may have any name.
    if zipfile.is_zipfile(path):
        return _in_zip(path)
    if path.suffix.lower() in _TABLES:
        hint = "Name the descriptor, or check the table alone: --schema FILE. A first one: "
        made = f"{_DESCRIBE} {shlex.quote(named)} --type schema --json"
        raise CannotCheckError(f"{named} is a table, not a descriptor.", hint=hint + made)
    if path.suffix.lower() in _YAML:
        raise CannotCheckError(f"{named} is YAML, and a descriptor is JSON.", hint=_to_json(path))
    return FolderFiles(path.parent), path.name


def _in_folder(folder: Path) -> tuple[Files, str]:
    if (folder / DESCRIPTOR).exists():
        return FolderFiles(folder), DESCRIPTOR
    hint = _in_yaml(folder) or _neighbours(folder / DESCRIPTOR) or _first_steps(folder)
    raise CannotCheckError(f"The folder {folder} holds no {DESCRIPTOR}.", hint=hint)


def _in_yaml(folder: Path) -> str:
    """What to do with a descriptor that is written in YAML."""
    found = [folder / f"{Path(DESCRIPTOR).stem}{suffix}" for suffix in _YAML]
    return next((f"{each} is YAML, and a descriptor is JSON. {_to_json(each)}" for each in found if each.is_file()), "")


def _to_json(path: Path) -> str:
    """How to convert a descriptor; whoever has frictionless has what reads YAML."""
    program = "import json, sys, yaml; json.dump(yaml.safe_load(sys.stdin), sys.stdout, ensure_ascii=False, indent=2)"
    # A name may be a stranger's: pasted into a shell, it must stay one word.
    old, new = (shlex.quote(str(each)) for each in (path, path.with_suffix(".json")))
    return f'Convert it: python -c "{program}" < {old} > {new}'


def _first_steps(folder: Path) -> str:
    """How to begin where there are tables and no descriptor."""
    tables = sorted(each for pattern in ("*", "*/*") for each in folder.glob(pattern) if each.suffix.lower() in _TABLES)
    if not tables:
        return ""
    names = " ".join(shlex.quote(each.relative_to(folder).as_posix()) for each in tables[:_SHOWN])
    described = f"{_DESCRIBE} {names} --type package --json > {DESCRIPTOR}"
    return f"To begin, describe its tables: cd {shlex.quote(str(folder))} && {described}"


def _neighbours(path: Path) -> str:
    """The descriptors that stand nearby and could have been meant."""
    near = (*path.parent.glob("*.json"), *path.parent.glob(f"*/{DESCRIPTOR}"))
    names = ", ".join(str(each) for each in sorted(each for each in near if _names_resources(each))[:_SHOWN])
    return f"Did you mean {names}?" if names else ""


def _names_resources(path: Path) -> bool:
    """Whether a file looks like the descriptor of a package."""
    try:
        with path.open("rb") as stream:
            return b'"resources"' in stream.read(1 << 20)
    except OSError:
        return False


def _in_zip(path: Path) -> tuple[Files, str]:
    try:
        archive = zipfile.ZipFile(path)
    except (OSError, *DAMAGE) as error:
        raise CannotCheckError(f"{path} cannot be opened: {error}.", hint="Is it a whole zip file?") from error
    # macOS packs a shadow of each file along.
    names = [name for name in archive.namelist() if name.endswith(DESCRIPTOR) and not name.startswith("__MACOSX/")]
    if DESCRIPTOR in names:
        return ZipFiles(archive), DESCRIPTOR
    # The standard wants it at the top; hosting services put one folder around what they pack.
    around = [name for name in names if name.count("/") == 1 and name.endswith("/" + DESCRIPTOR)]
    if len(around) == 1:
        return ZipFiles(archive, around[0].removesuffix(DESCRIPTOR)), DESCRIPTOR
    archive.close()
    raise _none_at_top(path, names)


def _none_at_top(path: Path, names: list[str]) -> CannotCheckError:
    if names:
        message = f"{path} holds several descriptors, and none at its top: {', '.join(names[:_SHOWN])}."
        return CannotCheckError(message, hint="Unpack the archive, and name the one to check.")
    return CannotCheckError(f"{path} holds no {DESCRIPTOR}.", hint=f"Put {DESCRIPTOR} at the top of the archive.")


def _bytes(files: Files, name: str, path: Path) -> bytes | Issue:
    try:
        # A descriptor may have any name and be a link: whoever calls us has named it.
        with path.open("rb") if path.is_file() and isinstance(files, FolderFiles) else _inner(files, name) as stream:
            return read_descriptor(stream)
    except BrokenJsonError as error:
        return error.issue
    except BombError as error:
        return Issue(code=CODE, message=f"The descriptor is not unpacked: {error}.")
    except (OSError, CompressionError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise CannotCheckError(f"{path} cannot be opened: {reason}.") from error


def _inner(files: Files, name: str) -> BinaryIO:
    return (files.root / name).open("rb") if isinstance(files, FolderFiles) else files.open(name)


def _json_of(source: Mapping[str, Any]) -> bytes | Issue:
    try:
        # Half of a character can only come through as an escape, which is reported when it is read.
        return json.dumps(dict(source), ensure_ascii=True).encode()
    except (TypeError, ValueError, RecursionError) as error:
        return Issue(code=CODE, message=f"The descriptor cannot be written as JSON: {error}.")


def _parsed(data: bytes | Issue, files: Files, name: str, probes: Probes | None, *, has_lines: bool = True) -> Opened:
    if isinstance(data, Issue):
        return Opened(Parsed(package=None, faults=(data,)), files, name)
    try:
        value, notes = read_json(data)
    except BrokenJsonError as error:
        return Opened(Parsed(package=None, faults=(error.issue,)), files, name)
    library = _Library(files)
    probes = replace(probes or Probes(), follow=library.follow, refuse=files.refusal)
    parsed = parse_package(value, probes=probes)
    # A ``dict`` was only written as JSON to be read like a file: it has no lines.
    if not has_lines:
        notes = [replace(note, line=None, column=None) for note in notes]
    faults = (*notes, *library.notes, *parsed.faults)
    texts = {path: partial(text_of, each) for path, each in library.data.items()}
    description = Description(partial(text_of, data), texts, library.broken) if has_lines else None
    placed = faults if description is None else tuple(description.placed(faults))
    return Opened(replace(parsed, faults=placed), files, name, value, description)


@dataclass(slots=True)
class _Library:
    """Schemas and dialects that stand in files of their own; each is read once."""

    files: Files
    notes: list[Issue] = field(default_factory=list)
    read: dict[str, dict[str, Any]] = field(default_factory=dict)
    data: dict[str, bytes] = field(default_factory=dict)
    broken: dict[str, tuple[int | None, int | None]] = field(default_factory=dict)

    def follow(self, path: str) -> dict[str, Any]:
        """The object in a file; raises ``ReferenceFault`` where there is none."""
        if path not in self.read:
            self.read[path] = self._object(path)
        return self.read[path]

    def _object(self, path: str) -> dict[str, Any]:
        try:
            with self.files.open(path) as stream:
                data = read_descriptor(stream)
            value, notes = read_json(data)
        except FileNotFoundError:
            raise ReferenceFault(f'There is no file "{path}".', hint="Paths are relative to the descriptor.") from None
        except (OSError, CompressionError, BombError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise ReferenceFault(f'"{path}" cannot be read: {reason}.') from error
        except BrokenJsonError as error:
            self.broken[path] = (error.issue.line, error.issue.column)
            message = error.issue.message.replace("The descriptor", f'"{path}"', 1)
            is_yaml = Path(path).suffix.lower() in _YAML
            raise ReferenceFault(message, hint=_to_json(Path(path)) if is_yaml else error.issue.hint) from error
        self.data[path] = data
        self.notes += [
            replace(note, file=path, message=note.message.replace("The descriptor", f'"{path}"')) for note in notes
        ]
        if isinstance(value, dict):
            return value
        raise ReferenceFault(f'"{path}" does not hold a JSON object.', hint="A path leads to the object itself.")
