"""Labels to fields: which column of a file is which field of the schema, and what is wrong with the header."""

from __future__ import annotations

from bisect import bisect
from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from talent_dataset.engine.descriptor.model import Field, MissingValue
from talent_dataset.engine.meant import apart, folded_word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from talent_dataset.engine.descriptor.model import Dialect, FieldsMatch, Schema
    from talent_dataset.engine.issues import Issue
    from talent_dataset.engine.reading.table import Faults, TextTable

# Nobody makes more mistakes of one kind than this by hand: beyond it, the header is at fault as a whole.
_MOST: Final = 1_000
_FEW: Final = 3
_ALL: Final = {
    "header/blank": "columns have no label",
    "header/duplicate": "labels stand more than once in the header",
    "header/extra-field": "columns are not fields of the schema",
    "header/field-name": "labels are not the names of the fields that are expected there",
    "header/field-order": "columns stand where other fields are expected",
    "header/missing-field": "fields of the schema have no column",
}
_NAMES_OF_DELIMITERS: Final = {";": "semicolons", "\t": "tabs", "|": "vertical bars", ",": "commas", ":": "colons"}


@dataclass(slots=True)
class Match:
    """The outcome of matching.

    Attributes:
        fields: The field of each column (by position) that has one.
        names: A name for each column: of its field, else its label.
        issues: What is wrong with the header.
        is_readable: False where the file evidently has another delimiter: its cells are not what they seem.
        order: Of a later file of a table: for each column of the table its position there, where they stand in
            another order.
    """

    fields: dict[int, Field] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    issues: list[Issue] = field(default_factory=list)
    is_readable: bool = True
    order: tuple[int, ...] | None = None


def match(labels: Sequence[str] | None, width: int, schema: Schema | None, dialect: Dialect, faults: Faults) -> Match:
    """Match the columns of a file with the fields of its schema.

    Args:
        labels: The header, or ``None`` where the file has none.
        width: Cells of the first record, for a file with neither header nor schema.
        schema: The schema; without one, each column is a field of type ``any``.
        dialect: The dialect: its ``nullSequence`` is one more missing value of every field.
        faults: Makes the issues.
    """
    if labels is None:
        found = _by_order(schema, width)
    elif schema is None:
        found = _unknown(labels, faults)
    elif hint := wrong_delimiter(labels, schema, dialect):
        found = _unread(labels, schema, faults, hint)
    else:
        found = _matched(labels, schema, faults)
    found.issues = gathered(found.issues)
    if dialect.null_sequence is not None:
        null = MissingValue(dialect.null_sequence)
        found.fields = {n: replace(f, missing_values=(*f.missing_values, null)) for n, f in found.fields.items()}
    return found


def gathered(issues: list[Issue]) -> list[Issue]:
    """The faults of a header; of a kind that has thousands, the first one says how many there are."""
    by_code: dict[str, list[Issue]] = {}
    for issue in issues:
        by_code.setdefault(issue.code, []).append(issue)
    if all(len(some) <= _MOST for some in by_code.values()):
        return issues
    return [issue for code, some in by_code.items() for issue in (some if len(some) <= _MOST else [_one(code, some)])]


def _one(code: str, issues: list[Issue]) -> Issue:
    names = [issue.cell or issue.field for issue in issues[:_FEW]]
    such_as = f" ({', '.join(map(repr, names))}, ...)" if all(names) else ""
    message = f"{len(issues):,} {_ALL[code]}{such_as}."
    return replace(issues[0], message=message, hint="Is this the right file?", field=None, cell=None)


def is_header(labels: Sequence[str] | None, first: Sequence[str] | None) -> bool:
    """Whether a later file of a table begins with a header of its own, rather than with a row of data.

    Args:
        labels: What would be its header.
        first: The header of the table. A header it is again where it has the same labels in any order, where at least
            half of its cells are the labels of their columns, or where more than half of them are labels at all.
    """
    ours, theirs = [_bare(label) for label in labels or ()], [_bare(label) for label in first or ()]
    in_place = sum(here == there != "" for here, there in zip(ours, theirs, strict=False))
    common = (Counter(filter(None, ours)) & Counter(filter(None, theirs))).total()
    half = len(theirs) / 2
    return bool(ours and theirs) and (sorted(ours) == sorted(theirs) or in_place >= half or common > half)


