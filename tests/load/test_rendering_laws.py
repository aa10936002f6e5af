"""Whatever an owner's texts contain, every page renders, and no text becomes markup."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Final, TypeAlias

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from site_gen.actions.check import check
from site_gen.builder.cache import Cache
from site_gen.builder.pipeline import template_set
from site_gen.builder.plan import plan
from site_gen.builder.renderer import ArtifactRenderer, RenderContext
from site_gen.load import load_site
from site_gen.model.site import Site
from site_gen.render.artifact import FromTemplate
from site_gen.sources.yaml import Data, read_yaml
from tests.load.mutations import Spoilt, spoilt_yaml
from tests.load.rich import RICH
from tests.load.test_laws import EXAMPLES
from tests.support import NOW, write_files

INJECTED: Final = "<script>x</script>\"'><img src=x onerror=y>"
WORDS: Final = (
    INJECTED, "supercalifragilistic" * 14, "مرحبا بالعالم", "\u202eevil\u202c", "👩‍👩‍👧‍👦", "Ω≈ç√", "a\nb\tc",
    "]]></script>",    "{{ 7 * 7 }}", "{% raw %}", "&amp; & &lt;", "%(x)s {0} {x}", "--> <!--", "${x}",
    "\u2028", "\u00a0", "\u00ad", "é",
    "\\", "'", '"', "`", "*", "_", "#", "//", "javascript:alert(1)", "\u200b", "\ufeff", "İ", "ß", "0", "null",
)  # fmt: skip
MARKDOWN_KEYS: Final = frozenset({"body", "intro", "terms", "answer"})
FIXED_KEYS: Final = frozenset(
    {
        "kind", "url", "languages", "time_zone", "currency", "networks", "email", "image", "photo", "theme", "delivery",
        "period", "client_url", "service", "proof", "next", "id", "case", "type", "name", "language", "updated", "date",
        "starts", "ends", "book", "picture", "gallery", "better", "formula", "autocomplete", "profile", "series",
        "aliases", "formerly", "hosting", "host_plan", "focus", "logo", "favicon", "video", "poster",
        "status", "step", "network", "link", "time",
        "offer", "related", "home",
    }
)  # fmt: skip
"""Keys whose values aren't texts for readers. `name` of a form field is; that of everything else is changed too."""

WHOLE_KEYS: Final = frozenset({"period", "theme", "networks"})

FILES: Final = tuple(name for name in RICH if name.endswith(".yaml") and not name.startswith("themes/"))

spoilt_files: Final = st.one_of(
    *(
        spoilt_yaml(name, str(text).encode())
        for name, text in RICH.items()
        if name.endswith((".yaml", ".md")) and not name.startswith("themes/")
    )
)

Changer: TypeAlias = Callable[[list[str]], Path]
texts = st.sampled_from(WORDS) | st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1, max_size=40
)


def rewritten(data: Data, words: Iterator[str], key: str = "") -> Any:
    """Return the data with other words in the texts for readers, each told apart by a number."""
    if key in WHOLE_KEYS:
        return data
    if isinstance(data, dict):
        is_field = "type" in data and "label" in data
        return {k: rewritten(v, words, "label" if k == "name" and not is_field else k) for k, v in data.items()}
    if isinstance(data, list):
        return [rewritten(item, words, key) for item in data]
    return next(words) if isinstance(data, str) and key not in FIXED_KEYS | MARKDOWN_KEYS else data


def _numbered(drawn: list[str]) -> Iterator[str]:
    number = 0
    while True:
        number += 1
        yield f"{number} {drawn[number % len(drawn)]}"[:290]


@pytest.fixture(scope="module")
def rewrite(tmp_path_factory: pytest.TempPathFactory) -> Changer:
    folder = tmp_path_factory.mktemp("texts")

    def change(drawn: list[str]) -> Path:
        words = _numbered(drawn)
        changed = {
            name: yaml.safe_dump(rewritten(read_yaml(str(RICH[name]), name).data, words), sort_keys=False)
            for name in FILES
        }
        return write_files(folder, {**RICH, **changed})

    return change


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_files(tmp_path_factory.mktemp("rich"), RICH)


class _Page(HTMLParser):
    """Keeps what no template of ours writes: scripts with words in them, and handlers."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self._in_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self._in_script = tag == "script" and values.get("type") != "application/ld+json" and "src" not in values
        if tag == "img" and values.get("src") == "x":
            self.faults.append("an <img> from a text")
        self.faults += [f"{tag} {name}" for name in values if name.startswith("on")]
        self.faults += [
            f"{tag} href={v}" for k, v in values.items() if k == "href" and (v or "").startswith("javascript")
        ]

    def handle_data(self, data: str) -> None:
        if self._in_script:
            self.faults.append(f"a script: {data}")
            self._in_script = False


def _pages(site: Site, cache: Path) -> Iterator[tuple[str, str]]:
    worker = ArtifactRenderer(RenderContext(template_set(site), Cache(cache), cache, None))
    for artifact in plan(site, NOW).artifacts:
        if isinstance(artifact.maker, FromTemplate):
            yield artifact.path, worker.make(artifact).decode()


@settings(
    max_examples=max(EXAMPLES // 10, 4),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(drawn=st.lists(texts, min_size=1, max_size=20))
def test_any_texts_make_a_site_without_faults(rewrite: Changer, cache: Path, drawn: list[str]) -> None:
    folder = rewrite(drawn)
    site = load_site(folder).site
    assert [problem for problem in check(folder, NOW, cache, {}) if problem.severity == "error"] == []
    for path, text in _pages(site, cache):
        assert "\0" not in text
        if path.endswith(".html"):
            page = _Page()
            page.feed(text)
            assert (path, page.faults) == (path, [])


@settings(
    max_examples=max(EXAMPLES // 3, 10),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(changed=spoilt_files)
def test_what_loads_can_be_shown(rich: Path, cache: Path, changed: Spoilt) -> None:
    """However odd a value, where it is taken its pages are made: no error may wait in a packaged template."""
    name, content = changed
    try:
        write_files(rich, {name: content})
        for problem in check(rich, NOW, cache, {}):
            assert not problem.location.file.startswith("packaged"), problem
    finally:
        write_files(rich, {name: RICH[name]})


def test_a_text_with_markup_is_shown_as_it_was_written(rewrite: Changer, cache: Path) -> None:
    """Everyone's texts may hold < and &; no reader's browser may take them for markup."""
    site = load_site(rewrite([INJECTED])).site
    seen = 0
    for path, text in _pages(site, cache):
        assert path.endswith(".json") or "<script>x" not in text, path
        seen += "&lt;script&gt;x" in text
    assert seen > 20
