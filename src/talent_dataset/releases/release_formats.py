"""The formats of a release: one row each, which assembly, the README and the documentation read.

A new one is a file that makes it and a row here, or, in a distribution of its own, an entry point of the group
``talent_dataset.formats`` that names such a row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Final, NamedTuple

from talent_dataset.engine.errors import CannotCheckError
from talent_dataset.releases.contents import parquet_file, sqlite, workbook
from talent_dataset.releases.contents.folder import CSV, delimited
from talent_dataset.releases.contents.parquet_file import plain_columns
from talent_dataset.releases.metadata.croissant import croissant
from talent_dataset.releases.metadata.csvw import CSVW_FILE, csvw
from talent_dataset.releases.metadata.yaml_metadata import citation_cff

if TYPE_CHECKING:
    import polars as pl

    from talent_dataset.engine.descriptor.model import DataPackage, Resource
    from talent_dataset.engine.reading.whole import Whole
    from talent_dataset.releases.metadata.facts import Facts

GROUP: Final = "talent_dataset.formats"


class Use(NamedTuple):
    """What people are told of a format, in one language: for which programs it is, and what to know of it."""

    programs: str
    know: str


@dataclass(frozen=True, slots=True)
class ReleaseFormat:
    """A format of a release.

    Attributes:
        path: Where it stands in the folder; ``*`` is the name of the table, or of the package, as that of a file.
        mediatype: What the descriptor calls it; ``None`` where it says nothing.
        uses: What people are told of it, by language.
    """

    path: str
    mediatype: str | None
    uses: Mapping[str, Use]

    def place(self, name: str = "") -> str:
        """The path of the file for a table or a package."""
        return self.path.replace("*", name)

    def use(self, language: str) -> Use | None:
        """What people are told in a language, else in English."""
        return self.uses.get(language) or self.uses.get("en")


@dataclass(frozen=True, slots=True)
class TableFormat(ReleaseFormat):
    """One file for each table.

    Attributes:
        name: What it is called among the files of a table.
        make: From the package, the resource and the table with its computed columns to the bytes.
        known_as: A media type by which programs knew it before it was registered.
        columns: The columns of a table as the file has them; ``None`` where all is text.
    """

    name: str
    make: Callable[[DataPackage, Resource, Whole], bytes]
    known_as: str | None = None
    columns: Callable[[Whole], pl.DataFrame] | None = None


@dataclass(frozen=True, slots=True)
class PackageFormat(ReleaseFormat):
    """One file that holds all tables.

    Attributes:
        make: From the package and the columns of its tables, by name, to the bytes. It raises ``LeftOutError`` where
            the format cannot hold them.
        columns: The columns of a table as ``make`` takes them.
    """

    make: Callable[[DataPackage, Mapping[str, pl.DataFrame]], bytes]
    columns: Callable[[Whole], pl.DataFrame] = plain_columns


@dataclass(frozen=True, slots=True)
class MetadataFormat(ReleaseFormat):
    """A file that says in the words of others what the descriptor says; people find it in the documentation.

    Attributes:
        make: From the built package and the facts of its files to the text; an empty one is not written.
    """

    make: Callable[[DataPackage, Facts], str]


# The README lists them in this order. The first of a table is the one that the descriptor describes.
FORMATS: Final[tuple[ReleaseFormat, ...]] = (
    PackageFormat(
        path="*.xlsx",
        mediatype=workbook.MEDIATYPE,
        uses={
            "en": Use("Excel, LibreOffice, WPS, Numbers", "one sheet a table, codes as text, a data dictionary"),
            "zh": Use("Excel、WPS 表格、LibreOffice、Numbers", "每个表一个工作表，代码为文本，附数据字典"),
        },
        make=workbook.workbook,
        columns=lambda table: workbook.excel_columns(plain_columns(table)),
    ),
    TableFormat(
        path="data/*.csv",
        mediatype=CSV,
        uses={
            "en": Use(
                "R, Stata, SPSS, any program; spreadsheets through their import, with every column as text",
                "UTF-8, commas; types and descriptions in [datapackage.json](datapackage.json)",
            ),
            "zh": Use(
                "R、Stata、SPSS 及其他程序；电子表格请用“导入”功能，并将所有列设为文本",
                "UTF-8 编码，逗号分隔；类型与说明见 [datapackage.json](datapackage.json)",
            ),
        },
        name="CSV",
        make=lambda _package, _resource, table: delimited(table),
    ),
    TableFormat(
        path="data/*.parquet",
        mediatype=parquet_file.MEDIATYPE,
        uses={
            "en": Use("Python, DuckDB, Arrow", "with types (exact decimals, dates), codes as text"),
            "zh": Use("Python、DuckDB、Arrow", "带类型（精确小数、日期），代码为文本"),
        },
        name="Parquet",
        make=parquet_file.parquet,
        # Readers of Croissant know the type by this name.
        known_as="application/x-parquet",
        columns=lambda table: table.typed,
    ),
    PackageFormat(
        path="*.sqlite",
        mediatype=sqlite.MEDIATYPE,
        uses={
            "en": Use("SQL; DB Browser for SQLite, DBeaver", "with primary and foreign keys"),
            "zh": Use("SQL；DB Browser for SQLite、DBeaver", "含主键与外键"),
        },
        make=sqlite.database,
    ),
    MetadataFormat(
        path="croissant.json",
        mediatype=None,
        uses={"en": Use("search engines for datasets, machine learning", "schema.org and Croissant 1.1")},
        make=croissant,
    ),
    MetadataFormat(
        path=CSVW_FILE,
        mediatype=None,
        uses={"en": Use("readers of CSV", "CSV on the Web")},
        # The tables of a release stand in one folder, so that one of these files describes them all.
        make=lambda package, facts: csvw(package, facts).get(CSVW_FILE, ""),
    ),
    MetadataFormat(
        path="CITATION.cff",
        mediatype=None,
        uses={"en": Use("GitHub, Zenodo, reference managers", "Citation File Format 1.2.0")},
        make=lambda package, _facts: citation_cff(package),
    ),
)


@cache
def formats() -> tuple[ReleaseFormat, ...]:
    """Our own, and those that are installed, by their names: looked for once, since each table of a release asks.

    Raises:
        CannotCheckError: An entry point names something else.
    """
    # By name: the order of installation must not change a release.
    points = sorted(entry_points(group=GROUP), key=lambda point: point.name)
    found = [(point.name, point.load()) for point in points]
    for name, format in found:
        if not isinstance(format, (TableFormat, PackageFormat, MetadataFormat)):
            raise CannotCheckError(f"The entry point {name} of {GROUP} names no format of releases.")
    return (*FORMATS, *(format for _, format in found))


def table_formats() -> list[TableFormat]:
    """Those of each table; CSV comes first."""
    return [one for one in formats() if isinstance(one, TableFormat)]


def package_formats() -> list[PackageFormat]:
    """Those of all tables, by path: what is installed beside them moves none of ours in a list of files."""
    return sorted((one for one in formats() if isinstance(one, PackageFormat)), key=lambda one: one.path)


def metadata_formats() -> list[MetadataFormat]:
    """Those of the package as a whole."""
    return [one for one in formats() if isinstance(one, MetadataFormat)]
