"""A package reads its own files, and no others, whatever it names."""

from __future__ import annotations

import io
import json
import shlex
import stat
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from talent_dataset.engine.reading.opening import open_package

Attack = Any
CONTENT = "what somebody else has written"


@pytest.fixture
def secret(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file outside of the package."""
    file = tmp_path_factory.mktemp("outside") / "secret.csv"
    file.write_text(f"a\n{CONTENT}\n")
    return file


OUTSIDE = [
    "{secret}",
    "file://{secret}",
    "../{folder}/secret.csv",
    "data/../../{folder}/secret.csv",
    "./../{folder}/secret.csv",
    "..%2f{folder}/secret.csv",
    "..\\{folder}\\secret.csv",
    "~/secret.csv",
    "$HOME/secret.csv",
    "t.csv\x00{secret}",
    "//{secret}",
    "C:{secret}",
    "link.csv",
    "up/secret.csv",
    "/proc/self/environ",
    "/dev/zero",
    "up",
    ".",
    "",
]


@pytest.mark.parametrize("path", OUTSIDE)
@pytest.mark.parametrize("where", ["path", "paths", "schema", "dialect"])
def test_no_path_leads_out_of_the_package(attack: Attack, tmp_path: Path, secret: Path, path: str, where: str) -> None:
    (tmp_path / "link.csv").symlink_to(secret)
    (tmp_path / "up").symlink_to(secret.parent)
    path = path.format(secret=secret, folder=secret.parent.name)
    resource = {"path": ["t.csv", path]} if where == "paths" else {where: path}
    found = attack({"fields": [{"name": "a", "type": "integer"}]}, {"t.csv": "a\n1\n"}, resource=resource)
    assert {code.partition("/")[0] for code in found.codes} <= {"descriptor", "file"}
    assert found.codes
    assert CONTENT not in json.dumps(found.report)


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/t.csv", "https://localhost:9/t.csv", "ftp://127.0.0.1:9/t"])
@pytest.mark.parametrize("where", ["path", "schema", "dialect"])
def test_what_is_on_the_web_is_told_as_not_read(attack: Attack, url: str, where: str) -> None:
    found = attack(files={"t.csv": "a\n1\n"}, resource={where: url})
    assert [reason for reason in found.skipped.values() if url in reason and "nothing is fetched" in reason]


def zipped(members: dict[str, str], *, links: tuple[str, ...] = ()) -> bytes:
    """A zip file with these members, some of which are links."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name)
            info.external_attr = ((stat.S_IFLNK | 0o777) << 16) if name in links else 0
            archive.writestr(info, content)
    return target.getvalue()


@pytest.mark.parametrize("name", ["../../t.csv", "/t.csv", "..\\t.csv", "t.csv"])
def test_nothing_in_a_zip_is_written_or_followed(server: Any, tmp_path: Path, secret: Path, name: str) -> None:
    descriptor = {"resources": [{"name": "t", "path": name}]}
    package = zipped({"datapackage.json": json.dumps(descriptor), name: str(secret)}, links=("t.csv",))
    (tmp_path / "p.zip").write_bytes(package)
    before = sorted(tmp_path.parent.rglob("*"))
    found = server.validate(tmp_path / "p.zip")
    assert found.codes <= {"descriptor/path", "file/missing", "descriptor/package"}
    assert found.codes
    assert CONTENT not in json.dumps(found.report)
    assert sorted(tmp_path.parent.rglob("*")) == before


@pytest.mark.skipif(sys.platform == "win32", reason="the shell of Unix")
@pytest.mark.parametrize("name", ["$(touch gone).yaml", "`touch gone`.yaml", "a;touch gone;.yaml", "a b'c.yaml"])
def test_advice_that_is_pasted_into_a_shell_does_what_it_says_whatever_a_file_is_called(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("yaml")
    monkeypatch.chdir(tmp_path)
    Path(name).write_text("fields: []\n", encoding="utf-8")
    resource = {"name": "t", "path": "t.csv", "schema": name}
    Path("datapackage.json").write_text(json.dumps({"resources": [resource]}), encoding="utf-8")
    [hint] = [fault.hint for fault in open_package("datapackage.json").parsed.faults if "Convert" in fault.hint]
    command = hint.removeprefix("Convert it: python").removesuffix(".")
    subprocess.run(shlex.quote(sys.executable) + command, shell=True, check=True)  # noqa: S602 - as it would be pasted
    assert Path(name).with_suffix(".json").read_text("utf-8").split() == ["{", '"fields":', "[]", "}"]
    assert not Path("gone").exists()
