"""The prover's one duty: it passes nothing that the exact checks refuse, whatever schema, cells and quotes are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talent_dataset.engine.descriptor import Field
from talent_dataset.engine.descriptor.constraints import Constraints
from talent_dataset.engine.descriptor.model import Category, Dialect, MissingValue
from talent_dataset.engine.reading import native
from talent_dataset.engine.reading.cast import Column, column
from talent_dataset.engine.reading.grammar import Record, Records
from talent_dataset.engine.rules.automaton import DeclinedError
from talent_dataset.engine.rules.field_checks import Check, checks, formula
from talent_dataset.engine.rules.keys import Key
from talent_dataset.engine.rules.native_program import can_hash, hunt_of, program_of

if native.why_not():
    pytest.skip(f"no native prover: {native.why_not()}", allow_module_level=True)


def words(text: str) -> list[str]:
    return text.split()


TEXTS = words("""a abc A1 é 中文 =a +a -1 +1 @x - = _ １ ſ İ a@b.org mailto:a@b https://e.org/?a=b#c https://[::1]/ Zm8=
Zm8 f47ac10b-58cc-4372-a567-0e02b2c3d479 F47AC10B-58CC-4372-A567-0E02B2C3D479""")
STRANGE = ["", " ", "\tx", "x y", "a\nb", 'q"q', '"', "\x00", "\u00a0", "\ufeff", "\u2028", "ab\r", "\r\n", " a"]
CELLS = {
    "string": TEXTS + STRANGE,
    "any": TEXTS + STRANGE,
    "boolean": ["true", "True", "1", "false", "0", "yes", "no", "", "True "],
    "integer": [
        *words("""0 1 01 +1 -1 -0 12 40 999999999999999999 9223372036854775807 9223372036854775808 1.0 1e3 １ 1_0 x
    99999999999999999999 -9223372036854775808"""),
        "",
        " 1",
    ],
    "number": [
        *words("""0 -0 1 1.0 1e0 0.1 0.10 0.1000000000000000055511151231257827 1e-1 0.30000000000000004 NaN INF -INF
    +INF Infinity 1e400 1e-400 -1e-400 .5 5. . 1e 1,5 9007199254740993 9007199254740992 5e-324 999999999999999.9"""),
        "",
        " 1",
    ],
    "date": [
        *words("""2024-02-29 2023-02-29 0001-01-01 9999-12-31 0000-01-01 2000-01-01 1999-12-31 2000-1-1 2000-01-32
    2023-04-31 2023-06-31 2023-09-31 2023-11-31 1900-02-29 20240229 2024-02-29Z"""),
        "",
    ],
    "year": [
        "2024",
        "0001",
        "0000",
        "-0001",
        "12024",
        "02024",
        "24",
        "+024",
        "-024",
        "20２4",
        "1234567890123456789",
        "",
    ],
    "time": ["00:00:00", "23:59:59", "24:00:00", "12:30", "12:30:00", "12:30:00Z", "12:30:00.5", "08:00:00", ""],
    "yearmonth": ["2024-01", "2024-13", "0001-12", "0000-01", "-0001-01", "12024-05", "2024-1", "2023-12", ""],
    "duration": [*words("P1Y P1M PT1S -P1D P PT P1W PT0.5S P1Y2M3DT4H5M6S P12M P365D"), f"P{'1' * 4001}Y", ""],
    "datetime": [
        *words("""2024-01-26T15:00:00 2024-01-26T15:00:00Z 2024-01-26T15:00:00+01:00 2024-01-26T24:00:00
    2024-01-27T00:00:00 2024-01-26T15:00:00.5 2024-01-26T15:00:00.1234567 2024-01-26T15:00:00.0Z 2024-02-30T00:00:00
    2024-01-26T23:59:59Z 9999-12-31T24:00:00 0001-01-01T00:00:00+14:00"""),
        "",
        "2024-01-26 15:00:00",
    ],
}
FORMATS = {"string": ["default", "default", "default", "uri", "email", "uuid", "binary"]}
PATTERNS = words(r"""[a-z]+ \d+ \w+ [^\d]+ \S* [\s\w]* ^[A-Z].*$ a|b| (?:ab)*c? [a-z-[aeiou]]+ .* [^a]* \p{L}+ \P{L}*
[^\w] [\D] a*? ^\w$|^\d$ [\w-[\d]]+ [^\p{Lu}]*""")
BOUNDS = ["minimum", "maximum", "exclusive_minimum", "exclusive_maximum"]


class Table(NamedTuple):
    """Records, and what is asked of them."""

    fields: list[Field]
    rows: list[list[str]]
    dialect: Dialect
    lines: list[str]

    @property
    def columns(self) -> list[Column]:
        return [column(field, position) for position, field in enumerate(self.fields)]

    @property
    def data(self) -> bytes:
        return "".join(self.lines).encode()


@st.composite
def constraints(draw: st.DrawFn, type_: str, good: Sequence[str]) -> Constraints:
    said: dict[str, Any] = {"required": draw(st.booleans())}
    value = st.sampled_from(good)
    if type_ in {"string", "any"}:
        said |= draw(
            st.fixed_dictionaries({}, optional={"min_length": st.integers(0, 4), "max_length": st.integers(0, 9)})
        )
    elif type_ not in {"boolean", "duration"}:
        said |= draw(st.fixed_dictionaries({}, optional=dict.fromkeys(BOUNDS, value)))
    if type_ == "string" and draw(st.booleans()):
        said["pattern"] = draw(st.sampled_from(PATTERNS))
    if draw(st.integers(0, 4)) == 0:
        said["enum"] = tuple(draw(st.lists(value, min_size=1, max_size=9)))
    return Constraints(**said)


@st.composite
def fields(draw: st.DrawFn) -> Field:
    """A field that the prover does not decline."""
    type_ = draw(st.sampled_from(list(CELLS)))
    format_ = draw(st.sampled_from(FORMATS.get(type_, ["default"])))
    kind = column(Field(name="f", type=type_, format=format_), 0).kind
    good = [text for text in CELLS[type_] if text and kind.fits(text)]
    more: dict[str, Any] = {"constraints": draw(constraints(type_, good))}
    if draw(st.integers(0, 3)) == 0:
        missing = draw(st.lists(st.sampled_from([*CELLS[type_], "-", "=x"]), max_size=9))
        more["missing_values"] = tuple(map(MissingValue, missing))
    if type_ == "string" and draw(st.integers(0, 4)) == 0:
        more["categories"] = tuple(map(Category, draw(st.lists(st.sampled_from(good), min_size=1, max_size=3))))
    return Field(name="f", type=type_, format=format_, **more)


def is_taken(field: Field) -> bool:
    try:
        program_of(Dialect(), 1, [column(field, 0)], [])
    except DeclinedError:
        return False
    return True


@st.composite
def cells(draw: st.DrawFn, type_: str) -> str:
    """A cell that may be of the type, sometimes with a character too many or too few."""
    text = draw(st.sampled_from(CELLS[type_]))
    if draw(st.integers(0, 5)):
        return text
    at = draw(st.integers(0, len(text)))
    return text[:at] + draw(st.sampled_from('09-+.eTZ aA="\n,é中１')) + text[at + draw(st.integers(0, 1)) :]


@st.composite
def tables(draw: st.DrawFn) -> Table:
    dialect = Dialect(delimiter=draw(st.sampled_from(",;\t'")), quote_char=draw(st.sampled_from('""=')))
    delimiter, quote = dialect.delimiter, dialect.quote_char or ""
    asked = draw(st.lists(fields().filter(is_taken), min_size=1, max_size=3))
    rows = draw(st.lists(st.tuples(*(cells(field.type) for field in asked)), min_size=1, max_size=8))
    end = draw(st.sampled_from(["\n", "\r\n"]))
    all_quoted = draw(st.booleans())

    def written(text: str) -> str:
        needs = all_quoted or not text or any(sign in text for sign in (delimiter, quote, "\n", "\r"))
        return f"{quote}{text.replace(quote, quote * 2)}{quote}" if needs else text

    lines = [delimiter.join(map(written, row)) + end for row in rows]
    return Table(asked, [list(row) for row in rows], dialect, lines)


def scanned(program: bytes, keys: int, data: bytes) -> native.ScannedRecords:
    """What is found, by however many threads."""
    found = native.Prover(program, keys, 1).scan(data)
    assert found is not None
    assert all(native.Prover(program, keys, threads).scan(data) == found for threads in (2, 3))
    return found


def refused(table: Table) -> Iterator[tuple[int, Check]]:
    """The rows that the exact checks refuse, each with the check."""
    texts = {str(n): [row[n] for row in table.rows] for n in range(len(table.fields))}
    frame = pl.DataFrame(texts).with_columns(each.value for each in table.columns)
    for each in table.columns:
        for check in filter(None, [*checks(each), formula(each)]):
            yield from ((row, check) for row in frame.select(check.offends).to_series().arg_true())


@given(table=tables())
@settings(max_examples=250, deadline=None)
def test_a_record_with_a_cell_that_a_check_refuses_is_suspect(table: Table) -> None:
    found = scanned(program_of(table.dialect, len(table.fields), table.columns, []), 0, table.data)
    passed = [(table.rows[row], check.code) for row, check in refused(table) if row not in found.rows]
    assert (passed, found.records, found.lines) == ([], len(table.rows), table.data.count(b"\n"))
    assert found.data == "".join(table.lines[row] for row in found.rows).encode()


@given(table=tables())
@settings(max_examples=150, deadline=None)
def test_keys_that_are_equal_have_equal_hashes_and_are_found_again_by_them(table: Table) -> None:
    hashed = tuple(filter(can_hash, table.columns))
    if not hashed:
        return
    key = Key("row/unique-key", hashed)
    program = program_of(table.dialect, len(table.fields), table.columns, [key])
    if (found := scanned(program, 1, table.data).keys[0]).is_unsure:
        return
    prover, made = native.Prover(program, 1), list[list[int]]()
    values: dict[tuple[Any, ...], list[int]] = {}
    for line, row in zip(table.lines, table.rows, strict=True):
        alone = prover.scan(line.encode())
        assert alone is not None
        made.append(memoryview(alone.keys[0].hashes).cast("Q").tolist())
        value = tuple(each.canonical(row[each.position]) for each in hashed)
        if None not in value:
            assert len(made[-1]) == 1
            assert values.setdefault(value, made[-1]) == made[-1]
    assert memoryview(found.hashes).cast("Q").tolist() == [one for each in made for one in each]
    for number, wanted in enumerate(made):
        hunt = hunt_of(table.dialect, len(table.fields), table.columns, key, wanted)
        assert not wanted or number in scanned(hunt, 1, table.data).rows


WIDTH = 2
PIECES = [
    "a",
    "b",
    ",",
    ",",
    "\n",
    "\n",
    "\r\n",
    '"',
    '""',
    '"x"',
    "\r",
    "é",
    "\x00",
    '"c""d"',
    '"e\nf"',
    '"g\nh,i\nj"',
]


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Records of two cells, sound and unsound, at every place around the border of a block of 64 bytes."""
    padded = '"' + "p" * draw(st.integers(44, 62)) + '",b\n' if draw(st.booleans()) else ""
    return (
        padded
        + "".join(draw(st.lists(st.sampled_from(PIECES), max_size=12)))
        + ",z\n" * draw(st.integers(0, 30))
        + "\n"
    )


