"""Small releases, places to publish them to, a server that speaks S3, and publishers that fail.

Releases are written, and places looked at, by programs that are not ours.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import shutil
import subprocess
import sys
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import boto3  # type: ignore[import-untyped]  # it has no types
import pytest
from moto.server import ThreadedMotoServer

if sys.platform == "win32":
    collect_ignore_glob = ["test_faults.py"]  # there is no fork

ENVIRONMENT = {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "word", "AWS_REGION": "us-east-1"}

Publisher = Callable[..., tuple[str, int]]
Writer = Callable[..., Path]

_numbers = count()


@pytest.fixture
def release(tmp_path: Path) -> Writer:
    """Write a release of a package of one table; returns its folder."""

    def write(version: str = "1.0.0", *, cell: str = "1", **more: str) -> Path:
        folder = tmp_path / f"release{next(_numbers)}"
        table = f"id,n\na,{cell}\n"
        files = {"data/t.csv": table, "README.md": f"# {version}\n", **more}
        files["datapackage.json"] = json.dumps(_descriptor(version, table.encode()))
        for name, text in files.items():
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode())
        write_sums(folder)
        return folder

    return write


def _descriptor(version: str, table: bytes) -> dict[str, Any]:
    fields = [{"name": "id", "constraints": {"required": True}}, {"name": "n", "type": "integer"}]
    resource = {
        "name": "t",
        "path": "data/t.csv",
        "bytes": len(table),
        "hash": f"sha256:{hashlib.sha256(table).hexdigest()}",
        "schema": {"fields": fields, "primaryKey": ["id"]},
    }
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "small",
        "version": version,
        "created": "2026-01-02T00:00:00Z",
        "resources": [resource],
    }


def write_sums(folder: Path) -> None:
    """Write ``SHA256SUMS`` anew."""
    sums = folder / "SHA256SUMS"
    sums.unlink(missing_ok=True)
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    lines = [f"{hashlib.sha256(f.read_bytes()).hexdigest()}  {f.relative_to(folder).as_posix()}\n" for f in files]
    sums.write_text("".join(lines), encoding="utf-8")


class Place(ABC):
    """A place, as those see it who are no publishers."""

    target: str

    @abstractmethod
    def files(self) -> dict[str, bytes]:
        """Every file by its path, but for those of our own that are hidden."""

    @abstractmethod
    def fill(self, files: dict[str, bytes]) -> None:
        """Put it into a state."""

    def hidden(self) -> list[str]:
        """The files of our own."""
        return []

    def index(self) -> dict[str, Any]:
        """What ``versions.json`` says."""
        found: dict[str, Any] = json.loads(self.files()["versions.json"])
        return found


class FolderPlace(Place):
    """A folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.target = str(root)

    def files(self) -> dict[str, bytes]:
        """See `Place`."""
        found = {f.relative_to(self.root).as_posix(): f for f in self.root.rglob("*") if f.is_file()}
        return {path: file.read_bytes() for path, file in found.items() if not path.startswith(".publishing/")}

    def fill(self, files: dict[str, bytes]) -> None:
        """See `Place`."""
        shutil.rmtree(self.root, ignore_errors=True)
        for path, data in files.items():
            file = self.root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)

    def hidden(self) -> list[str]:
        """See `Place`."""
        return sorted(file.name for file in self.root.glob(".publishing/*"))


class BucketPlace(Place):
    """A prefix of a bucket, seen through boto3."""

    def __init__(self, client: Any, prefix: str) -> None:
        self.client = client
        self.prefix = prefix
        self.target = f"s3://bucket/{prefix}"

    def files(self) -> dict[str, bytes]:
        """See `Place`."""
        found = self.client.list_objects_v2(Bucket="bucket", Prefix=self.prefix + "/").get("Contents", [])
        return {one["Key"].removeprefix(self.prefix + "/"): self._read(one["Key"]) for one in found}

    def _read(self, key: str) -> bytes:
        data: bytes = self.client.get_object(Bucket="bucket", Key=key)["Body"].read()
        return data

    def fill(self, files: dict[str, bytes]) -> None:
        """See `Place`."""
        for path in self.files().keys() - files.keys():
            self.client.delete_object(Bucket="bucket", Key=f"{self.prefix}/{path}")
        for path, data in files.items():
            self.client.put_object(Bucket="bucket", Key=f"{self.prefix}/{path}", Body=data)


@pytest.fixture(scope="session")
def storage() -> Iterator[str]:
    """The address of a server that speaks S3, with a bucket ``bucket``."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    address = "http://{}:{}".format(*server.get_host_and_port())
    s3_client(address).create_bucket(Bucket="bucket")
    yield address
    server.stop()


def s3_client(address: str) -> Any:
    """boto3, at a server."""
    names = {name.lower(): value for name, value in ENVIRONMENT.items() if name != "AWS_REGION"}
    return boto3.client("s3", endpoint_url=address, region_name=ENVIRONMENT["AWS_REGION"], **names)


@pytest.fixture(params=["folder", "s3"])
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """A place where nothing was published yet."""
    if request.param == "folder":
        return FolderPlace(tmp_path / "site")
    address = request.getfixturevalue("storage")
    for name, value in {**ENVIRONMENT, "AWS_ENDPOINT_URL": address}.items():
        monkeypatch.setenv(name, value)
    return BucketPlace(s3_client(address), f"p{next(_numbers)}/data")


@pytest.fixture(scope="session")
def publisher() -> Iterator[Publisher]:
    """Publish in a process of its own that may fail: how it ended, and its steps."""
    script = Path(__file__).with_name("faulty_publisher.py")
    process = subprocess.Popen([sys.executable, str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def run(do: str, target: str, *, at: int = 0, kind: str = "", **more: str) -> tuple[str, int]:
        assert process.stdin is not None
        assert process.stdout is not None
        environment = {name: os.environ[name] for name in ("AWS_ENDPOINT_URL", *ENVIRONMENT) if name in os.environ}
        job = {"do": do, "target": target, "at": at, "kind": kind, "environment": environment, **more}
        process.stdin.write(json.dumps(job) + "\n")
        process.stdin.flush()
        how, steps = json.loads(process.stdout.readline())
        return how, steps

    yield run
    process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            stream.close()
