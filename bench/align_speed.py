"""How long does it take to follow the indicators of a large programme through its stages, and does that stay linear?

    python bench/align_speed.py [--indicators 500 1000 2000 5000] [--stages 8] [--budget 20]

A programme of so many indicators is made up from a seed: names of a place, a thing and a verb such as such papers have,
half of them in a narrow field where many names are alike.  Every stage lists them in an order of its own: some are
left out, some renamed (words swapped, 数量 added, another verb), values move, results answer targets, and a tenth of
the indicators are named only by a kind of thing.  Printed per size: processor seconds of `align`, threads found, the share
of true pairs that are together and of pairs together that are true, and the exponent, the slope of log(seconds) over log(claims).
Exit code 1 when the largest size takes longer than the budget or the exponent is above 1.25.
"""

from __future__ import annotations

import argparse
import gc
import math
import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence

from docaudit import quantities
from docaudit.align import align
from docaudit.engine import warm_up
from docaudit.lexicon import calibers
from docaudit.model import Claim, Indicator, Kind, Part, Place, Project, Role

SIZES, STAGES, BUDGET, EXPONENT = (500, 1000, 2000, 5000), 8, 20.0, 1.25
KINDS = (
    Kind.APPLICATION,
    Kind.TASK_AGREEMENT,
    Kind.AMENDMENT,
    Kind.PROGRESS_REPORT,
    Kind.PROGRESS_REPORT,
    Kind.SELF_EVALUATION,
    Kind.ACCEPTANCE_REPORT,
    Kind.EVALUATION_REPORT,
)
PLACES = [
    "东湖",
    "西岭",
    "南浦",
    "北仓",
    "青石",
    "白塔",
    "金沙",
    "银滩",
    "龙泉",
    "凤台",
    "云梦",
    "雾江",
    "赤水",
    "黄岩",
    "玉屏",
    "绿洲",
    "松原",
    "柳河",
    "桃源",
    "梅山",
    "竹溪",
    "兰坪",
    "菊园",
    "荷塘",
]
FIELDS = [
    "河道",
    "管网",
    "道路",
    "桥梁",
    "泵站",
    "水库",
    "大棚",
    "果园",
    "茶山",
    "牧场",
    "渔港",
    "学校",
    "医院",
    "社区",
    "厂房",
    "车间",
    "实验室",
    "档案",
    "文物",
    "古建",
    "林地",
    "湿地",
    "公园",
    "路灯",
    "公交",
    "社保",
    "养老",
    "托育",
    "助餐",
    "康复",
]
THINGS = (
    ("改造长度", "公里"),
    ("新建面积", "平方米"),
    ("修缮数量", "处"),
    ("培训人员", "人"),
    ("服务群众", "人次"),
    ("设备购置", "台"),
    ("编制规程", "项"),
    ("申请发明专利", "件"),
    ("发表论文", "篇"),
    ("投资额", "万元"),
    ("运行成本", "万元"),
    ("合格率", "%"),
    ("覆盖率", "%"),
    ("响应时间", "小时"),
    ("年处理能力", "吨"),
    ("巡检次数", "次"),
)
VERBS = ("", "完成", "实现", "累计", "推进", "建成")
_LEFT_OUT, _RENAMED, _UNLIKE = 0.1, 0.4, 0.1


