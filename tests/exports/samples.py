"""Exports in the shapes that networks give them; all values are invented."""

from __future__ import annotations

from typing import Final

INSTAGRAM: Final = (
    "\ufeffPost ID,Account ID,Account username,Account name,Description,Duration (sec),Publish time,Permalink,"
    "Post type,Data comment,Date,Views,Reach,Likes,Shares,Follows,Comments,Saves\n"
    '17900000000000001,17841400000000000,cafe.example,Café,"Terrace is open,\ncome and see",32,09/15/2026 18:00,'
    'https://www.instagram.com/reel/A/,IG reel,,Lifetime,"15,000",9800,410,120,14,20,55\n'
    "17900000000000002,17841400000000000,cafe.example,Café,Croissant,0,09/27/2026 06:08,"
    "https://www.instagram.com/p/B/,IG image,,Lifetime,160,45,5,3,1,2,4\n"
)
INSTAGRAM_ES: Final = (
    "Identificador de la publicación;Nombre de usuario de la cuenta;Alcance;Hora de publicación;"
    "Visualizaciones;Me gusta\n"
    "17900000000000001;cafe;9.800;15/09/2026 18:00;15.000;410\n17900000000000002;cafe;45;27/09/2026 06:08;160;5\n"
)
INSTAGRAM_RU: Final = (
    "Идентификатор публикации\tИмя аккаунта\tОхват\tВремя публикации\tПросмотры\n"
    "17900000000000001\tcafe\t9 800\t15.09.2026 18:00\t15 000\n17900000000000002\tcafe\t45\t27.09.2026 06:08\t160\n"
)
META_DAY: Final = (
    'sep=,\r\n"Views"\r\n"Date","Primary"\r\n"2026-08-22T00:00:00","826"\r\n"2026-08-23T00:00:00","905"\r\n'
)
META_TWO: Final = (
    META_DAY + '\r\n"Reach"\r\n"Date","Primary"\r\n"2026-08-22T00:00:00","50"\r\n"2026-08-23T00:00:00","60"\r\n'
)
TIKTOK_DAYS: Final = (
    '"Date","Video Views","Profile Views","Likes","Comments","Shares"\n'
    '"December 31","1441","52","31","2","11"\n"January 1","2110","77","57","-1","6"\n'
)
TIKTOK_FOLLOWERS: Final = (
    '"Date","Followers","Difference in followers from previous day"\n'
    '"December 29","undefined","0"\n"December 30","10370","0"\n"December 31","10405","35"\n'
)
TIKTOK_CONTENT_ES: Final = (
    "Título del video,Hora de publicación,Enlace del video,Visualizaciones totales,Me gusta totales\n"
    '"30 segundos",2026-09-05 12:00:00,https://www.tiktok.com/@cafe/video/7300000000000000003,900,40\n'
    '"1 minuto",2026-09-25 12:00:00,https://www.tiktok.com/@cafe/video/7300000000000000004,1900,\n'
)
LINKEDIN_DAYS: Final = (
    "This file holds the content metrics of your page, organic and sponsored, in the time that you chose.\n"
    "Date,Impressions (organic),Impressions (sponsored),Impressions (total),Clicks (total),Reactions (total),"
    "Engagement rate (total)\n04/16/2026,120,0,120,12,5,0.15\n04/17/2026,80,0,80,4,1,0.0625\n"
)
YOUTUBE: Final = (
    "Content,Video title,Video publish time,Duration,Views,Average view duration,Subscribers,Likes\n"
    'Total,,,,9000,,,\nabcDEF12345,One,"Oct 3, 2026",44,8000,0:00:20,12,300\n'
    'abcDEF12346,Two,"Oct 23, 2026",44,1000,0:00:20,1,30\n'
)


def ga4(start: str, end: str, sessions: tuple[int, ...]) -> str:
    """Return a report of Google Analytics 4 of one period, with a row for each landing page."""
    rows = "".join(f"/{number},{count},{count},0.625,1\n" for number, count in enumerate(sessions))
    return (
        f"# ----------------------------------------\n# Landing page\n#\n# All users\n# Start date: {start}\n"
        f"# End date: {end}\nLanding page + query string,Sessions,Active users,Engagement rate,Key events\n{rows}"
    )


VK: Final = (
    "Дата;Критерий;Параметр 1;Параметр 2;Параметр 3;Значение\n"
    "01.03.2026;Просмотры;;;;120\n01.03.2026;Охват;Пол;Женский;;70\n01.03.2026;Охват;;;;90\n"
    "20.03.2026;Просмотры;;;;240\n20.03.2026;Охват;;;;180\n"
)
TELEGRAM: Final = "Дата;Подписчики;Прирост;Средний охват\n13.03.2026;1 200;5;300\n14.03.2026;1 210;10;310\n"
METRICOOL_ES: Final = "Fecha,Seguidores,Alcance,Impresiones\n2026-03-01,1200,90,100\n2026-03-20,1300,180,200\n"
