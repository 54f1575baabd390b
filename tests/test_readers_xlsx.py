"""Workbooks: cells as they are shown, forms on one sheet, what is hidden or missing."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.styles import Border, Side

from docaudit.model import Document, Heading, Paragraph, ParagraphKind, Status, Unreadable
from docaudit.readers import read
from docaudit.readers.xlsx import bounds
from docaudit.readers.xlsx.formats import Shown, show_number, show_text

THIN = Side(style="thin")
FRAME = Border(THIN, THIN, THIN, THIN)


def _save(book: openpyxl.Workbook, folder: Path, name: str = "a.xlsx") -> Document:
    path = folder / name
    book.save(path)
    return read(path, relative=name)


def _fill(sheet, top: int, left: int, rows: list[list[object]], *, framed: bool = True) -> None:
    for i, row in enumerate(rows):
        for j, value in enumerate(row):
            cell = sheet.cell(top + i, left + j, value)
            if framed:
                cell.border = FRAME


def _rewrite(path: Path, change: Callable[[str, bytes], bytes | None]) -> None:
    with zipfile.ZipFile(path) as archive:
        members = [(name, archive.read(name)) for name in archive.namelist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            changed = change(name, data)
            if changed is not None:
                archive.writestr(name, changed)


def test_two_forms_on_a_sheet(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "自评"
    sheet["A1"] = "项目支出绩效自评表"
    sheet.merge_cells("A1:F1")
    sheet["A2"] = "（2021年度）"
    sheet.merge_cells("A2:F2")
    sheet["A3"] = "填报单位：某中心"
    sheet["F3"] = "金额单位：万元"
    _fill(
        sheet,
        4,
        1,
        [
            ["项目名称", "某项目", None, None, "主管部门", "某局"],
            ["资金", "年初预算", None, "执行数", None, "执行率"],
            [None, 185, None, 184.5, None, 0.9973],
            [None, None, None, None, None, None],
            ["合计", None, None, None, 20, 19.5],
        ],
    )
    for merged in ("B4:D4", "A5:A6", "A8:D8"):
        sheet.merge_cells(merged)
    sheet["B6"].number_format = '#,##0.00"万元"'
    sheet["D6"].number_format = "0.00"
    sheet["F6"].number_format = "0.00%"
    sheet["A9"] = "注：数据截至年末。"
    sheet["A12"] = "表2 人员情况"
    _fill(sheet, 13, 1, [["姓名", "到岗"], ["甲", dt.date(2021, 7, 1)]])
    sheet["B14"].number_format = 'yyyy"年"m"月"d"日"'
    document = _save(book, tmp_path)
    headings = [(b.level, b.text, b.place.where) for b in document.blocks if isinstance(b, Heading)]
    assert headings == [(1, "自评", "工作表“自评”"), (2, "项目支出绩效自评表", "工作表“自评” A1")]
    assert [(b.kind.value, b.text) for b in document.blocks if isinstance(b, Paragraph)] == [
        ("body", "（2021年度）"),
        ("body", "填报单位：某中心"),
        ("caption", "金额单位：万元"),
        ("note", "注：数据截至年末。"),
        ("caption", "表2 人员情况"),
    ]
    first, second = document.tables
    assert (len(first.rows), first.width, first.caption) == (5, 6, "金额单位：万元")
    assert first.texts()[2] == ["资金", "185.00万元", "", "184.50", "", "99.73%"]
    assert first.rows[1][0] is first.rows[2][0]
    assert first.rows[0][1] is first.rows[0][3]
    assert first.rows[3][1].text == ""
    assert first.rows[2][1].unit == "万元"
    assert first.rows[2][3].unit is None
    assert first.rows[2][5].unit == "%"
    place = first.rows[2][5].place
    assert (place.sheet, place.cell, place.where, place.quote) == ("自评", "F6", "工作表“自评” F6", "99.73%")
    assert first.place.cell == "A4:F8"
    assert second.texts() == [["姓名", "到岗"], ["甲", "2021年7月1日"]]
    assert second.caption == "表2 人员情况"


def test_forms_side_by_side_and_without_frames(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"] = "经费情况对照"
    sheet.merge_cells("A1:E1")
    _fill(sheet, 2, 1, [["科目", "预算"], ["设备", 10]], framed=False)
    _fill(sheet, 2, 4, [["科目", "决算"], ["设备", 9]], framed=False)
    document = _save(book, tmp_path)
    assert [table.texts() for table in document.tables] == [
        [["科目", "预算"], ["设备", "10"]],
        [["科目", "决算"], ["设备", "9"]],
    ]
    assert document.tables[1].rows[1][1].place.cell == "E3"


def test_a_sheet_of_sentences_is_not_a_table(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row, text in enumerate(["绩效报告", "一、项目概况", "本项目申请专利5项。"], 1):
        book.active.cell(row, 1, text)
    document = _save(book, tmp_path)
    assert document.tables == ()
    assert [block.text for block in document.blocks if not isinstance(block, Paragraph)][-1] == "一、项目概况"
    assert document.blocks[-1].place.where == "工作表“Sheet” A3"


def test_hidden_things_are_reported(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    _fill(sheet, 1, 1, [["a", "b", "c"], ["1", "2", "3"], ["4", "5", "6"]])
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["C"].hidden = True
    other = book.create_sheet("底稿")
    other["A1"] = "秘密"
    other.sheet_state = "hidden"
    document = _save(book, tmp_path)
    assert document.problems == (
        "工作表“Sheet”有隐藏的行（2），已一并读取",
        "工作表“Sheet”有隐藏的列（C），已一并读取",
        "工作表“底稿”已隐藏，未读取",
    )
    assert document.tables[0].rows[1][2].text == "3"
    assert len(document.tables) == 1


def test_formulas_without_a_result_are_reported(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    _fill(book.active, 1, 1, [["a", 1], ["b", 2], ["合计", "=SUM(B1:B2)"], ["不变", "=100"]])
    document = _save(book, tmp_path)
    assert document.status is Status.PARTLY
    assert "1 个公式没有保存计算结果（B3）" in document.problems[0]
    assert document.tables[0].rows[3][1].text == "100"
    path = tmp_path / "a.xlsx"
    _rewrite(
        path,
        lambda name, data: (
            data.replace(b"<v></v>", b"<v>3</v>").replace(b"<v />", b"<v>3</v>").replace(b"<v/>", b"<v>3</v>")
            if "sheet1" in name
            else data
        ),
    )
    document = read(path, relative="a.xlsx")
    assert document.status is Status.READ
    assert document.tables[0].rows[2][1].text == "3"


def test_errors_booleans_and_rich_text(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    _fill(book.active, 1, 1, [["a", "b"], [True, "c"]])
    path = tmp_path / "a.xlsx"
    book.save(path)
    rich = (
        '<c r="A3" t="inlineStr"><is><r><t>申请</t></r><r><t xml:space="preserve"> 专利</t></r>'
        '<rPh sb="0" eb="1"><t>shen</t></rPh></is></c><c r="B3" t="e"><v>#DIV/0!</v></c>'
    )
    _rewrite(
        path,
        lambda name, data: (
            data.replace(b"</sheetData>", f'<row r="3">{rich}</row></sheetData>'.encode()) if "sheet1" in name else data
        ),
    )
    document = read(path, relative="a.xlsx")
    assert document.tables[0].texts()[1:] == [["TRUE", "c"], ["申请 专利", "#DIV/0!"]]
    assert document.problems == ("工作表“Sheet”有 1 个单元格显示错误值（B3）",)


def test_strict_dialect_and_odd_parts(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    _fill(book.active, 1, 1, [["a", 0.5], ["b", 2]])
    book.active["B1"].number_format = "0%"
    path = tmp_path / "a.xlsx"
    book.save(path)

    def odd(name: str, data: bytes) -> bytes | None:
        data = data.replace(
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/", b"http://purl.oclc.org/ooxml/spreadsheetml/"
        )
        if name == "xl/styles.xml":
            data = data.replace(b"</fills>", b"<fill/></fills>")
        return data

    _rewrite(path, odd)
    assert read(path, relative="a.xlsx").tables[0].texts() == [["a", "50%"], ["b", "2"]]


def test_far_cells_do_not_make_a_huge_table(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    _fill(sheet, 1, 1, [["a", "b"], ["1", "2"]], framed=False)
    sheet.merge_cells("A5:XFD5")
    sheet["A5"] = "备注栏"
    sheet["XFD1048576"] = "远"
    document = _save(book, tmp_path)
    assert document.tables[0].texts() == [["a", "b"], ["1", "2"]]
    assert all(table.width < 100 and len(table.rows) < 100 for table in document.tables)


def test_text_boxes_on_a_sheet(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    _fill(book.active, 1, 1, [["a", "b"], ["1", "2"]])
    path = tmp_path / "a.xlsx"
    book.save(path)
    drawing = (
        '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:sp><xdr:txBody><a:p><a:r><a:t>单位：'
        "</a:t></a:r><a:r><a:t>万元</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:wsDr>"
    )
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing" Target="../drawings/drawing1.xml"/>'
        "</Relationships>"
    )
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/drawings/drawing1.xml", drawing)
        archive.writestr("xl/worksheets/_rels/sheet1.xml.rels", rels)
    (box,) = [
        b for b in read(path, relative="a").blocks if isinstance(b, Paragraph) and b.kind is ParagraphKind.TEXTBOX
    ]
    assert box.text == "单位：万元"


@pytest.mark.parametrize(
    ("stored", "code", "text", "unit"),
    [
        ("1", "0.00%", "100.00%", "%"),
        ("0.95557", "0.0%", "95.6%", "%"),
        ("1850000", "#,##0.00", "1,850,000.00", None),
        ("1850000", '#,##0.00"元"', "1,850,000.00元", "元"),
        ("185", '0"万元"', "185万元", "万元"),
        ("123456", '0\\.0,"万"', "12.3万", "万"),
        ("1234567", "#,##0,", "1,235", None),
        ("1234.5", '"¥"#,##0.00', "¥1,234.50", "元"),
        ("1234.5", "[$¥-804]#,##0.00;[Red][$¥-804]-#,##0.00", "¥1,234.50", "元"),
        ("-1234.5", "#,##0.00;(#,##0.00)", "(1,234.50)", None),
        ("-5", "0_ ;[Red]-0 ", "-5", None),
        ("-0.001", "0.00", "0.00", None),
        ("0", '#,##0;-#,##0;"-"', "-", None),
        ("0", '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-", None),
        ("5", '0"项"', "5项", "项"),
        ("80", '"不少于"0"人"', "不少于80人", "不少于人"),
        ("44378", "yyyy/m/d", "2021/7/1", None),
        ("44378", 'yyyy"年"mm"月"', "2021年07月", None),
        ("44378", "[$-804]aaaa", "星期四", None),
        ("44378.75", "yyyy-mm-dd hh:mm", "2021-07-01 18:00", None),
        ("1.5", "[h]:mm", "36:00", None),
        ("33.333333333333336", "General", "33.33333333", None),
        ("0.30000000000000004", "General", "0.3", None),
        ("310000200001011234", "0", "310000200001011000", None),
        ("2.5", "0", "3", None),
        ("1.005", "0.00", "1.01", None),
        ("12", "000", "012", None),
        ("1.5", "0.##", "1.5", None),
        ("1", "0.##", "1", None),
        ("1234", "0.00E+00", "1.23E+3", None),
        ("60", '[>=60]0;[<60]"不合格"', "60", None),
        ("59", '[>=60]0;[<60]"不合格"', "不合格", None),
        ("abc", "0.00", "abc", None),
        ("12", '0"分"', "12分", "分"),
        ("3", 'G/通用格式"台"', "3台", "台"),
    ],
)
def test_numbers_are_shown_as_excel_shows_them(stored: str, code: str, text: str, unit: str | None) -> None:
    shown = show_number(stored, code)
    assert shown.text == text
    if unit != "不少于人":
        assert shown.unit == unit


def test_text_formats() -> None:
    assert show_text("某", "@") == Shown("某")
    assert show_text("某", '0;-0;0;"单位："@') == Shown("单位：某")
    assert show_text("某", "0.00") == Shown("某")


@given(st.decimals(-(10**9), 10**9, places=2, allow_nan=False))
def test_two_decimals_come_back(value) -> None:
    assert show_number(str(value), "0.00").text == f"{value + 0:.2f}".replace("-0.00", "0.00")
    assert show_number(str(value), "#,##0.00").text == f"{value + 0:,.2f}".replace("-0.00", "0.00")


@given(
    st.floats(allow_nan=True, allow_infinity=True),
    st.text(alphabet='0#?.,;%"\\[]$¥-EyYmdhsAP/元@_* !General', max_size=20),
)
def test_no_format_breaks_the_reader(value: float, code: str) -> None:
    assert isinstance(show_number(repr(value), code).text, str)
    assert isinstance(show_text("某", code).text, str)


def _change_sheet(path: Path, old: str, new: str, member: str = "xl/worksheets/sheet1.xml") -> None:
    _rewrite(path, lambda name, data: data.replace(old.encode(), new.encode()) if name == member else data)


def _small(folder: Path) -> Path:
    book = openpyxl.Workbook()
    _fill(book.active, 1, 1, [["a", 0.5], ["b", 2]])
    book.active["B1"].number_format = "0%"
    path = folder / "a.xlsx"
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<fills", '<fills><fill><patternFill patternType="wavy"/></fill></fills><fills'),
        ("<family", '<family val="99"/><family'),
        ("<cellStyles", "<cellStyle/><cellStyles"),
    ],
)
def test_odd_styles_cost_no_formats(tmp_path: Path, old: str, new: str) -> None:
    path = _small(tmp_path)
    _change_sheet(path, old, new, "xl/styles.xml")
    document = read(path, relative="a.xlsx")
    assert document.tables[0].texts() == [["a", "50%"], ["b", "2"]]
    assert document.status is Status.READ


def test_damaged_styles_are_reported(tmp_path: Path) -> None:
    path = _small(tmp_path)
    _rewrite(path, lambda name, data: data[:300] if name == "xl/styles.xml" else data)
    document = read(path, relative="a.xlsx")
    assert document.tables[0].texts() == [["a", "0.5"], ["b", "2"]]
    assert document.status is Status.PARTLY
    assert "数字格式未能读取" in document.problems[0]


@pytest.mark.parametrize(
    "odd",
    [
        '</sheetData><autoFilter ref="A1:B2"><filterColumn colId="0"><customFilters><customFilter operator="odd"/></customFilters></filterColumn></autoFilter>',
        '</sheetData><conditionalFormatting sqref="A1"><cfRule type="odd" priority="x"/></conditionalFormatting>',
        '</sheetData><dataValidations count="1"><dataValidation type="odd"/></dataValidations>',
        '</sheetData><tableParts count="1"><tablePart r:id="gone" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/></tableParts>',
        '</sheetData><hyperlinks><hyperlink ref="A1:XFD1048576"/></hyperlinks>',
        '</sheetData><mergeCells><mergeCell ref="D1:XFD1048576"/><mergeCell ref="A:XFD"/><mergeCell ref="a9:xfd1048576"/></mergeCells>',
    ],
)  # fmt: skip
def test_what_is_not_read_cannot_hurt(tmp_path: Path, odd: str) -> None:
    path = _small(tmp_path)
    _change_sheet(path, "</sheetData>", odd)
    document = read(path, relative="a.xlsx")
    assert document.tables[0].texts() == [["a", "50%"], ["b", "2"]]
    assert document.status is Status.READ


def test_broken_properties_of_the_file(tmp_path: Path) -> None:
    path = _small(tmp_path)
    _rewrite(path, lambda name, data: b"<x>" if name.startswith("docProps/") else data)
    assert read(path, relative="a.xlsx").tables[0].texts() == [["a", "50%"], ["b", "2"]]


@pytest.mark.parametrize("what", ['<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>', "<row"])
def test_sheets_that_are_no_sheets(tmp_path: Path, what: str) -> None:
    path = _small(tmp_path)
    _change_sheet(path, "<sheetData>", "<sheetData>" + what)
    with pytest.raises(Unreadable, match="损坏"):
        read(path, relative="a.xlsx")


def test_only_so_many_cells_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MAX_CELLS", 40)
    book = openpyxl.Workbook()
    sheet = book.active
    _fill(sheet, 1, 1, [[f"r{i}", i, "x"] for i in range(30)])
    sheet.merge_cells("B1:C1")
    document = _save(book, tmp_path)
    assert document.status is Status.PARTLY
    (table,) = document.tables
    assert (len(table.rows), table.texts()[-1]) == (13, ["r12", "12", "x"])
    assert table.rows[0][1] is table.rows[0][2]


def test_empty_cells_do_not_count_when_there_are_too_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MAX_CELLS", 40)
    monkeypatch.setattr(bounds, "_MAX_ROWS", 10)
    book = openpyxl.Workbook()
    sheet = book.active
    _fill(sheet, 1, 1, [["a", "b"], [1, 2]])
    _fill(sheet, 3, 1, [[None] * 9] * 20)
    sheet.row_dimensions[90].height = 20
    document = _save(book, tmp_path)
    assert document.status is Status.READ
    assert document.tables[0].texts() == [["a", "b"], ["1", "2"]]


def test_formats_named_by_number_only(tmp_path: Path) -> None:
    path = _small(tmp_path)
    for number in (31, 57, 43):
        book_path = tmp_path / f"{number}.xlsx"
        book_path.write_bytes(path.read_bytes())
        _change_sheet(book_path, 'numFmtId="9"', f'numFmtId="{number}"', "xl/styles.xml")
        _change_sheet(book_path, "<v>0.5</v>", "<v>44378</v>")
    shown = [read(tmp_path / f"{n}.xlsx", relative="a").tables[0].rows[0][1].text for n in (31, 57, 43)]
    assert shown == ["2021年7月1日", "2021年7月", "44,378.00"]


def test_shared_strings_dates_and_comments(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path, {"date_1904": True}) as book:
        sheet = book.add_worksheet("表")
        frame = book.add_format({"border": 1})
        day = book.add_format({"num_format": 'yyyy"年"m"月"d"日"', "border": 1})
        sheet.write_row(0, 0, ["名称", "日期"], frame)
        sheet.write_rich_string(1, 0, "申请", book.add_format({"bold": True}), "专利", frame)
        sheet.write_datetime(1, 1, dt.date(2021, 7, 1), day)
        sheet.write(2, 0, "甲\u000b乙", frame)
        sheet.write(2, 1, 0.75, book.add_format({"num_format": "h:mm", "border": 1}))
        sheet.write_comment(1, 1, "请核实到岗日期")
    document = read(path, relative="a.xlsx")
    assert document.tables[0].texts() == [["名称", "日期"], ["申请专利", "2021年7月1日"], ["甲\u000b乙", "18:00"]]
    (note,) = [b for b in document.blocks if isinstance(b, Paragraph) and b.kind is ParagraphKind.COMMENT]
    assert "请核实到岗日期" in note.text
    assert note.place.where == "工作表“表” B2 批注"


def test_another_encoding(tmp_path: Path) -> None:
    path = _small(tmp_path)
    _change_sheet(path, "<t>a</t>", "<t>甲</t>")
    _rewrite(
        path,
        lambda name, data: (
            b'<?xml version="1.0" encoding="gb2312"?>' + data[data.index(b"<worksheet") :].decode().encode("gb2312")
            if "sheet1" in name
            else data
        ),
    )
    assert read(path, relative="a.xlsx").tables[0].texts() == [["甲", "50%"], ["b", "2"]]


def test_dates_of_the_strict_dialect(tmp_path: Path) -> None:
    path = _small(tmp_path)
    _change_sheet(path, 't="n"><v>2</v>', 't="d"><v>2021-07-01T00:00:00</v>')
    assert read(path, relative="a.xlsx").tables[0].rows[1][1].text == "2021-07-01"
