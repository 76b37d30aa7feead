"""The collection of views: what a reader adds, names, orders, draws on, takes along and opens again."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hypothesis import strategies as some
from hypothesis.stateful import precondition, rule

from geo.model import Language
from geo.stories.story import Story, parse

from .map_rules import MapRules, act
from .on_map import OnMap
from .window import Window, canonical

#: Kinds of marks, with the corners that complete one.
MARKS = {"note": 1, "arrow": 2, "area": 3}

#: What a reader writes: plain words, other scripts, and what another program would take for markup.
TEXTS = ("", "Held until dawn", "سقطت المدينة", 'a: <b>b</b>\n- "c"', "x" * 300)

#: Where marks are drawn, as shares of the map.
PLACES = ((0.42, 0.42), (0.6, 0.46), (0.52, 0.66))

#: What may come between the corners of a mark.
MIDWAY = ("language", "panel", "day", "search", "reload", "nothing")

#: The collection as the page has it, and as its panel shows it.
COLLECTED = """() => {
  const steps = Greenline.on(map_greenline).chromeBox.ownStory?.steps || [];
  return steps.map(({view, title, text, marks}) => ({view, title, text, marks: marks.map(({kind, text}) => [kind, text])}));
}"""
LISTED = """() => [...document.querySelectorAll('.gl-own-steps > li')].map((line) => ({
  title: line.querySelector('input').value, text: line.querySelector('textarea').value,
  marks: [...line.querySelectorAll('.gl-own-marks input')].map((one) => one.value),
}))"""


@dataclass
class Collector(Window):
    """A reader who collects views."""

    collected: list[dict[str, Any]] = field(default_factory=list)
    """What was collected, as it stood after the last act on it."""

    @property
    def collection(self) -> list[dict[str, Any]]:
        """What the page has collected."""
        value: list[dict[str, Any]] = self.frame.evaluate(COLLECTED)
        return value

    def list_lines(self) -> list[dict[str, Any]]:
        """Open the panel of the collection; return its lines."""
        self.panel("stories")
        value: list[dict[str, Any]] = self.frame.evaluate(LISTED)
        return value

    def collect(self) -> None:
        """Add what the map shows."""
        add = self.panel("stories").locator("#gl-story-add")
        shown = self.frame.evaluate("() => Greenline.View.write(Greenline.on(map_greenline).view)")
        before = self.collected
        self.press(add)
        self.collected = self.collection
        assert self.collected[:-1] == before, "an earlier view of the collection changed"
        plain = {"language": Language.EN, "tiles": False, "story": None, "step": None}
        wanted = canonical(shown).with_(**plain)
        assert canonical(self.collected[-1]["view"]) == wanted, "another view was collected"

    def step_tool(self, name: str, at: int) -> bool:
        """Press a button of a collected view, where it is one that does something."""
        button = self.panel("stories").locator(f"#gl-story-{name}-{at}")
        if not button.is_enabled():
            return False
        self.press(button)
        return True

    def order(self, at: int, name: str) -> None:
        """Move a view up or down."""
        other = at + (1 if name == "down" else -1)
        wanted = list(self.collected)
        if self.step_tool(name, at):
            wanted[at], wanted[other] = wanted[other], wanted[at]
        self.collected = self.collection
        assert self.collected == wanted, "another order"

    def discard(self, at: int) -> None:
        """Take a view from the collection."""
        wanted = self.collected[:at] + self.collected[at + 1 :]
        self.step_tool("remove", at)
        self.collected = self.collection
        assert self.collected == wanted, "another view was taken away"

    def revisit(self, at: int) -> None:
        """Show a collected view again: all of it, but for what is the reader's own."""
        remaining = {name: self.view(name) for name in ("language", "tiles", "story", "step")}
        self.step_tool("show", at)
        value = self.frame.evaluate("() => Greenline.View.write(Greenline.on(map_greenline).view)")
        wanted = canonical(self.collected[at]["view"]).with_(**remaining)
        assert canonical(value) == wanted, "another view than the one collected"

    def write(self, at: int, title: str, text: str) -> None:
        """Write the heading and the text of a view, and the title of all."""
        line = self.panel("stories").locator(".gl-own-steps > li").nth(at)
        line.locator("input").first.fill(title.replace("\n", " "))
        line.locator("textarea").fill(text)
        self.frame.locator("#gl-story-title").fill(title.replace("\n", " "))
        self.collected = self.collection
        assert self.collected[at]["text"] == text
        assert self.collected[at]["title"] == title.replace("\n", " ")[:200]

    def unmark(self, at: int) -> None:
        """Take the first mark of a view away."""
        marks = self.panel("stories").locator(".gl-own-steps > li").nth(at).locator(".gl-own-marks")
        button = marks.locator("button")
        if button.count():
            wanted = self.collected[at]["marks"][1:]
            self.press(button.first)
            self.collected = self.collection
            assert self.collected[at]["marks"] == wanted, "another mark was taken away"

    def saved_story(self) -> Story:
        """Save the collection as YAML; return the story that it is."""
        button = self.panel("stories").locator("#gl-story-save")
        path = self.take_file(button)
        assert self.atlas is not None
        return parse(path.read_bytes(), path.name, self.atlas)

    def take_file(self, button: Any) -> Path:
        """Save a file of the map."""
        button.scroll_into_view_if_needed()
        with self.page.expect_download() as coming:
            button.click()
        self.saved += 1
        path = self.folder / f"{self.saved}-{coming.value.suggested_filename}"
        coming.value.save_as(path)
        return path


