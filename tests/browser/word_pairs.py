"""Words of titles with another form of each, by language; search must find one by the other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

PAIRS: Final[Mapping[str, str]] = {
    "en": """
        city cities, woman women, analysis analyses, knife knives, box boxes, bus buses, class classes, photo photos,
        story stories, post posts, case cases, price prices, cost costs, follower followers, business businesses,
        strategy strategies, client clients, shop shops, leaf leaves, child children, campaign campaigns, company
        companies, reel reels, idea ideas, page pages, offer offers, audit audits, review reviews, life lives, house
        houses, month months, number numbers, bakery bakeries, coffee coffees, person people, crisis crises, menu
        menus, status statuses, reply replies, brush brushes, church churches, shelf shelves, hero heroes, potato
        potatoes, quiz quizzes, day days, toy toys, series series, video videos, studio studios, course courses, loss
        losses, process processes, address addresses, success successes, man men, wife wives, half halves, factory
        factories, match matches, tax taxes, index indexes, gas gases, lens lenses, campus campuses,
        ad ads, id ids, dm dms, tv tvs, matrix matrices
    """,
    "es": """
        canción canciones, camión camiones, reseña reseñas, autobús autobuses, mes meses, luz luces, caso casos, voz
        voces, café cafés, cliente clientes, red redes, país países, interés intereses, examen exámenes, joven
        jóvenes, lápiz lápices, ley leyes, sofá sofás, menú menús, rubí rubíes, club clubes, anuncio anuncios,
        publicación publicaciones, tienda tiendas, precio precios, imagen imágenes, vez veces, análisis análisis,
        seguidor seguidores, negocio negocios, reel reels, campaña campañas, taller talleres, hotel hoteles, flor
        flores, pan panes, ciudad ciudades, opinión opiniones, señal señales, gas gases, pez peces, raíz raíces,
        marqués marqueses, inglés ingleses, verdad verdades, crédito créditos, plan planes, origen orígenes, virgen
        vírgenes, bar bares, mar mares, actriz actrices, nuez nueces, día días, pie pies, bebé bebés, champú champús,
        web webs, color colores, razón razones, guía guías, fin fines, sol soles, tos toses, dios dioses, jersey
        jerséis,
        héroe héroes, oboe oboes
    """,
    "ca": """
        història històries, català catalans, cançó cançons, pla plans, regió regions, xarxa xarxes, client clients,
        amic amics, amiga amigues, cafè cafès, text textos, peix peixos, desig desitjos, mes mesos, gas gasos, país
        països, braç braços, plaça places, platja platges, imatge imatges, pàgina pàgines, llengua llengües, marca
        marques, origen orígens, dia dies, idea idees, col·laboració col·laboracions, anunci anuncis, publicació
        publicacions, preu preus, cas casos, vídeo vídeos, botiga botigues, interès interessos, procés processos,
        accés accessos, passeig passejos, roig rojos, camí camins, jardí jardins, home homes, jove joves, any anys,
        nen nens, flor flors, forn forns, sabata sabates, mà mans, examen exàmens, bosc boscos, disc discos, gest
        gestos, curs cursos, anglès anglesos, veí veïns, pa pans, fre frens, ressenya ressenyes, xifra xifres, número
        números, seguidor seguidors, taula taules, caixa caixes, boca boques, aigua aigües, pregunta preguntes,
        projecte projectes, negoci negocis, avís avisos, vas vasos, nas nassos, despatx despatxos, mig mitjos, boig
        bojos, raig raigs, assaig assaigs, capsa capses, pressupost pressupostos, impost impostos, ruta rutes, guia
        guies, estudi estudis, orella orelles,
        pluja pluges, taronja taronges, granja granges, marge marges, viatge viatges, pagès pagesos, intens
        intensos, col·lega col·legues
    """,
    "ru": """
        рынок рынки, подарок подарки, отзыв отзывы, заявка заявки, заявка заявок, статья статьи, статья статей, день
        дни, кафе кафе, клиент клиенты, клиент клиентов, цена цены, цена цен, реклама рекламы, история истории, акция
        акций, отец отцы, девушка девушек, окно окон, число чисел, пост посты, страница страницы, страница страниц,
        человек люди, ребёнок дети, год лет, сеть сети, подписчик подписчики, магазин магазины, отдел отделы, урок
        уроки, ошибка ошибки, ошибка ошибок, студия студии, пекарня пекарни, пекарня пекарен, кофейня кофейни, кофейня
        кофеен, цветок цветы, цвет цвета, решение решения, предложение предложений, площадь площади, месяц месяцы,
        неделя недели, неделя недель, бюджет бюджеты, отель отели, герой герои, музей музеи, край края, чай чаи, семья
        семьи, семья семей, сайт сайты, письмо письма, письмо писем, конец концы, кусок куски, игрок игроки, список
        списки, врач врачи, ключ ключи, ночь ночи, дочь дочери, мать матери, дом дома, город города, учитель учителя,
        брат братья, стул стулья, лист листья, тетрадь тетради, имя имена, время времена, новый новые, большой
        большие, хороший хорошие, мастерская мастерские, столовая столовые, платье платья, здание здания, фотография
        фотографии, таргетолог таргетологи, уголок уголки, ветер ветры, сон сны, сутки суток, деньги денег, деревня
        деревень, песня песен, кухня кухонь, копейка копеек, чашка чашек, стройка строек, сказка сказок,
        режим режимы, альбом альбомы, вызов вызовы, запах запахами, храм храмы, полуостров полуострова, идея
        идеи, батарея батареей, компания компанией, палец пальцы, владелец владельцы, китаец китайцы, боец
        бойцов, гражданин граждане, россиянин россиян, друг друзья, сын сыновья, любовь любви, церковь церкви,
        музей музеями, приём приёмы, подъём подъёма, диплом дипломом
    """,
    "uk": """
        рік роки, ніч ночі, допис дописи, відгук відгуки, ціна ціни, ціна цін, клієнт клієнти, сторінка сторінки,
        сторінка сторінок, стаття статті, стаття статей, історія історії, історія історій, акція акцій, ринок ринки,
        подарунок подарунки, кінець кінці, стіл столи, кінь коні, ніж ножі, піч печі, день дні, послуга послуги,
        послуга послуг, мережа мережі, мережа мереж, людина люди, дитина діти, місяць місяці, тиждень тижні, магазин
        магазини, кав'ярня кав'ярні, кав'ярня кав'ярень, пекарня пекарні, помилка помилки, помилка помилок, рішення
        рішення, пропозиція пропозиції, бюджет бюджети, студія студії, об'єкт об'єкти, сім'я сім'ї, вікно вікна, вікно
        вікон, число числа, число чисел, квітка квіти, готель готелі, герой герої, музей музеї, край краї, ключ ключі,
        вечір вечори, мешканець мешканці, покупець покупці, лікар лікарі, вчитель вчителі, друг друзі, новий нові,
        великий великі, зображення зображень, зошит зошити, ручка ручок, область області, річ речі, подія події, подія
        подій, площа площі, місто міста, місто міст, село села, село сіл, школа школи, школа шкіл, гора гори, гора
        гір, слово слова, слово слів, нога ноги, нога ніг, кіт коти, віз вози, гість гості, якість якості, вартість
        вартості, сіль солі, м'яч м'ячі, ім'я імена, читач читачі,
        режим режими, альбом альбоми, шлях шляхи, успіх успіхів, архів архіви, реклама реклами, програма
        програмами, ідея ідеї, галерея галереї, палець пальці, боєць бійці, мешканець мешканців, громадянин
        громадяни, колір кольори, політ польоти, настрій настрої, підтримка підтримці, книжка книжці, гріх
        гріхи, диплом дипломів, чудовий чудові, науковий наукові, півострів півострови
    """,
}
"""Pairs are separated by commas."""
