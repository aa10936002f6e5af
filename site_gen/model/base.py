"""The base of all models: frozen, without unknown keys, with translatable texts marked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Annotated, Any, Final
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from site_gen.inert import escaped
from site_gen.messages import Message, m


class Model(BaseModel):
    """A mapping of a source file. Unknown keys are errors; a value never changes after loading."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=False, defer_build=True)


class Translatable:
    """Marks a field whose value an overlay (NAME.LANG.yaml) may replace."""


TRANSLATABLE: Final = Translatable()

MISTAKE: Final = "mistake"
"""The pydantic error type of our own messages; its context may hold a `hint`."""


_UNSEEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
"""Characters that HTML and XML can't contain; in YAML only an escape in double quotes produces one."""


def mistake(message: str, hint: str = "", *, at: tuple[str | int, ...] = ()) -> PydanticCustomError:
    """Return an error for a validator to raise: what is wrong, and what to write instead.

    `at` is the path from the validated value to the part that must be corrected.
    """
    return PydanticCustomError(MISTAKE, "{message}", {"message": message, "hint": hint, "at": at})


def shown(value: object) -> str:
    """Return the beginning of a value for a one-line message, with invisible characters escaped."""
    text = str(value)
    short = text if len(text) <= 60 else f"{text[:60]}…"
    return escaped(short)


UNQUOTED: Final = "unquoted"
"""The pydantic error type of a value that YAML doesn't read as text. Its message repeats what stands in the file, which
only the reader of the file knows; the context holds that it is needed (`needed`)."""


def unquoted(value: object, needed: str = m("a text is needed")) -> PydanticCustomError:
    """Return an error for a value that has to be a text, but is a number, a truth value, a list or nothing."""
    return PydanticCustomError(UNQUOTED if is_scalar(value) else "string_type", "{needed}", {"needed": needed})


def is_scalar(value: object) -> bool:
    """Whether a value is a number, a truth value or nothing: something that quotes make a text of."""
    return value is None or isinstance(value, bool | int | float)


def _text(value: Any) -> Any:
    if is_scalar(value):
        raise unquoted(value)
    if isinstance(value, str) and (unseen := _UNSEEN.search(value)):
        raise mistake(
            m(
                "an escape gives a control character that cannot stand in a text: U+{code}",
                code=f"{ord(unseen[0]):04X}",
            ),
            m("take it out, or write two backslashes for one"),
        )
    return value


# The innermost annotation is applied first: only a bare `str` is stripped before its length is measured.
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300), BeforeValidator(_text)]
"""A short text that is the same in every language: a client, a person, an address."""

Text = Annotated[Name, TRANSLATABLE]
"""A short text for readers."""

Paragraphs = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=100_000), BeforeValidator(_text), TRANSLATABLE
]
"""A long text that is shown as it is written."""

MARKDOWN: Final = "markdown"
"""Marks a field whose text is in Markdown."""

LongText = Annotated[Paragraphs, MARKDOWN]
"""Paragraphs in Markdown."""

Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000), BeforeValidator(_text), TRANSLATABLE]
"""A text that may be empty, such as the alternative text of a decorative picture."""

Texts = Annotated[tuple[Text, ...], Field(max_length=60), TRANSLATABLE]


def _is_clean(value: str) -> bool:
    return not any(c.isspace() for c in value) and not _UNSEEN.search(value)


_NO_URL: Final = frozenset('"<>\\`')
"""What no address has as it stands (RFC 3986, appendix A): it came along from HTML or Markdown."""

_LABEL: Final = re.compile(r"(?!-)[\w-]{1,63}(?<!-)")
"""A part of a host's name (RFC 1035, 2.3.4; with underscores, which some have). Anything else could begin a new rule in
a security policy or in a host's own files."""


def _is_host(host: str) -> bool:
    """Whether a text is a host's name with a dot in it; in letters of other scripts as well (RFC 3490)."""
    labels = host.split(".")
    if len(labels) < 2 or not all(map(_LABEL.fullmatch, labels)):
        return False
    try:
        return len(host if host.isascii() else host.encode("idna")) <= 253
    except UnicodeError:
        return False


