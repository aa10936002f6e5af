"""The function at Cloudflare: what the build writes for it, and that it reads forms as every receiver of ours does."""

from __future__ import annotations

import base64
import hashlib
import json
import random
import re
import subprocess
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import pytest

from site_gen.model.form import CAMPAIGN_FIELDS, HONEYPOT
from site_gen.model.form_schema import form_schemas
from site_gen.model.submission import RefusedError, read_submission
from site_gen.pages.cloudflare import SOURCES, schema_data
from tests.conftest import ProjectFactory
from tests.model.submissions import CASES, SCHEMA_DATA, schema
from tests.support import BASE, NOW, SITE
from tests.support_build import Rendered, render
from tests.support_proposals import PAGE, PROPOSAL, TOKEN

PLAIN: Final = SITE.partition("form:")[0]
CLOUDFLARE: Final = {"site.yaml": f"{PLAIN}form: {{delivery: cloudflare}}\n"}


@pytest.fixture
def site(project: ProjectFactory, cache: Path) -> Rendered:
    return render(project(CLOUDFLARE), cache)


def _data(site: Rendered) -> dict[str, Any]:
    text = site.text("_worker.js/forms.js")
    found: dict[str, Any] = json.loads(text.removeprefix("export default ").rstrip().removesuffix(";"))
    return found


# --- what the build writes --------------------------------------------------------------------------------------------


def test_the_function_is_written_where_site_yaml_asks_for_it(site: Rendered) -> None:
    own = {f"_worker.js/{path.relative_to(SOURCES).as_posix()}" for path in SOURCES.rglob("*") if path.is_file()}
    written = {path for path in site.artifacts if path.startswith("_")}
    assert written == own | {"_worker.js/forms.js", "_routes.json", "_headers", "_redirects"}
    assert site.text("_worker.js/index.js") == (SOURCES / "index.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("form", ["{delivery: netlify}", "{delivery: inbox}"])
def test_no_other_delivery_has_one(form: str, project: ProjectFactory, cache: Path) -> None:
    site = render(project({"site.yaml": f"{PLAIN}form: {form}\n"}), cache)
    assert not [path for path in site.artifacts if path.startswith(("_worker", "_routes"))]


def test_it_is_asked_for_the_forms_and_for_what_is_hidden_alone(site: Rendered) -> None:
    routes = json.loads(site.text("_routes.json"))
    assert routes == {"version": 1, "include": ["/api/leads/*", "/.*", "/_*", "/%*", "//*"], "exclude": []}


def test_it_knows_every_form_in_every_language_with_its_window(project: ProjectFactory, cache: Path) -> None:
    window = "starts: 2026-11-20T09:00\nends: 2026-12-20T18:00\n"
    site = render(
        project(
            {
                **CLOUDFLARE,
                "offers/audit.yaml": BASE["offers/audit.yaml"] + window,
                "offers/audit.es.yaml": "title: Auditoría\nform: {consent: De acuerdo.}\n",
            }
        ),
        cache,
    )
    forms = _data(site)["forms"]
    assert list(forms) == ["audit"]
    assert list(forms["audit"]) == ["en", "es"]
    assert forms["audit"]["es"] == schema_data([*form_schemas(site.site)][1])
    assert forms["audit"]["es"]["consent"] == "De acuerdo."
    assert forms["audit"]["en"]["starts"] == "2026-11-20T09:00:00+01:00"
    assert forms["audit"]["en"]["ends"] == "2026-12-20T18:00:00+01:00"


def test_the_instant_of_the_build_does_not_stand_in_it(project: ProjectFactory, cache: Path) -> None:
    folder = project(CLOUDFLARE)
    first, later = (render(folder, cache, now).text("_worker.js/forms.js") for now in (NOW, NOW + timedelta(days=90)))
    assert later == first


def test_the_table_has_the_columns_that_are_filled() -> None:
    table = (SOURCES / "migrations" / "0001_leads.sql").read_text(encoding="utf-8")
    columns = re.findall(r"^  (\w+) (?:TEXT|INTEGER)", table, re.MULTILINE)
    listed = re.search(r"const COLUMNS = \[(.*?)\]", (SOURCES / "store.js").read_text(encoding="utf-8"), re.DOTALL)
    assert listed
    assert re.findall(r'"(\w+)"', listed[1]) == columns


def test_it_has_words_for_everything_it_says(site: Rendered) -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES.glob("*.js"))
    reasons = set(re.findall(r'(?:refused\(\d+|RefusedRequest\(\d+), "(\w+)"', code)) | {"closed", "not_yet"}
    reading = (SOURCES / "reading.js").read_text(encoding="utf-8")
    codes = {f"error.{found}" for found in re.findall(r'(?:code: |null : |return |\? )"(\w+)"', reading)}
    assert len(reasons) > 8
    assert len(codes) == 8
    for texts in _data(site)["texts"].values():
        assert reasons | codes <= set(texts)


