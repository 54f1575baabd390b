"""What a reader sees of a place: crops with the box where the figure is, and blocks with the words marked."""

import io
import shutil
import zipfile
from contextlib import closing

import pytest
from PIL import Image

from docaudit.engine import Options, audit
from docaudit.model import Document, Heading, Paragraph, Place
from docaudit.readers import read
from docaudit.sight import Originals, Pages, fragment
from docaudit.sight.fragments import marked
from docaudit.sight.painter import Painter
from tests.hostile.pdfs import endless_letters, endless_patterns


@pytest.fixture(scope="module")
def dossier(root):
    return root / "corpus" / "dossiers" / "02-smart-road-open-platform"


@pytest.fixture(scope="module")
def result(dossier):
    return audit(dossier, Options(in_process=True))


def _red(picture):
    """The pixels of the box, as (left, top, right, bottom); None where there is no box."""
    image = Image.open(io.BytesIO(picture.data)).convert("RGB")
    found = [(x, y) for x in range(image.width) for y in range(image.height) if _is_red(image.getpixel((x, y)))]
    return (
        (min(x for x, _ in found), min(y for _, y in found), max(x for x, _ in found), max(y for _, y in found))
        if found
        else None
    )


def _is_red(pixel):
    r, g, b = pixel
    return r > 150 and g < 90 and b < 90


def test_a_crop_has_its_box_where_the_quotation_is(result, dossier):
    paper = next(p for p in result.whole.values() if p.document.format == "pdf")
    claim = next(c for part in paper.parts for c in part.claims if c.place.bbox)
    with closing(Originals(dossier)) as originals, closing(Pages(originals)) as pages:
        picture = pages.crop(paper.document, [claim.place])
        whole = pages.page(paper.document, claim.place.page, [claim.place])
    assert whole.width == 900
    assert picture.width <= 900
    assert picture.height < whole.height
    left, top, right, bottom = _red(picture)
    x0, y0, x1, y1 = claim.place.bbox
    assert abs((right - left) / (bottom - top) - (x1 - x0) / (y1 - y0)) < 0.35 * (x1 - x0) / (y1 - y0)
    assert abs(_red(whole)[0] / 900 - x0 / 595) < 0.02


def test_what_has_no_pages_has_no_picture(result, dossier):
    word = next(p for p in result.whole.values() if p.document.format == "docx")
    place = next(c.place for part in word.parts for c in part.claims)
    with closing(Originals(dossier)) as originals, closing(Pages(originals)) as pages:
        assert pages.crop(word.document, [place]) is None
        assert pages.crop(Document("x", "没有.pdf", "", "pdf"), [Place("x", "", "", 1, (0, 0, 9, 9))]) is None
        paper = next(p for p in result.papers if p.document.format == "pdf")
        assert pages.page(paper.document, 10_000) is None


