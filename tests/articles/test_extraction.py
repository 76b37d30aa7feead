"""Names in sentences: what each stands for, what is asked, and what is no place."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import Atlas
from geo.articles.article import article
from geo.articles.extraction import Found, find
from geo.errors import QuestionError
from geo.model import Language

DAY = date(2017, 10, 17)


def read(atlas: Atlas, text: str, language: str | None = None) -> Found:
    return find(atlas, article(text, DAY, Language(language) if language else None))


def keys(atlas: Atlas, text: str, language: str | None = None) -> list[str]:
    return [
        ",".join(mention.keys) or "?" + ",".join(each.key for each in mention.candidates)
        for mention in read(atlas, text, language).mentions
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Troops entered Kirkuk.", ["place:kirkuk"]),
        ("The governor of Kirkuk left.", ["governorate:IQ-KI"]),
        ("Kirkuk's provincial council met.", ["governorate:IQ-KI"]),
        ("The mayor of Kirkuk left.", ["place:kirkuk"]),
        ("Police of Khanaqin district came.", ["district:IQG10Q05"]),
        ("He spoke of the disputed area of Sinjar.", ["area:sinjar"]),
        ("They left Zummar district.", ["subdistrict:IQG15Q08N03"]),
        ("They pump the fields of Kirkuk.", ["field:kirkuk_avanah,field:kirkuk_baba,field:kirkuk_khurmala"]),
        ("The Bai Hassan and Avanah fields stand still.", ["field:bai_hassan", "field:kirkuk_avanah"]),
        ("The airports of Erbil and Sulaymaniyah shut.", ["airport:erbil_airport", "airport:sulaymaniyah_airport"]),
        ("Kirkuk and Diyala provinces voted.", ["governorate:IQ-KI", "governorate:IQ-DI"]),
        ("The Rabia border crossing shut.", ["crossing:rabia"]),
        ("The Baiji refinery burns.", ["refinery:baiji_refinery"]),
        ("The Kirkuk–Ceyhan pipeline is shut.", ["pipeline:itp"]),
        ("An Erbil-based firm pays.", ["place:erbil"]),
        ("They met in Hamdaniya.", ["district:IQG15Q03"]),
        ("KIRKUK was calm.", ["place:kirkuk"]),
    ],
)  # fmt: skip
def test_words_beside_a_name_say_what_it_is(atlas: Atlas, text: str, wanted: list[str]) -> None:
    assert keys(atlas, text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "Massoud Barzani met Saddam al-Tikriti and a Kirkuki singer.",
        "Salahuddin Bahaaddin, Hamza and Rabia Ahmed spoke.",
        "Hit by shells, the house burned; Ana wept.",
        "He wrote for Kirkuk Now and the Baghdad Post.",
        "The Basra Oil Company did not answer.",
        "They crossed the Diyala River below Mount Sinjar and the Hamrin mountains.",
        "a bai, a zab, a balad in the erbil of old",
        "General Sirwan and Sheikh Qasim agreed.",
        "They flew to Riyadh, Ankara, Tehran and Raqqa.",
        "Qassem Soleimani and Abu Bakr al-Baghdadi are dead.",
    ],
)
def test_persons_rivers_papers_and_words_are_no_places(atlas: Atlas, text: str) -> None:
    assert keys(atlas, text) == []


@pytest.mark.parametrize(
    ("text", "language", "wanted"),
    [
        ("توجهت القوات إلى كركوك وبالموصل وللسليمانية.", "ar", ["place:kirkuk", "place:mosul", "place:sulaymaniyah"]),
        ("على كركوك أن تنتظر.", "ar", ["place:kirkuk"]),
        ("قال محافظ نينوى في قضاء سنجار.", "ar", ["governorate:IQ-NI", "district:IQG15Q07"]),
        ("عاد البلد إلى الحي والدور والعلم والجزيرة.", "ar", []),
        ("قال علي كركوكي وحيدر العبادي وأبو بكر البغدادي.", "ar", []),
        ("سلمت مطاري أربيل والسليمانية.", "ar", ["airport:erbil_airport", "airport:sulaymaniyah_airport"]),
        ("لە کەرکووکەوە بۆ هەولێر و سلێمانیدا.", "ckb", ["place:kirkuk", "place:erbil", "place:sulaymaniyah"]),
        ("ڕۆژنامەیەک گوتی وانە دوورە و متمانەی بەرزە.", "ckb", []),
        ("لە قەزای شنگال و ناحیەی ڕەبیعە.", "ckb", ["district:IQG15Q07", "subdistrict:IQG15Q08N04"]),
    ],
)  # fmt: skip
def test_arabic_and_sorani(atlas: Atlas, text: str, language: str, wanted: list[str]) -> None:
    assert keys(atlas, text, language) == wanted


def test_a_name_of_two_places_is_asked(atlas: Atlas) -> None:
    findings = read(atlas, "They met in Rabia. In Rabia all is calm.")
    assert list(findings.questions) == ["rabia"]
    assert len(findings.questions["rabia"]) == 2
    assert findings.places == ()
    answered = findings.apply_answers({"Rabia": "place:rabia_2"})
    assert [mention.keys for mention in answered.mentions] == [("place:rabia_2",)] * 2
    assert answered.questions == {}


@pytest.mark.parametrize(
    "answer", [{"Rabia": "place:kirkuk"}, {"Kirkuk": "place:kirkuk"}, {"x": ""}]
)
def test_an_answer_must_be_one_of_the_candidates(atlas: Atlas, answer: dict[str, str]) -> None:
    with pytest.raises(QuestionError, match="expected"):
        read(atlas, "They met in Rabia.").apply_answers(answer)


def test_what_the_sentence_names_decides_between_two_places(atlas: Atlas) -> None:
    assert keys(atlas, "They left Kifri and Qara Tapa.")[-1] == "place:qara_tapa"
    assert keys(atlas, "They met in Rabia and Zummar.")[0] == "place:rabia"


def test_the_better_known_of_two_places_is_meant_unless_the_sentence_says_otherwise(
    atlas: Atlas,
) -> None:
    findings = read(atlas, "They left Nasiriyah.")
    assert findings.mentions[0].keys == ("place:nasiriyah",)
    assert findings.mentions[0].confidence == "medium"
    assert len(findings.mentions[0].candidates) > 1
    assert read(atlas, "They left Sinjar, Snuny and Nasiriyah.").mentions[-1].is_ambiguous


def test_a_slip_of_the_pen_is_found_and_marked(atlas: Atlas) -> None:
    (mention,) = read(atlas, "They came from Darbandikham.").mentions
    assert (mention.keys, mention.confidence) == (("place:darbandikhan",), "low")
    assert keys(atlas, "He met Mister Darbandikham Khan.") == []


def test_positions_are_those_of_the_article(atlas: Atlas) -> None:
    text = "First.\n\nThey left Kirkuk. وكركوك too, said the KRG in Erbil."
    findings = read(atlas, text)
    for mention in (*findings.mentions, *findings.actors):
        sentence = findings.article.sentences[mention.sentence]
        assert findings.article.text[mention.start : mention.end] == mention.text
        assert sentence.start <= mention.start < mention.end <= sentence.end
    assert [len(each) for each in findings.by_sentence] == [0, 1, 2]


def test_actors_are_found_by_case_and_language(atlas: Atlas) -> None:
    findings = read(atlas, "IS fought the peshmerga; this is what the UN told us and Turkey.")
    assert [actor.entries[0].id for actor in findings.actors] == ["is", "peshmerga", "un", "turkey"]


@settings(max_examples=60)
@given(
    st.lists(
        st.sampled_from(
            "Kirkuk and of the Rabia , . field وكركوك في هەولێر 's - ( ) 2014 Al".split()
        ),
        max_size=14,
    )
)
def test_any_order_of_words_is_read(atlas: Atlas, words: list[str]) -> None:
    text = " ".join(words)
    if not text.strip():
        return
    findings = read(atlas, text)
    last = 0
    for mention in findings.mentions:
        assert findings.article.text[mention.start : mention.end] == mention.text
        assert mention.start >= last
        assert mention.candidates
        last = mention.end


@pytest.mark.parametrize(
    ("text", "language", "wanted"),
    [
        ("Shells hit the village of Halgurd near Qandil Heights.", "en", ["Halgurd", "Qandil Heights"]),
        ("They met in Washington on Monday; Kirkuk was calm.", "en", ["Washington"]),
        ("The mayor of Kirkuk met General Sirwan in Parliament, in Ottoman dress.", "en", []),
        ("In March they sat in Kurdish hands near NATO lines.", "en", []),
        ("دخلوا قرية لهيبان في ناحية سركران.", "ar", ["لهيبان"]),
        ("دخلوا قرية صغيرة وقرية قرب مخمور.", "ar", []),
    ],
)  # fmt: skip
def test_places_that_the_atlas_does_not_know_are_named(
    atlas: Atlas, text: str, language: str, wanted: list[str]
) -> None:
    findings = read(atlas, text, language)
    assert [mention.text for mention in findings.unknown] == wanted
    assert all(text[mention.start : mention.end] == mention.text for mention in findings.unknown)
    assert not findings.questions
