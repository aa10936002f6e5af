"""The views of forms, and where they are sent."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from site_gen.model.deliveries.base import FormContext, FormTarget
from site_gen.model.form import Form, FormField, consent_version, network_field
from site_gen.model.form_schema import field_schema
from site_gen.model.legal import SEPARATE_CONSENT
from site_gen.model.routes import CONSENT, PRIVACY, offer_route, thanks_route
from site_gen.pages.localized_site import LocalizedSite
from site_gen.pages.views.offers import FormFieldView, FormScriptView, FormView
from site_gen.pages.views.parts import LinkView

_AUTOCOMPLETE: Final = {"email": "email", "tel": "tel", "url": "url"}

_BETWEEN: Final = r"[\s\(\)+.\/·•\-\u2010-\u2015\u2043\u2212\uff08\uff09\uff0b\uff0d\uff0e\uff0f]{0,5}"
"""What may stand between the digits of a telephone number."""

PATTERNS: Final = MappingProxyType(
    {
        "email": r"\s*[^\s<>,;]+@[^\s@.<>,;]+(?:\.[^\s@.<>,;]+)+\s*",
        "url": r"\s*(?:(?:[Hh][Tt][Tt][Pp][Ss]?:\/\/)?[^\s\/@.]+(?:\.[^\s\/@.]+)+(?:[\/?#]\S*)?"
        r"|@[\p{L}\p{N}_][\p{L}\p{N}_.\-]*)\s*",
        "tel": rf"\s*{_BETWEEN}(?:\p{{Nd}}{_BETWEEN}){{5,25}}"
        r"(?:[,;]{0,2}\s?(?:[\p{L}\p{Nl}\p{No}]{1,12}[.:=]{0,2}|[#*])\s?\p{Nd}{1,8}\)?)?\s*",
    }
)
"""The patterns with which browsers check an answer, by field type; JavaScript syntax with the `v` flag.

They accept the same answers as the form's schema, so that the receiver refuses nothing that the browser accepted.
"""

_LONGEST: Final = MappingProxyType({"email": 254, "tel": 60})


@dataclass(frozen=True, slots=True)
class FormRoutes:
    """The routes of a form's page and of the page after it; `token` is the secret part of those for one client."""

    page: str
    thanks: str
    token: str | None = None


def form_view(
    form: Form, name: str, title: str, button: str, localized: LocalizedSite, *, place: FormRoutes | None = None
) -> FormView | None:
    """Return the view of a form, or None if site.yaml has no delivery.

    `name` is the offer's name; without `place` the form is on the offer's page.
    """
    place = place or FormRoutes(offer_route(name), thanks_route(name))
    target = form_target(form, name, title, localized, place=place)
    if target is None or target.mail:
        return None
    hidden = {
        "offer": name,
        "language": localized.lang,
        "consent_version": consent_version(form.consent),
        **dict(target.hidden),
    }
    script = target.script
    return FormView(
        name=target.name or name,
        action=target.action,
        method=target.method,
        enctype=target.enctype,
        attributes=[LinkView(title=key, url=value) for key, value in target.attributes],
        fields=[_field(field, f"{name}-{field.name}", localized) for field in form.fields if field.type != "hidden"],
        hidden=[
            *(LinkView(title=field.name, url=field.value or "") for field in form.fields if field.type == "hidden"),
            *(LinkView(title=key, url=value) for key, value in hidden.items()),
        ],
        consent=form.consent,
        marketing_consent=form.marketing_consent,
        privacy_url=localized.path(PRIVACY),
        consent_url=consent_url(localized),
        thanks_url=localized.path(place.thanks),
        button=button,
        honeypot=target.honeypot,
        honeypot_type=target.honeypot_type,
        script=FormScriptView(url=script.url, encoding=script.encoding, omit=list(script.omit), success=script.success)
        if script
        else None,
        turnstile_key=target.turnstile_key,
    )


def consent_url(localized: LocalizedSite) -> str | None:
    """Return the address of the separate consent document, if the site's legal profile requires one."""
    main = localized.site.main
    has_forms = main.form is not None and not main.form.opens_mail_program
    return localized.path(CONSENT) if has_forms and main.legal.profile in SEPARATE_CONSENT else None


def form_target(
    form: Form, name: str, title: str, localized: LocalizedSite, *, place: FormRoutes | None = None
) -> FormTarget | None:
    """Return what the site's delivery sets in the HTML of a form."""
    place = place or FormRoutes(offer_route(name), thanks_route(name))
    context = FormContext(
        form=name,
        title=title,
        language=localized.lang,
        page_url=localized.url(place.page),
        thanks_path=localized.path(place.thanks),
        thanks_url=localized.url(place.thanks),
        reply_field=form.reply_field,
        labels=tuple(field.label for field in form.fields if field.type != "hidden"),
        email=localized.site.main.contact.email,
        token=place.token,
    )
    return localized.site.form_target(context)


def _field(field: FormField, id_: str, localized: LocalizedSite) -> FormFieldView:
    known = _AUTOCOMPLETE.get(field.type) or ("name" if field.name == "name" else None)
    return FormFieldView(
        name=field.name,
        id=id_,
        label=field.label,
        type=field.type,
        required=field.required,
        help=field.help,
        placeholder=field.placeholder,
        autocomplete=field.autocomplete or known,
        options=list(field.options),
        shown=list(field.options),
        networks=[localized.network(network) for network in field_schema(field, localized.site.main.networks).networks],
        network_name=network_field(field.name) if field.type == "handle" else None,
        value=field.value,
        max_length=min(field.max_length, _LONGEST.get(field.type, field.max_length)),
        pattern=PATTERNS.get(field.type),
    )
