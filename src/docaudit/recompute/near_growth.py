"""How a growth that is still open may be made of the levels around it, the reading that its words bind it to first.

The earlier level stands before the growth, in brackets or behind it, in the sentence before, or is told by what was added
(比上年少5起); two levels of one thing at two times, before and after, here and in the control, need no other word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from docaudit import quantities
from docaudit.model import Interval
from docaudit.recompute.bindings import Open, back, bracketed, counted, levels_before
from docaudit.recompute.change_words import REAL, rising, subject_of_change
from docaudit.recompute.facts import Fact, Facts, content, same_kind
from docaudit.recompute.in_turn import grown_in_turn
from docaudit.recompute.judge import Reading, growth_of
from docaudit.recompute.prose import is_level, is_percent
from docaudit.recompute.row_growth import grown_in_row
from docaudit.recompute.sides import with_mentions
from docaudit.recompute.values import percent, shown
from docaudit.recompute.words import squeeze

_PRIOR_BEHIND = re.compile(
    r"^[^，,。；;（(]{0,6}[，,；;。（(]\s*(?:上年度?|去年|上一年|前一年|上期|(?:19|20)\d\d年)(?:同期|全年|末|底)?(?:[为是仅:：]|[\u4e00-\u9fff]{0,6}?(?:为|是))?$"
)
_THEN = re.compile(
    r"(?:上|前|去)(?:一)?(?:年|学年|学期|季度?|月|届|期|次)(?:度|同期|末|底)?|同期|年初|期初|初年|前$|(?:实施|改造|建设|整治|项目|治理|培训|干预|试点|开展|启用|上线)(?:之|以)?前|"
    r"对照|普通|非|未|传统|常规|原"
)
_TIMES = re.compile(
    r"(?:实施|改造|建设|整治|项目|治理|培训|干预|试点|开展|启用|上线)(?:之|以)?[前后]|(?:19|20)\d\d年|[上今本当去前]年|期|后|现|目前|末|达|到|示范|试点|对照|样板|实际|项目区|参与"
)
_STEP = re.compile(r"(?:比|较)(?:上年度?|去年|上一年度?|前一年|同期|(?:19|20)\d\d年)?[^，,。；;\d]{0,6}$")
_GAINED = re.compile(r"(?:增加|增长|净增|多|增|减少|少|下降|降低|节约|节省|压减|减|多增|少增)(?:了|为|发|收|支)*$")
_LOST = re.compile(r"减|少|降|节|压")
_COMPARES = re.compile(r"(?:比|较)(?P<year>(?:19|20)\d\d)年")
_PER_YEAR = re.compile(r"年均|年平均|平均每年|每年平均")
_YEARS = re.compile(r"(?P<n>[两二三四五六七八九十])年(?:来|间)?(?:年均|平均)")
_MOST = 4
_PAIR = 2


def grown(told: Open) -> list[Reading]:
    """A growth by the level that it is told of and the one that it is compared with."""
    if REAL.search(told.facts.sentences[told.i].text[: told.mention.end]):
        return []
    if _PER_YEAR.search(told.words):
        return _per_year(told)
    facts, i, mention = told.facts, told.i, told.mention
    new = [f for f, _ in levels_before(facts, i, mention) if f.value.dimension != "time"]
    old = [f for f, _ in levels_before(facts, i, mention, prior=True)] or bracketed(facts, i, mention, prior=True)
    if (pair := grown_in_turn(told)) is not None:
        return _growths([pair])
    if (step := _by_step(told, old)) and _is_about(told, *new[:_MOST]):
        return step
    if not old and len(new) == _PAIR:
        new, old = _by_year(*new)
    if not old:
        pairs = [*_two_times(told), *_behind(told), *_told_before(told)]
        return _growths([pair for pair in pairs if _is_about(told, *pair)][:1] or _rising_rows(told))
    called = _called(facts, i, told.lead, new, old[0])
    if not called and not _is_about(told, *new, *old):
        return _growths(_rising_rows(told))
    new = called or new or back(facts, i)
    return _growths([(a, b) for b in old[:1] for a in new[: _MOST - 1] if _one_thing(facts, a, b)])


def _rising_rows(told: Open) -> list[tuple[Fact, Fact]]:
    """The levels of a row of a table that has gone the way that the change is told to."""
    up = rising(told.words)
    return [(a, b) for a, b in grown_in_row(told) if up is not None and up is (a.number > b.number)]


def _is_about(told: Open, *levels: Fact) -> bool:
    """Whether a change is told of its levels: 起数同比下降 of 17起, and 其中药品收入增长 not of 医疗收入8924.3万元."""
    subject = subject_of_change(told.lead)
    if not content(subject):
        return True
    units = {u.text for f in levels if (u := f.value.figure.quantity.unit) is not None}
    return any(content(subject) <= f.words or subject in f.name for f in levels) or subject.rstrip("数量额") in units


def _growths(pairs: list[tuple[Fact, Fact]]) -> list[Reading]:
    made = (growth_of(a.value, b.value, named=not k) for k, (a, b) in enumerate(pairs))
    return [reading for reading in made if reading is not None]


def _two_times(told: Open) -> Iterator[tuple[Fact, Fact]]:
    """The only two levels of a kind before a change, of which one is of then or of others: 改造前86.4，改造后71.2，下降17.6%."""
    up = rising(told.words)
    sentence = told.facts.sentences[told.i]
    low = max((m.end for m in sentence.mentions[: told.mention.nth] if is_percent(m)), default=0)
    levels = [
        (f, m)
        for f, m in with_mentions(told.facts, told.i)
        if is_level(m) and low <= m.start < told.mention.start and f.value.dimension != "time"
    ]
    if up is None or not levels or re.search(r"[。；;]|其中", sentence.text[levels[0][1].end : told.mention.start]):
        return
    levels = [(f, m) for f, m in levels if same_kind(f.value, levels[-1][0].value)]
    texts = [sentence, sentence]
    if len(levels) == 1 and told.i and (earlier := told.facts.sentences[told.i - 1]).paragraph == sentence.paragraph:
        before = [(f, m) for f, m in with_mentions(told.facts, told.i - 1) if same_kind(f.value, levels[0][0].value)]
        levels, texts = [*before, *levels], [earlier, sentence]
    if len(levels) != _PAIR or any(f.value.dimension is None for f, _ in levels):
        return
    (a, first), (b, second) = levels
    leads = [s.before(m, 24) for s, m in zip(texts, (first, second), strict=True)]
    thens = [bool(_THEN.search(lead)) for lead in leads]
    years = [
        s.year(m) if re.search(r"(?:19|20)\d\d", lead) else None
        for s, lead, m in zip(texts, leads, (first, second), strict=True)
    ]
    dated = None not in years and years[0] != years[1]
    moved = re.search(r"[由从][^，,。；;]*$", leads[0]) and re.match(r"^[^，,。；;]{0,10}[到至为]", leads[1])
    if thens[0] is thens[1] and not dated and not moved:
        return
    if not dated and content(_plain(leads[0])) and content(_plain(leads[1])) and not (a.words & b.words):
        return
    new, old = (a, b) if (a.number > b.number) is up else (b, a)
    if dated and ((a is new) is not (years[0] > years[1])):  # type: ignore[operator]
        return
    yield new, old


def _plain(lead: str) -> str:
    """A level's words without those that tell when or where it was taken."""
    return _TIMES.sub("", _THEN.sub("", lead))


