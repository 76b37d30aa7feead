"""What the session knows: the view that the page reports, and what widgets ask for until it is done."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from geo import View
from geo.model import Layer
from geo.web.state import Command, State, read


def report(query: str, **more: Any) -> dict[str, Any]:
    return {"query": query, "done": None, "marks": [], **more}


def test_a_command_is_kept_until_the_page_has_done_it() -> None:
    now = State.of({})
    now.send(perspective="un")
    now.send(perspective="un")
    (command,) = now.commands
    assert (now.view.perspective, now.reported.perspective) == ("un", "held")
    now.receive(report("d=2014-08-08"))
    assert now.commands == [command]
    assert (now.view.date, now.view.perspective) == (date(2014, 8, 8), "un")
    now.receive(report("d=2014-08-08&p=un", done=command.id))
    assert now.commands == []
    assert now.view == now.reported == View(date="2014-08-08", perspective="un")


def test_the_page_has_the_last_word_on_what_a_command_came_to() -> None:
    now = State.of({})
    now.send(perspective="un")
    now.receive(report("p=region", done=now.commands[0].id))
    assert now.view.perspective == "region"


def test_a_widget_and_the_page_at_once_both_count() -> None:
    now = State.of({})
    now.receive(report("b=40,33,46,37"))
    assert now.commands == [], "nothing is asked of the page that it reported"
    now.send(layers=(Layer.CONTROL,))
    assert "b" not in now.commands[0].to_json()["set"], "a widget keeps the frame of the map"
    now.receive(report("d=2014-08-08&b=40,33,46,37"))  # the page had not heard of it yet
    assert now.view == View(date=date(2014, 8, 8), layers=(Layer.CONTROL,), bounds=(40, 33, 46, 37))


def test_what_the_map_chose_heads_its_table() -> None:
    now = State.of({})
    now.receive(report("s=fields:jambur"))
    assert (now.tab, now.pinned) == ("fields", "jambur")
    now.receive(report(""))
    assert (now.tab, now.pinned, now.view.selection) == ("fields", None, None)


def test_a_command_says_what_it_changes_and_what_it_takes_back() -> None:
    command = Command({"kinds": None, "interval": ("2014-06-01", "2014-06-30"), "min_deaths": 0})
    assert command.to_json()["set"] == {"ek": None, "ei": "2014-06-01..2014-06-30", "ed": None}


@pytest.mark.parametrize("bad", [None, 5, "x", [], {}, {"query": 5}, {"query": None, "done": []}])
def test_what_is_no_report_changes_nothing(bad: Any) -> None:
    now = State.of({"d": "2014-08-08"})
    now.send(perspective="un")
    now.receive(bad)
    assert len(now.commands) == 1
    assert View.from_query(now.view.to_query()) == now.view


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ({"d": "yesterday"}, "yesterday"), ({"d": "2099-01-01"}, "2099-01-01"),
        ({"p": "mars"}, "mars"), ({"l": "control.moon"}, "moon"), ({"w": "many"}, "many"),
        ({"b": "1,2,3"}, "1"), ({"lang": "xx"}, "xx"), ({"t": "<img onerror=alert(1)>"}, "<img"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_named_and_the_rest_stands(
    query: dict[str, str], named: str
) -> None:
    view, faults = read({**query, "s": "towns:sinjar"})
    assert view == View(selection="towns:sinjar")
    assert len(faults) == 1
    assert named in faults[0]


def test_a_key_that_ended_is_named_and_the_rest_is_shown() -> None:
    view, faults = read({"d": "2014-08-08", "ds": "2014-06-01.2014-07-01"})
    assert view == View(date="2014-08-08")
    assert [str(fault) for fault in faults] == [
        "Left out of this address, since it is no longer shown: days side by side."
    ]
