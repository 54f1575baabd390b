"""Build the reading benchmark:  python corpus/build_reading.py

Writes corpus/reading/ anew: the files and truth.json.  Needs LibreOffice, Noto CJK fonts, reportlab, fontTools, Pillow.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import docx  # noqa: E402
import pypdfium2  # noqa: E402
from builders import render  # noqa: E402
from builders.kit import Block, Paper  # noqa: E402
from builders.reading import drawn, fixed, fonts, papers, plain, scans  # noqa: E402
from builders.reading.drawn import Look  # noqa: E402
from builders.reading.papers import Source  # noqa: E402
from builders.reading.scans import Scan  # noqa: E402
from builders.reading.truth import lines_as_text, only_tables, truth_of  # noqa: E402

OUT = HERE / "reading"
PROFILE = Path(tempfile.gettempdir()) / "corpus-office"


class Set:
    """The files made so far, and the truth about them."""

    def __init__(self, work: Path) -> None:
        self.work = work
        self.truth: dict[str, Any] = {}
        self.seed = 0

    def add(self, name: str, source: Source, group: str, made: str, **about: Any) -> Path:
        """Note a file that is about to be written; returns where."""
        self.truth[name] = truth_of(source, group=group, made=made, **about)
        return OUT / name

    def word(self, source: Source, path: Path) -> Path:
        render.docx(paper_of(source, path), path)
        return path

    def office(self, jobs: list[tuple[Path, Path]], kind: str) -> None:
        """Convert files by LibreOffice to one kind, in one run."""
        folder = self.work / f"as-{kind.partition(':')[0]}"
        folder.mkdir(exist_ok=True)
        sources = []
        for i, (source, _) in enumerate(jobs):
            sources.append(folder / f"{i:03}{source.suffix}")
            shutil.copy(source, sources[-1])
        out = folder / "out"
        command = [
            "soffice",
            f"-env:UserInstallation=file://{PROFILE}",
            "--headless",
            "--convert-to",
            kind,
            "--outdir",
            str(out),
        ]
        subprocess.run([*command, *map(str, sources)], check=True, capture_output=True, timeout=400)
        for source, (_, target) in zip(sources, jobs, strict=True):
            shutil.copy(out / f"{source.stem}.{kind.partition(':')[0]}", target)
            if target.suffix in {".docx", ".odt"}:
                render.fixed_zip(target)

    def scan(self, name: str, source: Source, original: str, scan: Scan) -> None:
        """Scan a PDF of this set, as a PDF or as a picture file."""
        self.seed += 1
        pages = list(range(1, len(pypdfium2.PdfDocument(OUT / original)) + 1))
        made = scans.pictures(OUT / original, scan, pages=pages, seed=self.seed)
        how = f"{scan.dpi} dpi, skew {scan.skew}°, noise {scan.noise}{', stamp' if scan.stamp else ''}{', black and white' if scan.bits else ''}"
        path = self.add(
            name,
            source,
            "scan",
            how,
            original=original,
            pages=pages,
            skew=scan.skew,
            scale=1 if name.endswith(".pdf") else scan.dpi / 72,
        )
        if path.suffix == ".pdf":
            scans.as_pdf(made, scan, path, work=self.work)
        else:
            scans.as_image(made, scan, path)


def paper_of(source: Source, path: Path) -> Paper:
    return Paper(path.name, "other", source.blocks, None, headings=source.headings, landscape=source.landscape)


def word_files(s: Set) -> None:
    """Word as python-docx writes it, as LibreOffice saves it again, and one with a table inside a table."""
    for name, source in {
        "w01-styles": papers.agreement(), "w02-bold-headings": papers.report(), "w03-form": papers.evaluation(),
        "w04-long-table": papers.ledger(), "w05-years": papers.years(), "w06-landscape": papers.wide(), "w07-levels": papers.performance(),
    }.items():  # fmt: skip
        s.word(source, s.add(f"{name}.docx", source, "docx", "python-docx"))
    again = {
        "w08-saved-again": ("w01-styles", papers.agreement()),
        "w09-form-saved-again": ("w03-form", papers.evaluation()),
    }
    jobs = [
        (OUT / f"{old}.docx", s.add(f"{name}.docx", source, "docx", "LibreOffice, saved again"))
        for name, (old, source) in again.items()
    ]
    s.office(jobs, "docx:MS Word 2007 XML")
    _nested(s)


def _nested(s: Set) -> None:
    """A table in a cell of a table."""
    inner = [["年度", "金额"], ["2022年", "1,102.81"], ["2023年", "556.46"]]
    outer = [["收入构成", "其中技术收入"], ["3,200.50", "见下："]]
    source = Source(
        "nested",
        [
            Block("title", "中试平台收入说明"),
            Block("p", "本表金额单位均为万元，已经会计师事务所审计。"),
            Block("table", rows=outer),
        ],
    )
    path = s.add("w10-table-in-table.docx", source, "docx", "python-docx, nested table")
    s.word(source, path)
    document = docx.Document(str(path))
    cell = document.tables[0].cell(1, 1)
    table = cell.add_table(3, 2)
    for i, row in enumerate(inner):
        for j, text in enumerate(row):
            table.cell(i, j).text = text
    cell.add_paragraph("合计1,659.27")
    document.save(str(path))
    render.fixed_zip(path)
    truth = s.truth[path.name]
    truth["tables"][0][1][1] = "见下：" + "".join("".join(row) for row in inner) + "合计1,659.27"
    truth["tables"].append(inner)


def office_pdfs(s: Set) -> None:
    jobs = []
    for name, source in {
        "p01-styles": papers.agreement(), "p02-bold-headings": papers.report(), "p03-form": papers.evaluation(), "p04-long-table": papers.ledger(),
        "p05-years": papers.years(), "p06-landscape": papers.wide(), "p07-levels": papers.performance(), "p08-figures": papers.figures(),
        "p09-transposed": papers.transposed(),
    }.items():  # fmt: skip
        path = s.add(f"{name}.pdf", source, "pdf", "LibreOffice")
        jobs.append((s.word(source, s.work / f"{name}.docx"), path))
    render.pdfs_by_office(jobs, PROFILE)


def drawn_pdfs(s: Set) -> None:
    cid = fonts.not_embedded()
    made: list[tuple[str, Source, dict[str, Any], str]] = [
        ("r01-ruled", papers.agreement(), {}, "song"),
        ("r02-not-embedded", papers.report(), {}, ""),
        ("r03-form-not-embedded", papers.evaluation(), {}, ""),
        ("r04-three-lines", papers.statistics(), {"rules": "three"}, "song"),
        ("r05-three-lines-not-embedded", papers.statistics(21), {"rules": "three"}, ""),
        ("r06-borderless", papers.statistics(22), {"rules": "none"}, "song"),
        ("r07-two-columns", papers.article(), {"columns": 2, "size": 9.5}, ""),
        ("r08-two-columns-embedded", papers.article(23), {"columns": 2, "size": 9.5}, "song"),
        ("r09-rotated", papers.wide(), {"turn": True, "rotate": 90}, "hei"),
        ("r10-sideways", papers.wide(), {"turn": True}, ""),
        ("r11-cropped", papers.transposed(), {}, "hei"),
        ("r12-long-repeated-header", papers.ledger(75, seed=24), {"running": "成果转化合同清单（2023年度）"}, "hei"),
        ("r13-long-no-header", papers.ledger(60, seed=25), {"repeat": False, "running": "云岭大学科技处"}, ""),
        ("r14-split-rows", papers.evaluation(), {"split_rows": True, "size": 12.0}, "song"),
        ("r15-upside", papers.performance(), {"rotate": 180}, ""),
    ]  # fmt: skip
    text = "".join(paper_of(source, Path(name)).text() + look.get("running", "") for name, source, look, _ in made)
    faces = {style: fonts.embedded(style, text + "—0123456789") for style in ("song", "hei")} | {"": cid}
    for name, source, look, style in made:
        face = faces[style]
        how = f"reportlab, font {'embedded' if style else 'only named'}"
        path = s.add(f"{name}.pdf", source, "pdf", how)
        drawn.draw(source, path, Look(face, **look))
        if name == "r11-cropped":
            drawn.cropped(path, 40.0)


def scanned(s: Set) -> None:
    s.scan("s01-150.pdf", papers.figures(), "p08-figures.pdf", Scan(150, 0.0))
    s.scan("s02-200-skewed.pdf", papers.figures(), "p08-figures.pdf", Scan(200, 0.8))
    s.scan("s03-300-stamped.pdf", papers.transposed(), "p09-transposed.pdf", Scan(300, -0.5, stamp=True, quality=35))
    s.scan("s04-200-stamped-skewed.pdf", papers.figures(), "p08-figures.pdf", Scan(200, -1.3, noise=10, stamp=True))
    s.scan("s05-200-form.pdf", papers.evaluation(), "p03-form.pdf", Scan(200, 1.0))
    s.scan("s06-200-two-degrees.pdf", papers.transposed(), "p09-transposed.pdf", Scan(200, 2.0))
    s.scan("s07-200-three-lines.pdf", papers.statistics(), "r04-three-lines.pdf", Scan(200, 0.5))
    s.scan("s08-150-skewed.png", papers.transposed(), "p09-transposed.pdf", Scan(150, 0.6))
    s.scan("s09-200.jpg", papers.wide(), "p06-landscape.pdf", Scan(200, -0.7, quality=60))
    s.scan("s10-200-two-pages.tif", papers.report(), "p02-bold-headings.pdf", Scan(200, 1.5, bits=True, noise=4))
    s.scan("s11-300-grey.pdf", papers.years(), "p05-years.pdf", Scan(300, 0.9, noise=9, quality=35))
    _mixed(s)


def _mixed(s: Set) -> None:
    """The first page with its text, the second one scanned."""
    scan, original = Scan(200, 0.7), "p01-styles.pdf"
    pages = len(pypdfium2.PdfDocument(OUT / original))
    made = scans.pictures(OUT / original, scan, pages=list(range(2, pages + 1)), seed=99)
    second = s.work / "mixed.pdf"
    scans.as_pdf(made, scan, second, work=s.work)
    path = s.add("s12-mixed.pdf", papers.agreement(), "scan", "first page text, the others scanned at 200 dpi", original=original,
                 pages=list(range(1, pages + 1)), skew=scan.skew, scale=1, text_pages=[1])  # fmt: skip
    out = pypdfium2.PdfDocument.new()
    out.import_pages(pypdfium2.PdfDocument(OUT / original), [0])
    out.import_pages(pypdfium2.PdfDocument(second))
    out.save(path)


def older(s: Set) -> None:
    """What older and other office programs save."""
    for name, old, source, kind in (
        ("l01-agreement", "w01-styles", papers.agreement(), "doc:MS Word 97"), ("l02-form", "w03-form", papers.evaluation(), "doc:MS Word 97"),
        ("l03-agreement", "w01-styles", papers.agreement(), "odt"), ("l04-years", "w05-years", papers.years(), "odt"),
        ("l05-report", "w02-bold-headings", papers.report(), "rtf"), ("l06-levels", "w07-levels", papers.performance(), "rtf"),
    ):  # fmt: skip
        path = s.add(f"{name}.{kind.partition(':')[0]}", source, "legacy", "LibreOffice")
        s.office([(OUT / f"{old}.docx", path)], kind)
    book = papers.workbook()
    path = s.add("x01-three-sheets.xlsx", lines_as_text(book), "spreadsheet", "openpyxl")
    render.xlsx(paper_of(book, path), path)
    form = papers.evaluation()
    own = s.add("x02-form.xlsx", lines_as_text(form), "spreadsheet", "openpyxl")
    render.xlsx(paper_of(form, own), own)
    s.office(
        [(path, s.add("l07-three-sheets.xls", lines_as_text(book), "spreadsheet", "LibreOffice"))], "xls:MS Excel 97"
    )


def others(s: Set) -> None:
    for name, source, options in (
        ("o01-agreement", papers.agreement(), {}), ("o02-form", papers.evaluation(), {"thin_box": True}),
        ("o03-long-table", papers.ledger(50, seed=26), {"style": "list"}), ("o04-report", papers.report(), {"style": "single"}),
    ):  # fmt: skip
        fixed.ofd(source, s.add(f"{name}.ofd", source, "ofd", f"written as XML, {options or 'plain'}"), **options)
    for name, encoding, source in (
        ("t01-utf8", "utf-8-sig", papers.ledger()),
        ("t02-gbk", "gb18030", papers.figures()),
    ):
        bare = only_tables(source)
        s.add(f"{name}.csv", bare, "text", encoding).write_bytes(plain.csv_bytes(bare, encoding))
    for name, ascii_lines, source in (
        ("t03-drawn", False, papers.statistics()),
        ("t04-drawn-ascii", True, papers.transposed()),
    ):
        path = s.add(f"{name}.txt", _untitled(source), "text", "drawn table")
        path.write_text(
            plain.drawn_text(source, ascii_lines=ascii_lines), encoding="utf-8" if ascii_lines else "gb18030"
        )
    source = papers.performance()
    path = s.add("t05-marks.md", source, "text", "Markdown")
    render.text(paper_of(source, path), path)


def _untitled(source: Source) -> Source:
    """Bare text does not tell a title from a line."""
    return Source(source.name, [Block("p", b.text) if b.kind == "title" else b for b in source.blocks], source.headings)


def main() -> int:
    if OUT.exists():
        for old in OUT.iterdir():
            if old.suffix != ".md" or re.match(r"t\d\d-", old.name):
                old.unlink()
    OUT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        s = Set(Path(folder))
        for step in (word_files, office_pdfs, drawn_pdfs, scanned, older, others):
            step(s)
    lines = [
        f" {json.dumps(name, ensure_ascii=False)}: {json.dumps(entry, ensure_ascii=False)}"
        for name, entry in s.truth.items()
    ]
    (OUT / "truth.json").write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    size = sum(path.stat().st_size for path in OUT.iterdir()) / 1e6
    print(f"{len(s.truth)} files, {size:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
