"""Scans and image files: what is drawn as text and lines comes back as the same paragraphs and tables."""

from __future__ import annotations

import io
from array import array
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

from docaudit.extract.claims import claims_of
from docaudit.model import Cell, Claim, Document, Heading, Kind, Paragraph, Place, Status, Table, Unreadable
from docaudit.readers import ocr, read
from docaudit.readers.ocr import images, pixels_per_point
from docaudit.readers.pdf.geometry import askew
from docaudit.readers.pdf.trace import Trace, doubts_in
from tests.extracting import grid, part

if ocr.is_installed():
    from docaudit.readers.ocr.engine import Sign
    from docaudit.readers.ocr.repair import REPAIRED, repaired

installed = pytest.mark.skipif(not ocr.is_installed(), reason='needs pip install "docaudit[ocr]"')

WIDTH, HEIGHT = 595, 842
TITLE = "项目绩效自评表"
PROSE = "本年度接待来访54批次、合计180人，到账经费1,370,000.00元，比上年增长25.3%。"
ROWS = (
    ("一级指标", "指标名称", "目标值", "完成值"),
    ("产出指标", "申请发明专利", "12项", "9项"),
    ("", "培养研究生", "30人", "31人"),
    ("效益指标", "服务对象满意度", "90%", "95.6%"),
    ("合计", "", "100", "98"),
)
XS, TOP, ROW = (60, 150, 300, 400, 530), 640, 28


def _page(paper: canvas.Canvas) -> None:
    paper.setFont("STSong-Light", 20)
    paper.drawCentredString(WIDTH / 2, 770, TITLE)
    paper.setFont("STSong-Light", 12)
    paper.drawString(60, 720, PROSE[:19])
    paper.drawString(60, 700, PROSE[19:])
    bottom = TOP - ROW * len(ROWS)
    for i in range(len(ROWS) + 1):
        paper.line(150 if i == 2 else 60, TOP - ROW * i, 530, TOP - ROW * i)
    for j, x in enumerate(XS):
        paper.line(x, TOP, x, bottom + ROW if j == 1 else bottom)
    paper.line(150, bottom + ROW, 150, TOP)
    for i, row in enumerate(ROWS):
        for j, text in enumerate(row):
            paper.drawString(XS[j] + 6, TOP - ROW * i - 18, text)


@lru_cache(maxsize=4)
def picture(skew: float = 0.0, stamp: bool = False, dpi: int = 150) -> Image.Image:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    stream = io.BytesIO()
    paper = canvas.Canvas(stream, pagesize=(WIDTH, HEIGHT))
    _page(paper)
    paper.save()
    document = pypdfium2.PdfDocument(stream.getvalue())
    image = document[0].render(scale=dpi / 72).to_pil().convert("RGB")
    document.close()
    if stamp:
        _stamp(image, dpi / 72)
    return image.rotate(skew, resample=Image.Resampling.BICUBIC, fillcolor="white") if skew else image


def _stamp(image: Image.Image, scale: float) -> None:
    """A red seal over the numbers of the table: ink of both shows where they cross."""
    seal = Image.new("RGB", image.size, "white")
    draw = ImageDraw.Draw(seal)
    box = [value * scale for value in (370, 190, 470, 290)]
    draw.ellipse(box, outline=(225, 30, 40), width=round(4 * scale))
    draw.rectangle([value * scale for value in (395, 230, 445, 248)], fill=(230, 60, 60))
    image.paste(ImageChops.multiply(image, seal))


def _texts(document: Document) -> list[list[str]]:
    (table,) = document.tables
    return [[cell.text for cell in row] for row in table.rows]


def _expected() -> list[list[str]]:
    rows = [list(row) for row in ROWS]
    rows[2][0] = "产出指标"
    rows[4][1] = "合计"
    return rows


def _plain(text: str) -> str:
    return text.replace(",", "，").replace("1，370，000", "1,370,000")


def _read(path: Path) -> Document:
    return read(path, relative=path.name)


def _scan(path: Path, *images: Image.Image) -> Path:
    paper = canvas.Canvas(str(path), pagesize=(WIDTH, HEIGHT))
    for image in images:
        paper.drawImage(ImageReader(image), 0, 0, WIDTH, HEIGHT)
        paper.showPage()
    paper.save()
    return path


