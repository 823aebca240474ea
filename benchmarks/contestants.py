"""What is measured, each run as ``python contestants.py NAME DESCRIPTOR``; prints what it found."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

PATTERN = "^[A-Z]{2}-[0-9]{6}$"
EMAIL = r"^[^@\s]+@[^@\s]+\.[^@\s]+$"
KINDS = ["alpha", "beta", "gamma", "delta"]


def polars_import(_descriptor: Path) -> object:
    """The floor."""
    import polars as pl

    return pl.__version__


def _typed(descriptor: Path) -> Any:
    import polars as pl

    schema = {
        "id": pl.Int64,
        "ref": pl.Int64,
        "code": pl.String,
        "name": pl.String,
        "day": pl.Date,
        "amount": pl.Float64,
        "count": pl.Int64,
        "flag": pl.Boolean,
        "kind": pl.String,
        "text": pl.String,
        "email": pl.String,
        "stamp": pl.Datetime,
    }
    if "quoted" in descriptor.parent.name:
        names = "id station code period value count day is_estimate unit url note comment".split()  # noqa: SIM905
        types = {"value": pl.Float64, "count": pl.Int64, "day": pl.Date, "is_estimate": pl.Boolean}
        schema = {name: types.get(name, pl.String) for name in names}
    is_dirty = "dirty" in descriptor.parent.name
    path = descriptor.with_name("big.csv")
    return pl.read_csv(path, schema=schema, ignore_errors=is_dirty, truncate_ragged_lines=is_dirty or None)


def polars_read(descriptor: Path) -> object:
    """A typed read."""
    return _typed(descriptor).height


def polars_stream(descriptor: Path) -> object:
    """All cells read as text, streamed, and their bytes counted: the least that looking at a file takes with polars."""
    import polars as pl

    scan = pl.scan_csv(descriptor.with_name("big.csv"), infer_schema=False)
    return sum(scan.select(pl.all().str.len_bytes().sum()).collect(engine="streaming").row(0))


def talent(descriptor: Path, limit: int | None = 20) -> object:
    """Ours."""
    import talent_dataset

    return sum(talent_dataset.validate(descriptor, limit=limit).totals.values())


def talent_pure(descriptor: Path) -> object:
    """Ours without the native prover."""
    import os

    os.environ["TALENT_DATASET_PURE"] = "1"
    return talent(descriptor)


def talent_all(descriptor: Path) -> object:
    """Ours, every issue located."""
    return talent(descriptor, None)


def _pandera(descriptor: Path, *, lazy: bool) -> object:
    import pandera.polars as pa
    import polars as pl

    parents = pl.read_csv(descriptor.with_name("parents.csv"))["id"].to_list()

    class Big(pa.DataFrameModel):
        id: int = pa.Field(unique=True)
        ref: int = pa.Field(isin=parents)
        code: str = pa.Field(str_matches=PATTERN)
        name: str
        day: pl.Date = pa.Field(nullable=True)
        amount: float = pa.Field(ge=0, nullable=True)
        count: int = pa.Field(nullable=True)
        flag: bool = pa.Field(nullable=True)
        kind: str = pa.Field(isin=KINDS)
        text: str = pa.Field(str_length={"max_value": 200}, nullable=True)
        email: str = pa.Field(str_matches=EMAIL, nullable=True)
        stamp: pl.Datetime = pa.Field(nullable=True)

    try:
        Big.validate(_typed(descriptor), lazy=lazy)
    except (pa.errors.SchemaError, pa.errors.SchemaErrors) as error:
        return len(getattr(error, "schema_errors", [error]))
    return 0


def pandera(descriptor: Path) -> object:
    """Ends at the first error."""
    return _pandera(descriptor, lazy=False)


def pandera_lazy(descriptor: Path) -> object:
    """All errors."""
    return _pandera(descriptor, lazy=True)


def dataframely(descriptor: Path) -> object:
    """Rules of a schema; the reference as a semi join beside it."""
    import dataframely as dy
    import polars as pl

    class Big(dy.Schema):
        id = dy.Int64(primary_key=True)
        ref = dy.Int64()
        code = dy.String(regex=PATTERN)
        name = dy.String()
        day = dy.Date(nullable=True)
        amount = dy.Float64(min=0, nullable=True)
        count = dy.Int64(nullable=True)
        flag = dy.Bool(nullable=True)
        kind = dy.String(nullable=True, check=lambda column: column.is_in(KINDS))
        text = dy.String(max_length=200, nullable=True)
        email = dy.String(regex=EMAIL, nullable=True)
        stamp = dy.Datetime(nullable=True)

    frame = _typed(descriptor)
    parents = pl.read_csv(descriptor.with_name("parents.csv"))["id"]
    _, failures = Big.filter(frame)
    return sum(failures.counts().values()) + int((~frame["ref"].is_in(parents.implode())).sum() or 0)


def duckdb(descriptor: Path) -> object:
    """One query of all conditions, one of the key."""
    import duckdb as db

    con = db.connect()

    types = "id BIGINT, ref BIGINT, code VARCHAR, name VARCHAR, day DATE, amount DOUBLE, count BIGINT, flag BOOLEAN"
    columns = {part.split()[0]: part.split()[1] for part in types.split(", ")}
    columns |= dict.fromkeys(("kind", "text", "email"), "VARCHAR") | {"stamp": "TIMESTAMP"}
    is_dirty = "dirty" in descriptor.parent.name
    options = ", ignore_errors=true, store_rejects=true" if is_dirty else ""
    path, parents = descriptor.with_name("big.csv"), descriptor.with_name("parents.csv")
    read = f"read_csv('{path}', header=true, columns={columns}{options})"
    con.execute(f"CREATE TABLE big AS SELECT * FROM {read}")  # noqa: S608 (paths of our own)
    found = con.execute(
        f"""SELECT count(*) FILTER (id IS NULL OR name IS NULL), count(*) - count(DISTINCT id),
        count(*) FILTER (NOT regexp_full_match(code, '[A-Z]{{2}}-[0-9]{{6}}')), count(*) FILTER (amount < 0),
        count(*) FILTER (kind NOT IN {tuple(KINDS)}), count(*) FILTER (length(text) > 200),
        count(*) FILTER (NOT regexp_matches(email, '{EMAIL}')),
        count(*) FILTER (ref NOT IN (SELECT id FROM read_csv('{parents}'))) FROM big"""  # noqa: S608 (names of our own)
    ).fetchone()
    rejected = con.execute("SELECT count(*) FROM reject_errors").fetchone() if is_dirty else (0,)
    return sum(found or ()) + sum(rejected or ())


def frictionless(descriptor: Path) -> object:
    """The reference implementation."""
    import frictionless as fl

    return sum(len(task.errors) for task in fl.validate(str(descriptor)).tasks)


CONTESTANTS: dict[str, Callable[[Path], object]] = {
    "polars-import": polars_import,
    "polars-read": polars_read,
    "polars-stream": polars_stream,
    "talent": talent,
    "talent-pure": talent_pure,
    "talent-all": talent_all,
    "pandera": pandera,
    "dataframely": dataframely,
    "duckdb": duckdb,
    "pandera-lazy": pandera_lazy,
    "frictionless": frictionless,
}

if __name__ == "__main__":
    print(CONTESTANTS[sys.argv[1]](Path(sys.argv[2])))
