"""Archives are folders: names of all kinds of packers, nesting, limits, and what must never leave its place."""

from __future__ import annotations

import gc
import io
import struct
import tarfile
import tempfile
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import docx
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docaudit.config import Config
from docaudit.engine import Options, audit
from docaudit.model import Status, Unreadable
from docaudit.readers import packed, read
from docaudit.readers.packed import is_packed, unpack
from docaudit.reports import write
from docaudit.rules import load_rules

TASK = "# 项目任务书\n\n项目名称：甲\n\n## 考核指标\n\n1. 申请发明专利不少于5项。\n"


def _zip(members: dict[str, bytes], *, flag: int | None = None, encoding: str = "utf-8") -> bytes:
    """A zip; with `flag` the names are stored in `encoding` without the mark that they are UTF-8."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for i, (name, data) in enumerate(members.items()):
            package.writestr(f"{i:04}" + "x" * (len(name.encode(encoding)) - 4) if flag is not None else name, data)
    raw = out.getvalue()
    if flag is not None:
        for i, name in enumerate(members):
            stored = name.encode(encoding)
            raw = raw.replace(f"{i:04}".encode() + b"x" * (len(stored) - 4), stored)
    return raw


def _tar(members: dict[str, bytes], mode: str = "w:gz", encoding: str = "utf-8") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode, format=tarfile.GNU_FORMAT, encoding=encoding) as package:
        for name, data in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            package.addfile(entry, io.BytesIO(data))
    return out.getvalue()


def _run(folder: Path, **config: object) -> dict[str, tuple[Status, tuple[str, ...]]]:
    result = audit(folder, Options(Config(**config), in_process=True))
    return {p.document.path: (p.document.status, p.document.problems) for p in result.papers}


def _word() -> bytes:
    out = io.BytesIO()
    paper = docx.Document()
    paper.add_paragraph("申请专利5项。")
    paper.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("材料.zip", _zip({"甲县/任务书.md": TASK.encode(), "乙县/": b"", "乙县/自评表.md": TASK.encode()})),
        ("材料.zip", _zip({"甲县/任务书.md": TASK.encode(), "乙县/自评表.md": TASK.encode()}, flag=0, encoding="gb18030")),
        ("材料.zip", _zip({"甲县\\任务书.md": TASK.encode(), "乙县\\自评表.md": TASK.encode()}, flag=0, encoding="gbk")),
        ("材料.zip", _zip({"甲县/任务书.md": TASK.encode(), "乙县/自评表.md": TASK.encode()}, flag=0, encoding="utf-8")),
        ("材料.tar.gz", _tar({"甲县/任务书.md": TASK.encode(), "乙县/自评表.md": TASK.encode()})),
        ("材料.tar", _tar({"甲县/任务书.md": TASK.encode(), "乙县/自评表.md": TASK.encode()}, "w", "gbk")),
    ],
    ids=["flag", "gb18030", "backslash", "utf8-unflagged", "tar.gz", "tar-gbk"],
)  # fmt: skip
def test_an_archive_is_a_folder(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    assert set(_run(tmp_path)) == {f"{name}/甲县/任务书.md", f"{name}/乙县/自评表.md"}


def test_papers_from_archives_are_papers_like_others(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path_factory.mktemp("scratch")
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    (tmp_path / "a.zip").write_bytes(_zip({"任务书.docx": _word()}))
    (tmp_path / "b.md").write_text(TASK, encoding="utf-8")
    result = audit(tmp_path, Options(Config(jobs=2)))
    assert [p.document.path for p in result.papers] == ["a.zip/任务书.docx", "b.md"]
    first = result.papers[0].document
    assert (first.status, first.format, first.problems) == (Status.READ, "docx", ())
    assert result.papers[0].parts[0].path == "a.zip/任务书.docx"
    assert [path.name for path in scratch.rglob("任务书.docx")] == [], "what was unpacked is gone with the run"
    del result, first
    gc.collect()
    assert list(scratch.glob("docaudit-*")) == [], "what was read, with the result"


def test_a_single_archive_can_be_audited(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(_zip({"任务书.md": TASK.encode()}))
    assert list(_run(tmp_path / "a.zip")) == ["a.zip/任务书.md"]


def test_the_working_paper_links_to_the_archive(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(_zip({"子/任务书.md": TASK.encode()}))
    result = audit(tmp_path, Options(in_process=True))
    book = tmp_path / "底稿.xlsx"
    write(result, book, rules=load_rules(), folder=tmp_path)
    cells = [cell for sheet in openpyxl.load_workbook(book) for row in sheet.iter_rows() for cell in row]
    assert {cell.hyperlink.target for cell in cells if cell.hyperlink} == {"a.zip"}


def test_what_is_no_paper_is_left_out_in_archives_too(tmp_path: Path) -> None:
    members = {"__MACOSX/._a.md": b"x", "a.md": TASK.encode(), "~$b.docx": b"x", ".x/c.md": b"x", "旧/d.md": b"x"}
    (tmp_path / "a.zip").write_bytes(_zip(members))
    assert list(_run(tmp_path, exclude=["*/旧/*"])) == ["a.zip/a.md"]


def test_archives_in_archives_up_to_three_deep(tmp_path: Path) -> None:
    data = _zip({"底.md": TASK.encode()})
    for name in ("四", "三", "二"):
        data = _zip({f"{name}.zip": data, f"{name}.md": TASK.encode()})
    (tmp_path / "一.zip").write_bytes(data)
    run = _run(tmp_path)
    assert run["一.zip/二.zip/三.zip/四.md"][0] is Status.READ
    status, problems = run["一.zip/二.zip/三.zip/四.zip"]
    assert status is Status.UNREADABLE
    assert "嵌套超过 3 层" in problems[0]
    assert len(run) == 4


def test_names_that_lead_out_are_refused_and_told(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("链接.md")
    link.external_attr = 0o120777 << 16
    out = io.BytesIO(_zip({"../../逃.md": b"x", "/etc/a.md": b"x", "C:/b.md": b"x", "好.md": TASK.encode()}))
    with zipfile.ZipFile(out, "a") as package:
        package.writestr(link, "/etc/passwd")
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.zip").write_bytes(out.getvalue())
    run = _run(folder)
    assert run["a.zip/好.md"][0] is Status.READ
    assert run["a.zip"][0] is Status.UNREADABLE
    assert "有 4 个条目指向包外" in run["a.zip"][1][0]
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_links_and_devices_in_a_tar_are_refused(tmp_path: Path) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as package:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE):
            entry = tarfile.TarInfo("a.md")
            entry.type, entry.linkname = kind, "/etc/passwd"
            package.addfile(entry)
    (tmp_path / "a.tgz").write_bytes(out.getvalue())
    assert "3 个条目" in _run(tmp_path)["a.tgz"][1][0]


def test_a_password_is_asked_for(tmp_path: Path) -> None:
    raw = bytearray(_zip({"a.md": TASK.encode(), "b.md": TASK.encode()}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = -1
        while (start := raw.find(mark, start + 1)) >= 0:
            raw[start + at : start + at + 2] = struct.pack("<H", raw[start + at] | 1)
    (tmp_path / "a.zip").write_bytes(raw)
    run = _run(tmp_path)
    assert list(run) == ["a.zip"]
    assert "设有密码" in run["a.zip"][1][0]
    assert "2 个文件" in run["a.zip"][1][0]


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.zip", _zip({"a.md": TASK.encode()})[:60], "损坏"),
        ("a.zip", b"PK\x05\x06" + b"\0" * 18, "没有可审核的文件"),
        ("a.tar.gz", _tar({"a.md": b"x" * 3000, "b.md": TASK.encode()})[:90], "损坏"),
        ("a.rar", b"Rar!\x1a\x07\x00" + b"\0" * 30, "RAR 压缩包"),
        ("a.7z", b"7z\xbc\xaf\x27\x1c" + b"\0" * 30, "7z 压缩包"),
        ("a.gz", b"\x1f\x8b" + b"\0" * 30, "gz 压缩文件"),
    ],
    ids=["zip", "empty", "tar", "rar", "7z", "gz"],
)
def test_an_archive_that_cannot_be_opened_is_an_entry_with_the_reason(
    tmp_path: Path, name: str, data: bytes, says: str
) -> None:
    (tmp_path / name).write_bytes(data)
    (tmp_path / "z.md").write_text(TASK, encoding="utf-8")
    run = _run(tmp_path)
    assert run["z.md"][0] is Status.READ
    assert run[name][0] is Status.UNREADABLE
    assert says in run[name][1][0]
    assert len(run) == 2


def test_a_damaged_member_costs_itself_only(tmp_path: Path) -> None:
    raw = _zip({"a.md": bytes(range(256)) * 8, "b.md": TASK.encode()})
    at = raw.index(b"a.md") + 4
    (tmp_path / "a.zip").write_bytes(raw[:at] + b"\xff" * 20 + raw[at + 20 :])
    run = _run(tmp_path)
    assert run["a.zip/b.md"][0] is Status.READ
    assert "已损坏" in run["a.zip/a.md"][1][0]


@pytest.mark.parametrize("limit", ["MAX_MEMBERS", "MAX_TOTAL", "_FREE"])
def test_bombs_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str) -> None:
    monkeypatch.setattr(packed, limit, 2)
    if limit == "_FREE":
        monkeypatch.setattr(packed, "MAX_RATIO", 3)
    bomb = _zip({"a.md": b"\0" * 100_000, "b.md": b"x", "c.md": b"x"})
    (tmp_path / "a.zip").write_bytes(bomb)
    budget = packed._Budget(len(bomb))  # dataclass defaults are bound when the class is made
    budget.members = packed.MAX_MEMBERS
    monkeypatch.setattr(packed, "_Budget", lambda _size: budget)
    result = unpack(tmp_path / "a.zip", "a.zip", tmp_path)
    assert result.files == []
    assert [(name, "压缩炸弹" in error.reason) for name, error in result.refused] == [("a.zip", True)]


def test_two_members_of_one_name_stay_apart(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("a.md", TASK)
        with pytest.warns(UserWarning, match="Duplicate"):
            package.writestr("a.md", TASK + "2. 论文3篇。\n")
    (tmp_path / "a.zip").write_bytes(out.getvalue())
    assert list(_run(tmp_path)) == ["a.zip/a.md", "a.zip/a.md（2）"]


def test_packages_are_papers(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(_word())
    assert not is_packed(tmp_path / "a.zip")
    run = _run(tmp_path)
    assert run["a.zip"] == (Status.READ, ("文件扩展名是 .zip，内容是 Word 文档，已按 Word 文档 读取",))


def test_an_archive_is_no_paper(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(_zip({"a.md": b"x"}))
    with pytest.raises(Unreadable, match="压缩包"):
        read(tmp_path / "a.zip", relative="a.zip")


@cache
def _sample(make: Callable[[dict[str, bytes]], bytes]) -> bytes:
    """Made once: an archive holds the time at which it was made, and its length may change with it."""
    return make({"a.md": TASK.encode(), "b.zip": _zip({"c.md": b"x"})})


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_damaged_archives_never_raise(tmp_path: Path, data: st.DataObject) -> None:
    raw = bytearray(_sample(data.draw(st.sampled_from([_zip, _tar]))))
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(raw) - 1))
        raw[at : at + data.draw(st.integers(0, 4))] = data.draw(st.binary(max_size=4))
    path = tmp_path / "a.bin"
    path.write_bytes(raw)
    if is_packed(path):
        for file, _ in unpack(path, "a.bin", tmp_path).files:
            assert file.resolve().is_relative_to(tmp_path.resolve())
