"""Tables drawn with characters (┌─┬┐│ or +-|) in plain text.

Rules stand where they stand on a screen on which a Chinese character is two columns wide; the rules themselves are one
or two columns wide depending on who drew them, so both readings are tried.
"""

from __future__ import annotations

import re
from itertools import pairwise
from unicodedata import east_asian_width

from docaudit.readers.spots import Spot

_DOWN = frozenset("│┃║┆┇┊┋╎╏|｜")
_ACROSS = frozenset("─━═┄┅┈┉╌╍-=－")
_CORNERS = frozenset("┌┍┎┏┐┑┒┓└┕┖┗┘┙┚┛├┝┞┟┠┡┢┣┤┥┦┧┨┩┪┫┬┭┮┯┰┱┲┳┴┵┶┷┸┹┺┻┼┽┾┿╀╁╂╃╄╅╆╇╈╉╊╋╔╗╚╝╠╣╦╩╬╒╓╕╖╘╙╛╜╞╟╡╢╤╥╧╨╪╫+")
_DRAWN = _DOWN | _ACROSS | _CORNERS
_TOP = re.compile(r"\s*[┌┍┎┏╔╒╓+][─━═┄┅┈┉╌╍\-=+┬┭┮┯┰┱┲┳╦╤╥]{3,}[┐┑┒┓╗╕╖+]\s*")

Row = list[str]
"""One line, one string per screen column; the second half of a wide character is empty."""


def find_box(lines: list[str], start: int) -> int:
    """Return the line after the drawn table that begins at `start`, or `start` when none does."""
    if _TOP.fullmatch(lines[start]) is None:
        return start
    end = start + 1
    while end < len(lines) and _drawn(lines[end]) and not _begins_another(lines[end], lines[end - 1]):
        end += 1
    return end if end - start >= 3 else start


def _begins_another(line: str, above: str) -> bool:
    if _TOP.fullmatch(line) is None:
        return False
    closed = above.strip()[0] in "└┕┖┗╚╘╙" or _TOP.fullmatch(above) is not None
    return closed or not line.strip().startswith("+")


def _drawn(line: str) -> bool:
    text = line.strip()
    return len(text) > 1 and (text[0] in _DRAWN) and (text[-1] in _DRAWN) and text[0] not in "-=－"


def read_box(lines: list[str]) -> list[Spot]:
    """Return the cells of a drawn table, merged ones with their spans."""
    if lines[0].lstrip().startswith("+"):
        lines = _ruled(lines)
    for rule in (2, 1):
        canvas = [_columns(line.rstrip(), rule) for line in lines]
        if _aligned(canvas):
            return _cells(canvas)
    return _by_order(lines)


def _ruled(lines: list[str]) -> list[str]:
    """Add the rules that +-| tables leave out between rows: a line whose first cell is filled begins a row."""
    out: list[str] = []
    for line in lines:
        first = line.strip()[1:].split("|")[0]
        if out and line.lstrip().startswith("|") and first.strip() and not out[-1].lstrip().startswith("+"):
            out.append(lines[0])
        out.append(line)
    return out


def _columns(line: str, rule: int) -> Row:
    out: Row = []
    for ch in line:
        wide = east_asian_width(ch) in "WF" or (rule == 2 and ch in _DRAWN and not ch.isascii())
        out.extend((ch, "") if wide else (ch,))
    return out


def _is_rule(row: Row) -> bool:
    """Whether a line is nothing but rules, so that cells end there all along."""
    inked = [ch for ch in row if ch.strip()]
    return bool(inked) and all(ch in _DRAWN for ch in inked) and sum(ch in _ACROSS for ch in inked) >= 2


def _has_rule(row: Row) -> bool:
    """Whether some cells end on this line: a stretch of a rule beside a corner."""
    inked = [ch for ch in row if ch.strip()]
    return any((a in _CORNERS and b in _ACROSS) or (a in _ACROSS and b in _CORNERS) for a, b in pairwise(inked))


def _aligned(canvas: list[Row]) -> bool:
    corners = {j for row in canvas for j, ch in enumerate(row) if ch in _CORNERS and _has_rule(row)}
    return all(j in corners for row in canvas if not _has_rule(row) for j, ch in enumerate(row) if ch in _DOWN)


def _cells(canvas: list[Row]) -> list[Spot]:
    edges = sorted({j for row in canvas for j, ch in enumerate(row) if ch in _CORNERS and _has_rule(row)})
    rules = [i for i, row in enumerate(canvas) if _has_rule(row)]
    height, width = len(rules) - 1, len(edges) - 1
    if height < 1 or width < 1:
        return []
    spots: list[Spot] = []
    taken: set[tuple[int, int]] = set()
    for r in range(height):
        for c in range(width):
            if (r, c) in taken:
                continue
            right, bottom = c + 1, r + 1
            while right < width and not _wall(canvas, rules[r], rules[r + 1], edges[right]):
                right += 1
            while bottom < height and not _floor(canvas[rules[bottom]], edges[c], edges[right]):
                bottom += 1
            taken.update((i, j) for i in range(r, bottom) for j in range(c, right))
            text = _text(canvas, rules[r] + 1, rules[bottom], edges[c], edges[right])
            spots.append(Spot(r, c, text, bottom - r, right - c))
    return spots


def _at(row: Row, column: int) -> str:
    return row[column] if column < len(row) else " "


def _wall(canvas: list[Row], top: int, bottom: int, column: int) -> bool:
    return any(_at(canvas[i], column) in _DOWN for i in range(top + 1, bottom))


def _floor(row: Row, left: int, right: int) -> bool:
    return any(_at(row, j) in _ACROSS for j in range(left + 1, right))


def _text(canvas: list[Row], top: int, bottom: int, left: int, right: int) -> str:
    out = ""
    for i in range(top, bottom):
        piece = "".join(canvas[i][left + 1 : right]).strip()
        gap = " " if out and piece and out[-1].isascii() and piece[0].isascii() else ""
        out += gap + piece
    return out


def _by_order(lines: list[str]) -> list[Spot]:
    """Read a table whose rules do not line up: the n-th piece of a line is the n-th cell, a full rule ends the row."""
    rows: list[list[str]] = [[]]
    for line in lines:
        if _is_rule(list(line)):
            rows.append([])
            continue
        pieces = [piece.strip() for piece in re.split("[" + re.escape("".join(_DOWN)) + "]", line.strip())[1:-1]]
        own = rows[-1]
        own.extend([""] * (len(pieces) - len(own)))
        for j, piece in enumerate(pieces):
            own[j] += piece
    return [Spot(i, j, text) for i, row in enumerate(filter(None, rows)) for j, text in enumerate(row)]