@installed
def test_a_skewed_and_stamped_scan_is_read_like_the_paper_itself(tmp_path: Path) -> None:
    document = _read(_scan(tmp_path / "a.pdf", picture(skew=1.3, stamp=True)))
    assert document.status is Status.READ
    assert document.problems == ("第1页为图像，文字由文字识别（OCR）得到，数字请对照原件",)
    assert [block.text for block in document.blocks if isinstance(block, Heading)] == [TITLE]
    assert _plain("".join(block.text for block in document.blocks if isinstance(block, Paragraph))) == _plain(PROSE)
    assert _texts(document) == _expected()
    (table,) = document.tables
    assert table.rows[1][0] is table.rows[2][0]


@installed
def test_places_lie_on_the_page_as_it_is_shown(tmp_path: Path) -> None:
    straight, skewed = (_read(_scan(tmp_path / f"{a}.pdf", picture(skew=a))).tables[0] for a in (0.0, 2.0))
    for text, where in (("95.6%", straight), ("95.6%", skewed)):
        place = _cell(where, text).place
        assert place.page == 1
        assert place.bbox is not None
    box, moved = _cell(straight, "95.6%").place.bbox, _cell(skewed, "95.6%").place.bbox
    assert box is not None
    assert moved is not None
    middle = ((XS[3] + XS[4]) / 2, HEIGHT - TOP + 3.5 * ROW)
    assert (box[0] + box[2]) / 2 == pytest.approx(middle[0], abs=3)
    assert (box[1] + box[3]) / 2 == pytest.approx(middle[1], abs=3)
    turned = askew((*middle, *middle), -2.0, WIDTH, HEIGHT)
    assert (moved[0] + moved[2]) / 2 == pytest.approx(turned[0], abs=4)
    assert (moved[1] + moved[3]) / 2 == pytest.approx(turned[1], abs=4)


def _cell(table: Table, text: str) -> Cell:
    return next(cell for cell in table.cells() if cell.text == text)


@installed
def test_a_paper_of_text_and_scans_keeps_its_order(tmp_path: Path) -> None:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    path = tmp_path / "mixed.pdf"
    paper = canvas.Canvas(str(path), pagesize=(WIDTH, HEIGHT))
    for number in (1, 2, 3):
        if number == 2:
            paper.drawImage(ImageReader(picture()), 0, 0, WIDTH, HEIGHT)
        else:
            paper.setFont("STSong-Light", 12)
            for i in range(3):
                paper.drawString(60, 760 - 40 * i, f"这是第{number}页第{i + 1}段，说明项目的实施情况。")
        paper.showPage()
    paper.save()
    document = _read(path)
    assert document.problems == ("第2页为图像，文字由文字识别（OCR）得到，数字请对照原件",)
    pages = [block.place.page for block in document.blocks]
    assert pages == sorted(page for page in pages if page is not None)
    assert {block.place.page: block.place.confidence is None for block in document.blocks} == {
        1: True,
        2: False,
        3: True,
    }


@installed
def test_images_are_papers_page_by_page(tmp_path: Path) -> None:
    path = tmp_path / "paper.tif"
    picture().save(path, save_all=True, append_images=[Image.new("RGB", (900, 1200), "white")])
    document = _read(path)
    assert document.pages == 2
    assert document.status is Status.PARTLY
    assert document.problems[0] == "第2页未识别出文字"
    assert _texts(document) == _expected()
    bbox = _cell(document.tables[0], "95.6%").place.bbox
    assert bbox is not None
    assert bbox[2] == pytest.approx(XS[4] * 150 / 72, abs=6), "boxes are in pixels of the image"


@installed
def test_a_page_that_lies_on_its_side_is_turned(tmp_path: Path) -> None:
    path = tmp_path / "side.png"
    picture().rotate(90, expand=True).save(path)
    document = _read(path)
    assert _texts(document) == _expected()


@installed
def test_a_picture_without_text_says_so(tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    Image.new("RGB", (800, 600), (90, 140, 60)).save(path)
    with pytest.raises(Unreadable, match="图片中未识别出文字"):
        _read(path)


@installed
def test_pictures_that_are_broken_or_far_too_large_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 40)
    with pytest.raises(Unreadable, match="损坏"):
        _read(broken)
    monkeypatch.setattr(images, "MAX_PIXELS", 1000)
    large = tmp_path / "large.png"
    Image.new("L", (400, 400), 255).save(large)
    with pytest.raises(Unreadable, match="过大"):
        _read(large)


def test_without_the_extra_the_command_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "find_spec", lambda name: None)
    path = tmp_path / "scan.pdf"
    _scan(path, Image.new("L", (60, 80), 200), Image.new("L", (60, 80), 210))
    with pytest.raises(Unreadable) as caught:
        _read(path)
    assert "第1—2页" in caught.value.reason
    assert 'pip install "docaudit[ocr]"' in caught.value.remedy
    image = tmp_path / "scan.png"
    Image.new("L", (600, 800), 200).save(image)
    with pytest.raises(Unreadable) as caught:
        _read(image)
    assert 'pip install "docaudit[ocr]"' in caught.value.remedy


