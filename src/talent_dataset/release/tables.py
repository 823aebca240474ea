"""The tables of a package as a release has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from talent_dataset.reading.whole import Whole, whole_table
from talent_dataset.validation.spreadsheets import read_other

if TYPE_CHECKING:
    from talent_dataset.descriptor.model import Package
    from talent_dataset.reading.files import Files


def built_tables(package: Package, files: Files) -> dict[str, Whole]:
    """Every resource with a schema by its name, computed columns and the bookings of figures filled in."""
    tables = {
        resource.name: whole_table(resource, files, others=read_other)
        for resource in package.resources
        if resource.schema is not None
    }
    if package.books is None:
        return tables
    # Few packages keep books: the others need not load what reads them.
    from talent_dataset.release.bookings import with_bookings

    return with_bookings(package, tables)
