"""What proposals must agree with: the site's languages, the offer they follow, the audit they are based on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from site_gen.messages import joined, m
from site_gen.model.money import PriceModel
from site_gen.model.offer import Offer
from site_gen.model.proposal import Proposal, is_monthly
from site_gen.model.rules import Finding, check_references
from site_gen.model.site import Translated
from site_gen.nearest import nearest
from site_gen.problems import Severity


def check_proposals(
    proposals: Iterable[Translated[Proposal]],
    languages: Sequence[str],
    offers: Mapping[str, Translated[Offer]],
    seconds: Collection[str],
    audits: Collection[str],
) -> Iterator[Finding]:
    """Find proposals with broken references or that contradict their offer. `seconds` names the second-step offers."""
    for source in proposals:
        proposal = source.original
        if proposal.language is not None and proposal.language not in languages:
            hint = nearest(proposal.language, languages) or m(
                "site.yaml lists: {languages}", languages=", ".join(languages)
            )
            message = m("'{language}' is not one of the site's languages", language=proposal.language)
            yield Finding(source.file, ("language",), message, hint)
        yield from check_references(source.file, ("offer",), proposal.offer, seconds, "second-step offer")
        yield from check_references(source.file, ("audit",), proposal.audit, audits, "audit")
        yield from _check_return(source)
        offer = offers.get(proposal.offer or "")
        if offer is not None:
            yield from _check_prices(source, offer)


def _check_return(source: Translated[Proposal]) -> Iterator[Finding]:
    """Find an expected return that is a loss, before the client does."""
    proposal = source.original
    expected = proposal.expected
    if expected is None or expected.on_all >= 0:
        return
    lacking = m(
        "{clients} of the {break_even} clients that would pay for it",
        clients=expected.clients,
        break_even=expected.break_even,
    )
    yield Finding(
        source.file,
        ("ads",),
        m("the client reads a loss: {on_all} % on everything, {lacking}", on_all=expected.on_all, lacking=lacking),
        m("check the assumptions, the budget and the months; leave ads: out if the work isn't for clients at once"),
        Severity.WARNING,
    )


def _check_prices(source: Translated[Proposal], offer: Translated[Offer]) -> Iterator[Finding]:
    """Find tiers that have the name of one of the offer's tiers but another price."""
    proposal = source.original
    language = next(iter(source.versions))
    public = offer.versions.get(language, offer.original)
    tiers = {tier.name: tier for tier in public.price_tiers}
    for index, tier in enumerate(proposal.tiers):
        other = tiers.get(tier.name)
        if other is not None and _says(other.price) != _says(tier.price):
            yield Finding(
                source.file,
                ("tiers", index, "price"),
                m(
                    "'{name}' costs {shown} here, and {shown_2} in {file}",
                    name=tier.name,
                    shown=_shown(tier.price),
                    shown_2=_shown(other.price),
                    file=offer.file,
                ),
                m("the client may read both: write the same price, or give the tier another name"),
                Severity.WARNING,
            )


def _says(price: PriceModel) -> tuple[object, ...]:
    """Return a price for comparison; different words for the same unit count as equal."""
    per = "month" if is_monthly(price) else price.per
    return price.amount, price.currency, per


def _shown(price: PriceModel) -> str:
    return joined(str(price.amount), m(" per {per}", per=price.per)) if price.per else str(price.amount)
