"""Names and texts of Vellin in English and Arabic."""

from __future__ import annotations

from typing import Any

_COMMUNES = (
    "Anbrook أنبروك|Bexley بكسلي|Corrin كورين|Dunmere دنمير|Elsow إلسو|Farrow فارو|Gatwin غاتوين|"
    "Hollin هولين|Ibston إبستون|Jarrow جارو|Kelmar كلمار|Lorne لورن|Merrow ميرو|Norwell نورويل|"
    "Oldane أولدان|Penrith بنريث|Quarley كوارلي|Ransom رانسوم|Selwyn سلوين|Tarrant تارانت"
)
NAMES: dict[str, Any] = {
    "communes": [tuple(part.split()) for part in _COMMUNES.split("|")],
    "cantons": [
        ("Westmark", "الغربية"),
        ("Midmark", "الوسطى"),
        ("Saltmarsh", "السبخة"),
        ("Lowfield", "المنخفض"),
        ("Eastmark", "الشرقية"),
    ],
    "actors": {
        "crown": ("Crown", "التاج"),
        "league": ("League", "العصبة"),
        "free_ports": ("Free Ports", "الموانئ الحرة"),
        "mixed": ("Mixed", "مختلط"),
        "contested": ("Contested", "متنازع عليه"),
        "unknown": ("Unknown", "غير معروف"),
    },
    "perspectives": {
        "held": ("As held", "السيطرة الفعلية"),
        "crown": ("The Crown's map", "خريطة التاج"),
        "league": ("The League's map", "خريطة العصبة"),
    },
}

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "about.citation": "The atlas of Vellin. {what}. Data of {date}, version {version}.",
        "basis.treaty_1974": "Treaty of 1974",
        "class.crown": "Crown",
        "country": "Vellin",
        "class.league": "League",
        "details.listNumber": "Number in the treaty's list",
        "holder.crown": "Crown",
        "holder.free_ports": "Free Ports",
        "holder.league": "League",
        "holder.mixed": "mixed: Crown and League",
        "legend.listed": "Disputed area in the treaty",
        "legend.unlisted": "Disputed otherwise",
        "map.label": "Map of Vellin. Arrow keys move it, plus and minus change the scale.",
        "perspective.crown": "The Crown's map",
        "perspective.league": "The League's map",
        "sentence.crown": "the Crown's map",
        "sentence.league": "the League's map",
        "web.about.what": "Who held each commune of Vellin from 1970 to 1984, and who claims it.",
        "web.col.list": "Treaty no.",
        "web.figure.class": "The disputed areas of the treaty in this picture",
        "web.figure.km2": "Who held the disputed areas of the treaty",
        "web.say": "{what}: {shares} of the disputed areas",
        "web.tagline": "An atlas of Vellin",
    },
    "ar": {
        "about.citation": "أطلس فيلين. {what}. بيانات {date}، الإصدار {version}.",
        "basis.treaty_1974": "معاهدة ١٩٧٤",
        "class.crown": "التاج",
        "country": "فيلين",
        "class.league": "العصبة",
        "details.listNumber": "الرقم في قائمة المعاهدة",
        "holder.crown": "التاج",
        "holder.free_ports": "الموانئ الحرة",
        "holder.league": "العصبة",
        "holder.mixed": "مختلط: التاج والعصبة",
        "legend.listed": "منطقة متنازع عليها في المعاهدة",
        "legend.unlisted": "متنازع عليها على نحو آخر",
        "map.label": "خريطة فيلين. مفاتيح الأسهم تحركها، وعلامتا الجمع والطرح تغيران المقياس.",
        "perspective.crown": "خريطة التاج",
        "perspective.league": "خريطة العصبة",
        "sentence.crown": "خريطة التاج",
        "sentence.league": "خريطة العصبة",
        "web.about.what": "من سيطر على كل بلدة في فيلين من ١٩٧٠ إلى ١٩٨٤، ومن يطالب بها.",
        "web.col.list": "رقم المعاهدة",
        "web.figure.class": "المناطق المتنازع عليها في المعاهدة في هذه الصورة",
        "web.figure.km2": "من سيطر على المناطق المتنازع عليها في المعاهدة",
        "web.say": "{what}: {shares} من المناطق المتنازع عليها",
        "web.tagline": "أطلس فيلين",
    },
}

STORY = """\
id: spring-1980
title:
  en: Spring of 1980
  ar: ربيع ١٩٨٠
summary:
  en: In May 1980 the League lost Saltmarsh.
  ar: في أيار ١٩٨٠ خسرت العصبة السبخة.
date: 1980-05-04
sources: [vellin-gazette]
steps:
  - id: before
    view: "d=1980-05-03&b=24,33,25.5,34"
    title:
      en: Before
      ar: قبل
    text:
      en: The League held Saltmarsh since 1975.
      ar: كانت السبخة بيد العصبة منذ ١٩٧٥.
    sources: [vellin-gazette]
    checks:
      - claim:
          en: Ibston changed hands on 4 May 1980.
          ar: تبدلت السيطرة على إبستون في ٤ أيار ١٩٨٠.
        ask: {question: changed, place: Ibston, first: 1980-05-03, last: 1980-05-04, to_holder: crown}
        expect: {outcome: supported}
        sources: [vellin-gazette]
"""
