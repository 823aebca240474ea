from __future__ import annotations

from talent_dataset.descriptor.model import Field, Package, Resource, Schema
from talent_dataset.release.readme import readme

TABLE = Resource(
    name="deeds",
    paths=("data/deeds.csv",),
    schema=Schema(fields=(Field(name="a"),), title="Deeds", custom={"talentDataset": {"title": {"zh": "事迹"}}}),
)
ENGLISH = """\
# Mine

All of it.

## Tables

| Table | Title | Rows | Files |
|---|---|---|---|
| `deeds` | deeds | 1,200 | [CSV](data/deeds.csv), [Parquet](data/deeds.parquet) |

Every field, code and rule: [dictionary.md](dictionary.md). Sizes, hashes: [datapackage.json](datapackage.json).

## Opening a table

```python
import polars as pl

pl.read_parquet("data/deeds.parquet")
```

```sql
-- DuckDB
FROM 'data/deeds.parquet';
```

```r
arrow::read_parquet("data/deeds.parquet")
```

In a spreadsheet, import the CSV file as UTF-8, separated by commas, with every column as text.

## Citation

Mine (n.d.) [Data set].
"""


def test_a_package_in_one_language() -> None:
    table = Resource(name="deeds", paths=TABLE.paths, schema=Schema(fields=(Field(name="a"),)))
    assert readme(Package(resources=(table,), title="Mine", description="All of it."), {"deeds": 1200}) == ENGLISH


def test_a_package_in_two_languages_has_both_titles() -> None:
    text = readme(
        Package(resources=(TABLE,), title="Mine", custom={"talentDataset": {"title": {"en": "Mine", "zh": "我的"}}}),
        {"deeds": 1},
    )
    assert text.startswith("# Mine\n\n我的\n\n## Tables\n\n| Table | Title | 标题 | Rows | Files |\n")
    assert "| `deeds` | Deeds | 事迹 | 1 |" in text
    assert "[dictionary.zh.md](dictionary.zh.md)" in text


def test_a_package_without_tables_has_nothing_to_open() -> None:
    assert "## Opening a table" not in readme(Package(resources=()), {})
