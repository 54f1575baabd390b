"""Files that are broken, locked, misnamed or hostile: always a sentence, never a traceback."""

from __future__ import annotations

import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docaudit import readers
from docaudit.model import Document, Unreadable
from docaudit.readers import archive, read

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _word(path: Path) -> Path:
    paper = docx.Document()
    paper.add_paragraph("申请专利5项。")
    paper.save(path)
    return path


def _sheet(path: Path) -> Path:
    book = openpyxl.Workbook()
    book.active.append(["a", 1])
    book.active.append(["b", 2])
    book.save(path)
    return path


def _refused(path: Path) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        read(path, relative=path.name)
    assert caught.value.reason
    assert caught.value.remedy
    return caught.value


def _outcome(path: Path) -> str:
    try:
        return read(path, relative=path.name).format
    except Unreadable as error:
        return error.reason


def _zip(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in members.items():
            out.writestr(name, data)
    return path


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("空.docx", b"", "0 字节"),
        ("a.docx", b"PK\x03\x04" + b"\x00" * 40, "损坏"),
        ("a.doc", OLE + b"\0" * 600 + "WordDocument\0".encode("utf-16-le"), "旧版 Word"),
        ("a.wps", OLE + b"\0" * 600 + "WordDocument\0".encode("utf-16-le"), "旧版 Word"),
        ("a.xls", OLE + b"\0" * 600 + "Workbook\0".encode("utf-16-le"), "旧版 Excel"),
        ("a.docx", OLE + b"\0" * 600 + "EncryptedPackage\0".encode("utf-16-le"), "密码"),
        ("a.xlsx", OLE + b"\0" * 600 + "EncryptedPackage\0".encode("utf-16-le"), "密码"),
        ("a.rtf", b"{\\rtf1\\ansi abc}", "RTF"),
        ("a.doc", b"{\\rtf1\\ansi abc}", "RTF"),
        ("a.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 9, "图片"),
        ("a.pdf", b"\xff\xd8\xff\xe0" + b"\0" * 9, "图片"),
        ("a.rar", b"Rar!\x1a\x07\x00", "压缩包"),
        ("a.xls", b"<html><table><tr><td>1</td></tr></table></html>", "网页"),
        ("a.doc", b'<?xml version="1.0"?><?mso-application?><w:wordDocument>', "Word XML"),
        ("a.json", b"{}", ".json"),
        ("a", b"text", "无扩展名"),
        ("a.docx", bytes(range(1, 32)) * 40, "不符"),
        ("a.txt", b"\x00\x01\x02\x03" * 50, "不是文本"),
    ],
)
def test_what_is_not_read_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: bytes, says: str
) -> None:
    monkeypatch.setenv("PATH", "")  # no program to convert it
    path = tmp_path / name
    path.write_bytes(content)
    assert says in _refused(path).reason


def test_missing_files_and_folders(tmp_path: Path) -> None:
    assert "不存在" in _refused(tmp_path / "没有.docx").reason
    (tmp_path / "夹.docx").mkdir()
    assert "目录" in _refused(tmp_path / "夹.docx").reason


@pytest.mark.parametrize(
    ("members", "says"),
    [
        ({"OFD.xml": b"<a/>"}, "OFD 文件不完整"),
        ({"mimetype": b"application/vnd.oasis.opendocument.graphics"}, "OpenDocument"),
        ({"a.txt": b"x"}, "压缩包"),
        ({"word/document.xml": b"<a/>"}, "不完整"),
        ({"[Content_Types].xml": b"<a/>"}, "无法识别"),
    ],
)
def test_packages_that_are_not_read(tmp_path: Path, members: dict[str, bytes], says: str) -> None:
    assert says in _refused(_zip(tmp_path / "a.docx", members)).reason


def test_a_misnamed_file_is_read_as_what_it_is(tmp_path: Path) -> None:
    document = read(_word(tmp_path / "表.xlsx"), relative="表.xlsx")
    assert document.format == "docx"
    assert document.problems == ("文件扩展名是 .xlsx，内容是 Word 文档，已按 Word 文档 读取",)
    document = read(_sheet(tmp_path / "表.docx"), relative="表.docx")
    assert document.format == "xlsx"
    (tmp_path / "文.docx").write_text("一、项目概况\n申请专利5项。\n", encoding="gb18030")
    document = read(tmp_path / "文.docx", relative="文.docx")
    assert document.format == "txt"
    assert "已按 纯文本 读取" in document.problems[0]


def test_a_pdf_called_docx_goes_to_the_pdf_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.docx").write_bytes(b"%PDF-1.7\n")

    def fake(path: Path, *, relative: str) -> Document:
        return Document("d", relative, "", "pdf", problems=("一页是扫描件",))

    monkeypatch.setattr("docaudit.readers.pdf.read_pdf", fake)
    document = read(tmp_path / "a.docx", relative="a.docx")
    assert document.format == "pdf"
    assert document.problems == ("文件扩展名是 .docx，内容是 PDF，已按 PDF 读取", "一页是扫描件")


def test_bombs_are_refused_before_they_are_unpacked(tmp_path: Path) -> None:
    path = _zip(tmp_path / "a.docx", {"[Content_Types].xml": b"<a/>", "word/document.xml": b"\0" * (20 * 2**20)})
    assert "压缩炸弹" in _refused(path).reason


def test_a_member_larger_than_it_says_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _word(tmp_path / "a.docx")
    monkeypatch.setattr(archive, "MAX_MEMBER", 100)
    assert "过大" in _refused(path).reason


