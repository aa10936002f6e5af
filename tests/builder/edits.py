"""Edits of a project at random, as people, editors, version control and clocks make them, for the law of builds."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from tests.load.rich import PIXEL
from tests.support import ARTICLE, BASE, CASE, DIRECT, NOW, SITE, write_files

_WORDS = ("quiet", "green", "seven", "otters", "harbour", "Ñandú", "йога", "🙂")
_MOMENTS = (
    NOW,
    NOW + timedelta(days=40),
    NOW - timedelta(days=10),
    NOW + timedelta(days=400),
    NOW + timedelta(hours=1),
)
_DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {0}"><rect width="{0}" height="{0}"/></svg>'


@dataclass
class Editor:
    """Edits a project and its output; `now` is the instant of the next build, `done` what was done."""

    project: Path
    output: Path
    cache: Path
    chance: random.Random
    now: datetime = NOW
    done: list[str] = field(default_factory=list)
    _count: int = 0

    def act(self) -> None:
        """Do one thing, whatever it is."""
        ways: tuple[Callable[[], None], ...] = (
            self.edit_body, self.edit_title, self.edit_site, self.edit_services, self.add_case, self.add_offer,
            self.add_article, self.rename, self.delete, self.restore, self.translate, self.add_language, self.template,
            self.strings, self.style, self.drop_theme, self.photo, self.static, self.same_size, self.touch,
            self.old_time, self.copy_tree, self.let_time_pass, self.break_output, self.lose_output, self.damage_record,
            self.lose_record, self.foreign, self.link,
        )  # fmt: skip
        way = self.chance.choice(ways)
        self.done.append(way.__name__)
        way()

    # --- sources --------------------------------------------------------------------------------------------------

    def edit_body(self) -> None:
        self._append(self._one("cases", ".yaml"), f"\nsummary: About {self._words()}\n", once="\nsummary:")
        self._append(self._one("content/articles", ".md"), f"\n{self._words()} more.\n")

    def edit_title(self) -> None:
        path = self._one("content/articles", ".md") or self._one("cases", ".yaml")
        if path:
            lines = path.read_text("utf-8").split("\n")
            titled = [f"title: {self._words()}" if line.startswith("title:") else line for line in lines]
            path.write_text("\n".join(titled), "utf-8")

    def edit_site(self) -> None:
        more = self.chance.choice(("", "search: true\n", "search: true\nembeds: true\n"))
        self._write("site.yaml", SITE.replace("Mara Vidal", f"Mara {self._words()}") + more)

    def link(self) -> None:
        """Link to what may be there or not, now or later."""
        target = self.chance.choice(
            ("/articles/a1/", "/cases/case-2/#main", "/list.pdf", "#nowhere", "/offers/offer-1/")
        )
        self._append(self._one("content/articles", ".md"), f"\n[{self._words()}]({target})\n")

    def edit_services(self) -> None:
        self._write("content/services.yaml", BASE["content/services.yaml"].replace("Posts", self._words()))

    def add_case(self) -> None:
        text = CASE.replace("Casa Blau", self._words()).replace("Coffee shop", self.chance.choice(("Shop", "Café")))
        self._write(f"cases/case-{self.chance.randrange(5)}.yaml", f"{text}body: |\n  {self._words()}\n")

    def add_offer(self) -> None:
        day = self.chance.randrange(1, 28)
        self._write(f"offers/offer-{self.chance.randrange(3)}.yaml", DIRECT.replace("2026-12-20", f"2026-12-{day:02}"))

    def add_article(self) -> None:
        name = f"content/articles/a{self.chance.randrange(4)}.md"
        led = self.chance.choice(
            ("", "series: From zero\n", "offer: audit\nrelated: [cafe]\n", "service: management\n")
        )
        text = ARTICLE.replace("The first network", self._words()).replace("tags: [start]\n", f"tags: [start]\n{led}")
        self._write(name, f"{text}\nhttps://vimeo.com/76979871\n" if led else text)

    def rename(self) -> None:
        path = self._one("content/articles", ".md")
        if path:
            path.replace(path.with_name(f"moved-{self.chance.randrange(3)}.md"))

    def delete(self) -> None:
        for folder in ("cases", "content/articles"):
            path = self._one(folder, ".*")
            if path and path.name != "cafe.yaml":
                path.unlink()

    def restore(self) -> None:
        for folder in ("cases", "offers", "content", "static"):
            shutil.rmtree(self.project / folder, ignore_errors=True)
        write_files(self.project, BASE)

    def translate(self) -> None:
        self._write("cases/cafe.es.yaml", f"title: De 1.200 a 4.800, {self._words()}\n")

    def add_language(self) -> None:
        path = self.project / "site.yaml"
        both, more = "languages: [en, es]", "languages: [en, es, ca]"
        text = path.read_text("utf-8")
        path.write_text(text.replace(more, both) if more in text else text.replace(both, more), "utf-8")

    def photo(self) -> None:
        self._write(f"content/images/{self.chance.choice('ab')}.svg", _DRAWING.format(self.chance.randrange(9, 99)))
        self._write("content/articles/photo.md", ARTICLE + f"\n![{self._words()}](a.svg)\n")
        if not (self.project / "content/images/a.svg").exists():
            self._write("content/images/a.svg", _DRAWING.format(10))

    def static(self) -> None:
        name = f"static/{self.chance.choice(('list.pdf', 'a/b.txt', 'mara.png'))}"
        self._write_bytes(name, PIXEL + self._words().encode())

    # --- themes ---------------------------------------------------------------------------------------------------

    def template(self) -> None:
        name = self.chance.choice(("links.html", "partials/footer.html", "offer.html"))
        self._write(f"themes/studio/templates/{name}", f"<p>{self._words()} {{{{ site.name }}}}</p>")

    def strings(self) -> None:
        self._write("themes/studio/strings/en.yaml", f"nav.cases: {self._words()}\n")

    def style(self) -> None:
        self._write("themes/studio/assets/extra.css", f"p {{ margin: {self._next()}px }}")

    def drop_theme(self) -> None:
        shutil.rmtree(self.project / "themes", ignore_errors=True)

    # --- clocks that lie ------------------------------------------------------------------------------------------

    def same_size(self) -> None:
        """Write other bytes of the same number, and set the time that was, as unpacking does."""
        path = self._one("content/articles", ".md")
        if path:
            state, text = path.stat(), path.read_text("utf-8")
            path.write_text(
                text.replace("enough", "plenty") if "enough" in text else text.replace("plenty", "enough"), "utf-8"
            )
            os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))

    def touch(self) -> None:
        path = self._one("cases", ".yaml")
        if path:
            path.touch()

    def old_time(self) -> None:
        self.edit_site()
        os.utime(self.project / "site.yaml", (1_000_000_000, 1_000_000_000))

    def copy_tree(self) -> None:
        """Everything in other inodes, as after a checkout."""
        aside = self.project.with_name("aside")
        shutil.copytree(self.project, aside, symlinks=True)
        shutil.rmtree(self.project)
        aside.replace(self.project)

    def let_time_pass(self) -> None:
        self.now = self.chance.choice(_MOMENTS)

    # --- output and record ----------------------------------------------------------------------------------------

    def break_output(self) -> None:
        path = self._file(self.output)
        if path:
            content = bytearray(path.read_bytes() or b"x")
            content[self.chance.randrange(len(content))] ^= 1
            path.write_bytes(content)

    def lose_output(self) -> None:
        path = self._file(self.output)
        if path:
            path.unlink()

    def damage_record(self) -> None:
        path = self._file(self.cache / "builds")
        if path:
            content = bytearray(path.read_bytes())
            at = self.chance.randrange(len(content))
            content[at] ^= 1 << self.chance.randrange(8)
            path.write_bytes(content[: self.chance.choice((at, len(content)))])

    def lose_record(self) -> None:
        path = self._file(self.cache / "builds")
        if path:
            path.unlink()

    def foreign(self) -> None:
        self._write_bytes(f"../{self.output.name}/others-{self.chance.randrange(3)}.txt", b"theirs")

    # --- helpers --------------------------------------------------------------------------------------------------

    def _next(self) -> int:
        self._count += 1
        return self._count

    def _words(self) -> str:
        return f"{self.chance.choice(_WORDS)} {self._next()}"

    def _write(self, name: str, text: str) -> None:
        self._write_bytes(name, text.encode())

    def _write_bytes(self, name: str, content: bytes) -> None:
        target = self.project / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)

    def _append(self, path: Path | None, text: str, once: str = "") -> None:
        if path and not (once and once in path.read_text("utf-8")):
            with path.open("a", encoding="utf-8") as file:
                file.write(text)

    def _one(self, folder: str, suffix: str) -> Path | None:
        files = sorted((self.project / folder).glob(f"*{suffix}"))
        return self.chance.choice([file for file in files if file.is_file()]) if files else None

    def _file(self, folder: Path) -> Path | None:
        files = sorted(path for path in folder.rglob("*") if path.is_file() and ".site-gen" not in path.parts)
        return self.chance.choice(files) if files else None
