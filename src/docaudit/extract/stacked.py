"""Tables that stand one below another in one grid: where a row of texts heads the columns of numbers anew."""

from __future__ import annotations

import re

from docaudit.extract.cells import bracketed_unit, distinct, is_blank, one_line, whole_quantity
from docaudit.extract.periods import is_period
from docaudit.extract.settle import Rows

_LONGEST = 20
_YEAR = re.compile(r"(?:19|20)\d\d年?")
_SENTENCE = re.compile(r"[。；;！？，,:：]")
_NOUN = re.compile(
    r"(?:[数额量次值率比度分重价款费]|[人户家件项批个万亿]|增减|变化|差异|增长|合计|小计|总计|预算|决算|支出|收入|余额|结余|结存"
    r"|目标|计划|实际|完成|占.{1,6}|[一二三四]季度|\d{1,2}月)$"
)
_BRACKET = re.compile(r"[（(][^（）()]*[)）]$")
_LEAST = 2


def heads_again(rows: Rows, top: int, r: int) -> bool:
    """Whether row `r` below a header at `top` heads columns of numbers: texts between numbers above and numbers below.

    At least half of its cells over numbers must read like what is counted, a rate, a total or a period, so that a row of
    qualitative values is none.
    """
    if r + 1 >= len(rows) or r - top < _LEAST:
        return False
    row, below = rows[r], rows[r + 1]
    cells = [cell for cell in distinct(row) if cell.text.strip()]
    if len(cells) < _LEAST + 1:
        return False
    texts = [one_line(cell.text) for cell in cells]
    if len(set(texts)) != len(texts) or any(len(t) > _LONGEST or _SENTENCE.search(t) for t in texts):
        return False
    if any(is_blank(text) for text in texts) or any(_is_number(text) for text in texts):
        return False
    columns = [j for j in range(1, len(row)) if _is_number(one_line(below[j].text)) and row[j] is not below[j]]
    named = [one_line(row[j].text) for j in columns if row[j].text.strip()]
    again = sum(any(_is_number(one_line(rows[i][j].text)) for i in range(top + 1, r)) for j in columns)
    if len(named) < _LEAST or len(named) < len(columns) or again < _LEAST:
        return False
    return 2 * sum(_names_a_column(text) for text in named) >= len(named)


def heads_units(rows: Rows, r: int) -> bool:
    """Whether a row of words, of which two at least end in a unit in brackets, stands over figures.

    点位 | 托位数（个） | 面积（平方米） needs no word that the vocabulary of headers knows.
    """
    texts = [one_line(cell.text) for cell in rows[r]]
    if r + 1 >= len(rows) or len(set(texts)) < len(texts):
        return False
    if any(not text or _is_number(text) or len(text) > _LONGEST for text in texts):
        return False
    united = [j for j, text in enumerate(texts) if text.endswith((")", "）")) and bracketed_unit(text) is not None]
    below = rows[r + 1]
    return len(united) >= _LEAST and all(
        below[j] is not rows[r][j] and (is_blank(below[j].text) or whole_quantity(below[j].text) is not None)
        for j in united
    )


def _names_a_column(text: str) -> bool:
    return bool(_YEAR.fullmatch(text) or is_period(text) or _NOUN.search(_BRACKET.sub("", text)))


def _is_number(text: str) -> bool:
    return not _YEAR.fullmatch(text) and not is_period(text) and whole_quantity(text) is not None
