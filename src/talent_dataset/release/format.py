"""Write the CSV files of a package in canonical form, or say which are not; its descriptor goes along."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from talent_dataset.descriptor.model import Dialect, Resource
from talent_dataset.descriptor.paths import is_url
from talent_dataset.errors import CannotCheckError, InvalidDataError
from talent_dataset.reading.files import Files, FolderFiles
from talent_dataset.reading.package import open_package
from talent_dataset.release.canonical import NotCanonicalizableError, canonical
from talent_dataset.release.renewing import Renewal, renewal
from talent_dataset.writing import recover, replace_file


@dataclass(frozen=True, slots=True)
class Formatted:
    """What was done, by the paths of the descriptor.

    Attributes:
        files: Files that were looked at.
        changed: Those of them that were not canonical; now they are, unless it was only a check.
        skipped: Files left alone, and why.
        renewed: What the descriptor says of them, ``hash`` and ``bytes``, by resource, where it was not so.
        unsound: Resources of which it was not so before either: their files were changed by something else.
    """

    files: tuple[str, ...]
    changed: tuple[str, ...]
    skipped: tuple[tuple[str, str], ...] = ()
    renewed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unsound: tuple[str, ...] = ()

    @property
    def was_canonical(self) -> bool:
        """Whether every file that was looked at was in canonical form, and as the descriptor says."""
        return not self.changed and not self.renewed


def format_package(source: Path | str, *, check: bool = False) -> Formatted:
    """Bring the CSV files of a package into canonical form.

    The descriptor may have faults, and cells too: only the shape of the tables matters. Files are replaced one by one,
    each of them whole or not at all, after all of them have been read. The ``hash`` and ``bytes`` that the descriptor
    says of them are renewed; nothing else in it changes.

    Args:
        source: A descriptor, or a folder that holds one.
        check: Write nothing; only say which files would change.

    Raises:
        CannotCheckError: There is no package, or a file of it cannot be read or written.
        InvalidDataError: The descriptor cannot be used, or a file is no table that could be formatted.
    """
    opened = open_package(source)
    package = opened.parsed.package
    if package is None:
        raise InvalidDataError(f"The descriptor of {source} cannot be used.", hint="`validate` says what is wrong.")
    obstacles = {resource.name: obstacle(resource, opened.files) for resource in package.resources}
    texts = {r.paths[0]: _reformed(r, opened.files) for r in package.resources if not obstacles[r.name]}
    changed = [path for path, (_, old, new) in texts.items() if old != new]
    seals = renewal(source, {file: (old, new) for file, old, new in texts.values()}) if texts else None
    if not check:
        _write(texts.values(), seals)
    return Formatted(
        files=tuple(texts),
        changed=tuple(changed),
        skipped=tuple((name, reason) for name, reason in obstacles.items() if reason),
        renewed=seals.changes if seals else {},
        unsound=seals.unsound if seals else (),
    )


def _write(texts: Collection[tuple[Path, bytes, bytes]], seals: Renewal | None) -> None:
    """Write what changes, the descriptor last: until then it tells that a file is not as it says."""
    for folder in {file.parent for file, _, _ in texts} | ({seals.file.parent} if seals else set()):
        recover(folder)
    for file, old, new in texts:
        if old != new:
            replace_file(file, new)
    if seals is not None:
        seals.write()


def obstacle(resource: Resource, files: Files) -> str:
    """Why a resource has no canonical form here, or nothing."""
    dialect = resource.dialect
    if resource.schema is None:
        return "it has no schema"
    if (
        len(resource.paths) != 1
        or is_url(resource.paths[0])
        or resource.compression
        or not isinstance(files, FolderFiles)
    ):
        return "it is not one plain file on this disk"
    if (resource.format or "csv") != "csv" or not resource.paths[0].endswith((".csv", ".tsv", ".txt")):
        return "it is not CSV"
    if (resource.encoding or "utf-8").lower().replace("_", "-") not in {"utf-8", "utf8"}:
        return f"its encoding is {resource.encoding}"
    if not _is_plain(dialect):
        return "its dialect has more than a delimiter and a quote"
    return ""


def _is_plain(dialect: Dialect) -> bool:
    has_plain_header = dialect.header and dialect.header_rows == (1,)
    has_comments = dialect.comment_rows or dialect.comment_char
    has_plain_quotes = len(dialect.quote_char or "") == 1 and dialect.double_quote and not dialect.escape_char
    has_plain_cells = len(dialect.delimiter) == 1 and not dialect.skip_initial_space
    return bool(has_plain_header and has_plain_quotes and has_plain_cells and not has_comments)


def _reformed(resource: Resource, files: Files) -> tuple[Path, bytes, bytes]:
    """The file of a resource, its bytes, and the bytes it should have."""
    file = files.local(resource.paths[0])
    if file is None or resource.schema is None:
        raise InvalidDataError(f"There is no file {resource.paths[0]}.", hint="`validate` says what is wrong.")
    try:
        old = file.read_bytes()
        return file, old, canonical(old.decode("utf-8"), resource.schema, resource.dialect).encode("utf-8")
    except OSError as error:
        raise CannotCheckError(f"{file} cannot be read: {error.strerror or error}.") from error
    except (NotCanonicalizableError, UnicodeDecodeError) as error:
        reason = "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)
        raise InvalidDataError(
            f"{resource.paths[0]} cannot be formatted: {reason}.", hint="`validate` says what is wrong, and where."
        ) from error
