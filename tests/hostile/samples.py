"""The hostile papers, by file name: how each is made, and what must become of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

READ = ""
"""Said of a paper whose sound part is read."""
EITHER = None
"""Said of a paper of which only the contract is asked: read, or refused with a reason."""

TASK = "# 水库除险加固项目任务书\n\n项目名称：水库除险加固项目\n\n## 考核指标\n\n1. 加固大坝不少于3座。\n2. 培训管护人员不少于120人次。\n"
DONE = (
    "# 水库除险加固项目验收报告\n\n项目名称：水库除险加固项目\n\n## 完成情况\n\n1. 加固大坝2座。\n2. 培训管护人员130人次。\n\n"
    "| 科目 | 金额（万元） |\n|---|---|\n| 工程费 | 80 |\n| 监理费 | 15 |\n| 合计 | 100 |\n"
)
"""A good dossier of two papers that do not fit."""


@dataclass(frozen=True)
class Sample:
    """`says` is a word of the reason it is refused with, READ, or EITHER; `bait` asks for the address of the bait."""

    name: str
    make: Callable[[str], bytes]
    says: str | None


ALL: list[Sample] = []


def sample(name: str, says: str | None = READ) -> Callable[[Callable[[str], bytes]], Callable[[str], bytes]]:
    """Register a maker of bytes; it is given the http address that nobody may ever ask."""

    def register(make: Callable[[str], bytes]) -> Callable[[str], bytes]:
        ALL.append(Sample(name, make, says))
        return make

    return register