def test_without_the_extra_a_mixed_paper_is_read_in_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "find_spec", lambda name: None)
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    path = tmp_path / "mixed.pdf"
    paper = canvas.Canvas(str(path), pagesize=(WIDTH, HEIGHT))
    paper.setFont("STSong-Light", 12)
    paper.drawString(60, 760, "本项目申请发明专利五项，培养研究生三十人，建成示范基地两个，全部达到任务书规定。")
    paper.showPage()
    paper.drawImage(ImageReader(Image.new("L", (60, 80), 200)), 0, 0, WIDTH, HEIGHT)
    paper.save()
    document = _read(path)
    assert document.status is Status.PARTLY
    assert document.problems[0].startswith("第2页为扫描图像")
    assert 'pip install "docaudit[ocr]"' in document.problems[0]


def test_a_quotation_keeps_its_own_doubts() -> None:
    place = Place("d", "第1页 第1段", "来访54批次，出访6批次", doubts=((2, 0.4), (9, 0.9)))
    assert place.confidence == 0.4
    assert place.quoting("出访6批次").confidence == 0.9
    assert place.quoting("出访6批次").quoting("批次").confidence == 1.0
    assert place.certainty("54批次") == 0.4
    assert place.certainty("来访") == 1.0
    assert place.quoting("别处的文字").confidence == 0.4
    assert Place("d", "第1段", "来访54批次").confidence is None


def test_doubts_are_found_where_the_text_was_read() -> None:
    chars = "来访54批次：1.5"
    middles = array("f", [value for i in range(len(chars)) for value in (10.0 * i, 100.0)])
    certainty = array("f", [1, 1, 0.5, 1, 1, 1, 0.3, 1, 0.6, 1])
    traces = {3: Trace(chars, middles, certainty, 0.0, 1.0, ())}
    assert doubts_in("来访54批次：1.5", [(3, (-5, 90, 200, 110))], traces) == ((2, 0.5), (8, 0.6))
    assert doubts_in("来访54批次", [(1, (-5, 90, 200, 110))], traces) is None
    assert doubts_in("", [(3, (300, 90, 400, 110))], traces) == ()


def test_every_page_is_drawn_as_large_as_a_sheet_of_paper() -> None:
    assert pixels_per_point(595, 842) == pytest.approx(200 / 72, rel=0.01)
    assert pixels_per_point(1190, 1684) == pytest.approx(pixels_per_point(595, 842) / 2)


def test_claims_are_as_sure_as_their_numbers_were_read() -> None:
    table = grid("| 指标名称 | 目标值 | 完成值 |\n| 申请发明专利 | 12项 | 9项 |")

    def doubtful(cell: Cell) -> Cell:
        return replace(cell, place=replace(cell.place, doubts=((0, 0.5),) if cell.text == "9项" else ()))

    seen = replace(table, rows=tuple(tuple(doubtful(cell) for cell in row) for row in table.rows))
    plain = [item.claim.confidence for item in claims_of(part(Kind.SELF_EVALUATION, table), None)]
    found: list[Claim] = [item.claim for item in claims_of(part(Kind.SELF_EVALUATION, seen), None)]
    assert [c.confidence for c in found] == [
        confidence * (0.5 if claim.quantity and claim.quantity.text == "9项" else 1)
        for confidence, claim in zip(plain, found, strict=True)
    ]
    assert any(claim.confidence < 0.5 for claim in found)


@installed
@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("1,370,00000", "1,370,000.00"),
        ("1.370.000.00", "1,370,000.00"),
        ("1O0%", "100%"),
        ("3一4项", "3—4项"),
        ("科5项", "≤5项"),
        ("9l", "91"),
        ("在3%0-5%0盐碱地", "在3‰-5‰盐碱地"),
        ("1,370,000.00", "1,370,000.00"),
        ("一级指标", "一级指标"),
        ("科技", "科技"),
        ("第一2组", "第一2组"),
        ("IO接口", "IO接口"),
        ("1.370", "1.370"),
        ("12,345", "12,345"),
    ],
)
def test_only_what_the_form_of_a_number_proves_is_set_right(said: str, meant: str) -> None:
    signs = [Sign(char, i / len(said), 0.99) for i, char in enumerate(said)]
    fixed = repaired(signs)
    assert "".join(sign.text for sign in fixed) == meant
    assert (min(sign.certainty for sign in fixed) == REPAIRED) == (said != meant)
