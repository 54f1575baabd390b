"""Which lines of a table may make up a total: every admissible reading of its hierarchy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from docaudit.recompute.grid import Grid, Line
from docaudit.recompute.words import is_of_which, numbering, squeeze, total_of, total_word

_PLANNED = re.compile(r"预算|计划|目标|概算|批复")
_SPANS = {"全年": (0, 12), "上半年": (0, 6), "下半年": (6, 12), "前三季度": (0, 9)}
_QUARTER = re.compile(r"^(?:第?[一二三四1-4]季度|Q[1-4])")
_MONTH = re.compile(r"(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:份)?")
_CODE = re.compile(r"\d{3,9}")
LATTER = "latter"
"""The last lines before a total, without the first ones: a reading that only its rows can bear out."""
_BORNE_OUT = 4
_RANK = {"小计": 1, "合计": 2, "共计": 2, "总和": 2, "总分": 2, "总得分": 2, "总计": 3}


@dataclass(frozen=True, slots=True)
class Pool:
    """Lines that together may make up a total, and how that reading is called."""

    name: str
    lines: tuple[Line, ...]


def total_word_of(line: Line) -> str | None:
    """Return the total word among the labels of a line, the innermost first."""
    return next((word for label in reversed(line.labels) if (word := total_word(label))), None)


def children_of(grid: Grid, line: Line, codes: Mapping[int, str]) -> tuple[Line, ...]:
    """Return the lines that a numbered line (一、直接费用) is split into: the next level of numbering below it."""
    if line.at in codes and (coded := _by_code(grid, line, codes)):
        return coded
    own = numbering(line.label)
    if own is None or grid.turned:
        return ()
    at = next(i for i, other in enumerate(grid.lines) if other.at == line.at)
    children: list[Line] = []
    level: int | None = None
    for other in grid.lines[at + 1 :]:
        kind = numbering(other.label)
        if kind is None or kind <= own or total_word_of(other):
            break
        level = kind if level is None else level
        if kind == level:
            children.append(other)
    return tuple(children) if len(children) >= 2 else ()


def _by_code(grid: Grid, line: Line, codes: Mapping[int, str]) -> tuple[Line, ...]:
    own = codes.get(line.at)
    below = {at: code for at, code in codes.items() if own and code != own and code.startswith(own)}
    least = min(map(len, below.values()), default=0)
    children = tuple(other for other in grid.lines if len(below.get(other.at, "")) == least > 0)
    return children if len(children) >= 2 else ()


def pools_of(grid: Grid, line: Line, word: str, *, weak: bool) -> Iterator[Pool]:
    """Every set of lines that may make up the total, the most natural first."""
    at = next(i for i, own in enumerate(grid.lines) if own.at == line.at)
    above, below = grid.lines[:at], grid.lines[at + 1 :]
    rest = _rest(line)
    plain_above = [own for own in above if not total_word_of(own)]
    plain_below = [own for own in below if not total_word_of(own)]
    last = max((i for i, own in enumerate(above) if total_word_of(own)), default=-1)
    next_total = next((i for i, own in enumerate(below) if total_word_of(own)), len(below))
    rank = _RANK.get(word, 2)
    parts_above = [own for own in above if (w := total_word_of(own)) and _RANK.get(w, 2) <= rank]
    parts_below = [own for own in below if (w := total_word_of(own)) and _RANK.get(w, 2) <= rank]
    shared = (
        [own for own in grid.lines if own.at != line.at and not total_word_of(own) and _shares(own, rest)]
        if rest
        else []
    )
    runs: list[tuple[str, list[Line]]] = []
    if shared:
        runs.append(("shared", shared))
    runs += [
        ("since", list(above[last + 1 :])),
        ("above", plain_above),
        ("until", list(below[:next_total])),
        ("below", plain_below),
        ("all", plain_above + plain_below),
    ]
    unplanned = [own for own in above[last + 1 :] if not _PLANNED.search(squeeze(own.label))]
    if grid.turned and not _PLANNED.search(squeeze(line.label)):
        runs.append(("done", unplanned))
    if len(parts_above) >= 1:
        runs.append(("subtotals", parts_above))
        runs.append(("subtotals+since", parts_above + list(above[last + 1 :])))
        runs.append(("subtotals+loose", parts_above + _loose(above)))
        own = [p for p in parts_above if _RANK.get(total_word_of(p) or "", 2) < rank]
        runs.append(("lower", own))
    if len(parts_below) >= 1:
        runs.append(("subtotals below", parts_below))
        runs.append(("subtotals below+loose", parts_below + _loose(below)))
    if weak:
        for size in range(2, min(len(below), 6) + 1):
            runs.append((f"next {size}", list(below[:size])))
        for size in range(2, min(len(above), 6) + 1):
            runs.append((f"last {size}", list(above[-size:])))
    if not weak and len(grid.heads) >= _BORNE_OUT:
        for size in range(2, min(len(above), 6)):
            runs.append((f"{LATTER} {size}", list(above[-size:])))
    runs += _periods(grid, line)
    runs += [(f"codes {n}", level) for n, level in enumerate(code_levels(grid))]
    seen: set[tuple[int, ...]] = set()
    for name, lines in runs:
        for variant, kept in _variants(lines):
            key = tuple(own.at for own in kept)
            if len(key) >= 2 and key not in seen:
                seen.add(key)
                yield Pool(f"{name}/{variant}", kept)


def _periods(grid: Grid, line: Line) -> list[tuple[str, list[Line]]]:
    """The quarters or months that make a year, a half year or three quarters."""
    count = next((n for word, n in _SPANS.items() if word in squeeze(line.label)), None)
    if count is None:
        return []
    quarters = [own for own in grid.lines if _QUARTER.search(squeeze(own.label))]
    months = [own for own in grid.lines if _MONTH.fullmatch(squeeze(own.label))]
    first, last = count
    return [
        ("quarters", quarters[first // 3 : last // 3] if len(quarters) >= last // 3 else []),
        ("months", months[first:last] if len(months) >= last else []),
    ]


def code_levels(grid: Grid) -> list[list[Line]]:
    """Lines by the length of their subject codes (类 款 项), the outermost level first; nothing without a code column."""
    codes = codes_of(grid)
    lengths = sorted({len(code) for code in codes.values()})
    return [[line for line in grid.lines if len(codes.get(line.at, "")) == length] for length in lengths]


def codes_of(grid: Grid) -> dict[int, str]:
    """Return the subject code of every line that has one, where codes nest (224 ⊃ 22405 ⊃ 2240501)."""
    if grid.turned:
        return {}
    for j in range(min(2, grid.table.width)):
        codes = {
            line.at: text for line in grid.lines if _CODE.fullmatch(text := squeeze(grid.table.rows[line.at][j].text))
        }
        known = set(codes.values())
        nested = sum(any(code[:k] in known for k in range(3, len(code))) for code in known)
        if len(known) == len(codes) >= 3 and nested * 2 >= len(known):
            return codes
    return {}


def _rest(line: Line) -> tuple[str, ...]:
    """What the labels of a total line say besides 合计: the group it is the total of."""
    rest = [squeeze(label) for label in line.labels if not total_word(label)]
    rest += [what for label in line.labels if (what := total_of(label))]
    return tuple(rest)


def _shares(line: Line, rest: tuple[str, ...]) -> bool:
    own = {squeeze(label) for label in line.labels}
    return any(label in own for label in rest)


def _loose(lines: Iterable[Line]) -> list[Line]:
    """Lines that belong to no group which has a subtotal of its own."""
    lines = list(lines)
    groups = {key for own in lines if total_word_of(own) for key in own.keys[:1] if len(own.keys) > 1}
    return [own for own in lines if not total_word_of(own) and not (own.keys and own.keys[0] in groups)]


def _variants(lines: list[Line]) -> Iterator[tuple[str, tuple[Line, ...]]]:
    """The lines as they stand, without 其中 and its followers, and by levels of numbering or indentation."""
    yield "all", tuple(lines)
    marks = [i for i, own in enumerate(lines) if any(is_of_which(label) for label in own.labels)]
    if marks:
        for followers in range(7):
            dropped = {i + k for i in marks for k in range(followers + 1)}
            yield f"其中{followers}", tuple(own for i, own in enumerate(lines) if i not in dropped)
        first = {key for i in marks for key in lines[i].keys[:1]}
        yield "其中组", tuple(own for own in lines if not (own.keys and own.keys[0] in first))
    levels = [numbering(own.label) for own in lines]
    kinds = list(dict.fromkeys(level for level in levels if level is not None))
    if kinds:
        for k, kind in enumerate(kinds[:3]):
            yield f"级{kind}", tuple(own for own, level in zip(lines, levels, strict=True) if level == kind)
            if k:
                inner = set(kinds[k:])
                yield f"至级{kind}", tuple(own for own, lv in zip(lines, levels, strict=True) if lv not in inner)
        yield "未编号", tuple(own for own, level in zip(lines, levels, strict=True) if level is None)
        yield "末级", tuple(_leaves(lines, levels, kinds))
    indents = [_indent(own) for own in lines]
    if len(set(indents)) > 1:
        least = min(indents)
        yield "顶格", tuple(own for own, indent in zip(lines, indents, strict=True) if indent == least)
    heads = [len(own.labels) for own in lines]
    if len(set(heads)) > 1:
        least = min(heads)
        yield "外层", tuple(own for own, depth in zip(lines, heads, strict=True) if depth == least)
        yield "内层", tuple(own for own, depth in zip(lines, heads, strict=True) if depth > least)


def _leaves(lines: list[Line], levels: list[int | None], kinds: list[int]) -> Iterator[Line]:
    depth = {kind: i for i, kind in enumerate(kinds)}
    for i, own in enumerate(lines):
        here = levels[i]
        after = levels[i + 1] if i + 1 < len(lines) else None
        if here is not None and after is not None and depth[after] > depth[here]:
            continue
        if here is not None and after is None and i + 1 < len(lines) and here == kinds[0]:
            continue
        yield own


def _indent(line: Line) -> int:
    text = line.label.replace("\u3000", "  ")
    return len(text) - len(text.lstrip())
