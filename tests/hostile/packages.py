"""Small sound papers of every format, as members or bytes, to be spoiled by the samples."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.append(str(Path(__file__).resolve().parents[2] / "corpus"))

from builders.ofd import Doc, members, table, text

from tests.support.pdf_samples import Paper, cid_font
from tests.support.pdf_samples import table as draw

REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PKG = "http://schemas.openxmlformats.org/package/2006"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

Members = dict[str, bytes]

MARKDOWN = """# 某平台建设项目任务书

项目名称：某平台建设项目

## 考核指标

| 指标 | 目标值 |
|---|---|
| 申请发明专利 | 不少于5项 |
| 培训人员 | ≥200人次 |

项目总预算120万元，其中设备费80万元、劳务费40万元。
"""


def zipped(parts: Mapping[str, bytes], *, stored: bool = False) -> bytes:
    """The members as a zip, the same bytes every time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(zipfile.ZipInfo(name), data, None if stored else zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _types(**overrides: str) -> bytes:
    inner = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in overrides.items())
    default = f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>{inner}'
    return f'{HEAD}<Types xmlns="{PKG}/content-types">{default}</Types>'.encode()


def rels(*targets: tuple[str, str], more: str = "") -> bytes:
    """A relationship part: (type, target) pairs, ids rId1, rId2, …"""
    inner = "".join(
        f'<Relationship Id="rId{i}" Type="{REL}/{kind}" Target="{target}"/>'
        for i, (kind, target) in enumerate(targets, 1)
    )
    return f'{HEAD}<Relationships xmlns="{PKG}/relationships">{inner}{more}</Relationships>'.encode()


def paragraph(words: str) -> str:
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


def word_table(rows: list[list[str]]) -> str:
    body = "".join("<w:tr>" + "".join(f"<w:tc>{paragraph(c)}</w:tc>" for c in row) + "</w:tr>" for row in rows)
    return f"<w:tbl>{body}</w:tbl>"


ROWS = [["指标", "目标值", "完成值"], ["申请发明专利", "5项", "6项"], ["培训人员", "200人次", "210人次"]]


def word(body: str = "", *, doctype: str = "", raw: bytes | None = None) -> Members:
    """A Word document; `body` stands before its own words, `raw` replaces the whole main part."""
    inner = body + paragraph("某平台建设项目任务书") + paragraph("项目总预算120万元。") + word_table(ROWS)
    main = f'{HEAD}{doctype}<w:document xmlns:w="{W}" xmlns:r="{REL}"><w:body>{inner}</w:body></w:document>'
    return {
        "[Content_Types].xml": _types(
            **{
                "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
            }
        ),
        "_rels/.rels": rels(("officeDocument", "word/document.xml")),
        "word/document.xml": raw if raw is not None else main.encode(),
    }


def cells(rows: list[list[str]]) -> str:
    return "".join(
        f'<row r="{i}">'
        + "".join(f'<c r="{chr(64 + j)}{i}" t="inlineStr"><is><t>{c}</t></is></c>' for j, c in enumerate(row, 1))
        + "</row>"
        for i, row in enumerate(rows, 1)
    )


def book(data: str | None = None, after: str = "", *, before: str = "", doctype: str = "") -> Members:
    """A workbook of one sheet; `data` is what stands in sheetData, `before` and `after` what stands around it."""
    inner = cells(ROWS) if data is None else data
    main = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    return {
        "[Content_Types].xml": _types(
            **{
                "xl/workbook.xml": f"{main}.sheet.main+xml",
                "xl/worksheets/sheet1.xml": f"{main}.worksheet+xml",
            }
        ),
        "_rels/.rels": rels(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{S}" xmlns:r="{REL}"><sheets><sheet name="绩效表" sheetId="1" r:id="rId1"/></sheets></workbook>'.encode(),
        "xl/_rels/workbook.xml.rels": rels(("worksheet", "worksheets/sheet1.xml")),
        "xl/worksheets/sheet1.xml": f'{HEAD}{doctype}<worksheet xmlns="{S}">{before}<sheetData>{inner}</sheetData>{after}</worksheet>'.encode(),
    }


def ofd(pages: list[str] | None = None) -> Members:
    """An OFD file with a line and a table."""
    own = (
        text(20, 20, "某平台建设项目任务书", 5)
        + text(20, 30, "项目总预算120万元。")
        + table(20, 40, [40, 40, 40], ROWS)
    )
    return {
        name: data if isinstance(data, bytes) else data.encode()
        for name, data in members([Doc(pages or [own])]).items()
    }


@lru_cache(maxsize=1)
def pdf() -> bytes:
    """A PDF with a line and a ruled table, written by a library."""
    with TemporaryDirectory() as folder:
        paper = Paper(Path(folder) / "a.pdf", face=cid_font(), invariant=1)
        paper.title(80, "某平台建设项目任务书")
        y = paper.prose(120, "项目总预算120万元，其中设备费80万元、劳务费40万元。")
        draw(paper, y + 10, [150, 100, 100], ROWS)
        return paper.save().read_bytes()


SOUND: dict[str, Callable[[], bytes]] = {
    "docx": lambda: zipped(word()),
    "xlsx": lambda: zipped(book()),
    "ofd": lambda: zipped(ofd()),
    "pdf": pdf,
    "md": MARKDOWN.encode,
    "txt": lambda: MARKDOWN.replace("|", "\t").encode("gb18030"),
    "csv": lambda: "指标,目标值,完成值\n申请发明专利,5项,6项\n培训人员,200人次,210人次\n".encode("utf-8-sig"),
    "zip": lambda: zipped({"甲/任务书.md": MARKDOWN.encode(), "甲/表.csv": b"a,b\n1,2\n"}),
}
"""Formats and a sound paper of each."""
