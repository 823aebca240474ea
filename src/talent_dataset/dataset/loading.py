"""A table as a typed frame, in both languages or in one, with or without the names behind its ids."""

from __future__ import annotations

import os
from collections.abc import Iterable

import polars as pl

from talent_dataset.dataset.installed import chosen
from talent_dataset.engine.descriptor.model import ForeignKey
from talent_dataset.engine.errors import UnknownNameError
from talent_dataset.engine.sentences import Language
from talent_dataset.releases.published.opened import OpenedPackage, known

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
