"""What people call keys in their own language, or in other programs: the key that they mean is named to them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Final

from site_gen.nearest import closest


def _table(rows: Mapping[str, str]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for key, names in rows.items():
        for name in names.split():
            found[name] = (*found.get(name, ()), key)
    return MappingProxyType(found)


_CALLED: Final = _table(
    {
        "kind": "tipo tipus type clase rubrica rúbrica вид тип рубрика",
        "title": "titulo título titol títol titular headline заголовок название назва",
        "name": "nombre nom имя название назва имʼя ім'я",
        "summary": "resumen resum description descripcion descripción descripció excerpt описание опис кратко",
        "service": "servicio servei услуга послуга",
        "price": "precio preu coste importe цена стоимость ціна вартість",
        "amount": "importe cantidad import precio price сумма цена сума ціна",
        "per": "por cada unidad per_month за",
        "currency": "moneda divisa валюта",
        "starts": "inicio empieza desde start from начало початок с",
        "ends": "fin final termina hasta end until deadline конец окончание до кінець",
        "seats": "plazas places places_left puestos места місця",
        "total": "totales всего усього",
        "taken": "ocupadas ocupades reservadas занято зайнято",
        "includes": "incluye inclou include что_входит входит включено входить",
        "excludes": "no_incluye exclude не_входит",
        "call_to_action": "cta boton botón button button_text llamada кнопка призыв заклик",
        "questions": "preguntas preguntes faq вопросы питання",
        "terms": "condiciones condicions условия умови",
        "proof": "prueba caso case кейс",
        "picture": "imagen imatge foto photo image cover portada фото картинка изображение зображення",
        "cover": "portada imagen foto photo image обложка фото",
        "client": "cliente клиент клієнт",
        "niche": "nicho sector ниша ніша",
        "networks": "redes xarxes red network redes_sociales сети соцсети мережі",
        "period": "periodo período període период період",
        "from": "desde de des_de start с от від",
        "to": "hasta a fins end до по",
        "metrics": "metricas métricas mètriques resultados метрики показатели показники",
        "before": "antes abans до было було",
        "after": "despues después després после стало після",
        "source": "fuente font origen источник джерело",
        "unit": "unidad unitat единица одиниця",
        "budget": "presupuesto pressupost бюджет",
        "revenue": "ingresos ingressos facturacion facturación выручка доход дохід",
        "review": "resena reseña opinion opinión testimonio отзыв відгук",
        "by": "autor author nombre por de автор имя",
        "role": "cargo rol puesto должность роль посада",
        "text": "texto текст",
        "date": "fecha data дата",
        "tags": "etiquetas etiquetes categories теги метки мітки",
        "author": "autor автор",
        "draft": "borrador esborrany черновик чернетка",
        "languages": "idiomas idiomes lenguas language idioma языки мови",
        "time_zone": "zona_horaria huso fus_horari часовой_пояс часовий_пояс",
        "contact": "contacto contacte контакты контакти",
        "email": "correo mail e-mail почта пошта имейл",
        "phone": "telefono teléfono telèfon tel telephone телефон",
        "consent": "consentimiento consentiment согласие згода",
        "fields": "campos camps поля",
        "label": "etiqueta подпись підпис",
        "required": "obligatorio obligatori обязательно обовʼязково",
        "body": "cuerpo contenido content texto текст",
        "topics": "temas temes темы теми themes ideas",
        "topic": "tema titulo título títol тема заголовок title theme",
        "goal": "objetivo objectiu цель ціль мета objective",
        "owner": "responsable encargado ответственный исполнитель відповідальний assignee author",
        "status": "estado estat state статус состояние стан",
        "about": "sobre acerca о про про_что",
        "reach": "alcance abast охват охоплення",
        "saves": "guardados desats saved сохранения збереження",
        "comments": "comentarios comentaris комментарии коментарі",
        "clicks": "clics клики кліки переходы",
        "leads": "contactos contactes clientes заявки лиды ліди",
        "mix": "mezcla proporcion proporción barreja proporció ratio соотношение співвідношення",
        "rhythm": "ritmo ritme frecuencia frequency freqüència ритм частота",
        "time": "hora время час hour",
        "posts": "publicaciones publicacions посты публикации дописи пости",
        "link": "enlace enllaç url ссылка посилання",
        "response": "respuesta resposta resultado results отклик результат реакция відгук",
        "why": "motivo razon razón motiu reason причина",
        "step": "paso pas шаг крок",
        "network": "red xarxa сеть мережа",
        "tagline": "lema eslogan slogan слоган",
    }
)


def meant_key(key: str, known: Collection[str]) -> str | None:
    """Return which of the known keys another one means: as it is called elsewhere, or misspelt; None for neither."""
    said = key.strip().casefold().replace(" ", "_").replace("-", "_")
    if said in known:
        return said
    called = next((name for name in _CALLED.get(said, _CALLED.get(said.replace("_", "-"), ())) if name in known), None)
    return called or closest(key, known)