ENTITIES = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "%s"><!ENTITY f SYSTEM "file:///etc/passwd">]>"""


@pytest.mark.parametrize("body", [b"&f;", b"&x;"])
def test_entities_are_not_expanded(tmp_path: Path, body: bytes) -> None:
    path = _word(tmp_path / "a.docx")
    wml = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    with zipfile.ZipFile(path) as source:
        members = {name: source.read(name) for name in source.namelist()}
    members["word/document.xml"] = (
        ENTITIES % (b"y" * 50)
        + b"<w:document "
        + wml
        + b"><w:body><w:p><w:r><w:t>root"
        + body
        + b"</w:t></w:r></w:p></w:body></w:document>"
    )
    document = read(_zip(path, members), relative="a.docx")
    assert all("/bin/" not in str(block) and "yyy" not in str(block) for block in document.blocks)


LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "haha"><!ENTITY b "%s">]>"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    ("kind", "member"),
    [("docx", "word/document.xml"), ("docx", "word/styles.xml"), ("xlsx", "xl/styles.xml"),
     ("xlsx", "xl/worksheets/sheet1.xml")],
)  # fmt: skip
def test_no_library_sees_an_entity(tmp_path: Path, kind: str, member: str, encoding: str) -> None:
    path = (_word if kind == "docx" else _sheet)(tmp_path / f"a.{kind}")
    with zipfile.ZipFile(path) as source:
        members = {name: source.read(name) for name in source.namelist()}
    root = members[member].removeprefix(b"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n")
    end = root.index(b">") + 1
    text = (LAUGHS % (b"&a;" * 100)) + root[:end] + b"&b;" + root[end:]
    members[member] = text.decode().replace('"1.0"', f'"1.0" encoding="{encoding}"').encode(encoding)
    document = read(_zip(path, members), relative="a")
    assert document.blocks
    assert all("haha" not in str(block) for block in document.blocks)
    with archive.Archive(path) as package, zipfile.ZipFile(package.repacked()) as copy:
        assert b"<!" not in copy.read(member)
        assert b"&" not in copy.read(member)


def test_deep_nesting_is_refused(tmp_path: Path) -> None:
    path = _word(tmp_path / "a.docx")
    with zipfile.ZipFile(path) as source:
        members = {name: source.read(name) for name in source.namelist()}
    wml = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    deep = b"<w:tbl><w:tr><w:tc>" * 3000 + b"</w:tc></w:tr></w:tbl>" * 3000
    members["word/document.xml"] = b"<w:document " + wml + b"><w:body>" + deep + b"</w:body></w:document>"
    _refused(_zip(path, members))


def test_tables_nested_as_deep_as_xml_allows_take_no_time(tmp_path: Path) -> None:
    path = _word(tmp_path / "a.docx")
    with zipfile.ZipFile(path) as source:
        members = {name: source.read(name) for name in source.namelist()}
    wml = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    deep = b"<w:tbl><w:tr><w:tc>" * 60 + b"<w:p><w:r><w:t>x</w:t></w:r></w:p>" + b"</w:tc></w:tr></w:tbl>" * 60
    members["word/document.xml"] = b"<w:document " + wml + b"><w:body>" + deep + b"</w:body></w:document>"
    assert read(_zip(path, members), relative="a.docx").tables[0].rows[0][0].text == "x"


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_cut_off_files(tmp_path: Path, kind: str) -> None:
    path = (_word if kind == "docx" else _sheet)(tmp_path / f"a.{kind}")
    data = path.read_bytes()
    for part in (10, 100, len(data) // 2, len(data) - 30):
        path.write_bytes(data[:part])
        assert "损坏" in _refused(path).reason


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_damaged_bytes_never_raise_anything_else(tmp_path: Path, kind: str, data: st.DataObject) -> None:
    source = tmp_path / f"whole.{kind}"
    if not source.exists():
        (_word if kind == "docx" else _sheet)(source)
    with zipfile.ZipFile(source) as package:
        members = {name: package.read(name) for name in package.namelist()}
    name = data.draw(st.sampled_from(sorted(name for name in members if name.endswith((".xml", ".rels")))))
    content = bytearray(members[name])
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 6))] = data.draw(st.binary(max_size=6))
    path = _zip(tmp_path / f"a.{kind}", {**members, name: bytes(content)})
    assert "Error" not in _outcome(path)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(min_size=1, max_size=300), st.sampled_from([".txt", ".md", ".csv", ".docx", ".xlsx", ""]))
def test_any_bytes_at_all(tmp_path: Path, content: bytes, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(content)
    assert "Error" not in _outcome(path)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(alphabet='|^<-一、（1）.表：┌─┬┐│├┼┤└┴┘+\t ,"#*\n专利5', max_size=200),
    st.sampled_from([".txt", ".md", ".csv"]),
)
def test_any_text_at_all(tmp_path: Path, content: str, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_text(content, encoding="utf-8")
    if content:
        read(path, relative=path.name)


def test_our_own_mistakes_become_unreadable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(path: Path, *, relative: str) -> Document:
        raise KeyError(relative)

    monkeypatch.setattr(readers, "read_markdown", broken)
    (tmp_path / "a.md").write_text("x", encoding="utf-8")
    assert "KeyError" in _refused(tmp_path / "a.md").reason


def test_a_markdown_table_of_very_many_columns_is_cut_and_says_so(tmp_path):
    path = tmp_path / "宽表.md"
    path.write_text("| a " * 5_000 + "|\n" + "|---" * 5_000 + "|\n" + "|^|<|\n" * 50, encoding="utf-8")
    document = read(path, relative="宽表.md")
    assert max(len(row) for block in document.blocks for row in block.rows) == 256
    assert any("超过 256 列" in problem for problem in document.problems)
