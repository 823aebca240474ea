"""Mistakes that curators make, planted one at a time in the books of the dataset: each is told where it was made."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from talent_dataset.checking import examine
from talent_dataset.engine.validation.tally import Tally
from talent_dataset.provenance.audit import audit
from talent_dataset.provenance.bookkeeping import read_ledger
from talent_dataset.provenance.documents import read_documents
from talent_dataset.provenance.ledger import Ledger, Row, make_ledger, quotes_of

Cells = Mapping[str, str]
Place = tuple[str, str, str | None]
"""Code, key of the row and field of a finding."""

INTERNS, INTERNS_SAID = "interns-at-changan", "statistics-interns-at-changan-value-1"
LAUNCH, LAUNCH_DAY = "skilled-talents-project-launch", "events-skilled-talents-project-launch-held-on-1"
LAUNCH_YEAR = "events-skilled-talents-project-launch-held-on-2"
VISIT, VISIT_DAYS = "deyang-delegations-visit", "events-deyang-delegations-visit-held-on-1"
OFFICE, OFFICE_ZH = "sichuan-talent-office", "institutions-sichuan-talent-office-name-zh-1"
CADRES, CADRES_SAID = "cadres-trained-persons", "statistics-cadres-trained-persons-value-1"
WORKERS, WORKERS_SAID = "chongqing-skilled-workers", "statistics-chongqing-skilled-workers-value-1"
STUDIOS_SAID = "statistics-deyang-master-studios-value-1"
COUNTRIES_SAID = "statistics-exchange-countries-and-regions-value-1"
CLASH = "cadres-persons-or-person-times"
PARTY = "deyang-yubei-human-resources-agreement-yubei"
CO_ORGANISER = "chongqing-international-talent-exchange-conference-co-organiser"
PLACELESS = {"source_id": "", "start": "", "end": "", "quote": "", "span_sha256": "", "quote_restored": ""}


@pytest.fixture(scope="module")
def alone(root: Path) -> Ledger:
    """The books, without any document."""
    ledger = read_ledger(examine(root / "datapackage", Tally(0), texts=""))
    assert isinstance(ledger, Ledger)
    return ledger


@pytest.fixture(scope="module")
def beside(root: Path, texts: Path) -> Ledger:
    """The books, with their documents."""
    ledger = read_ledger(examine(root / "datapackage", Tally(0), texts=texts))
    assert isinstance(ledger, Ledger)
    return ledger


def put(ledger: Ledger, table: str, key: str, cells: Cells | None) -> Ledger:
    """The books with some cells of a row put otherwise, or with the row taken out; a row of another key is new."""
    rows = list(ledger.tables[table].rows)
    at = next((i for i, row in enumerate(rows) if row.row_id == key), len(rows))
    before = rows[at] if at < len(rows) else Row(table, key, len(rows) + 2, {})
    after = {name: cell for name, cell in {**before.cells, **(cells or {})}.items() if cell}
    rows[at : at + 1] = [] if cells is None else [replace(before, cells=after)]
    tables = {**ledger.tables, table: replace(ledger.tables[table], rows=rows)}
    return make_ledger(ledger.books, tables, ledger.documents)


def like(ledger: Ledger, table: str, key: str, **cells: str) -> Cells:
    """The cells of a row, some of them put otherwise."""
    return {**ledger.tables[table].by_id[key].cells, **cells}


def quoted(ledger: Ledger, entry: str) -> Cells:
    """The words of another entry, with their place and hash, all in order."""
    cells = ledger.tables["evidence"].by_id[entry].cells
    return {name: cells.get(name, "") for name in PLACELESS}


def words(text: str) -> Cells:
    """Other words, rightly hashed."""
    return {"quote": text, "span_sha256": hashlib.sha256(text.encode()).hexdigest()}


def told(ledger: Ledger) -> set[Place]:
    """Code, key and field of what the audit finds."""
    return {(each.code, "/".join((each.key or {}).values()), each.field) for each in audit(ledger).issues}


Edit = tuple[str, str, Cells | None]
ALONE: dict[str, tuple[Edit, Place]] = {
    "the number of the next sentence": (
        ("statistics", "deyang-master-studios", {"value": "16"}), ("evidence/value", STUDIOS_SAID, "quote"),
    ),
    "people for person-times": (
        ("statistics", "cadres-trained-person-times", {"unit": "person"}),
        ("evidence/unit", "statistics-cadres-trained-person-times-value-1", "quote"),
    ),
    "person-times for people": (
        ("statistics", CADRES, {"unit": "person-time"}), ("evidence/unit", CADRES_SAID, "quote"),
    ),
    "more than is dropped": (("statistics", CADRES, {"comparator": "="}), ("evidence/value", CADRES_SAID, "quote")),
    "a million is dropped": (("statistics", WORKERS, {"value": "5.255"}), ("evidence/value", WORKERS_SAID, "quote")),
    "ten times too much": (("statistics", WORKERS, {"value": "52550000"}), ("evidence/value", WORKERS_SAID, "quote")),
    "a share is rounded": (
        ("statistics", "chongqing-high-skilled-share", {"value": "32"}),
        ("evidence/value", "statistics-chongqing-high-skilled-share-value-1", "quote"),
    ),
    "another ordinal": (
        ("events", "communist-party-20th-national-congress", {"ordinal": "19"}),
        ("evidence/value", "events-communist-party-20th-national-congress-ordinal-1", "quote"),
    ),
    "a place of the other city": (
        ("statistics", "deyang-skilled-workers", {"place_id": "chongqing"}),
        ("evidence/thing", "statistics-deyang-skilled-workers-place-id-1", "quote"),
    ),
    "the last day for the first": (
        ("events", VISIT, {"held_on": "2020?-05-20"}), ("evidence/value", VISIT_DAYS, "quote"),
    ),
    "a year made certain": (
        ("events", LAUNCH, {"held_on": "2020-07-14"}), ("evidence/concludes", LAUNCH_YEAR, "concludes"),
    ),
    "a year that nobody gives": (("evidence", LAUNCH_YEAR, None), ("evidence/value", LAUNCH_DAY, "quote")),
    "the day of the paper for that of the event": (
        ("events", "framework-agreement-signing", {"held_on": "2020-04-22"}),
        ("evidence/value", "events-framework-agreement-signing-held-on-1", "quote"),
    ),
    "a namesake among the bureaus": (
        ("agreement_parties", PARTY, {"institution_id": "chongqing-human-resources-bureau"}),
        ("evidence/concludes", f"agreement-parties-{PARTY}-agreement-id-1", "concludes"),
    ),
    "the office for the leading group": (
        ("event_participants", CO_ORGANISER, {"institution_id": OFFICE}),
        ("evidence/concludes", f"event-participants-{CO_ORGANISER}-event-id-1", "concludes"),
    ),
    "an alias given to another": (
        ("names", "sichuan-talent-office-short-zh", {"institution_id": "chongqing-talent-office"}),
        ("evidence/concludes", "names-sichuan-talent-office-short-zh-text-1", "concludes"),
    ),
    "a letter of a name": (
        ("people", "marina-dobryakova", {"name_en": "Marina Dobriakova"}),
        ("evidence/value", "people-marina-dobryakova-name-en-1", "quote"),
    ),
    "names in each other's columns": (
        ("institutions", OFFICE, {"name_en": "四川省人才办", "name_zh": "Sichuan Provincial Talent Office"}),
        ("evidence/language", OFFICE, "name_zh"),
    ),
    "a digit of a title": (
        ("sources", "003", {"title": "Deyang Sends 132 Students for Internship in Chongqing"}),
        ("evidence/value", "sources-003-title-1", "quote"),
    ),
    "a figure of the summary": (
        ("agreements", "alliance-framework-agreements", {"summary_en": "Seven framework agreements."}),
        ("evidence/prose", "alliance-framework-agreements", "summary_en"),
    ),
    "a figure in one language only": (
        ("agreements", "alliance-framework-agreements", {"summary_zh": "支持职业院校发展的框架合作协议。"}),
        ("evidence/language", "alliance-framework-agreements", "summary_zh"),
    ),
    "a row without evidence": (
        ("people", "zhang-ning", {"person_id": "zhang-ning", "name_en": "Zhang Ning"}),
        ("evidence/backing", "zhang-ning", "name_en"),
    ),
    "evidence for another row with that value": (
        ("evidence", INTERNS_SAID, {"row_id": "exchange-vocational-schools"}),
        ("evidence/value", INTERNS_SAID, "quote"),
    ),
    "evidence that outlives its row": (
        ("statistics", "conference-high-end-events", None),
        ("evidence/orphan", "statistics-conference-high-end-events-value-1", "row_id"),
    ),
    "a source that is none": (
        ("evidence", INTERNS_SAID, {"source_id": "005"}), ("evidence/orphan", INTERNS_SAID, "source_id"),
    ),
    "a digit of a quote": (
        ("evidence", INTERNS_SAID, {"quote": "132 students"}), ("evidence/quote", INTERNS_SAID, "span_sha256"),
    ),
    "a quote without its place": (
        ("evidence", INTERNS_SAID, {"start": "", "end": ""}), ("evidence/basis", INTERNS_SAID, "start"),
    ),
    "a blank quote, signed for": (
        ("evidence", INTERNS_SAID, {"quote": "", "concludes": "123 | = | person"}),
        ("evidence/basis", INTERNS_SAID, "quote"),
    ),
    "a restored quote of other words": (
        ("evidence", OFFICE_ZH, {"quote_restored": "四川省人才局"}), ("evidence/restored", OFFICE_ZH, "quote_restored"),
    ),
    "stated made a reference, with its quote": (
        ("evidence", INTERNS_SAID, {"basis": "reference", "reason": "A list.", "concludes": "123 | = | person"}),
        ("evidence/basis", INTERNS_SAID, "source_id"),
    ),
    "a number from a code list": (
        (
            "evidence", INTERNS_SAID,
            {**PLACELESS, "basis": "reference", "reason": "A list.", "concludes": "123 | = | person"},
        ),
        ("evidence/basis", INTERNS_SAID, "basis"),
    ),
    "computed of nothing": (
        ("evidence", INTERNS_SAID, {**PLACELESS, "basis": "computed", "derivation": "123"}),
        ("evidence/computed", INTERNS_SAID, "derivation"),
    ),
    "a conclusion of another cell": (
        ("evidence", "events-interns-departure-held-on-1", {"concludes": "2020-04-21"}),
        ("evidence/concludes", "events-interns-departure-held-on-1", "concludes"),
    ),
    "a figure set aside with a dash": (
        ("figures", "000-0474", {"note": "-"}), ("figures/reason", "000-0474", "note"),
    ),
    "a fact set aside": (
        ("figures", "003-3287", {"booked_as": "set-aside", "reason": "vague", "note": "Nobody counts them."}),
        ("figures/booking", "003-3287", "booked_as"),
    ),
    "a duplicate of another number": (
        ("figures", "000-0474", {"booked_as": "duplicate", "duplicate_of": "000-1005", "reason": "", "note": ""}),
        ("figures/booking", "000-0474", "duplicate_of"),
    ),
    "a figure is lost": (("figures", "000-0474", None), ("figures/list", "000", "figure_count")),
    "a figure read otherwise": (("figures", "000-0981", {"value": "31"}), ("figures/list", "000", "figures_sha256")),
    "a conflict with itself": (
        ("conflicts", CLASH, {"kind": "scope", "field": "unit", "other_row_id": CADRES}),
        ("conflicts/settled", CLASH, "other_field"),
    ),
    "a conflict that is over": (
        ("conflicts", CLASH, {"field": "value", "other_field": "value"}), ("conflicts/settled", CLASH, "field"),
    ),
    "a conflict that nobody declared": (("conflicts", CLASH, None), ("conflicts/missing", CADRES, "unit")),
    "a conflict open again": (("conflicts", CLASH, {"status": "open"}), ("conflicts/open", CLASH, "status")),
}  # fmt: skip


@pytest.mark.parametrize(("edit", "place"), ALONE.values(), ids=ALONE)
def test_a_mistake_is_told_without_any_document(alone: Ledger, edit: Edit, place: Place) -> None:
    assert place in told(put(alone, *edit))


def test_the_number_of_the_next_sentence_is_told_though_its_quote_and_hash_are_in_order(alone: Ledger) -> None:
    other = put(alone, "statistics", "deyang-master-studios", {"value": "16"})
    other = put(other, "evidence", STUDIOS_SAID, quoted(alone, "statistics-deyang-training-bases-value-1"))
    assert {("evidence/unit", STUDIOS_SAID, "quote"), ("figures/unbooked", "003-3287", "booked_as")} <= told(other)


def test_a_second_entry_that_says_another_number_is_told(alone: Ledger) -> None:
    second = like(alone, "evidence", INTERNS_SAID, evidence_id="second", **quoted(alone, STUDIOS_SAID))
    assert ("evidence/value", "second", "quote") in told(put(alone, "evidence", "second", second))


def test_a_second_entry_that_names_another_venue_is_told(alone: Ledger) -> None:
    hall = quoted(alone, "events-exchange-conference-closing-ceremony-venue-id-1")
    first = f"events-{LAUNCH}-venue-id-1"
    second = put(alone, "evidence", "second", like(alone, "evidence", first, evidence_id="second", **hall))
    assert ("evidence/thing", "second", "quote") in told(second)


def test_an_entry_that_stands_twice_is_told(alone: Ledger) -> None:
    again = put(alone, "evidence", "again", like(alone, "evidence", INTERNS_SAID, evidence_id="again"))
    assert {(code, key) for code, key, _ in told(again)} == {("evidence/unused", "again")}


BESIDE: dict[str, tuple[Edit, Place]] = {
    "a quote and its hash, made to fit": (
        ("evidence", INTERNS_SAID, words("132 students")), ("evidence/quote", INTERNS_SAID, "quote"),
    ),
    "full-width digits": (
        ("evidence", "events-talent-offices-talks-held-on-1", words("３月18日")),
        ("evidence/quote", "events-talent-offices-talks-held-on-1", "quote"),
    ),
    "simplified characters, typed": (
        ("evidence", OFFICE_ZH, {**words("四川省人才办"), "quote_restored": ""}),
        ("evidence/quote", OFFICE_ZH, "quote"),
    ),
    "offsets one off": (
        ("evidence", INTERNS_SAID, {"start": "304", "end": "316"}), ("evidence/quote", INTERNS_SAID, "quote"),
    ),
    "offsets behind the end": (
        ("evidence", INTERNS_SAID, {"start": "99303", "end": "99315"}), ("evidence/quote", INTERNS_SAID, "quote"),
    ),
    "another source": (("evidence", INTERNS_SAID, {"source_id": "001"}), ("evidence/quote", INTERNS_SAID, "quote")),
    "over is cut from the quote": (
        ("evidence", COUNTRIES_SAID, {"start": "3717", **words("60 countries and regions")}),
        ("evidence/quote", COUNTRIES_SAID, "quote"),
    ),
    "the raw text of a repair": (("repairs", "004-0049", {"raw": "协"}), ("evidence/repair", "004-0049", "raw")),
    "bytes taken for characters": (
        ("sources", "003", {"characters": "3614"}), ("source/document", "003", "characters"),
    ),
    "characters taken for bytes": (("sources", "003", {"bytes": "3607"}), ("source/document", "003", "bytes")),
    "the other script": (("sources", "004", {"language": "zh-Hans"}), ("source/document", "004", "language")),
}  # fmt: skip


@pytest.mark.parametrize(("edit", "place"), BESIDE.values(), ids=BESIDE)
def test_a_mistake_is_told_by_the_documents(beside: Ledger, edit: Edit, place: Place) -> None:
    assert place in told(put(beside, *edit))


def with_copy(ledger: Ledger, folder: Path, change: Callable[[str], str]) -> Ledger:
    """The books beside another copy of 003."""
    for key, document in ledger.documents.found.items():
        (folder / key).write_bytes((change(document.text) if key == "003" else document.text).encode())
    documents = read_documents([folder], ledger.sources, quotes_of(ledger.tables["evidence"]))
    return make_ledger(ledger.books, ledger.tables, documents)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace(". ", ".  "),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff" + text,
        lambda text: re.sub("(.{70,80}) ", r"\1\n", text),
    ],
    ids=["spaces", "ends of lines", "byte order mark", "lines"],
)
def test_a_copy_with_other_spaces_has_all_the_quotes(
    beside: Ledger, tmp_path: Path, change: Callable[[str], str]
) -> None:
    assert told(with_copy(beside, tmp_path, change)) == {("source/document", "003", "sha256")}


def test_a_copy_with_another_digit_lacks_the_quotes_that_have_it(beside: Ledger, tmp_path: Path) -> None:
    other = with_copy(beside, tmp_path, lambda text: text.replace("123 students", "132 students"))
    assert ("evidence/quote", INTERNS_SAID, "quote") in told(other)


def test_a_document_whose_hash_is_wrong_counts_as_another_copy(beside: Ledger, tmp_path: Path) -> None:
    wrong = put(beside, "sources", "003", {"sha256": "0" * 64})
    assert told(with_copy(wrong, tmp_path, str)) == {("source/document", "003", "sha256")}