def _behind(told: Open) -> Iterator[tuple[Fact, Fact]]:
    """The earlier level right behind a change: 交易额5.36亿元，同比上升13.8%；上年同期为4.71亿元."""
    facts, i = told.facts, told.i
    new = [f for f, _ in levels_before(facts, i, told.mention)][:1]
    sentence = facts.sentences[i]
    behind, gap = None, ""
    if told.mention.nth + 1 < len(sentence.mentions):
        behind = sentence.mentions[told.mention.nth + 1]
        gap = sentence.text[told.mention.end : behind.start]
        fact = facts.of(i, behind)
    elif i + 1 < len(facts.sentences) and facts.sentences[i + 1].paragraph == sentence.paragraph:
        later = facts.sentences[i + 1]
        behind = later.mentions[0] if later.mentions else None
        gap = sentence.text[told.mention.end :] + (later.text[: behind.start] if behind is not None else "")
        fact = facts.of(i + 1, behind) if behind is not None else None
    else:
        return
    if not new or behind is None or fact is None or not is_level(behind) or not _PRIOR_BEHIND.match(squeeze(gap)):
        return
    if re.search(r"平均|年均", told.words) or fact.value.dimension != new[0].value.dimension:
        return
    year = re.search(r"(?:19|20)\d\d", gap)
    said = re.search(r"比(?:20|19)\d\d", told.lead)
    if said is None and (year is None or new[0].year is None or int(year[0]) == new[0].year - 1):
        yield new[0], fact


