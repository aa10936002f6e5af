"""Reading what a form sent: the same table is read by the function at Cloudflare (tests/pages/test_cloudflare.py)."""

from __future__ import annotations

import pytest

from site_gen.model.submission import RefusedError, Submission, read_submission
from tests.model.submissions import CASES, Case, schema


def _read(case: Case) -> Submission:
    return read_submission(schema(), case.posted, page=case.page)


@pytest.mark.parametrize("case", CASES, ids=[case.title for case in CASES])
def test_a_submission_is_read_as_the_table_says(case: Case) -> None:
    if "errors" in case.expect:
        with pytest.raises(RefusedError) as refused:
            _read(case)
        assert [[error.field, error.code] for error in refused.value.errors] == case.expect["errors"]
    else:
        read = _read(case)
        assert {
            "values": dict(read.values),
            "campaign": dict(read.campaign),
            "key": read.key,
            "suspect": read.suspect,
            "marketing": read.marketing_consent == schema().marketing_consent,
        } == case.expect
