"""``talent-dataset validate``: check a package, say what is wrong, where, and what to do."""

from __future__ import annotations

import json
from argparse import ArgumentTypeError
from pathlib import Path
from typing import TYPE_CHECKING, Any

from talent_dataset.cli import commands, output, source
from talent_dataset.cli.settings import add_settings, policy_of
from talent_dataset.engine.errors import CannotCheckError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from talent_dataset.engine.policy import Policy
    from talent_dataset.engine.report import Report

EXAMPLES = """\
examples:
  talent-dataset validate                          the package of this folder
  talent-dataset validate data/datapackage.json
  talent-dataset validate package.zip --limit all
  talent-dataset validate events.csv --schema events.schema.json
  talent-dataset validate events.csv --schema events.schema.json \\
      --dialect '{"delimiter": ";"}' --encoding windows-1252
  talent-dataset validate --texts ~/documents      quotes against the documents
  talent-dataset validate --quiet                  one line for each cause
  talent-dataset validate --format json --output report.json
  talent-dataset validate --silence "row/blank=blank lines part the years"
  talent-dataset explain cell/type                 what a code means
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    source.add_path(parser)
    source.add_installed(parser)
    parser.add_argument("--schema", metavar="FILE", help="PATH is one table file, described by this Table Schema")
    parser.add_argument(
        "--dialect",
        metavar="JSON",
        type=_object,
        help='Table Dialect of that file, as JSON or the path of one, such as \'{"delimiter": ";"}\'',
    )
    parser.add_argument("--encoding", metavar="NAME", help="its encoding, such as windows-1252; default: utf-8")
    parser.add_argument(
        "--texts",
        metavar="DIR",
        help="folder with the documents that the evidence quotes, each known by its hash; default: the folder that "
        "TALENT_DATASET_TEXTS names, and seeds/texts in or beside the package",
    )
    report = parser.add_argument_group("the report")
    output.add_format(report, of_report=True)
    report.add_argument(
        "--limit",
        metavar="N",
        type=output.limit,
        default=20,
        help="show at most N issues of each code and resource, or all: each wrong value once before any a second time; "
        "totals are always exact; default: 20",
    )
    report.add_argument("-q", "--quiet", action="store_true", help="one line for each cause, and the verdict")
    report.add_argument("--output", metavar="FILE", type=Path, help="write the report to FILE, print the verdict only")
    add_settings(parser)


def _object(text: str) -> dict[str, Any]:
    """A JSON object, given as it is or by its path."""
    try:
        # No path begins with a brace, and no object with anything else.
        found = json.loads(text if text.lstrip().startswith("{") else Path(text).read_bytes())
    except OSError as error:
        raise ArgumentTypeError(f"{text} cannot be read: {error.strerror or error}") from None
    except ValueError as error:
        raise ArgumentTypeError(f"{text} is not JSON: {error}") from None
    if not isinstance(found, dict):
        raise ArgumentTypeError(f"{text} holds no JSON object")
    return found


def run(options: Namespace) -> int:
    """Validate, and show the report."""
    policy = policy_of(options)
    if options.quiet and options.format != "text":
        message = f"--quiet shortens the text, and --format {options.format} has none."
        raise CannotCheckError(message, hint="Leave one of them out.")
    if options.output:
        output.check_writable(options.output)
    path = _path(options)
    report = _validate(path, options, policy)
    _show(report, options, "" if options.installed else source.folder_of(path))
    return commands.of(report.verdict)


def _path(options: Namespace) -> str:
    if options.installed and (options.path or options.schema):
        raise CannotCheckError("--installed takes neither a PATH nor a --schema.", hint="Leave one of them out.")
    if options.schema and options.path is None:
        raise CannotCheckError("--schema describes one table file, and no PATH names it.")
    if (options.dialect or options.encoding) and not options.schema:
        hint = "A package says both in its descriptor."
        raise CannotCheckError("--dialect and --encoding are of one table file, which needs a --schema.", hint=hint)
    return source.find(options.path, is_installed=options.installed)


def _validate(path: str, options: Namespace, policy: Policy) -> Report:
    """The report, with a progress bar while it is made."""
    from talent_dataset.checking import validate
    from talent_dataset.render.progress import progress

    with progress() as advance:
        return validate(
            path,
            schema=Path(options.schema) if options.schema else None,
            dialect=options.dialect,
            encoding=options.encoding,
            limit=options.limit,
            texts=options.texts,
            policy=policy,
            progress=advance,
        )


def _show(report: Report, options: Namespace, folder: str) -> None:
    """Print the report, or save it and print the verdict."""
    from talent_dataset.render.outputs import ReportContext, output_of
    from talent_dataset.render.text import text_lines, verdict_lines

    if options.output:
        # What is saved does not depend on the terminal.
        output.save(output_of(options.format)(report, ReportContext(folder, is_brief=options.quiet)), options.output)
        output.show(verdict_lines(report, output.width()))
        return
    context = ReportContext(folder, output.width(), is_brief=options.quiet)
    if options.format == "text":
        output.show(text_lines(report, context))
    else:
        output.write(output_of(options.format)(report, context))
