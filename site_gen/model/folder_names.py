"""What people call the folders and files of a project in their own language: nothing reads them under such names."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final
from unicodedata import normalize

from site_gen.model.content_kinds import CONTENT_KINDS, PICTURES, STATIC, TOP_FOLDERS, VIDEOS


def _table(rows: Mapping[str, str]) -> Mapping[str, str]:
    return MappingProxyType({plain(name): place for place, names in rows.items() for name in names.split()})


def plain(name: str) -> str:
    """Return a name as it is compared: without case, with hyphens, its letters with marks as one character each."""
    return normalize("NFC", name.strip()).casefold().replace("_", "-").replace(" ", "-")


_CASES: Final = (
    "case caso casos cas case-studies casestudies casos-de-exito casos-de-éxito casos-exito casos-d'èxit proyectos "
    "projectes projects portfolio portafolio portafoli trabajos treballs works clientes "
    "кейс кейсы кейси проекты проєкти проекти портфолио портфоліо работы роботи keysy kejsy keisy proekty raboty"
)
_OFFERS: Final = (
    "offer oferta ofertas ofertes producto productos producte productes products promos promociones promocions deals "
    "предложение предложения пропозиція пропозиції оффер офферы оффери оферы оферти акции акції продукты продукти "
    "товары товари predlozheniya oferty offery akcii aktsii"
)
_ARTICLES: Final = (
    "article articulo articulos artículo artículos blog post posts entradas entrades noticias notícies news "
    "статьи статья статті стаття блог новости новини stati statji statti"
)
_PAGES: Final = (
    "page pagina paginas página páginas pàgina pàgines pagines страницы страница сторінки stranicy stranitsy"
)
_AUDITS: Final = "audit auditoria auditorías auditorias auditories auditoría аудит аудиты аудити audity"

TOP_NAMES: Final = _table(
    {
        "cases": _CASES,
        "offers": _OFFERS,
        "content": "contents contenido contenidos contingut continguts контент содержание содержимое вміст зміст "
        "kontent",
        "content/articles": f"articles {_ARTICLES}",
        "content/pages": f"pages {_PAGES}",
        "content/audits": f"audits {_AUDITS}",
        "offers/proposals": "proposals proposal propuesta propuestas proposta propostes кп",
        "themes": "theme tema temas temes тема темы теми шаблоны шаблони",
        STATIC: "statics estatico estático estaticos estáticos estàtic estàtics estatics статика статичные статичні",
    }
)
"""Folders beside site.yaml, by what people call them → where they belong."""

CONTENT_NAMES: Final = _table(
    {
        "content/articles": _ARTICLES,
        "content/pages": _PAGES,
        "content/audits": _AUDITS,
        f"content/{PICTURES}": "image img imgs imagen imagenes imágenes imatge imatges foto fotos photo photos picture "
        "pictures pics картинки фото фотографии фотографії изображения зображення світлини kartinki",
        f"content/{VIDEOS}": "video vídeo vídeos видео відео",
        "cases": f"cases {_CASES}",
        "offers": f"offers {_OFFERS}",
        "offers/proposals": "proposals",
        STATIC: "static",
    }
)
"""Folders in content/, by what people call them → where they belong."""

OFFER_NAMES: Final = _table(
    {
        "offers/proposals": "proposal propuesta propuestas proposta propostes предложения предложение коммерческие кп "
        "пропозиції пропозиція predlozheniya"
    }
)
"""Folders in offers/, by what people call them → where they belong."""

SINGLE_NAMES: Final = _table(
    {
        "services": "service servicio servicios servei serveis precio precios preu preus price prices pricing услуга "
        "услуги послуга послуги цены ціни прайс uslugi poslugi",
        "profile": "perfil sobre-mi sobre-mí sobre about about-me profil профиль профіль обо-мне про-мене о-себе",
        "reviews": "review resena resenas reseña reseñas ressenya ressenyes opinion opinión opiniones opinions "
        "testimonials testimonios отзыв отзывы відгук відгуки otzyvy",
        "privacy": "privacidad privacitat privacy-policy политика приватность конфиденциальность політика приватність "
        "конфіденційність",
        "plan": "plans content-plan contentplan editorial calendar calendario calendari контент-план план kontent-plan",
        "rubric": "rubrica rúbrica rubrics рубрика критерии критерії",
    }
)
"""Single files of content/, by what people call them without the ending → their name."""

OWN_FOLDERS: Final = frozenset({*TOP_FOLDERS, "themes", STATIC})
"""The folders beside site.yaml that are read."""

YAML_FOLDERS: Final = tuple(kind.folder for kind in CONTENT_KINDS if not kind.is_single and kind.suffix == ".yaml")
"""The folders whose things are YAML files, which lie in no folders inside."""
