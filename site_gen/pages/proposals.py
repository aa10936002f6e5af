"""The page of a proposal, its PDF, and the page after accepting. All three are for one client only."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from babel.numbers import is_currency

from site_gen.load.references import find_references, is_external
from site_gen.model.acceptance import ACCEPT_FIELDS, accept_consent, accept_form, is_accepted_by_form
from site_gen.model.facts import price_facts
from site_gen.model.proposal import Goal, Proposal
from site_gen.pages import templates
from site_gen.pages.chart import plain
from site_gen.pages.forms import FormRoutes, form_view
from site_gen.pages.localized_site import Localized, LocalizedSite
from site_gen.pages.page_factory import Page, PageFactory, PageMeta
from site_gen.pages.proposal_document import PDF, document
from site_gen.pages.proposal_return import advertising_view
from site_gen.pages.shared_views import price_view
from site_gen.pages.site_plan import PlannedPage
from site_gen.pages.unlisted import file_view, unlisted_file, unlisted_page
from site_gen.pages.views.clients import AcceptedView, AcceptView, GoalView, PlanMonthView, ProposalView
from site_gen.pages.views.offers import FormView, TierView
from site_gen.pages.views.parts import BodyView, StepView
from site_gen.render.artifact import FromTypst

KIND: Final = templates.PROPOSAL.kind


def pages(localized: LocalizedSite) -> Iterator[PlannedPage]:
    """Yield the proposals of this language with their PDFs; if a form accepts one, also the page after the form."""
    for item in localized.proposals:
        proposal = item.value
        paper = unlisted_file(localized, KIND, proposal, PDF, partial(_paper, item, localized), item.file)
        make = partial(_page, item=item)
        yield PlannedPage(localized, proposal.route, make, listed=False, unlisted=True, files=(paper,))
        if accept_view(item, localized)["form"] is not None:
            make = partial(_accepted, item=item)
            yield PlannedPage(localized, proposal.thanks_route, make, listed=False, unlisted=True)


def _page(factory: PageFactory, item: Localized[Proposal]) -> Page:
    localized, proposal = factory.localized, item.value
    title = title_of(proposal, localized)
    return unlisted_page(
        factory,
        templates.PROPOSAL.fill(proposal=proposal_view(item, localized)),
        proposal,
        source=item.file,
        meta=PageMeta(section="", title=title, description=title),
    )


def _paper(item: Localized[Proposal], localized: LocalizedSite) -> FromTypst:
    """Return the proposal's PDF."""
    proposal = item.value
    view, title = proposal_view(item, localized), title_of(proposal, localized)
    return document(view, title, localized, localized.url(proposal.route))


def _accepted(factory: PageFactory, item: Localized[Proposal]) -> Page:
    """Return the page after the form. It isn't locked, so if the proposal is, it reveals nothing about it."""
    localized, proposal = factory.localized, item.value
    is_open = proposal.password is None
    thanks = proposal.accept.thanks
    view = AcceptedView(
        text=_body(thanks.text, item, localized) if thanks.text and is_open else None,
        delivery=proposal.delivery if is_open else None,
        steps=_steps(proposal) if is_open else [],
    )
    title = thanks.title if thanks.title and is_open else localized.text("proposal.accepted_title")
    return factory.page(
        templates.ACCEPTED.fill(accepted=view),
        proposal.thanks_route,
        source=item.file,
        meta=PageMeta(section="", title=title, description=title, unlisted=True, noindex=True),
    )


def title_of(proposal: Proposal, localized: LocalizedSite) -> str:
    return proposal.title or localized.text("proposal.title", client=proposal.client)


