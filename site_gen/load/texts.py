"""Looks at Markdown texts for what takes too long to read, and for what the site's own policy keeps from visitors."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from site_gen.load.references import find_references, is_external
from site_gen.load.used_pictures import Body
from site_gen.messages import m
from site_gen.model.security_policy import RULES, Policy, Rule, allows
from site_gen.model.text_bounds import excesses
from site_gen.model.videos import network_video
from site_gen.problems import Location, Problem, Severity
from site_gen.sources.markdown_blocks import DEEPEST, blocks, every_block, without_code, without_comments
from site_gen.sources.math import formulas, mathml, sure_formula
from site_gen.sources.text import excerpt

_TAG: Final = re.compile(
    r"<(?P<tag>[a-zA-Z][a-zA-Z0-9-]*+)(?P<attributes>(?:[^<>\"']|\"[^\"]{0,5000}+\"|'[^']{0,5000}+'){0,500}+)>"
)
_ATTRIBUTE: Final = re.compile(
    r"(?P<name>[a-zA-Z_:@][\w:.@-]*)(?:\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s\"'<>`]+)))?"
)
_NESTED: Final = re.compile(
    rf"^(?:[ \t]*(?:>|[-+*]|\d{{1,9}}[.)])[ \t]*){{{DEEPEST - 1}}}|^ {{{2 * DEEPEST - 4},}}\S", re.MULTILINE
)
"""Lines that may be nested too deep: they have that many marks, or are indented as far."""


@dataclass(frozen=True, slots=True)
class Use:
    """Something in a text that the policy may block; `address` is '' for inline code."""

    location: Location
    shown: str
    rule: Rule
    address: str


def blocked(found: Iterable[Use], policy: Policy, own_origin: str) -> Iterator[Problem]:
    """Yield a warning for each use that the policy doesn't allow."""
    for use in found:
        if not allows(policy, use.rule.directive, use.address, own_origin):
            policy_of = m("the site's own security policy ({directive})", directive=use.rule.directive)
            message = m("browsers don't load {shown}: {policy_of} keeps it out", shown=use.shown, policy_of=policy_of)
            if not use.rule.directive:
                message = m("{shown} has no place in a text", shown=use.shown)
            yield Problem(use.location, message, _instead(use), Severity.WARNING)


def _instead(use: Use) -> str:
    video = network_video(use.address) if use.rule.directive in {"frame-src", "object-src"} else None
    if video is None:
        return use.rule.instead
    return m(
        "write the address of the video's page on {name} on a line of its own, without any HTML",
        name=video.network.name,
    )


def text_problems(body: Body) -> Iterator[Problem]:
    """Yield an error for each part of a text that would take too long to read."""
    for excess in excesses(body.text):
        yield Problem(body.location(excess.offset), excess.message, excess.hint)
    deep = _NESTED.search(body.text) and next(
        (block for block, depth in every_block(blocks(body.text)) if depth >= DEEPEST), None
    )
    if deep:
        lines = body.text.split("\n")
        offset = sum(len(line) + 1 for line in lines[: deep.first])
        message = m("lists and quotations are nested more than {deepest} deep", deepest=DEEPEST - 1)
        yield Problem(body.location(offset), message, m("nobody can follow that: make it flatter"))


def formula_problems(body: Body | None, *, is_on: bool) -> Iterator[Problem]:
    """Yield a warning for each formula that can't be shown, or for the first one if the text has `math` not on."""
    if body is None:
        return
    if not is_on:
        offset = sure_formula(body.text)
        if offset is not None:
            hint = m("write math: true in the front matter, and it becomes MathML")
            yield Problem(body.location(offset), m("this formula is shown as it is written"), hint, Severity.WARNING)
        return
    for formula in formulas(body.text):
        if mathml(formula.latex, is_block=formula.is_block) is None:
            hint = m("write it with simpler commands, put it between ``` as code, or show a picture of it")
            message = m(
                "this formula can't be read, and is shown as it is written: {latex}", latex=excerpt(formula.latex)
            )
            yield Problem(body.location(formula.offset), message, hint, Severity.WARNING)


def uses(body: Body) -> Iterator[Use]:
    """Yield what a policy may block in a text: elements, attributes, pictures of other sites."""
    text = body.text
    if "![" in text:
        for reference in find_references(text):
            if reference.is_picture and is_external(reference.target):
                yield Use(body.location(reference.offset), m("the picture"), _IMAGE, reference.target)
    if "<" not in text:
        return
    for found in _TAG.finditer(without_comments(without_code(text))):
        place = body.location(found.start())
        yield from _in_tag(found["tag"].lower(), _attributes(found["attributes"]), place)


_LINKS: Final = frozenset({"a", "area"})
_IMAGE: Final = next(rule for rule in RULES if "img" in rule.tags and rule.attribute == "src")


def _attributes(text: str) -> dict[str, str]:
    return {
        found["name"].lower(): found["double"] or found["single"] or found["bare"] or ""
        for found in _ATTRIBUTE.finditer(text)
    }


def _in_tag(tag: str, attributes: Mapping[str, str], place: Location) -> Iterator[Use]:
    for rule in RULES:
        if rule.tags and tag not in rule.tags:
            continue
        if rule.attribute in attributes and not (rule.inline and rule.attribute != "src"):
            for address in _addresses(rule.attribute, attributes[rule.attribute]):
                if tag in _LINKS and not address.lower().startswith("javascript:"):
                    continue
                yield Use(place, f"<{tag} {rule.attribute}=…>", rule, address)
        elif rule.tags and rule.inline and (rule.attribute in attributes or rule.attribute in {"", "src"}):
            yield Use(place, f"<{tag}>", rule, "")
        elif not rule.tags:
            named = [name for name in attributes if _is_meant(rule.attribute, name)]
            yield from (Use(place, f"<{tag} {name}=…>", rule, "") for name in named)


def _addresses(attribute: str, value: str) -> list[str]:
    value = value.strip()
    if attribute == "srcset":
        return [part.split()[0] for part in value.split(",") if part.split()]
    return [value] if value else []


def _is_meant(attribute: str, name: str) -> bool:
    return name.startswith(attribute[:-1]) if attribute.endswith("*") else name == attribute