def _bare(label: str) -> str:
    return label.strip().casefold()


def match_again(labels: Sequence[str], first: TextTable, faults: Faults) -> Match:
    """The header of a later file of a table, which has to be that of the first one.

    Its columns are those of the first file: by their labels where only the order differs, else in their order. With
    more or fewer columns it is not read.
    """
    there = first.labels or ()
    if tuple(labels) != there and Counter(labels) == Counter(there) and len(set(there)) == len(there):
        return _reordered(labels, there, first, faults)
    found = Match(first.fields, first.names)
    found.issues = [
        replace(_misnamed(label, name, faults), hint=f"Write {name!r}, as in {first.parts[0].path}.")
        for label, name in zip(labels, there, strict=False)
        if label != name
    ]
    if len(labels) != len(there):
        found.issues, found.is_readable = [_other_width(labels, there, first, faults)], False
    return found


def _reordered(labels: Sequence[str], there: Sequence[str], first: TextTable, faults: Faults) -> Match:
    """The columns of a file that has those of the first one in another order."""
    columns = [there.index(label) for label in labels]
    found = Match({n: first.fields[at] for n, at in enumerate(columns) if at in first.fields})
    found.names = tuple(first.names[at] for at in columns)
    found.order = tuple(labels.index(label) for label in there)
    found.issues = [_other_order(labels, there, first, faults)]
    return found


def _other_order(labels: Sequence[str], there: Sequence[str], first: TextTable, faults: Faults) -> Issue:
    label, name = next(both for both in zip(labels, there, strict=True) if both[0] != both[1])
    before = first.parts[0].path
    message = f"The column {label!r} stands where {name!r} stands in {before}, another file of the table."
    hint = f"Bring the columns into the order of {before}; they were read by their labels."
    return replace(faults.of_file("header/field-order", message, hint=hint), field=name, cell=label)


def _other_width(labels: Sequence[str], there: Sequence[str], first: TextTable, faults: Faults) -> Issue:
    before = first.parts[0].path
    surplus, absent = Counter(labels) - Counter(there), Counter(there) - Counter(labels)
    hint = f"Give all files of the table the columns of {before}; this one is not read."
    if surplus.total() > absent.total():
        message = f"The column {next(iter(surplus))!r} is not one of {before}, another file of the table."
        return replace(faults.of_file("header/extra-field", message, hint=hint), field=next(iter(surplus)))
    message = f"There is no column {next(iter(absent))!r}, as in {before}, another file of the table."
    return replace(faults.of_file("header/missing-field", message, hint=hint), field=next(iter(absent)))


def is_mended_by_dialect(issue: Issue) -> bool:
    """Whether a fault of the header goes when the dialect is declared, and all others with that remedy with it."""
    return issue.code.startswith("header/") and 'declare "' in issue.hint and '"skipInitialSpace"' not in issue.hint


def missing(schema: Schema | None, faults: Faults) -> Issue:
    """The file ends before its header."""
    hint = "Write the names of the fields as first line" + ("" if schema is None else f": {_listed(schema)}") + "."
    return faults.of_file("header/missing", "The file is empty: it has no header.", hint=hint)


def _listed(schema: Schema) -> str:
    names = [field.name for field in schema.fields]
    return ", ".join(names[:8]) + (", ..." if len(names) > 8 else "")  # noqa: PLR2004


def _by_order(schema: Schema | None, width: int) -> Match:
    fields = schema.fields if schema is not None else [Field(name=f"field{n + 1}", type="any") for n in range(width)]
    return Match(dict(enumerate(fields)), tuple(field.name for field in fields))


def _unknown(labels: Sequence[str], faults: Faults) -> Match:
    found = Match({n: Field(name=label, type="any") for n, label in enumerate(labels)}, tuple(labels))
    found.issues = [*_blank(labels, faults), *_repeated(labels, set(labels), {}, faults)]
    return found


