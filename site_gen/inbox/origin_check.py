"""Checks which page a request comes from, according to the browser: other sites must not send our forms."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from site_gen.inbox.addresses import normal_origin


def is_welcome(headers: Mapping[str, str], allowed: Collection[str]) -> bool:
    """Whether a form may come from the origin of this request.

    Browsers send Origin with every POST. It is `null` on pages that send no referrer: then Sec-Fetch-Site, which no
    script can set, must say that the page is on the same host. Without Origin, the Referer counts. A request with
    neither is from a program (or a very old browser) and is allowed: we have no cookies that another site could
    exploit.
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
