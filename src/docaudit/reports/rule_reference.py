"""docs/rules.md: every rule on one page, generated from the packs and the checks; a test keeps it in step."""

from __future__ import annotations

from docaudit.rules import Rule

FAMILIES = {
    "STG": "阶段之间",
    "CAL": "口径",
    "TGT": "目标",
    "NUM": "数字核算",
    "DAT": "日期",
    "FND": "资金",
    "DOC": "文书",
}


def rule_reference(rules: tuple[Rule, ...]) -> str:
    """Return the reference in Markdown, Chinese, family by family."""
    lines = [
        "# 规则一览",
        "",
        "本页由 `docaudit rules --markdown` 生成，请勿手工修改。级别说明问题本身的轻重，置信度（见底稿）说明程序对读取和对齐的把握，两者分开。",
        "",
    ]
    for family, title in FAMILIES.items():
        own = [rule for rule in rules if rule.entry.code.startswith(family)]
        if not own:
            continue
        lines += [f"## {title}（{family}）", ""]
        for rule in own:
            lines += _entry(rule)
    return "\n".join(lines).rstrip() + "\n"


def _entry(rule: Rule) -> list[str]:
    entry = rule.entry
    lines = [
        f"### {entry.code} {entry.slug}　{entry.title}",
        "",
        f"- 级别：{entry.severity.label}",
        f"- 提示语：{entry.message}",
        f"- 依据：{entry.basis}",
        f"- 处理建议：{entry.remedy}",
    ]
    if rule.thresholds:
        lines.append("- 阈值：" + "；".join(f"`{name}` = {value}" for name, value in rule.thresholds.items()))
    return [*lines, ""]