def test_the_style_of_its_pages_has_the_hash_that_the_policy_allows() -> None:
    code = (SOURCES / "answers.js").read_text(encoding="utf-8")
    lines = re.findall(r'^(?:const STYLE =|  \+) "([^"]*)"', code, re.MULTILINE)
    digest = base64.b64encode(hashlib.sha256("".join(lines).encode()).digest()).decode()
    assert f'"sha256-{digest}"' in code


def test_no_secret_stands_in_it(site: Rendered) -> None:
    assert set(_data(site)["notify"]) == {"telegram", "email", "sender"}
    assert _data(site)["turnstile"] is False


# --- the same reading of forms, in another language -------------------------------------------------------------------

_PROGRAM: Final = """
import { readSubmission } from %s;
const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const { schema, cases } = JSON.parse(Buffer.concat(chunks).toString("utf-8"));
const read = cases.map(({ posted, page }) => readSubmission(schema, new Map(posted), page));
process.stdout.write(JSON.stringify(read));
"""


def _read_by_node(cases: Sequence[tuple[Mapping[str, list[str]], str]], folder: Path) -> list[dict[str, Any]]:
    """Return how the function reads each submission."""
    copy = folder / "reading.mjs"
    copy.write_bytes((SOURCES / "reading.js").read_bytes())
    program = _PROGRAM % json.dumps(copy.as_uri())
    data = {
        "schema": SCHEMA_DATA,
        "cases": [{"posted": list(posted.items()), "page": page} for posted, page in cases],
    }
    words = ["node", "--input-type=module", "--eval", program]
    done = subprocess.run(words, input=json.dumps(data).encode(), capture_output=True, check=True, timeout=60)
    read: list[dict[str, Any]] = json.loads(done.stdout)
    return read


def _as_table(read: dict[str, Any]) -> dict[str, Any]:
    if "submission" not in read:
        errors = [[error["field"], error["code"]] for error in read.get("errors", ())]
        return {"errors": errors}
    submission = read["submission"]
    marketing = submission["marketing_consent"] == SCHEMA_DATA["marketing_consent"]
    suspect = submission["fast"] or submission["decoy"]
    told = {name: submission[name] for name in ("values", "campaign", "key")}
    return told | {"suspect": suspect, "marketing": marketing}


PROPOSED: Final = {**CLOUDFLARE, "offers/proposals/roja.yaml": PROPOSAL}


def test_tokens_of_pages_for_one_client_stand_nowhere_in_the_function(project: ProjectFactory, cache: Path) -> None:
    """Whoever may look into the host's account, or gets hold of the function, could open every proposal."""
    site = render(project(PROPOSED), cache)
    for path in site.artifacts:
        if path.startswith("_"):
            assert TOKEN not in site.text(path), path
    page = site.document(PAGE)
    (field,) = [each for each in page.all("input") if each.get("name") == "page_token"]
    assert (field.get("type"), field.get("value")) == ("hidden", TOKEN)
    assert not [
        each for each in site.document("offers/audit/index.html").all("input") if each.get("name") == "page_token"
    ]


