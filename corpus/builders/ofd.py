"""OFD files made here, of the shapes that GB/T 33190 allows: no real one may be kept in the repository.

Shared by the tests of the reader and the reading benchmark.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape

NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
Rows = list[list[str]]


def number(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".")


def width(char: str, size: float) -> float:
    """How far a writer moves on after a character: as a Song type would."""
    return size if char >= "\u2e80" or char in "“”—…" else size / 2


def text(
    x: float,
    y: float,
    words: str,
    size: float = 3.5,
    *,
    style: str = "grouped",
    font: str = "1",
    more: str = "",
    inner: str = "",
) -> str:
    """A text object whose box starts at x, y; `style` is how its offsets are written."""
    steps = [width(char, size) for char in words[:-1]]
    if style == "grouped":
        groups: list[list[float]] = []
        for step in steps:
            if groups and groups[-1][0] == step:
                groups[-1][1] += 1
            else:
                groups.append([step, 1])
        delta = " ".join(f"g {int(times)} {number(step)}" if times > 1 else number(step) for step, times in groups)
        code = f'<ofd:TextCode X="0" Y="{number(0.88 * size)}" DeltaX="{delta}">{escape(words)}</ofd:TextCode>'
    elif style == "list":
        delta = " ".join(number(step) for step in steps)
        code = f'<ofd:TextCode X="0" Y="{number(0.88 * size)}" DeltaX="{delta}">\n  {escape(words)}\n</ofd:TextCode>'.replace(
            "\n  ", "\n"
        )
    elif style == "bare":
        code = f'<ofd:TextCode X="0" Y="{number(0.88 * size)}">{escape(words)}</ofd:TextCode>'
    else:  # one code per character, in the space of points that a converter from PDF keeps
        scale = 0.3528
        codes, at = [], 0.0
        for char in words:
            codes.append(
                f'<ofd:TextCode X="{number(at / scale)}" Y="{number(0.88 * size / scale)}">{escape(char)}</ofd:TextCode>'
            )
            at += width(char, size)
        more += f' CTM="{scale} 0 0 {scale} 0 0"'
        code, size = "".join(codes), size / scale
    wide = sum(steps) + size
    return (
        f'<ofd:TextObject ID="9" Boundary="{number(x)} {number(y)} {number(wide)} {number(1.2 * size)}" Font="{font}" Size="{number(size)}"{more}>'
        f"{inner}{code}</ofd:TextObject>"
    )


def path(data: str, boundary: str = "0 0 210 297", more: str = 'LineWidth="0.2"') -> str:
    return f'<ofd:PathObject ID="9" Boundary="{boundary}" {more}><ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>'


def line(x0: float, y0: float, x1: float, y1: float, *, thin_box: bool = False) -> str:
    """A ruled line: stroked, or as converters draw it a thin filled box."""
    if thin_box:
        wide, tall = max(x1 - x0, 0.15), max(y1 - y0, 0.15)
        data = f"M 0 0 L {number(wide)} 0 L {number(wide)} {number(tall)} L 0 {number(tall)} C"
        return path(data, f"{number(x0)} {number(y0)} {number(wide)} {number(tall)}", 'Stroke="false" Fill="true"')
    return path(f"M {number(x0)} {number(y0)} L {number(x1)} {number(y1)}")


def table(
    x: float, y: float, columns: list[float], rows: Rows, *, height: float = 8.0, size: float = 3.5,
    thin_box: bool = False, boxes: bool = False, style: str = "grouped",
) -> str:  # fmt: skip
    """A ruled table; `boxes` draws a rectangle per cell instead of lines through."""
    xs = [x]
    for wide in columns:
        xs.append(xs[-1] + wide)
    ys = [y + height * i for i in range(len(rows) + 1)]
    parts = []
    if boxes:
        for i in range(len(rows)):
            for j in range(len(columns)):
                data = f"M 0 0 L {number(columns[j])} 0 L {number(columns[j])} {number(height)} L 0 {number(height)} C"
                parts.append(path(data, f"{number(xs[j])} {number(ys[i])} {number(columns[j])} {number(height)}"))
    else:
        parts += [line(xs[0], level, xs[-1], level, thin_box=thin_box) for level in ys]
        parts += [line(at, ys[0], at, ys[-1], thin_box=thin_box) for at in xs]
    for i, row in enumerate(rows):
        for j, words in enumerate(row):
            if words:
                parts.append(text(xs[j] + 1.5, ys[i] + (height - size) / 2, words, size, style=style))
    return "".join(parts)


@dataclass
class Doc:
    """One document: the objects of its pages, and what else it has."""

    pages: list[str]
    templates: dict[str, str] = field(default_factory=dict)
    uses: dict[int, str] = field(default_factory=dict)
    """Page index to template id."""
    area: str = "0 0 210 297"
    own_area: str = ""
    annotations: dict[int, str] = field(default_factory=dict)
    attachments: list[str] = field(default_factory=list)
    composites: dict[str, str] = field(default_factory=dict)


def _page(objects: str, template: str = "", area: str = "") -> str:
    own = f"<ofd:Area><ofd:PhysicalBox>{area}</ofd:PhysicalBox></ofd:Area>" if area else ""
    use = f'<ofd:Template TemplateID="{template}" ZOrder="Background"/>' if template else ""
    return f'{HEAD}<ofd:Page {NS}>{own}{use}<ofd:Content><ofd:Layer ID="2" Type="Body">{objects}</ofd:Layer></ofd:Content></ofd:Page>'


def members(docs: list[Doc], *, signatures: int = 0) -> dict[str, str]:
    """The files of an OFD package."""
    found: dict[str, str] = {}
    bodies = ""
    for number, doc in enumerate(docs):
        base = f"Doc_{number}"
        signed = f"<ofd:Signatures>/{base}/Signs/Signatures.xml</ofd:Signatures>" if signatures and not number else ""
        bodies += f"<ofd:DocBody><ofd:DocInfo/><ofd:DocRoot>{base}/Document.xml</ofd:DocRoot>{signed}</ofd:DocBody>"
        listed = "".join(
            f'<ofd:Page ID="{100 + i}" BaseLoc="Pages/Page_{i}/Content.xml"/>' for i in range(len(doc.pages))
        )
        templates = "".join(
            f'<ofd:TemplatePage ID="{key}" BaseLoc="Tpls/Tpl_{key}/Content.xml"/>' for key in doc.templates
        )
        more = "<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations>" if doc.annotations else ""
        more += "<ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments>" if doc.attachments else ""
        found[f"{base}/Document.xml"] = (
            f"{HEAD}<ofd:Document {NS}><ofd:CommonData><ofd:MaxUnitID>999</ofd:MaxUnitID><ofd:PageArea>"
            f"<ofd:PhysicalBox>{doc.area}</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes>"
            f"{templates}</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages>{more}</ofd:Document>"
        )
        units = "".join(
            f'<ofd:CompositeGraphicUnit ID="{key}" Width="50" Height="50"><ofd:Content>{objects}</ofd:Content>'
            "</ofd:CompositeGraphicUnit>"
            for key, objects in doc.composites.items()
        )
        found[f"{base}/PublicRes.xml"] = (
            f'{HEAD}<ofd:Res {NS} BaseLoc="Res"><ofd:Fonts><ofd:Font ID="1" FontName="SimSun"/>'
            f'<ofd:Font ID="2" FontName="SimHei" Bold="true"/></ofd:Fonts>'
            f"<ofd:CompositeGraphicUnits>{units}</ofd:CompositeGraphicUnits></ofd:Res>"
        )
        for i, objects in enumerate(doc.pages):
            found[f"{base}/Pages/Page_{i}/Content.xml"] = _page(objects, doc.uses.get(i, ""), doc.own_area)
        for key, objects in doc.templates.items():
            found[f"{base}/Tpls/Tpl_{key}/Content.xml"] = _page(objects)
        if doc.annotations:
            entries = "".join(
                f'<ofd:Page PageID="{100 + i}"><ofd:FileLoc>Page_{i}/Annotation.xml</ofd:FileLoc></ofd:Page>'
                for i in doc.annotations
            )
            found[f"{base}/Annots/Annotations.xml"] = f"{HEAD}<ofd:Annotations {NS}>{entries}</ofd:Annotations>"
            for i, notes in doc.annotations.items():
                found[f"{base}/Annots/Page_{i}/Annotation.xml"] = f"{HEAD}<ofd:PageAnnot {NS}>{notes}</ofd:PageAnnot>"
        if doc.attachments:
            entries = "".join(
                f'<ofd:Attachment ID="{i}" Name="{name}" Format="xlsx"><ofd:FileLoc>{name}</ofd:FileLoc></ofd:Attachment>'
                for i, name in enumerate(doc.attachments)
            )
            found[f"{base}/Attachs/Attachments.xml"] = f"{HEAD}<ofd:Attachments {NS}>{entries}</ofd:Attachments>"
    if signatures:
        entries = "".join(
            f'<ofd:Signature ID="{i}" Type="Seal" BaseLoc="Sign_{i}/Signature.xml"/>' for i in range(signatures)
        )
        found["Doc_0/Signs/Signatures.xml"] = f"{HEAD}<ofd:Signatures {NS}>{entries}</ofd:Signatures>"
    found["OFD.xml"] = f'{HEAD}<ofd:OFD {NS} DocType="OFD" Version="1.0">{bodies}</ofd:OFD>'
    return found


def write(target: Path, docs: list[Doc] | Doc, *, signatures: int = 0) -> Path:
    """Write the file."""
    files = members([docs] if isinstance(docs, Doc) else docs, signatures=signatures)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(zipfile.ZipInfo(name, (2024, 1, 2, 3, 4, 6)), content, zipfile.ZIP_DEFLATED)
    return target
