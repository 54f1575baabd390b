"""What is done to the picture of a page before it is read: red stamps taken out, the page turned straight."""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from docaudit.readers.ocr.engine import Picture

_STAMP = 40.0
"""Points; a stamp is at least that wide and high, red type is not."""
_STAMP_GAP = 10.0
_RED = 30
"""How much more red than green and blue there must be."""
_STEEPEST = 5.0
_WINDOW = 31
_STRIP = 8
"""Columns whose ink is taken together to find the skew."""


def grey_of(picture: NDArray[np.uint8], scale: float) -> Picture:
    """Return the page (height × width × RGB) in grey, with the ink under red stamps and without the stamps.

    `scale` is pixels per point.  Red headings stay: only what lies around a red patch as large and as compact as a stamp
    goes.
    """
    grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    red = picture[:, :, 0]
    excess = cv2.subtract(red, cv2.max(picture[:, :, 1], picture[:, :, 2]))
    reddish = (cv2.blur(excess, (3, 3)) > _RED).astype(np.uint8)
    if int(reddish.sum()) < 200:
        return grey
    reach = max(3, round(_STAMP_GAP * scale))
    joined = cv2.dilate(reddish, np.ones((reach, reach), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    for x, y, width, height, _area in stats[1:].tolist():
        if min(width, height) < _STAMP * scale or not 0.4 < width / height < 2.5:
            continue
        part = (slice(y, y + height), slice(x, x + width))
        own = np.maximum(grey[part], red[part])
        paper = int(np.percentile(own, 80))
        own[(excess[part] > _RED // 2) & (own > 0.55 * paper)] = paper
        grey[part] = own
    return grey


def ink_of(grey: Picture) -> Picture:
    """Return 255 where there is ink and 0 elsewhere, whatever the shade of the paper."""
    dark = 255 - grey
    return np.asarray(
        cv2.adaptiveThreshold(dark, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, _WINDOW, -12), dtype=np.uint8
    )


def skew_of(ink: Picture) -> float:
    """Return by how many degrees the lines of the page fall to the right, at most 5."""
    small = _strips(ink, 700)
    angle = _sharpest(small, 0.0, _STEEPEST, 0.5)
    angle = _sharpest(small, angle, 0.4, 0.1)
    return _sharpest(_strips(ink, 1400), angle, 0.08, 0.02)


def _strips(ink: Picture, width: int) -> Picture:
    """The page at that width, with the ink of each strip of a few columns in one column."""
    factor = min(1.0, width / ink.shape[1])
    size = (round(ink.shape[1] * factor / _STRIP), round(ink.shape[0] * factor))
    return np.asarray(cv2.resize(ink, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _sharpest(strips: Picture, middle: float, reach: float, step: float) -> float:
    """The angle at which rows of ink and blank rows are told apart best; the flattest among equals."""
    steps = round(reach / step)
    angles = [middle + step * i for i in range(-steps, steps + 1)]
    scores = [_contrast(strips, angle) for angle in angles]
    best = max(scores)
    return min((a for a, score in zip(angles, scores, strict=True) if score >= 0.999 * best), key=abs)


def _contrast(strips: Picture, angle: float) -> float:
    """How much rows differ from the next when the page is turned: so little that shifting its strips will do."""
    height, width = strips.shape
    slope = math.tan(math.radians(angle)) * _STRIP
    shift = np.array([[1.0, 0.0, 0.0], [-slope, 1.0, slope * (width - 1) / 2]])
    rows = cv2.warpAffine(strips, shift, (width, height), flags=cv2.INTER_LINEAR).sum(axis=1, dtype=np.float64)
    return float(np.square(np.diff(rows)).sum())


def turned_by(picture: Picture, angle: float, paper: int) -> Picture:
    """Return the picture turned counterclockwise by `angle` degrees about its middle, on paper of that shade."""
    if abs(angle) < 0.01:
        return picture
    height, width = picture.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    return np.asarray(
        cv2.warpAffine(picture, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=paper), dtype=np.uint8
    )
