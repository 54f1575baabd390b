"""Single papers full of figures: values are computed where they are printed, labels stand beside them.

Text:
  {expr:fmt}            the value; fmt is decimals ``2``, with commas ``,2``, percent ``%1``; ``t`` at the end truncates
  {expr:fmt=printed}    prints something else; the build fails if that is right after all
  [[labels: quote // why]]   a labelled piece of text; labels, separated by ``;``:
      share             a true relation (a kind of KINDS); ``part_whole(a <= b)`` is checked
      !rule,also/2#id   a defect of difficulty 2; ``~rule`` one that may be reported
      &id               one more quotation of that defect
      ?rule,rule        a trap; the reason stands after ``//``
Tables are lines of ``a | b``; ``^`` and ``<`` merge as in the kit; a cell may be
  ``=2..5`` ``=2+5``    the sum of these rows, ``=>1..3`` of these columns (rows count after the head, columns from 1)
  ``=share{c3/r9c3:%1}`` a formula over this row's columns and any cell; ``*`` takes the formula of the column
and may end in ``!printed@rule,also/2`` (planted), ``?@rule//why`` (trap), ``#name`` (its value under a name for the text).
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from builders.kit import Block, Dossier, N

KINDS = {
    "sum": "sum-mismatch",
    "share": "share-mismatch",
    "growth": "growth-mismatch",
    "difference": "difference-mismatch",
    "mean": "mean-mismatch",
    "completion_rate": "completion-rate-mismatch",
    "execution_rate": "execution-rate-mismatch",
    "score": "score-mismatch",
    "weight_total": "weight-total",
    "part_whole": "part-exceeds-whole",
}
TOTALS = {"合计", "总计", "小计", "总分", "全市", "全年"}
PLACE = re.compile(r"\{([^{}:]+)(?::([^{}=]*))?(?:=([^{}]*))?\}")
MARK = re.compile(r"\[\[([^:\]]+):(.*?)\]\]", re.DOTALL)
TAIL = re.compile(r"\s(?:#(\w+)|!([^@|]+)@([\w,\-]+)(?:/(\d))?|\?@([\w,\-]+)//([^#]*?))\s*$")
UNIT = r"(?:个?百分点|万元|亿元|元|分|万?人次|人|家次?|[项件篇场个张名份笔台户亩吨天公里]|倍|%)?"
NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")


def number(text: str) -> Fraction | None:
    """The first figure of a cell; a percentage as a fraction of one."""
    m = NUMBER.search(text)
    if not m:
        return None
    value = Fraction(m.group(0).replace(",", ""))
    return value / 100 if text[m.end() :].lstrip().startswith("%") else value


def show(value: Fraction | float, fmt: str, *, cut: bool = False) -> str:
    """Print a value; halves go up, `cut` truncates."""
    value = Fraction(value)
    if not fmt:
        if value.denominator == 1:
            return str(value.numerator)
        text = f"{float(value):.6f}".rstrip("0")
        if Fraction(text) != value:
            raise ValueError(f"{float(value)} needs a format")
        return text
    cut = cut or fmt.endswith("t")
    fmt = fmt.rstrip("t")
    percent, commas = fmt.startswith("%"), fmt.startswith(",")
    places = int(fmt.lstrip("%,") or 0)
    scaled = abs(value) * (100 if percent else 1) * 10**places
    whole = int(scaled) if cut else int(scaled + Fraction(1, 2))
    head, tail = divmod(whole, 10**places)
    text = (f"{head:,}" if commas else str(head)) + (f".{tail:0{places}d}" if places else "")
    return ("-" if value < 0 and whole else "") + text + ("%" if percent else "")


def fits(printed: str, value: Fraction | float, fmt: str) -> bool:
    return printed in {show(value, fmt), show(value, fmt, cut=True)}


def evaluate(expr: str, names: dict[str, Any]) -> Any:
    code = re.sub(r"(?<![\w.])\d+(?:\.\d+)?(?![\w.])", lambda m: f'F("{m.group(0)}")', expr)
    return eval(code, {"__builtins__": {}, "F": Fraction, "min": min, "max": max, "sum": sum, "abs": abs}, names)


class Table:
    """A grid whose cells are computed on demand."""

    def __init__(self, owner: Sheet, name: str, text: str, heads: int, cols: dict[int, str]) -> None:
        self.owner, self.name, self.heads, self.cols = owner, name, heads, cols
        self.raw = [[c.strip() for c in line.strip().split("|")] for line in text.strip().splitlines()]
        if len({len(r) for r in self.raw}) != 1:
            raise ValueError(f"{owner.slug} {name}: ragged {[(i, len(r)) for i, r in enumerate(self.raw)]}")
        self.notes: dict[tuple[int, int], list[re.Match[str]]] = {}
        self.planted: dict[tuple[int, int], str] = {}
        self.memo: dict[tuple[int, int, bool], Any] = {}
        for i, row in enumerate(self.raw[heads:], 1):
            for j, cell in enumerate(row, 1):
                while m := TAIL.search(cell):
                    self.notes.setdefault((i, j), []).append(m)
                    cell = cell[: m.start()].rstrip()
                    if m.group(2):
                        self.planted[i, j] = m.group(2).strip()
                self.raw[heads + i - 1][j - 1] = self.cols[j] if cell == "*" else cell
        for (i, j), ms in self.notes.items():
            for m in ms:
                if m.group(1):
                    owner.names[m.group(1)] = self.value(i, j)

    def body(self, i: int, j: int) -> str:
        return self.raw[self.heads + i - 1][j - 1]

    def formula(self, i: int, j: int) -> tuple[str, str, str, list[tuple[int, int]]] | None:
        """Kind, expression, format and the cells that it reads."""
        cell = self.body(i, j)
        if m := re.fullmatch(r"=(\w*)\{([^:]+):([^}]*)\}([^{}]*)", cell):
            cells = [(i, int(c)) for c in re.findall(r"\bc(\d+)", m.group(2))]
            cells += [(int(r), int(c)) for r, c in re.findall(r"\br(\d+)c(\d+)", m.group(2))]
            return m.group(1) or "none", m.group(2), m.group(3), cells
        if m := re.fullmatch(r"=(>?)([\d.+]+)(?::(\w+))?", cell):
            picks: list[int] = []
            for piece in m.group(2).split("+"):
                a, _, b = piece.partition("..")
                picks += range(int(a), int(b or a) + 1)
            cells = [(i, k) if m.group(1) else (k, j) for k in picks]
            cells = [c for c in cells if self.value(*c) is not None]
            shown = [self.text(*c) for c in cells]
            places = max(len(s.strip("%").partition(".")[2]) for s in shown)
            style = "%" if shown[0].endswith("%") else "," if any("," in s for s in shown) else ""
            return m.group(3) or "sum", "+".join(f"r{r}c{c}" for r, c in cells), f"{style}{places}", cells
        return None

    def value(self, i: int, j: int, printed: bool = False) -> Any:
        key = (i, j, printed)
        if key not in self.memo:
            if printed:
                self.memo[key] = number(self.text(i, j))
            elif f := self.formula(i, j):
                self.memo[key] = self.compute(f, printed=False, row=i)
            else:
                self.memo[key] = number(self.owner.fill(self.body(i, j), label=False))
        return self.memo[key]

    def compute(self, f: tuple[str, str, str, list[tuple[int, int]]], *, printed: bool, row: int) -> Any:
        names = dict(self.owner.names)
        for r, c in f[3]:
            names[f"r{r}c{c}"] = self.value(r, c, printed)
            if r == row:
                names[f"c{c}"] = names[f"r{r}c{c}"]
        return evaluate(f[1], names)

    def text(self, i: int, j: int) -> str:
        if (i, j) in self.planted:
            return self.planted[i, j]
        if f := self.formula(i, j):
            tail = re.search(r"\}([^{}]*)$", self.body(i, j))
            # printed operands decide, so that a reader of the paper gets the same figure
            own = all(c not in self.planted for c in f[3]) and f[0] != "none"
            return show(self.compute(f, printed=own, row=i), f[2]) + (tail.group(1) if tail else "")
        return self.owner.fill(self.body(i, j), label=False)

    def about(self, i: int, j: int) -> str:
        k = next((n for n in (1, 2, 3) if n < j and number(self.label(i, n)) is None and self.label(i, n)), 1)
        last = next((n for n in range(j - 1, 0, -1) if number(self.label(i, n)) is None and self.label(i, n)), k)
        head = "".join(dict.fromkeys(x for r in self.raw[: self.heads] if (x := r[j - 1]) not in {"^", "<"}))
        row = self.label(i, k) if k == last else f"{self.label(i, k)}{self.label(i, last)}"
        return f"{self.name} {row} {head}".replace("⏎", "").strip()

    def label(self, i: int, j: int) -> str:
        cell = self.body(i, j)
        while cell in {"^", "<"}:
            i, j = (i - 1, j) if cell == "^" else (i, j - 1)
            cell = self.body(i, j)
        return "" if cell.startswith("=") else re.sub(r"[\[\]{}]", "", cell)

    def register(self) -> None:
        o = self.owner
        for i in range(1, len(self.raw) - self.heads + 1):
            for j in range(1, len(self.raw[0]) + 1):
                f, shown, about = self.formula(i, j), self.text(i, j), self.about(i, j)
                if not f:
                    o.fill(self.body(i, j), label=True)
                elif f[0] != "none":
                    core = NUMBER.search(shown)
                    value = core.group(0) + ("%" if f[2].startswith("%") else "") if core else shown
                    good = fits(value, self.compute(f, printed=True, row=i), f[2])
                    if (i, j) in self.planted:
                        if good or fits(value, self.compute(f, printed=False, row=i), f[2]):
                            raise ValueError(f"{o.slug} {about}: planted {shown} is right")
                    elif good:
                        o.relation(f[0], shown, about)
                    elif any(c in self.planted for c in f[3]):
                        o.finding(KINDS[f[0]], [o.path], about, [shown], 2, also=sorted(KINDS.values()), optional=True)
                        o.findings[-1]["also"] = [x for x in sorted(set(KINDS.values())) if x != KINDS[f[0]]]
                    else:
                        raise ValueError(f"{o.slug} {about}: {shown} does not hold")
                for m in self.notes.get((i, j), []):
                    if m.group(3):
                        rule, *also = m.group(3).split(",")
                        o.finding(rule, [o.path], about, [shown], int(m.group(4) or 1), also=also or None)
                    elif m.group(5):
                        o.trap(o.path, about, [shown], m.group(5).split(","), m.group(6).strip())

        self._totals()

    def _totals(self) -> None:
        """Totals over a planted cell that no formula ties to it: reporting them is right, and not required."""
        for (i, j), printed in self.planted.items():
            for k in range(1, len(self.raw) - self.heads + 1):
                f = self.formula(k, j)
                tied = k == i or (k, j) in self.planted or (f is not None and (i, j) in f[3])
                if not tied and self.label(k, 1).replace(" ", "") in TOTALS and self.value(k, j) is not None:
                    about = self.about(k, j)
                    self.owner.finding(
                        "sum-mismatch",
                        [self.owner.path],
                        about,
                        [self.text(k, j), printed],
                        2,
                        also=["share-mismatch", "mean-mismatch", "difference-mismatch"],
                        optional=True,
                    )

    def rows(self, numeric: bool) -> list[list[Any]]:
        out: list[list[Any]] = []
        for i, row in enumerate(self.raw):
            line: list[Any] = []
            for j, cell in enumerate(row):
                if i < self.heads or cell in {"^", "<"}:
                    line.append(cell.replace("⏎", "\n"))
                    continue
                text = self.text(i - self.heads + 1, j + 1).replace("⏎", "\n")
                line.append(self._cell(text, i - self.heads + 1, j + 1) if numeric else text)
            out.append(line)
        return out

    def _cell(self, text: str, i: int, j: int) -> Any:
        for pattern, fmt in (
            (r"-?\d{1,3}(,\d{3})+\.\d\d|-?\d{1,3}\.\d\d", "#,##0.00"),
            (r"-?\d+\.\d\d%", "0.00%"),
            (r"-?(0|[1-9]\d{0,6})", "General"),
        ):
            if re.fullmatch(pattern, text):
                value = number(text)
                true = self.value(i, j)
                exact = float(true) if true is not None and (i, j) not in self.planted else float(value or 0)
                cell = N(exact, fmt)
                return cell if cell.shown == text else N(float(value or 0), fmt)
        return text


class Sheet(Dossier):
    """A dossier of one paper."""

    def __init__(
        self, slug: str, title: str, path: str, kind: str, *, source: str, layouts: list[str], project: str = "",
        code: str = "", fields: dict[str, str] | None = None, numeric: bool = False, **options: Any,
    ) -> None:  # fmt: skip
        super().__init__(slug, title, source=source, layouts=layouts, family="numbers")
        self.path, self.kind, self.numeric, self.options = path, kind, numeric, {"fields": fields or {}, **options}
        self.project_name = self.project(project, code) if project else None
        self.names: dict[str, Any] = {}
        self.relations: list[dict[str, Any]] = []
        self.parts: list[Block | Table] = []
        self.extra: dict[str, list[str]] = {}
        self.held: dict[str, dict[str, Any]] = {}
        self.grids: dict[int, dict[str, Any]] = {}

    def let(self, **values: Any) -> None:
        """Numbers for the text; a string is an expression over those before it."""
        for k, v in values.items():
            self.names[k] = evaluate(v, self.names) if isinstance(v, str) else Fraction(str(v))

    def add(self, *blocks: Block) -> None:
        self.parts += blocks

    def p(self, *texts: str) -> None:
        self.parts += [Block("p", t) for t in texts]

    def h1(self, t: str) -> None:
        self.parts.append(Block("h1", t))

    def h2(self, t: str) -> None:
        self.parts.append(Block("h2", t))

    def note(self, t: str) -> None:
        self.parts.append(Block("note", t))

    def table(
        self, name: str, text: str, *, heads: int = 1, cols: dict[int, str] | None = None, cap: bool = True, **o: Any
    ) -> None:
        """A table under its caption."""
        if cap and name:
            self.parts.append(Block("cap", name))
        self.grids[len(self.parts)] = o
        self.parts.append(Table(self, name, text, heads, cols or {}))

    def relation(self, kind: str, quote: str, about: str = "") -> None:
        if kind not in KINDS:
            raise ValueError(f"{self.slug}: no kind {kind}")
        item = {"document": self.path, "kind": kind, "quotes": [quote]}
        if about:
            item["about"] = about
        self.relations.append(item)

    def fill(self, text: str, *, label: bool) -> str:
        """The text as printed; with `label`, what its marks say is put down."""

        def place(m: re.Match[str]) -> str:
            value = evaluate(m.group(1), self.names)
            fmt, printed = m.group(2) or "", m.group(3)
            if printed is None:
                return show(value, fmt)
            if label and fits(printed, value, fmt):
                raise ValueError(f"{self.slug}: {printed} is right: {text}")
            return printed

        def mark(m: re.Match[str]) -> str:
            body, _, why = m.group(2).partition(" //")
            quote = PLACE.sub(place, body.strip())
            if label:
                odd = [x.group(3) for x in PLACE.finditer(body) if x.group(3)]
                figures = [f.group(0) for x in odd if (f := re.search(re.escape(x) + UNIT, quote))]
                self._label(m.group(1), quote, why.strip(), [f for f in figures if len(f) > 3 and f != quote])
            return quote

        return PLACE.sub(place, MARK.sub(mark, text))

    def _label(self, labels: str, quote: str, why: str, figures: list[str]) -> None:
        for raw in labels.split(";"):
            lab, assertion = raw.strip(), None
            if "(" in lab:
                lab, _, rest = lab.partition("(")
                assertion, _, tail = rest.rpartition(")")
                lab += tail
            sign, rest = lab[0], lab[1:]
            if sign in "!~":
                rest, _, key = rest.partition("#")
                rest, _, hard = rest.partition("/")
                rule, *also = rest.split(",")
                if assertion and evaluate(assertion, self.names):
                    raise ValueError(f"{self.slug}: {quote} is right")
                quotes = [quote, *figures]
                self.finding(rule, [self.path], quote, quotes, int(hard or 1), also=also or None, optional=sign == "~")
                if key:
                    self.held[key] = self.findings[-1]
            elif sign == "&":
                self.extra.setdefault(rest, []).append(quote)
            elif sign == "?":
                if not why:
                    raise ValueError(f"{self.slug}: no reason for {quote}")
                self.trap(self.path, quote, [quote], rest.split(","), why)
            else:
                if assertion and not evaluate(assertion, self.names):
                    raise ValueError(f"{self.slug}: {quote} does not hold")
                self.relation(lab, quote)

    def done(self) -> Sheet:
        """Print everything and collect the truth."""
        blocks: list[Block] = []
        for n, part in enumerate(self.parts):
            if isinstance(part, Table):
                part.register()
                o = self.grids[n]
                blocks.append(Block("table", rows=part.rows(self.numeric), heads=part.heads, lint=False, **o))
            else:
                part.text = self.fill(part.text, label=True)
                blocks.append(part)
        for key, quotes in self.extra.items():
            self.held[key]["quotes"] += quotes
        self.paper(self.path, self.kind, self.project_name, blocks, **self.options)
        return self

    def problems(self) -> list[str]:
        """Quotations that stand in several places, traps that share a sentence with a defect of the same rule."""
        out = []
        flat = re.sub(r"\s", "", self.papers[0].text())
        for item in [*self.findings, *self.traps, *self.relations]:
            out += [f"not printed: {q}" for q in item["quotes"] if re.sub(r"\s", "", q) not in flat]
        out += [
            f"vague: {t['quotes']}"
            for t in self.traps
            if len(t["quotes"][0]) < 4 and not re.fullmatch(r"\d\.\d\d|\d{3}|.*[^\x00-\x7f].*", t["quotes"][0])
        ]
        pieces = [s for b in self.papers[0].blocks if b.kind != "table" for s in re.split("[。；]", b.text)]
        for trap in self.traps:
            for f in self.findings:
                same = set(trap["rules"]) & {f["rule"], *f.get("also", [])}
                near = [s for s in pieces if trap["quotes"][0] in s and any(q in s for q in f["quotes"] if len(q) > 3)]
                if same and near and not f["optional"]:
                    out.append(f"trap {trap['quotes']} beside defect {f['quotes']}: {same}")
        return out

    def truth(self) -> dict[str, Any]:
        return {**super().truth(), "relations": self.relations}
