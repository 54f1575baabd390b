"""What papers state: claims and figures, the parts they stand in, and the threads and projects they belong to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from docaudit.model.documents import Block, Document, Place
from docaudit.model.quantity import Interval, Quantity


class Kind(StrEnum):
    """The kind of a paper, which is also the stage of a project's life; order is the order of life."""

    POLICY = "policy"
    GUIDELINE = "guideline"
    APPLICATION = "application"
    TASK_AGREEMENT = "task_agreement"
    AMENDMENT = "amendment"
    PROGRESS_REPORT = "progress_report"
    SELF_EVALUATION = "self_evaluation"
    ACCEPTANCE_REPORT = "acceptance_report"
    EVALUATION_REPORT = "evaluation_report"
    FINANCIAL_REPORT = "financial_report"
    OTHER = "other"

    @property
    def label(self) -> str:
        """What an auditor calls it."""
        return _KIND_LABELS[self]

    @property
    def order(self) -> int:
        """Position in the life of a project."""
        return _kind_order()[self]


_KIND_LABELS = {
    Kind.POLICY: "行动方案",
    Kind.GUIDELINE: "申报指南",
    Kind.APPLICATION: "申报书",
    Kind.TASK_AGREEMENT: "任务书",
    Kind.AMENDMENT: "变更批复",
    Kind.PROGRESS_REPORT: "进展报告",
    Kind.SELF_EVALUATION: "自评报告",
    Kind.ACCEPTANCE_REPORT: "验收报告",
    Kind.EVALUATION_REPORT: "绩效评价报告",
    Kind.FINANCIAL_REPORT: "决算审计",
    Kind.OTHER: "未识别文种",
}


@lru_cache(maxsize=1)
def _kind_order() -> dict[Kind, int]:
    return {kind: i for i, kind in enumerate(Kind)}


class Role(StrEnum):
    """What a stated value is to its indicator."""

    TARGET = "target"
    ACTUAL = "actual"
    BASELINE = "baseline"
    RATE = "rate"
    """A completion, execution or scoring rate printed beside target and actual."""
    WEIGHT = "weight"
    SCORE = "score"
    BUDGET = "budget"
    ARRIVED = "arrived"
    SPENT = "spent"


class Polarity(StrEnum):
    """Which direction is better for an indicator."""

    HIGHER = "higher"
    LOWER = "lower"
    EXACT = "exact"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Period:
    """The time a value is about.  `start` and `end` are ISO dates cut to what is known: 2021, 2021-07, 2021-07-31."""

    text: str
    start: str | None = None
    end: str | None = None
    basis: str | None = None
    """year 当年 | cumulative 累计/截至 | whole 执行期/项目期 | interim 中期 | average 年均; None when not said."""


@dataclass(frozen=True, slots=True)
class Caliber:
    """口径: what exactly is counted.  An empty facet is unknown, which is never a mismatch by itself.

    A facet holds every value the words allow: 申请或授权 gives action ("申请", "授权").
    """

    unit: tuple[str, ...] = ()
    """Counting unit: 人, 人次, 项, 家 …"""
    action: tuple[str, ...] = ()
    """申请 受理 授权 登记 发表 录用 …"""
    object: tuple[str, ...] = ()
    """发明专利 ⊂ 专利 ⊂ 知识产权; 硕士研究生 …"""
    basis: tuple[str, ...] = ()
    """意向 合同 到账 …"""
    period: tuple[str, ...] = ()
    """当年 累计 年均 执行期 新增 存量"""
    scope: tuple[str, ...] = ()
    """本项目 全单位 全市; 单个 合计"""
    level: tuple[str, ...] = ()
    """SCI EI 核心 …; 国家级 省级 …; 牵头 参与"""
    inclusion: tuple[str, ...] = ()
    """含税 不含税"""

    def facets(self) -> dict[str, tuple[str, ...]]:
        """The facets that are stated, by name."""
        names = ("unit", "action", "object", "basis", "period", "scope", "level", "inclusion")
        return {name: getattr(self, name) for name in names if getattr(self, name)}


