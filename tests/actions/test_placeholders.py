"""What a new project comes with is named until it is replaced; what people write themselves is not."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

from site_gen.actions.new import starter_files
from site_gen.actions.placeholders import placeholder_findings
from site_gen.load import load_site
from site_gen.load.locator import Locator
from site_gen.load.starter_samples import STARTERS
from site_gen.model.deliveries.base import known_host
from site_gen.model.setting_values import LANGUAGES
from tests.conftest import Cli, ProjectFactory
from tests.support import CASE, DIRECT, NOW, ROOT, SITE, write_files

FIXED: Final = {"name@example.com", "https://example.com/"}
IN_SITE: Final = {
    "en": {
        "Your Name", "your_name_here", "+44 7700 900000", "https://cal.com/your-name/call", "Your business address",
        "privacy@example.com", "My newsletter", "https://example.com/newsletter",
        "Anywhere in the UK by video call", "What can be seen, for people who can't see it",
        "Your client", "what you counted", "Name of the course",
        "Who gives it",
    },
    "es": {
        "Tu Nombre", "Tu Nombre y Apellidos", "tu_nombre_aqui", "+34 600 000 000", "https://cal.com/tu-nombre/llamada",
        "Tu dirección profesional", "12345678Z", "datos@example.com", "Mi boletín", "https://example.com/boletin",
        "En persona en tu ciudad; en el resto, por videollamada", "Lo que se ve, para quien no puede verlo",
        "Tu cliente", "qué has contado", "Nombre del curso", "Quién lo da",
    },
    "ca": {
        "El teu nom", "El teu nom i cognoms", "el_teu_nom_aqui", "+34 600 000 000", "https://cal.com/el-teu-nom/trucada",
        "La teva adreça professional", "12345678Z", "dades@example.com", "El meu butlletí",
        "https://example.com/butlleti", "El que s'hi veu, per a qui no ho pot veure",
        "En persona a la teva comarca; a la resta, per videotrucada",
        "El teu client", "què has comptat", "Nom del curs", "Qui el fa",
    },
    "ru": {
        "Ваше Имя", "Ваши Имя и Фамилия", "your_name_here", "+7 900 000-00-00", "https://example.com/zvonok",
        "Ваш адрес для обращений", "ИНН 000000000000", "data@example.com", "Мой канал с разборами",
        "https://t.me/your_name_here", "Что на снимке, для тех, кто его не видит",
        "В Вашем городе лично, в других по видеосвязи", "Ваш клиент", "что посчитано",
        "Название курса", "Кто его ведёт",
    },
    "uk": {
        "Ваше Ім’я", "Ваші Ім’я та Прізвище", "your_name_here", "+380 50 000 00 00", "https://cal.com/your-name/call",
        "Ваша адреса для звернень", "РНОКПП 0000000000", "data@example.com", "Мій канал із розборами",
        "https://t.me/your_name_here", "Що на світлині, для тих, хто її не бачить",
        "У Вашому місті особисто, в інших відеозв’язком", "Ваш клієнт", "що пораховано", "Назва курсу", "Хто його веде",
    },
}  # fmt: skip
KEYS: Final = {
    "your-code", "tu-codigo", "el-teu-codi", "00000000-0000-0000-0000-000000000000", "https://inbox.example.com",
    "https://buzon.example.com", "https://bustia.example.com", "https://forms.example.com/your-code",
}  # fmt: skip
COUNTED: Final = "your-code"
"""The id at the service that counts visits."""

NO_PICTURE: Final = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 800"><path d="M0 0h800v800H0z"/></svg>'


def named(folder: Path) -> set[str]:
    """Return the values of site.yaml that are named."""
    found = placeholder_findings(load_site(folder).site, Locator(folder))
    return {each.message.removesuffix("' is a placeholder")[1:] for each in found if each.file == "site.yaml"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_placeholder_of_a_starter_is_named(language: str, tmp_path: Path) -> None:
    """A site would go online with somebody else's name, number and address."""
    files = dict(starter_files(language, NOW))
    files["site.yaml"] = re.sub(r"(?m)^( *)#(?!form|favicon|logo)(\w+:)", r"\1\2", files["site.yaml"])
    image = re.findall(r"photo: \{image: (\S+),", files["site.yaml"])[0]
    files["site.yaml"] = files["site.yaml"].replace(image, "me.svg")
    folder = write_files(tmp_path, {**files, "content/images/me.svg": NO_PICTURE})
    assert {each.replace("…", "") for each in named(folder)} == {*FIXED, *IN_SITE[language], COUNTED}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_key_that_a_starter_shows_is_named(language: str, tmp_path: Path) -> None:
    """Every request of a visitor would be lost."""
    files = starter_files(language, NOW)
    forms = re.findall(r"(?m)^#(form: .*)$", files["site.yaml"])
    found: set[str] = set()
    for form in forms:
        folder = write_files(tmp_path, {**files, "site.yaml": f"{files['site.yaml']}\n{form}\n"})
        now = named(folder) - FIXED - IN_SITE[language]
        assert bool(now) == (": " in form.partition(",")[2]), form  # a delivery that needs a key has one
        found |= now
    assert found
    assert found <= KEYS


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sample_case_is_named_by_all_that_is_invented(language: str, tmp_path: Path) -> None:
    """Made-up results and a made-up review would be published as true, against the law."""
    folder = write_files(tmp_path, starter_files(language, NOW))
    found = list(placeholder_findings(load_site(folder).site, Locator(folder)))
    paths = [each.path for each in found if each.file == "cases/first-client.yaml"]
    assert paths == [
        ("client",), ("title",), ("metrics", 0), ("metrics", 1), ("budget", "note"), ("review", "by"),
        ("review", "text"), ("body",),
    ]  # fmt: skip