def test_the_page_tells_the_function_where_it_is(project: ProjectFactory, cache: Path, tmp_path: Path) -> None:
    """Otherwise a client who accepted would be led to no page, or anybody to that of another client."""
    forms = _data(render(project(PROPOSED), cache))["forms"]
    (name,) = (name for name in forms if name.startswith("p-"))
    schema = forms[name]["en"]
    program = (
        f"import {{ placed }} from {json.dumps((SOURCES / 'unlisted.js').as_uri())};"
        "import { readFileSync } from 'node:fs';"
        "const data = JSON.parse(readFileSync(0));"
        "const found = await Promise.all(data.tokens.map((token) => placed(data.schema, token)));"
        "console.log(JSON.stringify(found.map(({ page, thanks }) => [page, thanks])));"
    )
    tokens = [TOKEN, "", "../evil", TOKEN[:-1] + "x", f"{TOKEN}/", "{token}"]
    words = ["node", "--input-type=module", "--eval", program]
    data = json.dumps({"schema": schema, "tokens": tokens}).encode()
    done = subprocess.run(words, input=data, capture_output=True, check=True, timeout=60, cwd=tmp_path)
    place, home = f"https://mara.example/proposal/{TOKEN}/", "https://mara.example/"
    assert json.loads(done.stdout) == [[place, f"{place}accepted/"], *[[home, home]] * 5]


def test_the_function_reads_forms_as_the_table_says(tmp_path: Path) -> None:
    read = _read_by_node([(case.posted, case.page) for case in CASES], tmp_path)
    assert {case.title: _as_table(one) for case, one in zip(CASES, read, strict=True)} == {
        case.title: case.expect for case in CASES
    }


def test_agreement_to_other_words_is_refused(tmp_path: Path) -> None:
    ok = CASES[0].posted
    read = _read_by_node(
        [({**ok, "consent_version": [version]}, "") for version in ("", schema().consent_version, "0" * 12)],
        tmp_path,
    )
    assert [sorted(one) for one in read] == [["submission"], ["submission"], ["errors"]]
    assert read[2]["errors"] == [{"field": "consent", "code": "changed"}]


_PIECES: Final = (
    *" \t\n\r\v\f\0@.,;:<>/?#%&=+-_()[]\\'\"1289aAzZ",
    *"éñçß\u017f\u0130\u2126я\u0456\u0660\u00b2\u2165\u4e00\u0301\u200b\u200d\u200e\u202e\u2028\u2029\u2060\ufeff",
    *"\x1c\x1f\x7f\x85\xa0\u1680\u2003\u202f\u205f\u3000\ufffe\uffff\U0001f600\U0001d7d8",
    "cafe.cat", "http://", "https://", "a@b.cat", "@cafe", "+34 600", "Now", "Large one", "vk", "utm_source=", "\r\n",
    " ext 3", "\u2011", "\uff0b", "\uff16", "two",
)  # fmt: skip


def _hostile(random_: random.Random) -> tuple[dict[str, list[str]], str]:
    """Return something that a program might send."""

    def text(most: int) -> str:
        return "".join(random_.choices(_PIECES, k=random_.randrange(most)))

    share = random_.choice((0.1, 0.2, 0.7))
    names = [field["name"] for field in SCHEMA_DATA["fields"]]
    names += ["account_network", "consent", "marketing_consent", "submission", "elapsed", *CAMPAIGN_FIELDS, text(4)]
    posted = {
        name: [text(12) for _ in range(random_.choice((1, 1, 1, 2)))] for name in names if random_.random() < share
    }
    if random_.random() < 0.9:
        posted[HONEYPOT] = [""]
    if random_.random() < 0.7:  # most of it in order, so that what is not is looked at
        posted |= {name: list(CASES[0].posted[name]) for name in ("name", "email", "consent")}
    return posted, f"https://mara.example/?{text(14)}" if random_.random() < 0.5 else text(10)


def _read_by_python(posted: Mapping[str, list[str]], page: str) -> dict[str, Any]:
    try:
        read = read_submission(schema(), posted, page=page)
    except RefusedError as refused:
        return {"errors": [[error.field, error.code] for error in refused.errors]}
    return {
        "values": dict(read.values),
        "campaign": dict(read.campaign),
        "key": read.key,
        "suspect": read.suspect,
        "marketing": read.marketing_consent is not None,
    }


def test_two_programs_read_three_thousand_hostile_submissions_alike(tmp_path: Path) -> None:
    random_ = random.Random(20261123)  # noqa: S311  # the same ones each time
    cases = [_hostile(random_) for _ in range(3000)]
    by_node = [_as_table(one) for one in _read_by_node(cases, tmp_path)]
    by_python = [_read_by_python(posted, page) for posted, page in cases]
    assert sum("values" in one for one in by_python) > 200
    assert sum("errors" in one for one in by_python) > 500
    different = [(case, one, other) for case, one, other in zip(cases, by_python, by_node, strict=True) if one != other]
    assert different == []
