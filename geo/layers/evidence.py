"""How old the newest evidence is of who holds each unit."""

from geo.layers.spec import LayerSpec, Plain, Shape

SPECS = (
    LayerSpec(
        name="evidence",
        order=25,
        place=15,
        group="territory",
        shape=Shape.AREAS,
        hidden=True,
        covers=("control",),
        dated=True,
        tables=("subdistricts_shape", "parts_shape", "spells", "sources"),
        ids="units",
        qgis=Plain("#5b4a8a", 0.2),
    ),
)

#: Fill of each class of age (:data:`geo.ask.evidence.NAMES`): the older the darker.
FILLS = {
    "recent": "#efedf5",
    "years_2": "#bcbddc",
    "years_5": "#807dba",
    "years_10": "#4a2f83",
    "undated": "#b8b2a6",
}
