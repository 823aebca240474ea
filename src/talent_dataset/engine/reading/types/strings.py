"""Strings, with their formats, and cells of any type."""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterator

import polars as pl

from talent_dataset.engine.reading.types.kind import Cells, FreeKind, Kind, PlainShapedKind


class BooleanKind(Kind):
    """``boolean``: the texts of ``trueValues`` and ``falseValues``, and no others; a text in both is true."""

    dtype = pl.Boolean

    @property
    def expected(self) -> str:
        texts = (*self.field.true_values, *self.field.false_values)
        return f"a boolean ({', '.join(texts)})"

    def parse(self, text: str) -> bool:
        if text in self.field.true_values:
            return True
        if text in self.field.false_values:
            return False
        msg = f"not {self.expected}"
        raise ValueError(msg)

    def literal(self, value: object) -> Hashable:
        """Text as a cell, or a JSON boolean."""
        return value if isinstance(value, bool) else super().literal(value)

    @property
    def _texts(self) -> list[str]:
        return [*self.field.true_values, *self.field.false_values]

    def misfit(self, cells: Cells) -> pl.Expr:
        return cells.where_present(~cells.text.is_in(self._texts))

    def clean(self, cells: Cells) -> pl.Expr:
        """The commonest texts (the first and last of each list) are enough for most data, and cheaper than all."""
        true, false = self.field.true_values, self.field.false_values
        common = dict.fromkeys((*true[:1], *false[:1], *true[-1:], *false[-1:], *cells.missing_texts))
        return cells.is_among(list(common)).all()

    def value(self, cells: Cells) -> pl.Expr:
        is_true = cells.present.is_in(list(self.field.true_values))
        return pl.when(is_true | cells.present.is_in(list(self.field.false_values))).then(is_true)

    def among(self, cells: Cells, literals: frozenset[Hashable]) -> pl.Expr | None:
        """The texts of the values that are allowed."""
        return cells.is_among([text for text in self._texts if self.parse(text) in literals])

    def mend(self, text: str) -> str:
        """A word of another list is written as one of this, or declared."""
        hint = super().mend(text)
        if not hint or ":" in hint:
            return hint
        # The text may be meant as it stands, where the file comes from a program with words of its own.
        key = "trueValues" if hint.removeprefix("write ") in self.field.true_values else "falseValues"
        return f'{hint}, or add {json.dumps(text, ensure_ascii=False)} to "{key}"'

    def guesses(self, text: str) -> Iterator[str]:
        """Another case, or the words of another language."""
        plain = text.casefold()
        yield from (known for known in self._texts if known.casefold() == plain)
        if plain in {"y", "yes", "t", "on", "是", "真", "1", "1.0"}:
            yield from self.field.true_values[:1]
        if plain in {"n", "no", "f", "off", "否", "假", "0", "0.0"}:
            yield from self.field.false_values[:1]


class StringKind(FreeKind):
    """``string``: any text."""

    expected = "a text"

    def parse(self, text: str) -> str:
        return text

    def among(self, cells: Cells, literals: frozenset[Hashable]) -> pl.Expr | None:
        return cells.is_among(sorted(map(str, literals)))

    def all_among(self, cells: Cells, literals: frozenset[Hashable]) -> pl.Expr | None:
        return cells.is_among([*sorted(map(str, literals)), *cells.missing_texts]).all()


class AnyKind(StringKind):
    """``any``: the text as it stands."""

    expected = "anything"

    def written(self, value: object) -> str:
        """A native value as JSON writes it: the cells of a text file are texts."""
        return json.dumps(value, ensure_ascii=False, default=str)


_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~\u0080-\U0010ffff-]+"
_LABEL = r"[A-Za-z0-9\u0080-\U0010ffff](?:[A-Za-z0-9\u0080-\U0010ffff-]*[A-Za-z0-9\u0080-\U0010ffff])?"


