"""How the name of one value in a sentence follows from the names around it."""

from __future__ import annotations

import re

from docaudit.extract.wording import opening_verb
from docaudit.lexicon import broader, spans, words
from docaudit.model import Quantity

_COMPARED = re.compile(r"^(.{2,}?)(?:比|较|与).{2,}$")
_YEAR_TAIL = re.compile(r"(?:19|20)\d\d\s*年(?:度|底|末|初)?(?:\d{1,2}月)?的?\s*$")
_AGAINST = re.compile(r"(?:较|比(?![例重率赛]))[^\d]*(?:(?:19|20)\d\d年)?[^\d]*$")
_KINDS = {
    "论文": re.compile("[A-Z]{2,5}(?:[/、或][A-Z]{2,5})?"),
    "专利": re.compile("(?:申请|授权)?(?:国家|国际|PCT)?发明|PCT"),
}
_PER_HEAD = ("人均", "户均", "亩均")
_CHINESE = re.compile(r"[一-鿿]")
_NAME_LENGTH = 32
_FAMILIES = ("专利", "研究生", "学生", "人才", "企业", "项目")


def whole_kind(name: str, carrier: str) -> str:
    """The name with the thing before, where only its kind is named (论文8篇，其中SCI 4篇: SCI论文; 专利17件（发明11件: 发明专利)."""
    thing = next((thing for thing in _KINDS if thing in carrier), "")
    return name + thing if thing and _KINDS[thing].fullmatch(name) else name


def uncompared(name: str) -> str:
    """占地面积比现有装备 (减少10%) is about 占地面积."""
    match = _COMPARED.match(name)
    return match.group(1) if match is not None else name


def undated(text: str) -> tuple[str, bool]:
    """The text without a year at its end (由2021年的), and whether there was one."""
    match = _YEAR_TAIL.search(text)
    return (text[: match.start()], True) if match is not None else (text, False)


def is_own_action(name: str) -> bool:
    """Whether the name states an action of its own anywhere (发明专利授权)."""
    return any(facet == "action" for facet, _, _, _ in spans(name))


def is_name(name: str) -> bool:
    """Whether words around a number are short and Chinese enough to be a name."""
    return 2 <= len(name) <= _NAME_LENGTH and _CHINESE.search(name) is not None


def is_apparatus_money(name: str) -> bool:
    """Whether a name is money that moves, or the paper's own apparatus, and no indicator."""
    listed = words()
    if name.startswith(_PER_HEAD) and not any(word in name for word in listed.not_indicators if word != "支出"):
        return False  # 人均就餐支出
    if any(word in name for word in listed.indicator_money):
        return any(word in name for word in listed.not_indicators if word not in {"经费", "总投资", "总投入", "支出"})
    return any(word in name for word in listed.not_indicators)


def is_bound_of_next(quantity: Quantity, behind: str) -> bool:
    """Whether a measure only bounds the thing behind it (0.3mm以下裂纹修复率); counts do not (5项以上发明专利)."""
    dimension = quantity.dimension or "count"
    counted = dimension.startswith(("count", "money", "ratio"))
    return (
        quantity.text.endswith(("以下", "以上", "以内"))
        and not counted
        and behind != "的"
        and _CHINESE.match(behind) is not None
    )


def is_compared(label: str, quantity: Quantity) -> bool:
    """Whether a value is what another is held against (较立项时的61.2万元下降, 比2022年的3.28亿元增长)."""
    agreed = any(word in label for word in ("目标", "任务", "合同", "计划", "要求", "指标"))
    return not quantity.growth and not agreed and _AGAINST.match(label) is not None


def with_object(action: str, carrier: str) -> str:
    """授权 after 申请发明专利: 授权发明专利."""
    thing = carrier
    verb = opening_verb(carrier)
    if verb:
        thing = carrier[len(verb) :]
    for word in ("申请", "授权", "受理", "登记", "数量", "数"):
        if len(thing) - len(word) >= 2 and thing.endswith(word):
            thing = thing[: -len(word)]
    return action + thing


def carried_verb(name: str, carrier: str) -> str:
    """The verb of the item before, where a list goes on with a bare thing: 培养硕士研究生…，本科生…."""
    verb = opening_verb(carrier)
    starts = min((start for facet, _, start, _ in spans(name) if facet == "object"), default=len(name))
    return verb if starts <= 2 and not carrier[len(verb) :].startswith("的") else ""


def same_kind(name: str, other: str) -> bool:
    """Whether two names count things of one family (硕士 and 本科生 are both students)."""
    mine = [value for facet, value, _, _ in spans(name) if facet == "object"]
    theirs = [value for facet, value, _, _ in spans(other) if facet == "object"]
    return any(_related(a, b) for a in mine for b in theirs)


def _related(a: str, b: str) -> bool:
    """Whether two things are one, one a kind of the other, or kinds of the same small family."""
    if a == b or broader("object", a, b) or broader("object", b, a):
        return True
    return any(broader("object", top, a) and broader("object", top, b) for top in _FAMILIES)
