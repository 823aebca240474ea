"""Run validators through the suite.

    python -m conformance talent_dataset                      one of validators.toml
    python -m conformance frictionless --write                keep its results, and write RESULTS.md anew
    python -m conformance --reports 'my-validator --json {}' [--values COMMAND] [--mapping FILE]

It tells each case that differs, and the counts of each area; it ends with 1 where a case that the standard decides
differs.
"""

from __future__ import annotations

import argparse
import sys
from contextlib import closing
from pathlib import Path

from conformance.results import SUITES, keep, outcomes, summary, table
from conformance.validators import Commands, registered, version_of, words


def main(arguments: list[str]) -> int:
    """Run what is asked for."""
    known = registered()
    options = _parser(known).parse_args(arguments)
    if bool(options.name) == bool(options.reports):
        sys.exit("Give a NAME of validators.toml, or a command with --reports.")
    said = known[options.name] if options.name else vars(options)
    commands = Commands(said["reports"], said.get("values"), words(Path(said["mapping"]) if said["mapping"] else None))
    with closing(commands):
        found = list(outcomes(commands))
    for outcome in found:
        if not outcome.agrees:
            print(f"{outcome.suite} {outcome.id} ({outcome.confidence}): {outcome.why}")
    made = summary(found)
    for suite, (title, _) in SUITES.items():
        print(f"\n{title}\n\n{table({options.name or 'yours': made}, suite)}", end="")
    if options.write:
        keep(options.name, version_of(said["version"]), made)
    return int(any(not outcome.agrees and outcome.confidence == "must" for outcome in found))


def _parser(known: dict[str, dict[str, str]]) -> argparse.ArgumentParser:
    form = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser("python -m conformance", description=__doc__, formatter_class=form)
    parser.add_argument("name", nargs="?", metavar="NAME", choices=known, help=f"one of: {' '.join(known)}")
    parser.add_argument("--reports", help="a command that tells of packages: of the one at {}, or of a path a line")
    parser.add_argument("--values", help="a command that tells values: a vector a line in, a line of JSON out")
    parser.add_argument("--mapping", help="a JSON file: names of its errors to those of the suite")
    parser.add_argument("--write", action="store_true", help="keep the results of NAME, and write RESULTS.md")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