def test_a_sample_case_is_found_under_any_name_and_a_changed_one_is_the_owners(tmp_path: Path) -> None:
    files = dict(starter_files("en", NOW))
    text = files.pop("cases/first-client.yaml")
    files["cases/salon.yaml"] = text.replace("before: 9\n", "before: 10\n").replace(
        "client: Your first client", "client: Fur"
    )
    folder = write_files(tmp_path, {**files, **{f: c.replace("first-client", "salon") for f, c in files.items()}})
    found = list(placeholder_findings(load_site(folder).site, Locator(folder)))
    paths = [each.path for each in found if each.file == "cases/salon.yaml"]
    assert ("client",) not in paths
    assert ("metrics", 0) not in paths
    assert ("metrics", 1) in paths


FORMS: Final = {
    "an account's address": ("networks: {instagram: 'https://www.instagram.com/your_name_here/?hl=en'}", "networks"),
    "with an at sign": ("networks: {instagram: '@Your_Name_Here'}", "networks"),
    "a number in another form": ("networks: {whatsapp: '0034 600-000-000'}", "networks"),
    "a page of a reserved host": ("links: [{title: Mine, url: 'https://shop.example.org/x'}]", "links"),
    "an address where no mail arrives": ("form: {delivery: formsubmit, to: me@example.net}", "form"),
    "a key of the documents": ("form: {delivery: formspree, id: xwkgpqrd}", "form"),
}


@pytest.mark.parametrize(("line", "key"), FORMS.values(), ids=FORMS)
def test_a_placeholder_is_known_in_every_form(line: str, key: str, project: ProjectFactory) -> None:
    plain = SITE.partition("form:")[0].replace("networks:\n  instagram: mara\n", "")
    folder = project({"site.yaml": f"{plain}{line}\n"})
    (found,) = placeholder_findings(load_site(folder).site, Locator(folder))
    assert (found.file, found.path[0]) == ("site.yaml", key)


PLACES: Final = {
    "the site": ("site.yaml", "url: https://HOST/"),
    "a folder of the site": ("site.yaml", "url: https://www.HOST/mara/"),
    "a call": ("site.yaml", "contact: {email: a@mara.example, booking: 'https://HOST/call'}"),
    "mail": ("site.yaml", "contact: {email: me@HOST}"),
    "a form": ("site.yaml", "form: {delivery: url, url: 'https://forms.HOST/x'}"),
    "a form's mail": ("site.yaml", "form: {delivery: formsubmit, to: me@HOST}"),
    "an account": ("site.yaml", "networks: {mastodon: '@me@HOST'}"),
    "a short link": ("site.yaml", "go: {shop: 'https://shop.HOST/'}"),
    "a link": ("site.yaml", "links: [{title: Mine, url: 'https://HOST/x?y=1'}]"),
    "a client": ("site.yaml", "clients: [{name: Casa, url: 'https://HOST'}]"),
    "an offer's button": ("offers/month.yaml", "book: https://HOST/book"),
    "a waiting list": ("offers/month.yaml", "waiting_list: https://HOST/list"),
    "a case's client": ("cases/cafe.yaml", "client_url: https://HOST/"),
    "a review": ("cases/cafe.yaml", "review: {by: Ana Gil, text: Fine work, date: 2026-05-01, url: 'https://HOST/r'}"),
}


