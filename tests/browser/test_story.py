"""A story read in the exported file, offline: by keys, by scrolling, on a phone, in three languages."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest
import yaml

from geo import Atlas, View, export
from geo.stories.story import Story, parse

from . import Opened
from .conftest import Open
from .test_reader import PHONE, inside

SAMPLE = Path(__file__).parents[1] / "draw" / "story.yaml"
STEPS = ["vote", "summer", "pipeline", "before", "after", "list"]
DAYS = ["2017-09-25", "2014-06-12", "2017-09-27", "2017-10-15", "2017-10-31", "2017-11-20"]

#: The day and step after a key, as they stand one frame later.
PRESS = """(key) => new Promise((done) => {
  document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true}));
  const {view} = Greenline.on(map_greenline);
  const said = () => [Greenline.Dates.iso(view.date), view.step, document.querySelector('.gl-step[aria-current]').id];
  requestAnimationFrame(() => done(said()));
})"""


@pytest.fixture(scope="module")
def story(atlas: Atlas) -> Story:
    return parse(SAMPLE.read_bytes(), SAMPLE.name, atlas)


@pytest.fixture(scope="module")
def told(atlas: Atlas, story: Story, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of the sample and another story, which opens at the sample."""
    other = dataclasses.replace(story, id="other", steps=story.steps[3:5])
    path = tmp_path_factory.mktemp("story") / "story.html"
    return export.html(atlas, View(story="sample"), path, stories=[story, other])


def day(opened: Opened) -> str:
    found: str = opened.tell("Greenline.Dates.iso(view.date)")
    return found


def current(opened: Opened) -> str:
    """Return the text of the step that is marked as the current one, which is one only."""
    (text,) = opened.page.locator(".gl-step[aria-current=step]").all_inner_texts()
    return text


def rests(opened: Opened) -> None:
    """Wait until the text has been scrolled and its observer has spoken."""
    opened.settle()
    opened.page.wait_for_timeout(150)


def test_the_file_opens_at_the_story(open_page: Open, told: Path) -> None:
    opened = open_page(told)
    assert opened.page.title() == "Greenline: Kirkuk, held and claimed"
    assert day(opened) == "2017-09-25"
    assert "The vote" in current(opened)
    assert "25 September 2017" in opened.page.locator(".gl-sentence").inner_text()
    west, south, east, north = opened.tell(
        "(({_southWest: a, _northEast: b}) => [a.lng, a.lat, b.lng, b.lat])(atlas.map.getBounds())"
    )
    assert west < 43.3 and south < 34.8 and east > 45.2 and north > 36.3
    assert east - west < 6
    opened.calm()


def test_keys_alone_lead_through_all_steps_and_back(open_page: Open, told: Path) -> None:
    opened = open_page(told)
    keys = opened.page.keyboard
    for name, shown in zip(STEPS, DAYS, strict=True):
        assert (opened.tell("view.step"), day(opened)) == (name, shown)
        keys.press("ArrowRight")
    assert opened.tell("view.step") == "list"
    assert opened.tell("view.perspective") == "un"
    keys.press("Home")
    assert opened.tell("view.step") == "vote"
    keys.press("PageDown")
    keys.press("PageDown")
    assert opened.tell("view.step") == "pipeline"
    assert opened.tell("view.layers.join()") == "neighbours,control,water,pipelines,fields,towns"
    keys.press("PageUp")
    assert opened.tell("view.selection") == "fields:kirkuk_baba"
    keys.press("End")
    keys.press("ArrowLeft")
    assert opened.tell("[view.step, Greenline.Dates.iso(view.compare)]") == ["after", "2017-10-15"]
    opened.calm()


