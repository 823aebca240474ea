"""Measure the house: how many files there are and how long, which names stand twice, what a call passes through.

    python tools/house.py          what the source tells: a few seconds
    python tools/house.py --full   and what is traced: a validation, a release, a command
    python tools/house.py --list   and which files, names and functions are meant

It ends with 1 where a gated measure is missed: cycles, names, floors. The others are printed beside their goals.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import io
import pkgutil
import re
import subprocess
import sys
import tempfile
import threading
import tokenize
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from statistics import median
from types import FrameType
from typing import Any, Final, Literal

import grimp
from radon.complexity import cc_visit

ROOT: Final = Path(__file__).resolve().parent.parent
PACKAGE: Final = ROOT / "src" / "talent_dataset"
FLOOR: Final = 60
CEILING: Final = 500

SMALL: Final[Mapping[str, tuple[Literal["face", "command", "registry", "protocol"], str]]] = {
    "__main__.py": ("face", "python -m"),
    "version.py": ("face", "the number, below all who tell it"),
    "engine/issues.py": ("protocol", "the finding, which every room makes and every output reads"),
    "engine/reading/excerpts.py": ("face", "lines of a file for those who show them, whatever reader found the fault"),
    "engine/reading/polars_errors.py": ("registry", "what polars raises, so that no fault of ours is taken for it"),
    "engine/rules/check.py": ("protocol", "the check, which fields and row rules make and a pass runs"),
    "engine/rules/probes.py": ("face", "what the descriptor asks of the rooms above it"),
    "provenance/starter.py": ("face", "of starter.json"),
    "render/json_text.py": ("registry", "an output: one file a format"),
}
"""Why a file may stand below the floor; a file of ``cli`` is a command."""


@dataclass(frozen=True)
class Measure:
    """One line of the table.

    Attributes:
        name: What is measured.
        now: What was found.
        goal: What it is to be.
        holds: Whether it is.
        is_gated: Whether the script fails where it is not.
        found: What is meant, a line each.
    """

    name: str
    now: str
    goal: str
    holds: bool
    is_gated: bool = False
    found: Sequence[str] = ()

    @property
    def mark(self) -> str:
        """What stands behind a goal that is not met."""
        return "" if self.holds else "MISSED" if self.is_gated else "not yet"


def main(arguments: list[str]) -> int:
    """Print the table; 0 where each gated measure is met."""
    parser = argparse.ArgumentParser(description="Measure the house.")
    parser.add_argument("--full", action="store_true", help="trace a validation, a release and a command, too")
    parser.add_argument("--list", action="store_true", help="say which files, names and functions are meant")
    options = parser.parse_args(arguments)
    measures = [*static(Tree(PACKAGE)), *(traced(PACKAGE) if options.full else ())]
    print(*table(measures, is_listing=options.list), sep="\n")
    return 0 if all(each.holds for each in measures if each.is_gated) else 1


def table(measures: Sequence[Measure], *, is_listing: bool) -> Iterator[str]:
    """The lines to print: the table, and what is meant where it was asked for, or where a gate is missed."""
    rows = [("measure", "now", "goal", ""), *((each.name, each.now, each.goal, each.mark) for each in measures)]
    wide = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for name, now, goal, mark in rows:
        yield "  ".join((name.ljust(wide[0]), now.rjust(wide[1]), goal.rjust(wide[2]), mark)).rstrip()
    for each in measures:
        if each.found and (is_listing or each.mark == "MISSED"):
            yield from ("", f"{each.name}:", *(f"  {line}" for line in each.found))


# ---------------------------------------------------------------------------------------------- what the source tells


@dataclass(frozen=True)
class File:
    """A source file.

    Attributes:
        path: Below the package, with slashes.
        text: What it says.
    """

    path: str
    text: str

    @property
    def stem(self) -> str:
        """The name of the module."""
        return self.path.rpartition("/")[2].removesuffix(".py")

    @property
    def is_command(self) -> bool:
        """Whether it stands in ``cli``, where a file is a command, named as people type it."""
        return self.path.startswith("cli/")

    @cached_property
    def lines(self) -> int:
        """How many there are."""
        return len(self.text.splitlines())

    @cached_property
    def tree(self) -> ast.Module:
        """Its syntax."""
        return ast.parse(self.text)


class Tree:
    """The source files of a package, and who imports whom, at run time or for types."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files = [
            File(path.relative_to(folder).as_posix(), path.read_text(encoding="utf-8"))
            for path in sorted(folder.rglob("*.py"))
        ]

    @cached_property
    def graph(self) -> grimp.ImportGraph:
        """The imports, those for types included."""
        with _importable(self.folder.parent):
            return grimp.build_graph(self.folder.name, cache_dir=None)


