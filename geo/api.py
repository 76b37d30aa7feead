"""The Python API's manners: names imported on first use, old names, and what consoles show."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable, Mapping
from functools import wraps
from importlib import import_module
from types import ModuleType
from typing import Any, ParamSpec, TypeVar

__version__ = "2.0.0.dev0"

_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")


def keep_calls(function: Callable[..., Any], **names: Any) -> None:
    """Let what a module held be reached through a question that has the module's old name."""
    for name, value in names.items():
        is_function = callable(value) and not isinstance(value, type)
        setattr(function, name, _warn(function, name, value) if is_function else value)


def _warn(
    question: Callable[..., Any], name: str, function: Callable[_Given, _Result]
) -> Callable[_Given, _Result]:
    module = "geo.ask" if function is question else function.__module__
    old, new = f"{question.__name__}.{name}", f"{module}.{function.__name__}"
    text = f"{old} is now called {new}; {old} leaves with 2.1"

    @wraps(function)
    def call(*args: _Given.args, **named: _Given.kwargs) -> _Result:
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


def offer(package: str, modules: Mapping[str, str]) -> Callable[[str], Any]:
    """Return the ``__getattr__`` of a package, by the module of each name; "" is a module itself.

    >>> offer("geo", {"Atlas": "atlas"})("Atlas").__name__
    'Atlas'
    """

    def find(name: str) -> Any:
        if name not in modules:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        if not modules[name]:
            return import_module(f"{package}.{name}")
        return getattr(import_module(f"{package}.{modules[name]}"), name)

    return find


def rename_module(old: str, new: str) -> ModuleType:
    """Let a module be imported by its old name too, with a warning."""

    def find(name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(f"module {old!r} has no attribute {name!r}")
        text = f"{old} is now called {new}; {old} leaves with 2.1"
        warnings.warn(text, DeprecationWarning, stacklevel=2)
        return getattr(import_module(new), name)

    module = sys.modules[old] = ModuleType(old)
    module.__getattr__ = find  # type: ignore[method-assign]
    return module


class Summarised:
    """A class whose ``repr`` is one line, and whose HTML is a small table.

    >>> class Box(Summarised):
    ...     def summary(self):
    ...         return {"bolts": 12, "nuts": "<none>"}
    >>> Box()
    <Box: bolts 12; nuts <none>>
    >>> "<td>&lt;none&gt;</td>" in Box()._repr_html_()
    True
    """

    def summary(self) -> Mapping[str, Any]:
        """Return what is worth knowing, by what it is called."""
        raise NotImplementedError

    def __repr__(self) -> str:
        facts = "; ".join(f"{name} {_clean_cell(cell)}" for name, cell in self.summary().items())
        return f"<{type(self).__name__}: {facts}>"

    def _repr_html_(self) -> str:
        from html import escape  # noqa: PLC0415 -- consoles that show HTML alone

        rows = "".join(
            f'<tr><th scope="row" style="text-align:start">{escape(name)}</th>'
            f"<td>{escape(_clean_cell(cell))}</td></tr>"
            for name, cell in self.summary().items()
        )
        return f"<table><caption>{type(self).__name__}</caption><tbody>{rows}</tbody></table>"


def _clean_cell(cell: Any) -> str:
    text = f"{cell:,}" if isinstance(cell, int) and not isinstance(cell, bool) else str(cell)
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in " ".join(text.split()))
