"""The advertising of a proposal and its expected return, as lines that are the same on the page and in the PDF."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from site_gen.model.proposal import Proposal, is_monthly
from site_gen.model.returns import Ads, Assumptions, Return
from site_gen.pages.chart import plain
from site_gen.pages.localized_site import LocalizedSite
from site_gen.pages.views.clients import AdvertisingView, AssumptionView, ReckoningView


def advertising_view(proposal: Proposal, localized: LocalizedSite) -> AdvertisingView | None:
    """Return the advertising with its assumptions and calculation; None if the proposal has none."""
    ads, expected, tier = proposal.ads, proposal.expected, proposal.reckoned_tier
    if ads is None or expected is None or tier is None:
        return None
    words = _Words(localized)
    fee_formula = f"{words.money(tier.price.amount)} × {ads.months}" if is_monthly(tier.price) else ""
    lines = [*words.returned(ads, expected), *words.whole(expected, tier.name, fee_formula)]
    return AdvertisingView(
        budget=words.money(ads.spend),
        budget_text=words.budget(ads),
        assumptions=list(words.assumptions(ads.assumptions)),
        lines=lines,
        break_even=localized.text("proposal.break_even", count=expected.break_even),
        caveat=localized.text("proposal.caveat"),
    )


class _Words:
    """Writes the calculation in a page's language and currency."""

    def __init__(self, localized: LocalizedSite) -> None:
        self._localized = localized
        self._text = localized.text

    def money(self, amount: Decimal) -> str:
        return self._localized.localizer.money(plain(amount), self._localized.site.main.currency)

    def share(self, share: Decimal) -> str:
        return self._localized.localizer.quantity(plain(share), "%")

    def count(self, count: int) -> str:
        return self._localized.localizer.number(count)

    def budget(self, ads: Ads) -> str:
        """Return the budget in words: '300 € a month, for 3 months'."""
        key = "proposal.budget_month" if ads.per == "month" else "proposal.budget_once"
        return self._text(key, amount=self.money(ads.budget), count=ads.months)

    def assumptions(self, assumed: Assumptions) -> Iterator[AssumptionView]:
        """Yield the assumptions of the calculation, in the order in which they are used."""
        amounts = {"cost_per_lead": assumed.cost_per_lead, "cost_per_click": assumed.cost_per_click}
        for name, amount in amounts.items():
            if amount is not None:
                yield self._assumption(name, self.money(amount.value), amount.source)
        for name, share in {"click_to_lead": assumed.click_to_lead, "lead_to_client": assumed.lead_to_client}.items():
            if share is not None:
                yield self._assumption(name, self.share(share.value), share.source)
        value = assumed.client_value
        yield self._assumption("client_value", self.money(value.value), value.source)

    def _assumption(self, name: str, value: str, source: str) -> AssumptionView:
        return AssumptionView(name=self._text(f"proposal.{name}"), value=value, source=source)

    def returned(self, ads: Ads, expected: Return) -> Iterator[ReckoningView]:
        """Yield the lines from advertising spend to its return."""
        assumed, spend = ads.assumptions, self.money(expected.spend)
        yield self._line("spend", f"{self.money(ads.budget)} × {ads.months}" if ads.per == "month" else "", spend)
        leads, clients = self.count(expected.leads), self.count(expected.clients)
        if assumed.cost_per_lead is not None:
            yield self._line("leads", f"{spend} ÷ {self.money(assumed.cost_per_lead.value)}", leads)
        elif assumed.cost_per_click is not None and assumed.click_to_lead is not None and expected.clicks is not None:
            clicks = self.count(expected.clicks)
            yield self._line("clicks", f"{spend} ÷ {self.money(assumed.cost_per_click.value)}", clicks)
            yield self._line("leads", f"{clicks} × {self.share(assumed.click_to_lead.value)}", leads)
        yield self._line("clients", f"{leads} × {self.share(assumed.lead_to_client.value)}", clients)
        revenue = self.money(expected.revenue)
        yield self._line("revenue", f"{clients} × {self.money(assumed.client_value.value)}", revenue)
        yield self._line("on_ads", f"({revenue} − {spend}) ÷ {spend}", self._percent(expected.on_ads), is_sum=True)

    def whole(self, expected: Return, tier: str, fee_formula: str) -> Iterator[ReckoningView]:
        """Yield the lines that include the fee."""
        spend, fee, cost = (self.money(amount) for amount in (expected.spend, expected.fee, expected.cost))
        yield self._line("fee", fee_formula, fee, tier=tier)
        yield self._line("cost", f"{spend} + {fee}", cost)
        revenue = self.money(expected.revenue)
        yield self._line("on_all", f"({revenue} − {cost}) ÷ {cost}", self._percent(expected.on_all), is_sum=True)

    def _percent(self, value: int) -> str:
        return self._localized.localizer.signed_percent(str(value))

    def _line(self, name: str, formula: str, result: str, *, is_sum: bool = False, **values: str) -> ReckoningView:
        name = self._text(f"proposal.line_{name}", **values)
        return ReckoningView(name=name, formula=formula, result=result, sum=is_sum)
