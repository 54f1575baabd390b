"""Usage, help and error messages of the command line in Chinese.

typer carries its own copy of click, whose messages are English and not translatable; so the help is formatted by the
classes below, and errors are caught in `main` and reworded by what they say.
"""

from __future__ import annotations

import re
from typing import Any

from typer.core import TyperCommand, TyperGroup

_ERRORS = (
    (r"Missing argument '?(?P<name>[^'.]+)'?\.?.*", "缺少参数 {name}。"),
    (r"Missing option '?(?P<name>[^'.]+)'?\.?.*", "缺少选项 {name}。"),
    (r"Missing command\.?", "缺少命令。"),
    (r"No such option:? '?(?P<name>[^ ']+)'?.*", "没有选项 {name}。"),
    (r"No such command '?(?P<name>[^']+?)'?\.?", "没有命令 {name}。"),
    (r"Got unexpected extra arguments?(?:\(s\))? \((?P<name>.*)\)", "多余的参数：{name}。"),
    (r"Option '?(?P<name>[^']+?)'? requires an argument\.?", "选项 {name} 需要一个值。"),
    (
        r"Invalid value for (?P<name>.+?): .*?(?P<value>'[^']*') is not one of (?P<choices>.+?)\.?",
        "{name} 的取值 {value} 不在可选范围内：{choices}。",
    ),
    (r"Invalid value for (?P<name>.+?): .*", "{name} 的取值不合要求。"),
    (r"Invalid value: .*", "取值不合要求。"),
)


def reworded(message: str) -> str:
    """Return the message in Chinese; one that is not known stays as it is, which is better than none."""
    for pattern, chinese in _ERRORS:
        found = re.fullmatch(pattern, message.strip(), re.DOTALL)
        if found:
            names = {key: value.replace("'", "").strip() for key, value in found.groupdict().items()}
            return chinese.format_map(names)
    return message


class _Chinese:
    """What command and group have in common."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write the usage line."""
        pieces = self.collect_usage_pieces(ctx)  # type: ignore[attr-defined]
        words = {"[OPTIONS]": "[选项]", "COMMAND": "命令", "[ARGS]...": "[参数]..."}
        formatter.write_usage(
            ctx.command_path, " ".join(words.get(piece, piece) for piece in " ".join(pieces).split()), prefix="用法："
        )

    def get_help_option(self, ctx: Any) -> Any:
        """Return the help option with a Chinese explanation."""
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = "显示帮助后退出。"
        return option


class ChineseCommand(_Chinese, TyperCommand):
    """A command whose help is Chinese."""


class ChineseGroup(_Chinese, TyperGroup):
    """The group of all commands, whose help is Chinese."""
