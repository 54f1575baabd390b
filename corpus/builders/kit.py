"""Blocks, papers and dossiers.

A paper is a list of blocks.  A stated value is marked where it stands, ``[[quote|role|name|quantity]]`` with role t(arget),
a(ctual) or b(aseline) and ``~`` before a qualitative value (``=`` for a quantity that is the quote itself, and a fifth part for a period);
a table names its columns instead.  Truth is collected from
these marks, so that papers and truth cannot drift apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

MARK = re.compile(r"\[\[(.+?)\|([tab])\|([^|\]]+?)\|([^|\]]+?)(?:\|([^|\]]+?))?\]\]")
ROLES = {"t": "target", "a": "actual", "b": "baseline"}
NUMERAL = re.compile(r"\d|[一二三四五六七八九十两百千]+[项个篇家人名套件次台份条场]")


def plain(text: str) -> str:
    """The text as printed, without marks."""
    return MARK.sub(lambda m: m.group(1), text)


@dataclass(frozen=True)
class N:
    """A numeric spreadsheet cell with its number format."""

    value: float
    fmt: str = "General"

    @property
    def shown(self) -> str:
        """What the auditor sees."""
        if self.fmt == "0.00%":
            return f"{self.value * 100:.2f}%"
        if self.fmt == "#,##0.00":
            return f"{self.value:,.2f}"
        if self.fmt == "0.00":
            return f"{self.value:.2f}"
        return str(int(self.value)) if float(self.value).is_integer() else str(self.value)


def shown(cell: str | N) -> str:
    return cell.shown if isinstance(cell, N) else plain(cell)


@dataclass
class Block:
    """kind: cover, title, h1..h3, p, cap, note, right, center, break, table, sheet."""

    kind: str
    text: str = ""
    rows: list[list[str | N]] = field(default_factory=list)
    heads: int = 1
    roles: dict[str, int] = field(default_factory=dict)
    widths: list[float] | None = None
    lint: bool = True


def title(text: str) -> Block:
    return Block("title", text)


def cover(*lines: str) -> Block:
    return Block("cover", "\n".join(lines))


def h1(text: str) -> Block:
    return Block("h1", text)


def h2(text: str) -> Block:
    return Block("h2", text)


def h3(text: str) -> Block:
    return Block("h3", text)


def p(text: str) -> Block:
    return Block("p", text)


def cap(text: str) -> Block:
    return Block("cap", text)


def note(text: str) -> Block:
    return Block("note", text)


def right(text: str) -> Block:
    return Block("right", text)


def center(text: str) -> Block:
    return Block("center", text)


def pagebreak() -> Block:
    return Block("break")


def sheet(name: str) -> Block:
    return Block("sheet", name)


def table(
    text: str | list[list[Any]],
    *,
    heads: int = 1,
    widths: list[float] | None = None,
    lint: bool = True,
    **roles: int,
) -> Block:
    """A table from lines of ``a | b | c``; ``^`` merges with the cell above, ``<`` with the one on the left, ``⏎`` breaks a line.

    Column roles: name, target, midterm (a target at half time), actual, baseline, unit, relation (numbers from 0).
    """
    if isinstance(text, str):
        rows: list[list[Any]] = []
        for line in text.strip().splitlines():
            line = MARK.sub(lambda m: m.group(0).replace("|", "\0"), line.strip())
            rows.append([c.strip().replace("\0", "|").replace("⏎", "\n") for c in line.split("|")])
    else:
        rows = text
    width = max(len(r) for r in rows)
    for r in rows:
        if len(r) != width:
            raise ValueError(f"ragged row {r}")
    return Block("table", rows=rows, heads=heads, roles=dict(roles), widths=widths, lint=lint)


def form(text: str, *, widths: list[float] | None = None) -> Block:
    """A key-value form."""
    return table(text, heads=0, widths=widths, lint=False)


def filled(block: Block) -> list[list[str]]:
    """The grid as text, merged cells repeated."""
    out: list[list[str]] = []
    for i, row in enumerate(block.rows):
        line: list[str] = []
        for j, cell in enumerate(row):
            if cell == "^":
                line.append(out[i - 1][j])
            elif cell == "<":
                line.append(line[j - 1])
            else:
                line.append(shown(cell))
        out.append(line)
    return out


@dataclass
class Paper:
    """One file to be built; `raw` is written as it is (an empty or a damaged file)."""

    path: str
    kind: str
    blocks: list[Block]
    project: str | None
    fields: dict[str, str] = field(default_factory=dict)
    parts: list[dict[str, Any]] | None = None
    claims: list[dict[str, Any]] = field(default_factory=list)
    font: str = "宋体"
    headings: str = "style"
    landscape: bool = False
    raw: bytes | None = None
    password: str | None = None
    engine: str = "office"
    unreadable: bool = False

    def text(self) -> str:
        """Everything printed, one block after the other."""
        return "\n".join(
            "\n".join("\t".join(r) for r in filled(b)) if b.kind == "table" else plain(b.text) for b in self.blocks
        )


def _strip_name(name: str) -> tuple[str, str | None]:
    name = re.sub(r"^\s*(?:\d+(?:\.\d+)*[.、．]|[（(]\d+[)）]|指标\d+[:：])\s*", "", name.replace("\n", ""))
    m = re.search(r"[（(]([^（）()]{1,6})[)）]$", name)
    if m and m.group(1) in UNITS:
        return name[: m.start()].strip(), m.group(1)
    return name.strip(), None


UNITS = {
    "项", "件", "个", "篇", "家", "人", "名", "人次", "套", "台", "万元", "元", "亿元", "%", "场", "次", "份", "条", "部", "台(套)",
    "万美元", "天", "亩", "吨", "万株", "元/亩", "万人次", "公里", "户", "期", "种", "小时", "组", "J/g", "台（套）",
    "分钟", "座", "万套", "千瓦时", "万亩", "例次", "mg/L", "万架次", "秒", "架",
}  # fmt: skip


class Dossier:
    """A folder of papers and the truth about it."""

    def __init__(self, slug: str, title: str, *, source: str, layouts: list[str], family: str = "dossiers") -> None:
        self.family = family
        self.slug, self.title, self.source, self.layouts = slug, title, source, layouts
        self.papers: list[Paper] = []
        self.projects: list[tuple[str, str]] = []
        self.findings: list[dict[str, Any]] = []
        self.traps: list[dict[str, Any]] = []
        self.aliases: dict[tuple[str, str], str] = {}
        self.skip: set[str] = set()

    def project(self, name: str, code: str = "") -> str:
        self.projects.append((name, code))
        return name

    def alias(self, project: str, thread: str, *names: str) -> None:
        """Other names under which an indicator goes in this project."""
        for name in names:
            self.aliases[project, name] = thread

    def paper(self, path: str, kind: str, project: str | None, blocks: list[Block], **options: Any) -> Paper:
        paper = Paper(path, kind, blocks, project, **options)
        current = project
        for b in blocks:
            if b.kind == "sheet" and "@" in b.text:
                b.text, current = b.text.split("@", 1)
            if b.kind == "project":
                current = b.text
                continue
            if b.kind == "table":
                self._from_table(paper, b, current)
                for row in b.rows:
                    for cell in row:
                        if isinstance(cell, str):
                            self._from_marks(paper, cell, current)
            else:
                self._from_marks(paper, b.text, current)
        paper.blocks = [b for b in blocks if b.kind != "project"]
        self.papers.append(paper)
        return paper

    def _from_marks(self, paper: Paper, text: str, project: str | None) -> None:
        for quote, role, name, value, period in MARK.findall(text):
            self._claim(paper, project, ROLES[role], name, quote if value == "=" else value, quote, period=period)

    def _from_table(self, paper: Paper, b: Block, project: str | None) -> None:
        if "name" not in b.roles:
            return
        grid = filled(b)
        for i in range(b.heads, len(grid)):
            raw_name = grid[i][b.roles["name"]]
            if not raw_name or raw_name.replace(" ", "") in {"合计", "总分", "总计", "小计"}:
                continue
            name, unit = _strip_name(raw_name)
            if "unit" in b.roles:
                unit = grid[i][b.roles["unit"]] or None
            for role in ("baseline", "midterm", "target", "actual"):
                if role not in b.roles:
                    continue
                cell = grid[i][b.roles[role]]
                original = b.rows[i][b.roles[role]]
                if (
                    cell in {"", "—", "-", "/"}
                    or original in {"^", "<"}
                    or (isinstance(original, str) and MARK.search(original))
                ):
                    continue
                if NUMERAL.search(cell):
                    value = re.sub(r"^申请(?:发明)?专利", "", re.split(r"[，；](?!\d)", cell)[0])
                    if role == "target" and "relation" in b.roles:
                        value = grid[i][b.roles["relation"]] + value
                    if unit and re.fullmatch(r"[^0-9]*[\d,.\-~～]+", cell):
                        value += unit
                else:
                    value = "~" + cell
                if role == "midterm":
                    self._claim(paper, project, "target", name, value, cell, period="中期")
                else:
                    self._claim(paper, project, role, name, value, cell)

    def _claim(
        self, paper: Paper, project: str | None, role: str, name: str, value: str, quote: str, *, period: str = ""
    ) -> None:
        thread = self.aliases.get((project or "", name), name)
        claim = {"document": paper.path, "role": role}
        claim.update({"text": value[1:]} if value.startswith("~") else {"quantity": value})
        claim.update(name=name, quote=quote)
        if period:
            claim["period"] = period
        claim["_thread"], claim["_project"] = thread, project
        paper.claims.append(claim)

    def claim(
        self, paper: Paper, role: str, name: str, value: str, quote: str, *, period: str = "", thread: str = ""
    ) -> None:
        """A value that no mark can reach, e.g. a numeric spreadsheet cell."""
        self._claim(paper, paper.project, role, name, value, quote, period=period)
        if thread:
            paper.claims[-1]["_thread"] = thread

    def finding(
        self, rule: str, documents: list[str], about: str, quotes: list[str], difficulty: int = 1, *, also: list[str] | None = None,
        optional: bool = False,
    ) -> None:  # fmt: skip
        item: dict[str, Any] = {"rule": rule}
        if also:
            item["also"] = also
        item.update(documents=documents, about=about, quotes=quotes, optional=optional, difficulty=difficulty)
        self.findings.append(item)

    def trap(self, document: str, about: str, quotes: list[str], rules: list[str], why: str) -> None:
        self.traps.append({"document": document, "about": about, "quotes": quotes, "rules": rules, "why": why})

    def truth(self) -> dict[str, Any]:
        documents = []
        for paper in self.papers:
            entry: dict[str, Any] = {"path": paper.path, "kind": paper.kind}
            if paper.parts:
                entry["parts"] = paper.parts
            if paper.fields:
                entry["fields"] = paper.fields
            if paper.unreadable:
                entry["unreadable"] = True
            documents.append(entry)
        projects = []
        for name, code in self.projects:
            item = {"name": name}
            if code:
                item["code"] = code
            item["documents"] = [
                x.path for x in self.papers if x.project == name or name in {pt.get("project") for pt in x.parts or []}
            ]
            projects.append(item)
        threads: dict[tuple[str, str], list[dict[str, Any]]] = {}
        for paper in self.papers:
            for c in paper.claims:
                threads.setdefault((c["_project"] or "", c["_thread"]), []).append(
                    {k: v for k, v in c.items() if not k.startswith("_")}
                )
        indicators = []
        for (project, thread), claims in threads.items():
            item = {"name": thread}
            if project:
                item["project"] = project
            item["claims"] = claims
            indicators.append(item)
        return {
            "title": self.title, "source": self.source, "licence": "CC0-1.0", "layouts": self.layouts, "documents": documents,
            "projects": projects, "indicators": indicators, "findings": self.findings, "traps": self.traps,
        }  # fmt: skip


def for_project(name: str) -> Block:
    """From here on the values belong to another project of the folder."""
    return Block("project", name)
