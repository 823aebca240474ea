from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talent_dataset import validate
from talent_dataset.engine.descriptor.model import Dialect, Field, Schema
from talent_dataset.engine.errors import CannotCheckError, InvalidDataError
from talent_dataset.engine.writing.canonical import Formatted, NotCanonicalizableError, canonical, format_package

SCHEMA = Schema(fields=(Field(name="id"), Field(name="n", type="integer"), Field(name="note")), primary_key=("id",))
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=5)


def test_rows_are_sorted_by_primary_key_and_fields_stand_as_in_the_schema() -> None:
    assert canonical("n,id,note\n2,b,x\n1,a,y\n", SCHEMA) == "id,n,note\na,1,y\nb,2,x\n"


def test_a_key_of_numbers_is_sorted_by_value() -> None:
    schema = Schema(fields=(Field(name="n", type="integer"),), primary_key=("n",))
    assert canonical("n\n10\nx\n9\n-1\n", schema) == "n\n-1\n9\n10\nx\n"


def test_rows_keep_their_order_where_there_is_no_key() -> None:
    assert canonical("id\nb\na\n", Schema(fields=(Field(name="id"),))) == "id\nb\na\n"


def test_rows_keep_their_order_where_a_part_of_the_key_is_not_in_the_file() -> None:
    assert canonical("n,note\n2,x\n1,y\n", SCHEMA) == "n,note\n2,x\n1,y\n"


def test_columns_that_the_schema_does_not_know_come_last() -> None:
    assert canonical("extra,id,n,note\n1,a,2,\n", SCHEMA) == "id,n,note,extra\na,2,,1\n"


def test_marks_line_ends_blank_lines_and_needless_quotes_go() -> None:
    assert canonical('\ufeffid,n,note\r\n"a",1,"x"\r\n\r\n', SCHEMA) == "id,n,note\na,1,x\n"


def test_quotes_stay_where_they_are_needed() -> None:
    assert canonical('id,n,note\na,1,"x, ""y""\nz"', SCHEMA) == 'id,n,note\na,1,"x, ""y""\nz"\n'


def test_the_dialect_gives_delimiter_and_quote() -> None:
    dialect = Dialect(delimiter=";", quote_char="'")
    assert canonical("id;n;note\na;1;'x;y'\n", SCHEMA, dialect) == "id;n;note\na;1;'x;y'\n"


def test_an_empty_cell_of_a_single_column_is_not_lost() -> None:
    schema = Schema(fields=(Field(name="id"),), primary_key=("id",))
    assert canonical('id\nb\n""\n', schema) == 'id\n""\nb\n'


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "the file is empty"),
        ("id,n,note\na,1\n", "line 2 ends a record of 2 cells, the header has 3"),
        ('id,n,note\na,1,"x', "line 2: unexpected end of data"),
        ("id,id\n", "a label of the header is repeated"),
    ],
)
def test_what_is_no_table_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(NotCanonicalizableError) as caught:
        canonical(text, SCHEMA)
    assert str(caught.value) == reason


