"""Older office formats: converted by LibreOffice in batches, by lesser programs without it, or refused with a remedy."""

from __future__ import annotations

import hashlib
import os
import subprocess
import time
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest

from docaudit.model import Document, Paragraph, Status, Unreadable
from docaudit.readers import convert_batch, read
from docaudit.readers.legacy import find_office, office
from docaudit.readers.legacy.values import NO_FORMATS
from docaudit.readers.sniff import sniff

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
needs_office = pytest.mark.skipif(find_office() is None, reason="LibreOffice（soffice）未安装，转换无法测试")
WORD_ROWS = [["指标", "目标"], ["发表论文", "3篇"]]
SHEET_ROWS = [["指标", "完成率", "日期"], ["论文", "95.00%", "2023-06-08"], ["专利", "100%", ""]]
WORD_XML = """<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Word.Document"?>
<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"><w:body>
<w:p><w:r><w:t>申请发明专利不少于5项。</w:t></w:r></w:p></w:body></w:wordDocument>"""
HTML = """<html><head><meta charset="utf-8"></head><body><table><tr><td>指标</td><td>目标</td></tr>
<tr><td>论文</td><td>95.0%</td></tr></table></body></html>"""


def _office(folder: Path, source: Path, kinds: list[str]) -> None:
    for kind in kinds:
        subprocess.run(
            [find_office(), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", kind,
             "--outdir", str(folder), str(source)],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of papers in older formats, and what a batch made of them."""
    folder = tmp_path_factory.mktemp("old")
    paper = docx.Document()
    paper.add_heading("项目任务书", 0)
    paper.add_paragraph("申请发明专利不少于5项。")
    table = paper.add_table(2, 2)
    for i, row in enumerate(WORD_ROWS):
        for j, text in enumerate(row):
            table.cell(i, j).text = text
    paper.add_paragraph("以上。")
    paper.save(folder / "a.docx")
    book = openpyxl.Workbook()
    sheet = book.active
    for row in [["指标", "完成率", "日期"], ["论文", 0.95, None], ["专利", 1, None]]:
        sheet.append(row)
    sheet["B2"].number_format, sheet["B3"].number_format = "0.00%", "0%"
    sheet["C2"] = date(2023, 6, 8)
    book.create_sheet("隐藏的").sheet_state = "hidden"
    book.save(folder / "b.xlsx")
    _office(folder, folder / "a.docx", ["doc", "rtf"])
    _office(folder, folder / "b.xlsx", ["xls"])
    (folder / "旧 文书.wps").write_bytes((folder / "a.doc").read_bytes())
    (folder / "旧表.et").write_bytes((folder / "b.xls").read_bytes())
    (folder / "导出.doc").write_text(WORD_XML, encoding="utf-8")
    (folder / "导出.xls").write_text(HTML, encoding="utf-8")
    (folder / "坏.doc").write_bytes(OLE + b"\0" * 600 + "WordDocument\0".encode("utf-16-le"))
    (folder / "a.txt").write_text("不需要转换", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def made(old: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    batch = convert_batch(sorted(old.iterdir()), tmp_path_factory.mktemp("made"), workers=2)
    return {path.name: file for path, file in batch.items()}


@pytest.fixture
def no_office(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(office, "_ELSEWHERE", ())


@needs_office
def test_a_batch_converts_all_that_are_old_and_none_else(made: dict[str, Path]) -> None:
    assert {"a.doc", "a.rtf", "b.xls", "旧 文书.wps", "旧表.et", "导出.doc", "导出.xls"} <= set(made)
    assert not {"a.docx", "a.txt", "b.xlsx"} & set(made)


@needs_office
@pytest.mark.parametrize(
    ("name", "kind", "rows"),
    [
        ("a.doc", "doc", WORD_ROWS),
        ("a.rtf", "rtf", WORD_ROWS),
        ("旧 文书.wps", "doc", WORD_ROWS),
        ("b.xls", "xls", SHEET_ROWS),
        ("旧表.et", "xls", SHEET_ROWS),
        ("导出.xls", "html", [["指标", "目标"], ["论文", "95.0%"]]),
    ],
)
def test_converted_papers_keep_who_they_are(
    old: Path, made: dict[str, Path], name: str, kind: str, rows: list[list[str]]
) -> None:
    document = read(old / name, relative=f"子/{name}", converted=made[name])
    assert document.format == kind
    assert document.path == f"子/{name}"
    assert document.sha256 == hashlib.sha256((old / name).read_bytes()).hexdigest()
    assert document.status is Status.READ
    assert "经 LibreOffice 转换读取" in document.problems
    assert document.tables[0].texts() == rows


@needs_office
def test_a_paper_alone_is_read_as_in_a_batch(old: Path, made: dict[str, Path]) -> None:
    name = "导出.doc"
    alone = read(old / name, relative=name)
    assert alone == read(old / name, relative=name, converted=made[name])
    assert [block.text for block in alone.blocks if isinstance(block, Paragraph)] == ["申请发明专利不少于5项。"]
    assert alone.problems[0] == "文件扩展名是 .doc，内容是 Word XML，已按 Word XML 读取"


@needs_office
def test_nothing_is_left_behind(old: Path, made: dict[str, Path]) -> None:
    assert not [path for path in old.iterdir() if path.name.startswith(".~lock")]
    rooms = {file.parents[1] for file in made.values()}
    assert all({path.name for path in room.iterdir()} == {"out"} for room in rooms)


@pytest.mark.skipif(os.name != "posix", reason="进程组只在 POSIX 系统上测试")
def test_a_program_that_hangs_ends_with_its_children(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\nsleep 300 &\necho $! > {tmp_path}/child\nwait\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    (tmp_path / "a.rtf").write_text("{\\rtf1 a}", encoding="utf-8")
    assert office.convert([office.Job(tmp_path / "a.rtf", "rtf")], tmp_path, limit=0.5) == {}
    child = int((tmp_path / "child").read_text())
    for _ in range(100):
        state = Path(f"/proc/{child}/stat")
        if not state.exists() or state.read_text().rsplit(")", 1)[1].split()[0] == "Z":
            return
        time.sleep(0.05)
    pytest.fail("the child is still running")


@pytest.mark.usefixtures("no_office")
@pytest.mark.parametrize(
    ("name", "content", "package"),
    [
        ("a.doc", OLE + b"\0" * 600 + "WordDocument\0".encode("utf-16-le"), "libreoffice-writer-nogui"),
        ("a.rtf", b"{\\rtf1 abc}", "libreoffice-writer-nogui"),
        ("a.doc", WORD_XML.encode(), "libreoffice-writer-nogui"),
        ("a.wps", OLE + b"\0" * 600, "libreoffice-writer-nogui"),
        ("a.xls", HTML.encode(), "libreoffice-calc-nogui"),
    ],
)
def test_without_libreoffice_the_package_is_named(tmp_path: Path, name: str, content: bytes, package: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(Unreadable) as caught:
        read(tmp_path / name, relative=name)
    assert "本机没有安装" in caught.value.reason
    assert package in caught.value.remedy
    assert "另存为 ." in caught.value.remedy


@needs_office
def test_without_libreoffice_a_workbook_gives_its_values(old: Path, request: pytest.FixtureRequest) -> None:
    path = old / "b.xls"
    request.getfixturevalue("no_office")
    document = read(path, relative="b.xls")
    assert (document.format, document.status) == ("xls", Status.PARTLY)
    assert document.problems[0] == NO_FORMATS
    assert document.tables[0].texts() == [["指标", "完成率", "日期"], ["论文", "0.95", "2023-06-08"], ["专利", "1", ""]]
    assert document.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.usefixtures("no_office")
def test_a_damaged_workbook_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.xls").write_bytes(OLE + b"\0" * 600 + "Workbook\0".encode("utf-16-le"))
    with pytest.raises(Unreadable, match="损坏"):
        read(tmp_path / "a.xls", relative="a.xls")


@pytest.mark.skipif(os.name != "posix", reason="假的 antiword 是一个 shell 脚本")
@pytest.mark.parametrize("program", ["antiword", "catdoc"])
def test_the_last_resort_is_text_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    tool = tmp_path / "bin" / program
    tool.parent.mkdir()
    tool.write_text("#!/bin/sh\necho '一、考核指标'\necho '申请发明专利不少于5项。'\n", encoding="utf-8")
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", str(tool.parent))
    monkeypatch.setattr(office, "_ELSEWHERE", ())
    path = tmp_path / "a.doc"
    path.write_bytes(OLE + b"\0" * 600 + "WordDocument\0".encode("utf-16-le"))
    document: Document = read(path, relative="a.doc")
    assert (document.format, document.status) == ("doc", Status.PARTLY)
    assert document.problems[0].startswith(f"仅文本：本机没有可用的 LibreOffice，由 {program} 读出")
    assert [block.place.quote for block in document.blocks] == ["一、考核指标", "申请发明专利不少于5项。"]


def test_locked_papers_are_told_from_damaged_ones(tmp_path: Path) -> None:
    header = OLE + b"\0" * 504 + b"\xec\xa5\xc1\x00" + b"\0" * 6 + b"\x00\x13"
    path = tmp_path / "a.doc"
    path.write_bytes(header.ljust(1024, b"\0") + "WordDocument\0".encode("utf-16-le"))
    with pytest.raises(Unreadable, match="打开密码"):
        read(path, relative="a.doc")


def test_kinds_are_told_by_content(tmp_path: Path) -> None:
    path = tmp_path / "a.et"
    path.write_bytes(OLE + b"\0" * 600 + "Workbook\0".encode("utf-16-le"))
    assert (sniff(path).name, sniff(path).problem) == ("xls", "")
    path = tmp_path / "a.xls"
    path.write_bytes(b"{\\rtf1 abc}")
    assert sniff(path).problem == "文件扩展名是 .xls，内容是 RTF 文档，已按 RTF 文档 读取"
