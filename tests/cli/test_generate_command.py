"""``talent-dataset generate``: what is generated stands in the checkout as it is generated."""

from __future__ import annotations

from pathlib import Path

import pytest

from talent_dataset.cli import main
from talent_dataset.cli.generate import generated

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def files() -> dict[str, str]:
    return generated()


def test_no_generated_file_has_drifted(files: dict[str, str]) -> None:
    drifted = [name for name, text in files.items() if (ROOT / name).read_bytes() != text.encode("utf-8")]
    assert drifted == [], "run `talent-dataset generate`"


def test_there_is_no_page_of_a_code_that_is_no_more(files: dict[str, str]) -> None:
    pages = {page.relative_to(ROOT).as_posix() for page in (ROOT / "docs/codes").rglob("*.md")}
    assert pages - set(files) == set()


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout in which nothing was generated yet."""
    (tmp_path / "src/talent_dataset/schemas").mkdir(parents=True)
    (tmp_path / "docs/codes/cell").mkdir(parents=True)
    (tmp_path / "docs/codes/cell/gone.md").touch()
    return tmp_path


def test_everything_is_written_and_what_is_no_more_is_taken_away(
    checkout: Path, files: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["generate", str(checkout)]) == 0
    assert {name: (checkout / name).read_text("utf-8") for name in files} == files
    assert not (checkout / "docs/codes/cell/gone.md").exists()
    assert capsys.readouterr().out.endswith(f"{len(files) + 1} files written\n")
    assert main(["generate", str(checkout), "--check"]) == 0
    assert capsys.readouterr().out == "everything is as it is generated\n"


def test_a_check_writes_nothing_and_exits_with_1(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["generate", str(checkout), "--check"]) == 1
    assert "datapackage/datapackage.json  drifted\n" in capsys.readouterr().out
    assert not (checkout / "datapackage").exists()


def test_a_folder_that_is_no_checkout_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["generate", str(tmp_path)]) == 2
    assert "checkout of talent_dataset" in capsys.readouterr().err
