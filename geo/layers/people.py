"""How many people a census counted, by sub-district."""

from geo.layers.spec import Circles, Column, LayerSpec, Plain, Shape

SPECS = (
    LayerSpec(
        name="people",
        z_order=100,
        list_order=105,
        group="people",
        shape=Shape.POINTS,
        theme="people",
        apart=True,
        tables=("census",),
        ids="census",
        key="pcode",
        sums={
            "people": ("urban_male", "urban_female", "rural_male", "rural_female"),
            "urban": ("urban_male", "urban_female"),
            "rural": ("rural_male", "rural_female"),
        },
        listed="people",
        columns=(
            Column("name", "kind.subdistrict", "name"),
            Column("people", "people.all", "number"),
            Column("urban", "people.urban", "number"),
            Column("rural", "people.rural", "number"),
            Column("date", "web.col.day", "day"),
        ),
        mark=Circles(
            "people",
            unit=4000,
            colour="#1d5f7a",
            samples=(10_000, 50_000, 250_000),
            key="legend.people",
        ),
        qgis=Plain("#1d5f7a", 0.2),
        hxl={
            "people": "#population",
            "urban": "#population+urban",
            "rural": "#population+rural",
            "date": "#date+reported",
        },
    ),
)