def test_tab_and_enter_reach_buttons_claims_and_the_way_out(open_page: Open, told: Path) -> None:
    opened = open_page(told)
    keys = opened.page.keyboard
    reached: list[str] = []
    for _ in range(60):
        keys.press("Tab")
        reached.append(
            opened.page.evaluate(
                "(({id, className, tagName}) => id || className || tagName)(document.activeElement)"
            )
        )
        if reached[-1] == "gl-story-next":
            break
    assert any("gl-story-leave" in name for name in reached)
    assert "gl-step-title" in reached
    assert "SUMMARY" in reached
    keys.press("Home")
    keys.press("Enter")
    assert opened.tell("view.step") == "summer"
    assert opened.page.evaluate("document.activeElement.id") == "gl-story-next"
    opened.page.locator(".gl-step[aria-current] .gl-claim > summary").focus()
    keys.press(" ")
    evidence = opened.page.locator(".gl-step[aria-current] .gl-evidence").inner_text()
    assert "What the atlas has" in evidence
    assert "Kurdistan Region" in evidence
    assert "federal government" in evidence
    opened.page.locator(".gl-story-leave").focus()
    keys.press("Enter")
    assert opened.page.locator(".gl-story").count() == 0
    opened.calm()


def test_a_step_stands_one_frame_after_its_key(open_page: Open, told: Path) -> None:
    opened = open_page(told)
    for i in (1, 2, 3):
        after = opened.page.evaluate(PRESS, "PageDown")
        assert after == [DAYS[i], STEPS[i], f"gl-step-{i}"]


def test_scrolling_the_text_leads_the_map(open_page: Open, told: Path) -> None:
    opened = open_page(told)
    opened.page.evaluate(
        "() => { const step = document.getElementById('gl-step-3');"
        " document.querySelector('.gl-story-text').scrollTop = step.offsetTop - 20; }"
    )
    opened.until("view.step === 'before'")
    assert day(opened) == "2017-10-15"
    assert "The eve" in current(opened)
    opened.page.evaluate("document.querySelector('.gl-story-text').scrollTop = 0")
    opened.until("view.step === 'vote'")
    opened.calm()


def test_a_click_on_a_step_goes_there(open_page: Open, told: Path) -> None:
    opened = open_page(told)
    opened.page.locator("#gl-step-1 > p").nth(1).click()
    assert opened.tell("view.step") == "summer"
    assert opened.card == ""
    opened.page.locator("#gl-step-1 .gl-step-card").click()
    assert "Kirkuk - Baba dome" in opened.card
    opened.page.locator(".gl-story-bits i").nth(4).click()
    assert opened.tell("view.step") == "after"


def test_outcomes_have_a_shape_a_word_and_are_counted(open_page: Open, told: Path) -> None:
    opened = open_page(told)
    words = ["supported", "disputed by sources", "not supported", "not testable"]
    assert opened.page.locator(".gl-outcome").all_inner_texts() == words
    marks = opened.page.locator(".gl-outcome img").evaluate_all(
        "(all) => all.map((one) => one.src)"
    )
    assert len(set(marks)) == 4
    assert opened.page.locator(".gl-tally li").all_inner_texts() == [f"1 {word}" for word in words]
    opened.page.locator(".gl-claim.gl-disputed > summary").click()
    text = opened.page.locator(".gl-claim.gl-disputed .gl-evidence").inner_text()
    assert "Who says otherwise" in text
    link = opened.page.locator(".gl-claim.gl-disputed a").first
    assert (link.get_attribute("href") or "").startswith("http")


def test_the_reader_wanders_off_and_comes_back(open_page: Open, told: Path) -> None:
    opened = open_page(told)
    back = opened.page.locator(".gl-story-back")
    assert not back.is_visible()
    x, y = opened.pixel(35.4, 44.4)
    opened.page.mouse.move(x, y)
    opened.page.mouse.down()
    opened.page.mouse.move(x - 120, y - 60, steps=4)
    opened.page.mouse.up()
    back.wait_for()
    opened.page.fill("#gl-date", "2015-01-01")
    opened.page.press("#gl-date", "Enter")
    assert day(opened) == "2015-01-01"
    assert "The vote" in current(opened)
    back.click()
    assert day(opened) == "2017-09-25"
    assert not back.is_visible()
    assert abs(opened.pixel(35.4, 44.4)[0] - x) < 2
    opened.calm()


