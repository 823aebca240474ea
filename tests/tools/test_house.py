"""The house is measured: each measure sees what it is made for, and our own source keeps those that are gated."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest


@pytest.fixture(scope="module")
def house() -> ModuleType:
    """The script, as a module."""
    path = Path(__file__).resolve().parents[2] / "tools" / "house.py"
    spec = importlib.util.spec_from_file_location("house", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["house"] = module  # its dataclasses look themselves up there
    spec.loader.exec_module(module)
    return module


LONG = "".join(f"# line {number}\n" for number in range(60))


@pytest.fixture
def built(house: ModuleType, tmp_path: Path, request: pytest.FixtureRequest) -> Any:
    """Makes a package of files, by path and text."""

    def build(**files: str) -> Any:
        package = tmp_path / f"made_{abs(hash(request.node.name))}"
        for name, text in files.items():
            path = package / f"{name.replace('__', '/')}.py"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        for folder in {package, *(path.parent for path in package.rglob("*.py"))}:
            (folder / "__init__.py").touch()
        return house.Tree(package)

    return build


def measured(house: ModuleType, tree: Any) -> dict[str, Any]:
    return {measure.name: measure for measure in house.static(tree)}


def test_a_house_in_order_misses_no_gate(house: ModuleType, built: Any) -> None:
    measures = measured(house, built(one=LONG, below__two=LONG))
    assert [name for name, each in measures.items() if each.is_gated and not each.holds] == []
    assert measures["source files"].now == "4"


def test_files_and_their_median_are_counted(house: ModuleType, built: Any) -> None:
    measures = measured(house, built(one="a = 1\n" * 10, two="a = 1\n" * 30))
    assert (measures["source files"].now, measures["median lines of a file"].now) == ("3", "10")
    assert not measures["median lines of a file"].holds


def test_a_small_file_needs_a_reason_and_a_command_has_one(house: ModuleType, built: Any) -> None:
    tree = built(version="a = 1\n", cli__yank="a = 1\n", thought="a = 1\n", whole=LONG)
    assert house.small(tree.files) == [
        "cli/yank.py (1): command: one command, one file",
        "thought.py (1): ?",
        "version.py (1): face: the number, below all who tell it",
    ]
    assert house.unexcused(tree.files) == ["thought.py (1)"]


def test_a_file_above_the_ceiling_is_named(house: ModuleType, built: Any) -> None:
    assert house.large(built(tower="a = 1\n" * 501, house="a = 1\n" * 500).files) == ["tower.py (501)"]


def test_names_of_modules_are_compared_but_those_of_commands(house: ModuleType, built: Any) -> None:
    tree = built(words=LONG, english__words=LONG, build=LONG, cli__build=LONG)
    assert house.twice(house.modules(tree.files)) == ["words: english/words.py, words.py"]


def test_names_of_classes_are_compared_but_those_within_a_class(house: ModuleType, built: Any) -> None:
    outer = "class {0}:\n    class Config: ...\nclass {0}Only: ...\n"
    tree = built(one=outer.format("A") + "class Same: ...\n", two=outer.format("B") + "class Same: ...\n")
    assert house.twice(house.classes(tree.files)) == ["Same: one.py, two.py"]


@pytest.mark.parametrize(
    "alias",
    [
        "Kind = Literal['a', 'b']",
        "Kind = Callable[[int], str]",
        "Kind = int | None",
        "Kind = dict[str, Any]",
        "Kind: TypeAlias = tuple[int, ...]",
        "Kind = NewType('Kind', int)",
    ],
)
def test_an_alias_is_compared_with_aliases_and_classes(house: ModuleType, built: Any, alias: str) -> None:
    assert house.shared_aliases(built(one=alias, two="class Kind: ...").files) == ["Kind: one.py, two.py"]
    assert house.shared_aliases(built(one=alias, two=alias).files) == ["Kind: one.py, two.py"]


@pytest.mark.parametrize("value", ["KINDS = A | B", "kind = left | right", "Kind = 3", "Kind = make(int)"])
def test_a_value_is_no_alias(house: ModuleType, built: Any, value: str) -> None:
    assert house.shared_aliases(built(one=value, two=value).files) == []


@pytest.mark.parametrize(
    "back",
    [
        "from made import one",
        "def later():\n    from made import one",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from made import one",
    ],
)
def test_a_cycle_is_seen_at_run_time_later_and_for_types(house: ModuleType, tmp_path: Path, back: str) -> None:
    package = tmp_path / "made"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "one.py").write_text("from made import two\n", encoding="utf-8")
    (package / "two.py").write_text(back, encoding="utf-8")
    assert len(house.cycles(house.Tree(package).graph, "made")) == 1


def test_a_cycle_of_rooms_is_seen_where_no_modules_make_one(house: ModuleType, tmp_path: Path) -> None:
    package = tmp_path / "made"
    texts = {
        "a/__init__": "", "a/one": "import made.b.one\n", "a/two": "", "b/__init__": "", "b/one": "",
        "b/two": "import made.a.two\n", "__init__": "",
    }  # fmt: skip
    for name, text in texts.items():
        path = package / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    graph = house.Tree(package).graph
    assert len(house.cycles(graph, "made")) == 1
    assert len(house.longest_chain(graph)) == 2
    assert house.with_one_importer(graph) == ["made.a.two (by made.b.two)", "made.b.one (by made.a.one)"]


def test_complexity_is_counted_as_radon_counts_it(house: ModuleType, built: Any) -> None:
    branches = "".join(f"    {number} if a else 0\n" for number in range(10))
    tree = built(one=f"def f(a):\n{branches}\ndef g(a):\n{branches.removeprefix('    0 if a else 0')}")
    assert house.complex_functions(tree.files) == ["one.py:1 f (11)"]


def test_a_long_function_is_named_its_docstring_aside(house: ModuleType, built: Any) -> None:
    docstring = '    """First.\n' + "    More.\n" * 40 + '    """\n'
    tree = built(one=f"def f():\n{docstring}" + "    a = 1\n" * 49, two="def g():\n" + "    a = 1\n" * 50)
    assert house.long_functions(tree.files) == ["two.py:1 g (51)"]


def test_comments_are_for_people_and_code_is_no_docstring(house: ModuleType, built: Any) -> None:
    text = '"""Says\n\nmuch."""\n# Why.\na = 1  # because\nb = 2  # noqa: E501\nc = "# no"\nd = 4\n'
    assert house.comments_in_hundred(built(one=text).files) == 50


def test_files_entered_by_a_call_are_those_of_the_package_on_any_thread(
    house: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "entered"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "here.py").write_text("def f():\n    return [g() for _ in range(3)]\ndef g(): ...\n", encoding="utf-8")
    (package / "there.py").write_text("def h(): ...\n", encoding="utf-8")
    (package / "silent.py").write_text("a = 1\n", encoding="utf-8")
    program = (
        "import threading\n"
        "def call():\n"
        "    from entered import here, silent, there\n"
        "    here.f()\n"
        "    thread = threading.Thread(target=there.h)\n"
        "    thread.start()\n"
        "    thread.join()\n"
    )
    space: dict[str, Any] = {}
    monkeypatch.syspath_prepend(str(tmp_path))
    exec(program, space)  # noqa: S102 - a call that imports the package just made
    entered = house.passed(package, space["call"])
    assert house.files_of(entered) == ["here.py", "there.py"]
    assert house.times(package, entered, ("here.py", "g")) == 3


def test_a_function_that_went_elsewhere_is_no_zero(house: ModuleType, built: Any) -> None:
    tree = built(one="def other(): ...\n")
    with pytest.raises(LookupError, match=r"one\.py has no function examine"):
        house.times(tree.folder, house.Passed(), ("one.py", "examine"))


def test_what_a_command_loads_is_of_the_package(house: ModuleType, tmp_path: Path) -> None:
    package = tmp_path / "commanded"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "used.py").touch()
    (package / "unused.py").touch()
    (package / "cli.py").write_text(
        "def main(words):\n    from commanded import used\n    print('said:', words)\n", encoding="utf-8"
    )
    assert house.own_modules_loaded(package, ["go"]) == ["commanded", "commanded.cli", "commanded.used"]


def test_a_missed_gate_is_marked_and_explained_and_a_missed_goal_is_not(house: ModuleType) -> None:
    measures = [
        house.at_most("files", ["a.py", "b.py"], 1),
        house.at_most("names", ["Same: a.py, b.py"], 0, is_gated=True),
    ]
    assert list(house.table(measures, is_listing=False)) == [
        "measure  now  goal",
        "files      2  <= 1  not yet",
        "names      1     0  MISSED",
        "",
        "names:",
        "  Same: a.py, b.py",
    ]
    assert list(house.table(measures[:1], is_listing=True))[-3:] == ["files:", "  a.py", "  b.py"]


def test_only_a_missed_gate_fails(house: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    missed = [house.at_most("files", ["a.py", "b.py"], 1)]
    monkeypatch.setattr(house, "static", lambda _: missed)
    assert house.main([]) == 0
    missed.append(house.at_most("names", ["Same: a.py, b.py"], 0, is_gated=True))
    assert house.main([]) == 1


def test_no_class_or_alias_of_ours_stands_twice(house: ModuleType, root: Path) -> None:
    files = house.Tree(root / "src" / "talent_dataset").files
    assert house.twice(house.classes(files)) == []
    assert house.shared_aliases(files) == []


@pytest.mark.full
def test_a_validation_a_release_and_a_command_are_traced(root: Path) -> None:
    command = [sys.executable, str(root / "tools" / "house.py"), "--full"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    last = [line.split("  ")[0] for line in done.stdout.splitlines()][-4:]
    assert last == [
        "files entered by `validate` of a faulty CSV",
        "files entered by `release` of a tiny package",
        "validations, openings in one `release`",
        "own modules loaded by the command `validate` of 50 rows",
    ]
    assert not re.search(r"` [a-z ]+  +0[ ,]", done.stdout)
