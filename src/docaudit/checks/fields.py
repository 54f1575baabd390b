"""The labelled fields of a project's papers: name, number, undertaker, leader, period, budget."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from itertools import groupby

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from docaudit import quantities
from docaudit.align import abbreviates
from docaudit.checks.base import Case, Hit, Holds, Result, Scope, check
from docaudit.checks.papers import in_line, label, texts_of
from docaudit.checks.terms import over_term
from docaudit.model import Evidence, Field, Kind, Part, Severity

_SAYS = ("field", "later", "new", "earlier", "old", "note")
_PUNCTUATION = re.compile(r"[\s\-—–_·•,，、。.;；:：()（）\[\]【】〔〕<>《》“”\"'‘’/\\]+")
_RANKS = re.compile(
    r"教授|副教授|研究员|副研究员|高级工程师|正高级|副高级|工程师|主任医师|主任|博士|硕士|院士|先生|女士|[(（].*?[)）]"
)
_FORMER = re.compile(r"[(（]\s*(?:原|曾用名|现|更名|简称|以下简称)")
_CALLED = re.compile(
    r"曾用名(?:为|[:：])?|原名(?:为|[:：])?|(?:现)?更名为|变更为|改制为|改称|现名(?:为|[:：])?|原(?=[\u4e00-\u9fff]{3})"
)
_HEAD, _CLIPPED, _KEPT = 2, 0.7, 0.85
"""A name cut short begins like the whole, is clearly shorter, and holds next to nothing else."""
_TAIL = re.compile(r"(?:项目|课题|建设项目|专项|工程)$")
_FIRM = re.compile(r"有限(?:责任)?公司$")
_OPTIONAL = re.compile(r"股份|责任|集团|[省市县区]")
_REFUSED = re.compile(r"不同意|不予|未批准|驳回")
_SPLIT = re.compile(r"[、,，;；/\n]|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff]{2,})")
_CHANGING = {
    "leader": ("负责人",),
    "period": ("延期", "延长", "执行期", "起止", "终止", "完成时间", "期限", "建设期", "实施期", "周期", "工期"),
    "undertaker": ("承担单位", "牵头单位", "更名"),
    "total_budget": ("预算", "经费"),
    "project_name": ("名称", "更名"),
    "project_code": ("编号",),
}
_LABELS = {
    "project_name": "项目名称",
    "project_code": "项目编号",
    "undertaker": "承担单位",
    "leader": "负责人",
    "period": "起止时间",
    "total_budget": "总预算",
}


@check(Scope.PROJECT, says=_SAYS)
def field_conflict(case: Case, *, similar_name: float = 0.6) -> Iterator[Result]:
    """A paper of the project prints another name, number, undertaker, leader, period or budget than the one before it.

    Abbreviations, spellings, units and formats of one value do not differ.  A name that is not even alike
    (`similar_name`) belongs to another field and is left alone.
    """
    for name, same in _COMPARED.items():
        stated = [(part, value) for part in case.project.parts if (value := _value(part, name)) is not None]
        stated = [(part, value) for part, value in stated if part.kind not in (Kind.POLICY, Kind.GUIDELINE)]
        if len(stated) < 2:
            continue
        reference = next((s for s in stated if s[0].kind is Kind.TASK_AGREEMENT), stated[0])
        held: tuple[Part, tuple[Field, ...]] | None = None
        reported: list[tuple[Field, ...]] = []
        for part, value in stated:
            if part is reference[0]:
                continue
            if same(value, reference[1], similar_name) or _renamed(case, name, value, reference[1]):
                held = (part, value)
                continue
            if any(same(value, other, similar_name) for other in reported):
                continue
            reported.append(value)
            yield _hit(case, name, part, value, *reference)
        if held is not None and not reported:
            words = f"{_LABELS[name]}：{label(held[0], case)}“{_shown(held[1])}”与{label(reference[0], case)}“{_shown(reference[1])}”一致"
            yield Holds(words, (_proof(*held), _proof(*reference)))
    yield from over_term(case)


def _renamed(case: Case, name: str, a: tuple[Field, ...], b: tuple[Field, ...]) -> bool:
    """Whether a paper of the project says that the one was called the other: 甲中心（原乙管理局）, 乙管理局更名为甲中心."""
    if name not in ("undertaker", "project_name"):
        return False
    left, right = _plain(a[0].value), _plain(b[0].value)
    for part in case.project.parts:
        for text, _ in texts_of(part):
            if _CALLED.search(text) is None:
                continue
            plain = _plain(_CALLED.sub("原", text))
            if any(
                re.search(rf"{re.escape(x)}.{{0,6}}原.{{0,4}}{re.escape(y)}", plain)
                for x, y in ((left, right), (right, left))
            ):
                return True
    return False


def _hit(case: Case, name: str, part: Part, value: tuple[Field, ...], base: Part, reference: tuple[Field, ...]) -> Hit:
    first, second = (
        ((part, value), (base, reference)) if part.kind.order >= base.kind.order else ((base, reference), (part, value))
    )
    approved = _approved(case, name, first[1])
    negotiated = name == "total_budget" and Kind.APPLICATION in (part.kind, base.kind)
    return Hit(
        evidence=(_proof(*first), _proof(*second)),
        says={
            "field": _LABELS[name],
            "later": label(first[0], case),
            "new": _shown(first[1]),
            "earlier": label(second[0], case),
            "old": _shown(second[1]),
            "note": "；变更批复已涉及此项" if approved else "；立项时可能核定调整，请核实" if negotiated else "",
        },
        computation=f"{_shown(second[1])} → {_shown(first[1])}",
        confidence=0.8 if name in ("undertaker", "project_name") else 0.9,
        severity=Severity.INFO if approved or negotiated else None,
        key=(name, first[0].kind.value, second[0].kind.value),
    )


def _value(part: Part, name: str) -> tuple[Field, ...] | None:
    if name == "period":
        start, end = part.field("start"), part.field("end")
        return (start, end) if start is not None and end is not None else None
    found = part.field(name)
    return (found,) if found is not None and _plain(found.value) else None


def _proof(part: Part, value: tuple[Field, ...]) -> Evidence:
    return Evidence(in_line(value[-1].place, part), part.kind)


def _shown(value: tuple[Field, ...]) -> str:
    if len(value) == 2:
        return f"{_date(value[0].value)}至{_date(value[1].value)}"
    return " ".join(value[0].value.split())


def _date(text: str) -> str:
    found = _numbers(text)
    if not found:
        return text
    return "".join(f"{n}{mark}" for n, mark in zip(found, "年月日", strict=False))


def _plain(text: str) -> str:
    return _PUNCTUATION.sub("", unicodedata.normalize("NFKC", text)).upper()


def _same_period(a: tuple[Field, ...], b: tuple[Field, ...], similar: float) -> bool:
    del similar
    return all(_same_date(x.value, y.value) for x, y in zip(a, b, strict=True))


def _same_date(a: str, b: str) -> bool:
    left, right = _numbers(a), _numbers(b)
    shared = min(len(left), len(right))
    return shared == 0 or left[:shared] == right[:shared]


def _numbers(text: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", unicodedata.normalize("NFKC", text))][:3]


def _same_code(a: tuple[Field, ...], b: tuple[Field, ...], similar: float) -> bool:
    """Numbers of another build (合同编号 beside 计划编号) are numbers of another register."""
    del similar
    left, right = _plain(a[0].value), _plain(b[0].value)
    return left in right or right in left or _shape(left) != _shape(right)


def _shape(code: str) -> str:
    kinds = ("9" if c.isdigit() else "A" if c.isascii() else "文" for c in code)
    return "".join(f"{kind}{len(list(run))}" if kind == "9" else kind for kind, run in groupby(kinds))


def _same_name(a: tuple[Field, ...], b: tuple[Field, ...], similar: float) -> bool:
    raw = a[0].value, b[0].value
    left, right = (_TAIL.sub("", re.sub(r"(?:19|20)\d\d年度?", "", _plain(text))) for text in raw)
    if left in right or right in left or any(_FORMER.search(text) for text in raw):
        return True
    short, long = sorted((left, right), key=len)
    if short[:_HEAD] == long[:_HEAD] and len(short) <= _CLIPPED * len(long) and _kept(short, long) >= _KEPT:
        return True
    return abbreviates(short, long) or fuzz.ratio(left, right) / 100 < similar


def _kept(short: str, long: str) -> float:
    """Return the share of a name's characters that stand in the longer one in the same order."""
    return LCSseq.similarity(short, long) / len(short)


