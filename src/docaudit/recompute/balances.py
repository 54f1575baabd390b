"""What is left of an amount, and what comes of it: 应收A，实收B，欠收C; 预算A，追加B，调整后C; A人，放弃B人，递补C人，最终D人."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from docaudit.model import Interval, Recomputation, RecomputationKind
from docaudit.recompute.linear import adds_up
from docaudit.recompute.prose import Sentence, bigrams
from docaudit.recompute.slips import explained
from docaudit.recompute.spots import Row, Spot, rows_of
from docaudit.recompute.values import Value, like, shown
from docaudit.recompute.words import squeeze

_K = RecomputationKind
_LOOSE = frozenset({_K.CONFLICT, _K.GRADE, _K.LIMIT, _K.PART_WHOLE, _K.COUNT_LIST})
_REST = re.compile(
    r"(?:[尚仍还]未[\u4e00-\u9fff]{1,6}|未(?:支付|支出|到位|使用|拨付|完成|收回|发放|归还|缴纳?|执行|兑付)|尚[有欠余需缺差][\u4e00-\u9fff]{0,4}|[还仍](?:有|差|剩|欠|缺|余|需)[\u4e00-\u9fff]{0,4}|结余|节余|结存|剩余|余额|盈余|"
    r"欠[\u4e00-\u9fff]{1,2}|[盘短]亏|盘盈|空[编缺]|缺[编口额]|滞留[\u4e00-\u9fff]{0,6}|库存|节[约省电水]|超载|超编|少[收支报计]?|[多高低]出?|差[距额]?|相差|价差|收窄|净[增减]加?|仍?遗留)"
    r"(?:资金|经费|金额|款项?|额|人数?|达|约|了|为|的|于)*$"
)
_GENERAL = re.compile(
    r"(?:结余|节余|剩余|余额|盈余|[盘短]亏|盘盈|空[编缺]|缺编|欠[收缴]|[多少高低差]出?|差[距额]|相差|价差|净[增减]加?)(?:资金|经费|为|达|了|于|约)*$"
)
"""Words that are of whatever two amounts stand before them; others (尚欠工程款, 滞留资金) are of what they name."""
_APART = re.compile(r"差距|相差|价差|差额")
_OPENING = re.compile(
    r"年初|期初|月初|上年[末底结]|原[有计]|报名|申[报请]|应[\u4e00-\u9fff]|合同|到位|预算|下达|计划|编制|总额|总数|送审|账面|进入|确定|收到|共有|现有"
)
_CLOSING = re.compile(
    r"(?:调整后|核减后|扣除后|变更后|最终|期末|年末|年底|月末|后[，,]?(?:余额|结余|剩余|实有|净额)|实有|符合[\u4e00-\u9fff]{0,4}|审定|余额|结余)[\u4e00-\u9fff]{0,8}$"
)
_LESS = re.compile(
    r"减|扣|退|损|[支流转调迁划移售付借贷]出|支付|离|辞|核销|注销|报废|偿还|兑付|毕业|销户|上缴|收回|领用|发放|处置|消耗|死亡|放弃|不合格|不符|缺考|剔除|无效|淘汰|拆除|销毁|销号|下降"
)
_MORE = re.compile(r"新|增|追加|补(?!助|贴)|[调转移迁招购]入|收入|收到|受理|投放|入库|接收|捐|恢复|纳入")
_PRIOR = re.compile(r"^(?:上年|去年|年初|上期|上年末|上年同期)(?:数|末|底)?(?:为|是)?$")
_SKIP = re.compile(r"每|均|占|比例|目标|标准|上限|限额|最高不|其中")
_HARD = re.compile(r"[，,。；;：:、（(]")
_LISTED = re.compile(r"^[、和及与]")
_MOST = 6
_PAIR, _SURE_DIGITS = 2, 3
_FAR, _CLOSE = Decimal(3), Decimal("1.25")


def balances(sentences: Sequence[Sentence], decided: Mapping[str, Recomputation]) -> Iterator[Recomputation]:
    """Recompute what a sentence says is left or comes of its amounts; `decided` holds relations by the id of their figure."""
    closed = {key for key, r in decided.items() if r.kind not in _LOOSE}
    for row in rows_of(sentences):
        for piece in _sentences(row):
            for k, spot in enumerate(piece):
                if spot.mention.figure.id in closed or spot.mention.quantity.approximate:
                    continue
                made = _left(row, piece, k) or _came_to(row, piece, k) or _before_it(row, piece, k)
                if made is not None:
                    closed.add(spot.mention.figure.id)
                    yield made


def _sentences(row: Row) -> Iterator[list[Spot]]:
    """The amounts of each sentence, outside brackets, without rates and what is told for each."""
    groups: dict[int, list[Spot]] = {}
    for spot in row.spots:
        value = spot.mention.value
        if value is None or value.is_ratio or value.dimension is None or spot.depth or value.dimension == "point":
            continue
        groups.setdefault(spot.sentence.at, []).append(spot)
    yield from groups.values()


def _words(row: Row, spot: Spot) -> str:
    """The words of the clause before a figure, those included that were read with it (减少)."""
    lead = _HARD.split(row.text[: spot.start])[-1][-18:]
    return squeeze(lead) + (spot.mention.quantity.growth or "")


def _alike(piece: Sequence[Spot], k: int) -> list[Spot]:
    own = piece[k].mention.dimension
    return [s for s in piece[:k] if s.mention.dimension == own and s.mention.quantity.unit is not None]


def _left(row: Row, piece: list[Spot], k: int) -> Recomputation | None:
    """应收248.6万元，实收221.3万元，欠收27.3万元: of the only two amounts before it."""
    spot = piece[k]
    words = _words(row, spot)
    tail = row.text[spot.end : spot.end + 3]
    found = _REST.search(words) or (re.match(r"尚?未", tail) if re.search(r"[还尚仍]", words) else None)
    before = _alike(piece, k)
    if found is None or len(before) != _PAIR or _excluded(row, [before[0], spot]):
        return None
    a, b = before
    within = _words(row, b).startswith("其中") and re.search(r"未|滞留|剩余|结余|结存|余额", words)
    if not within and _excluded(row, [b]):
        return None
    if a.mention.value is None or b.mention.value is None or any(_REST.search(_words(row, s)) for s in before):
        return None
    if a.mention.value.number < b.mention.value.number:
        if not (_APART.search(words) or _net(words)):
            return None
        a, b = b, a
    bound = _GENERAL.search(words) or bigrams(words) & bigrams(
        _words(row, b) + _HARD.split(row.text[b.end : b.end + 6])[0]
    )
    return _told(row, [(1, a), (-1, b)], spot, far=_FAR if bound else _CLOSE)


def _net(words: str) -> bool:
    return bool(re.search(r"净增|多|高|超", words))


def _excluded(row: Row, spots: Sequence[Spot]) -> bool:
    """Whether a figure is a part, a mean or a limit, or another sentence of its own lies between."""
    return (
        any(_SKIP.search(_words(row, s).replace("每吨", "")) for s in spots)
        or "；" in row.text[spots[0].end : spots[-1].start]
    )


def _came_to(row: Row, piece: list[Spot], k: int) -> Recomputation | None:
    """报名682人，不符合条件54人，最终符合628人: an opening amount, changes with a sign each, and what comes of them."""
    spot = piece[k]
    if re.search(r"[其之]?中|含", _words(row, spot)):
        return None
    if not _CLOSING.search(_words(row, spot)) and not _closed_behind(row, spot):
        return None
    before = _alike(piece, k)
    if not _PAIR <= len(before) <= _MOST or _excluded(row, [*before, spot]):
        return None
    first, *flows = before
    if not _OPENING.search(_words(row, first)):
        return None
    terms: list[tuple[int, Spot]] = [(1, first)]
    for flow in flows:
        sign = _sign(row, flow, terms)
        if sign is None:
            return None
        terms.append((sign, flow))
    return _told(row, terms, spot)


def _closed_behind(row: Row, spot: Spot) -> bool:
    """扣除A、B后，余额C: the word of the closing amount stands behind a comma."""
    return bool(re.search(r"后[，,](?:余额?|结余|剩余|净额)(?:为|是)?$", row.text[: spot.start]))


def _sign(row: Row, flow: Spot, terms: Sequence[tuple[int, Spot]]) -> int | None:
    """Whether a change adds or takes away; one that 、 joins to another goes with it."""
    words = _words(row, flow)
    less, more = bool(_LESS.search(words)), bool(_MORE.search(words))
    if less is not more:
        return -1 if less else 1
    gap = row.gap(terms[-1][1], flow)
    if not less and _LISTED.match(gap) and len(terms) > 1:
        return terms[-1][0]
    return None


def _before_it(row: Row, piece: list[Spot], k: int) -> Recomputation | None:
    """4.82万人，比上年净增加0.37万人，上年为4.45万人: the earlier amount is told last."""
    spot = piece[k]
    before = _alike(piece, k)
    if not _PRIOR.match(_words(row, spot)) or len(before) != _PAIR:
        return None
    now, change = before
    words = _words(row, change)
    if not re.search(r"[比较]上年|同比", words):
        return None
    less, more = bool(re.search(r"减|降|少|低", words)), bool(re.search(r"增|多|高|升", words))
    return None if less is more else _told(row, [(1, now), (1 if less else -1, change)], spot)


def _told(row: Row, terms: Sequence[tuple[int, Spot]], closing: Spot, *, far: Decimal = _FAR) -> Recomputation | None:
    signed: list[tuple[int, Value]] = [(sign, s.mention.value) for sign, s in terms if s.mention.value is not None]
    printed = closing.mention.value
    if printed is None or len(signed) != len(terms) or len({v.figure.id for _, v in signed}) != len(signed):
        return None
    number = sum((sign * v.number for sign, v in signed), Decimal(0))
    holds = adds_up(signed, printed)
    vague = any(v.figure.quantity.approximate for _, v in signed)
    if not holds and (
        vague
        or number <= 0
        or not (
            1 / far <= printed.number / number <= far
            or (far == _FAR and printed.digits >= _SURE_DIGITS and explained(signed, printed))
        )
    ):
        return None
    text = shown(signed[0][1].figure) + "".join(f" {'+' if s > 0 else '−'} {shown(v.figure)}" for s, v in signed[1:])
    return Recomputation(
        kind=_K.DIFFERENCE,
        printed=closing.mention.figure,
        operands=tuple(v.figure for _, v in signed),
        expression=f"{text} = {like(number, closing.mention.quantity)}，文中为 {shown(closing.mention.figure)}",
        expected=Interval(number, number),
        holds=holds,
        confidence=0.85,
        label=_words(row, closing)[-14:] + shown(closing.mention.figure),
    )