def proposal_view(item: Localized[Proposal], localized: LocalizedSite) -> ProposalView:
    """Return the view of a whole proposal."""
    proposal = item.value
    return ProposalView(
        client=proposal.client,
        state=localized.state(proposal.window).value,
        date=proposal.date.isoformat(),
        valid_until=proposal.valid_until.isoformat(),
        version=proposal.version,
        understood=_body(proposal.understood, item, localized),
        goals=[_goal(goal, localized) for goal in proposal.goals],
        months=[PlanMonthView(title=month.title, items=list(month.items)) for month in proposal.months],
        tiers=list(_tiers(proposal, localized)),
        excludes=list(proposal.excludes),
        ads=advertising_view(proposal, localized),
        delivery=proposal.delivery,
        steps=_steps(proposal),
        terms=_body(proposal.terms, item, localized) if proposal.terms else None,
        accept=accept_view(item, localized),
        file=file_view(localized, KIND, proposal, PDF, "application/pdf"),
        audit_url=_audit_url(proposal, localized),
    )


def _steps(proposal: Proposal) -> list[StepView]:
    return [StepView(title=step.title, text=step.text) for step in proposal.steps]


def _goal(goal: Goal, localized: LocalizedSite) -> GoalView:
    say = localized.localizer.quantity
    # 'from 11 to 2 hours' has the unit once; money and percentages have their signs each time.
    first_unit = goal.unit if goal.unit == "%" or is_currency(goal.unit or "") else None
    return GoalView(
        text=goal.text,
        metric=goal.metric,
        start=say(plain(goal.start), first_unit) if goal.start is not None else None,
        target=say(plain(goal.target), goal.unit) if goal.target is not None else None,
        by=goal.by.isoformat() if goal.by else None,
        source=goal.source,
    )


def _tiers(proposal: Proposal, localized: LocalizedSite) -> Iterator[TierView]:
    for tier in proposal.tiers:
        yield TierView(
            name=tier.name,
            summary=tier.summary,
            price=price_view(price_facts(tier.price, localized.site.main.currency), localized),
            includes=list(tier.includes),
            advised=tier.advised,
        )


def _body(markdown: str, item: Localized[Proposal], localized: LocalizedSite) -> BodyView:
    """Return a text with its links resolved; it has no pictures, as pictures are public."""
    links = {
        reference.target: localized.resolve(reference.target, item.file)
        for reference in find_references(markdown)
        if not is_external(reference.target) and not reference.target.startswith("#")
    }
    return BodyView(markdown=markdown, pictures={}, links=links, videos={})


def _audit_url(proposal: Proposal, localized: LocalizedSite) -> str | None:
    """Return the address of the audit on which the proposal is based, if it has a page in this language."""
    for source in localized.site.audits:
        if source.slug == proposal.audit and localized.lang in source.versions and not source.original.draft:
            return localized.path(f"audit/{source.original.token}/")
    return None


# --- saying yes -------------------------------------------------------------------------------------------------------


def accept_view(item: Localized[Proposal], localized: LocalizedSite) -> AcceptView:
    """Return how a proposal is accepted: by its own link, the site's, or the form."""
    proposal, settings = item.value, localized.site.main
    return AcceptView(
        form=_form(proposal, localized) if is_accepted_by_form(proposal, settings) else None,
        url=proposal.accept.link or settings.proposals.accept_url,
        label=proposal.accept.label or localized.text("proposal.accept_button"),
    )


def _form(proposal: Proposal, localized: LocalizedSite) -> FormView | None:
    """Return the form with labels for people; receivers get the labels of `ACCEPT_FIELDS`."""
    labels = {name: localized.text(f"proposal.form_{name}") for name in ACCEPT_FIELDS}
    site = localized.site
    consent = accept_consent(proposal, site.main, site.theme.strings, localized.lang)
    button = proposal.accept.label or localized.text("proposal.accept_button")
    subject = localized.text("proposal.subject", version=proposal.version)
    form = accept_form(proposal, consent, labels)
    place = FormRoutes(proposal.route, proposal.thanks_route, proposal.token)
    view = form_view(form, proposal.form_name, subject, button, localized, place=place)
    if view is not None:
        for field in view["fields"]:
            if field["name"] == "tier":
                field["shown"] = [_option(tier) for tier in _tiers(proposal, localized)]
    return view


def _option(tier: TierView) -> str:
    """Return a tier's name in the form, with its price, so that nobody accepts another price."""
    price = tier["price"]
    return f"{tier['name']}: {' '.join(filter(None, (price['before'], price['shown'], price['after'])))}"
