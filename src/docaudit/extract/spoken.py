"""What a sentence says of the values in it before they are named: who promises, who reports, what replaces what."""

from __future__ import annotations

import re
from dataclasses import dataclass

from docaudit.extract.against import held_against, is_meeting, outright, shares_word
from docaudit.extract.roles import Setting, Stance, clause_role, has_cue, promises
from docaudit.extract.sharing import period_at
from docaudit.extract.wording import (
    clause_at,
    clean,
    has_object,
    is_action,
    label_before,
    open_bracket,
    without_brackets,
)
from docaudit.lexicon import core_name, words
from docaudit.model import Located, Period, Quantity, Relation, Role
from docaudit.quantities import parse

_FLOORS = frozenset({Relation.GE, Relation.LE})
_FLOOR_WORDS = ("不少于", "不低于", "不小于", "≥", ">=", "不超过", "不高于", "≤", "<=", "至少")
RESTATED = re.compile(r"的(?:考核|年度|绩效|预期|任务书|合同)*(?:要求|目标|规定|约定|任务)")
_ONCE_MORE = frozenset({"、", "/", "，共", "、共", "，共计", "，累计", "（", "(", "（共", "，计"})
_AGAIN = re.compile(
    r"[，,、（(]?(?:共|共计|合计|涉及|惠及|折合|约合)(?:约)?|[，,（(]?(?:其中)?(?:按|以|经)?[^，,；;。\d]{0,10}去重(?:后|合并)?(?:共|合计|计)?(?:为|有)?"
)
"""How a second count of the same thing is led in (655人次共412人, 6126人次，按证件号去重后为4937人)."""
_AGREED_ALONE = re.compile(
    r"(?:原|按|项目|年度|本年|年初|期末|全年|最终)?(?:中期|阶段|任务书|责任书|责任状|合同书?|协议书?|批复|批准|核定|下达|设计|目标|计划|方案|考核|申报书)(?:(?:的|所)?(?:目标|任务|要求|规定|约定|指标|数|值|量|承诺))*(?:(?:变更|调整)后)?(?:为|是|约)?"
    r"|(?:经批准|经批复|按批复)?(?:变更|调整)后的?(?:目标|指标|任务)?[值数量]?为"
)
_AGAINST = re.compile(r"^(?:较|比|对照)")
_APPROVED = ("批准", "同意", "批复", "变更")
LEAD = 8
AGREED = ("任务书", "责任书", "合同", "批复", "目标", "计划", "要求", "指标", "考核", "约定", "规定")


@dataclass(frozen=True, slots=True)
class Stated:
    """One value read from a text: where it starts in that text, what it counts, its role and its sentence."""

    start: int
    quantity: Quantity | None
    name: str
    role: Role
    sentence: str
    clause: str
    period: Period | None = None
    parent: str = ""
    explicit: bool = False
    """The words of the sentence said the role; otherwise the surroundings did."""
    text: str | None = None
    """A qualitative value, where `quantity` is None."""