class Draughtsman(Collector, OnMap):
    """A reader who draws on what he collected."""

    def mark(self, at: int, kind: str, midway: str, code: Language) -> None:
        """Draw a mark, with something else between its corners; what was drawn is then there."""
        before = [list(item["marks"]) for item in self.collected]
        if not self.step_tool(kind, at):
            return
        # Reloading ends the collection, a panel or a card may lie over a corner.
        corners = [self.point(*place) for place in PLACES[: MARKS[kind] - 1]]
        if midway == "reload":
            self.page.reload()
            return
        self.between(midway, code)
        corners.append(self.point(*PLACES[MARKS[kind] - 1]))
        finish = self.frame.locator("#gl-ask-finish")
        if finish.count() and finish.is_enabled():
            finish.click()
        drawn = sum(corners) >= MARKS[kind]
        if self.frame.locator("#gl-ask-cancel").count():
            assert not drawn, "a shape that is complete is still being drawn"
            self.frame.locator("#gl-ask-cancel").click()
        self.collected = self.collection
        if drawn:
            before[at].append([kind, ""])
        assert [item["marks"] for item in self.collected] == before, f"the {kind} that was drawn"
        if drawn:
            field_ = self.frame.locator(f"#gl-story-mark-{at}-{len(before[at]) - 1}")
            field_.fill("Here")
            self.collected = self.collection

    def between(self, what: str, code: Language) -> None:
        """Do something else while a shape is being drawn."""
        if what == "language":
            self.language(code)
            assert self.frame.evaluate("() => Greenline.on(map_greenline).asking"), "given up"
        elif what == "panel" and self.has("layers"):
            self.panel("layers")
            self.press(self.frame.locator("#gl-layers"))
        elif what == "day" and self.has("date"):
            self.day("2014-08-08")
        elif what == "search" and self.has("search"):
            field_ = self.frame.locator("#gl-search")
            field_.press_sequentially("f fa")
            field_.press("Backspace")
            assert field_.input_value() == "f f", "letters were taken for keys of the drawing"
            field_.fill("")

    def language(self, code: Language) -> None:
        """Take a language."""
        raise NotImplementedError


class CollectionRules(MapRules):
    """A reader who collects views, draws on them, and takes them along."""

    reader: Any

    @precondition(lambda self: self.reader.has("stories") and len(self.reader.collected) < 4)
    @rule()
    @act
    def collect(self) -> None:
        self.reader.collect()

    @precondition(lambda self: self.reader.has("stories") and self.reader.collected)
    @rule(at=some.integers(0, 3), name=some.sampled_from(["up", "down"]))
    @act
    def order(self, at: int, name: str) -> None:
        self.reader.order(at % len(self.reader.collected), name)

    @precondition(lambda self: self.reader.has("stories") and self.reader.collected)
    @rule(at=some.integers(0, 3))
    @act
    def discard(self, at: int) -> None:
        self.reader.discard(at % len(self.reader.collected))

    @precondition(lambda self: self.reader.has("stories") and self.reader.collected)
    @rule(at=some.integers(0, 3))
    @act
    def revisit(self, at: int) -> None:
        self.reader.revisit(at % len(self.reader.collected))

    @precondition(lambda self: self.reader.has("stories") and self.reader.collected)
    @rule(at=some.integers(0, 3), title=some.sampled_from(TEXTS), text=some.sampled_from(TEXTS))
    @act
    def write(self, at: int, title: str, text: str) -> None:
        self.reader.write(at % len(self.reader.collected), title, text)

    @precondition(lambda self: self.reader.has("stories") and self.reader.collected)
    @rule(
        at=some.integers(0, 3),
        kind=some.sampled_from(list(MARKS)),
        midway=some.sampled_from(MIDWAY),
        code=some.sampled_from(list(Language)),
    )
    @act
    def mark(self, at: int, kind: str, midway: str, code: Language) -> None:
        self.reader.mark(at % len(self.reader.collected), kind, midway, code)
        if midway == "reload":
            self.again()

    @precondition(lambda self: self.reader.has("stories") and self.reader.collected)
    @rule(at=some.integers(0, 3))
    @act
    def unmark(self, at: int) -> None:
        self.reader.unmark(at % len(self.reader.collected))

    @precondition(lambda self: self.reader.has("stories") and self.reader.collected)
    @rule()
    @act
    def take_along(self) -> None:
        answer = self.reader.saved_story()
        collected = self.reader.collected
        assert [canonical(entry.view.to_query()) for entry in answer.steps] == [
            canonical(entry["view"]) for entry in collected
        ], "the file holds other views"
        for step, item in zip(answer.steps, collected, strict=True):
            wanted = [(kind, text) for kind, text in item["marks"] if kind != "note" or text]
            result = [(mark.kind, mark.text.en if mark.text else "") for mark in step.marks]
            assert result == wanted, "the file holds other marks"
            if item["text"].strip():
                assert step.text.en.strip() == item["text"].strip()

    def again(self) -> None:
        """Wait for the page after it was loaded anew in the middle of an act."""
        self.reader.wait_for_reload()


def collection_of(reader: Collector) -> None:
    """Assert that the page has what was collected, and that its panel shows that."""
    collection = reader.collection
    assert collection == reader.collected, f"{collection} is collected, not {reader.collected}"
    lines = reader.frame.evaluate(LISTED)
    if lines or not collection:  # a panel that was not opened yet in this page is empty
        assert [line["text"] for line in lines] == [item["text"] for item in collection], (
            "texts of steps"
        )
        assert [line["title"] for line in lines] == [
            re.sub(r"\s*\n\s*", " ", item["title"]) for item in collection
        ], "titles of steps"
        assert [line["marks"] for line in lines] == [
            [t for _, t in item["marks"]] for item in collection
        ]
