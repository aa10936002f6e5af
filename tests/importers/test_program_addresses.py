"""Addresses that a program makes: worked out where they are plain, named where they aren't, and never run."""

from __future__ import annotations

import contextlib
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.importers.foreign import Fate
from site_gen.importers.javascript.script import Script, value_of
from site_gen.importers.javascript.values import Members, UnknownError, slug_of
from tests.importers.kit import brought, texts_of

PAGE = Members({"fileslug": "my-post", "filepathstem": "/posts/my-post", "date": date(2024, 1, 2), "url": "/usual/"})
DATA = Members({"page": PAGE, "title": "It's Über & Co.", "draft": None, "tags": ["one", ""]})

KNOWN = {
    "(data) => `/b/${data.page.fileSlug}/index.html`": "/b/my-post/index.html",
    "data => data.slug ? `/p/${data.slug}/` : data.page.url": "/usual/",
    "data => { if (!data.page?.x) return data.permalink ?? '/no/'; return '/p/' + data.page.fileSlug; }": "/no/",
    "function (data) { return `blog/${this.slug(data.slug || data.page.fileSlug)}/`; }": "blog/my-post/",
    "function (data) { const d = new Date(data.page.date); const year = d.getFullYear();\n"
    " const month = String(d.getMonth() + 1).padStart(2, '0'); // as in dates\n"
    " return `/${year}/${month}/${data.page.fileSlug}/index.html`; }": "/2024/01/my-post/index.html",
    "({ page, title }) => `/${ymd(page.date)}/${slugify(title)}/`": "/2024/01/02/its-ueber-and-co/",
    "(data) => { const { page: { x }, title } = data; return title; }": None,
    "({ page }) => `${page.filePathStem.replace('/posts', '')}.html`": "/my-post.html",
    "(data) => data.draft ? false : data.page.filePathStem.split('/').filter(Boolean).join('-')": "posts-my-post",
    "(data) => { if (data.draft) { return false } else { const slug = data.slug ?? 'x'; return `/${slug}/` } }": "/x/",
    "() => (data) => `/${data.page.fileSlug}.html`": "/my-post.html",
    "(data) => process.env.DRAFTS ? data.permalink : '/x/'": None,
    "(data) => { for (const x of data.tags) { return x } }": None,
    "(data) => `/${data.nothing}/`": None,
    "(data) => fetch('https://example.com/')": None,
    "(data) => data.page.fileSlug.replace(/(a+)+$/, '')": None,
    "(data) => again(data)": None,
}


@pytest.mark.parametrize(("program", "expected"), KNOWN.items())
def test_what_a_small_program_returns(program: str, expected: str | None) -> None:
    """A guessed address leads nowhere, and a program that is run could do anything."""
    helpers = (
        "function ymd(d) { return d.toISOString().slice(0, 10).replace(/-/g, '/'); }\nconst again = (x) => again(x);\n"
    )
    script = Script(f"{helpers}export default {{ layout: 'post', permalink: {program} }};")
    node = script.property("permalink")
    if expected is None:
        with pytest.raises(UnknownError):
            value_of(node or _unread, {**script.functions(), "this": Members()}, DATA)
    else:
        assert node is not None
        assert value_of(node, {**script.functions(), "this": Members()}, DATA) == expected


def _unread(_scope: object) -> None:
    raise UnknownError


@given(st.text(alphabet="abc.(){}[]`$'\"/=>?:;,!&|+-*\\ \n0", max_size=80))
def test_any_text_is_read_or_not_and_nothing_else(text: str) -> None:
    """A settings file that is odd would end the whole import."""
    script = Script(f"export default {{ permalink: {text}")
    node = script.property("permalink")
    script.functions()
    for found in [node, *script.callbacks("map")]:
        if found is not None:
            with contextlib.suppress(UnknownError):
                value_of(found, script.functions(), DATA)


def test_slugs_are_those_of_eleventy() -> None:
    """An address that differs by one letter is an address that doesn't answer (tried with Eleventy 3.1)."""
    known = {
        "Crème brûlée: don't": "creme-brulee-dont",
        "L'àvia d'ací": "l-avia-d-aci",
        "Año · col·lecció": "ano-colleccio",
        "fooBar 1.2": "foobar-1-2",
        "Straße ÄÖ": "strasse-aeoe",
        "Хороший щит": "khoroshiy-schit",
        "Їжак і юнак": "yizhak-i-yunak",
    }
    assert {text: slug_of(text) for text in known} == known


def aliases(project: Path) -> dict[str, list[str]]:
    return {file: head.get("aliases", []) for file, (head, _) in texts_of(project).items()}