def programme(count: int, stages: int, seed: int) -> tuple[Project, dict[str, int]]:
    """A project whose papers list so many indicators, and the true indicator of every claim."""
    chance = random.Random(seed)
    known = []
    for i in range(count):
        thing, unit = THINGS[i % len(THINGS)]
        where = (
            f"{chance.choice(PLACES)}{chance.choice('一二三四五六七八九十甲乙丙丁')}{chance.choice('片区段期组队站点')}"
        )
        known.append((where, chance.choice(FIELDS), thing, unit, chance.randint(3, 9000)))
    truth: dict[str, int] = {}
    parts = []
    for stage in range(stages):
        kind = KINDS[stage % len(KINDS)]
        order = [i for i in range(count) if chance.random() >= _LEFT_OUT]
        for _ in range(count // 4):  # rows near each other change places
            a = chance.randrange(len(order))
            b = min(len(order) - 1, a + chance.randint(1, 6))
            order[a], order[b] = order[b], order[a]
        claims: list[Claim] = []
        for row, i in enumerate(order, 1):
            where, field, thing, unit, value = known[i]
            name = _name(where, field, thing, chance)
            reports = kind.order >= Kind.PROGRESS_REPORT.order
            roles = [Role.TARGET, Role.ACTUAL] if reports else [Role.TARGET]
            for role in roles:
                moved = value if role is Role.TARGET else round(value * chance.uniform(0.9, 1.3))
                claim = _claim(
                    f"d{stage}", len(claims), name, role, kind, f"{moved}{unit}", row, 1 + (role is Role.ACTUAL)
                )
                claims.append(claim)
                truth[claim.id] = i
        parts.append(Part(f"d{stage}", f"d{stage}", f"{stage}.md", kind, "", 1.0, (), claims=tuple(claims)))
    return Project("p", "示例专项", "", tuple(parts)), truth


def _name(where: str, field: str, thing: str, chance: random.Random) -> str:
    if chance.random() < _UNLIKE:
        return f"{field}{thing}（{where}）"
    if chance.random() >= _RENAMED:
        return f"{where}{field}{thing}"
    verb = chance.choice(VERBS)
    words = [where, field] if chance.random() < 0.5 else [field, where]
    return f"{verb}{''.join(words)}{thing}{chance.choice(('', '数量', '情况'))}"


def _claim(document: str, number: int, name: str, role: Role, kind: Kind, text: str, row: int, column: int) -> Claim:
    quantity = quantities.parse(text)
    place = Place(document, f"表1 第{row}行", text, table=1, row=row, column=column)
    return Claim(
        f"{document}-c{number}", name, role, kind, place, quantity, None, ("产出指标",),
        calibers(name, text, quantity=quantity), None, 1.0, f"{name}\t{text}",
    )  # fmt: skip


def scores(found: Sequence[Indicator], truth: dict[str, int]) -> tuple[float, float]:
    """Share of true pairs of claims that are in one thread, and of pairs in one thread that are true."""
    together = sum(_pairs(Counter(truth[c.id] for c in indicator.claims).values()) for indicator in found)
    true = _pairs(Counter(truth.values()).values())
    made = sum(_pairs([len(indicator.claims)]) for indicator in found)
    return together / true, together / made


def _pairs(sizes: Iterable[int]) -> int:
    return sum(n * (n - 1) // 2 for n in sizes)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--indicators", type=int, nargs="+", default=SIZES)
    parser.add_argument("--stages", type=int, default=STAGES)
    parser.add_argument("--budget", type=float, default=BUDGET)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    warm_up()
    align(programme(40, options.stages, 0)[0])
    print(
        f"{'indicators':>10}{'claims':>10}{'seconds':>10}{'us a claim':>12}{'threads':>9}{'recall':>8}{'precision':>10}"
    )
    claims, seconds = [], []
    for count in options.indicators:
        project, truth = programme(count, options.stages, options.seed)
        gc.collect()
        start = time.process_time()
        found = align(project)
        seconds.append(time.process_time() - start)
        claims.append(len(truth))
        recall, precision = scores(found, truth)
        print(
            f"{count:10}{claims[-1]:10}{seconds[-1]:10.2f}{seconds[-1] * 1e6 / claims[-1]:12.0f}{len(found):9}"
            f"{recall:8.3f}{precision:10.3f}",
            flush=True,
        )
    slope = exponent(claims, seconds) if len(claims) > 1 else 0.0
    good = seconds[-1] <= options.budget and slope <= EXPONENT
    print(
        f"align: {seconds[-1]:.1f} s for {options.indicators[-1]} indicators over {options.stages} stages "
        f"(target {options.budget:.0f}), exponent {slope:.2f} (target {EXPONENT})   {'ok' if good else 'TOO SLOW'}"
    )
    return 0 if good else 1


def exponent(sizes: Sequence[int], seconds: Sequence[float]) -> float:
    """Slope of log(seconds) over log(size), by least squares."""
    xs, ys = [math.log(n) for n in sizes], [math.log(s) for s in seconds]
    mx, my = statistics.mean(xs), statistics.mean(ys)
    return sum((x - mx) * (y - my) for x, y in zip(xs, ys, strict=True)) / sum((x - mx) ** 2 for x in xs)


if __name__ == "__main__":
    sys.exit(main())
