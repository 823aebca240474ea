from __future__ import annotations

from collections.abc import Callable

import pytest
import yaml

from talent_dataset.engine.descriptor.model import DataPackage
from talent_dataset.releases.metadata import Facts, dataset_card

Described = Callable[..., DataPackage]
OfPackage = Callable[[DataPackage], Facts]


def front(package: DataPackage, facts: Facts) -> dict[str, object]:
    _, matter, _ = dataset_card(package, facts, "# Title\n").split("---\n", 2)
    return dict(yaml.safe_load(matter))


def test_the_text_for_people_follows_the_front_matter(described: Described, facts: OfPackage) -> None:
    schema = {"fields": [{"name": "a"}]}
    package = described(
        {"schema": schema},
        {"schema": schema},
        name="things",
        title="Things",
        licenses=[{"name": "CC-BY-4.0"}],
        languages=["en", "zh-Hans", "zh-Hant"],
        keywords=["on", "a", "a"],
    )
    assert (
        dataset_card(package, facts(package), "# Things\n")
        == """---
pretty_name: Things
language:
- en
- zh
license: "cc-by-4.0"
tags:
- "on"
- a
size_categories:
- "n<1K"
configs:
- config_name: "t0"
  data_files:
  - split: train
    path: "data/t0.parquet"
  default: true
- config_name: "t1"
  data_files:
  - split: train
    path: "data/t1.parquet"
---

# Things
"""
    )


def test_a_package_without_words_has_only_its_tables(described: Described, facts: OfPackage) -> None:
    package = described({"schema": {"fields": [{"name": "a"}]}})
    assert set(front(package, facts(package))) == {"size_categories", "configs"}


def test_a_table_without_rows_is_left_out(described: Described, facts: OfPackage) -> None:
    package = described({"schema": {"fields": [{"name": "a"}]}})
    assert "configs" not in front(package, Facts({"t0": 0}, facts(package).files))


@pytest.mark.parametrize(
    ("licence", "said"),
    [
        ({"name": "odc-pddl-1.0"}, {"license": "pddl"}),
        (
            {"name": "CC-BY-ND-2.0"},
            {
                "license": "other",
                "license_name": "cc-by-nd-2.0",
                "license_link": "https://spdx.org/licenses/CC-BY-ND-2.0.html",
            },
        ),
        (
            {"name": "Own-1", "path": "LICENCE.txt"},
            {"license": "other", "license_name": "own-1", "license_link": "LICENCE.txt"},
        ),
    ],
)
def test_a_licence_has_the_name_of_the_hub(described: Described, licence: dict[str, str], said: dict[str, str]) -> None:
    card = front(described(licenses=[licence]), Facts())
    assert {name: value for name, value in card.items() if name.startswith("license")} == said


@pytest.mark.parametrize(
    ("rows", "size"), [(999, "n<1K"), (1000, "1K<n<10K"), (10**8, "100M<n<1B"), (10**9, "1B<n<10B")]
)
def test_the_size_is_a_class_of_the_hub(described: Described, rows: int, size: str) -> None:
    assert front(described(), Facts({"a": rows}))["size_categories"] == [size]
