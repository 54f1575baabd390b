"""One sentence of running text read from left to right: values with their names and roles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from docaudit.extract.against import (
    is_change_against,
    is_completion,
    is_margin,
    is_state_before,
)
from docaudit.extract.asides import (
    ENDS,
    breakdown,
    is_of_the_trade,
    is_share_indicator,
    is_stock_of_others,
    of_a_sample,
    spans_name,
    states,
)
from docaudit.extract.named import Named
from docaudit.extract.naming import (
    is_apparatus_money,
    is_bound_of_next,
    is_compared,
    is_name,
    undated,
)
from docaudit.extract.roles import BEFORE, Stance, has_cue
from docaudit.extract.sharing import Shared, shared_years
from docaudit.extract.spoken import AGREED, LEAD, Stated, is_agreed
from docaudit.extract.wording import (
    clean,
    label_before,
    open_bracket,
)
from docaudit.lexicon import core_name, words
from docaudit.model import Kind, Located, Quantity, Role

_AMONG_ALL = re.compile(r"[^，,。；;\d]{0,8}中[，,]")
_PAST = re.compile(r"(?:19|20)\d\d年(?:度|底|末)?(?:为|已达|仅为|约)?")
_SCALED = re.compile(r"\d\s*[:：∶]\s*$")
_OUTSET = re.compile(r"(.*?)(?:比|较)(?:项目)?([^，,、\d]{2,5}?)的?(?:水平)?(?:约)?")
_MORE = frozenset("多少高低长短快慢大小")
_MARGIN = ("超出", "超额", "高出", "多出", "高于目标", "低于目标", "相差")
_HELD = re.compile(r"(?:的(?:标准|要求|水平))?(?:考核|执行|控制|掌握|验收)")
"""按不低于75%考核: the bound holds for what stands before."""
_SHARE = re.compile(r"占(?!地|用|有|据|位|空)")


class SentenceReader(Named):
    """Reads one sentence from left to right, carrying name, verb and role from one value to the next."""

    def read(self) -> Iterator[Stated]:
        """The values of the sentence in order."""
        skip = self._before_change() - 1
        parts = breakdown(self.text, self.items)
        for i, item in enumerate(self.items):
            if i in parts or i < self.taken:
                continue
            if i <= skip and (i + 1 >= len(self.items) or not self._changes(i)):
                self._remember(i, item)
                continue
            if (shared := shared_years(self.text, self.items, i)) is not None:
                yield from self._share(i, shared)
                self.taken = i + len(shared.periods)
                continue
            if i + 1 < len(self.items) and (pair := self._from_to(i)) is not None:
                yield from pair
                self.taken = i + 2
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

    def _remember(self, i: int, item: Located) -> None:
        """Keep the name of a value that no longer holds: the one that replaces it goes by it."""
        name, _ = self._name(i, item, self.text[self._floor(i) : item.start])
        if is_name(name):
            self.last, self.dimension = name, item.quantity.dimension

    def _one(self, i: int, item: Located) -> Stated | None:
        between = self.text[self._floor(i) : item.start]
        label = label_before(self.text, item.start, self._floor(i))
        quantity = item.quantity
        before = self._compared_with(item, label)
        if before:
            return self._stated(item, before, Role.BASELINE, "", explicit=True)
        if self._is_aside(between, label, quantity, item.end) or of_a_sample(self.text, self.items, i):
            return None
        if self.setting.kind not in BEFORE and is_stock_of_others(self.text[: item.start]):
            return None
        if self._stood_before(item, label):
            return self._stated(item, self.last, Role.BASELINE, "", explicit=True)
        name, parent = self._name(i, item, between)
        if not is_name(name):
            return None
        if self.setting.kind not in BEFORE and is_of_the_trade(name, quantity):
            return None
        role, explicit = self._role(item)
        if role is Role.TARGET and self.stance is Stance.ACTUAL and not is_agreed(label) and self._done(name, item):
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
        if source < 0 and self._changes(i):
            self._remember(i, first)
            return self._replaced(second, self.last)
        if (
            source < 0
            or len(when) > LEAD
            or (when and not when.endswith("的"))
            or not (heads or led or any(word in middle for word in words().cues.changed))
            or len(middle) > LEAD
        ):
            return None
        before = head[: len(head) - len(said)].rstrip("，,；;：: ")
        name = clean(said[:source]) or clean(label_before(before, len(before), 0)) or self.last
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
        changed = any(word in middle for word in words().cues.changed) or self.setting.kind is Kind.AMENDMENT
        if changed or has_cue(head, "compare"):
            return (value,)
        return (self._stated(first, name, Role.BASELINE, "", explicit=True), value)

    def _replaced(self, item: Located, name: str) -> tuple[Stated, ...]:
        """The value that holds from now on."""
        role, explicit = self._role(item)
        if role is None or not is_name(name) or is_apparatus_money(name):
            return ()
        self.main, self.dimension = name, item.quantity.dimension
        return (self._stated(item, name, role, "", explicit=explicit),)

    def _compared_with(self, item: Located, label: str) -> str:
        """What a value tells the outset of that a result is held against (空报率较建设前的34%下降12.5个百分点), or ""."""
        match = _OUTSET.fullmatch(label)
        if match is None or item.quantity.growth or match.group(2) not in words().before_project:
            return ""
        name = clean(match.group(1)) or (self.last if item.quantity.dimension == self.dimension else "")
        return name if is_name(name) and not is_apparatus_money(name) else ""

    def _stood_before(self, item: Located, label: str) -> bool:
        """Whether a value says how things stood at the outset: 建成基地4个（现有2个）, 不低于1.2亿元（2020年0.9亿元）."""
        if not is_name(self.last) or item.quantity.dimension != self.dimension:
            return False
        if is_state_before(label):
            return True
        opened = open_bracket(self.text, item.start)
        if opened < 0 or self.stance is not Stance.TARGET:
            return False
        closed = self.text.find("）", item.end)
        alone = not any(opened < o.start < max(closed, item.end) for o in self.items if o is not item)
        return alone and _PAST.fullmatch(self.text[opened + 1 : item.start].strip()) is not None

    def _is_aside(self, between: str, label: str, quantity: Quantity, end: int) -> bool:
        """A share, a comparison with other years, a change without a name."""
        if "分别" in between or (self.listing and not label):
            self.listing = True  # 四家中心的交易额分别为…: each value is another's
            return True
        self.listing = False
        if _SCALED.search(between):
            return True  # 1:5万: the scale of a map
        if _AMONG_ALL.match(self.text, end):
            self.listing = True  # 48家机构中，综合类16家…: a breakdown of what was counted elsewhere
            return True
        counted = self.dimension not in {None, "ratio"} and not self.last.endswith(("率", "度", "比", "比例"))
        if (counted and is_completion(label, quantity)) or is_margin(label):
            return True
        agreed = any(word in label for word in AGREED)
        if is_change_against(label) and (quantity.growth or label[-1:] in _MORE or not agreed):
            return True
        behind = self.text[end : end + 1]
        if is_bound_of_next(quantity, behind) or is_compared(label, quantity):
            return True
        if not label and spans_name(self.text, end, quantity):
            return True  # 24小时火灾扑灭率达到95%
        if label.endswith(tuple(words().prepositions)) and behind not in ENDS:
            return not (self._treated(label, quantity, end) or _HELD.match(self.text, end))
        points = quantity.unit is not None and quantity.unit.canonical == "百分点"
        if (quantity.growth or points) and len(clean(label)) < 3:
            return True
        if (_SHARE.search(label) and not is_share_indicator(self.text, label, quantity)) or (
            quantity.growth and has_cue(between, "compare") and self.stance is Stance.ACTUAL
        ):
            return True
        return label.endswith(_MARGIN) or (has_cue(between, "compare") and not clean(label))
