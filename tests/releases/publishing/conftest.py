"""Small releases, places to publish them to, a server that speaks S3, and publishers that fail.

Releases are written, and places looked at, by programs that are not ours.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import shutil
import sys
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import boto3  # type: ignore[import-untyped]  # it has no types
import pytest
from moto.server import ThreadedMotoServer

from tests.steps import Worker

if sys.platform == "win32":
    collect_ignore_glob = ["test_*.py"]  # there is no fork

ENVIRONMENT = {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "word", "AWS_REGION": "us-east-1"}

Writer = Callable[..., Path]

_numbers = count()


@pytest.fixture
def release(tmp_path: Path) -> Writer:
    """Write a release of a package of one table; returns its folder."""

    def write(version: str = "1.0.0", *, cell: str = "1", binary: dict[str, bytes] | None = None, **more: str) -> Path:
        folder = tmp_path / f"release{next(_numbers)}"
        table = f"id,n\na,{cell}\n"
        files = {"data/t.csv": table, "README.md": f"# {version}\n", **more}
        files["datapackage.json"] = json.dumps(_descriptor(version, table.encode()))
        for name, data in {**{name: text.encode() for name, text in files.items()}, **(binary or {})}.items():
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
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
        return {path: self._read(path) for path in self._paths() if not path.startswith(".publishing/")}

    def hidden(self) -> list[str]:
        """See `Place`."""
        return [path.removeprefix(".publishing/") for path in self._paths() if path.startswith(".publishing/")]

    def _paths(self) -> list[str]:
        found = self.client.list_objects_v2(Bucket="bucket", Prefix=self.prefix + "/").get("Contents", [])
        return [one["Key"].removeprefix(self.prefix + "/") for one in found]

    def _read(self, path: str) -> bytes:
        data: bytes = self.client.get_object(Bucket="bucket", Key=f"{self.prefix}/{path}")["Body"].read()
        return data

    def head(self, path: str) -> dict[str, Any]:
        """What the storage says of an object."""
        said: dict[str, Any] = self.client.head_object(Bucket="bucket", Key=f"{self.prefix}/{path}")
        return said

    def fill(self, files: dict[str, bytes]) -> None:
        """See `Place`."""
        for path in set(self._paths()) - files.keys():
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


@pytest.fixture
def bucket(storage: str, monkeypatch: pytest.MonkeyPatch) -> BucketPlace:
    """A prefix where nothing was published yet."""
    for name, value in {**ENVIRONMENT, "AWS_ENDPOINT_URL": storage}.items():
        monkeypatch.setenv(name, value)
    return BucketPlace(s3_client(storage), f"p{next(_numbers)}/data")


@pytest.fixture(params=["folder", "s3"])
def place(request: pytest.FixtureRequest) -> Place:
    """A place where nothing was published yet."""
    found: Place = request.getfixturevalue({"folder": "site", "s3": "bucket"}[request.param])
    return found


@pytest.fixture
def site() -> Iterator[FolderPlace]:
    """A folder, in memory where there is one: publishers wait for the disk after each file."""
    memory = Path("/dev/shm")  # noqa: S108 - the folder made there has a name of its own
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as folder:
        yield FolderPlace(Path(folder) / "site")


class Publisher(Worker):
    """Publishes in processes of their own that may fail, or wait, at a step."""

    def __init__(self) -> None:
        super().__init__("tests.releases.publishing.faulty_publisher")

    def __call__(self, do: str, target: str, **options: Any) -> tuple[str, int]:
        """Do it: how it ended, and its steps."""
        self.begin(do, target, **options)
        return self.end()

    def begin(self, do: str, target: str, *, at: int = 0, kind: str = "", **more: Any) -> None:
        """Have it begin."""
        environment = {name: os.environ[name] for name in ("AWS_ENDPOINT_URL", *ENVIRONMENT) if name in os.environ}
        self.start(do=do, target=target, at=at, kind=kind, environment=environment, **more)


@pytest.fixture(scope="session")
def publisher() -> Iterator[Publisher]:
    """A publisher."""
    one = Publisher()
    yield one
    one.close()


@pytest.fixture(scope="session")
def another_publisher() -> Iterator[Publisher]:
    """Another one, at the same time."""
    one = Publisher()
    yield one
    one.close()
