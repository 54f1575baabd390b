"""RapidOCR as the rest needs it: where text stands in a picture, and which characters, each with its certainty."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import lru_cache
from importlib.util import find_spec
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
"""Height × width, grey, 0 is black."""

THREADS = 1
"""Threads of one process; papers are spread over processes."""

_SIDE = 1280
_BATCH = 1
_NARROWEST = 96
"""Every picture is padded to this width and to the widest of its batch, and padding costs as much as text."""


class Sign(NamedTuple):
    """One recognised character; `at` is its middle as a part of the width of the picture."""

    text: str
    at: float
    certainty: float


class Engine:
    """The two models, loaded once."""

    def __init__(self) -> None:
        from rapidocr import EngineType, RapidOCR  # noqa: PLC0415

        backend = EngineType.OPENVINO if find_spec("openvino") else EngineType.ONNXRUNTIME
        self._rapid: Any = RapidOCR(
            params={
                "Global.log_level": "critical",
                "Global.use_cls": False,  # it turns lines over and loses them
                "Global.return_word_box": True,
                "Global.return_single_char_box": True,
                "Det.engine_type": backend,
                "Rec.engine_type": backend,
                "Det.limit_side_len": _SIDE,
                "Det.limit_type": "max",
                "Rec.rec_batch_num": _BATCH,
                "Rec.rec_img_shape": [3, 48, _NARROWEST],
                "EngineConfig.openvino.inference_num_threads": THREADS,
                "EngineConfig.onnxruntime.intra_op_num_threads": THREADS,
            }
        )

    def find(self, picture: Picture) -> list[tuple[float, float, float, float]]:
        """Return the upright boxes (x0, top, x1, bottom, in pixels) of the pieces of text in a picture."""
        found = self._rapid(_coloured(picture), use_det=True, use_cls=False, use_rec=False)
        if found.boxes is None:
            return []
        height, width = picture.shape
        boxes = []
        for corners in found.boxes:
            (x0, top), (x1, bottom) = corners.min(axis=0), corners.max(axis=0)
            box = (max(0.0, float(x0)), max(0.0, float(top)), min(float(width), float(x1)), min(height, float(bottom)))
            if box[2] - box[0] >= 2 and box[3] - box[1] >= 2:
                boxes.append(box)
        return boxes

    def recognise(self, pictures: Sequence[Picture]) -> list[list[Sign]]:
        """Return the characters in each picture of one line, from left to right, blanks included."""
        if not pictures:
            return []
        self._rapid.update_params(return_word_box=True)
        read = self._rapid.recognize_txt([_coloured(picture) for picture in pictures])
        return [_signs(text, words) for text, words in zip(read.txts, read.word_results, strict=True)]


def engine() -> Engine:
    """Return the engine of this process; one that was made before a fork is not used after it."""
    return _engine(os.getpid())


@lru_cache(maxsize=1)
def _engine(_process: int) -> Engine:
    return Engine()


def _coloured(picture: Picture) -> NDArray[np.uint8]:
    return np.repeat(picture[:, :, None], 3, axis=2)


def _signs(text: str, words: Any) -> list[Sign]:
    """The characters of one line; the recogniser tells the places of all but the blanks."""
    if not text or words is None or not words.line_txt_len:
        return []
    columns = iter([column for word in words.word_cols for column in word])
    width = float(words.line_txt_len)
    at = 0.0
    signs = []
    for char, certainty in zip(text, words.confs, strict=False):
        at = at if char.isspace() else min(1.0, (next(columns, 0) + 0.5) / width)
        signs.append(Sign(char, at, float(certainty)))
    return signs
