from __future__ import annotations

import json

from talent_dataset.engine.descriptor.model import DataPackage, Resource
from talent_dataset.releases.citation import citation

TABLE = Resource(name="events", title="Events")
PACKAGE = DataPackage(
    resources=(TABLE,),
    name="talent",
    title="Talent & more",
    version="1.2.0",
    created="2026-11-22T00:00:00Z",
    contributors=({"title": "A. Author", "roles": ["author"]}, {"title": "B", "roles": ["publisher"]}),
    licenses=({"name": "CC-BY-4.0"},),
)


def test_a_package_is_cited_in_a_sentence() -> None:
    assert citation(PACKAGE) == "A. Author (2026). Talent & more [Data set]. Version 1.2.0. Licence CC-BY-4.0."


def test_a_table_is_cited_in_its_package() -> None:
    assert citation(PACKAGE, TABLE) == (
        "A. Author (2026). Events [Data set]. In Talent & more. Version 1.2.0. Licence CC-BY-4.0."
    )


def test_bibtex_escapes_what_is_special_to_it() -> None:
    assert citation(PACKAGE, style="bibtex") == (
        "@misc{talent-1.2.0,\n"
        "  title = {{Talent \\& more}},\n"
        "  author = {{A. Author}},\n"
        "  year = {2026},\n"
        "  version = {1.2.0},\n"
        "  note = {Data set, licence CC-BY-4.0},\n"
        "}"
    )


def test_csl_is_one_item_of_csl_json() -> None:
    assert json.loads(citation(PACKAGE, TABLE, "csl")) == {
        "id": "talent-events-1.2.0",
        "type": "dataset",
        "title": "Events",
        "container-title": "Talent & more",
        "author": [{"literal": "A. Author"}],
        "issued": {"date-parts": [[2026]]},
        "version": "1.2.0",
        "note": "Licence CC-BY-4.0",
    }


def test_a_package_that_says_nothing_of_itself_can_be_cited() -> None:
    bare = DataPackage(resources=())
    assert citation(bare) == "Untitled data package (n.d.) [Data set]."
    assert citation(bare, style="bibtex") == (
        "@misc{data-package,\n  title = {{Untitled data package}},\n  note = {Data set},\n}"
    )
    assert json.loads(citation(bare, style="csl")) == {
        "id": "data-package",
        "type": "dataset",
        "title": "Untitled data package",
    }


def test_contributors_without_a_role_are_authors() -> None:
    package = DataPackage(resources=(), title="T", contributors=({"title": "A"}, {"title": "B"}))
    assert citation(package) == "A, B (n.d.). T [Data set]."