@dataclass(frozen=True, slots=True)
class Claim:
    """One stated value of one indicator.

    `name` is the indicator as written without unit brackets and numbering; `path` the chain of headings, merged group
    cells (一级/二级指标) and column headers that lead to it.  Exactly one of `quantity` and `text` is set: `text` is
    a qualitative value (显著提高) or a value that could not be read as a quantity.
    """

    id: str
    name: str
    role: Role
    stage: Kind
    place: Place
    quantity: Quantity | None = None
    text: str | None = None
    path: tuple[str, ...] = ()
    caliber: Caliber = Caliber()
    period: Period | None = None
    confidence: float = 1.0
    context: str = ""
    """The sentence or row that the value was read from, verbatim."""
    place_of: str = ""
    """The place or unit that the value is the share of, where a table shares a whole out (东湖区); "" for a whole."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity anywhere in a paper, indicator or not: what recomputation works on.

    `name` is the nearest words that say what is counted; `path` the header chain in tables (row headers, then column
    headers) or the headings in text; `context` the sentence (or the row) and `start`/`end` the span of the quantity in it.
    """

    id: str
    quantity: Quantity
    name: str
    place: Place
    path: tuple[str, ...] = ()
    context: str = ""
    start: int = 0
    end: int = 0
    period: Period | None = None
    claim: str | None = None
    """Id of the claim that was read from the same spot, if there is one."""


@dataclass(frozen=True, slots=True)
class Field:
    """A labelled value on a form: `name` is one of the names in the JSON contract, e.g. project_code, leader, start."""

    name: str
    value: str
    place: Place


class RecomputationKind(StrEnum):
    """The closed set of formulas that docaudit knows how to recompute."""

    SUM = "sum"
    SHARE = "share"
    GROWTH = "growth"
    DIFFERENCE = "difference"
    MEAN = "mean"
    COMPLETION_RATE = "completion_rate"
    EXECUTION_RATE = "execution_rate"
    SCORE = "score"
    WEIGHT_TOTAL = "weight_total"
    PART_WHOLE = "part_whole"
    CONFLICT = "conflict"
    """One fact, stated twice."""
    RATIO = "ratio"
    COUNT_LIST = "count_list"
    FUNDING = "funding"
    """A total of funds and its sources: 中央、省级、市级、自筹."""
    IMPOSSIBLE = "impossible"
    """A percentage that no whole number of the stated base gives."""
    GRADE = "grade"
    LIMIT = "limit"
    """A count against the upper limit that the paper sets for it elsewhere."""


@dataclass(frozen=True, slots=True)
class Recomputation:
    """A relation that the paper's figures ought to satisfy, and whether they do.

    `printed` is the figure that was recomputed from `operands`; `expression` shows the arithmetic as an auditor would
    write it (10 + 12 + 8 = 30，表中合计 31); `expected` is the interval the operands allow, in base units.
    """

    kind: RecomputationKind
    printed: Figure
    operands: tuple[Figure, ...]
    expression: str
    expected: Interval | None
    holds: bool
    confidence: float = 1.0
    alternative: str = ""
    """A reading that does fit, in words: 75.31% 对应分母 2483，而文中所称基数为 2421."""
    label: str = ""
    """What the relation is about, for the message: 产出目标(34分), 合计行 2022年 …"""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many figures were seen, how many became claims, how many took part in at least one recomputation or check."""

    figures: int = 0
    in_claims: int = 0
    in_checks: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """One form or report inside a document; most documents are one part.

    `profile` names the document profile that fitted, "" for generic extraction.  `blocks` are the part's own blocks.
    """

    id: str
    document: str
    path: str
    kind: Kind
    profile: str
    confidence: float
    blocks: tuple[Block, ...]
    title: str = ""
    fields: tuple[Field, ...] = ()
    claims: tuple[Claim, ...] = ()
    figures: tuple[Figure, ...] = ()
    recomputations: tuple[Recomputation, ...] = ()

    def field(self, name: str) -> Field | None:
        """The first field of that name, or None."""
        return next((item for item in self.fields if item.name == name), None)


@dataclass(frozen=True, slots=True)
class Paper:
    """A document and the parts found in it."""

    document: Document
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Project:
    """A project and the parts of papers that belong to it, in the order of stages."""

    id: str
    name: str
    code: str
    parts: tuple[Part, ...]

    @property
    def label(self) -> str:
        """What a report calls it: its name, else its code, else nothing."""
        return self.name or self.code


@dataclass(frozen=True, slots=True)
class Indicator:
    """The thread of one indicator over all stages.  `links[i]` is how sure we are that `claims[i]` belongs here."""

    id: str
    project_id: str
    name: str
    polarity: Polarity
    claims: tuple[Claim, ...]
    links: tuple[float, ...] = ()

    def at(self, stage: Kind, role: Role) -> tuple[Claim, ...]:
        """The claims of one stage and role, in reading order."""
        return tuple(c for c in self.claims if c.stage == stage and c.role == role)

    def link(self, claim: Claim) -> float:
        """Confidence that the claim belongs to this thread (1.0 when nothing was said)."""
        for own, confidence in zip(self.claims, self.links, strict=False):
            if own.id == claim.id:
                return confidence
        return 1.0
