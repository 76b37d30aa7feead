"""Pages of HTML: nothing that comes from data is taken for markup."""

from __future__ import annotations

import jinja2


def template(name: str) -> jinja2.Template:
    """Return a template of this folder."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("geo.export", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
    )
    return environment.get_template(f"{name}.html")
