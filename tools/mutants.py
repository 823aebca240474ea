"""Break the heart of the project on purpose, one place at a time: some test has to fail each time.

    python tools/mutants.py            all mutants
    python tools/mutants.py NAME ...   some of them

Each mutant is one change of one file, made in a copy of the checkout, and the tests that must fail for it. One that
survives is a hole in the tests; one whose text is no longer there exactly once has to be written anew.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final, NamedTuple

ROOT: Final = Path(__file__).resolve().parent.parent
NEEDED: Final = ("src", "tests", "conformance", "datapackage", "seeds", "examples", "docs", "pyproject.toml")


class Mutant(NamedTuple):
    """One change, and where it must be noticed.

    Attributes:
        file: Below ``src/talent_dataset``.
        old: What stands there, once.
        new: What stands there in its stead.
        tests: Test files, one of which must fail.
    """

    file: str
    old: str
    new: str
    tests: tuple[str, ...]


MUTANTS: Final = {
    "bound": Mutant(
        "engine/reading/types/kind.py",
        '    ">=": operator.ge,',
        '    ">=": operator.gt,',
        ("tests/engine/rules/test_constraints.py",),
    ),
    "length": Mutant(
        "engine/rules/field_checks.py",
        "    length, bound = cells.text.str.len_chars(), pl.lit(min(limit, _LONGEST))",
        "    length, bound = cells.text.str.len_bytes(), pl.lit(min(limit, _LONGEST))",
        ("tests/engine/rules/test_constraints.py",),
    ),
    "required": Mutant(
        "engine/rules/field_checks.py",
        "        clean=column.cells.none_missing,",
        "        clean=pl.lit(value=True),",
        ("tests/engine/test_sentences.py",),
    ),
    "repeated key": Mutant(
        "engine/rules/keys.py",
        "ordered == ordered.shift(1)",
        "ordered == ordered.shift(2)",
        ("tests/engine/rules/test_keys.py", "tests/engine/validation/test_passes.py"),
    ),
    "lost reference": Mutant(
        "engine/rules/keys.py",
        "is_in(values).not_().fill_null(value=False)",
        "is_in(values).fill_null(value=False)",
        ("tests/engine/rules/test_keys.py", "tests/engine/validation/test_passes.py"),
    ),
    "line": Mutant(
        "engine/reading/fast_csv.py",
        'stretch.first_line + first + before.count("\\n")',
        "stretch.first_line + first",
        ("tests/engine/reading/test_fast_csv.py", "tests/engine/validation/test_places.py"),
    ),
    "end of a cell": Mutant(
        "engine/reading/bytes.py",
        "_behind_quotes(line, start, quote) + 1",
        "_behind_quotes(line, start, quote)",
        ("tests/engine/test_sentences.py",),
    ),
    "severity": Mutant(
        "engine/validation/tally.py",
        'number if level == "error" else 0',
        'number if level == "warning" else 0',
        ("tests/engine/validation/test_tally.py", "tests/engine/validation/test_verdict.py"),
    ),
    "verdict": Mutant(
        "engine/report.py",
        'return "valid" if is_full and not any(skip.counts for skip in skipped)',
        'return "valid" if is_full and not any(skip.required for skip in skipped)',
        ("tests/engine/test_report.py", "tests/engine/validation/test_verdict.py"),
    ),
    "quote": Mutant(
        "provenance/quotes.py",
        "!= entry.span_sha256.lower()",
        "== entry.span_sha256.lower()",
        ("tests/provenance/test_quotes.py",),
    ),
    "version": Mutant(
        "releases/difference/bump.py",
        "max(levels, key=LEVELS.index)",
        "min(levels, key=LEVELS.index)",
        ("tests/releases/test_bump.py",),
    ),
    "half written": Mutant(
        "engine/writing/workshop.py",
        "            os.replace(self.new, self.target)",
        "            os.remove(self.target), os.rename(self.new, self.target)",
        ("tests/engine/writing",),
    ),
}


def main(names: list[str]) -> int:
    """Try the mutants; 0 where each was noticed."""
    if unknown := [name for name in names if name not in MUTANTS]:
        print(f"no such mutant: {', '.join(unknown)} (there are: {', '.join(MUTANTS)})")
        return 2
    with tempfile.TemporaryDirectory() as folder:
        copy = _copied(Path(folder))
        survivors = [name for name in names or MUTANTS if not _is_noticed(name, MUTANTS[name], copy)]
    if survivors:
        print(f"\nmutants that no test noticed: {', '.join(survivors)}")
    return 1 if survivors else 0


def _copied(folder: Path) -> Path:
    for name in NEEDED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / name)
    return folder


def _is_noticed(name: str, mutant: Mutant, copy: Path) -> bool:
    """Whether the tests fail for it, having held without it."""
    path = copy / "src" / "talent_dataset" / mutant.file
    sound = path.read_text(encoding="utf-8")
    path.write_text(mutated(sound, name, mutant), encoding="utf-8")
    try:
        is_noticed = not _hold(mutant.tests, copy)
    finally:
        path.write_text(sound, encoding="utf-8")
    # Tests that fail by themselves would notice anything.
    is_telling = is_noticed and _hold(mutant.tests, copy)
    print(f"{name:<16} {'noticed' if is_telling else 'NOT NOTICED'}  {mutant.file}", flush=True)
    return is_telling


def mutated(text: str, name: str, mutant: Mutant) -> str:
    """The text of the file with the change.

    Raises:
        SystemExit: What is to be changed does not stand there exactly once.
    """
    if text.count(mutant.old) != 1:
        raise SystemExit(f"the mutant {name!r}: {mutant.old!r} stands {text.count(mutant.old)} times in {mutant.file}")
    return text.replace(mutant.old, mutant.new)


def _hold(tests: tuple[str, ...], copy: Path) -> bool:
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-x",
        "-q",
        "-n0",
        "-p",
        "no:cacheprovider",
        "--hypothesis-seed=0",
        *tests,
    ]
    settings = {**os.environ, "PYTHONPATH": str(copy / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(command, cwd=copy, env=settings, capture_output=True, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
