"""What each code means: the rule, why it exists, its clause, examples. The text stands in ``explanations/*/*.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

from talent_dataset.errors import UnknownNameError
from talent_dataset.meant import nearest
from talent_dataset.render.example import Example

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from talent_dataset.issues import Severity

_NAMED_RULE = "row/rule"


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Everything there is to say about a code.

    Attributes:
        code: ``scope/kind``.
        title: What is wrong, in a few words.
        severity: The severity of its issues, where no setting changes it; ``skipped`` where it has none, and only says
            what was not read.
        rule: What holds where nothing is wrong.
        why: Why the rule exists.
        mend: What to do about an issue.
        clauses: Name and address of the clauses that the rule is from; none for a rule of our own.
        bad: The smallest package that breaks the rule.
        good: The same package, mended.
        example_code: Code that the bad example yields: that of a named rule differs from ``code``.
        not_run: Why the examples cannot be run, or empty.
    """

    code: str
    title: str
    severity: Severity | Literal["skipped"]
    rule: str
    why: str
    mend: str
    clauses: tuple[tuple[str, str], ...]
    bad: Example
    good: Example
    example_code: str
    not_run: str


@cache
def explanations() -> dict[str, Explanation]:
    """All explanations by code, sorted."""
    folder = files("talent_dataset.render").joinpath("explanations")
    found = [
        _read(scope.name, entry)
        for scope in folder.iterdir()
        if scope.is_dir()
        for entry in scope.iterdir()
        if entry.name.endswith(".toml")
    ]
    return {one.code: one for one in sorted(found, key=lambda one: one.code)}


def _read(scope: str, entry: Traversable) -> Explanation:
    """One explanation file."""
    content = tomllib.loads(entry.read_text(encoding="utf-8"))
    code = f"{scope}/{entry.name.removesuffix('.toml')}"
    bad = Example.parse(content["bad"])
    return Explanation(
        code=code,
        title=content["title"],
        severity=content.get("severity", "error"),
        rule=content["rule"],
        why=content["why"],
        mend=content["mend"],
        clauses=tuple((name, address) for name, address in content["clauses"]),
        bad=bad,
        good=Example.parse(content["good"], bad),
        example_code=content.get("code-of-example", code),
        not_run=content.get("not-run", ""),
    )


def explanation(code: str) -> Explanation:
    """The explanation of a code; that of ``row/rule`` for the name of any rule (``row/...``).

    Raises:
        UnknownNameError: There is no such code; the hint has the nearest ones.
    """
    known = explanations()
    if code in known:
        return known[code]
    near = nearest_codes(code)
    if code.startswith("row/") and not near:
        return known[_NAMED_RULE]
    hint = f"Did you mean {' or '.join(near)}? " if near else ""
    raise UnknownNameError(f"There is no code {code!r}.", hint=hint + "`talent-dataset explain` lists all codes.")


def nearest_codes(code: str) -> list[str]:
    """Codes that were probably meant: of the same kind, or spelt nearly the same."""
    folded = code.strip().lower().replace("_", "-")
    known = list(explanations())
    same = [one for one in known if folded in {one, one.partition("/")[2], one.replace("/", "-")}]
    near = nearest(folded, known, cutoff=0.8)
    return same or ([near] if near else [])
