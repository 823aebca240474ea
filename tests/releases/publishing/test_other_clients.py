"""What is published, as other programs get it: over the web in parts, and from storage."""

from __future__ import annotations

import hashlib
import io
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import flask
import polars as pl
from polars.testing import assert_frame_equal
from werkzeug.serving import make_server

from talent_dataset import Package
from talent_dataset.releases.publishing import publish

if TYPE_CHECKING:
    import pytest

    from tests.releases.publishing.conftest import BucketPlace, FolderPlace, Writer

ROWS = pl.DataFrame({"n": range(200_000)})


def parquet() -> bytes:
    out = io.BytesIO()
    ROWS.write_parquet(out, compression="uncompressed", row_group_size=50_000)
    return out.getvalue()


@contextmanager
def served(root: Path) -> Iterator[tuple[str, list[str]]]:
    """A folder on a web server that answers range requests, and the ranges that it was asked for."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    app, ranges = flask.Flask("static"), list[str]()

    @app.get("/<path:path>")
    def file(path: str) -> flask.Response:
        ranges.append(flask.request.headers.get("Range", ""))
        return flask.send_from_directory(root, path, conditional=True)

    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}", ranges
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_part_of_a_parquet_file_is_read_over_the_web(site: FolderPlace, release: Writer) -> None:
    publish(release("1.0.0", binary={"data/t.parquet": parquet()}), site.target)
    with served(site.root) as (address, ranges):
        found = pl.scan_parquet(f"{address}/1.0.0/data/t.parquet").slice(60_000, 3).collect()
        assert_frame_equal(found, ROWS[60_000:60_003])
        assert any(one.startswith("bytes=") for one in ranges)


def test_a_version_is_opened_over_the_web_and_then_without_it(
    site: FolderPlace, release: Writer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TALENT_DATASET_CACHE", str(tmp_path / "cache"))
    publish(release("1.0.0"), site.target)
    publish(release("1.1.0", cell="2"), site.target)
    with served(site.root) as (address, _):
        assert Package.open(address).load("t")["n"].to_list() == [2]
        first = Package.open(address, "1.0.0").load("t")
    assert_frame_equal(Package.open(address, "1.0.0").load("t"), first)


def test_boto3_reads_the_bytes_that_were_published_and_s3_opens_as_a_package(
    bucket: BucketPlace, release: Writer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TALENT_DATASET_CACHE", str(tmp_path / "cache"))
    folder = release("1.0.0")
    publish(folder, bucket.target)
    files = bucket.files()
    for line in files["1.0.0/SHA256SUMS"].decode().splitlines():
        digest, path = line.split("  ")
        assert hashlib.sha256(files[f"1.0.0/{path}"]).hexdigest() == digest
    assert Package.open(bucket.target).load("t").rows() == [("a", 1)]
