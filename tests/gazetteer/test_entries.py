"""Spellings of names meet, in three languages and many transcriptions."""

from __future__ import annotations

import pytest

from geo import Atlas
from geo.gazetteer.entries import names_of_row
from geo.gazetteer.lexicon import key, spell_sound, tokens
from geo.gazetteer.resolver import Gazetteer, gazetteer

VARIANTS = {
    "place:kirkuk": "Kirkuk Kerkuk Karkuk Kerkûk كركوك كەركوك کەرکووک کەرکوک",
    "place:sinjar": "Sinjar Shingal Shengal Şengal Sincar سنجار شنكال شنگال شەنگال",
    "place:erbil": "Erbil Arbil Irbil Hawler Hewlêr أربيل اربيل هەولێر",
    "place:duhok": "Dohuk Duhok Dahuk دهوك دهۆک",
    "place:sulaymaniyah": "Sulaymaniyah Slemani Sulaimani Suleimaniya السليمانية سلێمانی",
    "place:khanaqin": "Khanaqin Xaneqin Khanaqeen خانقين خانەقین",
    "place:makhmur": "Makhmur Makhmour Mexmur مخمور مەخموور",
    "place:jalawla": "Jalawla Jalula Jalaula جلولاء جلولا جەلەولا",
    "place:tal_afar": "Tal-Afar Telafer Talafar تلعفر تەلەعفەر",
    "place:hawija": "Hawija Hawijah Al-Hawija Haweeja الحويجة الحويجه حەویجە",
    "place:daquq": "Daquq Daqouq Daquk داقوق داقووق",
    "place:bashiqa": "Bashiqa Ba'shiqa Baashiqa بعشيقة بەعشیقە",
    "place:k1_base": "K1 K-1",
    "place:tuz_khurmatu": "Tuzkhurmatu Tuz-Khormato Khurmato طوزخورماتو الطوز دووزخورماتوو",
    "place:altun_kupri": "Altun-Kupri Pirde Perdi Altun-Kubri پردێ",
    "governorate:IQ-NI": "Nineveh Ninawa Ninewa نينوى نەینەوا",
    "field:bai_hassan": "Bai-Hassan Bay-Hasan",
    "field:kirkuk_avanah": "Avanah Avana ئاڤانا",
    "crossing:parwezkhan": "Parwezkhan Parviz-Khan",
    "place:fishkhabur": "Fishkhabur Fishkhabour Faysh-Khabur Peshkhabour",
}


@pytest.fixture(scope="module")
def index(atlas: Atlas) -> Gazetteer:
    return gazetteer(atlas)


@pytest.mark.parametrize("wanted", VARIANTS)
def test_spellings_meet(index: Gazetteer, wanted: str) -> None:
    missing = [
        name
        for name in VARIANTS[wanted].split()
        if wanted not in {item.entry.key for item in index.find_spelled(name.replace("-", " "))}
        and wanted not in {item.entry.key for item in index.find_spelled(name)}
    ]
    assert missing == []


def test_every_name_of_the_atlas_leads_back_to_it(index: Gazetteer) -> None:
    for name in index.names:
        assert any(hit.entry == name.entry for hit in index.find_spelled(name.text)), name


def test_entries_know_what_they_lie_in(index: Gazetteer) -> None:
    entries = {name.entry.key: name.entry for name in index.names}
    assert {"IQ-KI", "IQG13Q04"} <= entries["place:kirkuk"].within
    assert "IQG10Q06" in entries["place:qara_tapa"].within
    assert entries["governorate:IQ-HA"].within == {"IQ-HA"}
    west, south, east, north = entries["district:IQG15Q07"].box
    assert west < entries["district:IQG15Q07"].lon < east
    assert south < entries["district:IQG15Q07"].lat < north


def test_a_field_in_parts_is_named_by_what_it_is_part_of() -> None:
    row = {"name_en": "Garmian - Sarqala", "alt_names": "Garmian block"}
    answer = {name.text: name.needs_kind for name in names_of_row("field", row)}
    assert answer["Garmian"]
    assert not answer["Sarqala"]


@pytest.mark.parametrize(
    ("first", "other"),
    [
        ("Al-Hawija", "hawija"),
        ("Kerkûk", "kerkuk"),
        ("الحويجة", "حویجه"),
        ("أربيل", "اربیل"),
        ("هەولێر", "هه‌ولیر"),
        ("طـوز", "طوز"),
        ("Sinjar ", " sinjar"),
        ("Ba‘quba", "Ba'quba"),
        ("Kerku\u0302k", "Kerkûk"),
    ],
)
def test_keys_of_one_name_sound_alike(first: str, other: str) -> None:
    assert [spell_sound(word) for word in key(first)] == [spell_sound(word) for word in key(other)]


def test_a_hyphen_ties_a_word_to_the_one_before() -> None:
    assert [word.joined for word in tokens("Ba'shiqa's Al-Qosh")] == [False, False, True]
