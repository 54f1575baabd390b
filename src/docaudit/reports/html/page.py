"""Put the page together: template, style and script from this folder, everything inline."""

from __future__ import annotations

import base64
import hashlib
import json
from contextlib import closing
from importlib.resources import files
from pathlib import Path

from docaudit import __version__
from docaudit.model import Audit, Severity, Status
from docaudit.reports.html import view
from docaudit.reports.html.pictures import Album
from docaudit.reports.templates import environment
from docaudit.rules import Rule
from docaudit.sight import Originals, Pages


def write_html(audit: Audit, path: Path, rules: tuple[Rule, ...], folder: Path) -> None:
    """Write the page; the same audit gives the same bytes.  Raises OSError when it cannot be written."""
    with closing(Originals(folder)) as originals, closing(Pages(originals)) as pages:
        album = Album(audit, pages)
        exhibits = {finding.id: album.exhibits(finding) for finding in audit.findings}
    here = files("docaudit.reports.html")
    style, script = (here.joinpath(name).read_text(encoding="utf-8").strip() for name in ("report.css", "report.js"))
    names = audit.project_labels
    states = {status: sum(p.document.status is status for p in audit.papers) for status in Status}
    titles = [(rule.slug, f"{rule.entry.code} {rule.entry.title}") for rule in rules]
    content = (
        environment("docaudit.reports.html", ".")
        .get_template("report.html.j2")
        .render(
            audit=audit,
            folder=folder.resolve().name,
            version=__version__,
            style=style,
            script=script,
            script_hash=_hash(script),
            style_hash=_hash(style),
            severities=tuple(Severity),
            names=names,
            statuses={finding.id: view.status_label(finding, audit) for finding in audit.findings},
            exhibits=exhibits,
            left_out=album.left_out,
            pictures=json.dumps(album.data, separators=(",", ":")),
            by_project=view.bars(audit, names.items(), "project_id"),
            by_rule=view.bars(audit, titles, "rule"),
            used_rules=[title for title in titles if any(f.rule == title[0] for f in audit.findings)],
            used_projects=[item for item in names.items() if any(f.project_id == item[0] for f in audit.findings)],
            comparisons=view.comparisons(audit),
            states=states,
            figures=sum(c.figures for c in audit.coverage.values()),
            checked=sum(c.in_checks for c in audit.coverage.values()),
        )
    )
    path.write_text(content, encoding="utf-8", errors="replace")


def _hash(content: str) -> str:
    """Return what the content security policy wants to see of an inline script or style."""
    digest = hashlib.sha256(content.encode()).digest()
    return "sha256-" + base64.b64encode(digest).decode("ascii")
