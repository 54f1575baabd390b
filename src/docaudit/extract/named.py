"""The name of each value of a sentence: its own words, or those of the value, the row or the heading before it."""

from __future__ import annotations

import re

from docaudit.extract.against import (
    held_against,
    is_how_known,
    is_meeting,
    is_per,
    tells_itself,
    treated,
    used_at,
    without_meeting,
)
from docaudit.extract.figures import name_at
from docaudit.extract.naming import carried_verb, is_name, is_own_action, same_kind, uncompared, whole_kind, with_object
from docaudit.extract.roles import has_cue
from docaudit.extract.spoken import RESTATED, Spoken, changed_name, is_agreed
from docaudit.extract.wording import (
    clean,
    has_object,
    is_action,
    label_before,
    open_bracket,
    opening_verb,
    says_nothing,
)
from docaudit.lexicon import HeaderRole, header_role, words
from docaudit.model import Located, Quantity

_MONEY_WORD = re.compile(r"支出|执行|到位|拨付|预算|决算")
_ACTED = frozenset({"人", "人次", "万人次", "场", "次", "期", "批次"})
_COUNTED_ACTS = frozenset({"培训", "服务", "接待", "走访", "检测"})
_BEST = re.compile(r"(?:单日|当日|单次|单月|单年|历史|期间|其中)*(?:最高|最低|最多|最少|最大|最小)(?:达|为|达到)?")
_MARGIN = ("超出", "超额", "高出", "多出", "高于目标", "低于目标", "相差")
_ITEM = re.compile(
    r"[“\"「『]([^“”\"「」『』]{2,24})[”\"」』](?:这一)?(?:项|指标|一项)目?(?![目）)])[^“”\"「」；;。]*$"
)
"""A report that goes through the items of a contract quotes them: “边坡治理”项完成2.6公里."""


class Named(Spoken):
    """Names the values of a sentence."""

    def _name(self, i: int, item: Located, between: str) -> tuple[str, str]:
        """The name of a value and the name it is a part of (其中)."""
        quoted = _ITEM.search(between)
        if quoted is not None and is_name(clean(quoted.group(1))):
            return clean(quoted.group(1)), ""
        label = label_before(self.text, item.start, self._floor(i))
        if done := self._treated(label, item.quantity, item.end):
            return done, ""
        if where := used_at(label, self.text[item.end :]):
            return where, ""
        raw = name_at(self.text, item, self._floor(i), self._ceiling(i))
        raw = uncompared(raw) if item.quantity.growth else raw
        raw = whole_kind(raw, self.last)
        heading = header_role(raw) not in {None, HeaderRole.REMARK} or raw in _MARGIN
        pointing = raw in words().pronouns or (heading and not tells_itself(raw))
        pointing = (
            pointing
            or (self.heads and is_per(raw))
            or self._told_again(i, raw)
            or _BEST.fullmatch(raw) is not None
            or (i > 0 and self._counted_twice(i))
        )
        pointing = pointing or self._answers(i, raw) or is_how_known(label) or is_meeting(label) or is_agreed(label)
        if RESTATED.match(self.text, item.end):
            raw = clean(without_meeting(label))
        elif held := held_against(label):
            raw = clean(held)
        elif (changed := changed_name(label)) is not None:
            raw = clean(changed)
        earlier = next((word for word in words().before_project if word in raw), "")
        pointing = pointing or (bool(earlier) and says_nothing(clean(raw.partition(earlier)[2])))
        name = "" if pointing else raw
        among = has_cue(between, "among")
        if not name and (told := self._before_colon(label, item, i)):
            return told, ""
        if not name:
            if raw.startswith(("该", "本指标")) and self.topic:
                return self.topic, ""
            sided = is_agreed(label) or header_role(label.strip()) in {HeaderRole.TARGET, HeaderRole.ACTUAL}
            same = (
                self.dimension in {None, item.quantity.dimension} or bool(self.row) or self._counted_twice(i) or sided
            )
            return (self.last, "") if same and not _MONEY_WORD.search(raw) else ("", "")
        carrier = self.main if among else self.last
        if is_action(name) and carrier and carrier != name:
            return with_object(name, carrier), self.main if among else ""
        if not opening_verb(name) and carrier != self.row and same_kind(name, carrier) and not is_own_action(name):
            name = carried_verb(name, carrier) + name
        if name in words().verbs or name in words().generic.head:
            if (
                not self.last
                and item.quantity.unit
                and item.quantity.unit.canonical in _ACTED
                and name in _COUNTED_ACTS
            ):
                return name, ""
            if self.heads and not self.row:
                return self.last, ""  # 收集点：要求建设30个，实际建设28个
            if self.last.startswith(name) or self.last.endswith(name) or self.row:
                return (self.row if not self.last.startswith(name) and self.row else self.last), ""
            like = i > 0 and item.quantity.unit is not None and item.quantity.unit == self.items[i - 1].quantity.unit
            like = like and name in words().verbs and open_bracket(self.text, item.start) < 0
            return (name + self.last.removeprefix(opening_verb(self.last)) if like and self.last else ""), ""
        return name, self.main if among and self.main != name else ""

    def _told_again(self, i: int, raw: str) -> bool:
        """Whether a value repeats the verb of the one before it (计划制作专题片24部，实际制作21部)."""
        bare = raw.removeprefix("实际").removeprefix("已")
        if i == 0 or not bare or has_object(bare) or self.items[i - 1].quantity.unit != self.items[i].quantity.unit:
            return False
        before = self.text[self._floor(i - 1) : self._floor(i)] + self.text[self._floor(i) : self.items[i].start]
        return before.count(bare) > 1 and bare in label_before(self.text, self.items[i - 1].start, self._floor(i - 1))

    def _before_colon(self, label: str, item: Located, i: int) -> str:
        """The name that a colon parts from the word for a side (专利5件；论文：计划3篇), or ""."""
        if not label or not (is_agreed(label) or header_role(label) in {HeaderRole.TARGET, HeaderRole.ACTUAL}):
            return ""
        head = self.text[self._floor(i) : item.start].rstrip(" 　:：")
        head = head[: len(head) - len(label)].rstrip() if head.endswith(label) else ""
        name = clean(label_before(head, len(head), 0)) if head.endswith(("：", ":")) else ""
        return name if is_name(name) and header_role(name) is None else ""

    def _treated(self, label: str, quantity: Quantity, end: int) -> str:
        """The name of things that something is done to (对18处危岩体进行锚固), or ""."""
        counted = (quantity.dimension or "").startswith("count") and label.endswith(("对", "将", "把"))
        return treated(self.text[end : end + 30]) if counted else ""