class _importable:  # noqa: N801 - it reads as a verb: with _importable(folder)
    """A folder is looked in first for what is imported."""

    def __init__(self, folder: Path) -> None:
        self.folder = str(folder)

    def __enter__(self) -> None:
        sys.path.insert(0, self.folder)

    def __exit__(self, *_: object) -> None:
        sys.path.remove(self.folder)


def static(tree: Tree) -> list[Measure]:
    """What the source tells."""
    length = median(file.lines for file in tree.files)
    chain = longest_chain(tree.graph)
    comments = comments_in_hundred(tree.files)
    return [
        at_most("source files", [file.path for file in tree.files], 280),
        Measure("median lines of a file", f"{length:g}", ">= 130", length >= 130),  # noqa: PLR2004
        at_most(f"files under {FLOOR} lines (__init__ aside)", small(tree.files), 30, is_gated=True),
        at_most("  of them no face, command, registry, protocol", unexcused(tree.files), 0, is_gated=True),
        at_most(f"files above {CEILING} lines", large(tree.files), 0, is_gated=True),
        at_most("module names used twice (cli aside)", twice(modules(tree.files)), 8, is_gated=True),
        at_most("class names used twice", twice(classes(tree.files)), 0, is_gated=True),
        at_most("names of aliases used twice, or as a class", shared_aliases(tree.files), 0, is_gated=True),
        at_most("cycles of siblings, at run time or for types", cycles(tree.graph, tree.folder.name), 0, is_gated=True),
        Measure("longest chain of imports", str(len(chain)), "-", holds=True, found=chain),
        Measure("modules with one importer", str(len(alone := with_one_importer(tree.graph))), "-", True, found=alone),
        at_most("functions above complexity 10 (radon)", complex_functions(tree.files), 20),
        at_most("functions above 50 lines (docstring aside)", long_functions(tree.files), 0),
        Measure("comment lines in 100 of code", f"{comments:.1f}", "about 5", comments >= 4),  # noqa: PLR2004
    ]


def at_most(name: str, found: Sequence[str], most: int, *, is_gated: bool = False) -> Measure:
    """A measure of things that are counted."""
    return Measure(name, str(len(found)), f"<= {most}" if most else "0", len(found) <= most, is_gated, found)


def small(files: Iterable[File]) -> list[str]:
    """Files below the floor, and what excuses each."""
    return [f"{file.path} ({file.lines}): {': '.join(excuse(file) or ('?',))}" for file in _below_the_floor(files)]


def unexcused(files: Iterable[File]) -> list[str]:
    """Files below the floor that nothing excuses."""
    return [f"{file.path} ({file.lines})" for file in _below_the_floor(files) if not excuse(file)]


def excuse(file: File) -> tuple[str, ...]:
    """Why a file may stand below the floor: its kind and a reason, or nothing."""
    return ("command", "one command, one file") if file.is_command else SMALL.get(file.path, ())


def _below_the_floor(files: Iterable[File]) -> list[File]:
    return [file for file in files if file.lines < FLOOR and file.stem != "__init__"]


def large(files: Iterable[File]) -> list[str]:
    """Files above the ceiling."""
    return [f"{file.path} ({file.lines})" for file in files if file.lines > CEILING]


Named = Iterable[tuple[str, str]]
"""A name, and the path of a file in which it stands."""


def twice(named: Named) -> list[str]:
    """Names that stand at two places or more, and the places."""
    places = defaultdict[str, list[str]](list)
    for name, path in named:
        places[name].append(path)
    return [f"{name}: {', '.join(paths)}" for name, paths in sorted(places.items()) if len(paths) > 1]


def modules(files: Iterable[File]) -> Named:
    """Names of modules; a command is named as people type it, whatever else has the name."""
    return [
        (file.stem, file.path) for file in files if file.stem not in {"__init__", "__main__"} if not file.is_command
    ]


def classes(files: Iterable[File]) -> Named:
    """Names of the classes of a file; one within another is named by that."""
    return [(node.name, file.path) for file in files for node in file.tree.body if isinstance(node, ast.ClassDef)]


def shared_aliases(files: Sequence[File]) -> list[str]:
    """Names of aliases that another alias, or a class, has too."""
    known = {name for name, _ in aliases(files)}
    return twice([*aliases(files), *(each for each in classes(files) if each[0] in known)])


def aliases(files: Iterable[File]) -> Named:
    """Names of types that are written out: ``Kind = Literal[...]``, ``Errors: TypeAlias = ...``."""
    return [(name, file.path) for file in files for node in file.tree.body if (name := _alias(node))]


