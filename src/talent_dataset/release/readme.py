"""The README of a built package, for people who open the folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from talent_dataset.descriptor.model import Package, Resource
from talent_dataset.release.citation import citation
from talent_dataset.release.dictionary import grid
from talent_dataset.release.languages import has_language, said, title_of


def readme(package: Package, rows: Mapping[str, int]) -> str:
    """What the package is, its tables, how to open them, how to cite it; in English, with the Chinese titles.

    Args:
        package: The built package.
        rows: Number of rows of each table.
    """
    title = said(package, "title", "en") or package.name or "Data package"
    lines = [f"# {title}", ""]
    if text := said(package, "description", "en"):
        lines += [text, ""]
    for part in ("title", "description"):
        if (text := said(package, part, "zh")) and text != said(package, part, "en"):
            lines += [text, ""]
    tables = [one for one in package.resources if one.schema is not None]
    lines += [*_tables(tables, rows, has_chinese=has_language(package, "zh")), ""]
    lines += [*_opening(tables), "## Citation", "", citation(package), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _tables(tables: list[Resource], rows: Mapping[str, int], *, has_chinese: bool) -> Iterator[str]:
    yield from ("## Tables", "")
    heads = ["Table", "Title", *(["标题"] if has_chinese else []), "Rows", "Files"]
    lines = []
    for one in tables:
        titles = [title_of(one, language) for language in ("en", "zh")[: 1 + has_chinese]]
        stem = one.paths[0].removesuffix(".csv")
        files = f"[CSV]({stem}.csv), [Parquet]({stem}.parquet)"
        lines.append([f"`{one.name}`", *titles, f"{rows[one.name]:,}", files])
    yield from grid(heads, lines)
    yield ""
    links = "[dictionary.md](dictionary.md)" + (", [dictionary.zh.md](dictionary.zh.md)" if has_chinese else "")
    yield f"Every field, code and rule: {links}. Sizes, hashes: [datapackage.json](datapackage.json)."


def _opening(tables: list[Resource]) -> Iterator[str]:
    if not tables:
        return
    stem = tables[0].paths[0].removesuffix(".csv")
    yield from ("## Opening a table", "", "```python", "import polars as pl", "")
    yield from (f'pl.read_parquet("{stem}.parquet")', "```", "")
    yield from ("```sql", "-- DuckDB", f"FROM '{stem}.parquet';", "```", "")
    yield from ("```r", f'arrow::read_parquet("{stem}.parquet")', "```", "")
    yield "In a spreadsheet, import the CSV file as UTF-8, separated by commas, with every column as text."
    yield ""
