"""Values of which only some exist: each is checked, and a message lists those that are accepted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from geo.errors import ViewError
from geo.filters import shorten_value

_Option = TypeVar("_Option", bound=str)


def check_option(
    kind: Callable[[Any], _Option], known: Iterable[str], value: Any, what: str
) -> _Option:
    try:
        return kind(value)
    except ValueError:
        accepted = ", ".join(known)
        raise ViewError(f"{what} {shorten_value(value)}: expected one of {accepted}") from None


def check_choice(accepted: Sequence[str], value: Any, what: str) -> str:
    """Return a value that is one of those accepted."""
    if not isinstance(value, str) or value not in accepted:
        raise ViewError(f"{what} {shorten_value(value)}: expected one of {', '.join(accepted)}")
    return value


def check_options(
    kind: Callable[[Any], _Option],
    known: Iterable[_Option],
    values: Iterable[Any],
    what: str,
    offered: Iterable[_Option] = (),
) -> tuple[_Option, ...]:
    """Return values of a kind, each once, in the order of those offered."""
    if isinstance(values, str) or not isinstance(values, Iterable):
        raise ViewError(f"{what}s {shorten_value(values)}: expected a list, of {', '.join(known)}")
    wanted = {check_option(kind, known, value, what) for value in values}
    return tuple(option for option in (offered or known) if option in wanted)