class EmailKind(PlainShapedKind):
    """``string`` with format ``email``: an address of RFC 5322 without comments, international ones included.

    A domain has a dot: RFC 5321, section 2.3.5, permits fully qualified names only (no ``user@localhost``).
    """

    expected = "an email address such as name@example.org"
    shape = (
        rf'(?:{_ATOM}(?:\.{_ATOM})*|"(?:[^"\\\r\n]|\\[^\r\n])*")'
        rf"@(?:{_LABEL}(?:\.{_LABEL})+|\[[0-9A-Za-z.:]+\])"
    )

    def guesses(self, text: str) -> Iterator[str]:
        """Without ``mailto:`` or pointed brackets."""
        yield text.removeprefix("mailto:")
        yield text.rpartition("<")[2].rstrip(">")


_HEX = "[0-9A-Fa-f]"


class UuidKind(PlainShapedKind):
    """``string`` with format ``uuid``: the 36 characters of RFC 9562, in either case."""

    expected = "a UUID such as f47ac10b-58cc-4372-a567-0e02b2c3d479"
    shape = f"{_HEX}{{8}}-{_HEX}{{4}}-{_HEX}{{4}}-{_HEX}{{4}}-{_HEX}{{12}}"

    def guesses(self, text: str) -> Iterator[str]:
        """Without braces or prefix, and with hyphens."""
        bare = text.removeprefix("urn:uuid:").strip("{}").replace("-", "").replace(" ", "")
        yield "-".join((bare[:8], bare[8:12], bare[12:16], bare[16:20], bare[20:]))


class BinaryKind(PlainShapedKind):
    """``string`` with format ``binary``: base64 of RFC 4648, section 4, padded."""

    expected = "base64 with padding, such as Zm8="
    shape = "(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?"

    def guesses(self, text: str) -> Iterator[str]:
        """Without blanks, with padding."""
        bare = "".join(text.split()).rstrip("=")
        yield bare + "=" * (-len(bare) % 4)


_PCT = "%[0-9A-Fa-f]{2}"
_UNRESERVED = r"A-Za-z0-9._~!$&'()*+,;=\-"
_PCHAR = f"(?:[{_UNRESERVED}:@]|{_PCT})"
_H16 = "[0-9A-Fa-f]{1,4}"
_OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_LS32 = rf"(?:{_H16}:{_H16}|{_OCTET}(?:\.{_OCTET}){{3}})"
_IPV6 = "|".join(
    [
        f"(?:{_H16}:){{6}}{_LS32}",
        f"::(?:{_H16}:){{5}}{_LS32}",
        *(f"(?:(?:{_H16}:){{0,{5 - tail}}}{_H16})?::(?:{_H16}:){{{tail - 1}}}{_LS32}" for tail in range(5, 1, -1)),
        f"(?:(?:{_H16}:){{0,4}}{_H16})?::{_LS32}",
        f"(?:(?:{_H16}:){{0,5}}{_H16})?::{_H16}",
        f"(?:(?:{_H16}:){{0,6}}{_H16})?::",
    ]
)
_HOST = rf"(?:\[(?:{_IPV6}|[vV][0-9A-Fa-f]+\.[{_UNRESERVED}:]+)\]|(?:[{_UNRESERVED}]|{_PCT})*)"
_AUTHORITY = f"(?:(?:[{_UNRESERVED}:]|{_PCT})*@)?{_HOST}(?::[0-9]*)?"


class UriKind(PlainShapedKind):
    """``string`` with format ``uri``: a URI of RFC 3986, with its scheme; ASCII, as the RFC has it."""

    expected = "a URI with its scheme, such as https://example.org/page"
    shape = (
        # RFC 3986 has URIs without a host, and without a path too.
        "[A-Za-z][A-Za-z0-9+.-]*:"
        f"(?://{_AUTHORITY}(?:/{_PCHAR}*)*|/(?:{_PCHAR}+(?:/{_PCHAR}*)*)?|{_PCHAR}+(?:/{_PCHAR}*)*|)"
        f"(?:\\?(?:{_PCHAR}|[/?])*)?(?:#(?:{_PCHAR}|[/?])*)?"
    )

    def guesses(self, text: str) -> Iterator[str]:
        """With a scheme; with what is not ASCII quoted."""
        from urllib.parse import quote

        quoted = quote(text, safe="%/:?#[]@!$&'()*+,;=~-._")
        yield quoted
        if "." in text.partition("/")[0]:
            yield f"https://{quoted.removeprefix('//')}"