def _same_unit(a: tuple[Field, ...], b: tuple[Field, ...], similar: float) -> bool:
    """One of the undertakers in common is enough; 上理工 is 上海理工大学; a former name says so itself."""
    del similar
    raw = a[0].value, b[0].value
    if any(_FORMER.search(text) for text in raw):
        return True
    left, right = ([_plain(piece) for piece in _SPLIT.split(text) if _plain(piece)] for text in raw)
    return any(_abbreviates(x, y) or _abbreviates(y, x) for x in left for y in right)


def _abbreviates(short: str, long: str) -> bool:
    """Whether the one may be short for the other; two names of firms that are both registered in full are not."""
    if len(short) < 2:
        return False
    if _FIRM.search(short) and _FIRM.search(long):
        plain, full = (_OPTIONAL.sub("", name) for name in (short, long))
        return full.endswith(plain)
    rest = iter(long)
    return all(c in rest for c in short)


def _same_person(a: tuple[Field, ...], b: tuple[Field, ...], similar: float) -> bool:
    del similar
    left, right = ({_plain(_RANKS.sub("", piece)) for piece in _SPLIT.split(f.value)} - {""} for f in (a[0], b[0]))
    if not left or not right:
        return True
    return any(x in y or y in x for x in left for y in right)


def _same_amount(a: tuple[Field, ...], b: tuple[Field, ...], similar: float) -> bool:
    del similar
    found = [
        next((spot.quantity for spot in quantities.find(f.value)), None) or quantities.parse(f.value)
        for f in (a[0], b[0])
    ]
    left, right = found
    if left is None or right is None or left.dimension != right.dimension or left.dimension is None:
        return True
    return quantities.interval(left).meets(quantities.interval(right))


_COMPARED: dict[str, Callable[[tuple[Field, ...], tuple[Field, ...], float], bool]] = {
    "project_name": _same_name,
    "project_code": _same_code,
    "undertaker": _same_unit,
    "leader": _same_person,
    "period": _same_period,
    "total_budget": _same_amount,
}


def _approved(case: Case, name: str, value: tuple[Field, ...]) -> bool:
    """Whether an amendment that was granted speaks of this field and of the new value."""
    for part in case.parts(Kind.AMENDMENT):
        text = "\n".join(line for line, _ in texts_of(part))
        if _REFUSED.search(text) or not any(word in text for word in _CHANGING[name]):
            continue
        if name == "period":
            wanted = _numbers(value[1].value)[:2]
            if any(_numbers(found)[:2] == wanted for found in re.findall(r"(?:19|20)\d\d\D{1,2}\d{1,2}", text)):
                return True
        elif _plain(value[0].value) in _plain(text):
            return True
    return False
