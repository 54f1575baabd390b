"""From the XML of an OFD page to what is drawn on it, in points, from the top left corner."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from docaudit.readers.ofd.package import Package, PageSource, Part, area_of, child, children, local, numbers
from docaudit.readers.ofd.shapes import IDENTITY, Matrix, outlines, product
from docaudit.readers.ofd.texts import Run, run_of
from docaudit.readers.pdf.content import Box, Glyph, PageContent, Remark
from docaudit.readers.pdf.geometry import turned

POINTS = 72 / 25.4
"""Points in a millimetre."""
MAX_GLYPHS = 120_000
MAX_PATHS = 20_000
_DEEPEST = 12
_WATERMARK_SIZE = 26.0
_SILENT = ("Stamp", "Watermark", "Link")
"""Annotations that state nothing: seals, watermarks, links."""


@dataclass(slots=True)
class _Drawn:
    """What has been found on a page so far, in points of the page as it is shown."""

    part: Part
    glyphs: list[tuple[int, Glyph]] = field(default_factory=list)
    bold: list[bool] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    images: float = 0.0
    paths: int = 0
    curves: int = 0
    unmapped: int = 0
    objects: int = 0


def read_page(package: Package, source: PageSource, number: int) -> PageContent:
    """Return what a page shows, its templates included.  Raises Unreadable when it is missing or damaged."""
    root = package.xml(source.member)
    package.page_resources(root, source)
    layers: list[etree._Element] = []
    area = area_of(child(root, "Area"))
    for use in children(root, "Template"):
        member = source.part.templates.get(use.get("TemplateID", ""), "")
        template = package.optional(member) if member else None
        if template is not None:
            layers.append(template)
            area = area or area_of(child(template, "Area"))
    _, _, wide, tall = area or source.part.area
    drawn = _Drawn(source.part)
    scale: Matrix = (POINTS, 0.0, 0.0, POINTS, 0.0, 0.0)
    for layer in (*layers, root):
        for content in children(layer, "Content"):
            _walk(content, scale, drawn, 0)
    remarks = list(_remarks(package, source, scale))
    return _content(drawn, remarks, number, wide * POINTS, tall * POINTS)


def _walk(group: etree._Element, matrix: Matrix, drawn: _Drawn, depth: int) -> None:
    """Take up the objects of a layer or block; `matrix` leads from its space to the page."""
    if depth > _DEEPEST:
        return
    for node in group:
        name = local(node)
        drawn.objects += 1
        if drawn.objects > MAX_GLYPHS or node.get("Visible") == "false":
            continue
        if name in ("Layer", "PageBlock"):
            _walk(node, matrix, drawn, depth + 1)
        elif name == "TextObject":
            _text(node, matrix, drawn)
        elif name == "PathObject":
            _path(node, matrix, drawn)
        elif name == "ImageObject":
            _, _, wide, tall = _boundary(node)
            drawn.images += abs(wide * tall) * POINTS * POINTS
        elif name == "CompositeObject":
            unit = drawn.part.drawings.get(node.get("ResourceID", ""))
            content = child(unit, "Content") if unit is not None else None
            if content is not None:
                _walk(content, product(_own(node), matrix), drawn, depth + 1)


def _boundary(node: etree._Element) -> tuple[float, float, float, float]:
    box = numbers(node.get("Boundary"))
    return (box[0], box[1], box[2], box[3]) if len(box) == 4 else (0.0, 0.0, 0.0, 0.0)


def _own(node: etree._Element) -> Matrix:
    """From the space of an object to that of its block: its matrix, then the corner of its boundary."""
    ctm = numbers(node.get("CTM"))
    matrix: Matrix = (ctm[0], ctm[1], ctm[2], ctm[3], ctm[4], ctm[5]) if len(ctm) == 6 else IDENTITY
    x, y, _, _ = _boundary(node)
    return product(matrix, (1.0, 0.0, 0.0, 1.0, x, y))


def _text(node: etree._Element, matrix: Matrix, drawn: _Drawn) -> None:
    run = run_of(node, product(_own(node), matrix))
    if run.pale and run.size > _WATERMARK_SIZE:
        return
    drawn.unmapped += run.unmapped
    bold = run.heavy or drawn.part.bold.get(node.get("Font", ""), False)
    for box, text in run.glyphs:
        if len(drawn.glyphs) < MAX_GLYPHS:
            drawn.glyphs.append((run.angle, Glyph(*box, text, len(drawn.bold))))
            drawn.bold.append(bold)


def _path(node: etree._Element, matrix: Matrix, drawn: _Drawn) -> None:
    stroked, filled = node.get("Stroke", "true") != "false", node.get("Fill", "false") == "true"
    data = child(node, "AbbreviatedData")
    drawn.paths += 1
    if not (stroked or filled) or data is None or drawn.paths > MAX_PATHS:
        return
    own = product(_own(node), matrix)
    boxes, curves = outlines(data.text or "", own, stroked=stroked)
    drawn.boxes.extend(boxes)
    drawn.curves += curves


def _remarks(package: Package, source: PageSource, scale: Matrix) -> Iterator[Remark]:
    """The annotations with words; what is typed onto the page is told from comments."""
    for member in source.part.annotations.get(source.id, ()):
        for note in children(package.optional(member), "Annot"):
            if note.get("Type") in _SILENT or note.get("Visible") == "false":
                continue
            appearance = child(note, "Appearance")
            x, y, wide, tall = _boundary(appearance) if appearance is not None else (0.0, 0.0, 0.0, 0.0)
            box = (x * POINTS, y * POINTS, (x + wide) * POINTS, (y + tall) * POINTS)
            typed = _typed(appearance, scale) if appearance is not None else ""
            said = " ".join("".join(node.text or "" for node in children(note, "Remark")).split())
            if typed:
                yield Remark(typed, box, typed=True)
            if said and said != typed:
                yield Remark(said, box)


def _typed(appearance: etree._Element, scale: Matrix) -> str:
    runs: list[Run] = [
        run_of(node, product(_own(node), scale)) for node in appearance.iter() if local(node) == "TextObject"
    ]
    return " ".join(text for run in runs if (text := "".join(text for _, text in run.glyphs).strip()))


def _content(drawn: _Drawn, remarks: list[Remark], number: int, width: float, height: float) -> PageContent:
    """Put everything into the page in reading orientation."""
    counts = {angle: sum(1 for own, _ in drawn.glyphs if own == angle) for angle in (0, 90, 180, 270)}
    most = max(counts, key=lambda angle: counts[angle])
    turn = (360 - most) % 360 if counts[most] > 2 * counts[0] else 0
    wide, tall = (height, width) if turn in (90, 270) else (width, height)
    content = PageContent(number, wide, tall, turn, unmapped=drawn.unmapped, has_text=bool(drawn.glyphs))
    for angle, glyph in drawn.glyphs:
        x0, top, x1, bottom = turned(glyph[:4], turn, width, height)
        if angle < 0 or not (0 <= x0 + x1 <= 2 * wide and 0 <= top + bottom <= 2 * tall):
            continue
        shown = Glyph(x0, top, x1, bottom, glyph.text, glyph.mark)
        now = (angle + turn) % 360
        if now == 0:
            content.glyphs.append(shown)
        elif now != 180:
            content.sideways.append((now, shown))
    content.boxes = [Box(*turned(box[:4], turn, width, height), shade=box.shade) for box in drawn.boxes]
    content.remarks = [Remark(r.text, turned(r.bbox, turn, width, height), r.typed) for r in remarks]
    content.image_share = min(1.0, drawn.images / max(1.0, width * height))
    content.curves = drawn.curves
    bold = drawn.bold
    content.is_bold = lambda mark: mark >= 0 and bold[mark]
    return content
