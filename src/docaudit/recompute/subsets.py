"""Parts and their whole that no 其中 of one sentence joins: a clause later, by one noun, by 和…中, or by what is done about it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from docaudit import quantities
from docaudit.model import Recomputation, RecomputationKind
from docaudit.recompute.prose import Mention, Sentence, bigrams, is_count, is_level
from docaudit.recompute.prose_parts import inside_brackets, is_measured, same
from docaudit.recompute.values import shown
from docaudit.recompute.words import squeeze

_OPENS = re.compile(r"^\s*其中[^，,。；;：:\d]{0,20}$")
_OF_THE_KIND = re.compile(r"的(?P<noun>[\u4e00-\u9fff]{2,4})(?:共|有|达|为)?$")
_ALL = re.compile(r"(?:^|[，,。；;：:\s])(?:全市|全县|全省|全区|共|这|上述|本次|我市|我县)?$")
_JOINED = re.compile(
    r"(?P<names>[\u4e00-\u9fff、]{1,12}?)(?:和|及|与|以及)(?P<n>[一二两三四五六七八九十\d]{1,3})个(?P<noun>[^，,。；;\d]{1,12})[中里][，,]"
    r"[^。；;，,\d]{2,30}的(?:有|共|为|达)?$"
)
_FOLLOWS = (
    (re.compile(r"发现"), re.compile(r"整改|改正|立案|处罚|查处|销号")),
    (re.compile(r"报名"), re.compile(r"录取|录用|入选|聘用")),
    (re.compile(r"发[放出](?:调查)?问卷|问卷发[放出]"), re.compile(r"回收|收回")),
)
_OTHER = re.compile(r"上年|去年|往年|累计|历年|新增|结转|复查|含|另|以前|平均|每|目标|计划|占|比|较")
_FAR = 3


def subsets(sentences: Sequence[Sentence]) -> Iterator[Recomputation]:
    """Compare counts that are parts with the whole that stands before them in the paragraph."""
    for nth, sentence in enumerate(sentences):
        if sentence.reported:
            continue
        lines = [s for s in sentences[max(0, nth - 3) : nth + 1] if s.paragraph == sentence.paragraph]
        for part in sentence.mentions:
            if part.value is None or not is_level(part) or is_measured(part) or inside_brackets(sentence, part):
                continue
            whole = _before_the_stop(lines, part) or _of_one_noun(lines, part) or _followed(sentence, part)
            if whole is not None and part.value.number <= _FAR * (whole[1].quantity.value or 1):
                yield _made(
                    part,
                    whole[1],
                    squeeze(whole[0].clause(whole[1])).rsplit("、", 1)[-1][-10:] + shown(whole[1].figure) + whole[2],
                )
            elif whole is None and is_count(part):
                yield from _joined(sentence, part)


def _before_the_stop(lines: list[Sentence], part: Mention) -> tuple[Sentence, Mention, str] | None:
    """…优惠乘车3864万人次，占9.0%；其中老年人免费乘车4126万人次: the one figure of its unit in the sentence before."""
    sentence = lines[-1]
    if len(lines) < 2 or part.nth or not _OPENS.match(sentence.text[: part.start]):
        return None
    before = lines[-2]
    wholes = [m for m in before.mentions if is_level(m) and same(m, part)]
    if len(wholes) != 1 or inside_brackets(before, wholes[0]) or _OTHER.search(before.clause(wholes[0])):
        return None
    about = bigrams(squeeze(before.clause(wholes[0]))) & bigrams(squeeze(sentence.clause(part)))
    return (before, wholes[0], "") if about else None


def _of_one_noun(lines: list[Sentence], part: Mention) -> tuple[Sentence, Mention, str] | None:
    """38个场馆…。延长开放的场馆39个: a kind of what was counted before without any word for a kind."""
    sentence = lines[-1]
    clause = sentence.clause(part)
    found = _OF_THE_KIND.search(clause)
    if found is None or not is_count(part) or _OTHER.search(clause):
        return None
    noun = found["noun"]
    wholes = [
        (line, m)
        for line in lines
        for m in line.mentions
        if m is not part and is_count(m) and is_level(m) and same(m, part) and _is_all(line, m, noun)
    ]
    return (*wholes[-1], noun) if len({m.quantity.value for _, m in wholes}) == 1 else None


def _is_all(sentence: Sentence, mention: Mention, noun: str) -> bool:
    behind = sentence.text[mention.end : mention.end + len(noun) + 1]
    return (
        behind.startswith(noun)
        and behind[len(noun) :] not in ("中", "的")
        and bool(_ALL.search(sentence.text[: mention.start]))
    )


def _followed(sentence: Sentence, part: Mention) -> tuple[Sentence, Mention, str] | None:
    """发现问题单位3142家次，责令改正3415家次: what is done about things, and how many of them there are."""
    clause = sentence.clause(part)
    if not is_count(part) or _OTHER.search(sentence.text[: part.end]):
        return None
    for first, then in _FOLLOWS:
        if not then.search(clause) or first.search(clause):
            continue
        wholes = [
            m
            for m in sentence.mentions[: part.nth]
            if is_level(m) and same(m, part) and first.search(sentence.clause(m))
        ]
        if len(wholes) == 1:
            return sentence, wholes[0], ""
    return None


def _joined(sentence: Sentence, part: Mention) -> Iterator[Recomputation]:
    """市本级和五个县（市、区）中，…的有7个."""
    found = _JOINED.search(sentence.text[: part.start])
    if found is None or part.value is None:
        return
    number = quantities.whole(found["n"]) + len([name for name in found["names"].split("、") if name])
    holds = part.value.number <= number
    yield Recomputation(
        kind=RecomputationKind.PART_WHOLE,
        printed=part.figure,
        operands=(),
        expression=f"其中一项 {shown(part.figure)} {'≤' if holds else '＞'} 总数 {number}个",
        expected=None,
        holds=holds,
        confidence=0.85,
        label=squeeze(re.split(r"[中里][，,]", found[0])[0]),
    )


def _made(part: Mention, whole: Mention, label: str) -> Recomputation:
    holds = part.quantity.value <= whole.quantity.value
    return Recomputation(
        kind=RecomputationKind.PART_WHOLE,
        printed=part.figure,
        operands=(whole.figure,),
        expression=f"其中一项 {shown(part.figure)} {'≤' if holds else '＞'} 总数 {shown(whole.figure)}",
        expected=None,
        holds=holds,
        confidence=0.85,
        label=label,
    )
