"""How long the books take: ``python benchmarks/evidence.py``, with ``--rows`` of evidence and ``--profile``.

Documents of 25 sentences each, English and Chinese in turn, written by rule from a seed; of each sentence the town, the
number, the day and what kind of count it was are entered, so that a package has a hundredth as many documents as rows
of evidence. Every quote is looked up in its document, and every value read from its quote.
"""

import argparse
import cProfile
import csv
import hashlib
import json
import pstats
import random
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import talent_dataset
from talent_dataset.provenance.figures import FINDER

FACTS = 25
PARTS = ("Lin", "Elm", "Oak", "Ash", "Birch", "Rowan", "Alder", "Hazel", "Maple", "Cedar")
ENDS = ("ton", "ford", "ham", "by", "wick", "field", "bridge", "mouth", "bury", "dale")
HAN = "东西南北上下大小新古"
KINDS = ("census", "estimate")
MONTHS = ("January", "March", "May", "July", "August", "October", "December")
DAYS = (1, 3, 5, 7, 8, 10, 12)
Cells = dict[str, Any]


def towns() -> list[Cells]:
    """Ten thousand towns with a name in each language."""
    pairs = [(a + b, c + d) for a in PARTS for b in ENDS for c in HAN for d in HAN]
    return [
        {"town_id": f"t{i}", "name_en": f"{one} {i % 97 + 1}th Mill", "name_zh": f"{other}{HAN[i % 10]}镇"}
        for i, (one, other) in enumerate(pairs)
    ]


def sentences(source: int, known: Sequence[Cells], draw: random.Random) -> Iterator[tuple[str, Cells, dict[str, str]]]:
    """Text, row of the fact, and quotes by field."""
    for number in range(FACTS):
        town, month = draw.choice(known), draw.randrange(len(MONTHS))
        day, people, kind = draw.randrange(1, 29), draw.randrange(1, 10**6), draw.choice(KINDS)
        fact = {
            "fact_id": f"f{source}-{number}",
            "town_id": town["town_id"],
            "people": people,
            "comparator": ">",
            "unit": "person",
            "counted_on": f"2020-{DAYS[month]:02}-{day:02}",
            "kind": kind,
        }
        if source % 2:
            quotes = {
                "counted_on": f"2020年{DAYS[month]}月{day}日",
                "town_id": town["name_zh"],
                "people": f"超过{people}人",
                "kind": "普查" if kind == "census" else "估计",
            }
            text = f"{quotes['counted_on']}，{quotes['town_id']}有{quotes['people']}，{quotes['kind']}。"
        else:
            quotes = {
                "counted_on": f"{MONTHS[month]} {day}, 2020",
                "town_id": town["name_en"],
                "people": f"more than {people:,} people",
                "kind": "were counted" if kind == "census" else "were guessed",
            }
            text = f"On {quotes['counted_on']}, {quotes['people']} of {quotes['town_id']} {quotes['kind']}. "
        yield text, fact, quotes


def make(folder: Path, rows: int, seed: int = 1) -> Path:
    """Write a package with that many rows of evidence, and its documents."""
    draw = random.Random(seed)  # noqa: S311 - the same package each time
    known = towns()
    facts: list[Cells] = []
    evidence: list[Cells] = []
    sources: list[Cells] = []
    (folder / "seeds" / "texts").mkdir(parents=True)
    for source in range(rows // (4 * FACTS)):
        text = ""
        for sentence, fact, quotes in sentences(source, known, draw):
            facts.append(fact)
            evidence += _entries(f"s{source}", len(text), sentence, fact, quotes)
            text += sentence
        data = text.encode()
        (folder / "seeds" / "texts" / f"{source}.txt").write_bytes(data)
        digest, language = hashlib.sha256(data).hexdigest(), "zh-Hans" if source % 2 else "en"
        sources.append({"source_id": f"s{source}", "sha256": digest, "characters": len(text), "language": language})
    tables = {"towns": known, "facts": facts, "sources": sources, "evidence": evidence}
    for name, each in tables.items():
        _write(folder / f"{name}.csv", each)
    (folder / "datapackage.json").write_text(json.dumps(_descriptor(tables)), encoding="utf-8")
    return folder / "datapackage.json"


def _entries(source: str, at: int, sentence: str, fact: Cells, quotes: dict[str, str]) -> Iterator[Cells]:
    for field, quote in quotes.items():
        start = at + sentence.index(quote)
        yield {
            "evidence_id": f"{fact['fact_id']}-{field}",
            "table": "facts",
            "row_id": fact["fact_id"],
            "field": field,
            "source_id": source,
            "start": start,
            "end": start + len(quote),
            "quote": quote,
            "span_sha256": hashlib.sha256(quote.encode()).hexdigest(),
            "basis": "stated",
            "concludes": fact["kind"] if field == "kind" else "",
        }


def _write(path: Path, rows: Sequence[Cells]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _descriptor(tables: dict[str, list[Cells]]) -> Cells:
    books = {
        "sources": "sources",
        "evidence": "evidence",
        "quotes": {"share": 1.0},
        "things": [{"resource": "towns", "names": ["name_en", "name_zh"]}],
        "quantities": [{"resource": "facts", "value": "people", "comparator": "comparator", "unit": "unit"}],
        "units": {"person": ["people", "人"], "house": ["houses", "户"]},
    }
    resources = [
        {"name": name, "path": f"{name}.csv", "schema": _schema(name, rows[0])} for name, rows in tables.items()
    ]
    profile = "https://datapackage.org/profiles/2.0/datapackage.json"
    return {"$schema": profile, "name": "towns", "proof:data": {"books": books}, "resources": resources}


def _schema(name: str, row: Cells) -> Cells:
    types = {"people": "integer", "counted_on": "date", "start": "integer", "end": "integer", "characters": "integer"}
    fields: list[Cells] = [{"name": field, "type": types.get(field, "string")} for field in row]
    for field in fields:
        if name != "facts" or field["name"] == "fact_id":
            field["proof:data"] = {"role": "editorial"}
        if field["name"] == "kind":
            field["constraints"] = {"enum": list(KINDS)}
    schema: Cells = {"fields": fields, "primaryKey": [next(iter(row))]}
    if name == "facts":
        schema["foreignKeys"] = [{"fields": ["town_id"], "reference": {"resource": "towns", "fields": ["town_id"]}}]
        schema["proof:data"] = {"groups": [["people", "comparator", "unit"]]}
    return schema


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="*", default=[1_000, 10_000, 100_000], help="rows of evidence")
    parser.add_argument("--profile", action="store_true", help="where the time goes, for the last size")
    options = parser.parse_args()
    print(f"finder {FINDER}\n{'evidence':>10} {'documents':>10} {'seconds':>8} {'rows/s':>10}  verdict")
    for rows in options.rows:
        with tempfile.TemporaryDirectory() as folder:
            path = make(Path(folder) / "package", rows)
            profiler = cProfile.Profile() if options.profile and rows == options.rows[-1] else None
            start = time.perf_counter()
            report = profiler.runcall(talent_dataset.validate, path) if profiler else talent_dataset.validate(path)
            seconds = time.perf_counter() - start
            cells = (report.books or {})["cells"]
            verdict = (
                "balanced" if report.is_valid and cells["backed"] == cells["of"] else f"not valid: {report.totals}"
            )
            print(f"{rows:>10,} {rows // 100:>10,} {seconds:>8.2f} {rows / seconds:>10,.0f}  {verdict}")
            if profiler:
                pstats.Stats(profiler).sort_stats("tottime").print_stats(45)


if __name__ == "__main__":
    main()
