"""Writes a post that fits, from a brief and a network."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from site_gen.model.rules.finding import Finding
from site_gen.social.extras import extras, remarks
from site_gen.social.fitting import Block, PostDraft
from site_gen.social.marked import telegram_html, telegram_markdown
from site_gen.social.networks import SocialNetwork
from site_gen.social.opening import open_post
from site_gen.social.post import Post, PostContext, Role, TooLongError
from site_gen.social.post_layouts import BLOCKS, CAPTION, BlockContext, PostLayout, layout_of

_HEADED: Final = {"sale": "title", "title": "title", "proof": "proof", "deadline": "ends", "action": "call_to_action"}
"""The key in the offer's file that contains the words of a part."""


def write_post(context: PostContext) -> Post:
    """Return the texts of a post. Raises TooLongError if the post or the caption can't be made to fit."""
    brief, network = context.brief, context.network
    notes: list[str] = []
    post, above_fold = _fitted(context, layout_of(network.id, brief.kind), network.limit, "post")
    texts = [context.written("post", context.shown(post.marked()), network.limit, fold=network.rules.fold)]
    sources = _sources(post, network, "post")
    if network.rules.caption:
        layout = (
            replace(CAPTION, blocks=layout_of(network.id, "article").blocks) if brief.kind == "article" else CAPTION
        )
        caption, _ = _fitted(context, layout, network.rules.caption, "caption")
        texts.append(context.written("caption", context.shown(caption.marked()), network.rules.caption))
        sources |= _sources(caption, network, "caption")
    texts += extras(context, notes)
    notes += remarks(context, above_fold=above_fold)
    return Post(
        network=network.id,
        name=network.name,
        offer=brief.slug,
        folder=brief.folder,
        language=brief.language,
        variant=context.variant,
        link=context.link,
        texts=tuple(texts),
        price=brief.price.text if brief.price else None,
        deadline=brief.deadline.until_full if brief.deadline else None,
        sources=MappingProxyType(sources),
        notes=tuple(notes),
    )


def _fitted(context: PostContext, layout: PostLayout, limit: int, role: Role) -> tuple[PostDraft, bool]:
    """Return a text that fits, if necessary with the short title, and whether its sale is above the fold."""
    draft, above_fold = _draft(context, layout)
    for tried in (draft, *_with_short_title(context, layout)):
        fitted = tried.shortened(lambda made: context.network.fits(context.shown(made.marked()), limit))
        if fitted is not None:
            return fitted, above_fold
    raise TooLongError(_too_long(context, draft, limit, role))


def _with_short_title(context: PostContext, layout: PostLayout) -> Iterator[PostDraft]:
    if context.brief.short_title:
        yield _draft(replace(context, brief=replace(context.brief, title=context.brief.short_title)), layout)[0]


def _draft(context: PostContext, layout: PostLayout) -> tuple[PostDraft, bool]:
    """Return a text with all its parts, and whether its sale is above the fold."""
    brief, network = context.brief, context.network
    opening = open_post(
        brief,
        context.variant,
        network.rules.fold,
        dense=layout.dense,
        bold=network.rules.formatting in {"telegram", "stars"},
    )
    block_context = BlockContext(brief, network, layout, context.say, context.link.short, hooked=opening.hooked)
    blocks: list[Block] = []
    for name in layout.blocks:
        blocks += opening.blocks if name == "opening" else [BLOCKS[name](block_context)]
    draft = PostDraft(tuple(block for block in blocks if block), "\n" if layout.dense else "\n\n")
    return draft, opening.above_fold


def _too_long(context: PostContext, draft: PostDraft, limit: int, role: Role) -> Finding:
    bare = draft.bare()
    used = context.network.length(context.shown(bare.marked()))
    name, size = bare.longest(context.network.length)
    key = _HEADED.get(name, "title")
    size = context.network.length(context.brief.title) if key == "title" else size
    message = (
        f"the {role} for {context.network.name} ({context.brief.language}) comes to {used} of {limit} "
        f"even with nothing but what must stay; '{key}' takes {size} of it"
    )
    return Finding(
        context.brief.file,
        (key,),
        message,
        f"shorten '{key}' by {max(1, used - limit)}, or leave {context.network.name} out",
    )


def _sources(draft: PostDraft, network: SocialNetwork, role: str) -> dict[str, str]:
    if network.rules.formatting != "telegram":
        return {}
    marked = draft.marked()
    return {f"{role}.html": telegram_html(marked), f"{role}.md": telegram_markdown(marked)}
