"""Read cases: each with the table beside it, whose columns its series may name."""

from __future__ import annotations

from dataclasses import replace

from site_gen.load.discovery import FileSet
from site_gen.load.files import FileReader
from site_gen.load.locator import Locator
from site_gen.load.series import read_series
from site_gen.load.starter_samples import sample_findings
from site_gen.model.case import Case
from site_gen.model.metrics import TABLE, CaseTable
from site_gen.model.rules import check_case
from site_gen.model.site import Translated


def read_case(reader: FileReader, files: FileSet) -> Translated[Case] | None:
    """Read a case, its table and its overlays."""
    document = reader.yaml(files.original or "")
    reader.context = {**reader.context, TABLE: _table(reader, files)}
    case = reader.versions(files, Case, document)
    if case is not None:
        locator = Locator(reader.project, reader.found.documents)
        reader.found.problems += locator.problems(check_case(case))
        case = replace(case, samples=tuple(sample_findings(case.file, case.original)))
    return case


def _table(reader: FileReader, files: FileSet) -> CaseTable:
    if files.table is None:
        return CaseTable(f"cases/{files.slug}.csv", is_there=False)
    table = read_series(reader.project / files.table, files.table)
    reader.found.problems += table.problems
    return CaseTable(files.table, is_there=True, columns=None if table.problems else table.columns)
