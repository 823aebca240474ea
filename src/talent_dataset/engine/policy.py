"""What a user makes of a report: severities changed, rules silenced with a reason, skips allowed, checks required."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast, get_args

from talent_dataset.engine.errors import CannotCheckError
from talent_dataset.engine.issues import Severity

Level = Literal["error", "warning", "info", "silent"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What to make of the issues of one code, in one resource or in all.

    Attributes:
        code: The code, such as ``cell/formula``.
        level: The severity to give, or ``silent``.
        reason: Why; a silence needs one, since it shows in the report.
        resource: Name of the resource it is limited to, or ``None`` for all.
    """

    code: str
    level: Level
    reason: str = ""
    resource: str | None = None

    def __post_init__(self) -> None:
        """Refuse an unknown level, and a silence without a reason."""
        if self.level not in get_args(Level):
            message = f"{self.code}: {self.level!r} is no severity"
            raise CannotCheckError(message, hint=f"Write one of {', '.join(get_args(Level))}.")
        if self.level == "silent" and not self.reason.strip():
            message = f"{self.code}: a rule is silenced without a reason"
            raise CannotCheckError(message, hint="Add the reason; it is shown in every report.")


@dataclass(frozen=True, slots=True)
class Policy:
    """All settings of a run. The setting of a resource goes before that of all; the later before the earlier.

    Attributes:
        settings: Severities changed, rules silenced.
        allow_skipped: Codes of skipped checks without which a package may be valid, each maybe as ``resource:code``.
        require: Codes of checks that must run, each maybe as ``resource:code``: a package is not fully checked where
            one is skipped for whatever reason. Goes before ``allow_skipped``.
    """

    settings: tuple[Setting, ...] = ()
    allow_skipped: tuple[str, ...] = ()
    require: tuple[str, ...] = ()

    def find(self, code: str, resource: str | None) -> Setting | None:
        """The setting that decides about issues of ``code`` in ``resource``, or ``None``."""
        fits = [s for s in self.settings if s.code == code and s.resource in {None, resource}]
        limited = [s for s in fits if s.resource is not None]
        return limited[-1] if limited else fits[-1] if fits else None

    def severity(self, code: str, resource: str | None, declared: Severity) -> Level:
        """The level in force for issues of ``code`` in ``resource`` that the rule itself declares ``declared``."""
        setting = self.find(code, resource)
        return setting.level if setting else declared

    def allows(self, code: str, resource: str | None) -> bool:
        """Whether a package may be valid though this check was skipped."""
        return not {code, f"{resource}:{code}"}.isdisjoint(self.allow_skipped)

    def requires(self, code: str, resource: str | None) -> bool:
        """Whether a package is not fully checked without this check, whatever the reason."""
        return not {code, f"{resource}:{code}"}.isdisjoint(self.require)

    def updated(self, later: Policy) -> Policy:
        """Both policies; what the later one says of a code goes before what this one says."""
        return Policy(
            (*self.settings, *later.settings),
            (*(code for code in self.allow_skipped if code not in later.require), *later.allow_skipped),
            # Requiring goes before allowing, so what the later policy allows must leave the list.
            (*(code for code in self.require if code not in later.allow_skipped), *later.require),
        )


def read_policy(pyproject: Path) -> Policy:
    """The settings of ``[tool.talent-dataset]`` in a ``pyproject.toml``.

    Each key of its ``rules`` is a code, or ``resource:code``; each value a level, or a table with ``level`` and
    ``reason``::

        [tool.talent-dataset]
        allow-skipped = ["file/remote"]
        require = ["evidence/quote"]

        [tool.talent-dataset.rules]
        "cell/formula" = { level = "silent", reason = "the cells are shown as text" }
        "events:row/blank" = "error"

    Raises:
        CannotCheckError: The file is not TOML, or a setting is invalid.
    """
    import tomllib

    try:
        content = tomllib.loads(pyproject.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        message = f"{pyproject}: {error}"
        raise CannotCheckError(message, hint="Mend the file, or run in another folder.") from error
    found = content.get("tool", {}).get("talent-dataset", {})
    settings = tuple(_setting(key, value) for key, value in found.get("rules", {}).items())
    return Policy(settings, _codes(found, "allow-skipped"), _codes(found, "require"))


def _codes(found: Mapping[str, Any], key: str) -> tuple[str, ...]:
    codes = found.get(key, [])
    if not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
        message = f"{key} of [tool.talent-dataset] must be a list of codes"
        raise CannotCheckError(message, hint=f'Write {key} = ["file/remote"].')
    return tuple(codes)


def _setting(key: str, value: str | Mapping[str, Any]) -> Setting:
    """One entry of the table, as a setting."""
    entry: Mapping[str, Any] = {"level": value} if isinstance(value, str) else value
    # From the right: a code has no colon, the name of a resource may have one.
    resource, _, code = key.rpartition(":")
    unknown = sorted(set(entry) - {"level", "reason"})
    if unknown or "level" not in entry:
        message = f"{key}: " + (f"unknown {', '.join(unknown)}" if unknown else "the level is missing")
        raise CannotCheckError(message, hint='Write { level = "warning", reason = "..." }.')
    level = cast("Level", entry["level"])
    return Setting(code=code, level=level, reason=str(entry.get("reason", "")), resource=resource or None)


def parse_settings(severities: Iterable[str], silences: Iterable[str]) -> tuple[Setting, ...]:
    """Settings of the command line: ``CODE=LEVEL`` and ``CODE=REASON``, each code maybe as ``resource:code``."""
    pairs = [(*_split(text, "CODE=LEVEL"), True) for text in severities]
    pairs += [(*_split(text, "CODE=REASON"), False) for text in silences]
    return tuple(
        _setting(key, value if is_level else {"level": "silent", "reason": value}) for key, value, is_level in pairs
    )


def _split(text: str, form: str) -> tuple[str, str]:
    """The two sides of the first equals sign."""
    key, equals, value = text.partition("=")
    if not (key and equals):
        message = f"{text!r} is not of the form {form}"
        raise CannotCheckError(message)
    return key.strip(), value.strip()
