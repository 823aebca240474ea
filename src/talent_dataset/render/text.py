"""A report as text: a line a resource, the issues, totals, what was skipped and silenced, the verdict."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import dropwhile
from typing import TYPE_CHECKING

from talent_dataset.engine.report import UNREAD, counted
from talent_dataset.render.columns import columns, fit, pad
from talent_dataset.render.lines import INDENT, Line, Style, line, paragraph, plain, visible

if TYPE_CHECKING:
    from talent_dataset.engine.report import Report, ResourceSummary, Skipped
    from talent_dataset.render.group_text import ShownFindings
    from talent_dataset.render.outputs import ReportContext

_HEADS = ("rows", "fields", "checks", "issues")
_GAP = "  "
_SCREEN = 20
"""Lines of findings that a terminal of 24 lines shows together with the verdict."""
_STYLES: Mapping[str, Style] = {"valid": "good", "invalid": "bad", "not-fully-checked": "warning"}
_FEW = 3


def as_text(report: Report, context: ReportContext) -> str:
    """The report as people read it, for a file or a pipe."""
    return plain(text_lines(report, context))


def text_lines(report: Report, context: ReportContext) -> Iterator[Line]:
    """The report as people read it, for a screen."""
    make = quiet_lines if context.is_brief else report_lines
    return make(report, width=context.width, base=context.base)


def report_lines(report: Report, *, width: int = 80, base: str = "") -> Iterator[Line]:
    """The report in lines of ``width`` columns, as people read it.

    Args:
        report: What was found.
        width: Columns of the screen. Only a place (``file:line:column``), a path or a word may be wider, since they are
            never broken.
        base: Folder that goes before the files of issues, so that places can be opened from where the user is.
    """
    # A section begins with an empty line; the first one need not.
    yield from dropwhile(lambda one: not one.text, _sections(report, width, base))


def _sections(report: Report, width: int, base: str) -> Iterator[Line]:
    """All sections, each after an empty line: what matters most stands last, where a screen ends.

    Where the findings are more than a screen holds, the first of them are named once more before the verdict.
    """
    findings = _findings(report, width, base)
    # A list, as its length decides whether the first causes are named again.
    details = list(findings.lines()) if findings else []
    yield from _package(report, width)
    yield from _resources(report.resources, width)
    yield from _books(report, width)
    yield from _left_out(report, width)
    yield from _totals(report)
    yield from details
    if findings and len(details) > _SCREEN:
        yield line()
        yield from findings.first()
    yield line()
    yield from verdict_lines(report, width)


def _findings(report: Report, width: int, base: str) -> ShownFindings | None:
    """What was found, where anything was; most packages are valid, and need nothing of what shows it."""
    if not report.groups:
        return None
    from talent_dataset.render.group_text import ShownFindings

    return ShownFindings(report, width, base)


def _package(report: Report, width: int) -> Iterator[Line]:
    """Name, version and place of the package."""
    parts = [str(report.package[key]) for key in ("name", "version", "path") if report.package.get(key)]
    if parts:
        yield line((fit(visible(_GAP.join(parts)), width), "head"))


def _resources(resources: tuple[ResourceSummary, ...], width: int) -> Iterator[Line]:
    """The table of resources; a name that is too wide is cut, numbers never are."""
    if not resources:
        return
    rows = [[f"{n:,}" for n in (r.rows, r.fields, r.checks, r.issues)] for r in resources]
    widths = [max(len(cell) for cell in column) for column in zip(_HEADS, *rows, strict=True)]
    names = [visible(r.name) for r in resources]
    most = width - sum(widths) - len(_GAP) * len(widths)
    first = max(min(max(map(columns, [*names, "resource"])), most), len("resource"))
    yield line()
    yield line((pad("resource", first), "label"), (_cells(_HEADS, widths), "label"))
    for name, row, summary in zip(names, rows, resources, strict=True):
        numbers = _cells(row[:-1], widths[:-1])
        found: Style = "bad" if summary.issues else ""
        yield line(pad(fit(name, first), first), numbers, (_GAP + pad(row[-1], widths[-1], right=True), found))


def _cells(cells: list[str] | tuple[str, ...], widths: list[int]) -> str:
    """Cells set flush right under each other."""
    return "".join(_GAP + pad(cell, width, right=True) for cell, width in zip(cells, widths, strict=True))


def _totals(report: Report) -> Iterator[Line]:
    """The exact number of issues of each code, and how many of them are shown."""
    if not report.totals:
        return
    widest = max(columns(visible(code)) for code in report.totals)
    numbers = {code: f"{count:,}" for code, count in report.totals.items()}
    most = max(map(len, numbers.values()))
    yield from _title("totals")
    for code in report.totals:
        number = pad(numbers[code], most, right=True)
        yield line(" " * INDENT, (pad(visible(code), widest), "code"), _GAP, number, (_told(report, code), "label"))


def _told(report: Report, code: str) -> str:
    """How many issues of a code are shown, where not all are, and how many only follow from others."""
    follow = sum(each.count for group in report.groups for each in group.follows if each.code == code)
    shown = sum(len(group.examples) for group in report.groups if group.code == code)
    parts = [] if shown + follow == report.totals[code] else [f"{shown:,} shown"]
    parts += [f"{follow:,} follow{'s' if follow == 1 else ''} from others"] if follow else []
    return f"{_GAP}({', '.join(parts)})" if parts else ""


def _left_out(report: Report, width: int) -> Iterator[Line]:
    """Checks that did not run and findings that were silenced, each with its reason."""
    if report.checks.skipped:
        yield from _title("skipped")
    # One reason, such as a parent that was not read, often keeps checks of many resources from running.
    together: dict[tuple[str, str, str], dict[str, None]] = {}
    for skip in report.checks.skipped:
        together.setdefault((skip.code, skip.reason, _mark(skip)), {}).setdefault(skip.resource or "")
    for (code, reason, mark), resources in together.items():
        yield from _reason(_of(code, ", ".join(resources)) + mark, reason, width)
    if report.suppressed:
        yield from _title("suppressed")
    for each in report.suppressed:
        yield from _reason(f"{_of(each.code, each.resource)} ({each.count:,})", each.reason, width)
    if report.checks.silenced:
        yield from _title("silenced")
    for silence in report.checks.silenced:
        yield from _reason(f"{_of(silence.code, silence.resource)} ({silence.count:,})", silence.reason, width)


def _mark(skip: Skipped) -> str:
    """What the user makes of a skip."""
    return " (required)" if skip.required else " (allowed)" if skip.allowed else ""


def _books(report: Report, width: int) -> Iterator[Line]:
    if report.books:
        from talent_dataset.render.balance import balance_lines

        yield line()
        yield from balance_lines(report.books, width)


def _title(text: str) -> Iterator[Line]:
    """The title of a section, after an empty line."""
    yield line()
    yield line((text, "head"))


def _of(code: str, resource: str | None) -> str:
    """A code, and the resource it is limited to."""
    return f"{code} in {resource}" if resource else code


def _reason(what: str, why: str, width: int) -> list[Line]:
    """``what: why`` as an indented paragraph."""
    return paragraph(f"{what}: {why}", width, indent=INDENT)


def quiet_lines(report: Report, *, width: int = 80, base: str = "") -> Iterator[Line]:
    """One line for each cause, and the verdict.

    Args:
        report: What was found.
        width: Columns of the screen; only the verdict keeps to them.
        base: As ``report_lines`` takes it.
    """
    if findings := _findings(report, width, base):
        yield from findings.short()
    yield from verdict_lines(report, width)


def verdict_lines(report: Report, width: int = 80) -> list[Line]:
    """The verdict, in a sentence, then how much was checked."""
    style = _STYLES[report.verdict]
    checked = (
        f"{counted(report.checks.run, 'check')} on {counted(report.checks.cells, 'cell')} in {report.seconds:.1f} s"
    )
    found = [*paragraph(_verdict(report), width, style=style), *paragraph(checked, width, style="label")]
    return [*found, *_acceptance(report, width)]


def _acceptance(report: Report, width: int) -> list[Line]:
    """How to accept what was not read, where that alone keeps a package from being valid."""
    # What a user has required cannot be allowed in the same breath.
    codes = dict.fromkeys(visible(skip.code) for skip in report.checks.skipped if skip.counts and not skip.required)
    if report.errors or not codes:
        return []
    options = " ".join(f"--allow-skipped {code}" for code in codes)
    return paragraph(f"To accept what was skipped: {options}", width, style="label")


def _verdict(report: Report) -> str:
    """Valid or not, and why."""
    issues = sum(report.totals.values())
    if report.errors:
        others = f" and {counted(issues - report.errors, 'other finding')}" if issues > report.errors else ""
        return f"Not valid: {counted(report.errors, 'error')}{others}."
    if report.verdict == "not-fully-checked":
        return f"Not fully checked: {_unchecked(report)}."
    found = f"Valid, with {counted(issues, 'finding')}" if issues else "Valid"
    return "; ".join([found, *_accepted(report)]) + "."


def _unchecked(report: Report) -> str:
    """What could not be read, what did not run, and why."""
    unread: dict[str | None, str] = {}
    others: dict[str, str] = {}
    for skip in (each for each in report.checks.skipped if each.counts):
        if skip.code in UNREAD:
            unread[skip.resource] = skip.reason
        else:
            others[_of(skip.code, skip.resource)] = skip.reason
    verb = "was" if len(unread) == 1 else "were"
    told = [f"{counted(len(unread), 'resource')} {verb} not read ({_reasons(unread)})"] if unread else []
    told += [f"{counted(len(others), 'check')} did not run ({_reasons(others)})"] if others else []
    return " and ".join(told) or "there was nothing to check"


def _reasons(found: Mapping[str | None, str] | Mapping[str, str]) -> str:
    """What did not run and why."""
    return _few(f"{what}: {why.removesuffix('.')}" for what, why in found.items())


def _few(texts: Iterable[str]) -> str:
    """The first of some texts, and how many more there are."""
    found = [visible(text) for text in texts]
    more = [f"{len(found) - _FEW:,} more"] if len(found) > _FEW else []
    return "; ".join([*found[:_FEW], *more])


def _accepted(report: Report) -> Iterator[str]:
    """What a valid package was not held against: documents that are not at hand, and skips that the user allows."""
    sources = (report.books or {}).get("sources", {}).get("by_source", ())
    if absent := sum(source["state"] == "missing" for source in sources):
        yield f"{counted(absent, 'document')} not compared"
    allowed = [skip for skip in report.checks.skipped if skip.allowed]
    if allowed:
        yield f"skipped as allowed: {_few(dict.fromkeys(_of(skip.code, skip.resource) for skip in allowed))}"
