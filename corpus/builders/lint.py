"""What must hold in a dossier apart from its planted defects: recomputed with no help from the engine."""

from __future__ import annotations

import itertools
import re
from decimal import Decimal

from builders.kit import Block, Dossier, filled

RATIO_LIMIT = Decimal("1.2")
SMALL = 3


def squeeze(text: str) -> str:
    return re.sub(r"\s", "", text)


def number(text: str) -> Decimal | None:
    text = text.replace(",", "").replace(" ", "")
    m = re.fullmatch(r"(-?\d+(?:\.\d+)?)[^\d]*", text)
    return Decimal(m.group(1)) if m else None


def close(printed: str, exact: Decimal) -> bool:
    """Rounded or truncated to the printed places."""
    value = number(printed)
    if value is None:
        return True
    places = len(printed.replace(",", "").rstrip("%").partition(".")[2].rstrip("分 "))
    unit = Decimal(10) ** -places
    return abs(value - exact) <= unit / 2 or 0 <= exact - value < unit


def quotes_of(dossier: Dossier) -> set[str]:
    return {squeeze(q) for f in dossier.findings for q in f["quotes"]}


def problems(dossier: Dossier) -> list[str]:
    out: list[str] = []
    texts = {paper.path: squeeze(paper.text()) for paper in dossier.papers}
    for item in [*dossier.findings, *dossier.traps]:
        named = item.get("documents", [item.get("document")])
        out += [f"no such paper {document}" for document in named if document not in texts]
        for q in item["quotes"]:
            if not any(squeeze(q) in texts.get(document, "") for document in named):
                out.append(f"quote not printed: {q}")
    for paper in dossier.papers:
        for name, value in paper.fields.items():
            if name not in {"start", "end"} and squeeze(value) not in texts[paper.path]:
                out.append(f"{paper.path}: field {name} {value} not printed")
        for b in paper.blocks:
            if b.kind == "table" and b.lint:
                out += [f"{paper.path}: {x}" for x in _table(b, quotes_of(dossier))]
    return out + _threads(dossier)


def _table(b: Block, planted: set[str]) -> list[str]:
    grid = filled(b)
    heads = ["".join(dict.fromkeys(grid[i][j] for i in range(b.heads))) for j in range(len(grid[0]))]
    body = grid[b.heads :]
    out: list[str] = []

    def known(cell: str) -> bool:
        return any(q and (squeeze(cell) == q or squeeze(cell) in q) for q in planted)

    totals = [i for i, r in enumerate(body) if squeeze(r[0]) in {"合计", "总计", "总分", "总得分"}]
    details = [
        r
        for i, r in enumerate(body)
        if i not in totals and not any(squeeze(c).startswith(("小计", "其中", "#")) for c in r[:3])
    ]
    for t in totals:
        for j, h in enumerate(heads):
            printed = number(body[t][j])
            if printed is None or re.search("率|占比|比重|完成值|指标值|均", h):
                continue
            values = [number(r[j]) for r in details]
            if sum(v or 0 for v in values) != printed and not known(body[t][j]):
                out.append(f"sum {h}: {body[t][j]} but {sum(v or 0 for v in values)}")

    def col(*patterns: str) -> int | None:
        for pattern in patterns:
            for j, h in enumerate(heads):
                if re.search(pattern, squeeze(h)):
                    return j
        return None

    def expect(fits: bool, cell: str, message: str) -> None:
        if not fits and not known(cell):
            out.append(message)

    across = [j for j, h in enumerate(heads) if re.fullmatch("(三年)?(合计|总计).*", squeeze(h))]
    if len(across) == 1 and not re.search("指标|来源.*预算", "".join(heads[1 : across[0]])):
        for r in body:
            parts = [number(x) for x in r[1 : across[0]]]
            printed, total = number(r[across[0]]), sum(x or 0 for x in parts)
            if printed is not None and any(x is not None for x in parts):
                expect(total == printed, r[across[0]], f"row sum {r[0]}: {printed} but {total}")

    budget, spent = col("预算数.*A|全年.*预算|调整后预算|预算数|预算"), col("执行数|实际支出|支出数|决算数|决算")
    rate, left = col("^(预算)?执行率"), col("结余|结转")
    weight, score = col("分值|权重|标准分"), col("^得分|自评得分|自评分|打分")
    part, base = col("占比|比重"), None
    for r in body:
        planned, paid, rest, full, given = (
            None if j is None else number(r[j]) for j in (budget, spent, left, weight, score)
        )
        if planned and paid is not None and rate is not None and r[rate].endswith("%"):
            expect(
                close(r[rate], paid / planned * 100),
                r[rate],
                f"execution rate {r[rate]} but {paid / planned * 100:.4f}",
            )
        if planned is not None and paid is not None and rest is not None:
            expect(planned - paid == rest, r[left], f"rest {rest} but {planned - paid}")
        if full is not None and given is not None:
            expect(given <= full, r[score], f"score {given} above weight {full}")
    if part is not None and totals:
        year = re.match(r"\d{4}年", heads[part])
        same = [j for j in range(part - 1, 0, -1) if number(body[totals[0]][j]) is not None]
        base = next((j for j in same if not year or heads[j].startswith(year[0])), None)
        for r in details:
            if base is not None and number(r[base]) is not None and r[part].endswith("%"):
                exact = number(r[base]) / number(body[totals[0]][base]) * 100
                if not close(r[part], exact) and not known(r[part]):
                    out.append(f"share {r[part]} but {exact:.4f}")
    if "name" in b.roles and weight is not None:
        total = sum((number(r[weight]) or 0) for r in details)
        extra = 0 if total == 100 else 10
        if (
            total + extra != 100
            and not any("weight" in q for q in planted)
            and not any(known(body[t][weight]) for t in totals)
        ):
            out.append(f"weights add up to {total}")
    done = col("完成率|完成比例")
    if done is not None and "target" in b.roles:
        for r in body:
            t, a = re.sub(r"[^\d.]", "", r[b.roles["target"]]), re.sub(r"[^\d.]", "", r[b.roles["actual"]])
            if t and a and r[done].endswith("%") and "≤" not in r[b.roles["target"]]:
                exact = Decimal(a) / Decimal(t) * 100
                if not close(r[done], exact) and not known(r[done]):
                    out.append(f"completion {r[done]} but {exact:.3f}")
    return out


