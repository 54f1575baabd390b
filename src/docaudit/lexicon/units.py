"""Units that the vocabulary of quantities does not list: physical ones, as written."""

from __future__ import annotations

import re
from functools import lru_cache

from docaudit.model import Unit
from docaudit.quantities import parse_unit

_MEASURE = re.compile(r"[角弧转焦帕瓦伏安赫毫微纳千兆分秒度流明勒克斯拉德贝尔]{2,4}(?:/[一-鿿A-Za-z]{1,3})?")
_PHYSICAL = re.compile(r"(?=.*[/·°℃μΩ²³⁻^′″‰])[A-Za-zμΩ℃°′″‰][A-Za-zμΩ℃°′″‰·./²³⁻¹0-9^-]{0,11}(?:/[日天周月年时])?")

_COLUMN_MARK = re.compile(r"[A-H](?:[/÷×*+-][A-H])*")
"""全年预算数（A）, 执行率（B/A）: letters by which a form names its columns."""


@lru_cache(maxsize=8192)
def technical_unit(text: str) -> Unit | None:
    """The unit that a text is: one the vocabulary knows, else a physical unit as written (J/g, mg·L⁻¹); None otherwise."""
    known = parse_unit(text)
    if known is not None:
        return known
    bare = "".join(text.split())
    if _COLUMN_MARK.fullmatch(bare):
        return None
    if not _PHYSICAL.fullmatch(bare) and not _MEASURE.fullmatch(bare):
        return None
    return Unit(text.strip(), bare, f"other.{bare}")
