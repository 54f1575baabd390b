"""SARIF and JUnit: valid, complete, and carrying what reviewers decided; annotations for GitHub."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import jsonschema
import pytest
from lxml import etree
from typer.testing import CliRunner

from docaudit.cli.app import app
from docaudit.engine import Options, audit
from docaudit.history import with_history
from docaudit.model import Changes, Decision, Severity, Verdict
from docaudit.reports import write
from docaudit.rules import load_rules

RULES = load_rules()


@pytest.fixture(scope="module")
def folder(root):
    return root / "corpus" / "dossiers" / "07-port-city-forms"


@pytest.fixture(scope="module")
def result(folder):
    """An audit with findings of all severities, two decisions, and a paper that cannot be read."""
    found = audit(folder, Options(in_process=True))
    first, second = found.findings[0].id, found.findings[1].id
    decisions = {
        first: Decision(first, Verdict.REJECTED, "口径相同"),
        second: Decision(second, Verdict.PENDING),
    }
    known = frozenset(f.id for f in found.findings[1:])
    changes = Changes(datetime(2026, 1, 1, tzinfo=UTC), new=frozenset({first}), still_open=known)
    return with_history(found, decisions, changes, "k")


@pytest.fixture(scope="module")
def sarif(result, folder, tmp_path_factory):
    path = tmp_path_factory.mktemp("out") / "findings.sarif"
    write(result, path, RULES, folder)
    return json.loads(path.read_text(encoding="utf-8"))


def test_sarif_is_valid_by_the_official_schema(sarif, root):
    schema = json.loads((root / "tests" / "data" / "sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
    jsonschema.Draft7Validator(schema).validate(sarif)


def test_sarif_says_what_the_findings_say(sarif, result):
    run = sarif["runs"][0]
    assert [r["partialFingerprints"]["docauditFinding/v1"] for r in run["results"]] == [f.id for f in result.findings]
    for entry, finding in zip(run["results"], result.findings, strict=True):
        assert run["tool"]["driver"]["rules"][entry["ruleIndex"]]["id"] == finding.code
        assert finding.message in entry["message"]["text"]
        assert len(entry["locations"]) + len(entry.get("relatedLocations", [])) == len(finding.evidence)
    assert run["invocations"][0]["executionSuccessful"] is False
    assert run["invocations"][0]["toolExecutionNotifications"]


def test_sarif_suppressions_carry_decisions(sarif):
    first, second, third = sarif["runs"][0]["results"][:3]
    assert first["suppressions"] == [{"kind": "external", "status": "accepted", "justification": "口径相同"}]
    assert second["suppressions"][0]["status"] == "underReview"
    assert "suppressions" not in third
    assert (first["baselineState"], second["baselineState"]) == ("new", "unchanged")


def test_sarif_addresses_are_escaped(sarif):
    uris = [e["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for e in sarif["runs"][0]["results"]]
    assert all(uri.isascii() and " " not in uri for uri in uris)


def test_junit_fails_for_errors_and_warnings_only(result, folder, tmp_path):
    write(result, tmp_path / "junit.xml", RULES, folder)
    suites = etree.parse(tmp_path / "junit.xml").getroot()
    serious = [f for f in result.findings[1:] if f.severity is not Severity.INFO]
    assert len(suites.findall(".//failure")) == len(serious)
    assert len(suites.findall(".//skipped")) == 1
    assert len(suites.findall(".//system-out")) == sum(f.severity is Severity.INFO for f in result.findings[1:])
    assert sum(int(suite.get("failures")) for suite in suites) == len(serious)
    unread = [p for p in result.papers if p.document.status.value == "unreadable"]
    assert len(suites.findall(".//error")) + len(suites.findall(".//failure[@type='error']")) >= len(unread)


def test_what_xml_cannot_hold(result, folder, tmp_path):
    odd = replace(result.findings[2], message="坏\x00字\ud800符")
    write(replace(result, findings=(odd,)), tmp_path / "junit.xml", RULES, folder)
    assert "坏\ufffd字\ufffd符" in (tmp_path / "junit.xml").read_text(encoding="utf-8")


def test_annotations_under_github(folder, monkeypatch):
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    output = CliRunner().invoke(app, ["check", str(folder), "--jobs", "1"]).output
    lines = [line for line in output.splitlines() if line.startswith("::")]
    assert lines
    assert all(line.startswith(("::error ", "::warning ", "::notice ")) for line in lines)
    assert all("file=" in line and ",title=" in line for line in lines)
    monkeypatch.delenv("GITHUB_ACTIONS")
    assert "::" not in CliRunner().invoke(app, ["check", str(folder), "--jobs", "1"]).output