SCALE = {"亿元": Decimal(10000), "元": Decimal("0.0001"), "万元": Decimal(1)}


def parse(text: str) -> tuple[str, Decimal, Decimal | None, str] | None:
    """relation, low, high, unit of a plain quantity."""
    text = text.replace(",", "").replace(" ", "")
    for chinese, digit in zip(
        "一两二三四五六七八九十", ["1", "2", "2", "3", "4", "5", "6", "7", "8", "9", "10"], strict=False
    ):
        text = re.sub(rf"(?<![一二三四五六七八九十百第]){chinese}(?=[项个篇家套条场])", digit, text)
    m = re.search(r"(\d+(?:\.\d+)?)\D{0,2}?[-~～至]\D{0,1}(\d+(?:\.\d+)?)(\D*)$", text)
    if m:
        return "range", Decimal(m[1]), Decimal(m[2]), m[3]
    m = re.search(r"(\d+(?:\.\d+)?)(.*)$", text)
    if not m:
        return None
    head, tail = text[: m.start()], m[2]
    rel = "="
    if re.search("≥|>=|不少于|不低于|至少|达到|达|突破|(?<!不)超过", head) or "以上" in tail:
        rel = ">="
    if re.search("≤|<=|不超过|不高于|不大于|控制在|(?<!不)低于", head) or "以内" in tail:
        rel = "<="
    unit = re.sub(r"以上|以内|余|（含）|左右", "", tail)
    value = Decimal(m[1])
    for name, scale in SCALE.items():
        if unit == name:
            return rel, value * scale, None, "万元"
    return rel, value, None, unit


def meets(target: tuple, actual: Decimal) -> bool:
    rel, low, _high, _ = target
    if rel == "<=":
        return actual <= low
    if rel == "range":
        return actual >= low
    return actual >= low


LATE = {"self_evaluation", "acceptance_report", "evaluation_report"}


def _threads(dossier: Dossier) -> list[str]:
    out: list[str] = []
    kinds = {x.path: x.kind for x in dossier.papers}
    for paper in dossier.papers:
        if paper.parts:
            kinds[paper.path] = paper.parts[0]["kind"]
    for indicator in dossier.truth()["indicators"]:
        name = indicator["name"]
        about = [f for f in dossier.findings if f["about"] in {name, *(c["name"] for c in indicator["claims"])}]
        if about or name in dossier.skip:
            continue
        targets = [
            (c, parse(c["quantity"]))
            for c in indicator["claims"]
            if c["role"] == "target" and "quantity" in c and "period" not in c
        ]
        actuals = [
            (c, parse(c["quantity"]))
            for c in indicator["claims"]
            if c["role"] == "actual" and "quantity" in c and "period" not in c and kinds[c["document"]] in LATE
        ]
        for (c1, a), (c2, b) in itertools.pairwise(targets):
            if a and b and (a[1], a[2]) != (b[1], b[2]):
                out.append(f"{name}: target {c1['quantity']} then {c2['quantity']}")
        for (c1, a), (c2, b) in itertools.pairwise(actuals):
            if a and b and (a[1], a[3]) != (b[1], b[3]):
                out.append(f"{name}: actual {c1['quantity']} then {c2['quantity']}")
        for t, target in targets[-1:]:
            for c, actual in actuals:
                if not target or not actual:
                    out.append(f"{name}: cannot read {t['quantity']} or {c['quantity']}")
                elif not meets(target, actual[1]):
                    out.append(f"{name}: {c['quantity']} does not meet {t['quantity']}")
                elif target[0] != "<=" and target[1] > SMALL and actual[1] / target[1] >= RATIO_LIMIT:
                    out.append(f"{name}: {c['quantity']} far above {t['quantity']}")
                elif actual[3] != target[3]:
                    out.append(f"{name}: unit {c['quantity']} against {t['quantity']}")
        late = {k for k in kinds.values() if k in LATE}
        if (
            targets
            and late
            and not any(c["role"] == "actual" and kinds[c["document"]] in LATE for c in indicator["claims"])
        ) and not any(kinds[c["document"]] in {"policy", "guideline"} for c, _ in targets):
            out.append(f"{name}: no actual")
        if actuals and not any(c["role"] == "target" for c in indicator["claims"]):
            out.append(f"{name}: no target")
    return out
