"""The role of a column whose header the vocabulary does not hold as a whole, from the words it is made of.

约定完成数, 达成数, 自立项起累计完成: the last word says what stands below (a value, a rate, a remark), the words before it
whose value it is.
"""

from __future__ import annotations

import re
from functools import lru_cache

from docaudit.lexicon.headers import HeaderRole, header_role, plain_header
from docaudit.lexicon.vocabulary import header_words, squeeze

_LONGEST = 16
_ASIDE = (
    HeaderRole.REMARK,
    HeaderRole.WEIGHT,
    HeaderRole.SCORE,
    HeaderRole.ORDER,
    HeaderRole.UNIT,
    HeaderRole.PERIOD,
)
_PERIODS = re.compile(r"^(?:(?:19|20)\d\d年?度?|本年度?|当年|全年|报告期|本期|项目期|执行期)")
_EITHER_WAY = re.compile(r"[或/]")
_QUESTION = re.compile(r"^(?:是否|有无)|与否$|否$")


@lru_cache(maxsize=4096)
def column_role(text: str) -> HeaderRole | None:
    """The role of a column with this header: as the vocabulary knows it, else by composition; None when neither tells."""
    known = header_role(text)
    return known if known is not None else composed_role(text)


@lru_cache(maxsize=4096)
def composed_role(text: str) -> HeaderRole | None:
    """The role that the parts of a header give it; EITHER where it may name the indicator or state its target."""
    plain = plain_header(text)
    if not plain or len(plain) > _LONGEST:
        return None
    if _QUESTION.search(plain):
        return HeaderRole.REMARK
    told = [header_role(part) or composed_role(part) for part in _EITHER_WAY.split(plain) if part != plain]
    if told and told[0] is not None and len(set(told)) == 1:
        return told[0]  # 交付物或指标, 交付/实测
    head = _head(plain)
    if head in _ASIDE:
        return head
    side = _side(plain, reports=_ends(plain, "actual"))
    if head is HeaderRole.RATE or plain.endswith("%") or plain.startswith("占"):
        return HeaderRole.RATE if side in {HeaderRole.TARGET, HeaderRole.ACTUAL} else None
    if head is HeaderRole.NAME:
        if side is HeaderRole.TARGET:
            return HeaderRole.EITHER
        return side or _naming(plain)
    if side is None and _ends(plain, "value"):
        return HeaderRole.VALUE
    return side


def _naming(plain: str) -> HeaderRole:
    return HeaderRole.NAME if plain.endswith(("指标", "点", "产出", "成果", "要点")) else HeaderRole.WEAK_NAME


def _side(plain: str, *, reports: bool) -> HeaderRole | None:
    """Target, actual, baseline or interim by the stems in the header; None without one."""
    actual = _holds(plain, "actual")
    if _holds(plain, "baseline") and not actual:
        return HeaderRole.BASELINE
    modal = _found(plain, _words("target", "modal"))
    promises = modal or _holds(plain, "target")
    actual = actual or (not promises and _found(plain, _words("actual", "times")))
    if actual and (reports or not modal):
        return HeaderRole.ACTUAL
    if _holds(plain, "interim"):
        return HeaderRole.ACTUAL if reports and not modal else HeaderRole.INTERIM
    if promises:
        return HeaderRole.TARGET
    return None


def _head(plain: str) -> HeaderRole | None:
    """The role whose head word ends the header; the longest word decides."""
    best: tuple[int, HeaderRole | None] = (0, None)
    for role in (*_ASIDE, HeaderRole.RATE, HeaderRole.NAME):
        for word in _words(role.value, "heads"):
            if plain.endswith(word) and len(word) > best[0]:
                best = (len(word), role)
    return best[1]


def _ends(plain: str, role: str) -> bool:
    return plain.endswith(_words(role, "heads"))


def _holds(plain: str, role: str) -> bool:
    bare = _PERIODS.sub("", plain)
    return _found(bare, _words(role, "stems"))


def _found(plain: str, listed: tuple[str, ...]) -> bool:
    """Whether one of the words is in a header; a single character (应, 已) only at its head."""
    return any(plain.startswith(word) if len(word) == 1 else word in plain for word in listed)


@lru_cache(maxsize=64)
def _words(role: str, kind: str) -> tuple[str, ...]:
    listed: list[str] = getattr(header_words()[role], kind)
    return tuple(squeeze(word) for word in listed)
