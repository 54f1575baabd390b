"""RapidOCR as the rest needs it: where text stands in a picture, and which characters, each with its certainty."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib.util import find_spec
from math import ceil
from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
"""Height × width, grey, 0 is black."""

THREADS = 1
"""Threads of one process; papers are spread over processes."""

_SIDE, _STEP = 1280, 32
"""Pixels of the long side of the picture in which text is looked for; both its sides are multiples of the step."""
_HEIGHT, _NARROWEST, _WIDER = 48, 64, 32
"""Pixels: what one line is read at, its least width, and the steps of its width; padding costs as much as text."""
_BATCH, _BATCHED = 8, 320
"""Pictures that are read at once, and their greatest width: a long one fills the processor by itself."""
_NOTHING = 0
"""What the recogniser says of a column that begins no character."""


class Sign(NamedTuple):
    """One recognised character; `at` is its middle as a part of the width of the picture."""

    text: str
    at: float
    certainty: float


class Engine:
    """The two models, loaded once."""

    def __init__(self) -> None:
        # OpenVINO reports every import of it to its makers, unless this module of its own is missing
        sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]
        from rapidocr import EngineType, RapidOCR  # noqa: PLC0415

        backend = EngineType.OPENVINO if find_spec("openvino") else EngineType.ONNXRUNTIME
        rapid: Any = RapidOCR(
            params={
                "Global.log_level": "critical",
                "Global.use_cls": False,  # it turns lines over and loses them
                "Det.engine_type": backend,
                "Rec.engine_type": backend,
                "EngineConfig.openvino.inference_num_threads": THREADS,
                "EngineConfig.onnxruntime.intra_op_num_threads": THREADS,
            }
        )
        blank = np.full((_HEIGHT, _NARROWEST, 3), 255, np.uint8)
        rapid(blank, use_det=True, use_cls=False, use_rec=False)  # models are loaded when they are first asked
        rapid.recognize_txt([blank])
        self._detector, self._recogniser = rapid.text_det, rapid.text_rec
        self._alphabet: list[str] = self._recogniser.postprocess_op.character

    def find(self, picture: Picture) -> list[tuple[float, float, float, float]]:
        """Return the upright boxes (x0, top, x1, bottom, in pixels) of the pieces of text in a picture."""
        height, width = picture.shape
        factor = min(1.0, _SIDE / max(height, width))
        size = max(1, round(width * factor / _STEP)) * _STEP, max(1, round(height * factor / _STEP)) * _STEP
        seen = self._detector.session(_levels([_shaped(picture, size)]))
        found, _ = self._detector.postprocess_op(seen, (height, width))
        boxes = []
        for corners in found:
            (x0, top), (x1, bottom) = corners.min(axis=0), corners.max(axis=0)
            box = (max(0.0, float(x0)), max(0.0, float(top)), min(float(width), float(x1)), min(height, float(bottom)))
            if box[2] - box[0] >= 2 and box[3] - box[1] >= 2:
                boxes.append(box)
        return sorted(boxes, key=lambda box: (box[1], box[0]))

    def recognise(self, pictures: Sequence[Picture]) -> list[list[Sign]]:
        """Return the characters in each picture of one line, from left to right, blanks included."""
        widths = [max(1, ceil(_HEIGHT * picture.shape[1] / picture.shape[0])) for picture in pictures]
        groups: dict[int, list[int]] = {}
        for i, width in enumerate(widths):
            groups.setdefault(max(_NARROWEST, ceil(width / _WIDER) * _WIDER), []).append(i)
        read: list[list[Sign]] = [[] for _ in pictures]
        for padded, group in sorted(groups.items()):
            for batch in _batched(group, _BATCH if padded <= _BATCHED else 1):
                lines = [_shaped(pictures[i], (widths[i], _HEIGHT)) for i in batch]
                seen = self._recogniser.session(_levels(lines, padded))
                for i, signs in zip(batch, seen, strict=True):
                    read[i] = self._signs(signs, widths[i] / padded)
        return read

    def _signs(self, seen: NDArray[np.float32], used: float) -> list[Sign]:
        """The characters of one line: each is told by the first of the columns in a row that say the same.

        `seen` is columns × characters, how likely each is; `used` is the part of the columns that is not padding.
        """
        said = seen.argmax(axis=1)
        first = np.flatnonzero((said != _NOTHING) & (np.diff(said, prepend=-1) != 0))
        signs: list[Sign] = []
        for column in first.tolist():
            char = self._alphabet[said[column]]
            at = min(1.0, (column + 0.5) / (len(said) * used))
            if char.isspace():
                at = signs[-1].at if signs else 0.0
            signs.append(Sign(char, at, float(seen[column, said[column]])))
        return signs


def engine() -> Engine:
    """Return the engine of this process; one that was made before a fork is not used after it."""
    return _engine(os.getpid())


@lru_cache(maxsize=1)
def _engine(_process: int) -> Engine:
    return Engine()


def _levels(pictures: Sequence[Picture], width: int = 0) -> NDArray[np.float32]:
    """Pictures of one height as the models take them: each three times over, from -1 to 1, padded with 0 to `width`."""
    height = pictures[0].shape[0]
    levels = np.zeros((len(pictures), 3, height, width or pictures[0].shape[1]), np.float32)
    for own, picture in zip(levels, pictures, strict=True):
        own[:, :, : picture.shape[1]] = picture.astype(np.float32) / 127.5 - 1
    return levels


def _shaped(picture: Picture, size: tuple[int, int]) -> Picture:
    way = cv2.INTER_AREA if size[0] < picture.shape[1] else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(picture, size, interpolation=way), dtype=np.uint8)


def _batched(items: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    return (items[start : start + size] for start in range(0, len(items), size))
