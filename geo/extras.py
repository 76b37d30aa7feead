"""Parts of the program that a plain install leaves out, and the packages that each needs."""

from __future__ import annotations

#: Package that is imported -> the extra that installs it, and what needs it.
PACKAGES = {
    "streamlit": ("app", "the app"),
    "matplotlib": ("pictures", "a picture"),
    "imageio_ffmpeg": ("animation", "a film"),
    "dask": ("ingest", "greenline ingest"),
    "dask_geopandas": ("ingest", "greenline ingest"),
    "distributed": ("ingest", "greenline ingest"),
}


def missing(package: str | None) -> str | None:
    """Return the sentence that says how to install what is missing; None for other packages.

    Examples
    --------
    >>> missing("matplotlib.figure")
    "a picture needs the package matplotlib: pip install 'greenline[pictures]'"
    """
    name = (package or "").partition(".")[0]
    if name not in PACKAGES:
        return None
    extra, what = PACKAGES[name]
    return f"{what} needs the package {name}: pip install 'greenline[{extra}]'"
