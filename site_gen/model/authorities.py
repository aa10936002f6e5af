"""Data protection authorities of the European Economic Area and the United Kingdom.

Names in the authorities' own languages; addresses without https://. Looked up on 2026-11-23.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Authority:
    """A data protection authority."""

    name: str
    site: str

    def __str__(self) -> str:
        return f"{self.name} ({self.site})"


AUTHORITIES: Final[Mapping[str, Authority]] = MappingProxyType(
    {
        "AT": Authority("Datenschutzbehörde", "dsb.gv.at"),
        "BE": Authority(
            "Autorité de protection des données / Gegevensbeschermingsautoriteit", "dataprotectionauthority.be"
        ),
        "BG": Authority("Комисия за защита на личните данни", "cpdp.bg"),
        "HR": Authority("Agencija za zaštitu osobnih podataka", "azop.hr"),
        "CY": Authority("Γραφείο Επιτρόπου Προστασίας Δεδομένων Προσωπικού Χαρακτήρα", "dataprotection.gov.cy"),
        "CZ": Authority("Úřad pro ochranu osobních údajů", "uoou.gov.cz"),
        "DE": Authority("die Datenschutzbehörde des Bundeslandes", "bfdi.bund.de"),
        "DK": Authority("Datatilsynet", "datatilsynet.dk"),
        "EE": Authority("Andmekaitse Inspektsioon", "aki.ee"),
        "ES": Authority("Agencia Española de Protección de Datos", "aepd.es"),
        "FI": Authority("Tietosuojavaltuutetun toimisto", "tietosuoja.fi"),
        "FR": Authority("Commission nationale de l’informatique et des libertés", "cnil.fr"),
        "GB": Authority("Information Commissioner’s Office", "ico.org.uk"),
        "GR": Authority("Αρχή Προστασίας Δεδομένων Προσωπικού Χαρακτήρα", "dpa.gr"),
        "HU": Authority("Nemzeti Adatvédelmi és Információszabadság Hatóság", "naih.hu"),
        "IE": Authority("Data Protection Commission", "dataprotection.ie"),
        "IS": Authority("Persónuvernd", "personuvernd.is"),
        "IT": Authority("Garante per la protezione dei dati personali", "garanteprivacy.it"),
        "LI": Authority("Datenschutzstelle", "datenschutzstelle.li"),
        "LT": Authority("Valstybinė duomenų apsaugos inspekcija", "vdai.lrv.lt"),
        "LU": Authority("Commission nationale pour la protection des données", "cnpd.public.lu"),
        "LV": Authority("Datu valsts inspekcija", "dvi.gov.lv"),
        "MT": Authority("Information and Data Protection Commissioner", "idpc.org.mt"),
        "NL": Authority("Autoriteit Persoonsgegevens", "autoriteitpersoonsgegevens.nl"),
        "NO": Authority("Datatilsynet", "datatilsynet.no"),
        "PL": Authority("Prezes Urzędu Ochrony Danych Osobowych", "uodo.gov.pl"),
        "PT": Authority("Comissão Nacional de Proteção de Dados", "cnpd.pt"),
        "RO": Authority(
            "Autoritatea Națională de Supraveghere a Prelucrării Datelor cu Caracter Personal", "dataprotection.ro"
        ),
        "SE": Authority("Integritetsskyddsmyndigheten", "imy.se"),
        "SI": Authority("Informacijski pooblaščenec", "ip-rs.si"),
        "SK": Authority("Úrad na ochranu osobných údajov", "dataprotection.gov.sk"),
    }
)
"""The authorities by country (ISO 3166)."""

EEA: Final = frozenset(AUTHORITIES) - {"GB"}
"""The countries between which the GDPR lets data move freely."""

_NAMES: Final[Mapping[tuple[str, str], str]] = MappingProxyType(
    {("ES", "ca"): "Agència Espanyola de Protecció de Dades"}
)
"""Well-known names of authorities in other languages than their own."""


def authority_of(country: str | None, language: str) -> str | None:
    """Return a country's authority with its name in `language` and its address; None for unknown countries."""
    found = AUTHORITIES.get(country or "")
    return str(Authority(_NAMES.get((country or "", language), found.name), found.site)) if found else None
