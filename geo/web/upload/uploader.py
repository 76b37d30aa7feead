"""A place for files that lets go of what it was given, once it is read, by taking another key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st


@dataclass(frozen=True)
class Uploader:
    """An uploader of one name; the session remembers what it was given and nobody read yet."""

    name: str

    @property
    def key(self) -> str:
        """The key that it is drawn with now."""
        return f"{self.name}-{st.session_state.get(self._round, 0)}"

    @property
    def _round(self) -> str:
        return f"{self.name}-round"

    @property
    def _given(self) -> str:
        return f"{self.name}-given"

    def draw(self, label: str, **options: Any) -> None:
        st.file_uploader(label, key=self.key, on_change=self._remember, args=(self.key,), **options)

    def _remember(self, key: str) -> None:
        """Remember that files were given: reading them here would push the map aside.

        A page that has not heard of the new key yet sends the old copy once more with a click.
        """
        if key == self.key:
            st.session_state[self._given] = True

    def is_waiting(self) -> bool:
        """Return whether files were given that nobody read yet."""
        return bool(st.session_state.get(self._given))

    def files(self) -> Any:
        """Return the file or files that were given and not read yet; None where there are none."""
        return (st.session_state.get(self.key) or None) if self.is_waiting() else None

    def keep_copy(self) -> None:
        """Take what was given as read; its copy stays in sight."""
        st.session_state[self._given] = False

    def let_go(self) -> None:
        """Take what was given as read, and drop the copy."""
        self.keep_copy()
        st.session_state[self._round] = st.session_state.get(self._round, 0) + 1
