"""Places and days in texts of our own, in three languages, against what a reader finds in them.

In ``texts/*.txt`` a name is written ``[Kirkuk](place:kirkuk)``, one that two places share
``[Rabia](?place:rabia,place:rabia_2)``, a day ``{Monday}(2017-10-16)``. A third of the texts
(``kept: yes``) was kept aside while the finding was tuned on the others.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import Atlas
from geo.errors import QuestionError
from geo.gazetteer.texts import LONGEST, days, find_language, read_text, split_sentences
from tests.work import counted_calls

FILES = sorted((Path(__file__).parent / "texts").glob("*.txt"))
MARK = re.compile(r"\[([^\]]+)\]\(([^)]+)\)|\{([^}]+)\}\(([^)]+)\)")
DAY = date(2017, 9, 27)  # a Wednesday

Marked = set[tuple[int, str]]


def read_marked(path: Path) -> tuple[dict[str, str], str, Marked, Marked]:
    """Return head, plain text, and where the names and days begin, with what they are."""
    head, _, body = path.read_text(encoding="utf-8").partition("\n\n")
    plain, at = "", 0
    names: Marked = set()
    whens: Marked = set()
    for mark in MARK.finditer(body):
        plain += body[at : mark.start()]
        at = mark.end()
        if mark[2] and not mark[2].startswith("actor:"):
            keys = re.sub(r",(?!\w+:)", ",field:", mark[2])
            names.add((len(plain), ",".join(sorted(keys.lstrip("?").split(",")))))
        elif mark[4] and re.fullmatch(r"[\d-]{10}", mark[4]):
            whens.add((len(plain), mark[4]))
        plain += mark[1] or mark[3]
    return dict(line.split(": ", 1) for line in head.splitlines()), plain + body[at:], names, whens


def test_what_is_found_is_right_and_little_is_missed(atlas: Atlas) -> None:
    counts: Counter[tuple[str, str]] = Counter()
    for path in FILES:
        head, plain, names, whens = read_marked(path)
        text = read_text(atlas, plain, head["date"])
        assert text.language == head["language"], path.name
        assert len(text.sentences) == len(plain.splitlines()) - plain.count("\n\n"), path.name
        found_names = {
            (
                part.start + item.start,
                ",".join(sorted(e.key for e in item.entries or item.candidates)),
            )
            for part in text.sentences
            for item in part.mentions
        }
        found_days = {
            (part.start + item.start, item.day.isoformat())
            for part in text.sentences
            for item in part.days
        }
        groups = {"all", head["language"], "kept aside" if "kept" in head else "tuned on"}
        for kind, wanted, result in (("names", names, found_names), ("days", whens, found_days)):
            for group in groups:
                counts[kind, f"{group} right"] += len(wanted & result)
                counts[kind, f"{group} wrong"] += len(result - wanted)
                counts[kind, f"{group} missed"] += len(wanted - result)
    print(counts)
    for kind, least in (("names", 0.95), ("days", 0.85)):
        for group in ("all", "en", "ar", "ckb", "kept aside", "tuned on"):
            right, wrong, missed = (
                counts[kind, f"{group} {what}"] for what in ("right", "wrong", "missed")
            )
            assert right / (right + wrong) >= 0.97, (kind, group, counts)
            assert right / (right + missed) >= least, (kind, group, counts)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # Words beside a name say what it is.
        ("Troops entered Kirkuk.", "place:kirkuk"),
        ("The governor of Kirkuk left.", "governorate:IQ-KI"),
        ("Kirkuk's provincial council met.", "governorate:IQ-KI"),
        ("The mayor of Kirkuk left.", "place:kirkuk"),
        ("Police of Khanaqin district came.", "district:IQG10Q05"),
        ("He spoke of the disputed area of Sinjar.", "area:sinjar"),
        ("They left Zummar district.", "subdistrict:IQG15Q08N03"),
        ("They pump the fields of Kirkuk.", "field:kirkuk_avanah,field:kirkuk_baba,field:kirkuk_khurmala"),
        ("The Bai Hassan and Avanah fields stand still.", "field:bai_hassan field:kirkuk_avanah"),
        ("The airports of Erbil and Sulaymaniyah shut.", "airport:erbil_airport airport:sulaymaniyah_airport"),
        ("Kirkuk and Diyala provinces voted.", "governorate:IQ-KI governorate:IQ-DI"),
        ("The Rabia border crossing shut.", "crossing:rabia"),
        ("The Baiji refinery burns.", "refinery:baiji_refinery"),
        ("The Kirkuk–Ceyhan pipeline is shut.", "pipeline:itp"),
        ("They met in Hamdaniya.", "district:IQG15Q03"),
        # What the sentence names decides between two places; else the reader does.
        ("They met in Rabia.", "?place:rabia,place:rabia_2"),
        ("They met in Rabia and Zummar.", "place:rabia place:zummar"),
        ("They left Nasiriyah.", "place:nasiriyah"),
        ("They left Sinjar, Snuny and Nasiriyah.", "place:sinjar place:snuny ?place:nasiriyah,place:nasiriyah_2"),
        # Persons, rivers, papers and words are no places.
        ("Massoud Barzani met Saddam al-Tikriti and a Kirkuki singer.", ""),
        ("Hit by shells, the house burned; Ana wept.", ""),
        ("He wrote for Kirkuk Now and the Baghdad Post.", ""),
        ("The Basra Oil Company did not answer.", ""),
        ("They crossed the Diyala River below Mount Sinjar and the Hamrin mountains.", ""),
        ("a bai, a zab, a balad in the erbil of old", ""),
        ("General Sirwan and Sheikh Qasim agreed.", ""),
        ("They flew to Riyadh, Ankara, Tehran and Raqqa.", ""),
        ("Qassem Soleimani and Abu Bakr al-Baghdadi are dead.", ""),
        # Arabic and Sorani write onto names.
        ("توجهت القوات إلى كركوك وبالموصل وللسليمانية.", "place:kirkuk place:mosul place:sulaymaniyah"),
        ("على كركوك أن تنتظر.", "place:kirkuk"),
        ("قال محافظ نينوى في قضاء سنجار.", "governorate:IQ-NI district:IQG15Q07"),
        ("عاد البلد إلى الحي والدور والعلم والجزيرة.", ""),
        ("قال علي كركوكي وحيدر العبادي وأبو بكر البغدادي.", ""),
        ("سلمت مطاري أربيل والسليمانية.", "airport:erbil_airport airport:sulaymaniyah_airport"),
        ("لە کەرکووکەوە بۆ هەولێر و سلێمانیدا.", "place:kirkuk place:erbil place:sulaymaniyah"),
        ("ڕۆژنامەیەک گوتی وانە دوورە و متمانەی بەرزە.", ""),
        ("لە قەزای شنگال و ناحیەی ڕەبیعە.", "district:IQG15Q07 subdistrict:IQG15Q08N04"),
    ],
)  # fmt: skip
def test_what_a_name_stands_for(atlas: Atlas, text: str, wanted: str) -> None:
    mentions = read_text(atlas, text, DAY).mentions
    keys = (
        ",".join(item.keys) or "?" + ",".join(entry.key for entry in item.candidates)
        for item in mentions
    )
    assert " ".join(keys) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("They met on 16 October 2017.", "16 October 2017|2017-10-16"),
        ("They met on October 16, 2017.", "October 16, 2017|2017-10-16"),
        ("They met on Sept. 3.", "Sept. 3|2017-09-03"),
        ("They met on 2 January.", "2 January|2018-01-02"),
        ("They met on 2014-06-10 and 11/06/2014.", "2014-06-10|2014-06-10 11/06/2014|2014-06-11"),
        ("They met on Wednesday and Thursday.", "Wednesday|2017-09-27 Thursday|2017-09-21"),
        ("They met last Wednesday.", "last Wednesday|2017-09-20"),
        ("They will meet on Friday.", "Friday|2017-09-29"),
        ("They met yesterday.", "yesterday|2017-09-26"),
        ("They came on 10 June 2014 and left on 8 August.", "10 June 2014|2014-06-10 8 August|2014-08-08"),
        ("Some 600,000 barrels a day, about 15 % of it, under Article 140.", ""),
        ("It may rain; they march on Mosul; a camp of 2,014 tents; in 2014.", ""),
        ("Version 1.2.2014x and 99/99/2014 and 31 February 2017.", ""),
        ("جرى ذلك في 25 أيلول 2017.", "25 أيلول 2017|2017-09-25"),
        ("جرى ذلك في ٢٥ سبتمبر.", "٢٥ سبتمبر|2017-09-25"),
        ("جرى ذلك أمس الثلاثاء.", "أمس الثلاثاء|2017-09-26"),
        ("جرى ذلك يوم الاثنين.", "يوم الاثنين|2017-09-25"),
        ("لە 25ی ئەیلوولی 2017 ئەنجام درا.", "25ی ئەیلوولی 2017|2017-09-25"),
        ("لە ٢٥ی ئەیلوول ئەنجام درا.", "٢٥ی ئەیلوول|2017-09-25"),
        ("دوێنێ گەیشتن.", "دوێنێ|2017-09-26"),
        ("ڕۆژی یەکشەممە گەیشتن.", "یەکشەممە|2017-09-24"),
    ],
)  # fmt: skip
def test_which_day_words_stand_for(text: str, wanted: str) -> None:
    result = days(text, DAY, find_language(text))
    assert " ".join(f"{item.text}|{item.day}" for item in result) == wanted


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Lt. Gen. A. Hassan left. Mr. Karim stayed.", 2),
        ("It pumps 3.5 million barrels. “Why?” he asked. Nobody knew!", 4),
        ("He spoke for the U.S. Army in Kirkuk. They left.", 2),
        ("HEADLINE WITHOUT A STOP\nFirst sentence. Second one", 3),
        ("قال د. كريم إنه باق. وغادر الجيش؟ نعم!", 3),
        ("چوونە ناو شارەکە. کەس نەما؟ نەخێر.", 3),
        ("...", 1),
    ],
)
def test_sentences(text: str, count: int) -> None:
    assert len(split_sentences(text)) == count


@pytest.mark.parametrize(
    ("text", "day", "message"),
    [
        ("They left on Monday.", None, "no day at the head"),
        (" \n\t", DAY, "without text"),
        ("a" * (LONGEST + 1), DAY, "60,001 characters: expected at most 60,000"),
        ("Kirkuk, 3 May 1950.", None, "expected a day from 1991-01-01"),
        ("Kirkuk.", date(2030, 1, 1), "expected a day from 1991-01-01"),
    ],
)
def test_what_cannot_be_read_is_refused(
    atlas: Atlas, text: str, day: date | None, message: str
) -> None:
    with pytest.raises(QuestionError, match=message):
        read_text(atlas, text, day)


def test_the_reader_may_choose_between_two_places(atlas: Atlas) -> None:
    text = read_text(atlas, "They met in Rabia. In Rabia all is calm. They left Kirkuk.", DAY)
    assert [entry.key for entry in text.places] == ["place:kirkuk"]
    keys = [item.keys for item in text.choose({"Rabia": "place:rabia_2"}).mentions]
    assert keys == [("place:rabia_2",), ("place:rabia_2",), ("place:kirkuk",)]
    for answer in ({"Rabia": "place:kirkuk"}, {"Kirkuk": "place:kirkuk"}, {"x": ""}):
        with pytest.raises(QuestionError, match="expected"):
            text.choose(answer)


WORDS = "Kirkuk and of the Rabia , . field وكركوك في هەولێر 's - ( ) 2014 Al Monday \n".split(" ")


@settings(max_examples=60)
@given(st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=5)), min_size=1, max_size=14))
def test_any_order_of_words_is_read(atlas: Atlas, words: list[str]) -> None:
    text = "Then " + " ".join(words)
    last = 0
    for sentence in read_text(atlas, text, DAY).sentences:
        assert last <= sentence.start
        last = sentence.end
        at = 0
        for item in (*sentence.mentions,):
            assert sentence.text[item.start : item.end] == item.text
            assert at <= item.start < item.end
            assert item.candidates
            at = item.end


@pytest.mark.quick(1)
@pytest.mark.parametrize("piece", ["16 March ", "Kirkuk al al ", "Al-"])
def test_four_times_the_text_takes_four_times_the_work(atlas: Atlas, piece: str) -> None:
    def read(times: int) -> int:
        with counted_calls() as calls:
            read_text(atlas, piece * times, DAY)
        return calls[0]

    read(10)
    assert read(400) < 5 * read(100)
