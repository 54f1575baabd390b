"""Papers that are only pictures: scanned pages and image files, recognised and then read like any other page.

Needs the extra ``ocr``; everything heavy is imported when the first page comes.
"""

from __future__ import annotations

from importlib.util import find_spec

INSTALL = 'pip install "docaudit[ocr]"'
"""What the auditor types to get it."""

HOW_TO_INSTALL = f"请运行 {INSTALL} 安装后重新审核，或提供可复制文字的 PDF 或 Word 原件"

_PARTS = ("rapidocr", "cv2", "numpy")
_LONG_SIDE = 2340
_BACKENDS = ("openvino", "onnxruntime")


def is_installed() -> bool:
    """Whether the extra is there: the recogniser and one library to run its models."""
    return all(find_spec(name) for name in _PARTS) and any(find_spec(name) for name in _BACKENDS)


def pixels_per_point(width: float, height: float) -> float:
    """Return the scale at which a page of that size in points is drawn: 200 dpi for A4, as many pixels for other sizes."""
    return _LONG_SIDE / max(width, height, 1.0)