_TYPES: Final = re.compile(
    r"(Literal|Callable|Mapping|Sequence|Iterable|Iterator|Union|Optional|Annotated|list|dict|tuple|set|frozenset|type)\["
    r"|(NewType|TypeVar)\("
    r"|\w[\w.\[\], ]* \| "
)


def _alias(node: ast.stmt) -> str | None:
    """The name of an alias, where the statement makes one."""
    match node:
        case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation) if "TypeAlias" in ast.unparse(annotation):
            return name
        case ast.Assign(targets=[ast.Name(id=name)], value=value) if name.lstrip("_")[:1].isupper() and _is_type(
            name, value
        ):
            return name
    return None


def _is_type(name: str, value: ast.expr) -> bool:
    """Whether a value is a type; ``A | B`` is one where both are written as types are, and no constants."""
    return not name.isupper() and bool(_TYPES.match(ast.unparse(value)))


def cycles(graph: grimp.ImportGraph, package: str) -> list[str]:
    """The fewest imports to take out so that no siblings import each other in a circle, whatever the package."""
    breakers = sorted(graph.nominate_cycle_breakers(package))
    below = [found for child in sorted(graph.find_children(package)) for found in cycles(graph, child)]
    return [*(f"{importer} -> {imported}" for importer, imported in breakers), *below]


def longest_chain(graph: grimp.ImportGraph) -> list[str]:
    """The longest chain in which each module imports the next; a module that would close a circle ends it."""
    known = dict[str, list[str]]()

    def chain(module: str, above: frozenset[str]) -> list[str]:
        if module not in known:
            below = sorted(graph.find_modules_directly_imported_by(module) - above)
            tails = [chain(each, above | {module}) for each in below]
            known[module] = [module, *max(tails, key=len, default=[])]
        return known[module]

    return max((chain(module, frozenset()) for module in sorted(graph.modules)), key=len, default=[])


def with_one_importer(graph: grimp.ImportGraph) -> list[str]:
    """Modules that a single other one imports, and which."""
    importers = {module: graph.find_modules_that_directly_import(module) for module in sorted(graph.modules)}
    return [f"{module} (by {next(iter(by))})" for module, by in importers.items() if len(by) == 1]


def complex_functions(files: Iterable[File], most: int = 10) -> list[str]:
    """Functions and methods above a complexity, as radon counts it, comprehensions and conditional expressions too."""
    return [
        f"{file.path}:{block.lineno} {block.name} ({block.complexity})"
        for file in files
        for block in cc_visit(file.text)
        if block.letter in {"F", "M"} and block.complexity > most
    ]


def long_functions(files: Iterable[File], most: int = 50) -> list[str]:
    """Functions with more lines than that, their docstring aside."""
    return [
        f"{file.path}:{node.lineno} {node.name} ({length})"
        for file in files
        for node in ast.walk(file.tree)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and (length := _length(node)) > most
    ]


def _length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    said = len(_docstring_lines(node))
    return (node.end_lineno or node.lineno) - node.lineno + 1 - said


def comments_in_hundred(files: Iterable[File]) -> float:
    """Lines with a comment that says something to people, in a hundred lines of code."""
    said, code = 0, 0
    for file in files:
        comments, rest = _comment_lines(file), _code_lines(file)
        said, code = said + len(comments), code + len(rest)
    return 100 * said / code if code else 0.0


_FOR_TOOLS: Final = re.compile(r"#\s*(noqa|type:|pragma|fmt:)")


def _comment_lines(file: File) -> set[int]:
    tokens = tokenize.generate_tokens(io.StringIO(file.text).readline)
    found = [token for token in tokens if token.type == tokenize.COMMENT]
    return {token.start[0] for token in found if not _FOR_TOOLS.match(token.string)}


