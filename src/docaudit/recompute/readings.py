"""How a computed column may be read: which columns it divides, subtracts or compares, and what follows for each line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import permutations

from docaudit.model import RecomputationKind
from docaudit.recompute.formulas import (
    Candidate,
    difference,
    growth,
    lagged,
    mean,
    quotient,
    share_of,
    share_of_all,
    sum_difference,
    sum_quotient,
)
from docaudit.recompute.grid import Grid, Line
from docaudit.recompute.words import squeeze, total_word

_K = RecomputationKind
_KINDS: tuple[tuple[RecomputationKind, re.Pattern[str]], ...] = (
    (
        _K.EXECUTION_RATE,
        re.compile(
            r"执行率|支出率|资金使用率|到位率|预算完成率|支付率|(?:支出|执行|支付|拨付|资金|兑付|使用)进度|^(?:完成|占)(?:年初|全年|调整后?|当年)?预算"
        ),
    ),
    (_K.SCORE, re.compile(r"得分率")),
    (_K.COMPLETION_RATE, re.compile(r"完成率|完成.{0,4}(?:比例|百分比)|完成度|达成率|实现率|完成比|达标比例|完成进度")),
    (
        _K.GROWTH,
        re.compile(
            r"增长率|增速|增幅|增长$|增长[（(]%|同比|环比|增减率|变动率|增减幅度|变[动化]幅度|偏差率|偏离度|增减[（(]%|变化率|[涨降]幅|增长比例|增长百分比|(?:增长|增减|增加|变动|提高|下降|[+±])[%％]|(?:增长|增加|提高|下降)[（(][%％][)）]"
        ),
    ),
    (
        _K.SHARE,
        re.compile(
            r"占比|比重|构成|比例|份额|占(?![用地压线道])|满意度$|强度$|免疫密度|(?:覆盖|抽查|检查|整改|受益|普及)面$|^[\u4e00-\u9fff]{2,8}[/÷∶][\u4e00-\u9fff]{2,8}$|率(?:[（(][^（）()]{1,8}[)）])?$|[^对可相评]比$"
        ),
    ),
    (_K.MEAN, re.compile(r"^每[十百千万]?|[\u4e00-\u9fff]均(?![衡匀为已可达按在由有须应])|^均[价值]|单价")),
    (
        _K.DIFFERENCE,
        re.compile(
            r"差额|差异|差距|增减额?|结余|结转|剩余|余额|增加额|净增|增长额|变[动化][额量]|增减量|变化$|尚未(?!开)|偏差$|偏差值|增加$|减少$|审减|核减|缺口|净减|超额|欠账|超支|节约|盈余|扣分$|尚欠|核增|未支出|未执行"
        ),
    ),
)
_IN_BRACKETS = re.compile(r"[（(][^（）()]*[)）]$")
_NOT_RATE = re.compile(r"得分$|分值|权重|原因|说明|措施")
_DEN = {
    _K.EXECUTION_RATE: re.compile(r"预算|计划|批复|下达|拨付|安排|到位|拨款|概算"),
    _K.COMPLETION_RATE: re.compile(r"目标|指标值|计划|任务|考核|应|预期"),
    _K.SCORE: re.compile(r"分值|权重|满分|标准分|总分"),
}
_NUM = {
    _K.EXECUTION_RATE: re.compile(
        r"执行数|执行金额|执行额|支出|决算|实际使用|已使用|使用金额|支付|兑付|拨付|已执行|到位|执行情况"
    ),
    _K.COMPLETION_RATE: re.compile(r"完成值|实际|完成数|完成量|完成$|完成情况|已完成|实绩|达到|全年完成"),
    _K.SCORE: re.compile(r"得分|自评分|评分|评价分|实得"),
}
_PLAIN = frozenset("预算执行率数金额资元万()%")
_ARRIVED = re.compile(r"到位")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LETTER = re.compile(r"[（(]([A-Za-z①-⑳])[)）]")
_FORMULA = re.compile(r"[（(=＝]?\s*([A-Za-z①-⑳])\s*([/÷])\s*([A-Za-z①-⑳])")


def kind_of(head: Line) -> RecomputationKind | None:
    """Return what a header says that its column computes, or None."""
    label = _IN_BRACKETS.sub("", squeeze(head.label)) if "得分" in head.label else squeeze(head.label)
    if re.search(r"年初|期初|上年结", label) and not re.match(r"完成|占", label):
        return None
    if not label or _NOT_RATE.search(label) or len(label) > 20:
        return None
    if total_word(label):
        return _K.MEAN if "均" in label else None
    core = _IN_BRACKETS.sub("", label)
    return next((kind for text in (label, core) for kind, pattern in _KINDS if pattern.search(text)), None)


def has_formula(head: Line) -> bool:
    """Whether a header writes its formula: 执行率（B/A）."""
    return bool(_FORMULA.search(head.label))


def candidates(grid: Grid, head: Line, kind: RecomputationKind) -> Iterator[Candidate]:
    """Yield every way to read a computed column, the likelier first."""
    others = [h for h in grid.heads if h.at != head.at]
    if kind is _K.SHARE:
        yield from _share_candidates(grid, head, others)
        return
    if kind in _DEN:
        letters = _lettered(head, others)
        if letters is not None:
            yield quotient(grid, letters[0], letters[1], named=True)
        arrival = "到位率" in squeeze(head.label)
        above = _ARRIVED if arrival else _NUM[kind]
        nums = [h for h in others if above.search(squeeze(h.title)) and _is_amount(h)]
        dens = [h for h in others if _DEN[kind].search(squeeze(h.title)) and _is_amount(h)]
        if arrival:
            dens = [h for h in dens if not above.search(squeeze(h.title))]
        groups = _groups(nums), _groups(dens)
        for tops, bottoms in ((t, b) for t in groups[0] for b in groups[1] if not set(t) & set(b)):
            yield sum_quotient(grid, tops, bottoms)
        pairs = [(a, b) for a in nums for b in dens if a.at != b.at and not _is_only_base(a, kind)]
        own = set(squeeze(head.label))
        pairs.sort(
            key=lambda p: (
                -len(own & set(squeeze(p[1].label)) - _PLAIN),
                abs(p[0].at - head.at) + abs(p[1].at - p[0].at),
                p[1].at,
            )
        )
        for a, b in pairs[:12]:
            yield quotient(grid, a, b, named=True, target=kind is _K.COMPLETION_RATE)
        if not pairs and letters is None:
            for a, b in permutations([h for h in others if _is_amount(h)][:6], 2):
                yield quotient(grid, a, b, named=False, target=kind is _K.COMPLETION_RATE)
        return
    amounts = [h for h in others if kind_of(h) is None][:8]
    if kind is _K.GROWTH:
        for base in amounts:
            yield lagged(grid, base, named=len(amounts) == 1)
    rising = bool(re.search(r"增|比", head.label))
    for a, b in sorted(permutations(amounts, 2), key=lambda pair: (pair[0].at < pair[1].at) is rising):
        if kind is _K.GROWTH:
            yield growth(grid, a, b, named=_adjacent_years(a, b) and len(amounts) == 2)
        elif kind is _K.DIFFERENCE:
            yield difference(grid, a, b, named=_is_balance(head, a, b) and len(amounts) <= 3)
        else:
            yield mean(grid, head, a, b, named=_is_unit_price(head, a, b))
    if kind is _K.DIFFERENCE:
        for tops, bottoms in permutations(_groups(amounts), 2):
            yield sum_difference(grid, tops, bottoms)


def _is_amount(head: Line) -> bool:
    """Whether a column holds amounts, differences among them, and no rates or means."""
    return kind_of(head) in (None, _K.DIFFERENCE)


def _is_only_base(a: Line, kind: RecomputationKind) -> bool:
    """A head that reads as both numerator and denominator serves only as what its last label says."""
    return bool(_DEN[kind].search(squeeze(a.label)) and not _NUM[kind].search(squeeze(a.label)))


def _foreign_year(head: Line, a: Line, b: Line) -> int:
    """How many of two heads are about one year where the rate's own head is not."""
    own = set(_YEAR.findall(head.title))
    return sum(bool(set(_YEAR.findall(line.title)) - own) for line in (a, b))


