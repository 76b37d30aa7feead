"""What is chosen stays chosen when its words change, and nothing else is taken over."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from tests.web.running import offers


def script() -> None:
    """Two options whose labels follow a language, and what they tell."""
    import streamlit as st

    from geo import View
    from geo.web.options import choose
    from geo.web.state import State

    st.session_state.setdefault("greenline", State(View()))
    words = {"en": {1: "one", 2: "two"}, "de": {1: "eins", 2: "zwei"}, "same": {1: "x", 2: "x"}}
    words["turned"] = {1: "two", 2: "one"}
    word = words[st.session_state.get("language", "en")]
    answer = st.session_state.setdefault("told", [])
    kind = getattr(st, st.session_state.get("kind", "radio"))
    value = choose(kind, "Number", [1, 2], key="n", words=word.get, chosen=answer.append)
    st.session_state["found"] = value


@pytest.mark.quick(1)
@pytest.mark.parametrize("kind", ["selectbox", "pills"])
def test_a_choice_stays_when_the_labels_change(kind: str) -> None:
    app = AppTest.from_function(script)
    app.session_state["kind"] = kind
    app.run()
    group = kind in ("pills", "segmented_control")
    offers(app, "button_group" if group else kind, "n").set_value(2).run()
    assert not app.exception
    assert (app.session_state["found"], app.session_state["told"]) == (2, [2])
    for language in ("de", "en", "same"):
        app.session_state["language"] = language
        app.run()
        assert not app.exception
        assert (app.session_state["found"], app.session_state["told"]) == (2, [2]), language


@pytest.mark.quick(1)
@pytest.mark.parametrize("kind", ["radio", "segmented_control"])
def test_a_label_of_before_that_another_option_has_now_chooses_nothing(kind: str) -> None:
    app = AppTest.from_function(script)
    app.session_state["kind"] = kind
    app.run()
    group = kind in ("pills", "segmented_control")
    offers(app, "button_group" if group else kind, "n").set_value(2).run()
    states = app._tree.get_widget_states()
    app.session_state["language"] = "turned"
    for _ in range(2):
        app._run(states)  # a browser goes on sending the labels of before
        assert not app.exception
        assert (app.session_state["found"], app.session_state["told"]) == (2, [2])
