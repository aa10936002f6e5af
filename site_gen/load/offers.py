"""Read offers: the file's kind chooses its model."""

from __future__ import annotations

from site_gen.load.discovery import FileSet
from site_gen.load.files import FileReader
from site_gen.load.key_names import meant_key
from site_gen.messages import m
from site_gen.model.offer import OFFER_KINDS, DirectOffer, Offer, offer_kind
from site_gen.model.site import Translated
from site_gen.nearest import nearest
from site_gen.sources.text import excerpt
from site_gen.sources.yaml import Data, Document

_KINDS = m("write one of: {kinds}", kinds=", ".join(OFFER_KINDS))


def read_offer(reader: FileReader, files: FileSet) -> Translated[Offer] | None:
    """Read an offer and its overlays."""
    document = reader.yaml(files.original or "")
    model = OFFER_KINDS.get(offer_kind(document.data))
    if model is None:
        _unknown_kind(reader, document)
        return None
    return reader.versions(files, model, document)


def _unknown_kind(reader: FileReader, document: Document) -> None:
    if document.data is None and reader.is_blamed(document):
        return
    kind = offer_kind(document.data)
    place = document.locate(("kind",))
    if kind:
        reader.add(
            place, m("there is no kind of offer '{kind}'", kind=excerpt(kind)), nearest(kind, OFFER_KINDS) or _KINDS
        )
    elif isinstance(document.data, dict) and "kind" in document.data:
        reader.add(place, m("a kind of offer is needed"), _KINDS)
    elif isinstance(document.data, dict) and (written := _called_otherwise(document.data)):
        reader.add(
            document.locate((written,), key=True),
            m("unknown key '{written}'", written=excerpt(written)),
            m("did you mean 'kind'?"),
        )
    elif document.data is None or isinstance(document.data, dict):
        reader.add(document.locate(()), m("'kind' is missing"), m("add 'kind: direct' (or first-step, second-step)"))
    else:
        reader.validate(DirectOffer, document, document.data)


def _called_otherwise(data: dict[str, Data]) -> str | None:
    """Return the key that means 'kind': in another language, or misspelt."""
    known = DirectOffer.model_fields
    return next((key for key in data if key not in known and meant_key(key, known) == "kind"), None)