def _told_before(told: Open) -> Iterator[tuple[Fact, Fact]]:
    """The level of another year in the sentences before: 2018年…326家。2023年末达到871家，比2018年末增加167.2%."""
    facts, i = told.facts, told.i
    new = next((f for f, _ in levels_before(facts, i, told.mention) if f.value.dimension != "time"), None)
    now = _year(facts, new) if new is not None else None
    if new is None or now is None:
        return
    against = _COMPARES.search(told.lead)
    year = int(against["year"]) if against else now - 1
    if against is None and re.search(r"比|较", re.sub(r"同比|(?:比|较)(?:上年|去年|上一年)", "", told.lead)):
        return
    near = [f for f in back(facts, i) if not f.words or not new.words or f.words & new.words]
    near += [f for f in facts.before(i, paragraphs=_PAIR) if f.words and f.words == new.words]
    near = [f for f in near if f.value.dimension == new.value.dimension and f.number and _year(facts, f) == year]
    if len({f.number for f in near}) == 1:
        yield new, near[0]


def _year(facts: Facts, fact: Fact) -> int | None:
    """The year of a level: the one named before it in its sentence, else last in the paragraph."""
    if fact.year is not None or fact.at < 0:
        return fact.year
    for k in range(fact.at - 1, -1, -1):
        if facts.sentences[k].paragraph != fact.paragraph:
            return None
        if found := re.findall(r"((?:19|20)\d\d)\s*年", facts.sentences[k].text):
            return int(found[-1]) if len(set(found)) == 1 else None
    return None


def _by_step(told: Open, old: list[Fact]) -> list[Reading]:
    """A growth by what was added and what there was: 17起，比上年少5起，下降22.7%; 比上年的365万元多发47万元，多12.9%."""
    sentence = told.facts.sentences[told.i]
    levels = [(f, m) for f, m in with_mentions(told.facts, told.i) if m.start < told.mention.start]
    steps = [
        (f, m)
        for f, m in levels
        if _GAINED.search(sentence.before(m, 8)) or (m.quantity.growth and not f.value.is_ratio)
    ]
    if len(steps) != 1:
        return []
    step, at = steps[0]
    if re.search(r"[。；;]", sentence.text[at.end : told.mention.start]):
        return []
    lost = bool(_LOST.search(sentence.before(at, 8) + (at.quantity.growth or "")))
    up = rising(told.words)
    if up is not None and up is lost:
        return []
    before = [(f, m) for f, m in levels if m.start < at.start and f.value.dimension == step.value.dimension]
    known = [f for f in old if f.value.dimension == step.value.dimension and f is not step]
    if known and step.number < known[0].number:
        a, b = step.value, known[0].value
        text = f"{shown(a.figure)} ÷ {shown(b.figure)} = {percent(a.number / b.number)}"
        return [Reading((a, b), quantities.div(a.span, b.span), a.number / b.number, text, named=True)]
    if len(before) != 1 or not _STEP.search(_GAINED.sub("", sentence.before(at, 20))):
        return []
    a, b = step.value, before[0][0].value
    sign = Decimal(1 if lost else -1)
    base = b.number + sign * a.number
    if base <= 0:
        return []
    span = quantities.add(b.span, a.span) if lost else quantities.sub(b.span, a.span)
    text = (
        f"{shown(a.figure)} ÷（{shown(b.figure)} {'+' if lost else '−'} {shown(a.figure)}）= {percent(a.number / base)}"
    )
    return [Reading((a, b), quantities.div(a.span, span), a.number / base, text, named=True)]


