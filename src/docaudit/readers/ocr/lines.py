"""Ruled lines in the picture of a straight page: found, joined where the scan broke them, and taken out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from docaudit.readers.ocr.engine import Picture

_SHORT = 14.0
_LONE = 60.0
_THICK = 4.0
_JOIN = 8.0
_NEAR = 2.0
_TOUCH = 6.0
"""All in points: shortest line, shortest line that stands alone, thickest line; gaps that are closed where no table ends,
and everywhere; what a line may fall short of another or pass it."""


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

    Strokes of large characters and dashes are no lines: an upright one must meet level ones, a level one must meet
    upright ones or be long.
    """
    level, level_mask = _along(ink, scale, upright=False)
    upright, upright_mask = _along(ink, scale, upright=True)
    level = _joined(level, [], scale)
    upright = _joined(upright, level, scale)
    reach = _TOUCH * scale
    upright = [rule for rule in upright if _meets(rule, level, reach) >= 2 or rule.end - rule.start > 2 * _LONE * scale]
    level = [rule for rule in level if _meets(rule, upright, reach) or rule.end - rule.start >= _LONE * scale]
    upright = [rule for rule in upright if _meets(rule, level, reach)]
    _stretch(level, upright, reach)
    _stretch(upright, level, reach)
    rules = level + upright
    return rules, _mask(ink, rules, level_mask, upright_mask, scale)


def _along(ink: Picture, scale: float, *, upright: bool) -> tuple[list[Rule], Picture]:
    length, slack = max(8, round(_SHORT * scale)), 3
    thick = cv2.dilate(ink, np.ones((1, slack) if upright else (slack, 1), np.uint8))
    thick = cv2.morphologyEx(thick, cv2.MORPH_CLOSE, np.ones((slack, 1) if upright else (1, slack), np.uint8))
    runs = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((length, 1) if upright else (1, length), np.uint8))
    _, labels, stats, middles = cv2.connectedComponentsWithStats(runs)
    rules = []
    mask = np.zeros_like(ink)
    for label in range(1, len(stats)):
        x, y, width, height, area = (int(value) for value in stats[label])
        long, across = (height, width) if upright else (width, height)
        if area / max(1, long) > _THICK * scale + slack or across > 0.25 * long + 2 * slack:
            continue
        part = labels[y : y + height, x : x + width] == label
        mask[y : y + height, x : x + width][part] = 255
        middle = float(middles[label][0 if upright else 1])
        start = y if upright else x
        rules.append(Rule(middle, float(start), float(start + long), upright))
    return rules, mask


def _joined(rules: list[Rule], borders: Sequence[Rule], scale: float) -> list[Rule]:
    """The rules, with pieces of one line made one; those that end on two borders are sides of two tables."""
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
    ends = [
        [
            border
            for border in borders
            if abs(border.at - end) <= _NEAR * scale and border.start <= first.at <= border.end
        ]
        for end in (first.end, second.start)
    ]
    return not all(ends) or ends[0] == ends[1]


def _meets(rule: Rule, others: Sequence[Rule], reach: float) -> int:
    return sum(rule.crosses(other, reach) for other in others)


def _stretch(rules: list[Rule], others: Sequence[Rule], reach: float) -> None:
    """Let lines end on the nearest line that they almost reach, or just pass."""
    for rule in rules:
        met = [other.at for other in others if rule.crosses(other, reach)]
        rule.start, rule.end = _nearest(met, rule.start, reach), _nearest(met, rule.end, reach)


def _nearest(values: Sequence[float], value: float, reach: float) -> float:
    near = [(abs(other - value), other) for other in values if abs(other - value) <= reach]
    return min(near)[1] if near else value


def _mask(ink: Picture, rules: Sequence[Rule], level: Picture, upright: Picture, scale: float) -> Picture:
    """Where the lines are drawn, a little more than their own width."""
    corridor = {False: np.zeros_like(ink), True: np.zeros_like(ink)}
    wide = max(3, round(3 * scale))
    for rule in rules:
        ends = (
            ((rule.at, rule.start), (rule.at, rule.end))
            if rule.upright
            else ((rule.start, rule.at), (rule.end, rule.at))
        )
        (x0, y0), (x1, y1) = ((round(x), round(y)) for x, y in ends)
        cv2.line(corridor[rule.upright], (x0, y0), (x1, y1), 255, wide)
    drawn = cv2.bitwise_or(cv2.bitwise_and(level, corridor[False]), cv2.bitwise_and(upright, corridor[True]))
    return np.asarray(cv2.dilate(drawn, np.ones((3, 3), np.uint8)), dtype=np.uint8)
