"""A small site with every type of field in its form, in Catalan and Russian, and a host that answers as the inbox."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import Event, Thread
from typing import Final

from site_gen.inbox.exchange import Answer, Request
from site_gen.inbox.forms import Forms, forms_of
from site_gen.inbox.limits import RateLimit
from site_gen.inbox.receive import Receiver
from site_gen.inbox.records import NewLead, Stored
from site_gen.load import load_site
from tests.browser.server import SiteHandler, SiteServer
from tests.support import CASE, write_files

SITE: Final = """\
name: Mara Vidal
role: Xarxes socials per a cafeteries
tagline: Les cafeteries troben clients fixos a Instagram
url: https://mara.example/
languages: [ca, ru]
time_zone: Europe/Madrid
currency: EUR
networks: {instagram: mara, telegram: mara}
contact: {email: hola@mara.example, phone: "+34 600 000 000", booking: https://cal.example/mara}
legal: {controller: Mara Vidal}
"""

AUDIT: Final = """\
kind: first-step
title: Auditoria gratuïta de la teva pàgina
price: 0
next: plan
delivery: En 48 hores, de dilluns a divendres
ends: 2026-12-20T18:00
proof: cafe
form:
  fields:
    - {name: name, label: Com et dius, required: true, max_length: 120}
    - {name: email, label: Correu electrònic, type: email, required: true, help: Hi rebràs l’auditoria.}
    - {name: page, label: Adreça de la teva pàgina, type: url, required: true}
    - {name: phone, label: Telèfon, type: tel}
    - {name: reach, label: On més et puc escriure, type: handle, networks: [instagram, telegram, whatsapp]}
    - {name: goal, label: Què n’esperes, type: select, required: true, options: [Més clients, Menys feina]}
    - {name: size, label: Quants sou, type: radio, required: true, options: [Jo sola, Dos o més]}
    - {name: shop, label: Tinc botiga al carrer, type: checkbox}
    - {name: context, label: Alguna cosa més, type: textarea}
    - {name: list, type: hidden, label: Llista, value: tardor}
  consent: Estic d’acord que la Mara faci servir aquestes dades per respondre’m.
  marketing_consent: També vull la carta mensual.
  button: Envia
steps:
  - {title: Omples el formulari, text: Tres minuts.}
  - {title: Miro la pàgina, text: Una hora i mitja.}
  - {title: Reps l’escrit, text: Dues cares en PDF.}
call_to_action: Demana l’auditoria
"""

AUDIT_RU: Final = """\
title: Бесплатный разбор Вашей страницы
delivery: За 48 часов, с понедельника по пятницу
form:
  fields:
    - {label: Как Вас зовут}
    - {label: Электронная почта, help: Сюда придёт разбор.}
    - {label: Адрес Вашей страницы}
    - {label: Телефон}
    - {label: Где ещё Вам написать}
    - {label: Чего Вы ждёте, options: [Больше клиентов, Меньше работы]}
    - {label: Сколько вас, options: [Я одна, Двое или больше]}
    - {label: У меня есть магазин}
    - {label: Что ещё}
    - {label: Список}
  consent: Я согласна, чтобы Мара использовала эти данные для ответа.
  marketing_consent: Хочу получать ежемесячное письмо.
  button: Отправить
steps:
  - {title: Вы заполняете форму, text: Три минуты.}
  - {title: Я смотрю страницу, text: Полтора часа.}
  - {title: Вы получаете разбор, text: Две страницы в PDF.}
call_to_action: Попросить разбор
"""

PLAN: Final = """\
kind: second-step
title: Un any sencer de xarxes
price: {amount: 290, per: mes}
ends: 2026-12-22T18:00
call_to_action: Parlem-ne
"""

FILES: Final[Mapping[str, str]] = {
    "site.ru.yaml": "role: Соцсети для кофеен\n",
    "cases/cafe.yaml": CASE.replace("service: management\n", ""),
    "cases/cafe.ru.yaml": "title: Подписчиков стало вчетверо больше за четыре месяца\n",
    "offers/audit.yaml": AUDIT,
    "offers/audit.ru.yaml": AUDIT_RU,
    "offers/plan.yaml": PLAN,
    "offers/plan.ru.yaml": "title: Целый год соцсетей\ncall_to_action: Обсудить\n",
    "content/profile.md": "---\ntitle: Qui soc\n---\nTreballo sola.\n",
}


class FormServer(SiteServer):
    """A static host with our inbox on it. What it stores is in `leads`, every body that came in `bodies`.

    `answer` is given in place of the inbox's own, and the inbox keeps nothing then; while `open` is not set, requests
    that send a form wait.
    """

    def __init__(self, folder: Path, now: datetime) -> None:
        super().__init__(folder, "/", now, handler=_Handler)
        self.forms: Forms | None = None
        self.receiver = Receiver(self._current, lambda: self.now, RateLimit(0, time.monotonic), shown_at=self.origin)
        self.leads: list[NewLead] = []
        self.bodies: list[bytes] = []
        self.answer: Answer | None = None
        self.open = Event()
        self.reset(now)

    def _current(self) -> Forms:
        assert self.forms, "the host has no project yet"
        return self.forms

    def reset(self, now: datetime) -> None:
        """Forget what was sent."""
        self.now, self.answer = now, None
        self.leads.clear()
        self.bodies.clear()
        self.open.set()

    def take(self, request: Request) -> Answer:
        """Return the answer to a form."""
        self.bodies.append(request.body)
        self.open.wait(30)
        return self.answer or self.receiver.receive(request, self._put)

    def _put(self, lead: NewLead) -> Future[Stored]:
        known = lead.key is not None and any(lead.key == other.key for other in self.leads)
        if not known:
            self.leads.append(lead)
        stored: Future[Stored] = Future()
        stored.set_result(Stored(f"lead{len(self.leads)}", not known))
        return stored


class _Handler(SiteHandler):
    server: FormServer

    def do_POST(self) -> None:  # noqa: N802  # http.server calls it
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        headers = {name.lower(): value for name, value in self.headers.items()}
        answer = self.server.take(Request("POST", self.path, headers, "127.0.0.1", body))
        self.send_response(answer.status)
        for name, value in (*answer.headers, ("Content-Length", str(len(answer.body)))):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.body)


@contextmanager
def serve_forms(folder: Path, now: datetime, build: Callable[[Path, Path], object], form: str) -> Iterator[FormServer]:
    """Make the site with `form` in its site.yaml, and serve it while the context lasts.

    `build` makes a project's site in a folder; `ORIGIN` in `form` becomes the host's own.
    """
    with FormServer(folder / "site", now) as server:
        site = f"{SITE}form: {form.replace('ORIGIN', server.origin)}\n"
        project = write_files(folder / "project", {**FILES, "site.yaml": site})
        server.forms = forms_of(load_site(project).site)
        build(project, folder / "site")
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server
        finally:
            server.open.set()
            server.shutdown()
            thread.join()