def test_leaving_brings_the_map_back_as_it_was(open_page: Open, told: Path) -> None:
    opened = open_page(told, query="d=2016-05-05&p=region&w=90&l=control.towns&st=")
    assert opened.page.locator(".gl-story").count() == 0
    before = opened.tell(
        "[Greenline.View.write({...view, bounds: null}), atlas.map.getCenter(), atlas.map.getZoom()]"
    )
    opened.show("stories")
    choices = opened.page.locator(".gl-story-choice")
    assert "6 steps" in choices.first.inner_text()
    choices.first.click()
    opened.page.keyboard.press("End")
    assert opened.tell("view.perspective") == "un"
    opened.page.locator(".gl-story-leave").click()
    after = opened.tell(
        "[Greenline.View.write({...view, bounds: null}), atlas.map.getCenter(), atlas.map.getZoom()]"
    )
    assert after == before
    assert opened.page.evaluate("document.activeElement.id") == "gl-stories"
    opened.calm()


def test_the_address_names_the_step_and_opens_it(open_page: Open, told: Path) -> None:
    opened = open_page(told, query="st=sample&sp=pipeline")
    assert (day(opened), opened.tell("view.step")) == ("2017-09-27", "pipeline")
    opened.page.keyboard.press("ArrowRight")
    opened.until("location.hash.includes('sp=before')")
    assert View.from_query(opened.query).step == "before"
    again = open_page(told, query=opened.query)
    assert (day(again), again.tell("view.step")) == ("2017-10-15", "before")
    assert not again.page.locator(".gl-story-back").is_visible()
    again.page.evaluate("location.hash = '#st=other&sp=after'")
    again.until("view.story === 'other' && view.step === 'after' && view.compare !== null")
    again.calm()


def test_an_address_with_a_state_of_its_own_keeps_it(open_page: Open, told: Path) -> None:
    opened = open_page(told, query="st=sample&sp=pipeline&d=2015-03-03")
    assert day(opened) == "2015-03-03"
    opened.page.locator(".gl-story-back").click()
    assert day(opened) == "2017-09-27"


@pytest.mark.parametrize(
    ("query", "said"), [("st=nothing", "nothing"), ("st=sample&sp=nowhere", "nowhere")]
)
def test_what_does_not_exist_is_noted(open_page: Open, told: Path, query: str, said: str) -> None:
    opened = open_page(told, query=query)
    assert said in opened.page.locator(".gl-story-note").inner_text()
    assert opened.page.locator(".gl-sentence").inner_text()
    opened.calm()


@pytest.mark.parametrize("language", ["ar", "ckb"])
def test_right_to_left_mirrors_column_and_arrows(
    story: Story, open_page: Open, told: Path, language: str
) -> None:
    opened = open_page(told, query=f"st=sample&lang={language}")
    box = opened.page.locator(".gl-story").bounding_box()
    assert box
    assert box["x"] + box["width"] == pytest.approx(1200)
    opened.page.keyboard.press("ArrowLeft")
    assert opened.tell("view.step") == "summer"
    assert getattr(story.steps[1].title, language) in current(opened)
    opened.page.keyboard.press("ArrowRight")
    assert opened.tell("view.step") == "vote"
    opened.calm()


def test_another_language_keeps_the_step(open_page: Open, told: Path) -> None:
    opened = open_page(told, query="st=sample&sp=before")
    opened.tell("atlas.set({language: 'ckb'})")
    rests(opened)
    assert "شەوی پێشوو" in current(opened)
    assert opened.page.locator(".gl-story").count() == 1
    assert day(opened) == "2017-10-15"


def free(opened: Opened) -> list[Any]:
    """Return pairs of boxes around the map that lie over one another."""
    found: list[Any] = opened.tell(
        """((boxes) => boxes.flatMap((a, i) => boxes.slice(i + 1).filter((b) => {
          const [p, q] = [a.getBoundingClientRect(), b.getBoundingClientRect()];
          return p.left < q.right - 1 && q.left < p.right - 1 && p.top < q.bottom - 1 && q.top < p.bottom - 1;
        }).map((b) => [a.className, b.className])))
        ([...document.querySelectorAll('.gl-title, .gl-tools > *, .gl-time, .gl-story, .leaflet-control-scale, .leaflet-control-attribution')]
          .filter((element) => element.checkVisibility() && element.offsetWidth > 1))"""
    )
    return found