@given(rows=st.lists(st.tuples(TEXTS, TEXTS, TEXTS), max_size=8), order=st.permutations(["id", "n", "note"]))
def test_the_canonical_form_is_its_own_and_keeps_every_cell(rows: list[tuple[str, ...]], order: list[str]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows([order, *rows])
    once = canonical(out.getvalue(), SCHEMA)
    again = list(csv.DictReader(io.StringIO(once, newline="")))
    assert canonical(once, SCHEMA) == once
    assert sorted(map(repr, again)) == sorted(
        repr(dict(sorted(zip(order, row, strict=True), key=lambda item: ["id", "n", "note"].index(item[0]))))
        for row in rows
    )


DECLARED = {"fields": [{"name": "id", "type": "integer"}, {"name": "word"}], "primaryKey": ["id"]}
WORDS: dict[str, Any] = {"name": "words", "type": "table", "path": "data/words.csv", "schema": DECLARED}
MESSY = "word,id\r\nb,10\r\na,9\r\n"
CLEAN = b"id,word\n9,a\n10,b\n"


def test_a_file_is_brought_into_canonical_form_and_stays_so(package: Callable[..., Path]) -> None:
    folder = package({"data/words.csv": MESSY}, WORDS)
    assert format_package(folder) == Formatted(("data/words.csv",), ("data/words.csv",))
    assert (folder / "data/words.csv").read_bytes() == CLEAN
    assert format_package(folder).was_canonical


def test_a_check_writes_nothing(package: Callable[..., Path]) -> None:
    folder = package({"data/words.csv": MESSY}, WORDS)
    assert not format_package(folder, check=True).was_canonical
    assert (folder / "data/words.csv").read_bytes() == MESSY.encode()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"schema": None}, "it has no schema"),
        ({"path": ["data/words.csv", "data/more.csv"]}, "it is not one plain file on this disk"),
        ({"path": "data/words.csv.gz", "compression": "gz"}, "it is not one plain file on this disk"),
        ({"path": None, "data": [{"id": 1}]}, "it is not one plain file on this disk"),
        ({"path": "data/words.json", "format": "json"}, "it is not CSV"),
        ({"encoding": "gbk"}, "its encoding is gbk"),
        ({"dialect": {"commentChar": "#"}}, "its dialect has more than a delimiter and a quote"),
        ({"dialect": {"delimiter": "||"}}, "its dialect has more than a delimiter and a quote"),
        ({"dialect": {"header": False}}, "its dialect has more than a delimiter and a quote"),
    ],
)
def test_what_has_no_canonical_form_is_left_alone_with_the_reason(
    package: Callable[..., Path], change: dict[str, Any], reason: str
) -> None:
    resource = {name: value for name, value in {**WORDS, **change}.items() if value is not None}
    folder = package({"data/words.csv": MESSY, "data/more.csv": MESSY}, resource)
    assert format_package(folder) == Formatted((), (), (("words", reason),))
    assert (folder / "data/words.csv").read_bytes() == MESSY.encode()


def test_nothing_is_written_when_one_table_is_broken(package: Callable[..., Path]) -> None:
    broken = {**WORDS, "name": "broken", "path": "data/broken.csv"}
    folder = package({"data/words.csv": MESSY, "data/broken.csv": "id,word\n1\n"}, WORDS, broken)
    with pytest.raises(InvalidDataError) as caught:
        format_package(folder)
    assert caught.value.message == (
        "data/broken.csv cannot be formatted: line 2 ends a record of 1 cells, the header has 2."
    )
    assert (folder / "data/words.csv").read_bytes() == MESSY.encode()


def test_bytes_that_are_not_utf8_are_not_formatted(package: Callable[..., Path]) -> None:
    folder = package({"data/words.csv": b"id,word\n1,\xff\n"}, WORDS)
    with pytest.raises(InvalidDataError, match=r"data/words\.csv cannot be formatted: it is not UTF-8\."):
        format_package(folder)


def test_a_file_that_is_not_there_is_named(package: Callable[..., Path]) -> None:
    with pytest.raises(InvalidDataError, match=r"There is no file data/words\.csv\."):
        format_package(package({"x": ""}, WORDS))


def test_a_descriptor_that_cannot_be_used_is_an_error(package: Callable[..., Path]) -> None:
    folder = package({"x": ""})
    (folder / "datapackage.json").write_text("{", encoding="utf-8")
    with pytest.raises(InvalidDataError, match="cannot be used"):
        format_package(folder)


def test_a_folder_without_a_package_cannot_be_formatted(tmp_path: Path) -> None:
    with pytest.raises(CannotCheckError, match=r"holds no datapackage\.json"):
        format_package(tmp_path)


