"""The README of a release, for people who open the folder, in one language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from talent_dataset.releases.citation import citation
from talent_dataset.releases.dictionary import grid
from talent_dataset.releases.languages import has_language, said, title_of
from talent_dataset.releases.markdown import code, inline, phrase, prose
from talent_dataset.releases.release_formats import MetadataFormat, ReleaseFormat, TableFormat, formats, table_formats

if TYPE_CHECKING:
    from talent_dataset.engine.descriptor.model import DataPackage, Resource
    from talent_dataset.releases.metadata.facts import Facts

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "untitled": "Data package",
        "other": "中文说明：[README.zh.md](README.zh.md)",
        "remarks": "Know this",
        "files": "Which file to take",
        "for": "For",
        "take": "Take",
        "colon": ": ",
        "tables": "Tables",
        "table": "Table",
        "title": "Title",
        "rows": "Rows",
        "formats": "Files",
        "dictionary": "Every field, code and rule: [dictionary.md](dictionary.md). Sizes and hashes of all files: "
        "[datapackage.json](datapackage.json), [SHA256SUMS](SHA256SUMS).",
        "opening": "Opening a table",
        "opening how": "An empty cell is a missing value. Codes such as `0510` are text: let no program make numbers "
        "of them.",
        "checking": "Checking",
        "checking how": "`sha256sum -c SHA256SUMS` finds a file that was damaged on its way; "
        "`frictionless validate datapackage.json` checks the tables against their descriptions.",
        "citation": "Citation",
    },
    "zh": {
        "untitled": "数据包",
        "other": "English: [README.md](README.md)",
        "remarks": "须知",
        "files": "选用哪个文件",
        "for": "用途",
        "take": "文件",
        "colon": "：",
        "tables": "数据表",
        "table": "表",
        "title": "名称",
        "rows": "行数",
        "formats": "文件",
        "dictionary": "全部字段、代码和规则见 [dictionary.zh.md](dictionary.zh.md)。各文件的大小和校验值见 "
        "[datapackage.json](datapackage.json) 和 [SHA256SUMS](SHA256SUMS)。",
        "opening": "打开数据表",
        "opening how": "空单元格表示缺失值。`0510` 之类的代码是文本，请勿让程序转为数字。",
        "checking": "校验",
        "checking how": "`sha256sum -c SHA256SUMS` 可发现传输中损坏的文件；"
        "`frictionless validate datapackage.json` 按说明检查各表。",
        "citation": "引用",
    },
}


def readme(
    package: DataPackage,
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
        lines += [
            *_formats(facts, words, language),
            *_tables(tables, facts, words, language),
            *_opening(tables[0], words),
        ]
    for head, text in (("checking", words["checking how"]), ("citation", inline(citation(package)))):
        lines += [f"## {words[head]}", "", text, ""]
    return "\n".join(lines)


def _paragraph(text: str) -> list[str]:
    return [text, ""] if text else []


def _edition(package: DataPackage, beside: Sequence[str]) -> str:
    """Version, date and licence in a line, and where to read more."""
    links = [f"[{path}]({path})" for path in beside]
    licences = " AND ".join(inline(str(one["name"])) for one in package.licenses if one.get("name"))
    return " · ".join(
        text for text in (inline(package.version or ""), inline((package.created or "")[:10]), licences, *links) if text
    )


def _formats(facts: Facts, words: Mapping[str, str], language: str) -> Iterator[str]:
    """For whom which file is; of metadata, programs know themselves where to look."""
    yield from (f"## {words['files']}", "")
    rows = [
        (use.programs, f"{path}{words['colon']}{use.know}")
        for one in formats()
        if not isinstance(one, MetadataFormat) and (use := one.use(language)) and (path := _shown_path(one, facts))
    ]
    yield from (*grid([words["for"], words["take"]], rows), "")


def _shown_path(one: ReleaseFormat, facts: Facts) -> str:
    """The files of the tables as a pattern, the file of them all as a link; nothing where it was left out."""
    if isinstance(one, TableFormat):
        return f"`{one.path}`"
    made = [file.path for file in facts.files if file.resource is None and fnmatchcase(file.path, one.path)]
    return f"[{made[0]}]({made[0]})" if made else ""


def _tables(tables: Sequence[Resource], facts: Facts, words: Mapping[str, str], language: str) -> Iterator[str]:
    yield from (f"## {words['tables']}", "")
    lines = []
    for one in tables:
        name = PurePosixPath(one.paths[0]).stem
        files = ", ".join(f"[{form.name}]({form.place(name)})" for form in table_formats())
        lines.append([code(one.name), inline(title_of(one, language)), f"{facts.rows[one.name]:,}", files])
    yield from (*grid([words[head] for head in ("table", "title", "rows", "formats")], lines), "")
    yield from (words["dictionary"], "")


def _opening(table: Resource, words: Mapping[str, str]) -> Iterator[str]:
    # The first table stands for all: it is what people should meet first.
    stem = table.paths[0].removesuffix(".csv")
    programs = {
        "python": f'import polars as pl\n\npl.read_parquet("{stem}.parquet")',
        # Text for each column, or R would make numbers of codes such as 0510.
        "r": f'read.csv("{stem}.csv", colClasses = "character", na.strings = "", encoding = "UTF-8")',
        "sql": f"-- DuckDB\nFROM '{stem}.parquet';",
    }
    yield from (f"## {words['opening']}", "", words["opening how"], "")
    for language, lines in programs.items():
        yield from (f"```{language}", lines, "```", "")
