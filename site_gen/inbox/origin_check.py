"""From which page a request comes, as browsers tell: none of another site's may send our forms."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from site_gen.inbox.addresses import normal_origin


def is_welcome(headers: Mapping[str, str], allowed: Collection[str]) -> bool:
    """Whether a form may come from where this request does.

    Browsers send Origin with every POST. It is `null` on pages that send no referrer: then Sec-Fetch-Site, which no
    script can set, must say that the page is on this very host. Where Origin is absent, the Referer counts; with
    neither, it is no browser (or a very old one): no cookie of ours exists that another site could make use of,
    so a program may send a form.
    """
    origin, site = headers.get("origin"), headers.get("sec-fetch-site")
    if origin is not None and origin != "null":
        return normal_origin(origin) in allowed
    if site is not None:
        return site == "same-origin" or (site == "none" and origin is None)
    if origin == "null":
        return False
    referer = headers.get("referer")
    return referer is None or normal_origin(referer) in allowed