class Spoken:
    """A sentence while it is read from left to right, and the role that its words give to each value."""

    def __init__(
        self,
        text: str,
        start: int,
        located: list[Located],
        stance: Stance,
        setting: Setting,
        row: str,
        last: str,
        topic: str,
    ) -> None:
        self.text = text
        self.offset = start
        self.items = [_placed(item, start, text) for item in located]
        self.stance = stance
        self.row = row
        self.setting = setting
        self.main = row
        self.last = last
        self.topic = clean(topic)
        self.dimension: str | None = None
        self.listing = False
        self.taken = 0  # values before this one have been dealt with
        self.heads = bool(last) and clean(text.partition("：")[0].partition(":")[0]) == last
        """Whether the name that the first value goes by opens the sentence (收集点：要求建设30个)."""
        self.promised: tuple[str, str | None] | None = None  # core name and dimension of the last target
        self.recites = any(word in text for word in ("任务书", "合同", "考核", "目标", "指标"))
        self.two_sided = has_cue(text, "strong_actual") and has_cue(text, "strong_target")

    def _before_change(self) -> int:
        """How many values stand before 调整为 and so no longer hold; 0 where nothing changes."""
        at = max((self.text.find(word) for word in words().cues.changed), default=-1)
        before = sum(1 for item in self.items if item.start < at)
        return before if at >= 0 and before < len(self.items) else 0

    def _changes(self, i: int) -> bool:
        """Whether the next value replaces this one (由5件调整为3件, 5件调减为3件)."""
        between = self.text[self.items[i].end : self.items[i + 1].start].strip("，, ")
        return len(between) <= LEAD and between.endswith(tuple(words().cues.changed))

    def _role(self, item: Located) -> tuple[Role | None, bool]:
        if is_agreed(self._label(item)) or (
            held_against(self._label(item)) and open_bracket(self.text, item.start) >= 0
        ):
            return Role.TARGET, True  # 修复海域：批复290公顷，实际292公顷
        said = self._said(item)
        floor = item.quantity.relation in _FLOORS and any(word in item.quantity.text for word in _FLOOR_WORDS)
        if self.stance is Stance.ACTUAL:
            cut = max(self.text.rfind(char, 0, item.start) + 1 for char in "，,；;。")
            cut = max([cut, *(other.end for other in self.items if other.end <= item.start)])
            before = self.text[cut : item.start]
            if not item.quantity.growth and any(word in before for word in words().before_project):
                return Role.BASELINE, True
            if RESTATED.match(self.text, item.end) or is_meeting(before.rstrip("（(")):
                return Role.TARGET, True
            if changed_name(before.strip()) is not None and any(word in self.text for word in _APPROVED):
                return Role.TARGET, True
            if floor and not item.quantity.approximate:
                return Role.TARGET, True
            if said is Role.TARGET:
                # 拟 and 力争 in a report of results look ahead; they are a target only beside what became of it.
                return (Role.TARGET if self.two_sided or self.row or self.recites else None), True
            return Role.ACTUAL, said is Role.ACTUAL
        if said is Role.ACTUAL:
            return (Role.ACTUAL if self.two_sided else None), True
        return Role.TARGET, said is Role.TARGET

    def _said(self, item: Located) -> Role | None:
        """The role in words, unless those words stand in a clause of their own (完成了合同规定的任务，…)."""
        stance = Stance.ACTUAL if self.two_sided else self.stance
        opened = open_bracket(self.text, item.start)
        if opened >= 0 and any(word in self.text[opened : item.end] for word in AGREED):
            return Role.TARGET  # 申请发明专利8件（合同指标6件）
        role, at = clause_role(without_brackets(self.text[: item.start]), item.start, stance)
        if promises(self.text, item.start):
            return Role.TARGET
        ends = [end for char in "，,；;" if (end := self.text.find(char, max(at, 0), item.start)) >= 0]
        if not ends:
            return role
        if not any(at <= other.start < min(ends) for other in self.items):
            return None
        later = self.text[max(self.text.rfind(char, at, item.start) for char in "，,；;") : item.end]
        if role is Role.TARGET and (
            any(word in later for word in words().cues.weak_actual) or self._answers_floor(item)
        ):
            return Role.ACTUAL if self.stance is Stance.ACTUAL else None
        return role

    def _label(self, item: Located) -> str:
        """The words directly before a value, back to the value before it."""
        floor = max((other.end for other in self.items if other.end <= item.start), default=0)
        return label_before(self.text, item.start, floor)

    def _answers_floor(self, item: Located) -> bool:
        """任务书约定不少于45万人次，闸机统计47.6万人次: the second of two like values, behind a floor, is the result."""
        first, last = self.items[0], self.items[-1]
        return (
            len(self.items) == 2
            and item is last
            and first.quantity.relation in _FLOORS
            and last.quantity.relation is Relation.EQ
            and first.quantity.unit == last.quantity.unit
        )

    def _done(self, name: str, item: Located) -> bool:
        """Whether the sentence has named the target of this already and goes on with what became of it."""
        floor = any(word in item.quantity.text for word in _FLOOR_WORDS)
        return not floor and self.promised == (core_name(name), item.quantity.dimension)

    def _answers(self, i: int, name: str) -> bool:
        """寿命要求≥6000小时，台架试验6450小时: how the result was come by stands where its name would."""
        if self.promised is None or i == 0 or self.stance is not Stance.ACTUAL:
            return False
        if not self._answers_floor(self.items[i]) or has_object(name) or is_action(name):
            return False
        return not shares_word(self.promised[0], name)

    def _counted_twice(self, i: int) -> bool:
        """Whether a value counts once more, in another unit, what the value right before it counts (46场、458人次)."""
        if i == 0:
            return False
        between = self.text[self.items[i - 1].end : self.items[i].start].strip()
        again = between in _ONCE_MORE or _AGAIN.fullmatch(between) is not None
        both = all((item.quantity.dimension or "").startswith("count") for item in self.items[i - 1 : i + 1])
        return both and again

    def _stated(self, item: Located, name: str, role: Role, parent: str, *, explicit: bool) -> Stated:
        clause = clause_at(self.text, item.start, item.end)
        period = period_at(self.text, item.start)
        return Stated(self.offset + item.start, item.quantity, name, role, self.text, clause, period, parent, explicit)

    def _floor(self, i: int) -> int:
        return self.items[i - 1].end if i else 0

    def _ceiling(self, i: int) -> int:
        return self.items[i + 1].start if i + 1 < len(self.items) else len(self.text)


def _placed(item: Located, start: int, text: str) -> Located:
    """A value with its span in the sentence, a goal without the words that compare a result with it."""
    end = min(item.end - start, len(text))
    said = outright(text, item.quantity, end)
    goal = parse(said) if said != item.quantity.text else None
    if goal is None:
        return Located(item.quantity, item.start - start, end)
    return Located(goal, end - len(said), end)


def is_agreed(label: str) -> bool:
    """Whether the words before a value only name what was agreed on (合同, 批复为, 任务书要求)."""
    return _AGREED_ALONE.fullmatch(_AGAINST.sub("", label.strip())) is not None


def changed_name(label: str) -> str | None:
    """What a label says was changed to the value behind it (经批准示范航线调整为), or None."""
    for word in words().cues.changed:
        if label.endswith(word):
            return label[: -len(word)]
    return None
