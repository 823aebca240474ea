from __future__ import annotations

from typing import Any

import gb2260
import pycountry
from babel import Locale

Curated = Any


def test_division_codes_and_their_chinese_names_are_those_of_gb_t_2260(curated: Curated) -> None:
    ours = {row["division_code"]: row["name_zh"] for row in curated.tables["places"].values() if row["division_code"]}
    assert len(ours) == 12
    assert ours == {code: gb2260.get(code).name for code in ours}


def test_a_divided_place_lies_in_the_division_that_its_code_says(curated: Curated) -> None:
    places = curated.tables["places"]
    for row in places.values():
        code, whole = row["division_code"], places.get(row["within"])
        if code and whole and whole["division_code"]:
            assert whole["division_code"] in {part.code for part in gb2260.get(code).stack()}


def test_country_codes_are_those_of_iso_3166(curated: Curated) -> None:
    countries = {
        row["country_code"]: row["name_en"] for row in curated.tables["places"].values() if row["kind"] == "country"
    }
    assert sorted(countries) == ["CN", "JP", "RU", "SG"]
    found = {country.alpha_2: country.name for country in pycountry.countries if country.alpha_2 in countries}
    assert found == {"CN": "China", "JP": "Japan", "RU": "Russian Federation", "SG": "Singapore"}
    assert countries == {**found, "RU": "Russia"}


def test_country_names_in_chinese_are_those_of_the_cldr(curated: Curated) -> None:
    rows = [row for row in curated.tables["places"].values() if row["kind"] == "country"]
    names = Locale("zh").territories
    assert {row["country_code"]: row["name_zh"] for row in rows} == {
        row["country_code"]: names[row["country_code"]] for row in rows
    }


def test_what_stands_in_a_code_list_says_which(curated: Curated) -> None:
    lists = {entry["reason"] for entry in curated.tables["evidence"].values() if entry["basis"] == "reference"}
    assert lists == {
        "GB/T 2260, codes and names of the administrative divisions of China",
        "ISO 3166-1, alpha-2 country codes",
        "Unicode CLDR, territory names in Chinese",
    }
