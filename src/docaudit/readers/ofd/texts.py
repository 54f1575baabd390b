"""Text objects: every character with its place, from the offsets that the writer computed."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from docaudit.model.documents import BBox
from docaudit.readers.ofd.package import child, local, numbers
from docaudit.readers.ofd.shapes import Matrix, apply
from docaudit.readers.pdf.lines import is_wide
from docaudit.readers.pdf.radicals import RADICALS

MAX_OFFSETS = 100_000

_ASCENT, _DESCENT = 0.88, 0.12
_SLANT = 2.0
_SYMBOLS = "\u2000"
"""Where signs begin that Chinese types set as wide as a character: ≥ ① ℃."""
_PLACEHOLDERS = frozenset("□¤\ufffd")
_LAYOUT = str.maketrans("", "", "\r\n\t\ufeff\u200b")
"""Breaks and tabs in the XML are its writer's indentation: text has no lines in OFD."""


@dataclass(slots=True)
class Run:
    """A text object on the page: boxes in points, its angle in degrees clockwise, -1 when it is no quarter turn."""

    size: float
    angle: int
    heavy: bool = False
    pale: bool = False
    glyphs: list[tuple[BBox, str]] = field(default_factory=list)
    unmapped: int = 0
    """Glyphs of which the file does not say what characters they are."""


def run_of(node: etree._Element, matrix: Matrix) -> Run:
    """Return what a text object shows; `matrix` leads from its space to the page."""
    size = (numbers(node.get("Size")) or [0.0])[0]
    size = size if size > 0 else 3.5
    stretch = (numbers(node.get("HScale")) or [1.0])[0] or 1.0
    facing = int((numbers(node.get("CharDirection")) or [0.0])[0]) // 90 % 4 * 90
    run = Run(size * (math.hypot(matrix[2], matrix[3]) or 1.0), _angle(matrix, facing))
    run.heavy = (numbers(node.get("Weight")) or [400.0])[0] >= 600
    run.pale = _is_pale(node)
    x = y = 0.0
    glyphs = sum(_glyph_count(item) for item in node if local(item) == "CGTransform")
    told = 0
    for code in node:
        if local(code) != "TextCode":
            continue
        x = (numbers(code.get("X")) or [x])[0]
        y = (numbers(code.get("Y")) or [y])[0]
        text = (code.text or "").translate(_LAYOUT)
        told += len(text)
        if glyphs and _is_placeholder(text):
            run.unmapped += len(text)
            continue
        for char, at_x, at_y, advance in _placed(code, text, x, y, size):
            if glyphs and ("\ue000" <= char <= "\uf8ff" or char in _PLACEHOLDERS):
                run.unmapped += 1
                continue
            wide = min(_width(char, advance, size) * stretch, 4 * size)
            box = _box(matrix, at_x, at_y, wide, size, facing)
            run.glyphs.append((box, RADICALS.get(ord(char)) or char))
    if told == 0:
        run.unmapped += glyphs
    return run


def _angle(matrix: Matrix, facing: int) -> int:
    angle = math.degrees(math.atan2(matrix[1], matrix[0])) + facing
    quarter = round(angle / 90)
    return quarter * 90 % 360 if abs(angle - quarter * 90) <= _SLANT else -1


def _is_pale(node: etree._Element) -> bool:
    """Whether the text is drawn faintly: a watermark when it is large, too."""
    fill = child(node, "FillColor")
    colour = numbers(fill.get("Value")) if fill is not None else []
    faint = any((numbers(item.get("Alpha")) or [255.0])[0] < 140 for item in (node, fill) if item is not None)
    return faint or (len(colour) == 3 and min(colour) > 165)


def _glyph_count(transform: etree._Element) -> int:
    glyphs = child(transform, "Glyphs")
    return len((glyphs.text or "").split()) if glyphs is not None else 0


def _is_placeholder(text: str) -> bool:
    """Whether the characters only stand in for glyphs: □□□, ???, ¤; one question mark may be meant."""
    bare = text.replace(" ", "")
    return bool(bare) and (set(bare) <= _PLACEHOLDERS or (len(bare) > 1 and set(bare) <= _PLACEHOLDERS | {"?"}))


def _placed(
    code: etree._Element, text: str, x: float, y: float, size: float
) -> Iterator[tuple[str, float, float, float | None]]:
    """Each character with the start of its baseline, and how far it is to the next one if the file says so.

    Where offsets are fewer than characters the last one goes on; without any the natural width of each is taken.
    """
    across, down = _offsets(code.get("DeltaX")), _offsets(code.get("DeltaY"))
    for i, char in enumerate(text):
        step = across[min(i, len(across) - 1)] if across else None
        fall = down[min(i, len(down) - 1)] if down else 0.0
        yield char, x, y, step if step is not None and abs(fall) < 0.01 * size else None
        if step is None and not down:
            step = _width(char, None, size)
        x += step or 0.0
        y += fall


def _offsets(text: str | None) -> list[float]:
    """Return a list of offsets written out: 'g 3 4.2 2.1' is 4.2 three times, then 2.1."""
    found: list[float] = []
    words = (text or "").replace(",", " ").split()
    i = 0
    while i < len(words) and len(found) < MAX_OFFSETS:
        if words[i].lower() == "g":
            times = numbers(" ".join(words[i + 1 : i + 3]))
            if len(times) < 2:
                break
            found += [times[1]] * max(0, min(int(times[0]), MAX_OFFSETS))
            i += 3
            continue
        value = numbers(words[i])
        if not value:
            break
        found += value
        i += 1
    return found


def _width(char: str, advance: float | None, size: float) -> float:
    """How wide a character is set: its offset to the next one unless that leaves a gap."""
    if is_wide(char) or char >= _SYMBOLS:
        natural = size
    elif char in "mMWw@%—":
        natural = 0.85 * size
    elif char.isupper():
        natural = 0.68 * size
    elif char in "iljtfIr.,:;|!'()[]- ":
        natural = 0.33 * size
    else:
        natural = 0.5 * size
    if advance is None:
        return natural
    return advance if 0.1 * size < advance <= 1.35 * natural else natural


def _box(matrix: Matrix, x: float, y: float, wide: float, size: float, facing: int) -> BBox:
    """The em box of a character on the page; `facing` turns it about the start of its baseline."""
    cos, sin = {0: (1.0, 0.0), 90: (0.0, 1.0), 180: (-1.0, 0.0), 270: (0.0, -1.0)}[facing]
    corners = [
        apply(matrix, x + cos * u - sin * v, y + sin * u + cos * v)
        for u, v in ((0.0, -_ASCENT * size), (wide, _DESCENT * size))
    ]
    (ax, ay), (bx, by) = corners
    return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)
