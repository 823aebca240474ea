"""``validate``: the engine, and the audit of the books that a package may keep."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from talent_dataset.engine.policy import Policy
from talent_dataset.engine.validation import examining
from talent_dataset.engine.validation.examining import AuditResult, new_tally

if TYPE_CHECKING:
    from talent_dataset.engine.report import Report
    from talent_dataset.engine.validation.examining import Examined, Progress
    from talent_dataset.engine.validation.tally import Tally

_OF_BOOKS: Final = ("evidence/", "figures/", "conflicts/", "source/")


def validate(  # noqa: PLR0913 - all but the first are keywords, and most calls need none of them
    source: Any,
    *,
    schema: Any = None,
    dialect: Mapping[str, Any] | None = None,
    encoding: str | None = None,
    limit: int | None = 20,
    texts: str | os.PathLike[str] | None = None,
    policy: Policy | None = None,
    rules: Mapping[str, Any] | None = None,
    progress: Progress | None = None,
) -> Report:
    """Check a package: its descriptor, its files, every cell, key, reference and rule.

    Args:
        source: A descriptor file, a folder or zip file with one, or a descriptor as ``dict``; with ``schema`` also a
            table file, a frame, or a ``dict`` of frames by the name of their table. Frames are those of polars and
            pandas, and whatever has Arrow's ``__arrow_c_stream__`` (pyarrow, duckdb). What is missing in pandas
            (``NaN``, ``None``, ``NaT``, ``NA``) is null; ``NaN`` in Arrow and polars is a number.
        schema: Of a table file or a frame: a ``Table`` class, a ``Schema``, a Table Schema as ``dict``, or its path.
            Of a ``dict`` of frames: a ``Package``, or a ``dict`` of schemas. Also a ``Schema`` of frictionless.
        dialect: Of a table file: its Table Dialect, such as ``{"delimiter": ";"}``.
        encoding: Of a table file, such as ``"windows-1252"``; by default UTF-8.
        limit: Examples to keep of each code and resource; ``None``: all. Totals are exact in any case.
        texts: Folder with the documents that the evidence of a package quotes, each known by its hash whatever its
            file name. By default the folder that ``TALENT_DATASET_TEXTS`` names, and ``seeds/texts`` in or beside
            the folder of the package; ``""``: none. What cannot be checked without documents is told as skipped.
        policy: Severities changed, rules silenced.
        rules: Further row rules as polars expressions over the fields, true or null where a row is fine:
            ``{"end-not-before-start": pl.col("end") >= pl.col("start")}`` for one table, else such a ``dict`` for each
            resource.
        progress: Called now and then with the name of a resource, the bytes of it read, and all its bytes if known.

    Returns:
        What is wrong, how much was checked, and what was not.

    Raises:
        CannotCheckError: ``source`` is not there, or cannot be opened; ``limit``, ``policy`` or ``rules`` is invalid.
    """
    start = time.perf_counter()
    tally = new_tally(limit, policy)
    about = {name: value for name, value in (("dialect", dialect), ("encoding", encoding)) if value is not None}
    examined = examine(source, tally, schema=schema, about=about, texts=texts, rules=rules, progress=progress)
    if examined.package.books is None:
        _miss_books(tally, has_texts=bool(texts))
    return examined.report(round(time.perf_counter() - start, 3))


def examine(source: Any, tally: Tally, **given: Any) -> Examined:
    """What ``validate`` does, with the tables (and the books: `bookkeeping.read_ledger`) still at hand.

    Args:
        source: As ``validate`` takes it.
        tally: Where findings go.
        given: What else the engine takes: ``schema``, ``about``, ``texts``, ``rules``, ``progress``.
    """
    # The engine knows no books; what audits them is handed in from above.
    return examining.examine(source, tally, **given, audits=(_settle,))


def _settle(examined: Examined) -> AuditResult:
    """Audit the books, where there are any; most packages need not load what does so."""
    if examined.package.books is None:
        return AuditResult()
    from talent_dataset.provenance.bookkeeping import settle

    return settle(examined)


def _miss_books(tally: Tally, *, has_texts: bool) -> None:
    """Notes the checks of books that the user asks for, of a package that declares none."""
    # A code may be limited to a resource: `evidence:evidence/quote`.
    wanted = [code.rpartition(":")[2] for code in tally.policy.require]
    asked = [code for code in wanted if code.startswith(_OF_BOOKS)] + (["evidence/quote"] if has_texts else [])
    for code in dict.fromkeys(asked):
        reason = "the package declares no books (proof:data.books) to hold against documents"
        tally.skip(code, reason, sort="not-there")
