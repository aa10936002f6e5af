"""What an audit for a client must contain, and what must agree with other files. Site → findings."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from site_gen.messages import Message, m
from site_gen.model.audit import SKIP, WEAK, Audit, AuditArea, Rating
from site_gen.model.rubric import HIGHEST, Area, Rubric
from site_gen.model.rules import Finding, Path, check_references
from site_gen.model.site import Translated
from site_gen.model.unlisted import Unlisted
from site_gen.nearest import closest, nearest


def check_tokens(sources: Iterable[Translated[Unlisted]]) -> Iterator[Finding]:
    """Find tokens used in two files: a person who has one address could then guess the other."""
    seen: dict[str, str] = {}
    for source in sources:
        first = seen.setdefault(source.original.token, source.file)
        if first != source.file:
            hint = m("give each its own: leave the value of 'token:' empty: the message then says a new one")
            yield Finding(source.file, ("token",), m("the token is also that of {first}", first=first), hint)


def check_audits(
    audits: Iterable[Translated[Audit]],
    languages: tuple[str, ...],
    rubrics: Mapping[str, Rubric],
    seconds: Collection[str],
) -> Iterator[Finding]:
    """Find errors in audits beyond single fields; for published audits also what is missing."""
    for source in audits:
        audit = source.original
        language = audit.language or languages[0]
        if language not in languages and languages[0]:
            hint = m("site.yaml lists: {languages}", languages=", ".join(languages))
            yield Finding(
                source.file,
                ("language",),
                m("'{language}' is not one of the site's languages", language=language),
                hint,
            )
        yield from check_references(source.file, ("next",), audit.next, seconds, "second-step offer")
        if language in rubrics:
            yield from _names(source.file, audit, rubrics[language])
        if audit.password is not None:
            yield from _open_pictures(source.file, audit)
        if not audit.draft:
            yield from _gaps(source.file, audit)


def _open_pictures(file: str, audit: Audit) -> Iterator[Finding]:
    """Find pictures in a report with a password, which would be open to whoever has their address."""
    for index, area in enumerate(audit.areas):
        for place, rating in enumerate(area.criteria):
            if rating.picture is not None:
                path = ("areas", index, "criteria", place, "picture")
                hint = m("leave the picture out, or the password: the words of a report are encrypted, pictures aren't")
                yield Finding(file, path, m("a report with a password can't show pictures"), hint)


def _names(file: str, audit: Audit, rubric: Rubric) -> Iterator[Finding]:
    """Find areas and criteria that are not in the rubric and have no name of their own."""
    for index, area in enumerate(audit.areas):
        known, path = rubric.area(area.area), ("areas", index)
        if known is None and area.name is None:
            yield _unknown(
                file,
                (*path, "area"),
                m("the rubric has no area '{id}'", id=area.area),
                area.area,
                [other.id for other in rubric.areas],
            )
            known = rubric.area(closest(area.area, [other.id for other in rubric.areas]) or "")
        for place, rating in enumerate(area.criteria):
            if rubric.criterion(known.id if known else area.area, rating.criterion) is None and rating.name is None:
                where = (*path, "criteria", place, "criterion")
                message = m("the rubric has no criterion '{id}'", id=rating.criterion)
                yield _unknown(file, where, message, rating.criterion, _ids(known))


def _ids(area: Area | None) -> list[str]:
    return [criterion.id for criterion in area.criteria] if area else []


def _unknown(file: str, path: Path, message: Message, id_: str, known: list[str]) -> Finding:
    hint = nearest(id_, known) or m("give it a 'name:', or take it into content/rubric.yaml")
    return Finding(file, path, message, hint)


def _gaps(file: str, audit: Audit) -> Iterator[Finding]:
    """Find what is missing for a client."""
    if audit.page is None:
        hint = m("write the address of the page that was looked at, or keep 'draft: true'")
        yield Finding(file, (), m("'page' is missing"), hint)
    for index, area in enumerate(audit.areas):
        for place, rating in enumerate(area.criteria):
            yield from _rating_gaps(file, ("areas", index, "criteria", place), rating)
    if all(rating.score == SKIP for rating in _ratings(audit.areas)):
        hint = m("score at least one criterion, or keep 'draft: true'")
        yield Finding(file, ("areas",), m("every criterion is skipped, so there is no score"), hint)


def _ratings(areas: Iterable[AuditArea]) -> Iterator[Rating]:
    for area in areas:
        yield from area.criteria


def _rating_gaps(file: str, path: Path, rating: Rating) -> Iterator[Finding]:
    if rating.score is None:
        hint = m("write 0 to 5, or skip; until all are filled in keep 'draft: true'")
        yield Finding(file, path, m("'{criterion}' has no score", criterion=rating.criterion), hint)
    if rating.points is None:
        return
    if not rating.evidence:
        hint = m("add 'evidence:' with what you saw, with numbers and days")
        yield Finding(file, path, m("'{criterion}' has a score without evidence", criterion=rating.criterion), hint)
    if rating.points <= WEAK and not rating.advice:
        hint = m("a score of {weak} or less needs 'advice:', what the client can do about it", weak=WEAK)
        yield Finding(file, path, m("'{criterion}' has a low score and no advice", criterion=rating.criterion), hint)
    if rating.advice and rating.points == HIGHEST:
        hint = m("give it a 4, or move the advice elsewhere: a 5 leaves nothing to gain, so it would be shown nowhere")
        yield Finding(file, (*path, "advice"), m("'{criterion}' has a 5 and advice", criterion=rating.criterion), hint)
    elif rating.advice and rating.effort is None:
        hint = m("add 'effort:' in hours, such as 0.5; findings are ordered by effect over effort")
        yield Finding(file, path, m("'{criterion}' has advice without effort", criterion=rating.criterion), hint)