def _has_host(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:  # brackets without an IPv6 address, or an impossible port
        return False
    return "@" not in parts.netloc and port != 0 and (host == "localhost" or _is_host(host))


def is_url(value: str) -> bool:
    """Whether a text is an absolute web address."""
    value = value.strip()
    is_whole = value.startswith(("https://", "http://")) and _is_clean(value) and _NO_URL.isdisjoint(value)
    return is_whole and _has_host(value)


_SCRIPTS: Final[Mapping[str, Message]] = {"LATIN": m("Latin"), "CYRILLIC": m("Cyrillic"), "GREEK": m("Greek")}


def strange_letter(host: str) -> str:
    """Return how to mend a part of a host's name that mixes alphabets, as a wrong keyboard does; '' if none does.

    No registry takes such a name: 'exаmple' with a Cyrillic а looks right and leads nowhere (Unicode TR 39, 5.1).
    """
    for label in host.split("."):
        letters = [(c, unicodedata.name(c, "").partition(" ")[0]) for c in label if c.isalpha()]
        scripts = [script for _, script in letters if script in _SCRIPTS]
        if len(set(scripts)) > 1:
            usual = max(_SCRIPTS, key=scripts.count)
            odd = next(c for c, script in letters if script in _SCRIPTS and script != usual)
            script = _SCRIPTS[unicodedata.name(odd).partition(" ")[0]]
            return m(
                "the '{odd}' in '{label}' is a {script} letter: type it anew",
                odd=odd,
                label=shown(label),
                script=script,
            )
    return ""


_HOST_FIRST: Final = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}(?:[/?#]\S*)?")
"""An address without its scheme: www.google.es, cafe.cat/carta."""


_SCHEME: Final = re.compile(r"^(?:h\w{1,6}[:;,]?/{1,3}|h\w{3,5}:)(?=\w)", re.IGNORECASE)
"""The beginning of an address as it is mistyped: https:/, htps://, https//."""


def is_bare_url(value: str) -> bool:
    """Whether a text is a web address without its scheme: www.cafe.example, instagram.com/cafe."""
    return _HOST_FIRST.fullmatch(value) is not None and is_url(f"https://{value}")


def likely_destination(text: str) -> str:
    """Return what is probably meant by an address or path without its beginning: https://www.google.es, /offers/."""
    if text.startswith("//"):
        return f"https:{text}"
    if _HOST_FIRST.fullmatch(text) and not text.endswith((".yaml", ".md", ".html")):
        return f"https://{text}"
    return (
        f"/{re.sub(r'(?:/index)?[.](?:yaml|md|html)$', '', text).strip('/')}/"
        if re.fullmatch(r"[\w./-]+", text)
        else ""
    )


def _url(value: Any) -> Any:
    if not isinstance(value, str):
        raise mistake(m("a web address is needed"), m("write it whole: https://example.com/page"))
    value = value.strip()
    if "@" in value.partition("://")[2].partition("/")[0]:
        hint = m("leave out what stands before the @: everybody would read it, and browsers refuse it")
        raise mistake(m("'{value}' has a user's name in front of the host", value=shown(value)), hint)
    if not value.isascii() and (odd := strange_letter(re.split("[/?#:]", value.partition("://")[2])[0])):
        raise mistake(m("'{value}' mixes alphabets", value=shown(value)), odd)
    if found := _NO_URL.intersection(value):
        raise mistake(
            m("'{value}' is not a web address", value=shown(value)),
            m("leave out {found}", found=" ".join(sorted(found))),
        )
    if not is_url(value):
        whole = f"https://{_SCHEME.sub('', ''.join(value.split()))}"
        likely = whole if is_url(whole) else "https://example.com/page"
        raise mistake(
            m("'{value}' is not a web address", value=shown(value)), m("write it whole: {likely}", likely=shown(likely))
        )
    return value


Url = Annotated[str, BeforeValidator(_url)]


def is_email(value: str) -> bool:
    """Whether a text can be an e-mail address: a name, an @, a host with a dot, no character that is not allowed."""
    name, at, host = value.rpartition("@")
    parts = host.split(".")
    return bool(name and at and len(parts) > 1 and all(parts)) and _is_clean(value) and not set(value) & set("<>,;")


def _is_own_email(value: str) -> bool:
    """Whether a text can be the owner's address: without what needs quotes before its @ (RFC 5321, 4.1.2)."""
    return is_email(value) and not set(value) & set('()[]:"\\') and _is_host(value.rpartition("@")[2])


def _email(value: Any) -> Any:
    if isinstance(value, str) and not value.isascii() and (hint := strange_letter(value.strip().replace("@", "."))):
        raise mistake(m("'{value}' mixes alphabets", value=shown(value)), hint)
    if not isinstance(value, str) or not _is_own_email(value.strip()):
        said = re.sub(r"\s*[(\[]\s*(?:at|arroba|собака)\s*[)\]]\s*", "@", value) if isinstance(value, str) else ""
        said = re.sub(r"\s*@\s*", "@", said)
        words = [word.strip(".") for word in re.split(r"[\s<>,;:()\[\]\"'«»“”]+", said)]
        found = [word for word in words if _is_own_email(word) and word != value]
        hint = m("write one address alone: {found}", found=found[0]) if found else m("write it as name@example.com")
        raise mistake(m("'{value}' is not an e-mail address", value=shown(value)), hint)
    return value.strip()


Email = Annotated[str, BeforeValidator(_email)]


def referred(value: Any) -> Any:
    """Return the name of a file for its path: 'cases/cafe.yaml' → 'cafe'."""
    if not isinstance(value, str):
        return value
    name = value.strip().strip("/").rpartition("/")[2]
    return re.sub(r"\.(?:yaml|yml|md)\Z", "", name) or value


Reference = Annotated[Name, BeforeValidator(referred)]
"""The name of another thing of the project: an id, a file's name, with or without its folder and ending. Whether the
thing exists, and what there is, is known when all files are read (rules.references)."""

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=80)]
"""One segment of an address: lower-case Latin letters, digits and single hyphens."""
