"""Programs are read as JavaScript and TypeScript say; what isn't understood, or known, is never guessed."""

from __future__ import annotations

import contextlib
import threading
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_gen.importers.javascript.script import Script, value_of
from site_gen.importers.javascript.tree import LONGEST
from site_gen.importers.javascript.values import Members, UnknownError
from tests.importers.kit import brought, texts_of
from tests.importers.test_program_addresses import DATA, DATED, KNOWN, PARAMS, SETTINGS

UNKNOWN = object()
OWN = Members({**DATA, "title": "Été no", "count": 3, "none": [], "day": date(2024, 2, 3)})
HELPERS = """
function twice(x) { return 1 }
const other = { helper() { function twice(x) { return 2 } } };
function inner() { return local }
class Page { permalink() { return "/class/" } }
const loops = (x) => { for (const each of x) { return each } };
let changed = () => "first"; changed = () => "second";
var slugify = (x) => x;
"""

VALUES: dict[str, Any] = {
    # texts and numbers
    r"d => 'a\tb\u00e9\u{1F600}\ud83d\ude00\x41\'\q'": "a\tbé😀😀A'q",
    "d => `a${'b' /* } */}c\\n`": "abc\n",
    "d => `${'}'}`": "}",
    r"d => '\ud83d'": UNKNOWN,
    "d => 010": UNKNOWN,
    "d => 0x10 + 1": UNKNOWN,
    "d => 1_0 + 1": UNKNOWN,
    "d => d.count + 1": 4,
    # TypeScript, comments, what stands in brackets
    "(d: Data, more?: string): string => (d.title as string)!": "Été no",
    "function (this: Context, d) { return d.title satisfies string }": "Été no",
    "d => <string>d.title": "Été no",
    "d => /* all */ 'x' // of them\n": "x",
    "async (d) => { 'use strict'; console.log(d); return await d.title }": "Été no",
    "d => (1, 2)": UNKNOWN,
    "d => 4 / 2 / 1": UNKNOWN,
    "d => typeof d": UNKNOWN,
    "d => ( d.title": UNKNOWN,
    "function* (d) { return 1 }": UNKNOWN,
    "(d, x = 1) => x": UNKNOWN,
    # what is true, and what isn't known to be
    "d => d.none ? 'yes' : 'no'": "yes",
    "d => !d.draft && 'yes'": "yes",
    "d => { if (d.count === 3) return 'three'; else return 'other' }": "three",
    "d => { if (d.draft) { for (;;) {} } return '/x/' }": "/x/",
    "d => imported ? '/a/' : '/b/'": UNKNOWN,
    "d => !imported ? '/a/' : '/b/'": UNKNOWN,
    "d => { const x = imported(d); return x ? '/a/' : '/b/' }": UNKNOWN,
    "d => d.tags.includes(imported) ? '/a/' : '/b/'": UNKNOWN,
    "imported": UNKNOWN,
    "d => d.count == '3'": UNKNOWN,
    "d => d.tags === d.tags": UNKNOWN,
    "d => d.nothing !== undefined": False,
    # members
    "d => d.page?.['fileSlug'] + (d.nothing?.['x'] ?? '!')": "my-post!",
    "d => ({ slug: 'a', ...d.page, fileSlug: 'b' }).slug": "a",
    "d => ({ ...imported, slug: 'a' }).slug": "a",
    "d => ({ slug: 'a', ...imported }).slug": UNKNOWN,
    "d => ({ ...imported }).slug || '/b/'": UNKNOWN,
    "d => ({ slug: 'a', [d.title]: 'b' }).slug": UNKNOWN,
    "d => ({ get slug() { return 'a' } }).slug": UNKNOWN,
    # names
    "d => { const a = 1; { const a = 2 } return a }": 1,
    "d => { return late(); function late() { return 'late' } }": "late",
    "d => { const { title: t, count } = d; return `${t} ${count}` }": "Été no 3",
    "d => { const local = 'of the caller'; return inner() }": UNKNOWN,
    "d => { let s = 'a'; s = 'b'; return s }": UNKNOWN,
    "d => { const p = ['a']; p.push('b'); return p.join('/') }": UNKNOWN,
    "d => twice('of which there are two')": UNKNOWN,
    "d => loops(d.tags)": UNKNOWN,
    "d => changed()": UNKNOWN,
    "d => slugify(d.title)": UNKNOWN,
    "d => slug(d.title)": "ete-no",
    # methods
    "d => d.title.slice(0, -1)": "Été n",
    "d => d.title.substring(3, 1) + d.title.substring(-1)": "téÉté no",
    "d => d.title.replace(/[^\\w]+/g, '-')": "-t-no",
    "d => d.page.filePathStem.replace(/\\/(\\w+)\\/[/]?/, '$1:')": "posts:my-post",
    "d => d.title.replace(/É/gi, 'x')": UNKNOWN,
    "d => d.title.replace(/t/, '$&')": UNKNOWN,
    "d => d.title.replace(/t/, '$1')": UNKNOWN,
    "d => d.title.replace(/[[t]/, '')": UNKNOWN,
    "d => d.title.replace(/t{99999999999}/, '')": UNKNOWN,
    "d => d.title.replace(/t/, (x) => x)": UNKNOWN,
    "d => d.title.split('é', 1)": UNKNOWN,
    "d => d.day.toISOString().slice(0, 4)": "2024",
}


