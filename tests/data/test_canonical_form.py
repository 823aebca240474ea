from __future__ import annotations

from pathlib import Path

from talent_dataset.releases import format_package


def test_the_curated_files_are_in_canonical_form(root: Path) -> None:
    formatted = format_package(root / "datapackage", check=True)
    assert (len(formatted.files), formatted.changed, formatted.skipped) == (20, (), ())


def test_the_curated_files_are_plain(root: Path) -> None:
    for path in (root / "datapackage" / "data").glob("*.csv"):
        data = path.read_bytes()
        assert not data.startswith(b"\xef\xbb\xbf"), path.name
        assert b"\r" not in data, path.name
        assert data.endswith(b"\n"), path.name
        assert "\u00a0" not in data.decode("utf-8"), path.name
