"""Writes a post that fits, from a brief and a network."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from site_gen.messages import m
from site_gen.model.finding import Finding
from site_gen.social.brief import USEFUL
from site_gen.social.extras import extras
from site_gen.social.fitting import BULLET, Block, PostDraft, headed
from site_gen.social.marked import telegram_html, telegram_markdown
from site_gen.social.networks import SocialNetwork
from site_gen.social.notes import left_out, remarks
from site_gen.social.opening import Opening, hook_of, open_post
from site_gen.social.post import Post, PostContext, Role, TooLongError, fold_place
from site_gen.social.post_layouts import BLOCKS, CAPTION, BlockContext, PostLayout, layout_of

_HEADED: Final = {"sale": "title", "title": "title", "proof": "proof", "action": "call_to_action"}
"""The key in the offer's file that contains the words of a part."""


def write_post(context: PostContext) -> Post:
    """Return the texts of a post. Raises TooLongError if the post or the caption can't be made to fit."""
    brief, network = context.brief, context.network
    notes: list[str] = []
    layout = layout_of(network.id, brief.kind)
    post, opening = _fitted(context, layout, network.limit, "post")
    tags: dict[str, int | None] = {"post": post.count("hashtag") if "tags" in layout.blocks else None}
    texts = [context.written("post", context.shown(post.marked()), network.limit, fold=network.rules.fold)]
    sources = _sources(post, network, "post")
    if network.rules.caption:
        layout = replace(CAPTION, blocks=layout.blocks) if brief.kind in USEFUL else CAPTION
        caption, _ = _fitted(context, layout, network.rules.caption, "caption")
        texts.append(context.written("caption", context.shown(caption.marked()), network.rules.caption))
        sources |= _sources(caption, network, "caption")
        tags["caption"] = caption.count("hashtag") if "tags" in layout.blocks else None
    texts += extras(context, notes)
    notes += left_out(context, tags)
    notes += remarks(context, opening, hook_kept=post.has("hook"))
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
        promise=brief.promise,
        sources=MappingProxyType(sources),
        notes=tuple(notes),
    )


def fitted_post(context: PostContext, ending: str) -> str:
    """Return the first part of a thread, which leaves room for an ending. The case and what backs it come after it.

    Raises TooLongError.
    """
    network = context.network
    layout = layout_of(network.id, context.brief.kind)
    layout = replace(layout, blocks=tuple(block for block in layout.blocks if block != "proof"))
    draft, _ = _fitted(context, layout, network.limit, "post", ending)
    return context.shown(draft.marked())


def _fitted(
    context: PostContext, layout: PostLayout, limit: int, role: Role, ending: str = ""
) -> tuple[PostDraft, Opening]:
    """Return a text that fits and its opening. The short title is used if the title, or the hook, has no room.

    `ending` is what will stand behind the text.
    """
    fitting: list[tuple[PostDraft, Opening]] = []
    fits: Callable[[PostDraft], bool] = lambda made: context.network.fits(  # noqa: E731
        f"{context.shown(made.marked())}{ending}", limit
    )
    for titled in _titled(context):
        for ordered in _orders(layout):
            draft, opening = _draft(titled, ordered)
            fitted = draft.shortened(fits)
            if fitted is None:
                break
            fitting.append((fitted, opening))
            if not _cuts_a_list(titled, ordered, fitted):
                break
    if not fitting:
        raise TooLongError(_too_long(context, _draft(context, layout)[0], limit, role))
    fitted, opening = next((each for each in fitting if _is_whole(context, layout, each[0])), fitting[0])
    spaced = (replace(draft, gap="\n\n") for draft in (fitted, fitted.with_most("hashtag", 1)))
    return next(filter(fits, spaced), fitted), opening


def _is_whole(context: PostContext, layout: PostLayout, fitted: PostDraft) -> bool:
    """Whether a text has the hook that its variant asks for, and a fold that cuts no list."""
    hooked = hook_of(context.brief, context.variant) is None or fitted.has("hook")
    return hooked and not _cuts_a_list(context, layout, fitted)


def _titled(context: PostContext) -> Iterator[PostContext]:
    """Yield the context with the title, then with the short title in its place."""
    yield context
    if context.brief.short_title:
        yield replace(context, brief=replace(context.brief, title=context.brief.short_title))


def _orders(layout: PostLayout) -> Iterator[PostLayout]:
    """Yield the layout, and in a flowing one those in which another block of prose comes before the list."""
    yield layout
    for block in ("proof", "terms", "action") if layout.flowing else ():
        others = [name for name in layout.blocks if name != block]
        at = others.index("opening") + 1
        yield replace(layout, blocks=(*others[:at], block, *others[at:]))


def _cuts_a_list(context: PostContext, layout: PostLayout, draft: PostDraft) -> bool:
    """Whether the feed's fold cuts an item of a list, in a layout where it mustn't."""
    fold = context.network.rules.fold
    if not layout.flowing or fold is None:
        return False
    text = context.shown(draft.marked())
    at = fold_place(text, fold)
    return at is not None and text[text.rfind("\n", 0, at) + 1 :].startswith(BULLET)


def _draft(context: PostContext, layout: PostLayout) -> tuple[PostDraft, Opening]:
    """Return a text with all its parts, and its opening."""
    brief, network = context.brief, context.network
    bold = network.rules.formatting in {"telegram", "stars"}
    opening = open_post(brief, context.variant, network.rules.fold, tight=layout.tight, bold=bold)
    block_context = BlockContext(brief, network, layout, context.say, context.link.short, proven=opening.proven)
    blocks: list[Block] = []
    for name in layout.blocks:
        blocks += opening.blocks if name == "opening" else [headed(BLOCKS[name](block_context), bold=bold)]
    return PostDraft(tuple(block for block in blocks if block), "\n" if layout.dense else "\n\n"), opening


def _too_long(context: PostContext, draft: PostDraft, limit: int, role: Role) -> Finding:
    bare = draft.bare()
    used = context.network.length(context.shown(bare.marked()))
    name, size = bare.longest(context.network.length)
    key = "title" if context.brief.kind in USEFUL else _HEADED.get(name, "title")
    size = context.network.length(context.brief.title) if key == "title" else size
    message = m(
        "the {role} for {name} ({language}) comes to {used} of {limit} even with nothing but what must stay; '{key}' "
        "takes {size} of it",
        role=role,
        name=context.network.name,
        language=context.brief.language,
        used=used,
        limit=limit,
        key=key,
        size=size,
    )
    return Finding(
        context.brief.file,
        (key,),
        message,
        m(
            "shorten '{key}' by {over}, or leave {name} out",
            key=key,
            over=max(1, used - limit),
            name=context.network.name,
        ),
    )


def _sources(draft: PostDraft, network: SocialNetwork, role: str) -> dict[str, str]:
    if network.rules.formatting != "telegram":
        return {}
    marked = draft.marked()
    return {f"{role}.html": telegram_html(marked), f"{role}.md": telegram_markdown(marked)}
