"""What must agree between the files of a project: references, rules of honesty, names that are already used."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from site_gen.load.read_cache import ReadCache
from site_gen.load.rubric import check_rubric, rubric_in, untranslated_criteria
from site_gen.load.unlisted import check_pictures
from site_gen.model import routes
from site_gen.model.aliases import MovedPages, check_aliases
from site_gen.model.audit import Audit
from site_gen.model.audit_rules import check_audits, check_tokens
from site_gen.model.base import referred
from site_gen.model.case import Case
from site_gen.model.content import Article, Profile, Reviews, Services, TextPage
from site_gen.model.content_plan import ContentPlan
from site_gen.model.form_rules import check_forms, check_secrets
from site_gen.model.ledger import Ledger
from site_gen.model.legal import PROFILES
from site_gen.model.legal import Profile as LegalProfile
from site_gen.model.offer import Offer
from site_gen.model.proposal import Proposal
from site_gen.model.proposal_rules import check_proposals
from site_gen.model.rubric import RubricChanges
from site_gen.model.rules import (
    Finding,
    Honest,
    check_articles,
    check_case_review,
    check_honesty,
    check_offers,
    check_references,
    listed_prices,
)
from site_gen.model.section_rules import check_sections
from site_gen.model.settings import Settings
from site_gen.model.short_links import check_short_links
from site_gen.model.site import Translated
from site_gen.sources.yaml import Data, Document

_REFERENCES: Final = {"service": "service", "proof": "case", "next": "second-step offer"}
"""Keys of cases and offers that name another thing, with its kind."""


@dataclass(frozen=True, slots=True)
class Things:
    """Everything loaded, except site.yaml and things with errors; None for a single file that is missing or broken."""

    cases: list[Translated[Case]]
    offers: list[Translated[Offer]]
    proposals: list[Translated[Proposal]]
    audits: list[Translated[Audit]]
    articles: list[Translated[Article]]
    pages: list[Translated[TextPage]]
    profile: Translated[Profile] | None
    privacy: Translated[TextPage] | None
    services: Translated[Services] | None
    reviews: Translated[Reviews] | None
    rubric: Translated[RubricChanges] | None
    plan: Translated[ContentPlan] | None
    ledger: Ledger | None


@dataclass(frozen=True, slots=True)
class CrossChecks:
    """Finds contradictions between files. `settings` are those of the first language, None if site.yaml has errors;
    `documents` are None for files that needn't be read again; `service_ids` are None if they can't be determined;
    `elsewhere` are the names of things that lie where nothing is read, by the folder where they belong."""

    things: Things
    settings: Settings | None
    languages: tuple[str, ...]
    documents: Mapping[str, Document | None]
    service_ids: Collection[str] | None
    read_cache: ReadCache
    elsewhere: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def check(self) -> Iterator[Finding]:
        """Run all checks."""
        things = self.things
        ids, cases = self.service_ids, self._names("cases")
        yield from self.read_cache.check_each("cases", things.cases, (ids, self.settings), self._check_case)
        seconds = self._second_steps()
        yield from check_offers(things.offers, ids, cases, seconds)
        yield from check_articles(things.articles, ids, cases, self._names("content/articles"), self._names("offers"))
        yield from self._check_unread({"service": ids, "case": cases, "second-step offer": seconds})
        yield from self._check_proposals(seconds)
        yield from self._check_audits(seconds)
        yield from check_forms(things.offers, self.settings.form if self.settings else None)
        yield from check_secrets("site.yaml", self._site_data)
        if self.settings:
            yield from check_short_links(self.settings, things.offers, things.cases, things.articles)
            yield from check_aliases(self.settings, self._moved())
            yield from check_sections(self.settings, cases)
        if things.reviews:
            for index, review in enumerate(things.reviews.original.reviews):
                path = ("reviews", index, "case")
                yield from check_references(things.reviews.file, path, review.case, cases, "case")
        yield from check_honesty(self._honest())

    @property
    def _site_data(self) -> Data:
        document = self.documents["site.yaml"]
        return document.data if document else None

    def _moved(self) -> MovedPages:
        things = self.things
        return MovedPages(
            {
                routes.CASES: things.cases,
                routes.OFFERS: things.offers,
                routes.ARTICLES: things.articles,
                routes.HOME: things.pages,
            }
        )

    def _check_case(self, case: Translated[Case]) -> Iterator[Finding]:
        service = case.original.service
        if service is not None:
            yield from check_references(case.file, ("service",), service, self.service_ids, "service")
        if self.settings:
            yield from check_case_review(case, self.settings)

    def _check_unread(self, known: Mapping[str, Collection[str] | None]) -> Iterator[Finding]:
        """Find broken references in cases and offers with other errors: whoever mends those would meet them next."""
        read = {thing.file for thing in (*self.things.cases, *self.things.offers)}
        for file, document in self.documents.items():
            if file.startswith(("cases/", "offers/")) and file.count(".") == 1 and file not in read and document:
                data = document.data if isinstance(document.data, dict) else {}
                for key, what in _REFERENCES.items():
                    if isinstance(name := referred(data.get(key)), str):
                        yield from check_references(file, (key,), name, known[what], what)

    def _second_steps(self) -> set[str]:
        """Return the names of second steps, and of offers with errors, which may be second steps."""
        known = {offer.slug: offer.original.kind for offer in self.things.offers}
        return {name for name in self._names("offers") if known.get(name, "second-step") == "second-step"}

    def _check_proposals(self, seconds: Collection[str]) -> Iterator[Finding]:
        offers = {offer.slug: offer for offer in self.things.offers}
        proposals, audits = self.things.proposals, self._names("content/audits")
        yield from check_proposals(proposals, self.languages, offers, seconds, audits)
        for proposal in proposals:
            yield from check_pictures(proposal.file, "a proposal", proposal.original.model_dump(by_alias=True))

    def _check_audits(self, seconds: Collection[str]) -> Iterator[Finding]:
        audits, changes = self.things.audits, self.things.rubric
        yield from check_rubric(changes, self.languages[0])
        yield from check_tokens([*audits, *self.things.proposals])
        languages = {language for audit in audits for language in audit.versions}
        rubrics = {language: rubric_in(language, changes) for language in languages}
        yield from check_audits(audits, self.languages, rubrics, seconds)
        for audit in audits:
            for language in sorted(set(self.languages).intersection(audit.versions)):
                yield from untranslated_criteria(audit.file, language, rubrics[language])
            yield from check_pictures(audit.file, "an audit", audit.original.model_dump())

    def _honest(self) -> Honest:
        things = self.things
        return Honest(
            settings=self.settings,
            stated_profile=stated_profile(self._site_data),
            offers=tuple(things.offers),
            services=things.services,
            reviews=things.reviews,
            privacy=things.privacy,
            proposals=tuple(things.proposals),
            ledger=things.ledger,
            listed=listed_prices(things.services.original.services if things.services else ()),
        )

    def _names(self, folder: str) -> set[str]:
        """Return the names of a folder's files, including those with errors, or in the wrong place: references to them
        are valid."""
        start = len(folder) + 1
        names = (file[start:] for file in self.documents if file.startswith(f"{folder}/"))
        return {name.partition(".")[0] for name in names if "/" not in name} | self.elsewhere.get(folder, frozenset())


def stated_profile(data: Any) -> LegalProfile | None:
    """Return the legal profile that site.yaml's raw data name, or the default beside others; else None."""
    legal = data.get("legal") if isinstance(data, dict) else None
    profile = legal.get("profile", "eu") if isinstance(legal, dict) else None
    return profile if profile in PROFILES else None
