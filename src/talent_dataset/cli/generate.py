"""``talent-dataset generate``: in a checkout, write everything that is generated from models and explanations."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from talent_dataset.cli import commands, output
from talent_dataset.engine.errors import CannotCheckError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from talent_dataset.render.lines import Line

EXAMPLES = """\
examples:
  talent-dataset generate            after a change of a model or an explanation
  talent-dataset generate --check    write nothing; exit 1 when one has drifted

files:
  datapackage/datapackage.json       from talent_dataset.schemas
  docs/dictionary/en.md, zh.md       from the same
  docs/codes/**.md                   from the text of `talent-dataset explain`
"""
_CODES = "docs/codes"


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("root", nargs="?", metavar="ROOT", default=".", type=Path, help="the checkout; default: .")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when a file has drifted")


def run(options: Namespace) -> int:
    """Write what has drifted, or tell it."""
    root: Path = options.root
    if not (root / "src/talent_dataset/schemas").is_dir():
        raise CannotCheckError(f"{root} is no checkout of talent_dataset.", hint="Go to its folder, or name it.")
    drifted = dict(_drifted(root, generated()))
    if not options.check:
        for name, text in drifted.items():
            _write(root / name, text)
    output.show(_lines(list(drifted), check=options.check))
    return commands.INVALID if drifted and options.check else commands.VALID


def generated() -> dict[str, str]:
    """The text of every generated file, by its path in the checkout."""
    from talent_dataset.releases.dictionary import dictionary
    from talent_dataset.render.explain import index_page, page
    from talent_dataset.render.explanation import explanations
    from talent_dataset.schemas.package import package

    whole = package()
    pages = {f"{_CODES}/{one.code}.md": page(one) for one in explanations().values()}
    return {
        "datapackage/datapackage.json": whole.to_json(),
        "docs/dictionary/en.md": dictionary(whole),
        "docs/dictionary/zh.md": dictionary(whole, "zh"),
        f"{_CODES}/index.md": index_page(),
        **pages,
    }


def _drifted(root: Path, files: dict[str, str]) -> Iterator[tuple[str, str | None]]:
    """Files that are not as they should be, with their text; ``None`` for pages of codes that are no more."""
    for name, text in files.items():
        file = root / name
        if not file.is_file() or file.read_bytes() != text.encode("utf-8"):
            yield name, text
    for file in sorted((root / _CODES).rglob("*.md")):
        name = file.relative_to(root).as_posix()
        if name not in files:
            yield name, None


def _write(file: Path, text: str | None) -> None:
    """Write a file, or take it away."""
    if text is None:
        file.unlink()
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    output.save(text, file)


def _lines(drifted: list[str], *, check: bool) -> Iterator[Line]:
    """A line a file, then their number."""
    from talent_dataset.render.lines import line

    verb = "drifted" if check else "written"
    for name in drifted:
        yield line((name, "place"), f"  {verb}")
    yield line(f"{len(drifted)} files {verb}" if drifted else "everything is as it is generated")
