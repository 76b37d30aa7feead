"""Text tables of any delimiter and encoding, with names and numbers of rows as a spreadsheet has them."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from geo.errors import ReadError
from geo.events.column_mapping import How
from geo.events.formats.any_table import guess
from geo.events.reading import Reader, read_here
from geo.tabular.dialect import find
from geo.tabular.sheet import open_sheet, sheets
from geo.tabular.source import Limits

ARABIC = "المعرف;التاريخ;خط العرض;خط الطول;المكان\r\n1;2014-06-10;35,47;44,39;كركوك\r\n2;2014-06-11;36,34;43,13;الموصل\r\n"


def test_cells_stay_as_they_are() -> None:
    sheet = open_sheet(b'id,name\n007," a ""b"" "\n8,=1+1\n', "t.csv")
    assert sheet.frame.to_dict("list") == {"id": ["007", "8"], "name": [' a "b" ', "=1+1"]}
    assert sheet.row.tolist() == [2, 3]
    assert (sheet.kind, sheet.name, sheet.bad, sheet.hxl) == ("csv", "t.csv", (), {})


@pytest.mark.parametrize("mark", [",", ";", "\t", "|", "^", "~"])
def test_any_delimiter(mark: str) -> None:
    lines = [["id", "lat", "note"], ["1", "35.47", "a, b; c"], ["2", "36.34", "d | e"]]
    quoted = [[f'"{cell}"' if mark in cell else cell for cell in line] for line in lines]
    sheet = open_sheet("\n".join(mark.join(line) for line in quoted).encode())
    assert sheet.details["delimiter"] == mark
    assert sheet.frame["note"].tolist() == ["a, b; c", "d | e"]


def test_the_delimiter_that_excel_names() -> None:
    sheet = open_sheet(b"sep=;\r\nid;lat\r\n1;35,47\r\n")
    assert sheet.details["delimiter"] == ";"
    assert sheet.row.tolist() == [3]


@pytest.mark.parametrize(
    ("encoding", "result"),
    [
        ("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("cp1256", "cp1256"), ("utf-16", "utf-16-le"),
        ("utf-16-be", "utf-16-be"), ("utf-16-le", "utf-16-le"), ("iso8859_6", "iso8859_6"),
    ],
)  # fmt: skip
def test_any_encoding(encoding: str, result: str) -> None:
    text = ARABIC + "".join(
        f"{n};2014-07-{n:02d};35,{n};44,{n};السليمانية والمدينة\r\n" for n in range(3, 29)
    )
    sheet = open_sheet(text.encode(encoding))
    assert sheet.details["encoding"] == result
    assert sheet.frame["المكان"].tolist()[:2] == ["كركوك", "الموصل"]
    assert sheet.details["decimal"] == ","


def test_western_letters() -> None:
    text = "nom;lieu\n1;Région de l'été\n2;Français à Kirkouk\n" * 20
    assert "Région" in open_sheet(text.encode("cp1252")).frame.iloc[0, 1]


def test_a_few_bad_bytes_do_not_change_the_encoding() -> None:
    content = ARABIC.encode().replace("كركوك".encode(), "كرك".encode() + b"\xff")
    sheet = open_sheet(content)
    assert sheet.frame["المكان"].tolist() == ["كرك\ufffd", "الموصل"]
    assert dict(sheet.notes) == {"bad_bytes": 1}


def test_line_ends_within_quotes_and_of_every_kind() -> None:
    sheet = open_sheet(b'id,text\r\n1,"one\ntwo"\r\n2,three\r\n')
    assert sheet.frame["text"].tolist() == ["one\ntwo", "three"]
    assert sheet.row.tolist() == [2, 3]
    assert open_sheet(b"id,a\r1,2\r3,4").frame["id"].tolist() == ["1", "3"]


def test_names_below_a_title() -> None:
    text = "UserEvents of June\n\nsource: field teams\nid,lat,lon\n1,35.4,44.3\n2,35.5,44.4\n"
    sheet = open_sheet(text.encode())
    assert list(sheet.frame.columns) == ["id", "lat", "lon"]
    assert sheet.row.tolist() == [5, 6]


def test_hxl_tags_are_no_row() -> None:
    sheet = open_sheet(b"id,where\n#event+id,#loc +name\n1,Kirkuk\n")
    assert sheet.hxl == {"id": "#event+id", "where": "#loc+name"}
    assert (sheet.row.tolist(), sheet.frame["where"].tolist()) == ([3], ["Kirkuk"])


def test_a_table_without_names() -> None:
    line = "\t".join(str(number) for number in range(61))
    sheet = open_sheet(f"{line}\n{line}\n".encode())
    assert list(sheet.frame.columns) == [f"c{number}" for number in range(1, 62)]
    assert sheet.details["header"] is False
    assert sheet.row.tolist() == [1, 2]


def test_names_are_made_unique() -> None:
    sheet = open_sheet(b"id,,lat,lat,lat_2\n1,a,35,36,37\n")
    assert list(sheet.frame.columns) == ["id", "c2", "lat", "lat_3", "lat_2"]


def test_a_lone_quotation_mark_in_a_table_with_tabs_is_a_letter() -> None:
    sheet = open_sheet(b'id\tname\n1\t"Abu\n2\tB\n')
    assert sheet.frame["name"].tolist() == ['"Abu', "B"]


def test_records_with_other_cells_are_bad_rows() -> None:
    sheet = open_sheet(b"id,lat,lon\n1,35,44\n2,35\n3,36,45,9\n\n4,36,45,,\n5,36,45\n")
    assert sheet.frame["id"].tolist() == ["1", "", "4", "5"]
    assert sheet.row.tolist() == [2, 5, 6, 7]
    assert [(bad_row.row, bad_row.value, bad_row.accepted) for bad_row in sheet.bad] == [
        (3, "2,35", "3 cells, found 2"),
        (4, "3,36,45,9", "3 cells, found 4"),
    ]


def test_a_needless_delimiter_at_the_end_of_each_row() -> None:
    sheet = open_sheet(b"id,lat\n1,35.1,\n2,35.2,\n")
    assert (list(sheet.frame.columns), len(sheet.bad)) == (["id", "lat", "c3"], 0)


def test_a_quotation_mark_that_is_never_closed() -> None:
    sheet = open_sheet(b'id,note\n1,a\n2,"b\n3,c\n4,d\n')
    assert sheet.frame["id"].tolist() == ["1"]
    assert [bad_row.row for bad_row in sheet.bad] == [3]


def test_a_last_number_that_was_cut() -> None:
    sheet = open_sheet(b"id,lat,lon\n1,35.4712,44.3913\n2,36.3401,43.1301\n3,35.1122,44.3")
    assert sheet.frame["id"].tolist() == ["1", "2"]
    assert sheet.bad[0].row == 4
    total = open_sheet(b"id,lat,lon\n1,35.47,44.3\n2,36.3,43.13\n3,35.11,44.3")
    assert len(total.frame) == 3


def test_pieces_have_the_rows_of_the_file() -> None:
    lines = [f"{n},{n}.5" if n % 7 else f"{n}" for n in range(2, 5002)]
    content = ("id,lat\n" + "\n".join(lines) + "\n").encode()
    pieces = list(sheets(content, rows=1000))
    rows = [row for piece in pieces for row in piece.row.tolist()]
    bad = [bad_row.row for piece in pieces for bad_row in piece.bad]
    assert [len(piece.frame) for piece in pieces] == [1000] * 4 + [286]
    assert [int(item) for piece in pieces for item in piece.frame["id"]] == rows
    assert sorted(rows + bad) == list(range(2, 5002))
    assert all(row % 7 == 0 for row in bad)


def test_gzip_by_content(tmp_path: Path) -> None:
    path = tmp_path / "named.csv"
    path.write_bytes(gzip.compress(b"id,lat\n1,35.2\n") + gzip.compress(b"2,35.3\n"))
    sheet = open_sheet(path)
    assert sheet.frame["id"].tolist() == ["1", "2"]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "is empty"),
        (b"\n\n \n", "is empty"),
        (b"\x00\x01\x02\x03" * 90, "is not a text file"),
        (b"<html><body>1,2</body></html>", "web page"),
    ],
)
def test_what_is_no_table_is_refused(content: bytes, what: str) -> None:
    with pytest.raises(ReadError, match=what):
        open_sheet(content, "t.csv")


def test_limits_of_rows_columns_and_cells() -> None:
    content = b"id,lat\n" + b"1,35.2\n" * 50
    with pytest.raises(ReadError, match="too many rows; accepted: at most 20 rows"):
        open_sheet(content, limits=Limits(rows=20))
    with pytest.raises(ReadError, match="600 columns"):
        open_sheet(",".join(f"n{i}" for i in range(600)).encode())
    with pytest.raises(ReadError, match="is too large: 357 bytes; accepted: at most 100 bytes"):
        open_sheet(content, limits=Limits(bytes=100))
    sheet = open_sheet(b"id,note\n1,ab\n2," + b"x" * 300 + b"\n", limits=Limits(cell=200))
    assert ([bad_row.row for bad_row in sheet.bad], sheet.frame["id"].tolist()) == ([3], ["1"])


def test_a_header_alone_is_a_table_without_rows() -> None:
    sheet = open_sheet(b"id,lat,lon,date\n")
    assert (len(sheet.frame), list(sheet.frame.columns)) == (0, ["id", "lat", "lon", "date"])


def test_rows_that_begin_with_their_number() -> None:
    sheet = open_sheet(
        b'"date" "lat" "lon"\n"1" 2014-06-10 35.4 44.3\n"2" 2014-06-11 35.5 44.4\n'.replace(
            b" ", b","
        )
    )
    assert list(sheet.frame.columns) == ["c1", "date", "lat", "lon"]
    assert (sheet.frame["lat"].tolist(), sheet.bad) == (["35.4", "35.5"], ())
    sheet = open_sheet(b"id,lat,lon\n1,2014-06-10,35.4,44.3\n2,2014-06-11,35.5,44.4\n")
    assert (len(sheet.frame), len(sheet.bad)) == (0, 2)


def test_cells_that_would_take_long_to_judge() -> None:
    for cell in (
        " x" * 30_000,
        "x" + " " * 120_000 + "1",
        "1" * 120_000,
        "1," * 30_000,
        "point(" + " 1" * 30_000,
        '""' * 50_000,
    ):
        sheet = open_sheet(
            b'id,lat,lon,date\n1,35.1,44.1,2014-06-10\n2,"'
            + cell.encode()
            + b'",44,"'
            + cell.encode()
            + b'"'
        )
        assert guess(sheet).mapping.lat == "lat"
        assert len(Reader(How(guess(sheet).mapping)).events(sheet).rows) == 1


def test_many_empty_lines_below_many_names_are_refused() -> None:
    content = (
        ",".join(f"n{number}" for number in range(400)).encode()
        + b"\n"
        + b"1"
        + b"," * 399
        + b"\n" * 2_000
        + b"1"
    )
    with pytest.raises(ReadError, match="too many cells"):
        open_sheet(content, limits=Limits(cells=100_000))


def test_signs_within_quoted_text_divide_no_cells() -> None:
    wording = "; ".join(f"part {n}" for n in range(26))
    row = f'2014-06-10,35.5,44.4,"{wording}, they said","{wording} ""z""; w"'
    text = "date,lat,lon,text,note\n" + "\n".join([row] * 20)
    assert find(text).delimiter == ","
    assert open_sheet(text.encode()).frame["note"][0] == f'{wording} "z"; w'


def test_rows_that_an_unclosed_quotation_mark_swallows_are_listed() -> None:
    rows = [f"{at},2017-10-16,35.4,44.3,a" for at in range(500)]
    rows[100] = '100,2017-10-16,35.4,44.3,"a'
    rows[301] = '301,2017-10-16,35.4,44.3,b"'
    sheet = open_sheet("\n".join(["id,date,lat,lon,note", *rows]).encode())
    assert len(sheet.frame) == 298
    assert len(sheet.bad) == 202
    assert sheet.bad[1].value == rows[101]
    assert "quotation mark before it is not closed" in sheet.bad[1].accepted


def test_a_note_of_many_lines_stays_one_cell() -> None:
    note = "seen, then lost\nagain, twice\nno one hurt\na, b, c\nend"
    sheet = open_sheet(f'id,lat,lon,note\n1,35,44,"{note}"\n2,35,44,x\n'.encode())
    assert sheet.frame["note"].tolist() == [note, "x"]
    assert sheet.bad == ()


def test_no_more_bad_rows_are_listed_than_a_list_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geo.tabular.delimited.LISTED", 5)
    content = b"id,lat,lon\n1,35,44\n" + b"1,2,3,4\n" * 20
    sheet = open_sheet(content)
    assert (len(sheet.frame), len(sheet.bad), sheet.unlisted) == (1, 5, 15)
    report = read_here(content).report
    assert report.rows_read == 21
    assert report.set_aside["bad_row"] == 20