@pytest.mark.parametrize("size", [(1280, 800), (1000, 640), (820, 1100), PHONE])
def test_nothing_lies_over_anything(open_page: Open, told: Path, size: tuple[int, int]) -> None:
    opened = open_page(told, size, "st=sample")
    for language in ("en", "ar"):
        opened.tell("atlas.set({language: argument})", language)
        rests(opened)
        assert free(opened) == [], language
        assert inside(opened)
    opened.calm()


def test_on_paper_the_whole_text_follows_the_map(open_page: Open, told: Path) -> None:
    opened = open_page(told)
    opened.page.emulate_media(media="print")
    rests(opened)
    text = opened.page.locator(".gl-story-text")
    assert text.evaluate("(one) => one.scrollHeight - one.clientHeight") == 0
    box = opened.page.locator(".gl-step").first.bounding_box()
    maps = opened.page.locator(".gl-maps").bounding_box()
    assert box and maps
    assert box["y"] >= maps["y"] + maps["height"] > 300
    assert not opened.page.locator(".gl-story-nav").is_visible()
    assert opened.tell("view.step") == "vote"


def test_on_a_phone_the_text_is_a_sheet_that_can_be_drawn(open_page: Open, told: Path) -> None:
    opened = open_page(told, PHONE, "st=sample", touch=True)
    sheet = opened.page.locator(".gl-story")

    def height() -> float:
        opened.settle()
        sheet.evaluate("(one) => Promise.allSettled(one.getAnimations().map((a) => a.finished))")
        box = sheet.bounding_box()
        assert box
        assert box["y"] + box["height"] == pytest.approx(844)
        assert inside(opened)
        return box["height"]

    assert height() == pytest.approx(844 * 0.45, abs=2)
    grip = opened.page.locator(".gl-story-grip")
    grip.click()
    assert grip.get_attribute("aria-expanded") == "true"
    assert height() > 700
    for name in ("gl-story-next", "gl-story-back"):
        opened.page.locator(f"#{name}").click()
    grip.click()
    assert height() < 400
    box = grip.bounding_box()
    assert box
    opened.page.mouse.move(box["x"] + 100, box["y"] + 10)
    opened.page.mouse.down()
    opened.page.mouse.move(box["x"] + 100, box["y"] + 200, steps=4)
    opened.page.mouse.up()
    assert height() < 100
    opened.page.locator("#gl-story-next").click()
    assert "The summer of 2014" in sheet.inner_text()
    opened.calm()


HOSTILE = "<img src=x onerror=window.__hit=1></script><script>window.__hit=1</script><b>"


def test_hostile_text_stays_text(atlas: Atlas, open_page: Open, tmp_path: Path) -> None:
    content = yaml.safe_load(SAMPLE.read_text(encoding="utf-8"))
    stories = [content, *content["steps"]]
    for one in [
        *stories,
        *(check for step in content["steps"] for check in step.get("checks", [])),
    ]:
        for name in {"title", "summary", "text", "claim"} & one.keys():
            one[name] = dict.fromkeys(("en", "ar", "ckb"), HOSTILE)
    hostile = parse(yaml.safe_dump(content), "hostile.yaml", atlas)
    file = export.html(atlas, View(story="sample"), tmp_path / "x.html", stories=[hostile])
    opened = open_page(file)
    for _ in hostile.steps:
        opened.page.keyboard.press("ArrowRight")
    opened.show("stories")
    assert opened.page.evaluate("window.__hit") is None
    assert opened.page.locator(".gl-story :is(b, script), .gl-panel b").count() == 0
    assert HOSTILE in current(opened)
    opened.calm()


