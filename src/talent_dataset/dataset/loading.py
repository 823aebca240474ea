"""A table as a typed frame, in both languages or in one, with or without names behind ids; or as a file."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

import polars as pl

from talent_dataset.dataset.installed import chosen, curated, location
from talent_dataset.engine.descriptor.model import ForeignKey
from talent_dataset.engine.errors import CannotCheckError, UnknownNameError
from talent_dataset.engine.sentences import Language
from talent_dataset.engine.writing import fill, replaced_folder
from talent_dataset.releases.published.cache import cache_folder
from talent_dataset.releases.published.opened import OpenedPackage, known
from talent_dataset.version import __version__

_LANGUAGES: tuple[Language, ...] = ("en", "zh")
# What a row is called, by the stem of its columns, best first.
_NAMES = ("name", "title", "text")


def load(
    table: str,
    lang: Language | None = None,
    *,
    labels: bool = False,
    version: str | None = None,
    target: str | os.PathLike[str] | None = None,
) -> pl.DataFrame:
    """One table of the dataset.

    The frame has a column a field, in the order of the data dictionary, and the rows in the order of their ids. Dates
    in EDTF are text, with the first and the last day they may mean beside them (``signed_on``, ``signed_on_earliest``,
    ``signed_on_latest``); quantities are exact decimals; an empty cell is null.

    Args:
        table: One of ``tables()``.
        lang: ``"en"`` or ``"zh"``: each pair of columns such as ``name_en`` and ``name_zh`` becomes one, ``name``, in
            that language, and in the other where that one is empty. ``None``: both columns.
        labels: Put the name of the row that an id refers to beside the id: ``place_id``, ``place_name``.
        version: The number of a published version, or ``"latest"``. What is published is fetched once, compared to its
            hashes, and kept in the user's folder for caches. ``None``: what is installed, unless there is a target.
        target: Where the releases are: a folder, ``http(s)://...`` or ``s3://...``. By default what the environment
            variable ``TALENT_DATASET_TARGET`` names.

    Raises:
        UnknownNameError: There is no such table, language or version; ``labels`` is no boolean.
        CannotCheckError: It is not said where the releases are, or the place does not answer, or holds another dataset.
        HashMismatchError: A file is not the one that was published; nothing of it is kept.

    Warns:
        YankedWarning: The version was withdrawn; says why.
        OfflineWarning: The place does not answer, and the latest version is the one that was known before.
    """
    # `load("people", labels="zh")` is easily written, and a text is true.
    if not isinstance(labels, bool):
        raise UnknownNameError(f"labels is True or False, not {labels!r}.", hint="Say the language with lang=.")
    package = chosen(version, target)
    frame = package.load(table)
    if labels:
        frame = _with_labels(frame, package, table)
    return frame if lang is None else _in_language(frame, lang)


def stems(columns: Iterable[str]) -> list[str]:
    """What stands before ``_en`` and ``_zh`` in the columns that come in pairs."""
    names = list(columns)
    firsts = [name.removesuffix("_en") for name in names if name.endswith("_en")]
    return [stem for stem in firsts if f"{stem}_zh" in names]


def _in_language(frame: pl.DataFrame, lang: str) -> pl.DataFrame:
    known(lang, _LANGUAGES, "language")
    other = next(language for language in _LANGUAGES if language != lang)
    pairs = {f"{stem}_{language}": stem for stem in stems(frame.columns) for language in _LANGUAGES}
    columns: dict[str, pl.Expr] = {}
    for name in frame.columns:
        stem = pairs.get(name)
        if stem is None:
            columns[name] = pl.col(name)
        else:
            columns.setdefault(stem, pl.coalesce(f"{stem}_{lang}", f"{stem}_{other}"))
    return frame.select(**columns)


def _with_labels(frame: pl.DataFrame, package: OpenedPackage, table: str) -> pl.DataFrame:
    for key in package.schema(table).foreign_keys:
        # A name beside one of several fields of a key would be read as that of the one field.
        if len(key.fields) == 1:
            frame = _labelled(frame, key, package.whole(key.resource or table).typed)
    return frame


def _labelled(frame: pl.DataFrame, key: ForeignKey, others: pl.DataFrame) -> pl.DataFrame:
    """The frame with the names of the rows that a key refers to, right behind the key."""
    ((field,), (reference,)) = key.fields, key.reference_fields
    base = field.removesuffix("_id")
    names = {name: f"{base}_{name}" for name in _label_columns(others.columns)}
    fresh = {name: label for name, label in names.items() if label not in frame.columns}
    labels = others.select(pl.col(reference).alias(field), **{label: pl.col(name) for name, label in fresh.items()})
    at = frame.columns.index(field) + 1
    order = [*frame.columns[:at], *fresh.values(), *frame.columns[at:]]
    return frame.join(labels, on=field, how="left", maintain_order="left").select(order)


def _label_columns(columns: list[str]) -> list[str]:
    """The columns that say what a row is called: a pair of languages, or one."""
    pairs = set(stems(columns))
    for stem in _NAMES:
        if stem in pairs:
            return [f"{stem}_{language}" for language in _LANGUAGES]
        if stem in columns:
            return [stem]
    return []


_WHOLE = "`talent-dataset build --installed --out DIR` writes all tables in one file: SQLite, a spreadsheet, a zip."

FileFormat = Literal["csv", "parquet"]


def path(
    table: str,
    format: FileFormat = "csv",
    *,
    version: str | None = None,
    target: str | os.PathLike[str] | None = None,
) -> Path:
    """A file that holds what ``load(table)`` returns.

    The files are those that ``talent-dataset build`` writes. They are written once for each version of the data, into
    the user's folder for caches (or the one that ``TALENT_DATASET_CACHE`` names).

    Args:
        table: One of ``tables()``.
        format: ``"csv"`` or ``"parquet"``.
        version: As in `load`: the file is that of the release.
        target: As in `load`.

    Raises:
        UnknownNameError: There is no such table or format.
        CannotCheckError: No folder can be written.
    """
    if format not in {"csv", "parquet"}:
        raise UnknownNameError(f"There is no format {format!r}: a table is a file in csv or in parquet.", hint=_WHOLE)
    package = chosen(version, target)
    name = package.resource(table).name
    if package.release is not None:
        return package.path(table, format)
    return built() / "data" / f"{name}.{format}"


def built() -> Path:
    """The folder with the descriptor and the tables of a build; made when it is asked for the first time.

    The installed data were checked before they were packed, and nothing here needs the other files of a release.
    """
    target = cache_folder() / _fingerprint(location())
    if not (target / "datapackage.json").is_file():
        try:
            with replaced_folder(target) as new:
                # What writes releases is not needed to load a table.
                from talent_dataset.releases.assembly import assemble_tables

                fill(new, assemble_tables(curated().descriptor, curated().files))
        except CannotCheckError as error:
            hint = "Name a folder that may be written in the environment variable TALENT_DATASET_CACHE."
            raise CannotCheckError(error.message, hint=hint) from error
    return target


def _fingerprint(folder: Path) -> str:
    """A name for this state of the data and of the library, so that files of another state are never taken."""
    digest = hashlib.sha256(__version__.encode())
    for file in sorted(file for file in folder.rglob("*") if file.is_file()):
        digest.update(str(file.relative_to(folder)).encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    # 64 bits tell the few states on a machine apart, and keep paths short for Windows.
    return digest.hexdigest()[:16]
