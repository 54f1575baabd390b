"""junit.xml: a test case a finding and a paper, for build servers that show test results."""

from __future__ import annotations

import re
from pathlib import Path

from lxml import etree

from docaudit.model import Audit, Finding, FindingStatus, Severity, Status
from docaudit.rules import Rule

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_junit(audit: Audit, path: Path, rules: tuple[Rule, ...], folder: Path) -> None:  # noqa: ARG001
    """Write a suite a project, and one of what belongs to none.

    Errors and warnings fail, hints pass with their text, what reviewers called 误报 is skipped; a paper that could not
    be read is an error, and one without a finding passes.
    """
    suites = etree.Element("testsuites", name="docaudit")
    for project_id, name in audit.project_labels.items():
        _suite(suites, audit, project_id, _clean(name))
    content = etree.tostring(suites, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    path.write_bytes(content)


def _suite(suites: etree._Element, audit: Audit, project_id: str, name: str) -> None:
    suite = etree.SubElement(suites, "testsuite", name=name)
    findings = [finding for finding in audit.findings if finding.project_id == project_id]
    paths = audit.paths
    owner = {part.document: project.id for project in audit.projects for part in project.parts}
    accused = {e.place.document for finding in findings for e in finding.evidence[:1]}
    for finding in findings:
        _case(suite, finding, paths, name)
    for paper in audit.papers:
        document = paper.document
        if owner.get(document.id, "") != project_id or document.id in accused:
            continue
        case = etree.SubElement(suite, "testcase", classname=name, name=_clean(document.path), time="0")
        if document.status is Status.UNREADABLE:
            etree.SubElement(case, "error", message=_clean("".join(document.problems)), type="document-unreadable")
    counts = {
        "tests": "testcase",
        "failures": "testcase/failure",
        "errors": "testcase/error",
        "skipped": "testcase/skipped",
    }
    for attribute, kind in counts.items():
        suite.set(attribute, str(len(suite.findall(kind))))
    if not len(suite):
        suites.remove(suite)


def _case(suite: etree._Element, finding: Finding, paths: dict[str, str], project: str) -> None:
    title = _clean(f"{finding.code} {finding.title}：{finding.message}")
    case = etree.SubElement(suite, "testcase", classname=project, name=title, time="0")
    if finding.status is FindingStatus.REJECTED:
        etree.SubElement(case, "skipped", message="经复核为误报")
        return
    lines = [finding.message, finding.computation, f"依据：{finding.basis}", f"处理建议：{finding.remedy}"]
    lines += [f"{paths.get(e.place.document, '')} {e.place.where}：“{e.place.quote}”" for e in finding.evidence]
    text = _clean("\n".join(line for line in lines if line))
    if finding.severity is Severity.INFO:
        etree.SubElement(case, "system-out").text = text
    else:
        etree.SubElement(case, "failure", message=_clean(finding.message), type=finding.severity.value).text = text


def _clean(text: str) -> str:
    """Return text that XML can hold."""
    return _NOT_XML.sub("\ufffd", text)
