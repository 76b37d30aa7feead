"""Stories in the app: the state that one opens with, the file of the one that is shown."""

from __future__ import annotations

from collections.abc import Callable

from geo import export
from geo.atlas import Atlas
from geo.draw.stories import atlas_stories
from geo.model import Language
from geo.stories.story import Story
from geo.view import View
from geo.web.saving.download import download
from geo.web.state import state
from geo.web.texts import t


def settle(atlas: Atlas) -> None:
    """Show the step's state at once where the address names a story and nothing else of the map.

    Otherwise figures and tables would show the default view until the page has opened the story.
    """
    now = state()
    view = now.view
    if view.story and view == _reader_view(view, story=view.story, step=view.step):
        now.show(_opening(atlas, view))


def save(atlas: Atlas) -> None:
    """Draw the download of the story that is shown, as a page that carries no other."""
    view = state().view
    story = next(
        (atlas_story for atlas_story in atlas_stories(atlas) if atlas_story.id == view.story), None
    )
    if story is None:
        return
    speech = "" if view.language is Language.EN else f"-{view.language}"
    download(
        t("web.story.save"),
        _page(atlas, story, view),
        f"greenline-{story.id}{speech}.html",
        key="gl-story-save",
    )


def _reader_view(view: View, **changes: str | None) -> View:
    """Return a view that keeps nothing but what is the reader's own."""
    return View(language=view.language, tiles=view.tiles, bounds=view.bounds).with_(**changes)


def _opening(atlas: Atlas, view: View) -> View:
    """Return what the step of a view shows, with what is the reader's own."""
    story = next(
        (atlas_story for atlas_story in atlas_stories(atlas) if atlas_story.id == view.story), None
    )
    steps = story.steps if story else ()
    step = next((item for item in steps if view.step in (None, item.id)), None)
    if step is None:  # the page says so
        return view
    return step.view.with_(
        language=view.language,
        tiles=view.tiles,
        bounds=view.bounds,
        story=view.story,
        step=step.id,
    )


def _page(atlas: Atlas, story: Story, view: View) -> Callable[[], bytes]:
    opening = View(language=view.language, story=story.id)
    return lambda: export.page(atlas, opening, stories=[story]).encode("utf-8")
