"""Drawings of a PDF (form XObjects) that draw one another so often that PDFium would never be done with a page."""

from __future__ import annotations

import logging
import re
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any

from pdfminer.ascii85 import ascii85decode, asciihexdecode
from pdfminer.lzw import LZWDecoder
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFObjRef, PDFStream, resolve1
from pdfminer.runlength import rldecode
from pdfminer.utils import apply_png_predictor

MAX_DRAWN = 30_000
"""Drawings that one drawing may amount to when all that it draws is counted."""
MAX_CONTENT = 20_000_000
"""Bytes of content that one drawing may amount to, where this comes of repeating."""
_REPEATED = 4
_DEEPEST = 40
"""Levels that are followed; PDFium goes about as deep."""
_MAX_FORMS = 5_000
_MAX_STREAM = 8_000_000
_MAX_SLOW = 200_000
"""Bytes of a stream whose packing is undone slowly."""
_MAX_PAGES = 50


def _written(name: str) -> bytes:
    """Return a pattern for a name, whose letters may be written as numbers."""
    letters = (f"(?:{letter}|#(?i:{ord(letter):02x}))" for letter in name)
    return "/{}".format("".join(letters)).encode()


_FORM = re.compile(
    _written("Form")
    + rb"(?![0-9A-Za-z#])|"
    + _written("Subtype")
    + rb"(?:[\0\s]|%[^\r\n]*[\r\n])*\d+[\0\s]+\d+[\0\s]+R(?![A-Za-z])"
)
"""What makes an object a form, or makes it what another object says."""
_OBJECT = re.compile(rb"(\d+)\s+\d+\s+obj\b")
_HEADS = (4_000, 400_000)
"""Bytes before the word Form in which its object begins: as a rule, and with much between."""
_DRAWS = re.compile(rb"/([^\0\s/<>\[\]()%]+)(?:[\0\s]|%[^\r\n]*[\r\n])+Do(?![^\0\s/<>\[\]()%])")
_LETTER = re.compile(rb"#([0-9a-fA-F]{2})")


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
    """The numbers of the objects that may be forms; a form is a stream, and so never inside another one."""
    found: dict[int, None] = {}
    for match in _FORM.finditer(data):
        before = (_OBJECT.findall(data, max(0, match.start() - far), match.start()) for far in _HEADS)
        heads = next((found for found in before if found), [])
        if heads and len(heads[-1]) < 10:
            found[int(heads[-1])] = None
        if len(found) >= _MAX_FORMS:
            break
    return list(found)


def _forms(document: Any, numbers: list[int]) -> dict[int, _Form]:
    forms: dict[int, _Form] = {}
    wanted = frozenset(numbers)
    homeless: dict[int, Counter[str]] = {}
    own: list[Any] = []
    for number in numbers:
        form = document.getobj(number)
        if not isinstance(form, PDFStream) or getattr(resolve1(form.attrs.get("Subtype")), "name", "") != "Form":
            continue
        content = _content(form)
        names = Counter(_name(match[1]) for match in _DRAWS.finditer(content))
        resources = resolve1(form.attrs.get("Resources"))
        if isinstance(resources, dict):
            own.append(resources)
        elif names:
            homeless[number] = names
        forms[number] = _Form(len(content), _targets([resources], names, wanted) if names else Counter())
    if homeless:
        # A form without resources of its own draws with those of the form or page that draws it.
        pages = (page.attrs.get("Resources") for page in islice(PDFPage.create_pages(document), _MAX_PAGES))
        others = [*own, *map(resolve1, pages)]
        for number, names in homeless.items():
            forms[number] = _Form(forms[number].size, _targets(others, names, wanted))
    return forms


def _name(written: bytes) -> str:
    """Return a name as pdfminer does."""
    plain = _LETTER.sub(lambda match: bytes([int(match[1], 16)]), written)
    try:
        return plain.decode()
    except UnicodeDecodeError:
        return str(plain)


def _content(form: Any) -> bytes:
    """What the form draws, unpacked as far as is sensible; empty for what is packed as pictures are."""
    raw: bytes = form.get_rawdata() or b""
    if form.decipher:
        raw = form.decipher(form.objid, form.genno, raw, form.attrs)
    for name, told in form.get_filters():
        try:
            raw = _unpacked(getattr(name, "name", ""), raw)
            predictor = told.get("Predictor", 1) if isinstance(told, dict) else 1
            if isinstance(predictor, int) and predictor >= 10:
                raw = apply_png_predictor(
                    predictor,
                    told.get("Colors", 1),
                    told.get("Columns", 1),
                    told.get("BitsPerComponent", 8),
                    raw[:_MAX_SLOW],
                )
        except Exception:  # noqa: BLE001  (pdfminer raises anything at all on broken streams)
            return b""
    return raw[:_MAX_STREAM]


def _unpacked(packing: str, raw: bytes) -> bytes:
    match packing:
        case "FlateDecode" | "Fl":
            return zlib.decompressobj().decompress(raw, _MAX_STREAM)
        case "ASCIIHexDecode" | "AHx":
            return asciihexdecode(raw[:_MAX_STREAM])
        case "ASCII85Decode" | "A85":
            return ascii85decode(raw[:_MAX_STREAM])
        case "RunLengthDecode" | "RL":
            return rldecode(raw[:_MAX_SLOW])
        case "LZWDecode" | "LZW":
            return b"".join(islice(LZWDecoder(BytesIO(raw[:_MAX_SLOW])).run(), _MAX_SLOW))
        case _:
            return b""


def _targets(resources: Sequence[Any], names: Counter[str], wanted: frozenset[int]) -> Counter[int]:
    """Return how often which form is drawn by these names; a name may stand for another form in each of the resources."""
    found: Counter[int] = Counter()
    for name, times in names.items():
        known = set()
        for own in resources:
            objects = resolve1(own.get("XObject")) if isinstance(own, dict) else None
            target = objects.get(name) if isinstance(objects, dict) else None
            if isinstance(target, PDFObjRef) and target.objid in wanted:
                known.add(target.objid)
        for number in known:
            found[number] += times
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