def _groups(heads: list[Line]) -> list[tuple[Line, ...]]:
    """Heads that one merged header spans (预算数: 中央财政 | 地方及自筹), where none of them is a total itself."""
    found: dict[str, list[Line]] = {}
    for head in heads:
        if len(head.labels) >= 2 and not any(map(total_word, head.labels)):
            found.setdefault(squeeze(head.labels[0]), []).append(head)
    return [tuple(group) for group in found.values() if len(group) >= 2]


def _lettered(head: Line, others: list[Line]) -> tuple[Line, Line] | None:
    """Return numerator and denominator when the header writes its formula: 执行率（B/A）."""
    found = _FORMULA.search(head.label)
    if found is None:
        return None
    named: dict[str, Line] = {}
    for other in others:
        for mark in _LETTER.finditer(other.title):
            named.setdefault(mark[1].upper(), other)
    a, b = named.get(found[1].upper()), named.get(found[3].upper())
    return (a, b) if a is not None and b is not None else None


def _adjacent_years(a: Line, b: Line) -> bool:
    later, earlier = (re.search(r"(?:19|20)\d\d", squeeze(line.title)) for line in (a, b))
    if later and earlier:
        return int(later[0]) > int(earlier[0])
    now, then = squeeze(a.title), squeeze(b.title)
    return bool(re.search(r"本年|本期|当年|今年|决算", now) and re.search(r"上年|上期|去年|基期|上一年", then))


def _is_balance(head: Line, a: Line, b: Line) -> bool:
    plan = re.compile(r"预算|到位|收入|拨付|下达|批复|计划")
    used = re.compile(r"支出|执行|使用|决算|实际")
    label = squeeze(head.label)
    if re.search(r"结余|结转|剩余|余额|未支出|未执行", label):
        return bool(
            plan.search(squeeze(a.title)) and not used.search(squeeze(a.label)) and used.search(squeeze(b.title))
        )
    return False


def _is_unit_price(head: Line, a: Line, b: Line) -> bool:
    return bool(
        "单价" in squeeze(head.label)
        and re.search(r"金额|总价|合计|小计|经费|预算", squeeze(a.label))
        and re.search(r"数量|台套|件数|人数|套数|台数", squeeze(b.label))
    )


def _share_candidates(grid: Grid, head: Line, others: list[Line]) -> Iterator[Candidate]:
    bases = [h for h in others if _is_amount(h)]
    bases.sort(key=lambda h: (h.at > head.at, abs(h.at - head.at)))
    for base in bases[:8]:
        wholes = [line for line in grid.lines if total_word(line.label) or any(map(total_word, line.labels))]
        for whole in wholes[-3:]:
            yield share_of(grid, base, whole)
        yield share_of_all(grid, base)
        for other in bases[:8]:
            if other.at != base.at:
                yield quotient(grid, base, other, named=False)
