"""The atlas's events, and the reader's own."""

from geo.layers.spec import Classes, LayerSpec, Plain, Shape

SPECS = (
    LayerSpec(
        name="events",
        order=150,
        place=70,
        group="events",
        shape=Shape.POINTS,
        dated=True,
        tables=("events",),
        ids="events",
        listed="events",
        qgis=Classes("type", "events"),
    ),
    LayerSpec(
        name="user_events",
        order=90,
        place=80,
        group="events",
        shape=Shape.POINTS,
        dated=True,
        qgis=Plain("#c8421f", 0.2),
        hxl={
            "low": "#affected+killed+min",
            "best": "#affected+killed+best",
            "high": "#affected+killed+max",
        },
    ),
)
