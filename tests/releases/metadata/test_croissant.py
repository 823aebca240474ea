"""The dataset as schema.org and Croissant: other programs read it in tests/readers; here is what it says."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from talent_dataset.engine.descriptor.model import DataPackage
from talent_dataset.releases.metadata import Facts, croissant

Described = Callable[..., DataPackage]
OfPackage = Callable[[DataPackage], Facts]


def parsed(package: DataPackage, facts: OfPackage) -> dict[str, Any]:
    return dict(json.loads(croissant(package, facts(package))))


def test_a_package_that_says_nothing_of_itself_is_described_by_its_tables(
    described: Described, facts: OfPackage
) -> None:
    said = parsed(described({"schema": {"fields": [{"name": "a"}]}}), facts)
    assert said.pop("@context")["@language"] == "en"
    cite = said.pop("citeAs")
    assert cite == "@misc{data-package,\n  title = {{Untitled data package}},\n  note = {Data set},\n}"
    csv, parquet = "data/t0.csv", "data/t0.parquet"
    assert said == {
        "@type": "sc:Dataset",
        "name": "Untitled data package",
        "description": "Untitled data package",
        "conformsTo": "http://mlcommons.org/croissant/1.1",
        "distribution": [
            {
                "@type": "cr:FileObject",
                "@id": csv,
                "name": csv,
                "contentUrl": csv,
                "contentSize": "10 B",
                "encodingFormat": "text/csv",
                "sha256": "c" * 64,
                "sameAs": [parquet],
            },
            {
                "@type": "cr:FileObject",
                "@id": parquet,
                "name": parquet,
                "contentUrl": parquet,
                "contentSize": "10 B",
                "encodingFormat": ["application/x-parquet", "application/vnd.apache.parquet"],
                "sha256": "p" * 64,
                "sameAs": [csv],
            },
        ],
        "recordSet": [
            {
                "@type": "cr:RecordSet",
                "@id": "t0",
                "name": "t0",
                "field": [
                    {
                        "@type": "cr:Field",
                        "@id": "t0/a",
                        "name": "a",
                        "dataType": "sc:Text",
                        "source": {"fileObject": {"@id": parquet}, "extract": {"column": "a"}},
                    }
                ],
            }
        ],
    }


def test_it_says_who_what_when_and_in_which_languages(described: Described, facts: OfPackage) -> None:
    package = described(
        {"schema": {"fields": [{"name": "a"}]}},
        name="things",
        title="Things",
        id="https://doi.org/10.1234/things",
        homepage="https://example.org/things",
        version="1.2.0",
        created="2026-11-22T10:00:00Z",
        keywords=["a", "事"],
        licenses=[{"name": "CC-BY-4.0"}, {"path": "https://example.org/own"}, {"title": "Ours"}],
        contributors=[
            {"title": "An Institute", "roles": ["publisher"]},
            {
                "title": "Ada Example",
                "givenName": "Ada",
                "familyName": "Example",
                "roles": ["author"],
                "organization": "An Institute",
            },
        ],
        sources=[{"title": "A book", "path": "https://example.org/book"}],
        **{"proof:data": {"title": {"en": "Things", "zh": "事物"}, "description": {"zh": "说明", "no tag!": "x"}}},
    )
    said = parsed(package, facts)
    names = (
        *("name", "alternateName", "description", "identifier", "url", "version", "datePublished", "license"),
        *("creator", "keywords", "inLanguage", "isBasedOn"),
    )
    assert {name: said[name] for name in names} == {
        "name": {"en": "Things", "zh": "事物"},
        "alternateName": "things",
        "description": {"zh": "说明"},
        "identifier": "https://doi.org/10.1234/things",
        "url": "https://example.org/things",
        "version": "1.2.0",
        "datePublished": "2026-11-22",
        "license": ["https://spdx.org/licenses/CC-BY-4.0.html", "https://example.org/own"],
        "creator": [
            {
                "@type": "sc:Person",
                "name": "Ada Example",
                "givenName": "Ada",
                "familyName": "Example",
                "affiliation": {"@type": "sc:Organization", "name": "An Institute"},
            }
        ],
        "keywords": ["a", "事"],
        "inLanguage": ["en", "zh"],
        "isBasedOn": [{"@type": "sc:CreativeWork", "name": "A book", "url": "https://example.org/book"}],
    }


def test_the_same_package_gives_the_same_text(described: Described, facts: OfPackage) -> None:
    package = described({"schema": {"fields": [{"name": "a"}]}}, name="things")
    assert croissant(package, facts(package)) == croissant(package, facts(package))
