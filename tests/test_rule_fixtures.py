"""Every rule against its fixtures: what must be found, word for word, and what must not."""

from pathlib import Path

import pytest
import yaml

from docaudit.rules import load_rules
from tests.support.dossier import run_dossier, run_papers

FOLDER = Path(__file__).parent / "rules"
NOT_APPLICABLE = "不适用"
RULES = {rule.entry.code: rule for rule in load_rules()}


def _cases():
    for path in sorted(FOLDER.glob("*.yaml")):
        for name, case in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            yield pytest.param(path.stem, case, id=f"{path.stem}-{name}")


@pytest.mark.parametrize(("code", "case"), _cases())
def test_fixture(code, case):
    assert set(case) <= {"dossier", "papers", "finds", "why"}, "unknown key in fixture"
    assert case["finds"] is not None, "write [] for what must not be found"
    findings, outcomes = run_papers(case["papers"]) if "papers" in case else run_dossier(case["dossier"])
    messages = [f.message for f in findings if f.code == code]
    outcome = next(o for o in outcomes if o.rule == RULES[code].slug)
    if case["finds"] == NOT_APPLICABLE:
        assert messages == []
        assert (outcome.clear, outcome.found) == (0, 0)
    elif case["finds"]:
        assert sorted(messages) == sorted(case["finds"])
    else:
        assert messages == []
        assert outcome.clear > 0, "nothing was found because nothing was checked"


def test_every_rule_has_fixtures_that_fire_and_fixtures_that_do_not():
    files = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in FOLDER.glob("*.yaml")}
    assert set(files) == set(RULES)
    for code, cases in files.items():
        firing = [case for case in cases.values() if isinstance(case["finds"], list) and case["finds"]]
        quiet = [case for case in cases.values() if not case["finds"] or case["finds"] == NOT_APPLICABLE]
        assert len(firing) >= 2, code
        assert len(quiet) >= 2, code
