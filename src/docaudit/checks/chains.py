"""What is begun and what is over of one matter: 2022年4月动工，2021年12月投产 cannot both be right.

Words for the steps of a matter stand in the vocabulary. Two steps are of one matter when the later clause names nothing
of its own, or what the earlier one names.
"""

from __future__ import annotations

import re

from docaudit.checks.happenings import Told
from docaudit.lexicon.vocabulary import Events

_ASIDE = re.compile(
    r"此前|早在|先期|先行|提前|提早|部分|局部|仍|另|试点|首[个批座条台]|原[有先]|已有|以来|至今|[未先边][批验招审建]|倒签|后补|反而|颠倒|不符"
)
_EMPTY = re.compile(
    r"[^\u4e00-\u9fff]|其|并|又|已经?|即|后|随后|最终|双方|约定|商定|实际|落款|时间|日期|为|是|[于在自从由至到直]|正式|全面|全部|顺利|合同|协议|工作|后续"
)
_SAME = re.compile(r"^\s*(?:该|此|上述|本)")
_NUMBERED = re.compile(r"[一二三四五六七八九十\dA-Z]+(?=号|期|批|标|组|班|轮|段|县|区|院|部|$)|[甲乙丙丁]")


def out_of_step(group: list[Told], vocabulary: Events) -> list[tuple[Told, Told]]:
    """Return the pairs of a sentence that are steps of one matter: the earlier step, and the later one."""
    pairs: list[tuple[Told, Told]] = []
    for chain in vocabulary.chains:
        place = {name: nth for nth, step in enumerate(chain.steps) for name in step}
        told = [item for item in group if item.event in place]
        for then in told:
            known = [
                item for item in told if place[item.event] < place[then.event] and _one_matter(item, then, chain.loose)
            ]
            before = [item for item in known if item.first.start < then.first.start]
            if before or known:
                pairs.append(((before or known[:1])[-1], then))
    return pairs


def _one_matter(first: Told, then: Told, loose: bool) -> bool:
    if first.clause == then.clause or _ASIDE.search(first.clause) or _ASIDE.search(then.clause):
        return False
    (lead, *own), (other, *its) = first.around, then.around
    told_after = first.first.start > then.first.start
    if told_after:
        (lead, *own), (other, *its) = (other, *its), (lead, *own)
    if told_after and (loose or _EMPTY.sub("", other + "".join(its))):
        return False
    if not _same(lead, other):
        return False
    objects = [_EMPTY.sub("", "".join(words) if loose else words[0]) for words in (own, its)]
    return not all(len(words) > 1 for words in objects) or bool(_bigrams(objects[0]) & _bigrams(objects[1]))


def _same(lead: str, other: str) -> bool:
    """Whether a clause that begins with `other` goes on about what one that began with `lead` is about."""
    a, b = (_EMPTY.sub("", words) for words in (lead, other))
    if not b or _SAME.match(other):
        return True
    return len(b) > 1 and (b in a or (len(a) > 1 and a in b)) and _NUMBERED.findall(lead) == _NUMBERED.findall(other)


def _bigrams(words: str) -> set[str]:
    return {words[i : i + 2] for i in range(len(words) - 1)}