def plain_columns() -> list[Column]:
    return [column(Field(name=str(n)), n) for n in range(WIDTH)]


def read(text: str) -> tuple[list[Record], list[int]]:
    """The records as the tokenizer reads them, and the byte behind each."""
    records = Records(iter([text]), Dialect(), is_start=False)
    found = [(record, records.offset()) for record in records]
    return [record for record, _ in found], [end for _, end in found]


def scan(data: bytes) -> native.ScannedRecords | None:
    return native.Prover(program_of(Dialect(), 2, plain_columns(), []), 0).scan(data)


def may_hold_records(cells: Sequence[str]) -> bool:
    """Whether a cell has several lines, and enough delimiters for one of them to look like a record."""
    return any("\n" in cell and cell.count(",") >= WIDTH - 1 for cell in cells)


@given(text=texts())
@settings(max_examples=800, deadline=None)
def test_where_the_structure_is_proved_the_tokenizer_reads_the_same_records(text: str) -> None:
    found = scan(text.encode())
    if found is None:
        return
    records, _ = read(text)
    odd = {n for n, each in enumerate(records) if len(each.cells or ()) != WIDTH or may_hold_records(each.cells or ())}
    assert (found.records, found.lines, odd - set(found.rows)) == (len(records), text.count("\n"), set())
    assert [each.slips for each in records if each.slips] == []


