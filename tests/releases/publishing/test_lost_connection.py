"""A connection to the storage that is cut after some bytes, in the middle of requests and of answers."""

from __future__ import annotations

import contextlib
import hashlib
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from tests.releases.publishing.conftest import BucketPlace, Publisher, Writer


class Wire:
    """A wire to a server, which breaks for good when so many bytes have passed in one direction.

    Attributes:
        passed: Bytes that have passed, by direction.
    """

    def __init__(self, server: str, direction: str, most: int) -> None:
        self.passed = {"requests": 0, "answers": 0}
        self._server = urlsplit(server)
        self._cut = (direction, most)
        self._lock = threading.Lock()
        self._ends: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                far = socket.create_connection((self._server.hostname, self._server.port))
                self._ends += [near, far]
                for start, end, direction in ((near, far, "requests"), (far, near, "answers")):
                    threading.Thread(target=self._pass, args=(start, end, direction), daemon=True).start()

    def _pass(self, start: socket.socket, end: socket.socket, direction: str) -> None:
        with contextlib.suppress(OSError):
            while data := start.recv(4096):
                end.sendall(self._let_through(data, direction))
        for one in (start, end):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def _let_through(self, data: bytes, direction: str) -> bytes:
        with self._lock:
            room = self._cut[1] - self.passed[direction] if direction == self._cut[0] else len(data)
            self.passed[direction] += len(data)
        if room >= len(data):
            return data
        self._listener.close()
        for one in self._ends:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RD)
        return data[: max(room, 0)]

    def close(self) -> None:
        """Take it away."""
        self._listener.close()
        for one in self._ends:
            one.close()


@contextmanager
def wire(storage: str, direction: str, most: int, patch: pytest.MonkeyPatch) -> Iterator[Wire]:
    """A wire between publishers and the storage."""
    found = Wire(storage, direction, most)
    patch.setenv("AWS_ENDPOINT_URL", found.address)
    yield found
    patch.setenv("AWS_ENDPOINT_URL", storage)
    found.close()


@pytest.mark.parametrize("cuts", [3, pytest.param(60, marks=pytest.mark.full)])
@pytest.mark.parametrize("direction", ["requests", "answers"])
def test_wherever_the_connection_breaks_nothing_is_lost_and_the_next_attempt_succeeds(
    direction: str,
    cuts: int,
    storage: str,
    bucket: BucketPlace,
    publisher: Publisher,
    release: Writer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    publisher("publish", bucket.target, release=str(release("1.0.0")))
    before = bucket.files()
    new = str(release("1.1.0", cell="2"))
    with wire(storage, direction, 1 << 40, monkeypatch) as whole:
        assert publisher("publish", bucket.target, release=new)[0] == "done"
    after = bucket.files()
    for number in range(cuts):
        bucket.fill(before)
        with wire(storage, direction, number * whole.passed[direction] // cuts, monkeypatch):
            how, _ = publisher("publish", bucket.target, release=new)
        # What comes after the version is listed may fail: it is published.
        assert how.startswith("UnreachableError: s3://bucket/") or (how, len(versions(bucket))) == ("done", 2)
        assert versions(bucket) in (["1.0.0"], ["1.1.0", "1.0.0"])
        again = {1: "done", 2: "no-op"}[len(versions(bucket))]
        assert publisher("publish", bucket.target, release=new)[0] == again
        assert bucket.files() == after


def versions(bucket: BucketPlace) -> list[str]:
    """The versions that are listed, each of them whole."""
    files = bucket.files()
    listed = json.loads(files["versions.json"])["versions"]
    for one in listed:
        sums = files[one["path"] + "SHA256SUMS"]
        assert hashlib.sha256(sums).hexdigest() == one["sha256"]
        for digest, path in map(str.split, sums.decode().splitlines()):
            assert hashlib.sha256(files[one["path"] + path]).hexdigest() == digest
    return [one["version"] for one in listed]
