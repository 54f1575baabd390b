"""How things stood before the work, told in the background of a proposal: figures of what the proposal promises to change."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from docaudit.extract.evidence import speaks_of_others
from docaudit.extract.prose import stated_in
from docaudit.extract.roles import Setting, Stance, has_cue
from docaudit.extract.spoken import Stated
from docaudit.extract.wording import sentences
from docaudit.lexicon import core_name, spans, words
from docaudit.model import Kind, Role

PROPOSALS = frozenset({Kind.APPLICATION, Kind.TASK_AGREEMENT})

_NOW = re.compile(r"(?:^|[，,])[^，,；;：:\d]{0,16}(?:现有|现仅有|目前|当前|现状|截至目前)")
_WORKED_ON = re.compile(
    r"(?:修复|修缮|改造|改建|扩建|升级|提升|优化|更新|替换|替代|整合|完善|盘活|加固|维护|保护|管护|对|将|把|在|依托|利用|围绕)现有"
)
"""修复现有红树林240公顷 is work on what there is, and no count of it."""
_DATED = re.compile(r"(?:19|20)\d\d\s*年|现有|目前|当前|已有|原有|仅|立项前|实测|摸底|(?:申报|立项|申请|启动)时")
_HEADING = re.compile(r"现状|基础|背景|必要性|问题|为什么|概况|缘起|由来|家底")
_AHEAD = re.compile(
    r"将|拟|力争|计划|预计|预期|建成后|实施后|完成后|目标|期末|不少于|不低于|不超过|不高于|(?:提高|提升|降低|下降|增加|缩短|减少)[到至]|[≥≤]"
)
_STOCK = re.compile(r"拥有|有效|持有")
_HOPED = re.compile(r"通过|达到|以内")
"""Words that look ahead in their own clause only."""
_ELSEWHERE = re.compile(r"国内|国外|国际|行业|同类|文献|研究表明|全国|我国|全球|全省")
_ALIKE = 0.6
_TAIL = 3


@dataclass(frozen=True, slots=True)
class Promised:
    """What a target of the paper counts: its name as written, its core name and dimension."""

    written: str
    name: str
    dimension: str | None


def is_state(sentence: str) -> bool:
    """Whether a sentence opens with how things are now and promises nothing (现有自动站24个，空报率34%)."""
    told = _NOW.match(sentence)
    return told is not None and _AHEAD.search(sentence) is None and not _WORKED_ON.search(told[0])


def is_state_heading(headings: Iterable[str]) -> bool:
    """Whether the innermost heading announces how things are (一、现状, 立项背景, 工作基础)."""
    last = next(iter(reversed(tuple(headings))), "")
    return _HEADING.search(last) is not None and _ELSEWHERE.search(last) is None


def standings(
    text: str, setting: Setting, promised: Sequence[Promised], *, background: bool, problem: bool = False
) -> Iterator[tuple[int, Stated]]:
    """The figures of a text that say how a promised indicator stood, as baselines, and where their sentence starts.

    `background` tells that a heading announces such figures; elsewhere only a sentence that opens with 现有 or 目前 has them.
    `problem` tells that the heading names a problem, which is of now without a word.
    """
    dated = problem
    for sentence in sentences(text):
        said = text[sentence.start : sentence.end]
        dated = dated or _DATED.search(said) is not None
        told = background and dated and _AHEAD.search(said) is None
        if not (told or is_state(said)):
            continue
        for item in stated_in(said, Stance.ACTUAL, setting):
            if _ELSEWHERE.search(item.clause) or _HOPED.search(item.clause):
                continue
            if item.quantity is None or item.role is Role.TARGET or speaks_of_others(item) or has_cue(said, "compare"):
                continue
            target = next((target for target in promised if _meets(item, target)), None) or _ends_alike(item, promised)
            if target is not None:
                # It goes by the name of what it is the baseline of: 已有非遗工坊9家 beside 引进非遗工坊15家.
                yield sentence.start, replace(item, name=target.written, role=Role.BASELINE)


def _meets(item: Stated, target: Promised) -> bool:
    """Whether a figure counts what a target counts: one dimension, and most of the shorter name in the other."""
    if item.quantity is None or item.quantity.dimension is None or item.quantity.dimension != target.dimension:
        return False
    one, other = core_name(item.name), target.name
    if _is_achieved(item.name) or (_is_achieved(target.written) and _STOCK.search(item.clause)):
        return False  # 拥有有效发明专利23件: what its owner has is not where the project starts
    if one == other:
        return True
    first, second = ({a + b for a, b in pairwise(name)} for name in (one, other))
    shorter = min(len(first), len(second))
    return shorter > 1 and len(first & second) >= _ALIKE * shorter


def _ends_alike(item: Stated, promised: Sequence[Promised]) -> Promised | None:
    """The only target of one dimension that ends in the words of a figure (现有系统误报率, 火灾报警误报率), or None."""
    if item.quantity is None or (item.quantity.dimension or "count").startswith("count"):
        return None
    tail = core_name(item.name)[-_TAIL:]
    alike = [t for t in promised if t.dimension == item.quantity.dimension and t.name.endswith(tail)]
    return alike[0] if len(alike) == 1 and len(tail) == _TAIL else None


def _is_achieved(name: str) -> bool:
    """Whether a name tells what became of a work (申请, 授权, 发表)."""
    return any(facet == "action" and value in words().needs_object for facet, value, _, _ in spans(name))
