"""Drawings of a PDF (form XObjects) that draw one another so often that PDFium would never be done with a page."""

from __future__ import annotations

import logging
import re
import zlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFObjRef, PDFStream, resolve1

MAX_DRAWN = 30_000
"""Drawings that one drawing may amount to when all that it draws is counted."""
MAX_CONTENT = 20_000_000
"""Bytes of content that one drawing may amount to, where this comes of repeating."""
_REPEATED = 4
_DEEPEST = 40
"""Levels that are followed; PDFium goes about as deep."""
_MAX_FORMS = 5_000
_MAX_STREAM = 8_000_000
_FORM = re.compile(rb"/Subtype\s*/Form\b")
_OBJECT = re.compile(rb"(\d+)\s+\d+\s+obj\b")
_HEAD = 4_000
"""Bytes before the word Form in which its object begins."""
_DRAWS = re.compile(rb"/([^\s/<>\[\]()%]+)\s+Do\b")


@dataclass(frozen=True, slots=True)
class _Form:
    """The bytes of its content, and how often it draws which other form."""

    size: int
    draws: Counter[int]


def draws_without_end(path: Path) -> bool:
    """Whether some drawing of the file amounts to more than a page of any paper does; False for what cannot be told."""
    data = path.read_bytes()
    numbers = _numbers(data)
    if not numbers:
        return False
    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns about every odd object
    try:
        with path.open("rb") as stream:
            forms = _forms(PDFDocument(PDFParser(stream)), numbers)
    except Exception:  # noqa: BLE001  # pdfminer raises anything at all on broken files, and PDFium has its own way with them
        return False
    return _swells(forms)


def _numbers(data: bytes) -> list[int]:
    """The numbers of the objects that are forms; a form is a stream, and so never inside another one."""
    found: dict[int, None] = {}
    for match in _FORM.finditer(data):
        heads = _OBJECT.findall(data, max(0, match.start() - _HEAD), match.start())
        if heads and len(heads[-1]) < 10:
            found[int(heads[-1])] = None
        if len(found) >= _MAX_FORMS:
            break
    return list(found)


def _forms(document: Any, numbers: list[int]) -> dict[int, _Form]:
    forms = {}
    wanted = frozenset(numbers)
    for number in numbers:
        form = document.getobj(number)
        if not isinstance(form, PDFStream):
            continue
        content = _content(form)
        names = Counter(match[1] for match in _DRAWS.finditer(content))
        forms[number] = _Form(len(content), _targets(form, names, wanted) if names else Counter())
    return forms


def _content(form: Any) -> bytes:
    """What the form draws, unpacked as far as is sensible; empty for what is packed in another way than usual."""
    raw: bytes = form.get_rawdata() or b""
    if form.decipher:
        raw = form.decipher(form.objid, form.genno, raw, form.attrs)
    for name, _ in form.get_filters():
        if getattr(name, "name", "") not in ("FlateDecode", "Fl"):
            return b""
        try:
            raw = zlib.decompressobj().decompress(raw, _MAX_STREAM)
        except zlib.error:
            return b""
    return raw[:_MAX_STREAM]


def _targets(form: Any, names: Counter[bytes], wanted: frozenset[int]) -> Counter[int]:
    resources = resolve1(form.attrs.get("Resources"))
    objects = resolve1(resources.get("XObject")) if isinstance(resources, dict) else None
    found: Counter[int] = Counter()
    for name, times in names.items():
        target = objects.get(name.decode("latin-1")) if isinstance(objects, dict) else None
        if isinstance(target, PDFObjRef) and target.objid in wanted:
            found[target.objid] += times
    return found


def _swells(forms: dict[int, _Form]) -> bool:
    """Whether a form amounts to too many drawings, or to too much content by repeating."""
    once = sum(form.size for form in forms.values())
    drawn = dict.fromkeys(forms, 1)
    sizes = {number: form.size for number, form in forms.items()}
    for _ in range(_DEEPEST):
        before = drawn, sizes
        drawn = {n: 1 + sum(k * before[0].get(m, 0) for m, k in form.draws.items()) for n, form in forms.items()}
        sizes = {n: f.size + sum(k * before[1].get(m, 0) for m, k in f.draws.items()) for n, f in forms.items()}
        if max(drawn.values(), default=0) > MAX_DRAWN or max(sizes.values(), default=0) > max(
            MAX_CONTENT, _REPEATED * once
        ):
            return True
        if (drawn, sizes) == before:
            return False
    return False
