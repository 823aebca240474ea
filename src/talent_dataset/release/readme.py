"""The README of a release, for people who open the folder, in one language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from talent_dataset.release.citation import citation
from talent_dataset.release.contents.sqlite import MEDIATYPE as DATABASE
from talent_dataset.release.contents.workbook import MEDIATYPE as WORKBOOK
from talent_dataset.release.dictionary import grid
from talent_dataset.release.languages import has_language, said, title_of
from talent_dataset.release.markdown import code, inline, phrase, prose
from talent_dataset.release.readme_words import WORDS

if TYPE_CHECKING:
    from talent_dataset.descriptor.model import Package, Resource
    from talent_dataset.release.metadata.facts import Facts


def readme(
    package: Package,
    facts: Facts,
    language: str = "en",
    *,
    remarks: Sequence[str] = (),
    beside: Sequence[str] = (),
) -> str:
    """What the package is, which file to take, its tables, how to open them, how to cite it.

    Args:
        package: The built package.
        facts: Rows of the tables, and the files that hold data.
        language: ``en`` or ``zh``.
        remarks: Sentences that people must know of.
        beside: Paths of the licence and of the list of changes.
    """
    words = WORDS[language]
    title = said(package, "title", language) or package.name or words["untitled"]
    lines = [f"# {inline(title)}", "", *_paragraph(words["other"] if has_language(package, "zh") else "")]
    lines += [*_paragraph(_edition(package, beside)), *_paragraph(prose(said(package, "description", language)))]
    if remarks:
        lines += [f"**{words['remarks']}**", "", *(f"- {phrase(remark)}" for remark in remarks), ""]
    tables = [one for one in package.resources if one.schema is not None]
    if tables:
        lines += [*_formats(facts, words), *_tables(tables, facts, words, language), *_opening(tables[0], words)]
    for head, text in (("checking", words["checking how"]), ("citation", inline(citation(package)))):
        lines += [f"## {words[head]}", "", text, ""]
    return "\n".join(lines)


def _paragraph(text: str) -> list[str]:
    return [text, ""] if text else []


def _edition(package: Package, beside: Sequence[str]) -> str:
    """Version, date and licence in a line, and where to read more."""
    links = [f"[{path}]({path})" for path in beside]
    licences = " AND ".join(inline(str(one["name"])) for one in package.licenses if one.get("name"))
    return " · ".join(
        text for text in (inline(package.version or ""), inline((package.created or "")[:10]), licences, *links) if text
    )


def _formats(facts: Facts, words: Mapping[str, str]) -> Iterator[str]:
    """For whom which file is."""
    whole = {file.mediatype: f"[{file.path}]({file.path})" for file in facts.files if file.resource is None}
    takes = {
        "workbook": whole.get(WORKBOOK),
        "csv": "`data/*.csv`",
        "parquet": "`data/*.parquet`",
        "database": whole.get(DATABASE),
    }
    yield from (f"## {words['files']}", "")
    rows = [(words[kind], f"{path}{words['colon']}{words[f'{kind} how']}") for kind, path in takes.items() if path]
    yield from (*grid([words["for"], words["take"]], rows), "")


def _tables(tables: Sequence[Resource], facts: Facts, words: Mapping[str, str], language: str) -> Iterator[str]:
    yield from (f"## {words['tables']}", "")
    lines = []
    for one in tables:
        stem = one.paths[0].removesuffix(".csv")
        files = f"[CSV]({stem}.csv), [Parquet]({stem}.parquet)"
        lines.append([code(one.name), inline(title_of(one, language)), f"{facts.rows[one.name]:,}", files])
    yield from (*grid([words[head] for head in ("table", "title", "rows", "formats")], lines), "")
    yield from (words["dictionary"], "")


def _opening(table: Resource, words: Mapping[str, str]) -> Iterator[str]:
    stem = table.paths[0].removesuffix(".csv")
    programs = {
        "python": f'import polars as pl\n\npl.read_parquet("{stem}.parquet")',
        "r": f'read.csv("{stem}.csv", colClasses = "character", na.strings = "", encoding = "UTF-8")',
        "sql": f"-- DuckDB\nFROM '{stem}.parquet';",
    }
    yield from (f"## {words['opening']}", "", words["opening how"], "")
    for language, lines in programs.items():
        yield from (f"```{language}", lines, "```", "")