@pytest.mark.parametrize(("program", "expected"), VALUES.items())
def test_a_program_says_what_it_says_where_it_runs(program: str, expected: object) -> None:
    """An address that is worked out otherwise than by the program itself leads nowhere, and nobody is told."""
    script = Script(f"{HELPERS}export default {{ layout: 'post', permalink: {program} }};")
    node = script.property("permalink")
    assert node is not None
    if expected is UNKNOWN:
        with pytest.raises(UnknownError):
            value_of(node, {**script.functions(), "this": Members()}, OWN)
    else:
        assert value_of(node, {**script.functions(), "this": Members()}, OWN) == expected


def test_places_are_found_by_what_they_are() -> None:
    """A word in a text or a comment would be taken for the setting."""
    script = Script(
        "// permalink: '/comment/'\nconst text = \"permalink: '/text/'\";\nconst { permalink: renamed } = settings;\n"
        "interface Page { permalink: string }\nconst permalink = () => '/own/';\n"
        "config.addGlobalData(`permalink`, '/template/'); config.addGlobalData('permalink', '/data/');\n"
        "module.exports = { 'layout': 'post', permalink };"
    )
    own, data = script.property("permalink"), script.argument("addGlobalData", "permalink")
    assert own is not None
    assert data is not None
    assert value_of(own, script.functions(), OWN) == "/own/"
    assert value_of(data, {}, OWN) == "/data/"


def test_what_a_page_shows_is_no_program(tmp_path: Path) -> None:
    """An apostrophe in the text of an Astro page would hide the addresses that its program makes."""
    program = "import { getCollection } from 'astro:content';\nexport async function getStaticPaths() {\n"
    program += "return (await getCollection('blog')).map((p) => ({ params: { year: '2024', slug: p.slug } })); }\n"
    shown = "<p>Don't { `miss</p>\n{all.map((p) => ({ params: { year: '1999', slug: p.slug } }))}\n"
    site = {
        "astro.config.mjs": "",
        "src/pages/[year]/[slug].astro": f"---\n{program}---\n{shown}",
        "src/content/blog/one.md": "---\ntitle: One\npubDate: 2024-03-04\n---\nText.\n",
    }
    _, project = brought(tmp_path, site)
    assert texts_of(project)["articles/one.md"][0]["aliases"] == ["/2024/one/"]


# --- any text ---------------------------------------------------------------------------------------------------------

SNIPPETS = (*KNOWN, *VALUES, HELPERS, DATED, PARAMS, SETTINGS)
PIECES = st.sampled_from(
    [
        *"(){}[]`'\"/=>?:;,.!&|+-*\\ \n0$a",
        "${",
        "=>",
        "?.",
        "...",
        "permalink:",
        "function f(",
        "return ",
        "const a=",
        "😀",
    ]
)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """Return a real program from which something is cut, and into which something else is put, a few times."""
    text = draw(st.sampled_from(SNIPPETS))
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 12)))
        text = text[:start] + draw(PIECES | st.sampled_from(SNIPPETS)) + text[end:]
    return text


@settings(max_examples=150)
@given(mutated() | st.text(max_size=60), st.sampled_from(["", "export default { permalink: ", "x.map(", "const f = "]))
def test_any_program_has_a_value_or_none(text: str, before: str) -> None:
    """One odd file of the old site would end the whole import."""
    script = Script(before + text)
    scope = {**script.functions(), "this": Members()}
    places = [script.property("permalink"), script.argument("addGlobalData", "permalink"), *script.callbacks("map")]
    for node in [*places, *(lambda _scope, made=made: made for made in scope.values())]:
        if node is not None:
            with contextlib.suppress(UnknownError):
                value_of(node, scope, OWN)


# --- bounds -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("before", ["export default { permalink: ", ""])
@pytest.mark.parametrize("part", ["{a:", "(", "[", "f(", "a?", "a=>", "1+", "!", "`${", "x.map(", "a.b<"])
def test_what_is_nested_without_end_is_unknown(before: str, part: str) -> None:
    """The program would end without a word on a file that is made for it (1 MB is the least that a system gives)."""
    found: list[object] = []

    def read() -> None:
        for times in (2_900, LONGEST // len(part) - 50):
            script = Script(before + part * times)
            node = script.property("permalink")
            found.extend([script.functions(), len(script.callbacks("map"))])
            with contextlib.suppress(UnknownError):
                found.append(value_of(node, {}, OWN) if node else None)

    usual = threading.stack_size(1024 * 1024)
    thread = threading.Thread(target=read)
    thread.start()
    threading.stack_size(usual)
    thread.join()
    assert len(found) >= 4


@pytest.mark.parametrize(
    "program",
    [
        "f0(d); " + "".join(f"const f{n} = (d) => {{ const a = f{n + 1}(d), b = f{n + 1}(d); }};" for n in range(30)),
        "f(d); function f(d) { const a = f(d), b = f(d); return 1 }",
        "'a'" + ".replaceAll('a', 'aaaaaaaaaa')" * 30,
        "'a'.padStart(100, 'a').replace(/a*a*a*a*b/, '')",
        "'a'.padStart(100, 'a').replace(/" + "a?" * 30 + "a" * 30 + "b/, '')",
        "'a'.padStart(100, 'a').replace(/" + "(a|a)" * 30 + "b/, '')",
        "'a'.padStart(100, 'a').replace(/" + r"\\+" * 30 + "b/, '')",
    ],
)
def test_what_takes_without_end_is_unknown(program: str) -> None:
    """The import would stand still on a file that is made for it."""
    script = Script(f"const p = {{ permalink: (d) => {program.partition(';')[0]} }}; {program.partition(';')[2]}")
    node = script.property("permalink")
    began = time.monotonic()
    assert node is not None
    with contextlib.suppress(UnknownError):
        assert value_of(node, script.functions(), OWN) == "a" * 100
    assert time.monotonic() - began < 5
