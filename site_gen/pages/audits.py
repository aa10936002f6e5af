"""The report of an audit: for one client, found only by its address."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import partial
from urllib.parse import urlsplit

from site_gen.load.rubric import rubric_in
from site_gen.model.audit import (
    Audit,
    Improvement,
    Rating,
    Scored,
    ScoredArea,
    best,
    improvements,
    overall,
    scored_areas,
    this_week,
)
from site_gen.model.routes import unlisted_route
from site_gen.model.rubric import HIGHEST
from site_gen.pages import templates
from site_gen.pages.chart import plain
from site_gen.pages.localized_site import Localized, LocalizedSite
from site_gen.pages.page_factory import Page, PageFactory, PageMeta
from site_gen.pages.photos import FALLBACK_WIDTH, shown_size
from site_gen.pages.site_plan import PlannedFile, PlannedPage
from site_gen.pages.unlisted import unlisted_file, unlisted_page
from site_gen.pages.views.clients import AuditAreaView, AuditView, ImprovementView, RatingView, StrengthView
from site_gen.pages.views.parts import BodyView, PictureView
from site_gen.render.artifact import FromPicture


def pages(localized: LocalizedSite) -> Iterator[PlannedPage]:
    """Yield the report of every audit that is written in this language."""
    for item in localized.audits:
        route = unlisted_route(templates.AUDIT.kind, item.value.token)
        files = tuple(_pictures(item, localized))
        yield PlannedPage(localized, route, partial(_page, item=item), listed=False, unlisted=True, files=files)


def _pictures(item: Localized[Audit], localized: LocalizedSite) -> Iterator[PlannedFile]:
    """Yield the pictures of a report: they lie below its address, so that nobody finds them by another."""
    audit = item.value
    for area in audit.areas:
        for rating in area.criteria:
            picture = localized.photos.file(rating.picture) if rating.picture else None
            if picture is not None:
                width, height = shown_size(picture)
                make = partial(FromPicture, picture.path, picture.digest, width, height, "webp")
                name = _picture_name(area.area, rating)
                yield unlisted_file(localized, templates.AUDIT.kind, audit, name, make, item.file)


def _picture_name(area: str, rating: Rating) -> str:
    return f"{area}-{rating.criterion}.webp"


def _page(factory: PageFactory, item: Localized[Audit]) -> Page:
    localized, audit = factory.localized, item.value
    following = localized.live_offer(audit.next) if audit.next else None
    title = localized.text("title.audit", client=audit.client)
    return unlisted_page(
        factory,
        templates.AUDIT.fill(audit=audit_view(item, localized), next=factory.line(following) if following else None),
        audit,
        source=item.file,
        meta=PageMeta(section="", title=title, description=title),
    )


def audit_view(item: Localized[Audit], localized: LocalizedSite) -> AuditView:
    """Return the view of an audit with all computed values."""
    audit = item.value
    areas = scored_areas(audit, rubric_in(localized.lang, localized.site.rubric))
    ratings = [scored for area in areas for scored in area.ratings]
    ordered = improvements(areas)
    numbers = {found.scored.key: number for number, found in enumerate(ordered, start=1)}
    writer = _Writer(localized, audit, item.file, numbers)
    return AuditView(
        client=audit.client,
        page_url=audit.page,
        page_name=_shown_address(audit.page or ""),
        networks=[localized.network(id_) for id_ in audit.networks],
        date=audit.date.isoformat(),
        score=_rounded(overall(ratings)),
        judged=sum(1 for scored in ratings if scored.points is not None),
        skipped=list(_skipped(areas)),
        summary=writer.body(audit.summary),
        areas=[writer.area(area) for area in areas],
        strengths=writer.strengths(audit, areas),
        improvements=[writer.improvement(found) for found in ordered],
        this_week=[numbers[found.scored.key] for found in this_week(ordered)],
        note=writer.body(audit.note),
    )


def _skipped(areas: Iterable[ScoredArea]) -> Iterator[str]:
    """Yield the names of the criteria that were not judged; the area's name if none of its criteria was."""
    for area in areas:
        names = [scored.name for scored in area.ratings if scored.points is None]
        yield from [area.name] if len(names) == len(area.ratings) else names


class _Writer:
    """Builds the views of one audit."""

    def __init__(
        self, localized: LocalizedSite, audit: Audit, file: str, numbers: Mapping[tuple[str, str], int]
    ) -> None:
        self._localized = localized
        self._file = file
        self._numbers = numbers
        self._route = unlisted_route(templates.AUDIT.kind, audit.token)

    def picture(self, scored: Scored) -> PictureView | None:
        """Return the view of a rating's picture, a single file below the report's address."""
        photo = scored.rating.picture
        picture = self._localized.photos.file(photo) if photo else None
        if photo is None or picture is None:
            return None
        width, height = shown_size(picture)
        src = self._localized.path(f"{self._route}{_picture_name(scored.area, scored.rating)}")
        alt, caption, large = photo.alt or "", photo.caption, src if width > FALLBACK_WIDTH else ""
        return PictureView(
            src=src, width=width, height=height, alt=alt, caption=caption, focus="", large=large, sources=[]
        )

    def body(self, text: str | None) -> BodyView | None:
        return self._localized.body(text, self._file) if text else None

    def area(self, area: ScoredArea) -> AuditAreaView:
        return AuditAreaView(
            id=area.id,
            name=area.name,
            score=_rounded(overall(area.ratings)),
            ratings=[
                RatingView(
                    name=scored.name,
                    score=scored.points,
                    highest=HIGHEST,
                    weight=scored.weight,
                    evidence=self.body(scored.rating.evidence),
                    picture=self.picture(scored),
                    finding=self._numbers.get(scored.key),
                )
                for scored in area.ratings
            ],
        )

    def improvement(self, found: Improvement) -> ImprovementView:
        scored = found.scored
        minutes = int((found.hours * 60).to_integral_value(ROUND_HALF_UP))
        return ImprovementView(
            number=self._numbers[scored.key],
            name=scored.name,
            score=scored.points or 0,
            highest=HIGHEST,
            gain=_tenths(found.effect),
            hours=plain(found.hours),
            minutes=minutes,
            evidence=self.body(scored.rating.evidence),
            picture=self.picture(scored),
            advice=self._localized.body(scored.rating.advice or "", self._file),
        )

    def strengths(self, audit: Audit, areas: Iterable[ScoredArea]) -> list[StrengthView]:
        """Return the strengths named in the file, else the best ratings with their descriptions."""
        if audit.strengths:
            return [StrengthView(name=text, text=None) for text in audit.strengths]
        return [self._strength(scored) for scored in best(areas)]

    def _strength(self, scored: Scored) -> StrengthView:
        return StrengthView(name=scored.name, text=self.body(scored.rating.evidence))


def _rounded(score: Fraction | None) -> int | None:
    """Return a score of 100 as a whole number, halves up."""
    return None if score is None else int(score + Fraction(1, 2))


def _tenths(points: Fraction) -> str:
    """Return points with one decimal, halves up; never 0 for a positive value."""
    tenths = max(int(points * 10 + Fraction(1, 2)), 1)
    return plain(Decimal(tenths) / 10)


def _shown_address(url: str) -> str:
    """Return an address for display: without scheme, 'www.' and trailing slash."""
    parts: Sequence[str] = (urlsplit(url).netloc.removeprefix("www."), urlsplit(url).path)
    return "".join(parts).rstrip("/")
