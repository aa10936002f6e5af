"""The Content-Security-Policy of every page, and what it blocks in texts (https://www.w3.org/TR/CSP3/)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final
from urllib.parse import urlsplit

from site_gen.messages import m
from site_gen.model.deliveries.base import FormTarget

SELF: Final = "'self'"
NONE: Final = "'none'"
Policy = Mapping[str, tuple[str, ...]]
"""Directive → sources."""


def security_policy(target: FormTarget | None) -> Policy:
    """Return the policy of every page: only own files, no inline code; forms go to site.yaml's delivery."""
    scripts = target.script_origins if target else ()
    forms = (SELF, *(target.origins if target else ()))
    policy: dict[str, tuple[str, ...]] = {
        "default-src": (NONE,),
        "script-src": (SELF, *scripts),
        "style-src": (SELF,),
        "img-src": (SELF,),
        "font-src": (SELF,),
        "media-src": (SELF,),
        "connect-src": forms,
        "manifest-src": (SELF,),
    }
    if scripts:
        policy["frame-src"] = tuple(scripts)
    return MappingProxyType({**policy, "form-action": forms, "base-uri": (NONE,)})


def policy_text(policy: Policy) -> str:
    """Return a policy as a header or a `meta` element has it."""
    return "; ".join(f"{directive} {' '.join(sources)}" for directive, sources in policy.items())


def with_frames(policy: str, origins: Iterable[str]) -> str:
    """Return a policy that also allows frames from these origins."""
    added = " ".join(origins)
    if not added:
        return policy
    if "frame-src " in policy:
        return policy.replace("frame-src ", f"frame-src {added} ", 1)
    return policy.replace("form-action ", f"frame-src {added}; form-action ", 1)


_INDEPENDENT: Final = frozenset({"base-uri", "form-action"})
"""Directives that don't fall back on default-src."""


def allows(policy: Policy, directive: str, address: str, own_origin: str) -> bool:
    """Whether a policy lets a page of `own_origin` use an address; '' stands for inline code."""
    if not directive:
        return False
    if directive in _INDEPENDENT and directive not in policy:
        return True
    sources = policy.get(directive) or policy["default-src"]
    if not address or address.lower().startswith("javascript:"):
        return "'unsafe-inline'" in sources
    origin = _origin(address, own_origin)
    return SELF in sources if origin == own_origin else origin in sources


def _origin(address: str, own_origin: str) -> str:
    """Return the origin of an address on a page, in lower case; `own_origin` for the site's own, also by http."""
    own = urlsplit(own_origin)
    try:
        parts = urlsplit(address)
    except ValueError:
        return own_origin  # no address: whoever checks links says so
    host = parts.netloc.lower()
    if (not parts.scheme and not host) or (host == own.netloc.lower() and parts.scheme in {"", "https", own.scheme}):
        return own_origin
    return f"{parts.scheme or own.scheme}://{host}"


@dataclass(frozen=True, slots=True)
class Rule:
    """What an element or an attribute of a text needs from the policy, and what to do where it isn't allowed.

    `tags` is empty for any element; an `attribute` ending in '*' stands for all that begin so. `inline` means that the
    attribute, or the element without it, is code of its own rather than an address. Without a directive it is of no
    use in a text, whatever the policy says.
    """

    tags: frozenset[str]
    attribute: str
    directive: str
    instead: str
    inline: bool = False


def _rule(tags: str, attribute: str, directive: str, instead: str, *, inline: bool = False) -> Rule:
    return Rule(frozenset(tags.split()), attribute, directive, instead, inline)


_VIDEO: Final = m("write the address of the video's page on a line of its own, or link to what it shows")
_PICTURE: Final = m("save the picture in content/images and name it: ![what is to be seen](name.jpg)")
_FILE: Final = m("put the video in content/videos and name it in the front matter: video: name.mp4")
_STYLE: Final = m("leave it out, or give it a class and write the style in a stylesheet of your theme")
_SCRIPT: Final = m("leave it out: pages run no code from texts; a script of your own belongs into your theme's assets")
_FORM: Final = m("use a form of an offer (form: in offers/NAME.yaml), or link to the page with the form")

RULES: Final = (
    _rule("iframe frame", "src", "frame-src", _VIDEO),
    _rule("iframe", "srcdoc", "script-src", _VIDEO, inline=True),
    _rule("object", "data", "object-src", _VIDEO),
    _rule("embed", "src", "object-src", _VIDEO),
    _rule("img input", "src", "img-src", _PICTURE),
    _rule("img source", "srcset", "img-src", _PICTURE),
    _rule("video", "poster", "img-src", _PICTURE),
    _rule("image use", "href", "img-src", _PICTURE),
    _rule("video audio source track", "src", "media-src", _FILE),
    _rule("script", "src", "script-src", _SCRIPT, inline=True),
    _rule("style", "", "style-src", _STYLE, inline=True),
    _rule("link", "href", "style-src", _STYLE),
    _rule("form", "action", "form-action", _FORM),
    _rule("button input", "formaction", "form-action", _FORM),
    _rule("a area", "href", "script-src", _SCRIPT),
    _rule("meta", "http-equiv", "", m("to lead from an old address to a new one, write aliases: in the new page")),
    _rule("base", "href", "base-uri", m("write whole paths: /articles/name/")),
    _rule("", "style", "style-src", _STYLE, inline=True),
    _rule("", "on*", "script-src", _SCRIPT, inline=True),
)
"""What the policy can block in a text. Whether it does follows from the policy itself."""
