"""Rendering pages in a process of its own: a drawing that never ends or brings PDFium down costs its picture only."""

from __future__ import annotations

import multiprocessing
import threading
from concurrent.futures import TimeoutError as FutureTimeoutError
from contextlib import closing
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image, ImageOps

WIDTH = 900
"""Pixels that a rendered page is wide: legible on a screen, 10 to 20 kB as WebP for a crop."""
SECONDS = 10.0
"""For one page; the pages of real papers take a tenth of a second."""
_MAX_PIXELS = 60_000_000
_MEGABYTES = 1500
_FAULTS = (OSError, ValueError, SyntaxError, RuntimeError, MemoryError, Image.DecompressionBombError)
_open: tuple[Path, Any] | None = None
"""The PDF that this process renders from; the pages of a paper are asked for one after the other."""

Painted = tuple[bytes, tuple[int, int], float]
"""The pixels as RGB, width and height, and pixels per unit of the places on that page."""


class Painter:
    """Renders pages in one process, started when it is needed.  To be closed; not to be used by two threads at once."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._pool: Any = None
        self._lost: set[Path] = set()

    def close(self) -> None:
        """End the process."""
        if self._pool is not None:
            self._pool.stop()
            self._pool.join()
            self._pool = None

    def paint(self, path: Path, number: int, *, pdf: bool) -> tuple[Image.Image, float] | None:
        """Return the page as it is shown and the pixels per unit of its places; None where it cannot be shown.

        A paper that cost the process once is not tried again.
        """
        if path in self._lost:
            return None
        from pebble import ProcessExpired, ProcessPool  # noqa: PLC0415  (a report without pictures need not load it)

        if self._pool is None:
            # Threads of this process may hold locks that a fork would copy.
            alone = threading.active_count() == 1 or "forkserver" not in multiprocessing.get_all_start_methods()
            context: Any = multiprocessing if alone else multiprocessing.get_context("forkserver")
            self._pool = ProcessPool(max_workers=1, initializer=_bound, context=context)
        future = self._pool.schedule(render, args=[path, number, pdf], timeout=self._seconds)
        try:
            painted: Painted | None = future.result()
        except (FutureTimeoutError, ProcessExpired, MemoryError):
            self._lost.add(path)
            return None
        if painted is None:
            return None
        data, size, scale = painted
        return Image.frombytes("RGB", size, data), scale


def render(path: Path, number: int, pdf: bool) -> Painted | None:
    """Render a page of a PDF or a frame of an image, in this process; None where it cannot be shown."""
    try:
        shown = _pdf_page(path, number) if pdf else _frame(path, number)
    except _FAULTS:
        return None
    return None if shown is None else (shown[0].tobytes(), shown[0].size, shown[1])


def _pdf_page(path: Path, number: int) -> tuple[Image.Image, float] | None:
    global _open  # noqa: PLW0603  (this process does nothing else)
    if _open is None or _open[0] != path:
        if _open is not None:
            _open[1].close()
            _open = None
        _open = (path, pypdfium2.PdfDocument(path))
    pdf = _open[1]
    if not 1 <= number <= len(pdf):
        return None
    with closing(pdf[number - 1]) as page:
        width, height = page.get_size()
        scale = WIDTH / max(1.0, width)
        if width * height * scale * scale > _MAX_PIXELS:
            return None
        return page.render(scale=scale).to_pil().convert("RGB"), scale


def _frame(path: Path, number: int) -> tuple[Image.Image, float] | None:
    with Image.open(path) as file:
        if file.width * file.height > _MAX_PIXELS * 2:
            return None
        file.seek(number - 1)
        turned = ImageOps.exif_transpose(file).convert("RGB")
    scale = WIDTH / max(1, turned.width)
    height = max(1, round(turned.height * scale))
    return turned.resize((WIDTH, height), Image.Resampling.LANCZOS), scale


def _bound() -> None:
    """Bound the memory of the process where the system can."""
    try:
        import resource  # noqa: PLC0415  (not on Windows)

        resource.setrlimit(resource.RLIMIT_DATA, (_MEGABYTES << 20, _MEGABYTES << 20))
    except (ImportError, OSError, ValueError):
        pass  # the time limit is left
