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
_UP = re.compile(r"增长|增加|提高|上升|提升|增幅|上涨")
_DOWN = re.compile(r"下降|减少|降低|降幅|回落|压减")


def rises(words: str) -> bool | None:
    """Return whether a change is told as a rise (True) or a fall (False), None when the words say neither or both."""
    up, down = bool(_UP.search(words)), bool(_DOWN.search(words))
    return up if up is not down else None


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