def _per_year(told: Open) -> list[Reading]:
    """年均增长 by two levels of two years in one sentence: compound, or an even share of the whole growth."""
    facts, i, mention = told.facts, told.i, told.mention
    levels = [f for f, _ in reversed(levels_before(facts, i, mention))]
    levels += [f for f, _ in levels_before(facts, i, mention, prior=True)]
    levels = [f for f in levels if f.value.dimension != "time"]
    dated = [f for f in levels if f.year is not None and f.number > 0]
    if len(dated) != _PAIR or not same_kind(dated[0].value, dated[1].value) or len(levels) != len(dated):
        return []
    old, new = sorted(dated, key=lambda f: f.year or 0)
    years = (new.year or 0) - (old.year or 0)
    said = _YEARS.search(told.facts.sentences[i].text[: mention.end])
    if years < _PAIR or (said is not None and quantities.whole(said["n"].replace("两", "二")) != years):
        return []
    if old.words and new.words and not old.words & new.words:
        return []
    ratio = new.number / old.number
    rate = abs(ratio ** (Decimal(1) / years) - 1)
    text = f"（{shown(new.value.figure)} ÷ {shown(old.value.figure)}）^(1/{years}) − 1 = {percent(rate)}"
    spans = quantities.div(new.value.span, old.value.span)
    low, high = (abs((bound or ratio) ** (Decimal(1) / years) - 1) for bound in (spans.low, spans.high))
    whole = growth_of(new.value, old.value)
    made = [Reading((new.value, old.value), Interval(min(low, high), max(low, high)), rate, text, named=True)]
    if whole is not None:
        made.append(
            Reading(
                (new.value, old.value), quantities.times(whole.span, Decimal(1) / years), whole.number / years, text
            )
        )
    return made


def _called(facts: Facts, i: int, lead: str, new: list[Fact], old: Fact) -> list[Fact]:
    """The level that the words before a change name: 羊减少1.7%（上年121.6万只） is of 羊118.5万只."""
    subject = re.sub(
        r"(?:比|较|同比|环比|则|也|均|分别|增长|增加|减少|下降|多了?|少了?|上升|提高|降低).*$", "", lead
    ).strip("、和及而")
    if not subject or re.search(r"\d", subject):
        return []
    near = [*facts.in_sentence(i), *facts.before(i)]
    return [
        f for f in near if f.name.endswith(subject) and same_kind(f.value, old.value) and f is not old and f not in new
    ][:1]


def _by_year(a: Fact, b: Fact) -> tuple[list[Fact], list[Fact]]:
    """Of two levels the new one and the old one: by their years, or the one whose year is told is the old one."""
    if a.year == b.year:
        return [a, b], []
    if a.year is None or b.year is None:
        return ([b], [a]) if b.year is None else ([a], [b])
    return ([a], [b]) if a.year > b.year else ([b], [a])


def _one_thing(facts: Facts, new: Fact, old: Fact) -> bool:
    """Whether two levels may be one thing at two times: of one unit, or of one word behind the number where there is none."""
    if new.value.dimension != old.value.dimension or not new.number:
        return False
    if new.value.dimension is None and counted(facts, new) != counted(facts, old):
        return False
    return not new.words or not old.words or new.at == old.at or bool(new.words & old.words) or new.at == old.at - 1
