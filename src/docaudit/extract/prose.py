"""Claims in running text: sentences, numbered items, and the sentences inside cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from docaudit.extract.figures import name_at, quantities_in
from docaudit.extract.naming import (
    carried_verb,
    is_apparatus_money,
    is_name,
    is_own_action,
    same_kind,
    uncompared,
    undated,
    with_object,
)
from docaudit.extract.periods import is_period, year_before
from docaudit.extract.roles import Setting, Stance, clause_role, has_cue, label_stance
from docaudit.extract.wording import clean, has_object, is_action, label_before, opening_verb, qualitative, sentences
from docaudit.lexicon import core_name, header_role, spans, words
from docaudit.model import Kind, Located, Period, Quantity, Relation, Role

_FLOORS = frozenset({Relation.GE, Relation.LE})
_FLOOR_WORDS = ("不少于", "不低于", "不小于", "≥", ">=", "不超过", "不高于", "≤", "<=", "至少")
_REMARKS = ("注：", "注:", "备注", "说明：", "说明:", "填表说明", "填报说明")
_FORMULA = re.compile(r"[=＝][^=＝]*[÷×＋+]")
_HEADWORD = re.compile(r"^([^:：，,；;。]{2,24})[:：]")
_MONEY_WORD = re.compile(r"支出|执行|到位|拨付|预算|决算")
_RESTATED = re.compile(r"的?(?:考核)?(?:要求|目标|标准|规定|约定|任务|水平)")
_AMONG_ALL = re.compile(r"[^，,。；;\d]{0,8}中[，,]")
_MARGIN = ("超出", "超额", "高出", "多出", "高于目标", "低于目标", "相差")
_PROMISES = ("目标", "计划", "任务")
_AGREED = ("任务书", "合同", "目标", "计划", "要求", "指标", "考核", "约定", "规定")
_CLOSED = re.compile(r"[（(][^（()）]*[)）]")
_CAPTION = 14
_SHARE = re.compile(r"占(?!地|用|有|据|位|空)")
_ENDS = '，,。；;、：:）)！？!? \n”"以左'


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


def stated_in(text: str, stance: Stance, setting: Setting, *, row: str = "", topic: str = "") -> Iterator[Stated]:
    """The values that a text states, in order, where `stance` says what it states by default.

    A label inside the text (完成情况：…) changes the stance for what follows it.  `row` is the name of the table row the
    text stands in: it names what the text leaves unnamed, and makes 授权2项 in a row 发明专利 授权发明专利.  `topic` is the
    heading above, which 该指标 means.
    """
    located = quantities_in(text)
    last = row
    for sentence in sentences(text):
        words_of = text[sentence.start : sentence.end]
        said, _ = label_stance(words_of, setting)
        stance = said or stance
        if stance is Stance.SILENT or _is_remark(words_of):
            continue
        inside = [item for item in located if sentence.start <= item.start < sentence.end]
        if not inside and said is None and not row and _is_caption(words_of):
            topic = last = clean(words_of)
        if inside:
            reader = _Sentence(
                words_of, sentence.start, inside, stance, setting, row, last or _headword(words_of), topic
            )
            yield from reader.read()
            last = reader.last
        if not row:
            yield from _qualities(words_of, sentence.start, inside, stance)


def _headword(sentence: str) -> str:
    """The name that a sentence opens with (发明专利：任务书要求5项，实际完成7项), or ""."""
    match = _HEADWORD.match(sentence)
    name = clean(match.group(1)) if match is not None else ""
    return name if name and header_role(name) is None else ""


def _is_caption(sentence: str) -> bool:
    """Whether a sentence is only a name, which the sentences behind it speak of (1. 手术台次。目标：不少于900台次)."""
    name = clean(sentence)
    return (
        is_name(name) and len(name) <= _CAPTION and not re.search(r"[，,：:、]", sentence) and header_role(name) is None
    )


def _is_remark(sentence: str) -> bool:
    """Whether a sentence explains the form (注：…) or writes a formula."""
    return sentence.lstrip("（(").startswith(_REMARKS) or _FORMULA.search(sentence) is not None


def _qualities(sentence: str, offset: int, located: list[Located], stance: Stance) -> Iterator[Stated]:
    """Qualitative values: in results any clause, among targets only an item that says nothing else."""
    at = 0
    clauses = re.split(r"([，,；;、。])", sentence)
    for clause in clauses:
        start, at = at, at + len(clause)
        if stance is Stance.TARGET and len(clauses) > 1:
            return
        taken = any(start <= item.start - offset < at for item in located)
        found = None if taken else qualitative(clause)
        if found is not None and stance.role is not None:
            yield Stated(offset + start, None, found[0], stance.role, sentence, clause.strip(), text=found[1])


def _without_brackets(text: str) -> str:
    """The text with what closed brackets hold blanked out: their words are not about what follows."""
    return _CLOSED.sub(lambda match: "　" * len(match.group()), text)


class _Sentence:
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
        self.promised: tuple[str, str | None] | None = None
        """Core name and dimension of the target that the sentence stated last."""
        self.two_sided = has_cue(text, "strong_actual") and has_cue(text, "strong_target")

    def read(self) -> Iterator[Stated]:
        skip = self._before_change() - 1
        for i, item in enumerate(self.items):
            if i <= skip:
                continue
            if i + 1 < len(self.items) and (pair := self._from_to(i)) is not None:
                yield from pair
                skip = i + 1
                continue
            stated = self._one(i, item)
            if stated is not None:
                yield stated

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
        if role is None or not self._counts(quantity, name, label, item.start, item.end):
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
        if role is None:
            return None
        if is_apparatus_money(name):
            return ()
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
            if floor and not item.quantity.approximate:
                return Role.TARGET, True
            if said is Role.TARGET:
                # 拟 and 力争 in a report of results look ahead; they are a target only beside what became of it.
                return (Role.TARGET if self.two_sided or self.row or self._names_agreement() else None), True
            return Role.ACTUAL, said is Role.ACTUAL
        if said is Role.ACTUAL:
            return (Role.ACTUAL if self.two_sided else None), True
        return Role.TARGET, said is Role.TARGET

    def _said(self, item: Located) -> Role | None:
        """The role in words, unless those words stand in a clause of their own (完成了合同规定的任务，…)."""
        stance = Stance.ACTUAL if self.two_sided else self.stance
        opened = self._open_bracket(item.start)
        if opened >= 0 and any(word in self.text[opened : item.end] for word in _AGREED):
            return Role.TARGET  # 申请发明专利8件（合同指标6件）
        role, at = clause_role(_without_brackets(self.text[: item.start]), item.start, stance)
        if self._promises(item):
            return Role.TARGET
        ends = [end for char in "，,；;" if (end := self.text.find(char, max(at, 0), item.start)) >= 0]
        if not ends:
            return role
        if not any(at <= other.start < min(ends) for other in self.items):
            return None
        later = self.text[max(self.text.rfind(char, at, item.start) for char in "，,；;") : item.end]
        if role is Role.TARGET and any(word in later for word in words().cues.weak_actual):
            return Role.ACTUAL if self.stance is Stance.ACTUAL else None
        return role

    def _done(self, name: str, item: Located) -> bool:
        """Whether the sentence has named the target of this already and goes on with what became of it."""
        floor = any(word in item.quantity.text for word in _FLOOR_WORDS)
        return not floor and self.promised == (core_name(name), item.quantity.dimension)

    def _names_agreement(self) -> bool:
        return any(word in self.text for word in ("任务书", "合同", "考核", "目标", "指标"))

    def _name(self, i: int, item: Located, between: str) -> tuple[str, str]:
        """The name of a value and the name it is a part of (其中)."""
        raw = name_at(self.text, item, self._floor(i), self._ceiling(i))
        raw = uncompared(raw) if item.quantity.growth else raw
        pointing = raw in words().pronouns or (header_role(raw) is not None and not has_object(raw))
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
        if self.stance is Stance.ACTUAL and (
            any(word in between for word in words().before_project) or _RESTATED.match(self.text, end)
        ):
            return True
        if label.endswith(tuple(words().prepositions)) and behind not in _ENDS:
            return True
        points = quantity.unit is not None and quantity.unit.canonical == "百分点"
        if (quantity.growth or points) and len(clean(label)) < 3:
            return True
        if _SHARE.search(label) or (quantity.growth and has_cue(between, "compare") and self.stance is Stance.ACTUAL):
            return True
        return label.endswith(_MARGIN) or (has_cue(between, "compare") and not clean(label))

    def _counts(self, quantity: Quantity, name: str, label: str, start: int, end: int) -> bool:
        if is_apparatus_money(name) or name in words().derived or name.startswith("平均每"):
            return False
        dimension = quantity.dimension
        if quantity.unit is not None and quantity.unit.canonical == "分" and "满意" not in name:
            return False
        if is_period(name) or ("满意" not in name and any(word in self.text for word in words().surveys)):
            return False
        behind = self.text[end : end + 1]
        if not any(char.isdigit() for char in quantity.text) and behind and behind not in _ENDS:
            return False  # 三类数据, 在三个基地: a way of speaking
        if self._bracketed(start) and not spans(name):
            return False
        if dimension is None:
            colon = self.text[:start].rstrip().endswith((":", "："))
            return bool(self.row) or colon or label.rstrip("为达到 ").endswith(("数", "量"))
        if dimension.startswith("time"):
            return any(word in name for word in words().durations) and "执行" not in name
        return True

    def _promises(self, item: Located) -> bool:
        """Whether the clause opens with 目标 or 计划, or sets it directly before the value (参观人次目标20万)."""
        cut = max((self.text.rfind(char, 0, item.start) for char in "，,；;。：:"), default=-1)
        clause = self.text[cut + 1 : item.start].strip()
        return clause.startswith(_PROMISES) or (clause.endswith(_PROMISES) and len(clause) > len(_PROMISES[0]))

    def _open_bracket(self, position: int) -> int:
        """Where the bracket opens that a position stands in; -1 outside of brackets."""
        head = self.text[:position].replace("(", "（").replace(")", "）")
        return head.rfind("（") if head.count("（") > head.count("）") else -1

    def _bracketed(self, position: int) -> bool:
        return self._open_bracket(position) >= 0

    def _stated(self, item: Located, name: str, role: Role, parent: str, *, explicit: bool) -> Stated:
        left = max((self.text.rfind(char, 0, item.start) for char in "，,；;。："), default=-1) + 1
        rights = [at for char in "，,；;。" if (at := self.text.find(char, item.end)) >= 0]
        clause = self.text[left : min(rights, default=len(self.text))].strip()
        period = year_before(self.text, item.start)
        return Stated(self.offset + item.start, item.quantity, name, role, self.text, clause, period, parent, explicit)

    def _floor(self, i: int) -> int:
        return self.items[i - 1].end if i else 0

    def _ceiling(self, i: int) -> int:
        return self.items[i + 1].start if i + 1 < len(self.items) else len(self.text)
