"""The words around a number: relation, approximation, hope and growth in front of it, relation and 余 behind it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from docaudit.model import Relation
from docaudit.quantities.patterns import Patterns
from docaudit.quantities.reading import Reading

_WINDOW = 26
_CLAUSE = 40
_STOPS = "，。；;!！？?,.\n"
_RELATIONS = {"ge": Relation.GE, "gt": Relation.GT, "le": Relation.LE, "lt": Relation.LT, "eq": Relation.EQ}
_BREAK = "突破"
_CONTROL = ("控制在", "限制在", "压缩在")


@dataclass(frozen=True, slots=True)
class Lead:
    """What stands directly in front, and where the phrase begins."""

    start: int
    relation: Relation | None = None
    reached: bool = False
    near: bool = False
    about: bool = False
    over: bool = False
    weak: bool = False
    controlled: bool = False
    broken: bool = False
    """突破, which is a verb before a small count."""
    growth: str | None = None
    value: bool = False
    currency: str | None = None
    """The name of the currency whose sign stands in front."""

    @property
    def bound(self) -> bool:
        """Whether a relation or an approximation marks the number as a figure."""
        return (
            self.relation is not None or self.reached or self.near or self.about or self.over or self.growth is not None
        )


@dataclass(frozen=True, slots=True)
class Tail:
    """What stands directly behind, and where the phrase ends."""

    end: int
    relation: Relation | None = None
    more: bool = False

    @property
    def bound(self) -> bool:
        """Whether a relation marks the number as a figure."""
        return self.relation is not None or self.more


def lead_of(text: str, start: int, p: Patterns, *, floor: int) -> Lead:
    """Return the words in front of `start`, not reaching before `floor`."""
    chain = p.chain.search(text, max(floor, start - _WINDOW), start)
    clause = max(0, start - _CLAUSE)
    if chain is None:
        return Lead(start, _far(text, floor, start, p), weak=_weak(text, clause, start, p))
    begin = start
    facts: dict[str, bool] = {}
    relation: Relation | None = None
    growth: str | None = None
    controlled = False
    currency: str | None = None
    for m in p.token.finditer(text, chain.start(), start):
        name = (m.lastgroup or "").rpartition("_")[0]
        word = m[0]
        if name in ("level", "level_whole"):
            growth = None
            facts["value"] = True
        elif name in ("filler", "value"):
            facts["value"] = facts.get("value", False) or word in p.value
            continue
        elif name == "growth":
            growth = word
        elif name in _RELATIONS:
            relation = _RELATIONS[name]
            controlled = word in _CONTROL
        elif name == "money":
            currency = "美元" if "$" in word else "元"
        facts[name] = True
        if name not in ("level", "level_whole") and begin == start:
            begin = m.start()
    if growth is None and facts.get("growth"):
        begin = _without_growth(text, chain.start(), start, p)
    lead = Lead(
        begin,
        relation,
        reached=facts.get("reached", False),
        near=facts.get("near", False),
        about=facts.get("about", False),
        over=facts.get("over", False),
        weak=facts.get("weak", False) or _weak(text, clause, start, p),
        controlled=controlled,
        broken=text.startswith(_BREAK, begin),
        growth=growth,
        value=facts.get("value", False) or facts.get("eq", False),
        currency=currency,
    )
    return lead if lead.bound else replace(lead, relation=_far(text, floor, start, p))


def _far(text: str, floor: int, start: int, p: Patterns) -> Relation | None:
    """不少于发明专利5项: the bound stands in front of the noun; the phrase is 5项 all the same."""
    m = p.far.search(text, max(floor, start - 18), start)
    if m is None:
        return None
    return Relation.GE if m["ge"] else Relation.LE


def _without_growth(text: str, begin: int, start: int, p: Patterns) -> int:
    """提升至不少于46%: the phrase begins behind 提升至."""
    for m in p.token.finditer(text, begin, start):
        name = (m.lastgroup or "").rpartition("_")[0]
        if name not in ("growth", "level", "level_whole", "filler", "value"):
            return m.start()
    return start


def _weak(text: str, clause: int, start: int, p: Patterns) -> bool:
    head = max(text.rfind(stop, clause, start) for stop in _STOPS) + 1
    return p.weak.search(text, max(head, clause), start) is not None


def tail_of(text: str, r: Reading, p: Patterns) -> Tail:
    """Return the words behind the reading."""
    m = p.after.match(text, r.end)
    if m is None or m.end() == r.end:
        return Tail(r.end)
    timed = r.unit is not None and r.unit.dimension.startswith("time")
    outside = "(不含" in (m["inc"] or "") + (m["inc2"] or "")
    if m["ge"]:
        return Tail(m.end(), Relation.GT if outside else Relation.GE)
    if m["le"] or (m["in"] and timed):
        return Tail(m.end(), Relation.LT if outside else Relation.LE)
    if m["about"]:
        return Tail(m.end(), Relation.APPROX)
    return Tail(m.end("inc") if m["inc"] in ("(含)", "(不含)") else r.end)