def _matched(labels: Sequence[str], schema: Schema, faults: Faults) -> Match:
    bare, padded = _trimmed(labels, schema)
    # Only ``exact`` says anything of the order of columns.
    how = _in_order if schema.fields_match == "exact" else _by_name
    found = how(bare, schema, faults)
    found.issues[:0] = [_padding(labels[n], bare[n], faults) for n in padded]
    return found


def _trimmed(labels: Sequence[str], schema: Schema) -> tuple[list[str], list[int]]:
    """Labels without the blanks around them, where only these keep one from being the name of a field."""
    names = {field.name for field in schema.fields}
    padded = [n for n, label in enumerate(labels) if label not in names and label.strip() in names]
    bare = list(labels)
    for n in padded:
        bare[n] = labels[n].strip()
    return bare, padded


def _padding(label: str, name: str, faults: Faults) -> Issue:
    hint = "Take the blanks out."
    if label.lstrip(" \t") == name:
        hint = 'Take the blanks out, or declare "skipInitialSpace": true in the dialect.'
    message = f"There are blanks around the label {label!r}; it is read as {name!r}."
    issue = faults.of_file("header/field-name", message, severity="warning", hint=hint)
    return replace(issue, field=name, cell=label)


def _in_order(labels: Sequence[str], schema: Schema, faults: Faults) -> Match:
    """Exact: the header is the list of the fields; where it is not, a column is still the field that its label names.

    A column taken out of the file, or put in, is then one fault, and not one of each column behind it.
    """
    fields, names = schema.fields, [field.name for field in schema.fields]
    places = _places(labels, names)
    found = Match({n: fields[place] for n, place in enumerate(places) if place is not None})
    pairs = list(zip(labels, places, strict=True))
    found.names = tuple(label if place is None else names[place] for label, place in pairs)
    # A column that is no field is reported as a surplus one, and not for its label as well.
    found.issues += _blank(["-" if place is None else label for label, place in pairs], faults, found.names)
    found.issues += _repeated(labels, set(names), Counter(names), faults)
    found.issues += _other_labels(pairs, fields, faults)
    found.issues += _moved([place for _, place in pairs if place is not None], names, faults)
    found.issues += _surplus(pairs, names, faults)
    found.issues += _lacking(names, places, faults)
    return found


def _lacking(names: Sequence[str], places: Sequence[int | None], faults: Faults) -> Iterator[Issue]:
    """Fields that no column is."""
    return (missing_field(name, faults) for place, name in enumerate(names) if place not in places)


def _surplus(pairs: Sequence[tuple[str, int | None]], names: Sequence[str], faults: Faults) -> Iterator[Issue]:
    """Labels that no field of the schema has, given the place of the field that each stands for."""
    labels = [label for label, _ in pairs]
    for n, (label, place) in enumerate(pairs):
        if place is None and label not in names:
            yield surplus_field(label, faults, hint=_of_nameless(n, labels) if not label else "")


def _places(labels: Sequence[str], names: Sequence[str]) -> list[int | None]:
    """For each label, which field it is: the one that it names, else the one that alone can stand there."""
    places: list[int | None] = [None] * len(labels)
    # Exact names first: a near miss must not take the field that another label names.
    for key in (str, folded_word):
        free: dict[str, list[int]] = {}
        # Taken from the end below: of fields of one name the first column is the first.
        for place in sorted({*range(len(names))}.difference(places), reverse=True):
            free.setdefault(key(names[place]), []).append(place)
        for n, label in enumerate(labels):
            if places[n] is None and label and free.get(key(label)):
                places[n] = free[key(label)].pop()
    return _filled(places, len(names))


def _filled(places: list[int | None], width: int) -> list[int | None]:
    """Unknown labels between two known ones are the fields between them, where these are as many.

    Where no label at all is known, columns are fields in their order.
    """
    named = [(n, place) for n, place in enumerate(places) if place is not None]
    if not named:
        return [n if n < width else None for n in range(len(places))]
    filled, known = list(places), {place for _, place in named}
    ends = [(-1, -1), *named, (len(places), width)]
    for (start, first), (end, last) in pairwise(ends):
        if end - start == last - first and not known & set(range(first + 1, last)):
            filled[start + 1 : end] = range(first + 1, last)
    return filled


