"""The owner's page."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from site_gen.pages import structured_data
from site_gen.pages.home import results
from site_gen.pages.page_factory import About, Draft, Frame, Leaf
from site_gen.pages.shared_views import case_review, own_reviews
from site_gen.pages.views import FactView, ProfileView


def pages(frame: Frame) -> Iterator[Leaf]:
    """Yield the profile, from content/profile.md or, without one, from site.yaml."""
    yield Leaf(frame.edition, "profile/", partial(_profile, frame))


def _profile(frame: Frame) -> Draft:
    edition, horizon = frame.edition, frame.horizon()
    source = edition.site.profile
    version = source.versions.get(edition.lang) if source else None
    file = source.files.get(edition.lang, source.file) if source else "site.yaml"
    photo = (version.photo if version else None) or edition.settings.photo
    profile = ProfileView(
        body=edition.body(version.body if version else edition.settings.intro or "", file),
        facts=[FactView(label=fact.label, value=fact.value) for fact in version.facts] if version else [],
        picture=edition.picture(photo),
    )
    image = edition.shared_picture(photo)
    reviews = [*own_reviews(edition), *filter(None, (case_review(item, edition) for item in edition.cases))]
    return frame.page(
        "profile",
        "profile/",
        {"profile": profile, "results": results(frame), "reviews": reviews},
        horizon=horizon,
        source=file,
        about=About(
            section="profile",
            title=edition.text("nav.profile"),
            heading=version.title if version else edition.settings.name,
            description=(version.summary if version else None) or edition.settings.tagline,
            image=image,
            og_type="profile",
            modified=version.updated.isoformat() if version and version.updated else None,
            nodes=[structured_data.owner(edition, image["url"] if image else None)],
        ),
    )