def test_a_damaged_file_costs_its_picture(tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7 nothing")
    (tmp_path / "a.png").write_bytes(b"\x89PNG nothing")
    place = Place("d", "", "", 1, (0, 0, 9, 9))
    with closing(Originals(tmp_path)) as originals, closing(Pages(originals)) as pages:
        assert pages.crop(Document("d", "a.pdf", "", "pdf"), [place]) is None
        assert pages.crop(Document("e", "a.png", "", "png"), [place]) is None


def test_papers_in_archives_are_found_again(dossier, tmp_path):
    pdf = next(dossier.glob("*.pdf"))
    with zipfile.ZipFile(tmp_path / "材料.zip", "w") as package:
        package.write(pdf, "内/任务书.pdf")
    shutil.copy(pdf, tmp_path / "外.pdf")
    with closing(Originals(tmp_path)) as originals:
        inside = originals.find("材料.zip/内/任务书.pdf")
        assert inside.read_bytes() == pdf.read_bytes()
        assert originals.find("外.pdf") == tmp_path.resolve() / "外.pdf"
        assert originals.find("没有.pdf") is None
        assert originals.find("../外面.pdf") is None
        assert originals.find("材料.zip/没有.pdf") is None
    assert not inside.exists()


def test_nothing_outside_the_folder_is_found(tmp_path):
    (tmp_path / "里").mkdir()
    (tmp_path / "秘密.pdf").write_bytes(b"x")
    (tmp_path / "里" / "链接.pdf").symlink_to(tmp_path / "秘密.pdf")
    with closing(Originals(tmp_path / "里")) as originals:
        assert originals.find("../秘密.pdf") is None
        assert originals.find("链接.pdf") is None
        assert originals.find(str(tmp_path / "秘密.pdf")) is None


def test_marks_and_escapes():
    assert marked("a<b>5项&c", ["<b>5项"]) == "a<mark>&lt;b&gt;5项</mark>&amp;c"
    assert marked("甲乙丙丁", ["乙丙", "丙丁"]) == "甲<mark>乙丙</mark><mark>丁</mark>"
    assert marked("甲", ["无", ""]) == "甲"


def test_a_long_paragraph_is_cut_around_the_quotation():
    text = "前" * 900 + "完成5项" + "后" * 900
    place = Place("d", "第1段", "完成5项", paragraph=1)
    block = Paragraph(text, Place("d", "第1段", text, paragraph=1))
    html = fragment(Document("d", "a.md", "", "md", (block,)), [place])
    assert "<mark>完成5项</mark>" in html
    assert html.startswith("<p>…前")
    assert len(html) < 700


def test_a_heading_or_nothing():
    heading = Heading("三、<考核>指标", 1, Place("d", "标题", "三、<考核>指标", paragraph=2))
    document = Document("d", "a.md", "", "md", (heading,))
    assert fragment(document, [heading.place]) == "<p><mark>三、&lt;考核&gt;指标</mark></p>"
    assert fragment(document, [Place("d", "别处", "7<项>", paragraph=9)]) == "<p><mark>7&lt;项&gt;</mark></p>"
    assert fragment(document, []) == ""


TABLE = """\
表1 指标

| 序号 | 指标 | 数值 |
|---|---|---|
""" + "".join(f"| {i} | 指标{i} | {i * 3}项 |\n" for i in range(1, 41))


def test_a_table_shows_its_head_and_the_rows_around(tmp_path):
    (tmp_path / "a.md").write_text(TABLE, encoding="utf-8")
    document = read(tmp_path / "a.md", relative="a.md")
    cell = document.tables[0].rows[20][2]
    html = fragment(document, [cell.place])
    assert html.count('class="hit"') == 1
    assert '<td class="hit">60项</td>' in html
    assert "<td>序号</td>" in html
    assert html.count('class="gap"') == 2
    assert "指标16<" not in html
    assert "指标17<" in html


def test_merged_cells_keep_the_columns_straight(root):
    path = root / "corpus" / "dossiers" / "08-fiscal-self-evaluations"
    for paper in sorted(path.glob("*.docx")):
        document = read(paper, relative=paper.name)
        for table in document.tables:
            spot = table.rows[-1][-1].place
            html = fragment(document, [spot])
            assert html.count("<tr") >= 1
            assert html.count('class="hit"') >= 1


@pytest.mark.parametrize("drawn", ["patterns", "letters"])
def test_a_page_that_is_never_done_costs_its_picture(tmp_path, drawn, dossier):
    (tmp_path / "a.pdf").write_bytes(endless_patterns() if drawn == "patterns" else endless_letters())
    sound = next(dossier.glob("*.pdf"))
    with closing(Painter(seconds=1.0)) as painter:
        assert painter.paint(tmp_path / "a.pdf", 1, pdf=True) is None
        assert painter.paint(tmp_path / "a.pdf", 2, pdf=True) is None
        image, scale = painter.paint(sound, 1, pdf=True)
    assert image.width == 900
    assert scale == pytest.approx(900 / 595, rel=0.01)


def test_its_text_is_read_all_the_same(tmp_path):
    (tmp_path / "a.pdf").write_bytes(endless_letters())
    assert "Budget 120" in read(tmp_path / "a.pdf", relative="a.pdf").blocks[0].text
