from __future__ import annotations

from talent_dataset.engine.descriptor.constraints import Constraints
from talent_dataset.engine.descriptor.model import (
    Category,
    DataPackage,
    Derivation,
    Field,
    ForeignKey,
    Resource,
    Rule,
    Schema,
)
from talent_dataset.releases.dictionary import dictionary

SCHEMA = Schema(
    fields=(
        Field(
            name="id",
            constraints=Constraints(required=True, unique=True),
            custom={"proof:data": {"role": "editorial", "reason": "an id"}},
        ),
        Field(
            name="kind",
            title="Kind",
            categories=(Category("a", "First"), Category("b")),
            custom={"proof:data": {"title": {"zh": "种类"}, "definitions": {"a": {"en": "The | first", "zh": "第一"}}}},
        ),
        Field(name="on", title="T", description="Day\nof it.", custom={"proof:data": {"edtf": True, "unit": "day"}}),
    ),
    primary_key=("id",),
    unique_keys=(("kind", "on"),),
    foreign_keys=(ForeignKey(("kind",), "kinds", ("code",)), ForeignKey(("id",), "", ("id",))),
    rules=(Rule(name="fine", sql="kind <> id", summary={"en": "They differ.", "zh": "两者不同。"}),),
    derived=(Derivation("first", "on", "edtf-earliest"),),
)
PACKAGE = DataPackage(
    resources=(Resource(name="things", title="Things", schema=SCHEMA), Resource(name="readme")),
    title="All things",
    description="Some.",
    rules=(Rule(name="two", sql="SELECT 1", resource="things"), Rule(name="three", sql="SELECT 1", resource="other")),
)

ENGLISH = """\
# Data dictionary: All things

Some.

## Things (`things`)

- Primary key: `id`
- Unique together: `kind`, `on`
- Refers to: `kind` → `kinds.code`
- Refers to: `id` → `id`

| Field | Title | Type | Role | Description |
|---|---|---|---|---|
| `id` |  | string, required, unique | editorial |  |
| `kind` | Kind | string | factual |  |
| `on` | T | string, unit day | factual | Day of it. |
| `first` | T (earliest) | date | derived | First day that “T” may mean; empty where it has no beginning or no year. |

**Codes of `kind`**

| Code | Title | Meaning |
|---|---|---|
| `a` | First | The \\| first |
| `b` |  |  |

**Rules**

- `fine`: They differ.
- `two`: SELECT 1
"""


def test_the_dictionary_tells_tables_fields_codes_and_rules() -> None:
    assert dictionary(PACKAGE) == ENGLISH


def test_the_dictionary_speaks_chinese() -> None:
    text = dictionary(PACKAGE, "zh")
    assert text.splitlines()[0] == "# 数据字典：All things"
    assert "| `kind` | 种类 | string | 事实 |  |" in text
    assert "| `a` | First | 第一 |" in text
    assert "- `fine`：两者不同。" in text


def test_a_package_without_a_name_has_a_dictionary() -> None:
    assert dictionary(DataPackage(resources=(Resource(name="t", schema=Schema(fields=(Field(name="a"),))),))) == (
        "# Data dictionary\n\n## t (`t`)\n\n"
        "| Field | Title | Type | Role | Description |\n|---|---|---|---|---|\n| `a` |  | string |  |  |\n"
    )
