"""Who holds each unit, or how a perspective classes it."""

from geo.layers.spec import Classes, LayerSpec, Line, Shape

SPECS = (
    LayerSpec(
        name="control",
        order=20,
        place=10,
        group="territory",
        shape=Shape.AREAS,
        dated=True,
        tables=("subdistricts_shape", "parts_shape", "spells", "views"),
        ids="units",
        listed="held",
        lines={
            "front": Line("#3a3733", 1.4, key="legend.front"),
            "frontApproximate": Line("#3a3733", 1.4, (4, 3), key="legend.frontApproximate"),
        },
        qgis=Classes("holder", "holders"),
    ),
)
