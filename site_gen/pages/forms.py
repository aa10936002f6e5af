"""Forms: what a page shows of one, and where it goes."""

from __future__ import annotations

from typing import Final

from site_gen.model.declaration import declared, thanks_tail
from site_gen.model.deliveries.base import FormContext, FormTarget
from site_gen.model.form import Form, FormField, consent_version, network_field
from site_gen.pages.edition import Edition
from site_gen.pages.views import FormFieldView, FormScriptView, FormView, LinkView

_AUTOCOMPLETE: Final = {"email": "email", "tel": "tel", "url": "url"}


def form_view(form: Form, name: str, title: str, button: str, edition: Edition) -> FormView | None:
    """Return a form, or None where site.yaml says no place to send it to. `name` is its offer's."""
    target = form_target(form, name, title, edition)
    if target is None:
        return None
    hidden = {
        "offer": name,
        "language": edition.lang,
        "consent_version": consent_version(form.consent),
        **dict(target.hidden),
    }
    script = target.script
    return FormView(
        name=name,
        action=target.action,
        method=target.method,
        enctype=target.enctype,
        attributes=[LinkView(title=key, url=value) for key, value in target.attributes],
        fields=[_field(field, edition) for field in form.fields if field.type != "hidden"],
        hidden=[
            *(LinkView(title=field.name, url=field.value or "") for field in form.fields if field.type == "hidden"),
            *(LinkView(title=key, url=value) for key, value in hidden.items()),
        ],
        consent=form.consent,
        marketing_consent=form.marketing_consent,
        privacy_url=edition.path("privacy/"),
        thanks_url=edition.path(thanks_tail(name)),
        button=button,
        honeypot=target.honeypot,
        honeypot_type=target.honeypot_type,
        script=FormScriptView(url=script.url, encoding=script.encoding, omit=list(script.omit), success=script.success)
        if script
        else None,
        turnstile_key=target.turnstile_key,
    )


def form_target(form: Form, name: str, title: str, edition: Edition) -> FormTarget | None:
    """Return what the site's delivery sets in the HTML of a form."""
    delivery = edition.site.main.form
    if delivery is None:
        return None
    context = FormContext(
        form=name,
        title=title,
        language=edition.lang,
        page_url=edition.url(f"offers/{name}/"),
        thanks_path=edition.path(thanks_tail(name)),
        thanks_url=edition.url(thanks_tail(name)),
        reply_field=form.reply_field,
    )
    return delivery.target(context)


def _field(field: FormField, edition: Edition) -> FormFieldView:
    known = _AUTOCOMPLETE.get(field.type) or ("name" if field.name == "name" else None)
    return FormFieldView(
        name=field.name,
        id=f"field-{field.name.replace('_', '-')}",
        label=field.label,
        type=field.type,
        required=field.required,
        help=field.help,
        placeholder=field.placeholder,
        autocomplete=field.autocomplete or known,
        options=list(field.options),
        networks=[edition.network(id_) for id_ in declared(field, edition.site.main.networks).networks],
        network_name=network_field(field.name) if field.type == "handle" else None,
        value=field.value,
        max_length=field.max_length,
    )
