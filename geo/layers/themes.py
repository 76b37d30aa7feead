"""The optional themes: oil and gas, border crossings and airports."""

from geo.layers.spec import Classes, Column, Dots, LayerSpec, On, Plain, Shape

#: What is said of the place of a feature.
_PLACE = (
    Column(
        "position_confidence", "details.position", "code", On.CARD, words="position", none="none"
    ),
    Column("position_note", "details.positionNote", on=On.CARD),
)

_WAYS = (
    Column("official", "details.official", "code", On.CARD, words="answer"),
    Column("alt_names", "details.alt", "names", On.CARD),
    *_PLACE,
)

SPECS = (
    LayerSpec(
        name="fields",
        z_order=120,
        list_order=40,
        group="oil",
        shape=Shape.POINTS,
        theme="oil",
        near=250,
        dated=True,
        tables=("fields", "field_periods", "production"),
        ids="fields",
        listed="fields",
        columns=(
            Column("disputed_basis", "details.basis", on=On.CARD),
            Column("discovered", "details.discovered", "stamp", On.CARD),
            Column("first_production", "details.firstProduction", "stamp", On.CARD),
            Column("reserves_mmbbl", "details.reserves", "number", On.CARD, unit="unit.mmbbl"),
            Column("reserves_note", "details.reservesNote", on=On.CARD),
            Column("status", "details.status", "code", On.CARD, words="status"),
            Column("alt_names", "details.alt", "names", On.CARD),
            *_PLACE,
        ),
        named=True,
        qgis=Classes("holder", "strong"),
    ),
    LayerSpec(
        name="pipelines",
        z_order=90,
        list_order=50,
        group="oil",
        shape=Shape.LINES,
        theme="oil",
        near=250,
        dated=True,
        tables=("pipelines", "pipeline_states"),
        ids="pipelines",
        qgis=Plain("#1f1d1b", 0.4),
    ),
    LayerSpec(
        name="refineries",
        z_order=130,
        list_order=60,
        group="oil",
        shape=Shape.POINTS,
        theme="oil",
        near=250,
        tables=("refineries",),
        ids="refineries",
        kind="kind.refinery",
        totals={"refining_bpd": "capacity_bpd"},
        mark=Dots("#1f1d1b", "square"),
        columns=(
            Column("operator", "details.operator", on=On.LEAD | On.SITE),
            Column(
                "capacity_bpd", "details.capacity", "number", On.LEAD | On.SITE, unit="unit.bpd"
            ),
            Column("capacity_note", "details.capacityNote", on=On.CARD),
            Column("control_note", "details.control", on=On.CARD),
            *_PLACE,
        ),
        qgis=Plain("#1f1d1b", 0.2),
    ),
    LayerSpec(
        name="crossings",
        z_order=140,
        list_order=90,
        group="ways",
        shape=Shape.POINTS,
        theme="crossings",
        near=250,
        dated=True,
        tables=("crossings", "crossing_periods"),
        ids="crossings",
        listed="crossings",
        columns=_WAYS,
        named=True,
        qgis=Classes("run_by", "strong"),
    ),
    LayerSpec(
        name="airports",
        z_order=145,
        list_order=100,
        group="ways",
        shape=Shape.POINTS,
        theme="crossings",
        near=250,
        dated=True,
        tables=("crossings", "crossing_periods"),
        ids="crossings",
        listed="crossings",
        columns=_WAYS,
        qgis=Classes("run_by", "strong"),
    ),
)