@pytest.mark.parametrize("host", ["example.com", "mara.invalid"])
@pytest.mark.parametrize(("file", "line"), PLACES.values(), ids=PLACES)
def test_an_address_that_belongs_to_nobody_is_named_wherever_it_stands(
    file: str, line: str, host: str, project: ProjectFactory, cli: Cli
) -> None:
    """A button of a site that is online would lead nowhere, and a form be lost."""
    texts = {"site.yaml": SITE, "offers/month.yaml": DIRECT, "cases/cafe.yaml": CASE}
    key, text = line.partition(":")[0], texts[file]
    kept = re.sub(rf"^{key}:.*\n(?:[ -].*\n)*", "", text, flags=re.MULTILINE)
    target = "" if file == "site.yaml" else f"{SITE}deploy: {{to: folder, path: ../live}}\n"
    folder = project(
        {"site.yaml": target, file: f"{kept}{line.replace('HOST', host)}\n"}
        if target
        else {file: f"{kept}{line.replace('HOST', host)}\ndeploy: {{to: folder, path: ../live}}\n"}
    )
    found = [(each.file, each.path[0]) for each in placeholder_findings(load_site(folder).site, Locator(folder))]
    assert found == [(file, key)]
    refused = cli("deploy", cwd=folder)
    assert (refused.code, "the site still has placeholders" in refused.err) == (3, True), refused.err
    assert not (folder.parent / "live").exists()


def test_what_people_write_themselves_is_no_placeholder(project: ProjectFactory) -> None:
    """Somebody who did all that is asked would never get rid of the warning."""
    text = SITE.replace("name: Mara Vidal", "name: Studio").replace("instagram: mara", "instagram: your_name_today")
    folder = project({"site.yaml": f"{text}links: [{{title: Examples, url: 'https://myexample.com/'}}]\n"})
    assert list(placeholder_findings(load_site(folder).site, Locator(folder))) == []
    assert list(placeholder_findings(load_site(ROOT).site, Locator(ROOT))) == []


def test_a_site_with_placeholders_goes_online_only_if_that_is_said(project: ProjectFactory, cli: Cli) -> None:
    """The world would read 'Your Name' because somebody deployed a day too early."""
    target = "deploy: {to: folder, path: ../live}\n"
    folder = project({"site.yaml": SITE.replace("Mara Vidal\nrole", "Your Name\nrole") + target})
    done = cli("deploy", cwd=folder)
    assert done.code == 3
    assert "the site still has placeholders: site.yaml:1:7 'Your Name' is a placeholder" in done.err
    assert not (folder.parent / "live").exists()
    assert cli("deploy", "--yes", cwd=folder).code == 3
    assert cli("deploy", "--placeholders", cwd=folder).code == 0


def test_many_placeholders_are_told_by_file(tmp_path: Path, cli: Cli) -> None:
    """Whoever publishes for the first time would read a paragraph of them, and not what to do."""
    cli("new", "site", "--no-questions", "--language", "en")
    with (tmp_path / "site" / "site.yaml").open("a", encoding="utf-8") as site:
        site.write("deploy: {to: folder, path: ../live}\n")
    (said,) = [line for line in cli("deploy", cwd=tmp_path / "site").err.splitlines() if line.startswith("error: ")]
    assert re.search(r"cases/first-client\.yaml \(\d\)", said)
    assert re.search(r"site\.yaml \(\d\)", said)
    assert len(said) < 160


def test_who_publishes_placeholders_replaces_no_files_of_others_by_it(project: ProjectFactory, cli: Cli) -> None:
    """The first page that somebody tries out would take the place of another site, at the same word."""
    target = "deploy: {to: folder, path: ../live}\n"
    folder = project({"site.yaml": SITE.replace("Mara Vidal\nrole", "Your Name\nrole") + target})
    theirs = write_files(folder.parent / "live", {"index.html": "theirs"})
    done = cli("deploy", "--placeholders", cwd=folder)
    assert done.code == 3
    assert "go on with --yes" in done.err
    assert (theirs / "index.html").read_text() == "theirs"


HOSTS: Final = (
    "github.io", "gitlab.io", "codeberg.page", "vercel.app", "onrender.com", "web.app", "firebaseapp.com", "tiiny.site",
    "azurestaticapps.net", "pages.dev", "surge.sh", "neocities.org", "workers.dev", "herokuapp.com",
)  # fmt: skip


@pytest.mark.parametrize("host", HOSTS)
def test_forms_of_netlify_are_refused_on_every_other_known_host(host: str, project: ProjectFactory, cli: Cli) -> None:
    """Every request of a visitor would end in the host's page for mistakes."""
    text = SITE.partition("form:")[0].replace("https://mara.example/", f"https://mara.{host}/")
    done = cli("check", cwd=project({"site.yaml": f"{text}form: {{delivery: netlify}}\n"}))
    assert done.code == 1
    assert (
        f"Netlify Forms work on Netlify alone, and the site's address is one of {known_host(f'https://a.{host}')}"
        in (done.err)
    )


def test_there_is_a_starter_for_each_language() -> None:
    assert {path.name for path in STARTERS.iterdir() if path.is_dir()} == set(LANGUAGES) == set(IN_SITE)