@given(text=texts())
@settings(max_examples=200, deadline=None)
def test_wherever_a_record_ends_the_text_may_be_cut(text: str) -> None:
    data = text.encode()
    whole = scan(data)
    if whole is None:
        return
    for end in read(text)[1][:-1]:
        first, second = scan(data[:end]), scan(data[end:])
        assert first is not None
        assert second is not None
        assert (first.records + second.records, first.data + second.data) == (whole.records, whole.data)
        assert [*first.rows, *(first.records + row for row in second.rows)] == whole.rows.tolist()


BOUNDED = [
    ("number", {"minimum": "1", "exclusive_minimum": "1"}, "1", True),
    ("number", {"minimum": "1", "exclusive_minimum": "0"}, "0.5", True),
    ("number", {"maximum": "1", "exclusive_maximum": "1"}, "1", True),
    ("number", {"maximum": "1", "exclusive_maximum": "2"}, "1.5", True),
    ("number", {"minimum": "1", "exclusive_minimum": "0"}, "1", False),
    ("number", {"minimum": "0.1"}, "0.1", False),
    ("number", {"minimum": "0.1"}, "0.09999999999999999999999", True),
    ("number", {"maximum": "0.1"}, "0.10000000000000000000001", True),
    ("datetime", {"minimum": "2024-01-26T15:00:00"}, "2024-01-26T15:00:00Z", False),
    ("datetime", {"maximum": "2024-01-26T15:00:00Z"}, "2024-01-26T15:00:00", False),
    ("datetime", {"exclusive_maximum": "2024-01-26T15:00:00"}, "2024-01-26T15:00:00Z", True),
    ("datetime", {"minimum": "2024-01-26T15:00:00"}, "2024-01-26T16:00:00+02:00", True),
    ("time", {"minimum": "08:00:00"}, "08:00:00", False),
    ("time", {"exclusive_minimum": "08:00:00"}, "08:00:00", True),
    ("yearmonth", {"maximum": "2024-01"}, "2024-01", False),
    ("yearmonth", {"maximum": "2024-01"}, "12024-01", True),
    ("date", {"exclusive_minimum": "2024-03-01"}, "2024-03-01", True),
    ("date", {"exclusive_maximum": "2024-03-01"}, "2024-03-01", True),
    ("date", {"exclusive_minimum": "9999-12-31"}, "9999-12-31", True),
    ("date", {"exclusive_maximum": "2024-03-01"}, "2024-02-29", False),
    ("integer", {"enum": (1, 2)}, "2", False),
    ("integer", {"enum": (1, 2)}, "02", False),
    ("integer", {"enum": (1, 2)}, "3", True),
    ("boolean", {"enum": (True,)}, "TRUE", False),
    ("boolean", {"enum": (True,)}, "false", True),
    ("string", {"enum": ('q"q',)}, '"q""q"', False),
    ("string", {"enum": ('q""q',)}, '"q""q"', True),
    ("string", {"min_length": 2}, "é", True),
    ("string", {"max_length": 1}, "é", False),
    ("string", {"max_length": 1}, '""""', False),
    ("string", {}, "+a", True),
    ("string", {}, "+1", False),
    ("string", {}, "", True),
    ("string", {}, '""', False),
    ("duration", {}, "P1Y2M3DT4H5M6.5S", False),
    ("duration", {}, f"P{'1' * 4500}Y", True),
    ("string", {"pattern": "^[A-Z]\\w+?$"}, "A_1", False),
    ("string", {"pattern": "^[A-Z]\\w+?$"}, "Aé", False),
    ("string", {"pattern": "^[A-Z]\\w+?$"}, "A\ufb00", True),
]