def test_the_map_flies_unless_the_reader_asks_for_calm(open_page: Open, told: Path) -> None:
    opened = open_page(told)
    opened.page.emulate_media(reduced_motion="no-preference")
    opened.page.keyboard.press("PageDown")
    assert opened.tell("atlas.chromeBox.story.flight.flying") is True
    assert day(opened) == "2014-06-12"
    opened.until("!atlas.chromeBox.story.flight.flying")
    flown = opened.tell("[atlas.map.getCenter(), atlas.map.getZoom()]")
    opened.page.emulate_media(reduced_motion="reduce")
    opened.page.keyboard.press("PageUp")
    opened.page.keyboard.press("PageDown")
    assert opened.tell("atlas.chromeBox.story.flight.flying") is False
    leapt = opened.tell("[atlas.map.getCenter(), atlas.map.getZoom()]")
    assert leapt[1] == flown[1]
    assert leapt[0]["lat"] == pytest.approx(flown[0]["lat"], abs=0.01)
    assert not opened.page.locator(".gl-story-back").is_visible()
    opened.calm()


#: Larger letters than ours, as another font or a reader's own setting makes them.
LARGE = ".gl-story-text { zoom: 1.7 }"


@pytest.mark.parametrize("height", [420, 800, 2400])
@pytest.mark.parametrize("style", ["", LARGE, ".gl-step { min-height: 0 !important }"])
def test_scrolling_reaches_every_step_both_ways(
    open_page: Open, told: Path, height: int, style: str
) -> None:
    opened = open_page(told, (1200, height))
    opened.page.add_style_tag(content=style or "i {}")
    opened.settle()
    passed = opened.page.evaluate(
        """async () => {
          const {view} = Greenline.on(map_greenline);
          const text = document.querySelector('.gl-story-text');
          const steps = [];
          const see = async (top) => {
            text.scrollTop = top;
            for (let i = 0; i < 3; i++) await new Promise((done) => requestAnimationFrame(done));
            if (steps[steps.length - 1] !== view.step) steps.push(view.step);
          };
          const most = text.scrollHeight - text.clientHeight;
          for (let i = 0; i <= 60; i++) await see((most * i) / 60);
          for (let i = 60; i >= 0; i--) await see((most * i) / 60);
          return most > 0 ? steps : null;
        }"""
    )
    if passed is not None:
        assert passed == [*STEPS, *STEPS[-2::-1]]
    opened.calm()


@pytest.mark.parametrize("height", [420, 800, 1400])
def test_the_step_gone_to_is_the_one_that_is_read(open_page: Open, told: Path, height: int) -> None:
    opened = open_page(told, (1200, height))
    opened.page.add_style_tag(content=LARGE)
    for name in STEPS[1:]:
        opened.page.keyboard.press("PageDown")
        rests(opened)
        opened.page.evaluate(
            "document.querySelector('.gl-story-text').dispatchEvent(new Event('scroll'))"
        )
        assert opened.tell("view.step") == name
    opened.page.set_viewport_size({"width": 1200, "height": height + 250})
    rests(opened)
    opened.page.evaluate(
        "document.querySelector('.gl-story-text').dispatchEvent(new Event('scroll'))"
    )
    assert opened.tell("view.step") == STEPS[-1]


def test_a_story_made_by_hand_is_one(
    atlas: Atlas, open_page: Open, told: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from geo.cli import main

    opened = open_page(told, query="d=2014-08-08&l=control&st=")
    page = opened.page
    opened.tell("atlas.set({date: Greenline.Dates.day('2014-08-08'), story: null, step: null})")
    page.click("#gl-stories")
    page.click("#gl-story-add")
    opened.tell("atlas.set({date: Greenline.Dates.day('2017-10-20'), against: 'region'})")
    page.click("#gl-story-add")
    page.fill("#gl-story-title", 'Two "days": one map')
    page.fill(".gl-own-steps li:nth-child(1) textarea", "key: value\n- \u202e<b>#x</b> {a}")
    page.click("#gl-story-up-1")
    with page.expect_download() as got:
        page.click("#gl-story-save")
    file = tmp_path / got.value.suggested_filename
    got.value.save_as(file)
    made = parse(file.read_bytes(), file.name, atlas)
    assert [step.view.date.isoformat() for step in made.steps] == ["2017-10-20", "2014-08-08"]
    assert made.steps[0].view.against == "region"
    assert made.title.en == 'Two "days": one map'
    assert made.steps[1].text.ar == "key: value\n- <b>#x</b> {a}"
    assert main(["story", "check", str(file)]) == 0, capsys.readouterr()
    opened.calm()
