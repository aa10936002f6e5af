"""The owner's page."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Final

from site_gen.model.case import Case
from site_gen.model.content import Profile
from site_gen.model.routes import PROFILE
from site_gen.pages import sections, structured_data, templates
from site_gen.pages.home import results
from site_gen.pages.inputs import Basis
from site_gen.pages.localized_site import Localized, LocalizedSite
from site_gen.pages.page_factory import Page, PageFactory, PageMeta
from site_gen.pages.shared_views import case_review, own_reviews
from site_gen.pages.site_plan import PlannedPage
from site_gen.pages.views.site import FactView, ProfileView


def pages(localized: LocalizedSite) -> Iterator[PlannedPage]:
    """Yield the profile, from content/profile.md or, without one, from site.yaml."""
    shown = tuple(item.source for item in _reviewed(localized))
    basis = Basis(templates.PROFILE, _file(localized), shown)
    yield PlannedPage(localized, PROFILE, _profile, modified=_modified(_version(localized)), basis=basis)


REVIEWS: Final = 24
"""As many reviews of cases are shown: those of the first ones. Each stands on its case's page, too."""


def _reviewed(localized: LocalizedSite) -> list[Localized[Case]]:
    return list(islice((item for item in localized.cases if item.value.reviewed is not None), REVIEWS))


def _version(localized: LocalizedSite) -> Profile | None:
    source = localized.site.profile
    return source.versions.get(localized.lang) if source else None


def _file(localized: LocalizedSite) -> str:
    source = localized.site.profile
    return source.files.get(localized.lang, source.file) if source else "site.yaml"


def _modified(version: Profile | None) -> str | None:
    return version.updated.isoformat() if version and version.updated else None


def _profile(factory: PageFactory) -> Page:
    localized = factory.localized
    version, file = _version(localized), _file(localized)
    photo = (version.photo if version else None) or localized.settings.photo
    profile = ProfileView(
        body=localized.body(version.body if version else localized.settings.intro or "", file, with_videos=True),
        facts=[FactView(label=fact.label, value=fact.value) for fact in version.facts] if version else [],
        picture=localized.picture(photo),
    )
    image = localized.shared_picture(photo)
    reviews = [*own_reviews(localized), *filter(None, (case_review(item, localized) for item in _reviewed(localized)))]
    return factory.page(
        templates.PROFILE.fill(
            profile=profile,
            results=results(localized),
            reviews=reviews,
            numbers=sections.numbers(localized),
            team=sections.team(localized),
            credentials=sections.credentials(localized),
        ),
        PROFILE,
        source=file,
        meta=PageMeta(
            section="profile",
            title=localized.text("nav.profile"),
            heading=version.title if version else localized.settings.name,
            description=(version.summary if version else None) or localized.settings.tagline,
            image=image,
            og_type="profile",
            modified=_modified(version),
            nodes=[structured_data.owner(localized, image["url"] if image else None)],
        ),
    )