def _by_name(labels: Sequence[str], schema: Schema, faults: Faults) -> Match:
    """The other modes: a column is the field that its label names."""
    # Of fields of one name the first has the column.
    fields = {field.name: field for field in reversed(schema.fields)}
    known = fields.keys() & set(labels)
    found = Match({n: fields.pop(label) for n, label in enumerate(labels) if label in fields}, tuple(labels))
    found.issues += _repeated(labels, known, {}, faults)
    found.issues += _mode_issues(labels, schema, known, faults)
    return found


def _mode_issues(labels: Sequence[str], schema: Schema, known: AbstractSet[str], faults: Faults) -> list[Issue]:
    mode: FieldsMatch = schema.fields_match
    if mode == "partial" and not known:
        return [unmatched(schema, faults)]
    issues = _beyond(labels, schema, faults) if mode in {"equal", "superset"} else []
    # Where a file may lack fields, it still has those that no row can do without.
    has_all = mode in {"equal", "subset"}
    needed = schema.fields if has_all else tuple(each for each in schema.fields if _is_needed(each, schema))
    return issues + [missing_field(field.name, faults) for field in needed if field.name not in known]


def _beyond(labels: Sequence[str], schema: Schema, faults: Faults) -> list[Issue]:
    """Columns that the schema does not know, or that have no label."""
    names = {field.name for field in schema.fields}
    return [
        *_blank(labels, faults),
        *(surplus_field(label, faults) for label in labels if label and label not in names),
    ]


def _is_needed(field: Field, schema: Schema) -> bool:
    return field.constraints.required or field.name in schema.primary_key


def _blank(labels: Sequence[str], faults: Faults, names: Sequence[str] = ()) -> list[Issue]:
    message, hint = "Column {} has no label.", "Write its name into the first line, or take the column out."
    return [
        replace(
            faults.of_file("header/blank", message.format(n + 1), hint=hint), field=names[n] if n < len(names) else None
        )
        for n, label in enumerate(labels)
        if not label
    ]


def _repeated(labels: Sequence[str], watched: AbstractSet[str], allowed: dict[str, int], faults: Faults) -> list[Issue]:
    """Labels that come more often than the schema has them."""
    counts = Counter(label for label in labels if label and label in watched)
    return [
        replace(
            faults.of_file(
                "header/duplicate",
                f"The label {label!r} stands {count} times in the header.",
                hint="Give each column its own name.",
            ),
            field=label,
            cell=label,
        )
        for label, count in counts.items()
        if count > max(1, allowed.get(label, 1))
    ]


def surplus_field(label: str, faults: Faults, *, hint: str = "") -> Issue:
    """A column is no field of the schema."""
    issue = faults.of_file(
        "header/extra-field",
        f"The column {label!r} is not a field of the schema." if label else "A column has no label, and is no field.",
        hint=hint or 'Add the field, take the column out, or allow more columns with "fieldsMatch": "subset".',
    )
    return replace(issue, field=label, cell=label)


def _of_nameless(position: int, labels: Sequence[str]) -> str:
    """What a column without a label most likely is: names of rows, or what a delimiter too many makes."""
    if position == 0:
        return (
            "Is it the index of a pandas frame, or the row names of R? Write the table with `index=False`, in R with "
            "`row.names = FALSE`, or make it a field."
        )
    if position == len(labels) - 1:
        return "Take out the delimiter that ends each line, or make the column a field."
    return ""


def missing_field(name: str, faults: Faults) -> Issue:
    """A field has no column."""
    hint = f"Add a column with the label {name!r}, or take the field out of the schema."
    issue = faults.of_file("header/missing-field", f"The column {name!r} is missing.", hint=hint)
    return replace(issue, field=name)


