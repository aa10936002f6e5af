"""Tables as GitHub reads them (its specification 0.29, section 4.10): `\\|` is a pipe in a cell, also in code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markdown.extensions.tables import TableExtension, TableProcessor

if TYPE_CHECKING:
    from markdown import Markdown


class Tables(TableExtension):
    """Python-Markdown's tables, with pipes in code."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # the library's name
        """Register everything."""
        super().extendMarkdown(md)
        md.parser.blockprocessors.register(_Rows(md.parser, self.getConfigs()), "table", 75)


class _Rows(TableProcessor):
    def _split(self, row: str) -> list[str]:
        """Return the cells of a row. A backslash before a pipe has done its work then: code would show it."""
        return [cell.replace("\\|", "|") for cell in super()._split(row)]  # type: ignore[misc]  # not in the stubs
