"""The days play: they move, stop, and map and words show the same one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.conftest import Open


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
