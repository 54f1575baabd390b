"""A Chinese TrueType font that reportlab can embed, made from Noto CJK, whose outlines it cannot take as they are.

Needs fontTools, which nothing but this builder needs: ``pip install fonttools``.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont, newTable
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont as Face

NOTO = Path("/usr/share/fonts/opentype/noto")
_STYLES = {"song": "NotoSerifCJK-Regular.ttc", "hei": "NotoSansCJK-Regular.ttc"}
_ERROR = 1.0


def not_embedded() -> str:
    """Name of the font that a PDF only names and every viewer has to find."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    return "STSong-Light"


def embedded(style: str, text: str) -> str:
    """Register a font with the characters of `text` and return its name."""
    name = f"corpus-{style}"
    collection = TTCollection(str(NOTO / _STYLES[style]))
    font = next(f for f in collection.fonts if f["name"].getDebugName(1).endswith("CJK SC"))
    subsetter = Subsetter(Options(layout_features=[], hinting=False, notdef_outline=True, name_IDs=[1, 2, 3, 4, 6]))
    subsetter.populate(text=text + " ")
    subsetter.subset(font)
    _to_truetype(font)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "font.ttf"
        font.save(path)
        pdfmetrics.registerFont(Face(name, str(path)))
    return name


def _to_truetype(font: TTFont) -> None:
    order, outlines = font.getGlyphOrder(), font.getGlyphSet()
    glyphs = {}
    for name in order:
        pen = TTGlyphPen(outlines)
        outlines[name].draw(Cu2QuPen(pen, _ERROR, reverse_direction=True))
        glyphs[name] = pen.glyph()
    font["loca"], font["glyf"] = newTable("loca"), newTable("glyf")
    font["glyf"].glyphOrder, font["glyf"].glyphs = order, glyphs
    for name, glyph in glyphs.items():
        glyph.recalcBounds(font["glyf"])
        font["hmtx"][name] = (font["hmtx"][name][0], getattr(glyph, "xMin", 0))
    largest = font["maxp"]
    largest.tableVersion = 0x00010000
    for key in ("maxZones", "maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs", "maxStackElements",
                "maxSizeOfInstructions", "maxComponentElements", "maxPoints", "maxContours", "maxCompositePoints",
                "maxCompositeContours", "maxComponentDepth"):  # fmt: skip
        setattr(largest, key, 1 if key == "maxZones" else 0)
    font["post"].formatType, font["post"].extraNames, font["post"].mapping = 2.0, [], {}
    font["post"].glyphOrder = order
    for table in ("CFF ", "VORG", "GSUB", "GPOS", "BASE", "vhea", "vmtx", "DSIG", "GDEF"):
        if table in font:
            del font[table]
    font.sfntVersion = "\x00\x01\x00\x00"
