"""What a document brings into the books."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talent_dataset.engine.errors import CannotCheckError
from talent_dataset.provenance.figures import find_figures
from talent_dataset.provenance.listing import figure_of, summary
from talent_dataset.provenance.scanning import Scanned, Seed, scan, seed_of

TEXT = "The town of Linden has 1,200 people and 35 mills, 16 of them old, and one of the wells."
Rows = Sequence[Mapping[str, str]]


def seed(text: str = TEXT, file: str = "Linden Report.txt", language: str = "en") -> Seed:
    return seed_of(file, text.encode(), language)


def first() -> Scanned:
    return scan(seed(), [], [])


def with_booking(rows: Rows, text: str, **cells: str) -> list[dict[str, str]]:
    return [{**row, **cells} if row["text"] == text else dict(row) for row in rows]


def booked() -> list[dict[str, str]]:
    """Two of the figures, booked."""
    rows = with_booking(first().figures, "35", booked_as="set-aside", reason="background", note="Not ours.")
    return with_booking(rows, "16", booked_as="set-aside", reason="vague", note="Of how many?")


def bookings(done: Scanned) -> dict[str, str]:
    return {row["text"]: row["note"] for row in done.figures if row.get("note")}


def test_a_new_document_is_a_source_named_after_its_file_with_all_its_figures() -> None:
    done = first()
    assert (done.source_id, done.was_known, done.has_changed) == ("linden-report", False, False)
    assert done.source == {"source_id": "linden-report", **seed().facts(), **summary(find_figures(TEXT, "en"))}
    assert [figure_of({k: v for k, v in row.items() if v}) for row in done.figures] == find_figures(TEXT, "en")
    assert done.new == tuple(find_figures(TEXT, "en"))


def test_ids_of_figures_are_those_of_their_source_and_place() -> None:
    assert [row["figure_id"] for row in first().figures][:2] == ["linden-report-0023", "linden-report-0040"]


def test_what_may_be_an_idiom_is_set_aside_as_one_and_nothing_else_is_booked() -> None:
    told = {row["text"]: (row["booked_as"], row["reason"]) for row in first().figures}
    assert told["one"] == ("set-aside", "idiom")
    assert {fate for text, fate in told.items() if text != "one"} == {("", "")}


def test_scanning_again_changes_nothing() -> None:
    done = first()
    again = scan(seed(file="renamed.txt"), [done.source], booked())
    assert (again.source_id, again.was_known, again.has_changed) == ("linden-report", True, False)
    assert [dict(row) for row in again.figures if row["note"]] == [row for row in booked() if row.get("note")]
    assert (again.new, again.gone, again.reread) == ((), (), ())


def test_what_the_books_say_of_a_document_stays_unless_somebody_says_otherwise() -> None:
    known = {**first().source, "language": "en-GB"}
    data = TEXT.encode()
    kept = scan(seed_of("renamed.txt", data), [known], []).source
    assert (kept["file"], kept["language"]) == ("Linden Report.txt", "en-GB")
    assert scan(seed_of("renamed.txt", data, "en-US"), [known], []).source["language"] == "en-US"


def test_a_figure_that_is_not_found_any_more_is_gone_and_the_rest_stays() -> None:
    extra = {**booked()[0], "figure_id": "x", "start": "3", "text": "town"}
    done = scan(seed(), [first().source], [extra, *booked()])
    assert [row["figure_id"] for row in done.gone] == ["x"]
    assert bookings(done) == {"35": "Not ours.", "16": "Of how many?"}


def test_a_figure_that_is_read_otherwise_keeps_its_booking_and_is_told() -> None:
    done = scan(seed(), [first().source], with_booking(booked(), "35", value="34"))
    assert [figure.text for figure in done.reread] == ["35"]
    assert bookings(done) == {"35": "Not ours.", "16": "Of how many?"}


def test_in_changed_bytes_bookings_follow_the_order_of_the_figures() -> None:
    other = TEXT.replace("The town", "By 2021, the old town")
    done = scan(seed(other), [first().source], booked(), "linden-report")
    assert (done.was_known, done.has_changed) == (True, True)
    assert bookings(done) == {"35": "Not ours.", "16": "Of how many?"}
    assert [figure.text for figure in done.new] == ["2021"]


def test_other_bytes_under_a_known_name_are_no_guess() -> None:
    with pytest.raises(CannotCheckError, match="has not the bytes of the source linden-report"):
        scan(seed("The mills of the town."), [first().source], [])


def test_a_document_that_would_get_the_id_of_another_is_no_guess() -> None:
    other = {"source_id": "linden-report", "sha256": "0" * 64, "file": "other.txt"}
    with pytest.raises(CannotCheckError, match="has not the bytes of the source linden-report"):
        scan(seed(), [other], [])
    assert scan(seed(), [other], [], "second").source_id == "second"


def test_other_sources_are_left_alone() -> None:
    other = {"source_id": "other", "sha256": "0" * 64, "file": "other.txt"}
    done = scan(seed(), [other], [{**booked()[0], "source_id": "other"}])
    assert (done.source_id, done.gone) == ("linden-report", ())


def test_a_language_without_rules_has_no_list() -> None:
    done = scan(seed("La foire de 2021.", language="fr"), [], [])
    assert (done.figures, "figure_count" in done.source) == ((), False)


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(CannotCheckError, match=r"x\.txt is not UTF-8: byte 2"):
        seed_of("x.txt", b"ab\xff")


def test_a_text_that_does_not_tell_its_language_is_refused() -> None:
    with pytest.raises(CannotCheckError, match="does not tell its language"):
        seed_of("x.txt", b"1200")


@given(st.text("ab 123,%\n", max_size=60), st.text("ab 123,%\n", max_size=60))
def test_each_figure_of_the_new_text_has_one_row_with_an_id_of_its_own(one: str, other: str) -> None:
    before = scan(seed(one), [], [])
    after = scan(seed(other), [before.source], before.figures, before.source_id)
    assert [row["start"] for row in after.figures] == [str(each.start) for each in find_figures(other, "en")]
    assert len({row["figure_id"] for row in after.figures}) == len(after.figures)
    assert len(after.figures) - len(after.new) == len(before.figures) - len(after.gone)
