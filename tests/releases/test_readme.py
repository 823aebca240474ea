from __future__ import annotations

from talent_dataset.engine.descriptor.model import DataPackage, Field, Resource, Schema
from talent_dataset.releases.contents.sqlite import MEDIATYPE as DATABASE
from talent_dataset.releases.contents.workbook import MEDIATYPE as WORKBOOK
from talent_dataset.releases.metadata.facts import Facts, ReleasedFile
from talent_dataset.releases.readme import readme

PLAIN = Resource(name="deeds", paths=("data/deeds.csv",), schema=Schema(fields=(Field(name="a"),)))
DEEDS = Resource(
    name="deeds",
    paths=("data/deeds.csv",),
    schema=Schema(fields=(Field(name="a"),), title="Deeds", custom={"proof:data": {"title": {"zh": "事迹"}}}),
)
IN_BOTH = DataPackage(
    resources=(DEEDS,),
    version="1.0.0",
    created="2026-11-22T00:00:00Z",
    licenses=({"name": "CC-BY-4.0"},),
    custom={"proof:data": {"title": {"en": "Mine", "zh": "我的"}}},
)
FACTS = Facts(
    {"deeds": 1200}, (ReleasedFile("mine.sqlite", 1, "0", DATABASE), ReleasedFile("mine.xlsx", 1, "0", WORKBOOK))
)
ENGLISH = """\
# Mine

All of it.

## Which file to take

| For | Take |
|---|---|
| Excel, LibreOffice, WPS, Numbers | [mine.xlsx](mine.xlsx): one sheet a table, codes as text, a data dictionary |
| R, Stata, SPSS, any program; spreadsheets through their import, with every column as text | `data/*.csv`: UTF-8, \
commas; types and descriptions in [datapackage.json](datapackage.json) |
| Python, DuckDB, Arrow | `data/*.parquet`: with types (exact decimals, dates), codes as text |
| SQL; DB Browser for SQLite, DBeaver | [mine.sqlite](mine.sqlite): with primary and foreign keys |

## Tables

| Table | Title | Rows | Files |
|---|---|---|---|
| `deeds` | deeds | 1,200 | [CSV](data/deeds.csv), [Parquet](data/deeds.parquet) |

Every field, code and rule: [dictionary.md](dictionary.md). Sizes and hashes of all files: \
[datapackage.json](datapackage.json), [SHA256SUMS](SHA256SUMS).

## Opening a table

An empty cell is a missing value. Codes such as `0510` are text: let no program make numbers of them.

```python
import polars as pl

pl.read_parquet("data/deeds.parquet")
```

```r
read.csv("data/deeds.csv", colClasses = "character", na.strings = "", encoding = "UTF-8")
```

```sql
-- DuckDB
FROM 'data/deeds.parquet';
```

## Checking

`sha256sum -c SHA256SUMS` finds a file that was damaged on its way; `frictionless validate datapackage.json` checks \
the tables against their descriptions.

## Citation

Mine (n.d.) [Data set].
"""


def test_a_package_in_one_language() -> None:
    assert readme(DataPackage(resources=(PLAIN,), title="Mine", description="All of it."), FACTS) == ENGLISH


def test_a_package_in_two_languages_has_a_readme_in_each() -> None:
    english, chinese = readme(IN_BOTH, FACTS, beside=["LICENSE.txt"]), readme(IN_BOTH, FACTS, "zh")
    assert english.startswith("# Mine\n\n中文说明：[README.zh.md](README.zh.md)\n\n")
    assert "\n1.0.0 · 2026-11-22 · CC-BY-4.0 · [LICENSE.txt](LICENSE.txt)\n" in english
    assert chinese.startswith("# 我的\n\nEnglish: [README.md](README.md)\n\n1.0.0 · 2026-11-22 · CC-BY-4.0\n\n")
    assert "| `deeds` | Deeds | 1,200 |" in english
    assert "| `deeds` | 事迹 | 1,200 |" in chinese
    assert "[dictionary.zh.md](dictionary.zh.md)" in chinese


def test_what_people_must_know_of_stands_before_the_tables() -> None:
    text = readme(IN_BOTH, FACTS, remarks=("There is no workbook.",))
    assert "\n\n**Know this**\n\n- There is no workbook.\n\n## Which" in text


def test_a_package_without_tables_has_nothing_to_open() -> None:
    assert "## Opening a table" not in readme(DataPackage(resources=()), Facts())
