"""Shares that fit a figure, but not the one that their words name, and answers counted on the questionnaires sent out.

占执行数的28.1% fits the budget of 716.00万元, and 执行693.45万元 is told beside it; 满意451份，满意度86.7% fits the 520份 that
were handed out, and 487份 came back.  The misfit names the base by which the figure does fit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from docaudit.model import Recomputation, RecomputationKind
from docaudit.recompute.bindings import levels_before, named_whole, opening, returned, totals_behind
from docaudit.recompute.facts import Fact, Facts, content
from docaudit.recompute.judge import ratio
from docaudit.recompute.prose import Mention, is_percent
from docaudit.recompute.sides import fitting_size
from docaudit.recompute.values import shown
from docaudit.recompute.words import squeeze

_K = RecomputationKind
_SHARE = re.compile(r"占(?P<base>[^占，,；;。：:\d]{2,12}?)的?(?:比例|比重)?(?:约|为|达到?|是)*$")
_OPINION = re.compile(r"(?:满意|知晓|认可|支持|好评|赞成)[率度](?:约|为|是|达到?)*$|(?<![占率])占(?:比)?(?:约|为|达)*$")
_BY = re.compile(r"基数|分母|口径|发放|发出|回收|收回|有效|以.{1,12}计|按.{1,12}计")
_STEPS = (re.compile(r"发[放出送]|印发|投放"), re.compile(r"回收|收回|收到|返回"), re.compile(r"有效(?!率)"))
_EMPTY = re.compile(r"资金|经费|金额|款项|人数|个数|数量|[总的数量额款]|全部|实际|累计|本年|当年|年度")
_CONFIDENCE = 0.8
_FAR = 3


def wrong_bases(facts: Facts, decided: Mapping[str, Recomputation]) -> Iterator[Recomputation]:
    """Doubt shares of another base than the one told; `decided` holds the relations so far by the id of their figure."""
    by_id = {f.value.figure.id: f for f in facts.text}
    for i, sentence in enumerate(facts.sentences):
        if sentence.reported:
            continue
        for mention in sentence.mentions:
            if not is_percent(mention) or mention.value is None or mention.quantity.growth is not None:
                continue
            made = decided.get(mention.figure.id)
            if made is not None and (not made.holds or made.kind is not _K.SHARE or len(made.operands) < 2):
                continue
            lead = re.split(r"[，,。；;：:\n（()）]", sentence.text[: mention.start])[-1]
            pair = None if made is None else (by_id.get(made.operands[0].id), by_id.get(made.operands[1].id))
            doubt = _unsaid(facts, i, mention, lead, pair) or _answers(facts, i, mention, lead)
            if doubt is not None:
                yield doubt


def _unsaid(
    facts: Facts, i: int, mention: Mention, lead: str, pair: tuple[Fact | None, Fact | None] | None
) -> Recomputation | None:
    """占执行数的28.1%, which fits the budget: the base's words are those of another figure near by."""
    said = _SHARE.search(lead)
    if pair is None or said is None or pair[0] is None or pair[1] is None:
        return None
    part, base = pair[0], pair[1]
    core = _EMPTY.sub("", squeeze(said["base"]))
    if len(core) < 2 or _bears(base.name, core):
        return None
    found = [f for f in named_whole(facts, i, mention, part, said["base"]) if fitting_size(f, part.value)]
    found = [f for f in found if _bears(f.name, core)]
    if not found and opening(facts.sentences[i]) == squeeze(said["base"]):
        found = [f for f in totals_behind(facts, i, mention) if f.value.dimension == part.value.dimension]
    if (
        not found
        or found[0].number in (base.number, part.number)
        or not _FAR > base.number / found[0].number > 1 / _FAR
    ):
        return None
    return _told(mention, part, found[0], base, lead)


def _bears(name: str, core: str) -> bool:
    """Whether a figure's name says something of a base's words."""
    return core in name or bool(content(core) & content(name))


def _answers(facts: Facts, i: int, mention: Mention, lead: str) -> Recomputation | None:
    """发放520份，收回487份，满意451份，满意度86.7%: answers are counted on what came back, or on what of it is valid."""
    if _OPINION.search(lead) is None or _BY.search(lead) or mention.value is None or mention.value.digits < 3:
        return None
    levels = levels_before(facts, i, mention)
    if not levels or not re.fullmatch(
        r"[，,、]?[^，,。；;\d]{0,8}", facts.sentences[i].text[levels[0][1].end : mention.start]
    ):
        return None
    part = levels[0][0]
    if re.search(r"有效(?:问卷|答卷|样本|数量)?(?:共|为|有)*$", part.name):
        return None
    if len(returned(facts, i, mention)) > 1:
        return None  # of two groups asked, either may be meant
    counted = _chain(facts, i, levels[1:])
    if (
        len(counted) < 2
        or any(step.search(part.name) for step in _STEPS[:2])
        or not all(fitting_size(f, part.value) for f in counted)
    ):
        return None
    fits = [f for f in counted if (r := ratio(part.value, f.value)) is not None and r.span.meets(mention.value.span)]
    if not fits or fits[-1] is counted[-1]:
        return None
    return _told(mention, part, counted[-1], fits[-1], lead)


def _chain(facts: Facts, i: int, here: Sequence[tuple[Fact, Mention]]) -> list[Fact]:
    """The questionnaires sent out, come back and valid, in this order, as the paragraph told them last."""
    near = [f for f, _ in here] + [f for f in facts.before(i) if not f.value.is_ratio]
    near = [f for f in near if f.value.dimension in ("count.份", "count.人")]
    found: list[Fact] = []
    for step in reversed(_STEPS):
        at = next((k for k, f in enumerate(near) if step.search(f.name)), None)
        if at is not None:
            found.append(near[at])
            near = near[at + 1 :]
    return found[::-1]


def _told(mention: Mention, part: Fact, base: Fact, other: Fact, lead: str) -> Recomputation | None:
    reading = ratio(part.value, base.value)
    if reading is None or mention.value is None or reading.span.meets(mention.value.span) or reading.number > 1:
        return None
    return Recomputation(
        kind=_K.SHARE,
        printed=mention.figure,
        operands=(part.value.figure, base.value.figure, other.value.figure),
        expression=f"{reading.text}，文中为 {shown(mention.figure)}",
        expected=reading.span,
        holds=False,
        confidence=_CONFIDENCE,
        alternative=f"{shown(mention.figure)} 对应分母 {shown(other.value.figure)}，而文中所称基数为 {shown(base.value.figure)}",
        label=squeeze(lead)[-16:].lstrip("、") + shown(mention.figure),
    )
