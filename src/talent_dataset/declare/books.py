"""The books of a package, as they are declared in Python."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from talent_dataset.descriptor.books import dump_books, take_books
from talent_dataset.descriptor.model import Books, Resource
from talent_dataset.descriptor.place import Context, Place
from talent_dataset.errors import DeclarationError


def books_of(declared: Books | Mapping[str, Any] | None, resources: Sequence[Resource]) -> Books | None:
    """The books, which must name what is there.

    Args:
        declared: The books as a value, or as they stand in a descriptor.
        resources: The resources of the package.

    Raises:
        DeclarationError: A name is that of no resource or field, or a word is none that books know.
    """
    if declared is None:
        return None
    context = Context()
    # By way of JSON: whoever writes Python may write tuples.
    data = dump_books(declared) if isinstance(declared, Books) else json.loads(json.dumps(declared))
    books = take_books(data, resources, Place(context, key="books"))
    for fault in context.issues:
        raise DeclarationError(f"The books are declared wrongly ({fault.path}): {fault.message}", hint=fault.hint)
    return books
