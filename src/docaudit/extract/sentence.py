"""One sentence of running text read from left to right: values with their names and roles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from docaudit.extract.asides import ENDS, breakdown, is_share_indicator, states
from docaudit.extract.figures import name_at
from docaudit.extract.naming import (
    carried_verb,
    is_apparatus_money,
    is_bound_of_next,
    is_compared,
    is_name,
    is_own_action,
    same_kind,
    uncompared,
    undated,
    with_object,
)
from docaudit.extract.roles import Setting, Stance, clause_role, has_cue, promises
from docaudit.extract.sharing import Shared, period_at, shared_years
from docaudit.extract.wording import (
    clause_at,
    clean,
    has_object,
    is_action,
    label_before,
    open_bracket,
    opening_verb,
    says_nothing,
    without_brackets,
)
from docaudit.lexicon import HeaderRole, core_name, header_role, words
from docaudit.model import Kind, Located, Period, Quantity, Relation, Role

_FLOORS = frozenset({Relation.GE, Relation.LE})
_FLOOR_WORDS = ("不少于", "不低于", "不小于", "≥", ">=", "不超过", "不高于", "≤", "<=", "至少")
_MONEY_WORD = re.compile(r"支出|执行|到位|拨付|预算|决算")
_RESTATED = re.compile(r"的(?:考核)?(?:要求|目标|规定|约定|任务)")
_AMONG_ALL = re.compile(r"[^，,。；;\d]{0,8}中[，,]")
_MARGIN = ("超出", "超额", "高出", "多出", "高于目标", "低于目标", "相差")
_AGREED = ("任务书", "合同", "目标", "计划", "要求", "指标", "考核", "约定", "规定")
_SHARE = re.compile(r"占(?!地|用|有|据|位|空)")


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


class SentenceReader:
    """Reads one sentence from left to right, carrying name, verb and role from one value to the next."""

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
        self.items = [Located(item.quantity, item.start - start, min(item.end - start, len(text))) for item in located]
        self.stance = stance
        self.row = row
        self.setting = setting
        self.main = row
        self.last = last
        self.topic = clean(topic)
        self.dimension: str | None = None
        self.listing = False
        self.promised: tuple[str, str | None] | None = None  # core name and dimension of the last target
        self.recites = any(word in text for word in ("任务书", "合同", "考核", "目标", "指标"))
        self.two_sided = has_cue(text, "strong_actual") and has_cue(text, "strong_target")

    def read(self) -> Iterator[Stated]:
        """The values of the sentence in order."""
        skip = self._before_change() - 1
        parts = breakdown(self.text, self.items)
        for i, item in enumerate(self.items):
            if i <= skip or i in parts:
                continue
            if (shared := shared_years(self.text, self.items, i)) is not None:
                yield from self._share(i, shared)
                skip = i + len(shared.periods) - 1
                continue
            if i + 1 < len(self.items) and (pair := self._from_to(i)) is not None:
                yield from pair
                skip = i + 1
                continue
            stated = self._one(i, item)
            if stated is not None:
                yield stated

    def _share(self, i: int, shared: Shared) -> Iterator[Stated]:
        """The values that one phrase shares out over years."""
        name = shared.name if is_name(shared.name) else self.last
        for item, period in zip(self.items[i:], shared.periods, strict=False):
            role, explicit = self._role(item)
            if role is not None and is_name(name) and not is_apparatus_money(name):
                yield replace(self._stated(item, name, role, "", explicit=explicit), period=period)
        self.last, self.dimension = name, self.items[i].quantity.dimension

    def _before_change(self) -> int:
        """How many values stand before 调整为 and so no longer hold; 0 where nothing changes."""
        at = max((self.text.find(word) for word in words().cues.changed), default=-1)
        before = sum(1 for item in self.items if item.start < at)
        return before if at >= 0 and before < len(self.items) else 0

    def _one(self, i: int, item: Located) -> Stated | None:
        between = self.text[self._floor(i) : item.start]
        label = label_before(self.text, item.start, self._floor(i))
        quantity = item.quantity
        if self._is_aside(between, label, quantity, item.end):
            return None
        name, parent = self._name(i, item, between)
        if not is_name(name):
            return None
        role, explicit = self._role(item)
        if role is Role.TARGET and self.stance is Stance.ACTUAL and self._done(name, item):
            role = Role.ACTUAL
        if role is None or not states(self.text, self.stance, item, name, label, row=bool(self.row)):
            return None
        if role is Role.TARGET:
            self.promised = (core_name(name), quantity.dimension)
        self.last, self.dimension = name, item.quantity.dimension
        if not parent:
            self.main = name
        return self._stated(item, name, role, parent, explicit=explicit)

    def _from_to(self, i: int) -> tuple[Stated, ...] | None:
        """由A提升至B: a baseline and a value; nothing of the first where a change is approved (由A调整为B)."""
        first, second = self.items[i], self.items[i + 1]
        head, dated = undated(self.text[self._floor(i) : first.start])
        middle, dated_too = undated(self.text[first.end : second.start].strip("，, "))
        said = head[max((head.rfind(char) for char in "，,；;。："), default=-1) + 1 :]
        source = max((said.rfind(word) for word in words().cues.source), default=-1)
        when = said[source + 1 :].strip()
        heads = any(middle.startswith(word) for word in (*words().cues.to, *words().cues.changed))
        led = any(second.quantity.text.startswith(word) for word in words().cues.to) and not middle
        if (
            source < 0
            or len(when) > 8
            or (when and not when.endswith("的"))
            or not (heads or led or any(word in middle for word in words().cues.changed))
            or len(middle) > 8
        ):
            return None
        name = clean(said[:source]) or clean(label_before(head, len(head) - len(said), 0)) or self.last
        if not is_name(name):
            return None
        role, explicit = self._role(second)
        if role is None or is_apparatus_money(name):
            return None if role is None else ()
        self.last = self.main = name
        self.dimension = second.quantity.dimension
        value = self._stated(second, name, role, "", explicit=explicit)
        if dated and dated_too and self.setting.kind in {Kind.EVALUATION_REPORT, Kind.OTHER}:
            return (self._stated(first, name, role, "", explicit=explicit), value)
        changed = any(word in middle for word in words().cues.changed)
        if changed or has_cue(head, "compare"):
            return (value,)
        return (self._stated(first, name, Role.BASELINE, "", explicit=True), value)

    def _role(self, item: Located) -> tuple[Role | None, bool]:
        said = self._said(item)
        floor = item.quantity.relation in _FLOORS and any(word in item.quantity.text for word in _FLOOR_WORDS)
        if self.stance is Stance.ACTUAL:
            cut = max(self.text.rfind(char, 0, item.start) + 1 for char in "，,；;。")
            cut = max([cut, *(other.end for other in self.items if other.end <= item.start)])
            before = self.text[cut : item.start]
            if any(word in before for word in words().before_project):
                return Role.BASELINE, True
            if _RESTATED.match(self.text, item.end):
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
        if opened >= 0 and any(word in self.text[opened : item.end] for word in _AGREED):
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

    def _name(self, i: int, item: Located, between: str) -> tuple[str, str]:
        """The name of a value and the name it is a part of (其中)."""
        raw = name_at(self.text, item, self._floor(i), self._ceiling(i))
        raw = uncompared(raw) if item.quantity.growth else raw
        heading = header_role(raw) not in {None, HeaderRole.REMARK} or raw in _MARGIN
        pointing = raw in words().pronouns or (heading and not has_object(raw))
        earlier = next((word for word in words().before_project if word in raw), "")
        pointing = pointing or (bool(earlier) and says_nothing(clean(raw.partition(earlier)[2])))
        name = "" if pointing else raw
        among = has_cue(between, "among")
        if not name:
            if raw.startswith(("该", "本指标")) and self.topic:
                return self.topic, ""
            same = self.dimension in {None, item.quantity.dimension} or bool(self.row)
            return (self.last, "") if same and not _MONEY_WORD.search(raw) else ("", "")
        carrier = self.main if among else self.last
        if is_action(name) and carrier and carrier != name:
            return with_object(name, carrier), self.main if among else ""
        if not opening_verb(name) and carrier != self.row and same_kind(name, carrier) and not is_own_action(name):
            name = carried_verb(name, carrier) + name
        if name in words().verbs or name in words().generic.head:
            return (self.last if self.last.startswith(name) else self.row), ""
        return name, self.main if among and self.main != name else ""

    def _is_aside(self, between: str, label: str, quantity: Quantity, end: int) -> bool:
        """A share, a comparison with other years, a change without a name."""
        if "分别" in between or (self.listing and not label):
            self.listing = True  # 四家中心的交易额分别为…: each value is another's
            return True
        self.listing = False
        if _AMONG_ALL.match(self.text, end):
            self.listing = True  # 48家机构中，综合类16家…: a breakdown of what was counted elsewhere
            return True
        behind = self.text[end : end + 1]
        if is_bound_of_next(quantity, behind) or is_compared(label, quantity):
            return True
        if label.endswith(tuple(words().prepositions)) and behind not in ENDS:
            return True
        points = quantity.unit is not None and quantity.unit.canonical == "百分点"
        if (quantity.growth or points) and len(clean(label)) < 3:
            return True
        if (_SHARE.search(label) and not is_share_indicator(self.text, label)) or (
            quantity.growth and has_cue(between, "compare") and self.stance is Stance.ACTUAL
        ):
            return True
        return label.endswith(_MARGIN) or (has_cue(between, "compare") and not clean(label))

    def _stated(self, item: Located, name: str, role: Role, parent: str, *, explicit: bool) -> Stated:
        clause = clause_at(self.text, item.start, item.end)
        period = period_at(self.text, item.start)
        return Stated(self.offset + item.start, item.quantity, name, role, self.text, clause, period, parent, explicit)

    def _floor(self, i: int) -> int:
        return self.items[i - 1].end if i else 0

    def _ceiling(self, i: int) -> int:
        return self.items[i + 1].start if i + 1 < len(self.items) else len(self.text)
