"""Ways in and out: border crossings and airports."""

from geo.layers.spec import Classes, LayerSpec, Shape

SPECS = (
    LayerSpec(
        name="crossings",
        order=130,
        place=90,
        group="ways",
        shape=Shape.POINTS,
        theme="crossings",
        dated=True,
        tables=("crossings", "crossing_periods"),
        ids="crossings",
        listed="crossings",
        qgis=Classes("run_by", "strong"),
    ),
    LayerSpec(
        name="airports",
        order=140,
        place=100,
        group="ways",
        shape=Shape.POINTS,
        theme="crossings",
        dated=True,
        tables=("crossings", "crossing_periods"),
        ids="crossings",
        listed="crossings",
        qgis=Classes("run_by", "strong"),
    ),
)
