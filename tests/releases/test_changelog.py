from __future__ import annotations

from talent_dataset.releases.changelog import entry, first_entry, with_entry
from talent_dataset.releases.difference import Change, ChangedRow, Difference, Examples, Rows, Side, WholeRow

DIFFERENCE = Difference(
    Side("mine", "1.0.0"),
    Side("mine"),
    (
        Change(kind="package/metadata", property="title", old="A", new="A_B"),
        Change(kind="resource/added", resource="people"),
        Change(kind="resource/removed", resource="old_people"),
        Change(kind="field/added", resource="events", field="note", new="string"),
        Change(kind="rows/added", resource="events", count=2),
        Change(kind="rows/removed", resource="events", count=1),
        Change(kind="cells/changed", resource="events", field="title", count=2),
        Change(kind="cells/changed", resource="events", field="place", count=1),
        Change(kind="cells/respelled", resource="events", field="size", count=3),
    ),
    (
        Rows(resource="people", old=None, new=7),
        Rows(
            resource="events",
            key=("id",),
            old=10,
            new=11,
            added=2,
            removed=1,
            changed=2,
            cells={"title": 2, "place": 1},
            respelled={"size": 3},
            examples=Examples(
                added=(WholeRow({"id": "launch"}, {}),),
                removed=(WholeRow({"id": "visit"}, {}),),
                changed=(ChangedRow({"id": "forum"}, {}), ChangedRow({"id": "fair"}, {})),
            ),
        ),
        Rows(resource="old_people", old=3, new=None),
    ),
)
ENTRY = r"""## [2.0.0] - 2026-11-22

Places follow the new division.

### Added

- `people`: 7 rows
- `events`: field note (string) added
- `events`: 2 rows (`launch`, ...)

### Changed

- package: title: "A" -> "A\_B"
- `events`: 3 cells in 2 rows (`forum`, `fair`): `title` 2, `place` 1
- `events`: 3 cells written otherwise, with the same value

### Removed

- `old_people`: 3 rows
- `events`: 1 row (`visit`)
"""


def test_an_entry_tells_every_change_after_the_sentence_of_a_person() -> None:
    assert entry(DIFFERENCE, "2.0.0", "2026-11-22", "Places follow\nthe new division. ") == ENTRY


def test_a_first_entry_lists_the_tables() -> None:
    tables = (Rows(resource="a", old=None, new=1), Rows(resource="b", old=None, new=1200))
    assert first_entry(Difference(Side(), Side(), (), tables), "1.0.0", "2026-11-22") == (
        "## [1.0.0] - 2026-11-22\n\nThe first release: 2 tables, 1,201 rows.\n\n### Added\n\n"
        "- `a`: 1 row\n- `b`: 1,200 rows\n"
    )


def test_a_new_entry_stands_before_the_others() -> None:
    first = with_entry("", "## [1.0.0] - 2026-01-01\n\nOne.\n")
    assert first == (
        "# Changes\n\nThe format is that of [Keep a Changelog](https://keepachangelog.com).\n\n"
        "## [1.0.0] - 2026-01-01\n\nOne.\n"
    )
    assert with_entry(first, "## [1.1.0] - 2026-02-01\n\nTwo.\n") == first.replace(
        "## [1.0.0]", "## [1.1.0] - 2026-02-01\n\nTwo.\n\n## [1.0.0]"
    )


def test_a_list_of_changes_without_entries_keeps_its_head() -> None:
    assert with_entry("# Ours\n\nWords.\n", "## [1.0.0] - 2026-01-01\n") == (
        "# Ours\n\nWords.\n\n## [1.0.0] - 2026-01-01\n"
    )


def test_a_note_cannot_open_a_section_of_its_own() -> None:
    assert "\n\n\\## not a title\n" in entry(DIFFERENCE, "2.0.0", "2026-11-22", "## not a title")
