"""The smallest package that breaks a rule, and the smallest that keeps it."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Self

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
        """The whole descriptor."""
        if self.descriptor:
            return self.descriptor
        described = json.loads(self.resource) if self.resource else {"path": "data.csv"}
        if self.schema:
            described["schema"] = json.loads(self.schema)
        return json.dumps({"$schema": _PROFILE, "name": "example", "resources": [{"name": "data", **described}]})

    def _bytes(self, name: str, text: str) -> bytes:
        """One file, encoded and maybe compressed."""
        encoded = text.encode(self.encoding)
        return gzip.compress(encoded, mtime=0) if self.gzip and name.endswith(".gz") else encoded

    def parts(self, base: Self | None = None) -> list[tuple[str, str]]:
        """Title and text of what a reader needs to see; parts that are as in ``base`` are left out."""
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
