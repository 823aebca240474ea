"""Whether what a validator says is right, level by level."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from conformance.cases import Case, Report, Vector, cells_of

# Of a package: whether it is valid; the set of kinds of error; each error with its resource, row and field.
LEVELS = ("verdict", "types", "located")
# Cells that hold more than common number types do: their value is not compared.
BEYOND = frozenset({"bignum", "precision"})


@dataclass(frozen=True)
class Outcome:
    """Whether a validator agrees with a case, at each level that the case decides; why not."""

    suite: str
    area: str
    id: str
    confidence: str
    levels: Mapping[str, bool]
    why: str = ""

    @property
    def agrees(self) -> bool:
        """Whether it agrees at every level."""
        return all(self.levels.values())


def package(case: Case, report: Report) -> Outcome:
    """What a report on a package is worth."""
    levels, why = _levels(case, report)
    return Outcome("packages", case.area, case.id, case.confidence, levels, why)


def _levels(case: Case, report: Report) -> tuple[dict[str, bool], str]:
    decided = LEVELS[: LEVELS.index(case.level) + 1] if case.errors and not case.is_open else LEVELS[:1]
    if "valid" not in report:
        return dict.fromkeys(decided, False), _failure(report)
    if case.is_open:
        return {"verdict": True}, ""
    is_right = report["valid"] == case.valid
    levels = {level: is_right and (level == "verdict" or _match(case, report, level)) for level in decided}
    why = "false alarm" if case.valid else "missed"
    return levels, why if not is_right else next((f"wrong {level}" for level in decided if not levels[level]), "")


def _failure(report: Report) -> str:
    return next((f"{name}: {report[name]}" for name in ("crash", "timeout") if name in report), "no report")


def _match(case: Case, report: Report, level: str) -> bool:
    """Whether each error expected is reported, and none that is not expected."""
    found = report["errors"]
    return all(any(covers(wanted, error, level) for error in found) for wanted in case.errors) and all(
        any(covers(wanted, error, level) for wanted in case.errors) for error in found
    )


def covers(wanted: Mapping[str, Any], error: Mapping[str, Any], level: str) -> bool:
    """Whether an error is the one that is expected; where several types will do, ``|`` stands between them."""
    if error.get("type") not in wanted["type"].split("|"):
        return False
    if level != "located":
        return True
    places = all(wanted[key] == error.get(key) for key in ("resource", "row", "field") if key in wanted)
    constraints = {each["constraint"] for each in (wanted, error) if each.get("constraint")}
    return places and not ("constraint" in wanted and len(constraints) > 1)


def cells(group: Sequence[Vector], report: Report) -> Iterator[Outcome]:
    """What a report on a package of cells is worth, cell by cell."""
    by_row = _errors_by_row(report)
    for row, vector in enumerate(group, start=2):
        # An error without a row is one of the descriptor, which is sound in every vector that decides something.
        errors = by_row.get(None, []) or by_row.get(row, [])
        levels = _verdict(vector, report, is_refused=bool(errors), is_sound=None not in by_row)
        if levels["verdict"] and vector["expected"] == "error":
            levels["types"] = _is_kind(vector, errors)
        yield _outcome("cells", vector, levels, "" if all(levels.values()) else _why(report, vector["cell"], errors))


def _errors_by_row(report: Report) -> dict[int | None, list[dict[str, Any]]]:
    by_row: dict[int | None, list[dict[str, Any]]] = {}
    for error in report.get("errors", []):
        by_row.setdefault(error.get("row"), []).append(error)
    return by_row


def _verdict(vector: Vector, answer: Report, *, is_refused: bool, is_sound: bool) -> dict[str, bool]:
    if {"crash", "timeout"} & set(answer):
        return {"verdict": False}
    expected = vector["expected"]
    return {"verdict": expected is None or (is_sound and is_refused == (expected == "error"))}


def _is_kind(vector: Vector, errors: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a cell is refused for the right reason."""
    kinds = {_kind(error) for error in errors}
    # Values that are no category may be told as values of an enum, or of the type that the categories make.
    also = {"enum", "type"} if vector["errorKind"] == "categories" else set()
    return bool(kinds & {vector["errorKind"], None, *also})


def _kind(error: Mapping[str, Any]) -> str | None:
    if error["type"] == "constraint-error":
        return error.get("constraint")
    return "type" if error["type"] == "type-error" else error["type"]


def columns(group: Sequence[Vector], report: Report) -> Iterator[Outcome]:
    """What a report on a package of one column is worth: the cells that repeat an earlier one."""
    [vector] = group
    by_row = _errors_by_row(report)
    repeats = {"unique-error", "unique-key"}
    rows = range(2, 2 + len(cells_of(vector)))
    found = [row - 2 for row in rows if any(error["type"] in repeats for error in by_row.get(row, []))]
    expected = vector["expected"]
    is_right = "valid" in report and (expected is None or found == expected["rows"])
    yield _outcome("columns", vector, {"located": is_right}, "" if is_right else _why(report, vector["cells"], found))


def value(vector: Vector, answer: Report) -> Outcome:
    """What the value that a cell is read as is worth."""
    levels = _verdict(vector, answer, is_refused="error" in answer, is_sound="descriptor" not in answer)
    if levels["verdict"] and isinstance(vector["expected"], dict):
        levels["value"] = is_equal(vector, answer["value"])
    return _outcome("values", vector, levels, "" if all(levels.values()) else _why(answer, vector["cell"], answer))


def is_equal(vector: Vector, found: Any) -> bool:
    """Whether a value is the one that is expected; numbers may be binary ones."""
    expected = vector["expected"]["value"]
    if BEYOND & set(vector["tags"]) or json.dumps(expected, sort_keys=True) == json.dumps(found, sort_keys=True):
        return True
    is_number = vector["type"] in ("number", "geopoint") or vector["options"].get("itemType") == "number"
    return is_number and _floats(expected) == _floats(found)


def _floats(found: Any) -> list[float] | None:
    try:
        return [float(each) for each in (found if isinstance(found, list) else [found])]
    except (TypeError, ValueError):
        return None


def _outcome(suite: str, vector: Vector, levels: Mapping[str, bool], why: str) -> Outcome:
    about, _, type_ = vector["area"].partition("/")
    area = type_ if about == "type" else about
    return Outcome(suite, area, vector["id"], vector["confidence"], levels, why)


def _why(report: Report, cell: Any, found: Any) -> str:
    if {"crash", "timeout"} & set(report):
        return _failure(report)
    return f"{json.dumps(cell, ensure_ascii=False)}: {json.dumps(found, ensure_ascii=False, default=str)}"[:200]
