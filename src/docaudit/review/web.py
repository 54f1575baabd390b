"""The routes of the review page: HTML from templates, pieces of it for htmx, pictures, and the reports to take away."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from docaudit.history import with_history
from docaudit.model import VERDICTS_BY_LABEL, Document, Finding, Severity, Verdict
from docaudit.reports import write
from docaudit.reports.templates import environment
from docaudit.review.desk import STATES, Desk, Filter
from docaudit.sight import whole

PAGE_SIZE = 100
EXPORTS = ("docaudit-底稿.xlsx", "docaudit-报告.html", "docaudit-取证单.docx", "docaudit-findings.json")
_VERDICTS = tuple((verdict, label) for label, verdict in VERDICTS_BY_LABEL.items())


def application(desk: Desk) -> Starlette:
    """Return the web application for one desk; the guard stands in front of it."""
    page = _Page(desk)
    static = StaticFiles(packages=[("docaudit.review", "static")])
    routes = [
        Route("/", page.index),
        Route("/list", page.rows),
        Route("/finding/{finding}", page.finding),
        Route("/finding/{finding}/crop/{number:int}", page.crop),
        Route("/paper/{document}", page.paper),
        Route("/paper/{document}/page/{number:int}", page.page),
        Route("/decide", page.decide, methods=["POST"]),
        Route("/undo/{finding}", page.undo, methods=["POST"]),
        Route("/names", page.names),
        Route("/names", page.answer, methods=["POST"]),
        Route("/again", page.again, methods=["POST"]),
        Route("/export/{name}", page.export),
        Route("/favicon.ico", _no_icon),
        Mount("/static", static),
    ]
    return Starlette(routes=routes, exception_handlers={HTTPException: _told})


async def _no_icon(_request: Request) -> Response:
    return Response(status_code=204)


async def _told(_request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    text = {404: "没有这一项，可能已随重新审核而变化；请刷新页面。", 405: "不支持这样的请求。"}.get(
        status, "请求无法处理。"
    )
    return PlainTextResponse(text, status)


class _Page:
    """The endpoints; plain functions, which Starlette runs in threads."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._templates = environment("docaudit.review", "templates")

    def index(self, request: Request) -> Response:
        desk = self._desk
        used = {finding.rule for finding in desk.audit.findings}
        return self._html(
            "index.html.j2",
            folder=desk.folder.resolve().name,
            papers=len(desk.audit.papers),
            rules=[(r.slug, f"{r.entry.code} {r.entry.title}") for r in desk.rules if r.slug in used],
            projects=desk.progress(),
            severities=tuple(Severity),
            states=STATES,
            verdicts=_VERDICTS,
            exports=EXPORTS,
            questions=len(desk.questions()),
            reviewer=desk.reviewer,
            notes=desk.audit.notes,
            **self._list(_filter(request), 0),
        )

    def rows(self, request: Request) -> Response:
        start = _number(request.query_params.get("from"))
        return self._html("rows.html.j2", **self._list(_filter(request), start))

    def finding(self, request: Request) -> Response:
        return self._detail(self._finding(request))

    def crop(self, request: Request) -> Response:
        picture = self._desk.crop(self._finding(request), request.path_params["number"])
        return _picture(picture)

    def paper(self, request: Request) -> Response:
        desk, document = self._desk, self._document(request)
        finding = desk.findings.get(request.query_params.get("finding", ""))
        places = finding.places_in(document.id) if finding else ()
        number = _number(request.query_params.get("page")) or next((p.page for p in places if p.page), None) or 1
        pictured = desk.has_pages(document)
        return self._html(
            "paper.html.j2",
            document=document,
            finding=finding,
            number=min(number, document.pages or 1),
            pages=document.pages or 1,
            marked=sorted({p.page for p in places if p.page}),
            pictured=pictured,
            html="" if pictured else whole(self._desk.whole(document), places),
            others=self._others(finding, document),
        )

    def page(self, request: Request) -> Response:
        document = self._document(request)
        finding = self._desk.findings.get(request.query_params.get("finding", ""))
        return _picture(self._desk.page(document, request.path_params["number"], finding))

    async def decide(self, request: Request) -> Response:
        form = await request.form()
        verdict = VERDICTS_BY_LABEL.get(str(form.get("verdict", "")), None)
        if verdict is None:
            verdict = Verdict.WITHDRAWN
        findings = [str(value) for value in form.getlist("finding")]
        note = str(form.get("note", ""))
        self._desk.decide(findings, verdict, note)
        shown = self._desk.findings.get(str(form.get("shown", "")))
        return self._after(findings, shown)

    def undo(self, request: Request) -> Response:
        finding = self._finding(request)
        self._desk.undo(finding.id)
        return self._after([finding.id], finding)

    def names(self, _request: Request) -> Response:
        return self._html("names.html.j2", questions=self._desk.questions())

    async def answer(self, request: Request) -> Response:
        form = await request.form()
        first, second = str(form.get("first", "")), str(form.get("second", ""))
        if not first or not second or first == second:
            raise HTTPException(400)
        self._desk.answer(first, second, same=form.get("same") == "1")
        return self._html("names.html.j2", questions=self._desk.questions())

    def again(self, _request: Request) -> Response:
        self._desk.refresh()
        return Response(status_code=204, headers={"HX-Refresh": "true"})

    def export(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in EXPORTS:
            raise HTTPException(404)
        desk = self._desk
        decisions = {f: d for f in desk.findings if (d := desk.decision(f)) is not None}
        audit = with_history(desk.audit, decisions, desk.audit.changes, desk.audit.history_key)
        scratch = tempfile.TemporaryDirectory(prefix="docaudit-")
        path = Path(scratch.name) / name
        write(audit, path, desk.rules, desk.folder)
        return FileResponse(path, filename=name, background=BackgroundTask(scratch.cleanup))

    def _list(self, wanted: Filter, start: int) -> dict[str, Any]:
        found = self._desk.select(wanted)
        return {
            "rows": [(f, self._desk.state(f.id)) for f in found[start : start + PAGE_SIZE]],
            "shown": len(found),
            "total": len(self._desk.audit.findings),
            "next": start + PAGE_SIZE if len(found) > start + PAGE_SIZE else None,
            "wanted": wanted,
        }

    def _detail(self, finding: Finding) -> Response:
        return self._html("finding.html.j2", **self._about(finding))

    def _about(self, finding: Finding) -> dict[str, Any]:
        desk = self._desk
        return {
            "f": finding,
            "project": desk.projects.get(finding.project_id, ""),
            "state": desk.state(finding.id),
            "decision": desk.decision(finding.id),
            "log": desk.log(finding.id),
            "exhibits": desk.exhibits(finding),
            "verdicts": _VERDICTS,
        }

    def _after(self, findings: list[str], shown: Finding | None) -> Response:
        """Return what a decision changes: the rows, the progress, and the finding that is open."""
        rows = [(f, self._desk.state(f.id)) for name in findings if (f := self._desk.findings.get(name)) is not None]
        about = self._about(shown) if shown is not None else {}
        return self._html("decided.html.j2", changed=rows, projects=self._desk.progress(), opened=shown, **about)

    def _others(self, finding: Finding | None, document: Document) -> list[Document]:
        if finding is None:
            return []
        names = dict.fromkeys(e.place.document for e in finding.evidence)
        return [d for name in names if name != document.id and (d := self._desk.documents.get(name)) is not None]

    def _finding(self, request: Request) -> Finding:
        finding = self._desk.findings.get(request.path_params["finding"])
        if finding is None:
            raise HTTPException(404)
        return finding

    def _document(self, request: Request) -> Document:
        document = self._desk.documents.get(request.path_params["document"])
        if document is None:
            raise HTTPException(404)
        return document

    def _html(self, template: str, **values: Any) -> Response:
        content = self._templates.get_template(template).render(**values)
        return HTMLResponse(content.encode("utf-8", "replace"), headers={"cache-control": "no-store"})


def _picture(picture: Any) -> Response:
    if picture is None:
        raise HTTPException(404)
    return Response(picture.data, media_type="image/webp", headers={"cache-control": "private, max-age=600"})


def _filter(request: Request) -> Filter:
    given = request.query_params
    return Filter(
        given.get("project", "*"),
        given.get("rule", "*"),
        given.get("severity", "*"),
        given.get("state", "*"),
        given.get("words", "")[:200],
    )


def _number(text: str | None) -> int:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 9 else 0
