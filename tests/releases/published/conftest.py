"""A folder of releases, written by hand, and a web server that shows it."""

from __future__ import annotations

import functools
import hashlib
import json
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

SCHEMA = {"fields": [{"name": "id"}, {"name": "n", "type": "integer"}]}


class Site:
    """A folder of releases.

    Attributes:
        root: Where it stands.
        listed: What its index lists.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.listed: list[dict[str, Any]] = []

    def add(self, version: str, *, cell: str = "1", yanked: str = "") -> None:
        """Publish a version."""
        files = {
            "datapackage.json": json.dumps(self._descriptor(version)),
            "data/t.csv": f"id,n\na,{cell}\n",
            "data/t.parquet": "not read",
            "README.md": "not needed",
        }
        files["SHA256SUMS"] = "".join(f"{_hash(text)}  {path}\n" for path, text in files.items())
        for path, text in files.items():
            file = self.root / version / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode())
        said = {"reason": yanked, "on": "2026-02-03"} if yanked else None
        sums = _hash(files["SHA256SUMS"])
        self.listed = [one for one in self.listed if one["version"] != version]
        self.listed.append({"version": version, "created": None, "path": f"{version}/", "sha256": sums, "yanked": said})
        self.write()

    def _descriptor(self, version: str) -> dict[str, Any]:
        resource = {"name": "t", "path": "data/t.csv", "schema": SCHEMA}
        profile = "https://datapackage.org/profiles/2.0/datapackage.json"
        return {"$schema": profile, "name": "small", "version": version, "resources": [resource]}

    def write(self) -> None:
        """Write the index."""
        (self.root / "versions.json").write_text(json.dumps({"name": "small", "versions": self.listed}))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache."""
    monkeypatch.setenv("TALENT_DATASET_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def site(tmp_path: Path, cache: Path) -> Site:
    """A folder with two versions."""
    assert not cache.exists()
    (tmp_path / "site").mkdir()
    found = Site(tmp_path / "site")
    found.add("1.0.0")
    found.add("1.1.0", cell="2")
    return found


class Server:
    """A web server on this machine.

    Attributes:
        address: Its address.
        asked: The paths that were asked for.
        answer: The code with which it answers everything, where it is not 0.
    """

    def __init__(self) -> None:
        self.address = ""
        self.asked: list[str] = []
        self.answer = 0


@pytest.fixture
def server(site: Site) -> Iterator[Server]:
    """The folder on the web."""
    found = Server()

    class Handler(SimpleHTTPRequestHandler):
        def do_GET(self) -> None:
            found.asked.append(self.path)
            if found.answer:
                self.send_error(found.answer)
            else:
                super().do_GET()

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(site.root))) as web:
        thread = threading.Thread(target=web.serve_forever)
        thread.start()
        found.address = f"http://127.0.0.1:{web.server_port}"
        yield found
        web.shutdown()
        thread.join()
