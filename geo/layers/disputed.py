"""What is disputed, and the line of control that the profile's theme ``lines`` has."""

from geo.layers.spec import LayerSpec, Line, Plain, Shape

SPECS = (
    LayerSpec(
        name="disputed",
        order=40,
        place=20,
        group="territory",
        shape=Shape.AREAS,
        dated=True,
        tables=("areas", "areas_shape", "bases"),
        ids="areas",
        listed="areas",
        lines={
            "disputed": Line("#7a2e5c", 1.6, band=11, key="legend.listed"),
            "disputedOther": Line("#7a2e5c", 1.1, (5, 4), band=6, key="legend.unlisted"),
        },
        qgis=Plain("#7a2e5c", 0.6),
    ),
    LayerSpec(
        name="lines",
        order=80,
        place=30,
        group="territory",
        shape=Shape.LINES,
        theme="lines",
        hidden=True,
        tables=("lines_shape",),
        lines={"greenLine": Line("#3d7a45", 2.2, (9, 4, 2, 4))},
        qgis=Plain("#3d7a45", 0.6),
    ),
)
