"""Governorates, districts and sub-districts."""

from geo.layers.spec import LayerSpec, Line, Plain, Shape

SPECS = (
    LayerSpec(
        name="governorates",
        order=70,
        place=110,
        group="admin",
        shape=Shape.AREAS,
        tables=("governorates", "subdistricts_shape"),
        lines={
            "country": Line("#5f5a52", 1.9, key="legend.country"),
            "governorate": Line("#7d776d", 1.3, key="layer.governorates"),
        },
        qgis=Plain("#7d776d", 0.4),
        hxl={"pcode": "#adm1+code"},
    ),
    LayerSpec(
        name="districts",
        order=60,
        place=120,
        group="admin",
        shape=Shape.AREAS,
        tables=("districts", "subdistricts_shape"),
        lines={"district": Line("#a09a8e", 0.7, key="layer.districts")},
        qgis=Plain("#a09a8e", 0.2),
        hxl={"pcode": "#adm2+code"},
    ),
    LayerSpec(
        name="subdistricts",
        order=50,
        place=130,
        group="admin",
        shape=Shape.AREAS,
        hidden=True,
        tables=("subdistricts", "subdistricts_shape"),
        lines={"subdistrict": Line("#a09a8e", 0.5, (2, 2), key="layer.subdistricts")},
        qgis=Plain("#a09a8e", 0.1),
    ),
)
