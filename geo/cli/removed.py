"""Commands and options that are gone, each with the sentence that says what to use instead."""

from __future__ import annotations

from collections.abc import Sequence

CORRECT = "use “Report an error” on a card of the map, or edit the table and run `greenline check`"

#: Commands that ended with version 2.0, by name.
COMMANDS: dict[str, str] = {
    "archive": "use the column archived of sources.csv, the address of a copy in a web archive",
    "feed": "use what the changelog of the data says (data/CHANGELOG.md)",
    "pull": "download the file (docs/guides/event-data.md has the addresses), then use read",
    "blame": "use `greenline history PLACE`, which lists each spell with its sources",
    "mapset": "use `greenline export` in a loop, as docs/guides/graphics.md shows",
    "diff": "use data/CHANGELOG.md, or `git diff` on the tables; `--as-of` opens a kept release",
    "accept": CORRECT,
    "propose": CORRECT,
    "reject": CORRECT,
}

#: Options that ended with version 2.0, by command and option.
OPTIONS: dict[tuple[str, str], str] = {
    ("check", "--doubts"): "use python -m tools.doubts in a checkout",
    ("info", "--format"): "use datapackage.json in the folder of the data",
    ("site", "--serve"): "use python -m http.server in the folder of the site",
    ("ingest", "--workers"): "use --scheduler with the address of a Dask scheduler and its workers",
    ("export", "--areas"): "use --bbox in a loop over areas, as docs/guides/graphics.md shows",
    ("export", "--handout"): "use --story ID --query sp=STEP for each step",
    ("map", "--story"): "write a story as a YAML file (docs/guides/write-a-story.md)",
    ("map", "--source"): "it named the source of a draft of a story, which is gone",
    ("app", "--edit"): CORRECT,
}


def find_removed(words: Sequence[str]) -> str | None:
    """Return what to use instead of a removed command or option; None where all are there.

    Parameters
    ----------
    words
        The arguments of the command line without those that all commands share.
    """
    if not words:
        return None
    name, *others = words
    if name in COMMANDS:
        return f"{name} is gone since version 2.0: {COMMANDS[name]}"
    for word in others:
        option = word.partition("=")[0]
        if (name, option) in OPTIONS:
            return f"{name} {option} is gone since version 2.0: {OPTIONS[name, option]}"
    return None
