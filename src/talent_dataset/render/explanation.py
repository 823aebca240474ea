"""What each code means: the rule, why it exists, its clause, examples. The text stands in ``explanations/*/*.toml``."""

from __future__ import annotations

import gzip
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal, Self

from talent_dataset.engine.errors import UnknownNameError
from talent_dataset.engine.meant import nearest

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from talent_dataset.engine.issues import Severity

_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A package in as few words as its point needs.

    Attributes:
        descriptor: Text of ``datapackage.json``, where the package is the point.
        resource: JSON object of the only resource, where the resource is the point.
        schema: JSON object of the schema of the only resource, whose file is ``data.csv``.
        files: Name of each file to its text.
        encoding: Encoding in which the files stand on the disk.
        gzip: Whether files named ``.gz`` are really compressed.
        severity: Settings of the run, as ``--severity`` takes them.
        silence: The same, as ``--silence`` takes them.
    """

    descriptor: str = ""
    resource: str = ""
    schema: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    encoding: str = "utf-8"
    gzip: bool = False
    severity: tuple[str, ...] = ()
    silence: tuple[str, ...] = ()

    @classmethod
    def parse(cls, entry: Mapping[str, Any], base: Self | None = None) -> Self:
        """An example of an explanation file; what it does not say is as in ``base``."""
        given: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()
        }
        if base is None:
            return cls(**given)
        return cls(**{each.name: getattr(base, each.name) for each in fields(cls)} | given)

    def contents(self) -> dict[str, bytes]:
        """The files of the package as they stand on the disk, ``datapackage.json`` first."""
        texts = {"datapackage.json": self._descriptor().encode()}
        return texts | {name: self._bytes(name, text) for name, text in self.files.items()}

    def _descriptor(self) -> str:
        if self.descriptor:
            return self.descriptor
        described = json.loads(self.resource) if self.resource else {"path": "data.csv"}
        if self.schema:
            described["schema"] = json.loads(self.schema)
        return json.dumps({"$schema": _PROFILE, "name": "example", "resources": [{"name": "data", **described}]})

    def _bytes(self, name: str, text: str) -> bytes:
        """One file, encoded and maybe compressed."""
        encoded = text.encode(self.encoding)
        # Without a time, so that the same example has the same bytes.
        return gzip.compress(encoded, mtime=0) if self.gzip and name.endswith(".gz") else encoded

    def parts(self, base: Self | None = None) -> list[tuple[str, str]]:
        """Title and text of what a reader needs to see; parts that are as in ``base`` are left out."""
        # Of the good example a reader sees only what was mended.
        known = base.parts() if base else []
        return [part for part in self._titled() if part not in known]

    def _titled(self) -> list[tuple[str, str]]:
        """Everything there is to see, by title."""
        note = "" if self.encoding == "utf-8" else f" (in {self.encoding})"
        note += " (compressed)" if self.gzip else ""
        parts = [("datapackage.json", self.descriptor), ("resource", self.resource), ("schema", self.schema)]
        parts += [("severities", "\n".join(self.severity)), ("silenced", "\n".join(self.silence))]
        shown = [(title, text.strip("\n")) for title, text in parts if text]
        files = [(name + note, text.strip("\n") or "(an empty file)") for name, text in self.files.items()]
        return shown + files


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
    # Rules have names that their packages give them; a code of ours that was misspelt is told first.
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
