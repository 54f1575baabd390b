"""Score docaudit on labelled dossiers: extraction, alignment, and findings per rule family.

A dossier is a folder with a ``truth.yaml`` (the format is described in corpus/README.md).  A reported claim is right when
document, role and value agree and the names meet; two claims are rightly aligned when they stand in one thread in
the truth and in one indicator in the result; a finding is right when its rule is expected and a quotation agrees.
"""

from __future__ import annotations

from pathlib import Path

from docaudit.config import Config
from docaudit.engine import Options, audit
from docaudit.evaluate.claims import score_claims, score_threads
from docaudit.evaluate.documents import score_documents
from docaudit.evaluate.findings import score_findings
from docaudit.evaluate.relations import ROW, score_relations
from docaudit.evaluate.scores import Row, Scores, Tally
from docaudit.evaluate.truth import Truth, TruthError
from docaudit.model import Audit
from docaudit.packs import PackError, load_yaml

__all__ = ["Row", "Scores", "TruthError", "evaluate"]


def evaluate(corpus: Path, *, jobs: int | None = None) -> Scores:
    """Audit every dossier below `corpus` and compare with its truth; raises `TruthError` when there is none."""
    truths = sorted(corpus.rglob("truth.yaml")) if corpus.is_dir() else []
    if not truths:
        raise TruthError(f"{corpus}：没有找到 truth.yaml；请指定带标注的样例目录。")
    tally = Tally()
    for path in truths:
        try:
            truth = load_yaml(path, Truth)
        except PackError as error:
            raise TruthError(str(error)) from error
        config = Config(exclude=["README.md"], jobs=jobs or 0)
        _score(path.parent.name, truth, audit(path.parent, Options(config)), tally)
    names = list(tally.expected)
    order = (
        "文种识别",
        "栏目",
        "项目归组",
        "指标读取",
        "指标对齐",
        "问题（全部）",
        "问题（错误级）",
        "问题（警告级）",
        ROW,
    )
    names.sort(key=lambda name: (order.index(name) if name in order else len(order), name))
    rows = tuple(Row(n, tally.expected[n], tally.reported[n], tally.matched[n], tally.hits[n]) for n in names)
    return Scores(rows, tally.traps, tally.trapped, len(truths), tally.papers, tuple(tally.details))


def _score(name: str, truth: Truth, result: Audit, tally: Tally) -> None:
    tally.papers += len(truth.documents)
    score_documents(name, truth, result, tally)
    if truth.indicators:
        pairs = score_claims(name, truth, result, tally)
        score_threads(name, truth, result, pairs, tally)
    score_findings(name, truth, result, tally)
    score_relations(name, truth, result, tally)
