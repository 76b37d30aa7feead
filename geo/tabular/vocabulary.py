"""What people call their columns, in English, French, Arabic and Kurdish."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Final

from rapidfuzz import fuzz

#: Field -> names of columns, the surest first, separated by ``|``.
WORDS: Final = MappingProxyType({
    "id": "id|event id|eventid|event id cnty|globaleventid|incident id|report key|identifier|uid|"
    "uuid|record id|ref|reference|code|objectid|fid|identifiant|numero|المعرف|معرف الحدث|رقم الحدث|"
    "رقم|الرمز|ناسنامە|ژمارەی ڕووداو|کۆد|ژمارە",
    "start": "date|event date|date start|start date|incident date|date of event|start|day|sqldate|"
    "datetime|date time|timestamp|date occurred|date of incident|reported date|when|from|begin|"
    "date from|time|date debut|date de debut|date de l evenement|jour|التاريخ|تاريخ الحدث|"
    "تاريخ البداية|تاريخ البدء|تاريخ الحادث|تاريخ الحادثة|اليوم|من تاريخ|بەروار|ڕێکەوت|"
    "بەرواری ڕووداو|بەرواری دەستپێک|ڕۆژ|dirok|roj|tarix",
    "end": "date end|end date|enddate|end|until|date to|finish|to|date de fin|date fin|"
    "تاريخ النهاية|تاريخ الانتهاء|الى تاريخ|بەرواری کۆتایی|کۆتایی",
    "date_precision": "date precision|date prec|time precision|precision de la date|دقة التاريخ|"
    "وردی بەروار",
    "place": "place|location|location name|place name|where coordinates|town|village|city|site|"
    "settlement|label|name|locality|neighbourhood|address|lieu|localite|ville|village|nom|الموقع|"
    "المكان|اسم الموقع|المدينة|القرية|المنطقة|الناحية|شوێن|شوێنی ڕووداو|ناوی شوێن|شار|گوند|ناوچە|"
    "cih|bajar|gund",
    "lon": "longitude|lon|long|lng|x|lon dd|long dd|longitude dd|decimal longitude|point x|"
    "coord x|x coord|gps longitude|xlong|geo lon|center lon|easting|utm x|خط الطول|الطول|"
    "دائرة الطول|هێڵی درێژی|درێژی|درێژایی|hela direjahi",
    "lat": "latitude|lat|y|lat dd|latitude dd|decimal latitude|point y|coord y|y coord|"
    "gps latitude|geo lat|center lat|northing|utm y|خط العرض|العرض|دائرة العرض|هێڵی پانی|پانی|"
    "hela panahi",
    "position": "coordinates|coords|coordinate|lat lon|latlon|lat long|latlong|lat lng|latlng|"
    "lon lat|lonlat|geolocation|geo|gps|gps coordinates|geopoint|point|position|geometry|geom|"
    "wkt|geom wkt|the geom|geo point 2d|coordonnees|الاحداثيات|احداثيات|پۆتان|کۆئۆردینات",
    "position_precision": "position precision|geo precision|geo prec|where prec|"
    "location precision|precision|accuracy|spatial precision|specificity|geoprecision|"
    "precision geographique|دقة الموقع|الدقة|وردی|وردی شوێن",
    "type": "type|event type|event kind|kind|category|incident type|sub event type|attack type|"
    "type of violence|class|disorder type|attacktype1 txt|weapon type|categorie|"
    "type d evenement|genre|النوع|نوع الحدث|نوع الحادث|التصنيف|الفئة|جۆر|جۆری ڕووداو|پۆل|cure",
    "actor_a": "actor a|actor1|actor 1|actor1 name|side a|actor|group|perpetrator|attacker|"
    "armed group|gname|group name|party|by|responsible|acteur|acteur 1|groupe|auteur|الفاعل|"
    "الجهة|الجهة الفاعلة|الطرف الاول|المنفذ|المجموعة|الجماعة|لایەن|لایەنی یەکەم|ئەنجامدەر|گرووپ|"
    "ali|kom",
    "actor_b": "actor b|actor2|actor 2|actor2 name|side b|target|victim|opponent|against|"
    "acteur 2|cible|victime|الطرف الثاني|الهدف|الضحية|المستهدف|لایەنی دووەم|ئامانج|قوربانی",
    "best": "fatalities|deaths|killed|best|dead|fatality|death toll|nkill|number killed|"
    "total killed|total deaths|number of deaths|persons killed|best estimate|kia|deaths best|"
    "casualties|morts|tues|nombre de morts|deces|victimes|القتلى|عدد القتلى|الوفيات|قتلى|"
    "عدد الوفيات|الضحايا|عدد الضحايا|الشهداء|کوژراو|کوژراوان|ژمارەی کوژراوان|مردوو|قوربانیان|kusti",
    "low": "low|deaths low|low estimate|minimum|min deaths|killed min|fatalities low|min killed|"
    "estimation basse|الحد الادنى|کەمترین",
    "high": "high|deaths high|high estimate|maximum|max deaths|killed max|fatalities high|"
    "max killed|estimation haute|الحد الاعلى|زۆرترین",
    "source": "source|sources|data source|reported by|source name|source article|reference url|"
    "url|sourceurl|link|scite1|المصدر|المصادر|سەرچاوە|سەرچاوەکان|cavkani",
    "text": "notes|description|text|note|details|summary|comment|comments|remarks|narrative|"
    "headline|title|event description|source headline|resume|remarques|commentaire|details|"
    "الوصف|ملاحظات|الملاحظات|التفاصيل|وصف الحدث|الملخص|النص|تێبینی|تێبینییەکان|وەسف|ڕوونکردنەوە|"
    "پوختە|not|sirove",
    "year": "year|iyear|event year|annee|an|السنة|العام|سنة|ساڵ|sal",
    "month": "month|imonth|event month|mois|الشهر|شهر|مانگ|meh",
    "day": "day|iday|event day|day of month|jour|اليوم|يوم|ڕۆژ",
})  # fmt: skip

#: Letters from which on a cell is no name of a column.
LONGEST: Final = 80

_LETTERS = str.maketrans("يىكةەۆێڕڵ", "یی" + "کهه" + "وی" + "رل")


@lru_cache(maxsize=8192)
def fold(name: str) -> str:
    """Return a name without case, accents, articles and signs.

    >>> fold("Date_de_Début"), fold("eventDate"), fold("خطّ العرض") == fold("خط عرض")
    ('date de debut', 'event date', True)
    """
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    parts = unicodedata.normalize("NFKD", spaced)
    stripped = "".join(
        part for part in parts if not unicodedata.combining(part) and part != "ـ"
    ).lower()
    words = re.findall(r"[^\W_]+", stripped.translate(_LETTERS))
    return " ".join(word[2:] if len(word) > 4 and word.startswith("ال") else word for word in words)


@cache
def _words(field: str) -> dict[str, float]:
    """Return the names of a field in plain letters, with how sure each is."""
    result: dict[str, float] = {}
    for rank, word in enumerate(WORDS[field].split("|")):
        result.setdefault(fold(word), 1.0 - 0.2 * min(rank, 100) / 100)
    return result


@lru_cache(maxsize=8192)
def score(name: str, field: str) -> float:
    """Return how well a column's name says that it holds a field, from 0 to 1.

    >>> score("LATITUDE", "lat"), score("latitud", "lat") > 0.5, score("plate", "lat")
    (1.0, True, 0.0)
    """
    text, words = fold(name), _words(field)
    if not text:
        return 0.0
    if text in words:
        return words[text]
    joined = {word.replace(" ", ""): sure for word, sure in words.items()}
    if text.replace(" ", "") in joined:
        return joined[text.replace(" ", "")] - 0.02
    return max(_score_part(text, words), _score_near(text, words))


def _score_part(text: str, words: dict[str, float]) -> float:
    """Return how sure a longer name is that ends or begins in a word of the field."""
    best = 0.0
    for word, sure in words.items():
        if len(word) > 2 and (text.endswith(f" {word}") or text.startswith(f"{word} ")):
            best = max(best, sure * (0.55 + 0.3 * len(word) / len(text)))
    return best


def _score_near(text: str, words: dict[str, float]) -> float:
    """Return how sure a name is that is spelt a little otherwise."""
    close = [fuzz.ratio(text, word) for word in words if len(word) > 5]
    return 0.6 if len(text) > 5 and max(close, default=0.0) >= 88 else 0.0


@lru_cache(maxsize=8192)
def is_known(name: str) -> bool:
    """Return whether a cell is a usual name of a column."""
    text = fold(name) if len(name) < LONGEST else ""
    return bool(text) and any(text in _words(field) for field in WORDS)