@pytest.mark.parametrize(("type_", "said", "text", "is_suspect"), BOUNDED)
def test_what_is_on_a_bound_or_in_a_list_is_passed_only_where_that_is_certain(
    type_: str,
    said: dict[str, Any],
    text: str,
    is_suspect: bool,  # noqa: FBT001 - a column
) -> None:
    asked = column(Field(name="f", type=type_, constraints=Constraints(**said)), 0)
    found = scanned(program_of(Dialect(), 1, [asked], []), 0, f"{text}\n".encode())
    assert found.rows.tolist() == ([0] if is_suspect else [])


@pytest.mark.parametrize(
    ("type_", "said"),
    [
        ("datetime", {"minimum": "2024-01-26T15:00:00.5"}),
        ("yearmonth", {"minimum": "-0001-01"}),
        ("number", {"minimum": "NaN"}),
        ("string", {"pattern": "(?i)a"}),
    ],
)
def test_what_it_does_not_know_is_declined(type_: str, said: dict[str, Any]) -> None:
    assert not is_taken(Field(name="f", type=type_, constraints=Constraints(**said)))


@pytest.mark.parametrize("type_", ["datetime", "number", "duration", "boolean"])
def test_values_that_are_spelt_in_several_ways_are_not_hashed(type_: str) -> None:
    assert not can_hash(column(Field(name="f", type=type_), 0))
