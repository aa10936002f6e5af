"""A brief and a network become a post that fits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from site_gen.model.rules.finding import Finding
from site_gen.social.extras import extras, remarks
from site_gen.social.fitting import Block, Draft
from site_gen.social.marked import telegram_html, telegram_markdown
from site_gen.social.networks import SocialNetwork
from site_gen.social.opening import open_post
from site_gen.social.post import Desk, Post, Role, TooLongError
from site_gen.social.post_layouts import BLOCKS, CAPTION, Form, Job, form_of

_HEADED: Final = {"sale": "title", "title": "title", "proof": "proof", "deadline": "ends", "action": "call_to_action"}
"""The key that holds the words of a part."""


def write_post(desk: Desk) -> Post:
    """Return the texts of a post. Raises TooLongError where post or caption can't be made to fit."""
    brief, network = desk.brief, desk.network
    notes: list[str] = []
    post, above_fold = _fitted(desk, form_of(network.id, brief.kind), network.limit, "post")
    texts = [desk.written("post", desk.shown(post.marked()), network.limit, fold=network.rules.fold)]
    sources = _sources(post, network, "post")
    if network.rules.caption:
        form = replace(CAPTION, blocks=form_of(network.id, "article").blocks) if brief.kind == "article" else CAPTION
        caption, _ = _fitted(desk, form, network.rules.caption, "caption")
        texts.append(desk.written("caption", desk.shown(caption.marked()), network.rules.caption))
        sources |= _sources(caption, network, "caption")
    texts += extras(desk, notes)
    notes += remarks(desk, above_fold=above_fold)
    return Post(
        network=network.id,
        name=network.name,
        offer=brief.slug,
        folder=brief.folder,
        language=brief.language,
        variant=desk.variant,
        link=desk.link,
        texts=tuple(texts),
        price=brief.price,
        deadline=brief.deadline.until_full if brief.deadline else None,
        sources=MappingProxyType(sources),
        notes=tuple(notes),
    )


def _fitted(desk: Desk, form: Form, limit: int, role: Role) -> tuple[Draft, bool]:
    """Return a text that fits, if need be with the short title; and whether its sale is above the fold."""
    draft, above_fold = _draft(desk, form)
    for tried in (draft, *_with_short_title(desk, form)):
        fitted = tried.shortened(lambda made: desk.network.fits(desk.shown(made.marked()), limit))
        if fitted is not None:
            return fitted, above_fold
    raise TooLongError(_too_long(desk, draft, limit, role))


def _with_short_title(desk: Desk, form: Form) -> Iterator[Draft]:
    if desk.brief.short_title:
        yield _draft(replace(desk, brief=replace(desk.brief, title=desk.brief.short_title)), form)[0]


def _draft(desk: Desk, form: Form) -> tuple[Draft, bool]:
    """Return a text with all that may be said, and whether its sale is seen before the fold."""
    brief, network = desk.brief, desk.network
    opening = open_post(
        brief,
        desk.variant,
        network.rules.fold,
        dense=form.dense,
        bold=network.rules.formatting in {"telegram", "stars"},
    )
    job = Job(brief, network, form, desk.say, desk.link.short, hooked=opening.hooked)
    blocks: list[Block] = []
    for name in form.blocks:
        blocks += opening.blocks if name == "opening" else [BLOCKS[name](job)]
    draft = Draft(tuple(block for block in blocks if block), "\n" if form.dense else "\n\n")
    return draft, opening.above_fold


def _too_long(desk: Desk, draft: Draft, limit: int, role: Role) -> Finding:
    bare = draft.bare()
    used = desk.network.length(desk.shown(bare.marked()))
    name, size = bare.longest(desk.network.length)
    key = _HEADED.get(name, "title")
    size = desk.network.length(desk.brief.title) if key == "title" else size
    message = (
        f"the {role} for {desk.network.name} ({desk.brief.language}) comes to {used} of {limit} "
        f"even with nothing but what must stay; '{key}' takes {size} of it"
    )
    return Finding(
        desk.brief.file, (key,), message, f"shorten '{key}' by {max(1, used - limit)}, or leave {desk.network.name} out"
    )


def _sources(draft: Draft, network: SocialNetwork, role: str) -> dict[str, str]:
    if network.rules.formatting != "telegram":
        return {}
    marked = draft.marked()
    return {f"{role}.html": telegram_html(marked), f"{role}.md": telegram_markdown(marked)}
