"""What every change and distance in running text needs: its sign, its size, and the words it is told by."""

from __future__ import annotations

import re
from decimal import Decimal

from docaudit import quantities
from docaudit.model import Interval
from docaudit.recompute.words import squeeze

_ONE = Interval(Decimal(1), Decimal(1))
AGAINST = re.compile(r"(?:比|较|与|同)(?:[^，,。；;\d]|(?:19|20)\d\d年){0,14}$")
"""The words between the level that is compared and the one that it is compared with."""
REAL = re.compile(r"可比|不变价|同口径|扣除|剔除|实际增")
"""A change in prices or bounds of another year is none of the printed levels."""
_SAID = re.compile(
    r"(?:比|较|与|同比|环比|则|也|均|分别|约|年均|年平均|平均|增|减|下降|上升|提高|降低|压|缩|高出?|低|多|少|节|[涨降]幅).*$|^(?:其中|因此|即|实现|累计|本年|本期|总体)|[一二两三四五六七八九十]年(?:来|间)?$"
)
_UP = re.compile(r"增长|增加|提高|上升|提升|增幅|上涨")
_DOWN = re.compile(r"下降|减少|降低|降幅|回落|压减")


def rises(words: str) -> bool | None:
    """Return whether a change is told as a rise (True) or a fall (False), None when the words say neither or both."""
    up, down = bool(_UP.search(words)), bool(_DOWN.search(words))
    return up if up is not down else None


_MORE = re.compile(r"多|高|涨|升|增")
_LESS = re.compile(r"少|低|缩|压|减|节|降|短")


def rising(words: str) -> bool | None:
    """Like `rises`, by any word for more or less: 多出, 缩短, 节能率 (a saving is a fall)."""
    told = rises(words)
    if told is not None:
        return told
    up, down = bool(_MORE.search(words)), bool(_LESS.search(words))
    return up if up is not down else None


def subject_of_change(lead: str) -> str:
    """Return what the words of a clause before a change say that it is of: 起数同比下降 → 起数; nothing for 同比增长."""
    return _SAID.sub("", squeeze(lead))


def last_words(text: str) -> str:
    """Return the words of the last clause, without the copula before the figure."""
    return re.sub(r"^.*[，,。；;：:、]|(?:[为达是]|(?<!节)约)+$", "", squeeze(text))


def one_less(span: Interval) -> Interval:
    """Return the interval less one: what turns a ratio into a growth."""
    return quantities.sub(span, _ONE)


def signed(span: Interval, sign: int) -> Interval:
    """Return the interval, mirrored at zero when `sign` is negative."""
    if sign > 0:
        return span
    return Interval(None if span.high is None else -span.high, None if span.low is None else -span.low)


def near(number: Decimal, printed: Decimal) -> bool:
    """Return whether a printed change may have been meant for this one: same direction, no more than three times off."""
    if number == 0 or printed == 0:
        return True
    ratio = printed / number
    return Decimal(1) / 3 <= ratio <= 3
