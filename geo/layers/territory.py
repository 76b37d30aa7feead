"""Control, disputed areas, lines of control, events, and the age of the evidence."""

from geo.layers.spec import Classes, LayerSpec, Line, Plain, Shape

SPECS = (
    LayerSpec(
        name="control",
        z_order=20,
        list_order=10,
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
    LayerSpec(
        name="disputed",
        z_order=40,
        list_order=20,
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
        z_order=80,
        list_order=30,
        group="territory",
        shape=Shape.LINES,
        theme="lines",
        hidden=True,
        tables=("lines_shape",),
        lines={"greenLine": Line("#3d7a45", 2.2, (9, 4, 2, 4))},
        qgis=Plain("#3d7a45", 0.6),
    ),
    LayerSpec(
        name="evidence",
        z_order=25,
        list_order=15,
        group="territory",
        shape=Shape.AREAS,
        hidden=True,
        covers=("control",),
        dated=True,
        tables=("subdistricts_shape", "parts_shape", "spells", "sources"),
        ids="units",
        qgis=Plain("#5b4a8a", 0.2),
    ),
    LayerSpec(
        name="events",
        z_order=150,
        list_order=70,
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
        z_order=90,
        list_order=80,
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

#: Fill of each class of age (:data:`geo.ask.evidence.NAMES`): the older the darker.
AGE_FILLS = {
    "recent": "#efedf5",
    "years_2": "#bcbddc",
    "years_5": "#807dba",
    "years_10": "#4a2f83",
    "undated": "#b8b2a6",
}
