from __future__ import annotations

from pathlib import Path

from talent_dataset.engine.reading.opening import open_package
from talent_dataset.releases.assembly import assemble_tables
from talent_dataset.releases.difference import diff


def test_the_bookings_that_a_release_fills_in_are_no_difference(root: Path, tmp_path: Path) -> None:
    ferry = root / "examples" / "ferry"
    opened = open_package(ferry)
    assert opened.parsed.package is not None
    for path, data in assemble_tables(opened.parsed.package, opened.files).items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    assert b",captured," in (tmp_path / "data" / "figures.csv").read_bytes()
    assert b",captured," not in (ferry / "data" / "figures.csv").read_bytes()
    for old, new in ((ferry, tmp_path), (tmp_path, ferry)):
        found = diff(old, new)
        assert ([one for one in found.changes if one.kind != "resource/path"], found.tables[-1].changed) == ([], 0)
