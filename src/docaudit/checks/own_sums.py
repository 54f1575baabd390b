"""Sums that a sentence tells of money: sources of funds, amounts year by year, the shares in which a grant is paid."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import Any

from docaudit import quantities
from docaudit.checks.base import Hit, Holds, Result, Scope, also, evidence
from docaudit.checks.bounds import plain
from docaudit.checks.moments import moment, texts
from docaudit.model import Located, Part, Place, RecomputationKind, Relation

_CALLED = re.compile(
    r"(?:总投资|总经费|总预算|总概算|总投入|投资总额|经费总额|预算总额|资金总额|核定经费|核定投资|经费概算|项目投资|项目经费|项目预算|经费预算|资助总额|补助总额)"
)
_TOTAL = re.compile(_CALLED.pattern + r"[^，,。；;\d]{0,4}$")
_SOURCES = re.compile(r"(?:资金|经费|投资|款项)?来源(?:分别)?(?:为|包括|有|是|[：:])|(?:资金|经费|投资)由")
_SOURCE = re.compile(
    r"财政|补助|资助|拨款|自筹|自有|贷款|融资|债券|配套|出资|投入|投资|资本|捐赠|集资|补贴|专项|引导|[省市县区]级|中央|企业|单位|合作社|银行"
)
_YEAR = re.compile(
    r"((?:19|20)\d\d)年(?:度)?(?:计划|安排|投入|拨付|下达|到位|使用|预算|财政|资助|补助|经费|资金|投资|支出|为)*$"
)
_RUNNING = re.compile(r"已|截至|截止|目前|累计|实际|剩余|结余|其余|另")
_PAID = re.compile(r"拨付|支付|付款|拨款|下达|兑付|给付|[首尾余]款|预付")
_FIRST = re.compile(r"首|预付|启动|第一|第1|一期|签订|签约|生效|立项|开工|[一二两三四]年期")
_LAST = re.compile(r"尾|余款|余额|其余|剩余|验收|末|质保|结题|结项|第三|第四|完工|竣工|结算|审计")
_STAGE = re.compile(rf"{_FIRST.pattern}|{_LAST.pattern}|第二|第2|二期|三期|中期|进度|年度|考核|检查|到货|交付|[二三]年")
_NO_INSTALMENT = re.compile(
    r"累计|至(?:合同|总)|达到|执行率|支出率|进度款?达|不低于|不超过|以上|以下|合格率|违约|利率|逾期|扣|奖励|完成率"
)


@also("funding_sum", Scope.PART)
def sources_told(part: Part, **_thresholds: Any) -> Iterator[Result]:
    """资金来源为财政资助50万元、单位自有资金16万元、合作社投入6万元, beside 总经费70万元."""
    for text, place in texts(part.blocks):
        for head, sentence in _sentences(text):
            lead = _SOURCES.search(sentence)
            if lead is None:
                continue
            money = _money(sentence)
            run = _run(sentence, [spot for spot in money if spot.start >= lead.end()], lead.end())
            if len(run) < 2 or not all(_SOURCE.search(name) for name, _ in run):
                continue
            before = [
                *_money(head),
                *(spot for spot in money if spot.end <= lead.start()),
            ]
            total = _total(head, sentence, before, money)
            if total is not None and not _reckoned(part, place, total):
                yield _sum(part, place.quoting(sentence.strip()), "资金来源", [s for _, s in run], total)


@also("sum_mismatch", Scope.PART)
def years_told(part: Part, **_thresholds: Any) -> Iterator[Result]:
    """核定经费1050万元，其中2020年300万元，2021年450万元，2022年250万元: every year of the term is told."""
    for text, place in texts(part.blocks):
        for _, sentence in _sentences(text):
            money = _money(sentence) if _CALLED.search(sentence) else []
            for i, total in enumerate(money):
                lead = re.split(r"[，,；;：:]", sentence[: total.start])[-1]
                if not _TOTAL.search(lead) or _RUNNING.search(lead):
                    continue
                run = _run(sentence, money[i + 1 :], total.end)
                years = [int(found[1]) for name, _ in run if (found := _YEAR.search(name))]
                if len(years) != len(run) or not _whole_term(part, years) or _RUNNING.search(sentence[total.end :]):
                    continue
                if _reckoned(part, place, total):
                    continue
                label = re.sub(r"^[^\u4e00-\u9fff]+", "", lead) or "总额"
                yield _sum(part, place.quoting(sentence.strip()), f"{label}分年度", [s for _, s in run], total)
                break


@also("sum_mismatch", Scope.PART)
def instalments(part: Part, **_thresholds: Any) -> Iterator[Result]:
    """首款50%、中期30%、尾款30%: what is paid in instalments is paid once."""
    for text, place in texts(part.blocks):
        for _, sentence in _sentences(text):
            if not _PAID.search(sentence) or _NO_INSTALMENT.search(sentence):
                continue
            spots = [s for s in quantities.find(sentence) if s.quantity.dimension == "ratio"]
            if not 2 <= len(spots) <= 6:
                continue
            ends = [0, *(spot.end for spot in spots)]
            names = [sentence[low : spot.start] for low, spot in zip(ends, spots, strict=False)]
            if not all(_STAGE.search(name) for name in names):
                continue
            if not _FIRST.search(names[0]) or not _LAST.search(names[-1]):
                continue
            if any(s.quantity.relation is not Relation.EQ or s.quantity.growth is not None for s in spots):
                continue
            numbers = [spot.quantity.value * 100 for spot in spots]
            if any(_FIRST.search(name) for name in names[1:]) or Decimal(100) in accumulate(numbers[:-1]):
                continue  # schedules of several classes of projects, one after another
            here = evidence(place.quoting(sentence.strip()), part.kind)
            computation = f"{' + '.join(f'{plain(n)}%' for n in numbers)} = {plain(sum(numbers, Decimal()))}%"
            if sum(numbers) == 100:
                yield Holds(computation, (here,))
                continue
            computation += "，应为100%"
            says = {"label": "分期拨付比例", "computation": computation, "printed": "100%"}
            yield Hit((here,), says, computation, 0.85, key=("instalments", computation))


@lru_cache(maxsize=2048)
def _sentences(text: str) -> tuple[tuple[str, str], ...]:
    """Return each sentence with the text before it in its paragraph (three sentences of it)."""
    bounds = [0, *(found.end() for found in re.finditer(r"[。\n]", text)), len(text)]
    return tuple(
        (text[bounds[max(0, i - 3)] : low], text[low:high].rstrip("。\n"))
        for i, (low, high) in enumerate(pairwise(bounds))
        if text[low:high].strip()
    )


def _money(text: str) -> list[Located]:
    return [s for s in quantities.find(text) if (s.quantity.dimension or "").startswith("money")]


def _run(sentence: str, money: Sequence[Located], start: int) -> list[tuple[str, Located]]:
    """Return the amounts that a list tells one after another, each with the words before it; none where one is vague."""
    found: list[tuple[str, Located]] = []
    at = start
    for spot in money:
        name = sentence[at : spot.start].strip("，,、；;：:（()）和及与 ")
        if re.search(r"[，,。；;、]", name.removeprefix("其中").lstrip("：:，,")) or not name or len(name) > 16:
            break
        if spot.quantity.relation is not Relation.EQ or re.search(r"共|合计|总计|小计|其中(?!.*年)", name):
            break
        found.append((name, spot))
        at = spot.end
        if re.match(r"[（(]", sentence[at:]):
            return []
    return found


def _total(head: str, sentence: str, before: list[Located], money: list[Located]) -> Located | None:
    """Return the nearest amount before a list that is called a total."""
    told: list[Located] = []
    for text, spots in ((sentence, [s for s in before if s in money]), (head, [s for s in before if s not in money])):
        for spot in reversed(spots):
            lead = re.split(r"[，,；;：:。]", text[: spot.start])[-1]
            if _TOTAL.search(lead) and spot.quantity.relation is Relation.EQ and not re.search(r"原|调整前|上年", lead):
                told.append(spot)
    return told[0] if told else None


def _reckoned(part: Part, place: Place, total: Located) -> bool:
    """Whether a sum that this amount is the printed total of was found wrong already."""
    return any(
        not relation.holds
        and relation.kind in (RecomputationKind.SUM, RecomputationKind.FUNDING)
        and relation.printed.quantity.text == total.quantity.text
        and (relation.printed.place.where, relation.printed.place.cell) == (place.where, place.cell)
        for relation in part.recomputations
    )


def _whole_term(part: Part, years: list[int]) -> bool:
    """Whether years follow each other and are those of the term, where the paper says which; else three at least."""
    if len(years) < 2 or any(b - a != 1 for a, b in pairwise(years)):
        return False
    start, end = moment(part, "start"), moment(part, "end")
    if start is None or end is None:
        return len(years) >= 3
    return years[0] == start.first.year and years[-1] == end.last.year


def _sum(part: Part, place: Place, label: str, run: list[Located], total: Located) -> Result:
    factor = total.quantity.factor or Decimal(1)
    numbers = [spot.quantity.value / factor for spot in run]
    real, said = sum(numbers, Decimal()), total.quantity.value / factor
    unit = re.sub(r"^[^\u4e00-\u9fff]+", "", total.quantity.text)
    computation = f"{' + '.join(plain(n) for n in numbers)} = {plain(real)}{unit}，文中为 {plain(said)}{unit}"
    here = evidence(place, part.kind)
    if abs(real - said) <= Decimal("0.5").scaleb(_places(said, numbers)) * (len(numbers) + 1):
        return Holds(computation, (here,))
    says = {"label": label, "computation": computation, "printed": total.quantity.text}
    return Hit((here,), says, computation, 0.85, key=("told", computation))


def _places(said: Decimal, numbers: list[Decimal]) -> int:
    """Return the exponent of the last digit printed; whole amounts are exact."""
    exponents = [e for n in (said, *numbers) if isinstance(e := n.normalize().as_tuple().exponent, int)]
    least = min(exponents, default=0)
    return least if least < 0 else -1
