"""Published versions as those read them who use them."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from talent_dataset.engine.errors import (
    CannotCheckError,
    HashMismatchError,
    OfflineWarning,
    UnknownNameError,
    UnreachableError,
    YankedWarning,
)
from talent_dataset.releases.published import Release, open_release, source_of

if TYPE_CHECKING:
    from tests.releases.published.conftest import Server, Site


def opened(site: Site, version: str = "latest") -> Release:
    return open_release(source_of(site.root), version)


def kept(cache: Path) -> list[str]:
    """The files in the cache, but for indexes."""
    return sorted(file.name for file in (cache / "releases").rglob("*") if file.is_file())


@pytest.mark.parametrize(("version", "cell"), [("latest", "2"), ("1.1.0", "2"), ("1.0.0", "1")])
def test_a_version_is_opened_by_its_number_or_as_the_latest(version: str, cell: str, site: Site) -> None:
    assert (opened(site, version).package() / "data" / "t.csv").read_text() == f"id,n\na,{cell}\n"


def test_only_what_the_package_needs_is_fetched_and_other_files_when_they_are_asked_for(
    site: Site, cache: Path
) -> None:
    release = opened(site)
    release.package()
    assert kept(cache) == ["SHA256SUMS", "datapackage.json", "t.csv"]
    assert release.file("data/t.parquet").read_text() == "not read"
    with pytest.raises(UnknownNameError, match=r"There is no file 'none\.csv' in version 1\.1\.0"):
        release.file("none.csv")


def test_an_unknown_version_comes_with_those_that_there_are(site: Site) -> None:
    with pytest.raises(UnknownNameError) as caught:
        opened(site, "1.2.0")
    assert str(caught.value) == "There is no version '1.2.0' of 'small'.\nIt has 1.1.0, 1.0.0."


def test_bytes_of_another_hash_are_refused_and_not_kept(site: Site, cache: Path) -> None:
    (site.root / "1.1.0" / "data" / "t.csv").write_text("id,n\na,3\n")
    with pytest.raises(HashMismatchError, match=r"1\.1\.0/data/t\.csv has the hash"):
        opened(site).package()
    assert kept(cache) == ["SHA256SUMS", "datapackage.json"]


def test_a_list_of_hashes_that_is_not_the_one_that_was_published_is_refused(site: Site, cache: Path) -> None:
    sums = site.root / "1.1.0" / "SHA256SUMS"
    sums.write_text(sums.read_text() + "\n")
    with pytest.raises(HashMismatchError, match=r"SHA256SUMS has the hash"):
        opened(site)
    assert kept(cache) == []


def test_a_file_that_is_listed_and_not_there_is_told(site: Site) -> None:
    (site.root / "1.1.0" / "data" / "t.csv").unlink()
    with pytest.raises(HashMismatchError, match=r"t\.csv is listed, but it is not there"):
        opened(site).package()


def test_a_file_that_was_changed_in_the_cache_is_fetched_again(site: Site) -> None:
    file = opened(site).package() / "data" / "t.csv"
    file.write_text("opened in a spreadsheet, and saved")
    opened(site).package()
    assert file.read_text() == "id,n\na,2\n"


def test_after_the_first_use_the_place_is_not_needed(site: Site) -> None:
    opened(site, "1.1.0").package()
    shutil.move(site.root, site.root.with_name("away"))
    assert (opened(site, "1.1.0").package() / "data" / "t.csv").read_text() == "id,n\na,2\n"


def test_that_the_latest_version_is_that_of_before_is_told(site: Site) -> None:
    opened(site).package()
    shutil.move(site.root, site.root.with_name("away"))
    with pytest.warns(OfflineWarning, match="does not answer; its latest version is the one that was known before"):
        assert opened(site).listed.version == "1.1.0"


def test_what_was_never_read_needs_the_place(site: Site) -> None:
    opened(site, "1.1.0").package()
    shutil.move(site.root, site.root.with_name("away"))
    with pytest.raises(UnreachableError):
        opened(site, "1.0.0")


def test_a_version_that_is_not_what_it_was_is_refused(site: Site) -> None:
    opened(site, "1.0.0")
    site.add("1.0.0", cell="7")
    with pytest.raises(HashMismatchError, match=r"Version 1\.0\.0 of .* is not what it was when it was read before"):
        opened(site, "1.1.0")


def test_a_withdrawn_version_is_read_with_a_warning_that_says_why_where_it_was_asked_for(site: Site) -> None:
    site.add("1.1.0", cell="2", yanked="The count was wrong.")
    with pytest.warns(YankedWarning) as caught:
        release = opened(site, "1.1.0")
    assert str(caught[0].message) == "Version 1.1.0 was withdrawn on 2026-02-03: The count was wrong."
    assert caught[0].filename == __file__
    assert release.package().is_dir()
    assert opened(site).listed.version == "1.0.0"


def test_where_no_version_is_the_latest_that_is_told(site: Site) -> None:
    site.listed = []
    site.add("1.0.0-rc.1")
    with pytest.raises(UnknownNameError) as caught:
        opened(site)
    assert str(caught.value).endswith("each is a prerelease or withdrawn.\nName one: 1.0.0-rc.1.")


def test_a_folder_without_an_index_has_no_releases(tmp_path: Path, cache: Path) -> None:
    with pytest.raises(CannotCheckError, match="There are no releases at"):
        open_release(source_of(tmp_path))
    assert not cache.exists()


def test_the_web_is_asked_for_each_file_once_and_for_the_index_each_time(server: Server) -> None:
    for _ in range(2):
        open_release(source_of(server.address)).package()
    assert server.asked == [
        "/versions.json",
        "/1.1.0/SHA256SUMS",
        "/1.1.0/datapackage.json",
        "/1.1.0/data/t.csv",
        "/versions.json",
    ]


def test_a_server_in_trouble_is_as_good_as_none(server: Server) -> None:
    open_release(source_of(server.address), "1.0.0").package()
    server.answer = 503
    assert open_release(source_of(server.address), "1.0.0").package().is_dir()


def test_a_server_that_refuses_is_told(server: Server) -> None:
    server.answer = 403
    with pytest.raises(CannotCheckError, match="may not be read: the server says 403 Forbidden"):
        open_release(source_of(server.address))


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ("http://127.0.0.1:9/data", "does not answer"),
        ("ftp://127.0.0.1/data", "is no place of releases"),
        ("https://127.0.0.1/data?key=1", "is no address of a folder"),
        ("https://me:word@127.0.0.1/data", "An address with a password in it is not read"),
        ("http:///data", "is no address of a folder"),
    ],
)
def test_a_place_that_cannot_be_read_is_told(place: str, message: str, cache: Path) -> None:
    with pytest.raises(CannotCheckError, match=message):
        open_release(source_of(place))
    assert not cache.exists()


@pytest.mark.parametrize(
    ("below", "hint"),
    [
        ("1.0.0", "Name the folder above, and 1.0.0 as the version."),
        ("versions.json", "Name the folder that versions.json is in."),
        ("data", "A folder of releases has a file versions.json; `talent-dataset publish` writes it."),
    ],
)
def test_an_address_below_the_releases_is_told_the_way(below: str, hint: str, server: Server) -> None:
    with pytest.raises(CannotCheckError) as caught:
        open_release(source_of(f"{server.address}/{below}"))
    assert caught.value.hint == hint


@pytest.mark.parametrize("typed", ["sp ace/茶", "sp%20ace/%E8%8C%B6/"])
def test_an_address_is_read_as_it_is_typed_and_as_it_is_copied(typed: str, site: Site, server: Server) -> None:
    shutil.copytree(site.root, site.root / "sp ace" / "茶")
    open_release(source_of(f"{server.address}/{typed}"), "1.0.0").package()
    assert server.asked[0] == "/sp%20ace/%E8%8C%B6/versions.json"
