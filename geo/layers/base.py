"""The base map: towns, water, the countries around."""

from geo.layers.spec import LayerSpec, Plain, Shape

SPECS = (
    LayerSpec(
        name="towns",
        order=160,
        place=140,
        group="base",
        shape=Shape.POINTS,
        tables=("places",),
        ids="places",
        qgis=Plain("#23262b", 0.1),
        hxl={"pcode": "#adm3+code"},
    ),
    LayerSpec(
        name="water",
        order=30,
        place=150,
        group="base",
        shape=Shape.AREAS,
        tables=("rivers_shape", "lakes_shape"),
        qgis=Plain("#9dbccb", 0.3, "#cfe0e8"),
    ),
    LayerSpec(
        name="neighbours",
        order=10,
        place=160,
        group="base",
        shape=Shape.AREAS,
        tables=("neighbours_shape",),
        qgis=Plain("#c4beb1", 0.1, "#ece8df"),
    ),
)
