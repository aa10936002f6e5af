"""What tests of several packages share: one instant, one small valid project, the command line called in-process."""

from __future__ import annotations

import gc
import io
import os
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final
from unittest.mock import patch

from site_gen.cli import main

NOW: Final = datetime.fromisoformat("2026-11-23T12:00:00+01:00")
ROOT: Final = Path(__file__).parent.parent

Files = Mapping[str, str | bytes | None]
"""Files by their path in a project; None takes one of the base away."""

SITE: Final = """\
name: Mara Vidal
role: Social media for cafés
tagline: Cafés get regulars from Instagram
url: https://mara.example/
languages: [en, es]
time_zone: Europe/Madrid
currency: EUR
networks:
  instagram: mara
contact:
  email: hello@mara.example
legal:
  controller: Mara Vidal
form:
  delivery: url
  url: https://forms.mara.example/audit
"""

CASE: Final = """\
client: Casa Blau
title: Followers from 1,200 to 4,800 in four months
niche: Coffee shop
networks: [instagram]
period: {from: 2026-02-01, to: 2026-05-31}
service: management
metrics:
  - name: Followers
    before: 1200
    after: 4800
    source: Instagram Insights
"""

DIRECT: Final = """\
kind: direct
title: A month of Instagram, run for you
service: management
proof: cafe
price: {amount: 290, was: 390, lowest_30_days: 350, per: month}
starts: 2026-11-20T09:00
ends: 2026-12-20T18:00
call_to_action: Book your month
"""

AUDIT: Final = """\
kind: first-step
title: A free audit of your page
price: 0
next: plan
form:
  fields:
    - {name: email, label: E-mail, type: email, required: true}
  consent: I agree that my data is used to answer this request.
call_to_action: Ask for the audit
"""

SECOND: Final = """\
kind: second-step
title: The whole year
price: 2900
call_to_action: Talk about it
"""

SERVICES: Final = """\
services:
  - id: management
    name: Management
    summary: Posts, replies and a monthly report
    price: {amount: 390, per: month}
"""

ARTICLE: Final = """\
---
title: The first network
date: 2026-06-01
tags: [start]
---
One network is enough. See [the case](/cases/cafe/).
"""

BASE: Final[Mapping[str, str]] = {
    "site.yaml": SITE,
    "site.es.yaml": "role: Redes sociales para cafeterías\n",
    "cases/cafe.yaml": CASE,
    "offers/month.yaml": DIRECT,
    "offers/audit.yaml": AUDIT,
    "offers/plan.yaml": SECOND,
    "content/services.yaml": SERVICES,
    "content/articles/first.md": ARTICLE,
    "content/profile.md": "---\ntitle: PageMeta me\n---\nI work alone.\n",
}
"""A project without a single problem, small enough to be read beside a test."""


def write_files(folder: Path, files: Files) -> Path:
    """Write a project's files; text as UTF-8, with the line ends it has."""
    for name, content in files.items():
        target = folder / name
        if content is None:
            target.unlink(missing_ok=True)
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run of the command line came to."""

    code: int
    out: str
    err: str


def run_main(*words: str, cwd: Path, env: Mapping[str, str]) -> Ran:
    """Run `site-gen WORDS` in this process, through `main` with its error handling and exit codes."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    before, code = Path.cwd(), 0
    os.chdir(cwd)
    try:
        with (
            redirect_stdout(out),
            redirect_stderr(err),
            patch.object(sys, "argv", ["site-gen", *words]),
            patch.dict(os.environ, env),
        ):
            main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
    finally:
        os.chdir(before)
        gc.enable()  # a build turns it off for its own process, which is ours here
    return Ran(code, *(stream.buffer.getvalue().decode() for stream in (out, err)))
