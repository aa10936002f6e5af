"""The base of all emulators of form services: a request is accepted, or refused in the service's words and in ours."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import ClassVar, Final
from urllib.parse import urlsplit

from site_gen.inbox.exchange import Answer, Request, json_answer
from site_gen.inbox.form_body import FormBodyError, Posted, UnsupportedError, media_type, read_posted
from site_gen.messages import m, one_of
from site_gen.model.deliveries.base import FormContext
from site_gen.model.form_schema import FormSchema

URLENCODED: Final = "application/x-www-form-urlencoded"
MULTIPART: Final = "multipart/form-data"
JSON: Final = "application/json"


@dataclass(frozen=True, slots=True)
class Emulated:
    """How a form service would handle a request.

    `posted` is what the owner receives, None for nothing; `schema` is the form and `honeypot` the decoy's name in it,
    for `read_submission`; `refusal` explains an error to the site's owner in plain words. A filled-in decoy is answered
    like success: nothing is posted, nothing refused.
    """

    answer: Answer
    honeypot: str
    posted: Posted | None = None
    schema: FormSchema | None = None
    refusal: str | None = None


class RefusalError(Exception):
    """The service refuses the request. `told` is its message, `code` its error code, `field` the field in question."""

    def __init__(self, status: int, told: str, why: str, *, code: str = "", field: str = "") -> None:
        super().__init__(why)
        self.status = status
        self.told = told
        self.why = why
        self.code = code
        self.field = field


class EmulatedService(ABC):
    """A form service, set up as site.yaml says; one subclass for each service, in its own file."""

    label: ClassVar[str]
    honeypot: str

    def __init__(self, form_schemas: Sequence[FormSchema]) -> None:
        self.form_schemas = form_schemas

    def take(self, request: Request) -> Emulated:
        """Return how the service would handle a request. `path` is the path at the service."""
        try:
            posted = self.check(request)
        except RefusalError as refusal:
            why = m("{service} would refuse this: {why}", service=self.label, why=refusal.why)
            return Emulated(shared(self.refused(request, refusal)), self.honeypot, refusal=why)
        answer = shared(self.taken(request, posted))
        if any(posted.get(self.honeypot, ())):
            return Emulated(answer, self.honeypot)
        # The service accepts a missing decoy; a decoy checkbox that nobody ticked is always missing.
        kept = {self.honeypot: ("",), **posted}
        return Emulated(answer, self.honeypot, kept, self.find(posted))

    @abstractmethod
    def check(self, request: Request) -> Posted:
        """Return the part of a submission that the service keeps. Raises RefusalError."""

    @abstractmethod
    def taken(self, request: Request, posted: Posted) -> Answer:
        """Return the answer to an accepted submission."""

    @abstractmethod
    def refused(self, request: Request, refusal: RefusalError) -> Answer:
        """Return the answer to a refused submission."""

    def find(self, posted: Posted) -> FormSchema | None:
        """Return the form that was sent, in its language; the original if it has no such language."""
        name, language = first(posted, "offer"), first(posted, "language")
        versions = [schema for schema in self.form_schemas if schema.form == name]
        return next((version for version in versions if version.language == language), next(iter(versions), None))


def context_of(schema: FormSchema) -> FormContext:
    """Return the FormContext that the delivery got when the form's page was built."""
    return FormContext(
        form=schema.form,
        title=schema.title,
        language=schema.language,
        page_url=schema.page,
        thanks_path=urlsplit(schema.thanks).path,
        thanks_url=schema.thanks,
        reply_field=next((field.name for field in schema.fields if field.type == "email"), None),
    )


def need_post(request: Request, label: str) -> None:
    """Refuse a request with another method than POST."""
    if request.method != "POST":
        raise RefusalError(
            405,
            "Method Not Allowed",
            m("{service} takes POST alone, this is {method}", service=label, method=request.method),
        )


def read(request: Request, kinds: Collection[str], status: int = 415) -> Posted:
    """Return the values sent, in one of the content types that the service accepts."""
    kind = media_type(request.headers.get("content-type", ""))
    if kind not in kinds:
        said = m("it takes {kinds} here, this is {kind}", kinds=one_of(kinds), kind=kind or m("of no stated kind"))
        raise RefusalError(status, "Unsupported content type", said)
    try:
        return read_posted(request.headers["content-type"], request.body)
    except UnsupportedError as error:
        raise RefusalError(
            status, "Files are not taken", m("there is a file in it, and no form here has one")
        ) from error
    except FormBodyError as error:
        raise RefusalError(400, "Malformed request", m("it is not what its Content-Type says")) from error


def first(posted: Posted, name: str) -> str:
    """Return the first value of a name, stripped; '' if there is none."""
    return next(iter(posted.get(name, ())), "").strip()


def is_absolute(url: str, schemes: Collection[str] = ("https", "http")) -> bool:
    """Whether an address has one of `schemes` and a host."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in schemes and bool(parts.netloc)


def found(url: str, status: int = 302) -> Answer:
    """Return a redirect to another page."""
    return Answer(status, (("Location", url), ("Cache-Control", "no-store")))


def plain_page(status: int, title: str, text: str) -> Answer:
    """Return one of the service's own pages."""
    body = f"<!doctype html><html lang=en><title>{escape(title)}</title><h1>{escape(title)}</h1><p>{escape(text)}</p>"
    return Answer(status, (("Content-Type", "text/html; charset=utf-8"),), body.encode())


def data(status: int, content: Mapping[str, object]) -> Answer:
    """Return a JSON answer."""
    return json_answer(status, content)


def shared(answer: Answer) -> Answer:
    """Return an answer that scripts of any origin may read, as these services do."""
    return answer.having(("Access-Control-Allow-Origin", "*"))


def own_fields(posted: Posted, control: Iterable[str]) -> Posted:
    """Return the values sent, without the service's control fields."""
    control = frozenset(control)
    return {name: values for name, values in posted.items() if name not in control}
