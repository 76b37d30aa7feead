"""The days play: they move, stop, and map and words show the same one."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from geo.profile import current
from tests.browser.conftest import Open

LAST = current().days.last.isoformat()


def test_play_moves_the_date_and_stops(open_page: Open, exported: Path) -> None:
    opened = open_page(exported, query="d=2014-06-01")
    play = opened.page.locator("#gl-time-play")
    label = play.get_attribute("aria-label")
    start = opened.tell("view.date")
    play.click()
    opened.until("view.date > argument + 3", start)
    assert play.get_attribute("aria-label") != label
    play.click()
    remainder = opened.tell("view.date")
    opened.page.wait_for_timeout(150)
    assert opened.tell("view.date") == remainder
    assert play.get_attribute("aria-label") == label
    assert opened.requests == []
    opened.assert_calm()


@pytest.mark.thorough
def test_a_pause_calls_off_no_frame_of_another(open_page: Open, exported: Path) -> None:
    """Frames and timeouts are counted apart: a number of one may be another's of the other."""
    opened = open_page(exported, query="d=2014-06-01")
    opened.page.evaluate(
        """() => {
          window.wrong = 0;
          const {setTimeout, clearTimeout, cancelAnimationFrame} = window;
          window.setTimeout = (...given) => setTimeout(...given) + 1e6;
          window.clearTimeout = (id) => clearTimeout(id - 1e6);
          window.cancelAnimationFrame = (id) => { window.wrong += id > 1e6; cancelAnimationFrame(id); };
        }"""
    )
    play = opened.page.locator("#gl-time-play")
    for _ in range(3):
        play.click()
        opened.until("view.date > argument", opened.tell("view.date"))
        play.click()
    opened.tell("atlas.set({date: Greenline.Dates.knownDay(argument) - 2})", LAST)
    play.click()
    opened.until("!atlas.chromeBox.timebar.timer")
    assert opened.page.evaluate("window.wrong") == 0


@pytest.mark.thorough
def test_play_stops_at_the_last_day(open_page: Open, exported: Path) -> None:
    opened = open_page(exported, query=f"d={current().days.last - timedelta(days=3)}")
    opened.page.click("#gl-time-play")
    opened.until(f"Greenline.Dates.iso(view.date) === '{LAST}'")
    opened.until("!atlas.chromeBox.timebar.timer")
    opened.assert_calm()


@pytest.mark.thorough
def test_map_and_words_show_one_day_while_it_plays(open_page: Open, exported: Path) -> None:
    opened = open_page(exported, query="d=2014-06-09&c=2003-01-01&cm=side")
    opened.until("atlas.chromeBox.compare.side && atlas.chromeBox.compare.side.stage._painted")
    seen = opened.page.evaluate(
        """() => new Promise((done) => {
          const {stage} = Greenline.on(map_greenline), {_stand: stand} = stage, seen = [];
          stage._stand = function (work) {
            stand.call(this, work);
            const words = Greenline.Dates.words(work.view.date, 'en');
            seen.push([words, document.querySelector('.gl-sentence').textContent.includes(words),
              document.querySelector('.gl-day').textContent === words]);
            if (seen.length < 12) return;
            stage._stand = stand;
            document.getElementById('gl-time-play').click();
            done(seen);
          };
          document.getElementById('gl-time-play').click();
        })"""
    )
    assert len({words for words, *_ in seen}) > 3
    assert all(sentence and label for _, sentence, label in seen), seen
    opened.assert_calm()