def _code_lines(file: File) -> set[int]:
    """Lines that are neither blank, nor a comment alone, nor of a docstring."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    said = {line for node in ast.walk(file.tree) if isinstance(node, documented) for line in _docstring_lines(node)}
    written = [(number, line.strip()) for number, line in enumerate(file.text.splitlines(), 1)]
    return {number for number, line in written if line and not line.startswith("#")} - said


def _docstring_lines(node: ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> range:
    first = node.body[0] if ast.get_docstring(node, clean=False) is not None else None
    return range(first.lineno, (first.end_lineno or first.lineno) + 1) if first else range(0)


# ------------------------------------------------------------------------------------------------------ what is traced

FIELDS: Final = (
    """[{"name": "id", "type": "integer"}, {"name": "size", "type": "integer", "constraints": {"minimum": 1}}]"""
)
DESCRIPTOR: Final = f"""{{
  "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
  "name": "ships", "title": "Ships", "version": "1.0.0",
  "licenses": [{{"name": "CC0-1.0", "path": "https://creativecommons.org/publicdomain/zero/1.0/"}}],
  "resources": [{{"name": "ships", "type": "table", "path": "ships.csv",
    "schema": {{"fields": {FIELDS}, "primaryKey": ["id"]}}}}]
}}
"""
SOUND: Final = "id,size\n1,3\n2,4\n"
FAULTY: Final = "id,size\n1,0\n2,four\n"
FIFTY: Final = "id,size\n" + "".join(f"{number},{number}\n" for number in range(1, 51))

VALIDATION: Final = ("engine/validation/examining.py", "examine")
OPENING: Final = ("engine/reading/opening.py", "open_package")


def traced(package: Path) -> list[Measure]:
    """What a validation, a release and a command pass through, each of a tiny package, once all is imported."""
    with tempfile.TemporaryDirectory() as folder, _importable(package.parent):
        faulty, sound, fifty = (
            _written(Path(folder) / name, rows)
            for name, rows in {"faulty": FAULTY, "sound": SOUND, "fifty": FIFTY}.items()
        )
        _import_all(package)
        validation = passed(package, lambda: _validate(faulty))
        release = passed(package, lambda: _release(sound))
        loaded = own_modules_loaded(package, ["validate", str(fifty)])
    counted = [times(package, release, place) for place in (VALIDATION, OPENING)]
    return [
        at_most("files entered by `validate` of a faulty CSV", files_of(validation), 36),
        at_most("files entered by `release` of a tiny package", files_of(release), 90),
        Measure("validations, openings in one `release`", f"{counted[0]}, {counted[1]}", "2, 2", max(counted) <= 2),  # noqa: PLR2004
        at_most("own modules loaded by the command `validate` of 50 rows", loaded, 70),
    ]


def _import_all(package: Path) -> None:
    """What runs when a module is imported is no part of a call."""
    for module in pkgutil.walk_packages([str(package)], f"{package.name}."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)


def _written(folder: Path, rows: str) -> Path:
    folder.mkdir()
    (folder / "datapackage.json").write_text(DESCRIPTOR, encoding="utf-8")
    (folder / "ships.csv").write_text(rows, encoding="utf-8")
    return folder


def _validate(source: Path) -> None:
    import talent_dataset

    report = talent_dataset.validate(source)
    found = {issue.code for issue in report.issues}
    if found != {"cell/minimum", "cell/type"}:
        raise AssertionError(f"a bound and a type are broken, and the report has {found}")


def _release(source: Path) -> None:
    from talent_dataset.releases.releasing import Wishes, build_release, plan_release

    wishes = Wishes(version="1.0.0", created="2026-01-01")
    with tempfile.TemporaryDirectory() as folder:
        build_release(Path(folder) / "out", plan_release(source, None, wishes), wishes)


Passed = Counter[tuple[str, str]]
"""How often each function was entered: its file below the package, and its name."""


def passed(package: Path, call: Callable[[], None]) -> Passed:
    """The functions of a package that a call enters, on whatever thread."""
    home, found = f"{package}/", Passed()

    def note(frame: FrameType, event: str, _: Any) -> None:
        code = frame.f_code
        if event == "call" and code.co_filename.startswith(home) and code.co_name != "<module>":
            found[code.co_filename.removeprefix(home), code.co_name] += 1

    threading.setprofile(note)
    sys.setprofile(note)
    try:
        call()
    finally:
        sys.setprofile(None)
        threading.setprofile(None)
    return found


def files_of(entered: Passed) -> list[str]:
    """The files that were entered."""
    return sorted({file for file, _ in entered})


def times(package: Path, entered: Passed, place: tuple[str, str]) -> int:
    """How often a function was entered; one that is no longer there is no zero."""
    file, name = place
    if f"def {name}(" not in (package / file).read_text(encoding="utf-8"):
        raise LookupError(f"{file} has no function {name}: say in {Path(__file__).name} where it went")
    return entered[place]


def own_modules_loaded(package: Path, arguments: Sequence[str]) -> list[str]:
    """The modules of the package that a command of a fresh interpreter has loaded when it ends."""
    name = package.name
    program = (
        f"import sys; sys.path.insert(0, {str(package.parent)!r})\n"
        f"from {name}.cli import main\n"
        f"main({list(arguments)!r})\n"
        f"print('loaded:', *sorted(each for each in sys.modules if each.split('.')[0] == {name!r}))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return done.stdout.rpartition("loaded:")[2].split()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
