"""What was renamed in the documented API: an old name works throughout 2.0, with a warning."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")


def keep_calls(function: Callable[..., Any], **names: Any) -> None:
    """Let what a module held be reached through a question that has the module's old name."""
    for name, value in names.items():
        is_function = callable(value) and not isinstance(value, type)
        setattr(
            function, name, _warn(f"{function.__name__}.{name}", value) if is_function else value
        )


def _warn(old: str, function: Callable[_Given, _Result]) -> Callable[_Given, _Result]:
    @wraps(function)
    def call(*args: _Given.args, **named: _Given.kwargs) -> _Result:
        new = f"{function.__module__}.{function.__qualname__}"
        text = f"{old} is now called {new}; {old} leaves with 2.1"
        warnings.warn(text, DeprecationWarning, stacklevel=2)
        return function(*args, **named)

    return call


def rename_parameter(
    old: str, new: str
) -> Callable[[Callable[_Given, _Result]], Callable[_Given, _Result]]:
    """Return a decorator that takes a parameter by its old name too, with a warning."""

    def decorate(function: Callable[_Given, _Result]) -> Callable[_Given, _Result]:
        @wraps(function)
        def call(*args: _Given.args, **named: _Given.kwargs) -> _Result:
            if old in named:
                text = f"{function.__name__}: {old} is now called {new}; {old} leaves with 2.1"
                warnings.warn(text, DeprecationWarning, stacklevel=2)
                named[new] = named.pop(old)
            return function(*args, **named)

        return call

    return decorate


def rename_field(old: str, new: str) -> Any:
    """Return a property that gives a field by its old name, with a warning."""

    def read(self: object) -> Any:
        text = f"{type(self).__name__}: {old} is now called {new}; {old} leaves with 2.1"
        warnings.warn(text, DeprecationWarning, stacklevel=2)
        return getattr(self, new)

    return property(read, doc=f"The old name of ``{new}``; leaves with 2.1.")