def test_a_folder_that_may_not_be_written_is_named(
    package: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    folder = package({"data/words.csv": MESSY}, WORDS)
    # Modes do not bind the superuser, whom tests may run as.
    monkeypatch.setattr("os.mkdir", refuse)
    with pytest.raises(CannotCheckError, match=r"words\.csv cannot be written: Permission denied\."):
        format_package(folder)


# what the descriptor says of the files


def described(folder: Path, **said: object) -> str:
    """Have the descriptor say more of the table, in a form that nobody would choose; its text."""
    file = folder / "datapackage.json"
    resource = json.dumps({**json.loads(file.read_text())["resources"][0], **said}, ensure_ascii=True)
    text = f'{{ "x-\u4e2d": [1.50,{{"hash": "not this"}}],\r\n\t"resources" :[ {resource} ]  }}'
    file.write_bytes(text.encode())
    return text


@pytest.mark.parametrize(
    ("prefix", "algorithm", "change"),
    [
        ("", "md5", str.lower),
        ("", "md5", str.upper),
        ("md5:", "md5", str.lower),
        ("SHA-256:", "sha256", str.upper),
        ("sha1:", "sha1", str.lower),
        ("sha512:", "sha512", str.lower),
    ],
)
def test_hash_and_bytes_are_renewed_as_they_are_written_and_nothing_else_changes(
    package: Callable[..., Path], prefix: str, algorithm: str, change: Callable[[str], str]
) -> None:
    folder = package({"data/words.csv": MESSY}, WORDS)

    def seal(data: bytes) -> str:
        return prefix + change(hashlib.new(algorithm, data).hexdigest())

    old = seal(MESSY.encode())
    text = described(folder, hash=old, bytes=len(MESSY))
    assert format_package(folder).renewed == {"words": ("hash", "bytes")}
    expected = text.replace(old, seal(CLEAN)).replace(f'"bytes": {len(MESSY)}', f'"bytes": {len(CLEAN)}')
    assert (folder / "datapackage.json").read_bytes() == expected.encode()
    assert {"file/hash", "file/bytes"}.isdisjoint(validate(folder).totals)
    assert format_package(folder).was_canonical


def test_a_check_tells_that_the_descriptor_would_change_and_leaves_it(package: Callable[..., Path]) -> None:
    folder = package({"data/words.csv": CLEAN}, WORDS)
    text = described(folder, hash=hashlib.md5(CLEAN).hexdigest(), bytes=1)  # noqa: S324 - the standard's own
    done = format_package(folder, check=True)
    assert (done.changed, done.renewed, done.unsound) == ((), {"words": ("bytes",)}, ("words",))
    assert not done.was_canonical
    assert (folder / "datapackage.json").read_bytes() == text.encode()


@pytest.mark.parametrize(
    "said", [{"hash": "crc32:0a1b2c3d"}, {"hash": "sha256:abc"}, {"hash": 5}, {"bytes": "many"}, {}]
)
def test_a_hash_that_is_none_here_is_left_for_a_person(package: Callable[..., Path], said: dict[str, object]) -> None:
    folder = package({"data/words.csv": MESSY}, WORDS)
    text = described(folder, **said)
    assert format_package(folder).renewed == {}
    assert (folder / "datapackage.json").read_bytes() == text.encode()


def test_the_hash_of_a_table_in_parts_is_that_of_all_parts(package: Callable[..., Path]) -> None:
    both = {**WORDS, "name": "both", "path": ["data/words.csv", "data/more.csv"], "schema": DECLARED}
    both["hash"] = hashlib.md5(MESSY.encode() + b"id,word\n1,c\n").hexdigest()  # noqa: S324 - the standard's own
    folder = package({"data/words.csv": MESSY, "data/more.csv": "id,word\n1,c\n"}, WORDS, both)
    assert format_package(folder).renewed == {"both": ("hash",)}
    assert "file/hash" not in validate(folder).totals


def test_of_a_file_that_something_else_changed_that_is_told(package: Callable[..., Path]) -> None:
    folder = package({"data/words.csv": MESSY}, WORDS)
    described(folder, hash=hashlib.md5(b"other").hexdigest(), bytes=len(MESSY))  # noqa: S324 - the standard's own
    assert format_package(folder).unsound == ("words",)
