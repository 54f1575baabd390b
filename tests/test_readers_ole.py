"""The kind of an old Office file is what lies at its root, and a real workbook of that time reads right."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from docaudit.engine import Options, audit, read_paper
from docaudit.model import Unreadable
from docaudit.readers.ole import root_names
from docaudit.readers.sniff import sniff

SHEET = Path(__file__).parent / "data" / "balance-sheet.xls"
NONE = 0xFFFFFFFF


def _entry(name: str, kind: int, left: int = NONE, right: int = NONE, child: int = NONE) -> bytes:
    words = (name + "\0").encode("utf-16-le")
    tree = b"".join(number.to_bytes(4, "little") for number in (left, right, child))
    return (
        words.ljust(64, b"\0") + len(words).to_bytes(2, "little") + bytes((kind, 1)) + tree + bytes(36)
        + (0xFFFFFFFE).to_bytes(4, "little") + bytes(8)
    )  # fmt: skip


def _container(*entries: bytes) -> bytes:
    """A container with its table in sector 0 and its directory from sector 1 on."""
    directory = b"".join(entries)
    directory += bytes(-len(directory) % 512)
    last = len(directory) // 512
    table = [0xFFFFFFFD, *range(2, last + 1), 0xFFFFFFFE]
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + bytes.fromhex("3e000300feff0900") + bytes(12)
    numbers = [1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0, *[NONE] * 108]
    header += b"".join(number.to_bytes(4, "little") for number in numbers)
    header = header[:44] + (1).to_bytes(4, "little") + (1).to_bytes(4, "little") + header[52:]
    rest = b"".join(number.to_bytes(4, "little") for number in table)
    return header[:512].ljust(512, b"\xff") + rest.ljust(512, b"\xff") + directory


BOOK_WITH_PAPER = _container(
    _entry("Root Entry", 5, child=2),
    _entry("Workbook", 2),
    _entry("MBD0001", 1, left=1, right=4, child=3),
    _entry("WordDocument", 2),
    _entry("\x05SummaryInformation", 2),
)


def test_a_paper_put_into_a_workbook_makes_it_no_paper(tmp_path: Path) -> None:
    path = tmp_path / "台账.et"
    path.write_bytes(BOOK_WITH_PAPER)
    assert root_names(path) == {"Workbook", "MBD0001", "\x05SummaryInformation"}
    assert sniff(path).name == "xls"


def test_only_a_locked_paper_itself_is_locked(tmp_path: Path) -> None:
    path = tmp_path / "a.doc"
    path.write_bytes(
        _container(_entry("Root Entry", 5, child=1), _entry("WordDocument", 2, left=2),
                   _entry("ObjectPool", 1, child=3), _entry("EncryptedPackage", 2))
    )  # fmt: skip
    assert sniff(path).name == "doc"
    path.write_bytes(_container(_entry("Root Entry", 5, child=1), _entry("EncryptedPackage", 2)))
    with pytest.raises(Unreadable, match="加密"):
        sniff(path)


@pytest.mark.parametrize("change", [slice(0, 600), slice(0, 1000), slice(0, 1100)])
def test_a_damaged_container_is_told_by_any_name_in_it(tmp_path: Path, change: slice) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(BOOK_WITH_PAPER[change] + "Workbook\0".encode("utf-16-le"))
    assert root_names(path) is None
    assert sniff(path).name == "xls"


def test_a_ring_in_the_directory_ends(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(_container(_entry("Root Entry", 5, child=1), _entry("Book", 2, left=1, right=1)))
    assert root_names(path) == {"Book"}


def test_a_real_balance_sheet_is_read_and_adds_up_on_both_sides(tmp_path: Path) -> None:
    paper = read_paper(SHEET, SHEET.name)
    (table,) = paper.document.tables
    rows = {tuple(row[i].replace(" ", "") for i in (0, 3, 4, 7)) for row in table.texts()}
    assert ("货币资金", "5241690.50", "短期借款", "0.00") in rows
    assert ("资产总计", "79646273.40", "负债和所有者权益(或股东权益)总计", "79646273.40") in rows
    sums = [r for part in paper.parts for r in part.recomputations]
    assert all(r.holds for r in sums)
    assert {Decimal("66273960.80"), Decimal("73293530.78"), Decimal("79646273.40")} <= {
        r.printed.quantity.value for r in sums
    }
    (tmp_path / SHEET.name).write_bytes(SHEET.read_bytes())
    codes = {finding.rule for finding in audit(tmp_path, Options(in_process=True)).findings}
    assert codes == {"document-unrecognised"}
