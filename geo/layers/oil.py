"""Oil and gas: fields, pipelines, refineries."""

from geo.layers.spec import Classes, LayerSpec, Plain, Shape

SPECS = (
    LayerSpec(
        name="fields",
        order=110,
        place=40,
        group="oil",
        shape=Shape.POINTS,
        theme="oil",
        dated=True,
        tables=("fields", "field_periods", "production"),
        ids="fields",
        listed="fields",
        qgis=Classes("holder", "strong"),
    ),
    LayerSpec(
        name="pipelines",
        order=100,
        place=50,
        group="oil",
        shape=Shape.LINES,
        theme="oil",
        dated=True,
        tables=("pipelines", "pipeline_states"),
        ids="pipelines",
        qgis=Plain("#1f1d1b", 0.4),
    ),
    LayerSpec(
        name="refineries",
        order=120,
        place=60,
        group="oil",
        shape=Shape.POINTS,
        theme="oil",
        tables=("refineries",),
        ids="refineries",
        qgis=Plain("#1f1d1b", 0.2),
    ),
)