def test_eleventy(tmp_path: Path) -> None:
    """Every link to the old blog would be lost (the addresses are what Eleventy 3.1 makes of these files)."""
    head = "---\ntitle: {}\ndate: 2024-01-02\n{}---\nText.\n"
    site = {
        "eleventy.config.js": "export default (c) => { c.setDataFileBaseName('index');\n"
        " return { dir: { input: 'src' } } };",
        "src/blog/blog.11tydata.js": "export default { eleventyComputed: { permalink: (data) => data.permalink ||\n"
        " `/b/${data.page.fileSlug}/index.html` } };",
        "src/blog/2024-01-02-first.md": head.format("First", ""),
        "src/blog/own.md": head.format("Own", "permalink: /my/own.html\n"),
        "src/notes/notes.json": json.dumps(
            {"permalink": "notes/{{ page.date | date: '%Y/%m' }}/{{ title | slugify }}/"}
        ),
        "src/notes/n.md": head.format("Crème & co", ""),
        "src/til/index.11tydata.js": "const day = (d) => d.toISOString().slice(0, 10);\n"
        "export default { permalink({ page, title }) { return `/til/${day(page.date)}/${this.slugify(title)}/`; } };",
        "src/til/t.md": head.format("Über", ""),
        "src/til/gone.md": head.format("Gone", "permalink: false\n"),
        "src/logs/up.md": head.format("Up", 'permalink: "/l/{{ page.fileSlug | upper }}/"\n'),
        "src/logs/stem.md": head.format("Stem", 'permalink: "{{ page.filePathStem }}.html"\n'),
        "src/logs/odd.md": head.format("Odd", 'permalink: "/{{ page.fileSlug | ownFilter }}/"\n'),
        "src/odd/odd.11tydata.js": "export default { permalink: (data) => makeAddress(data) };",
        "src/odd/one.md": head.format("One", ""),
        "src/odd/two.md": head.format("Two", ""),
    }
    found, project = brought(tmp_path, site)
    assert aliases(project) == {
        "articles/first.md": ["/b/first/"],
        "articles/own.md": ["/my/own.html"],
        "articles/n.md": ["/notes/2024/01/creme-and-co/"],
        "articles/t.md": ["/til/2024-01-02/ueber/"],
        "articles/gone.md": [],
        "articles/up.md": ["/l/UP/"],
        "articles/stem.md": ["/logs/stem.html"],
        "articles/odd.md": ["/logs/odd/"],
        "articles/one.md": ["/odd/one/"],
        "articles/two.md": ["/odd/two/"],
    }
    left = {(note.what, note.file) for note in found.notes.all if note.fate is Fate.LEFT and "address" in note.what}
    assert left == {("old address", "src/logs/odd.md"), ("old addresses", "src/odd/odd.11tydata.js")}


def test_eleventy_with_one_way_for_all(tmp_path: Path) -> None:
    """Sites that take the slash away at the end of all addresses are common, and say so in their settings."""
    settings = (
        "module.exports = (c) => { c.addGlobalData('permalink', () => (data) => `${data.page.filePathStem}.html`); };"
    )
    site = {".eleventy.js": settings, "blog/one.md": "---\ntitle: One\ndate: 2024-01-02\n---\nText.\n"}
    _, project = brought(tmp_path, site)
    assert aliases(project) == {"articles/one.md": ["/blog/one.html"]}


DATED = """---
import { getCollection } from "astro:content";
import { paramsOf } from "../../lib/posts";
export async function getStaticPaths() {
  const posts: Post[] = await getCollection("blog", ({ data }) => !data.draft);
  return posts.map((post: CollectionEntry<"blog">) => ({ params: paramsOf(post), props: { post, ...post } }));
}
---
<p></p>
"""
PARAMS = """export function paramsOf(post: CollectionEntry<"blog">) {
  const { pubDate } = post.data;
  const month = String(pubDate.getMonth() + 1).padStart(2, "0");
  return { year: pubDate.getFullYear().toString(), month, slug: post.id };
}
"""
SETTINGS = """const writing = defineCollection({ loader: glob({ pattern: "**/*.md", base: "./src/writing" }) });
const blog = defineCollection({ type: "content" });
export const collections = { blog, essays: writing };
"""


def test_astro(tmp_path: Path) -> None:
    """An address with the year in it can't be told from the file's name alone."""
    plain = 'const all = await getCollection("essays");\n'
    plain += "return all.map((e) => ({ params: { slug: e.data.path ?? e.slug } }));"
    site = {
        "astro.config.mjs": "export default defineConfig({ site: 'https://example.com' });",
        "src/content.config.ts": SETTINGS,
        "src/pages/blog/[year]/[month]/[...slug].astro": DATED,
        "src/lib/posts.ts": PARAMS,
        "src/pages/read/[slug].astro": f"---\nexport async function getStaticPaths() {{ {plain} }}\n---\n",
        "src/pages/tags/[tag].astro": "---\nreturn tags.map((tag) => ({ params: { tag } }));\n---\n",
        "src/content/blog/My First.md": "---\ntitle: First\npubDate: 2024-03-04\n---\nText.\n",
        "src/content/blog/deep/second.md": "---\ntitle: Second\npubDate: Mar 5 2024\nslug: other\n---\nText.\n",
        "src/writing/essay.md": "---\ntitle: Essay\npubDate: 2024-03-06\npath: on-trust\n---\nText.\n",
    }
    found, project = brought(tmp_path, site)
    assert sorted(each for those in aliases(project).values() for each in those) == [
        "/blog/2024/03/my-first/",
        "/blog/2024/03/other/",
        "/read/on-trust/",
    ]
    assert found.texts == {"article": 3}


def test_astro_names_what_it_cannot_work_out(tmp_path: Path) -> None:
    """The owner would learn of the lost addresses from a search engine."""
    page = '---\nconst posts = await getCollection("blog");\nreturn posts.map((p) => ({ params: split(p) }));\n---\n'
    site = {
        "astro.config.mjs": "",
        "src/pages/[year]/[slug].astro": page,
        "src/content/blog/one.md": "---\ntitle: One\npubDate: 2024-03-04\n---\nText.\n",
    }
    found, _ = brought(tmp_path, site)
    assert ("old addresses", "src/pages/[year]/[slug].astro") in {(note.what, note.file) for note in found.notes.all}
