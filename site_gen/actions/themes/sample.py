"""A project that has every kind of page, with texts of every length: what themes are tried on."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import yaml

from site_gen.actions.new import OFFER_DAYS, starter_files, tokens
from site_gen.load.theme_places import archives

ADDRESS: Final = "https://sample.example/"
SECRETS: Final = {"SITE_GEN_SAMPLE_PASSWORD": "four quiet green otters swim"}
"""What locks one of the sample's pages: made for it alone."""

_FOLDER: Final = Path(__file__).parents[2] / "theme_sample"
_PICTURES: Final = {"wide.jpg": (1600, 900), "tall.jpg": (900, 1400), "square.jpg": (1000, 1000)}
_THEME: Final = re.compile(r"^theme:\n(?:[ #].*\n)+", re.MULTILINE)
_MORE: Final = """\
photo: {image: tall.jpg, alt: A desk}
form: {delivery: url, url: "https://forms.example/send"}
links: [{title: My newsletter, url: "https://example.com/newsletter"}]
search: true
"""


def write_sample(folder: Path, project: Path | None, theme: Mapping[str, Any], language: str, now: datetime) -> None:
    """Write the sample in a language into a new folder, with the themes of `project`, and `theme` in its site.yaml."""
    files = starter_files(language, now)
    settings = _THEME.sub("", files["site.yaml"]).replace("https://example.com/", ADDRESS, 1)
    files["site.yaml"] = settings + _MORE + yaml.safe_dump({"theme": dict(theme)}, allow_unicode=True)
    words = {**tokens(now), "@END_DAY@": f"{now + timedelta(days=OFFER_DAYS):%Y-%m-%d}"}
    for path in sorted(_FOLDER.rglob("*")):
        if path.is_file():
            files[path.relative_to(_FOLDER).as_posix()] = _filled(path.read_text(encoding="utf-8"), words)
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    pictures = folder / "content" / "images"
    pictures.mkdir(parents=True, exist_ok=True)
    for name, size in _PICTURES.items():
        (pictures / name).write_bytes(_picture(size))
    _bring_themes(project, folder)


def _filled(text: str, words: Mapping[str, str]) -> str:
    for token, value in words.items():
        text = text.replace(token, value)
    return text


def _picture(size: tuple[int, int]) -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.radial_gradient("L").resize(size).convert("RGB").save(out, "JPEG", quality=60)
    return out.getvalue()


def _bring_themes(project: Path | None, folder: Path) -> None:
    """Copy a project's own themes; what leads out of them stays a link, so that reading them refuses it as it would."""
    if project is None or not (project / "themes").is_dir():
        return
    target = folder / "themes"
    for path in sorted((project / "themes").iterdir()):
        if path.is_dir():
            shutil.copytree(path, target / path.name, symlinks=True)
    for archive in archives(project):
        target.mkdir(exist_ok=True)
        shutil.copy2(archive, target)
