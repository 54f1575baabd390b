"""One relation in many wordings: what is right stays unreported, what is wrong is found however it is put.

A case of `tests/wordings/*.yaml` is a section in Markdown in which `{right|wrong}` stands for a figure: the section
with every right one must give no error and no warning, and each wrong one, alone, a finding of one of the `rules`.
A text without braces is a trap.  `missed: true` marks a wording that is not understood yet (a misfit that is not
reported, never a false alarm); the test says so when it is.
"""

import re
from pathlib import Path

import pytest
import yaml

from docaudit.model import Severity
from tests.support.dossier import run_papers

FOLDER = Path(__file__).parent / "wordings"
CHOICE = re.compile(r"\{([^{}|]*)\|([^{}|]*)\}")
TITLE = "# 项目绩效评价报告\n\n## 一、基本情况\n\n"


def _cases():
    for path in sorted(FOLDER.glob("*.yaml")):
        for n, case in enumerate(yaml.safe_load(path.read_text(encoding="utf-8")), start=1):
            yield pytest.param(case, id=f"{path.stem}-{n}")


def _told(text: str) -> list[tuple[str, str]]:
    findings, _ = run_papers({"评价报告.md": text if text.startswith("# ") else TITLE + text})
    return [(f.rule, f.message) for f in findings if f.severity is not Severity.INFO and f.code[:3] != "DOC"]


def _with_wrong(text: str, nth: int) -> str:
    """Return the text with every figure right but the nth."""
    at = iter(range(len(CHOICE.findall(text))))
    return CHOICE.sub(lambda m: m[2] if next(at) == nth else m[1], text)


@pytest.mark.parametrize("case", _cases())
def test_wording(case, request):
    assert set(case) <= {"text", "rules", "missed", "why"}, "unknown key"
    text = case["text"]
    choices = len(CHOICE.findall(text))
    assert _told(_with_wrong(text, -1)) == []
    if case.get("missed"):
        request.node.add_marker(pytest.mark.xfail(strict=True, reason="not understood yet"))
    for nth in range(choices):
        told = _told(_with_wrong(text, nth))
        assert {rule for rule, _ in told} & set(case["rules"]), f"nothing of {case['rules']} in {told}"
