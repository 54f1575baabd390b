"""Texts that make a careless expression or a loop over all pairs run for ever."""

from __future__ import annotations

from tests.hostile.samples import READ, sample
from tests.support.effort import FULL

LENGTH = 12_000 if FULL else 1_500
MANY = 1 if FULL else 10
"""How many times smaller the largest texts are in the usual run."""

UNITS = (
    "1", "12,", "1.", "0.", "（", "（1", "（）", "（其中5项", "其中", "其中：5项，", "、", "5项", "5项、", "5项，", "5%", " ", "\u3000", "=", "1+",
    "5+3=8，", "-", "1-", "5-6项", "2021年", "2021年1月1日至", "2021年、2022年", "第", "一", "十百千万", "不少于", "不少于5项，", "合计5项，其中", "A1", "AB-", "a@",
    "http://a", "。", "：", "；", "从5增加至", "较5项增加", "5人（", "“", "\\", "1/2", "**a", "[](", "<!--", "<br", "#", "|", "目标", "完成5%，", "分别为5、6、7",
    "2021年、2022年分别", "平均5分，", "5万元，占", "得5分，", "\u200b", "\u0301", "\u202e", "①", "½", "每年", "与", "的", "注：A是指", "共5项", "百分之", "三分之", "翻番",
)  # fmt: skip
"""What is repeated over one line."""


def repeated(unit: str, length: int = LENGTH) -> str:
    return (unit * (length // len(unit) + 1))[:length]


def paper(unit: str, length: int = LENGTH) -> str:
    """A paper with the line in a paragraph, a heading and two cells of a table."""
    line = repeated(unit, length)
    cell = repeated(unit.replace("|", "/"), length // 6)
    return (
        f"# 任务书\n\n项目名称：甲\n\n## 考核指标\n\n完成{line}。\n\n## 一、{line[: length // 6]}\n\n| 指标 | 目标值 | 备注 |\n|---|---|---|\n"
        f"| 专利数量 | {cell} | 5项 |\n| {cell} | 5项 | |\n| 合计 | 10 | |\n"
    )


@sample("一行一兆.txt", READ)
def one_megabyte_line(_: str) -> bytes:
    return ("完成申请发明专利5项，培训人员200人次，其中高级80人次；" * 40_000)[: (1 << 20) // 3 // MANY].encode()


@sample("一行空.txt", READ)
def one_line_of_blanks(_: str) -> bytes:
    return ("任务书" + " " * (300_000 // MANY) + "\t" * (300_000 // MANY) + "5项").encode()


@sample("十万行.txt", READ)
def many_short_lines(_: str) -> bytes:
    return ("任务书\n" + "项\n" * (100_000 // MANY)).encode()


@sample("万行数.md", READ)
def many_short_figures(_: str) -> bytes:
    return ("# 任务书\n\n" + "".join(f"- 完成论文{i}篇。\n" for i in range(3_000 // MANY))).encode()


@sample("长格.csv", READ)
def a_long_field(_: str) -> bytes:
    return ('指标,目标值\n专利,"' + "5项，" * (20_000 // MANY) + '"\n' + '"' * 1001 + "\n").encode()


@sample("宽.csv", READ)
def a_wide_line(_: str) -> bytes:
    return (",".join(["5"] * (20_000 // MANY)) + "\n" + ",".join(["指标"] * (20_000 // MANY))).encode()


@sample("框.txt", READ)
def drawn_boxes(_: str) -> bytes:
    return ("┌┬┐\n" + "├┼┤\n" * (20_000 // MANY) + "│" * (20_000 // MANY) + "\n" + "└┴┘").encode()


@sample("竖线.md", READ)
def pipes(_: str) -> bytes:
    return (
        "| a " * (20_000 if FULL else 600)
        + "|\n"
        + "|---" * (20_000 if FULL else 600)
        + "|\n"
        + "|^|<|\n" * (2000 if FULL else 20)
    ).encode()