def _other_labels(pairs: Sequence[tuple[str, int | None]], fields: Sequence[Field], faults: Faults) -> Iterator[Issue]:
    """The labels that are not those of their fields."""
    wrong = [(label, fields[n]) for label, n in pairs if n is not None and label not in {fields[n].name, ""}]
    # All of them: a single value among labels is a slip.
    is_data = len(wrong) == len(fields) and _are_values(wrong)
    hint = 'The first line looks like data: write a header, or declare "header": false.' if is_data else ""
    yield from (_misnamed(label, each.name, faults, hint=hint) for label, each in wrong)


def _are_values(wrong: Sequence[tuple[str, Field]]) -> bool:
    """Whether labels of which none is a name are values of the fields: of those whose type does not admit any text."""
    from talent_dataset.engine.reading.cast import kind_of
    from talent_dataset.engine.reading.types.kind import FreeKind

    kinds = [(label, kind_of(each)) for label, each in wrong]
    typed = [kind.fits(label) for label, kind in kinds if not isinstance(kind, FreeKind)]
    return bool(typed) and all(typed)


def _misnamed(label: str, name: str, faults: Faults, *, hint: str = "") -> Issue:
    """A label is not that of its field."""
    message, why = f"The label is {label!r} where the field {name!r} is expected.", apart(label, name)
    hint = hint or (f"Write {name!r}: {why}." if why else f"Write {name!r}, or rename the field in the schema.")
    return replace(faults.of_file("header/field-name", message, hint=hint), field=name, cell=label)


def _moved(places: Sequence[int], names: Sequence[str], faults: Faults) -> list[Issue]:
    """The fewest columns that would have to move for the others to stand in order."""
    issues = []
    kept = sorted(_ascending(places))
    for place in sorted(set(places).difference(kept)):
        at = bisect(kept, place)
        where = f"after {names[kept[at - 1]]!r}" if at else "first"
        message = f"The column {names[place]!r} does not stand where the schema has it: {where}."
        hint = 'Reorder the columns, or map them by name with "fieldsMatch": "equal".'
        issue = faults.of_file("header/field-order", message, hint=hint)
        issues.append(replace(issue, field=names[place], cell=names[place]))
        kept.insert(at, place)
    return issues


def _ascending(places: Sequence[int]) -> set[int]:
    """The members of a longest ascending part of a sequence without repetitions."""
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for place in places:
        # ``ends`` has, for each length, the least member that ends an ascending part of it: n log n steps in all.
        at = bisect(ends, place)
        before[place] = ends[at - 1] if at else None
        ends[at : at + 1] = [place]
    found, place_of = set[int](), ends[-1] if ends else None
    while place_of is not None:
        found.add(place_of)
        place_of = before[place_of]
    return found


def unmatched(schema: Schema, faults: Faults) -> Issue:
    """No column at all is a field of the schema."""
    hint = "Write the names of the fields into the first line; is this the right file?"
    return faults.of_file("header/unmatched", f"No column is a field of the schema ({_listed(schema)}).", hint=hint)


def wrong_delimiter(labels: Sequence[str], schema: Schema, dialect: Dialect) -> str:
    """What to do about a header that is one cell because the file has another delimiter, or an empty text."""
    names = [field.name for field in schema.fields]
    if len(labels) != 1 or labels[0] in names:
        return ""
    for delimiter, called in _NAMES_OF_DELIMITERS.items():
        # A line that is one cell still has the quotes of the cells that it was to be.
        parts = [part.strip().strip('"') for part in labels[0].split(delimiter)]
        if delimiter != dialect.delimiter and len(parts) > 1 and len(set(parts) & set(names)) * 2 >= len(parts):
            shown = "\\t" if delimiter == "\t" else delimiter
            remedy = f'declare "dialect": {{"delimiter": "{shown}"}} (for one table alone: --dialect)'
            return f"The header is separated by {called}: {remedy}."
    return ""


def _unread(labels: Sequence[str], schema: Schema, faults: Faults, hint: str) -> Match:
    """A file of another delimiter."""
    first, *others = (field.name for field in schema.fields)
    issues = [_misnamed(labels[0], first, faults), *(missing_field(name, faults) for name in others)]
    return Match({}, tuple(labels), [replace(issue, hint=hint) for issue in issues], is_readable=False)
