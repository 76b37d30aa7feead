"""Stories: steps that are views of the map, and the claims that are put to the atlas."""

from geo.api import rename_module

answers = rename_module("geo.stories.answers", "geo.stories.story")
