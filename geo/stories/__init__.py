"""Stories: steps that are views of the map, and the claims that are put to the atlas."""
