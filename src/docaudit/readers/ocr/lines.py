"""Ruled lines in the picture of a straight page: found, joined where the scan broke them, and taken out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from docaudit.readers.ocr.engine import Picture

_SHORT, _LOW = 16.0, 9.0
_LONE = 60.0
_THICK = 4.0
_JOIN = 8.0
_NEAR = 2.0
_TOUCH, _CLOSE = 6.0, 0.4
"""All in points: shortest level and upright line, shortest line that stands alone, thickest line; gaps that are closed where no table ends,
and everywhere; what a long and a short line may fall short of
another or pass it."""


@dataclass(slots=True)
class Rule:
    """A ruled line in pixels: `at` is its height or, if upright, its distance from the left; it goes from start to end."""

    at: float
    start: float
    end: float
    upright: bool

    def crosses(self, other: Rule, reach: float) -> bool:
        """Whether two lines at right angles meet, or would if they were longer by `reach`."""
        return (
            self.start - reach <= other.at <= self.end + reach and other.start - reach <= self.at <= other.end + reach
        )


def find_rules(ink: Picture, scale: float) -> tuple[list[Rule], Picture]:
    """Return the ruled lines of the page, and a mask of what they cover; `scale` is pixels per point.

    Strokes of characters are no lines: a line must be long and level, or hang together with such a line.
    """
    level, level_mask = _along(ink, scale, upright=False)
    upright, upright_mask = _along(ink, scale, upright=True)
    level = _joined(level, [], scale)
    upright = _joined(upright, level, scale)
    reach = _TOUCH * scale
    level, upright = _of_tables(level, upright, scale)
    _stretch(level, upright, reach)
    _stretch(upright, level, reach)
    rules = level + upright
    return rules, _mask(ink, rules, level_mask, upright_mask, scale)


def _along(ink: Picture, scale: float, *, upright: bool) -> tuple[list[Rule], Picture]:
    length, slack = max(8, round((_LOW if upright else _SHORT) * scale)), 3
    thick = cv2.dilate(ink, np.ones((1, slack) if upright else (slack, 1), np.uint8))
    runs = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((length, 1) if upright else (1, length), np.uint8))
    outlines, _ = cv2.findContours(runs, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    rules = []
    mask = np.zeros_like(ink)
    for outline in outlines:
        x, y, width, height = cv2.boundingRect(outline)
        long, across = (height, width) if upright else (width, height)
        if across > 0.25 * long + 2 * slack:
            continue
        filled = cv2.drawContours(np.zeros((height, width), np.uint8), [outline], 0, 255, cv2.FILLED, offset=(-x, -y))
        own = (slice(y, y + height), slice(x, x + width))
        part = cv2.bitwise_and(filled, runs[own])
        inside = cv2.moments(part, binaryImage=True)
        if inside["m00"] / max(1, long) > _THICK * scale + slack:
            continue
        mask[own] = cv2.bitwise_or(mask[own], part)
        middle = x + inside["m10"] / inside["m00"] if upright else y + inside["m01"] / inside["m00"]
        start = y if upright else x
        rules.append(Rule(middle, float(start), float(start + long), upright))
    return rules, mask


def _joined(rules: list[Rule], borders: Sequence[Rule], scale: float) -> list[Rule]:
    """The rules, with pieces of one line made one; where one of them ends on a border it is not broken but complete."""
    near = 1.6 * scale
    joined: list[Rule] = []
    for rule in sorted(rules, key=lambda r: (r.start, r.at)):
        for other in reversed(joined):
            if abs(other.at - rule.at) <= near and _is_one(other, rule, borders, scale):
                own, length = other.end - other.start, rule.end - rule.start
                other.at = (other.at * own + rule.at * length) / max(1.0, own + length)
                other.end = max(other.end, rule.end)
                break
        else:
            joined.append(Rule(rule.at, rule.start, rule.end, rule.upright))
    return joined


def _is_one(first: Rule, second: Rule, borders: Sequence[Rule], scale: float) -> bool:
    gap = second.start - first.end
    if gap <= _NEAR * scale or gap > _JOIN * scale:
        return gap <= _NEAR * scale
    return not any(
        abs(border.at - end) <= _NEAR * scale and border.start <= first.at <= border.end
        for border in borders
        for end in (first.end, second.start)
    )


def _of_tables(level: list[Rule], upright: list[Rule], scale: float) -> tuple[list[Rule], list[Rule]]:
    """The lines of tables, and level ones that stand alone and are long.

    A short line counts only when both its ends touch others, which strokes and bars of characters do not.
    """
    long = _LONE * scale
    kept = {i for i, rule in enumerate(level) if rule.end - rule.start >= long}
    standing: set[int] = set()
    while True:
        tops = [level[i] for i in sorted(kept)]
        sides = [upright[j] for j in sorted(standing)]
        new = {j for j, rule in enumerate(upright) if j not in standing and _is_held(rule, tops, sides, scale)}
        more = {i for i, rule in enumerate(level) if i not in kept and _is_held(rule, sides, tops, scale)}
        if not new and not more:
            return tops, sides
        standing |= new
        kept |= more


def _is_held(rule: Rule, others: Sequence[Rule], alike: Sequence[Rule], scale: float) -> bool:
    """Whether both ends touch `others`: loosely if the line is long, nearly if it goes on one of those `alike`."""
    reach = _CLOSE * scale
    if rule.end - rule.start >= _LONE / 2 * scale:
        reach = _TOUCH * scale
    elif any(abs(other.at - rule.at) <= 0.7 * scale for other in alike):
        reach = _NEAR * scale
    met = [other.at for other in others if rule.crosses(other, reach)]
    return any(abs(at - rule.start) <= reach or at < rule.start for at in met) and any(
        abs(at - rule.end) <= reach or at > rule.end for at in met
    )


def _stretch(rules: list[Rule], others: Sequence[Rule], reach: float) -> None:
    """Let lines end on the nearest line that they almost reach, or just pass."""
    for rule in rules:
        met = [other.at for other in others if rule.crosses(other, reach)]
        rule.start, rule.end = _nearest(met, rule.start, reach), _nearest(met, rule.end, reach)


def _nearest(values: Sequence[float], value: float, reach: float) -> float:
    near = [(abs(other - value), other) for other in values if abs(other - value) <= reach]
    return min(near)[1] if near else value


def _mask(ink: Picture, rules: Sequence[Rule], level: Picture, steep: Picture, scale: float) -> Picture:
    """Where the lines are drawn, a little more than their own width."""
    wide, narrow = np.zeros_like(ink), np.zeros_like(ink)
    drawn: Any = np.zeros_like(ink)
    for upright, runs in ((False, level), (True, steep)):
        wide[:] = 0
        for rule in rules:
            if rule.upright == upright:
                start, end = ((round(rule.at), round(end)) for end in (rule.start, rule.end))
                start, end = (start, end) if upright else (start[::-1], end[::-1])
                cv2.line(wide, start, end, 255, max(3, round(4 * scale)))
                cv2.line(narrow, start, end, 255, max(2, round(1.6 * scale)))
        drawn = cv2.bitwise_or(drawn, cv2.bitwise_and(runs, wide))
    return np.asarray(cv2.bitwise_or(cv2.dilate(drawn, np.ones((3, 3), np.uint8)), narrow), dtype=np.uint8)
