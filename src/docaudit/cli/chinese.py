"""Usage and error messages of the command line in Chinese.

click asks `gettext` for every message it shows and ships no Chinese catalogue, so its lookups are answered from the table
below.  This must happen before click is imported; only the command line does it, never the library.
"""

from __future__ import annotations

import gettext

_MESSAGES = {
    "Usage:": "用法：",
    "Usage: ": "用法：",
    "Options": "选项",
    "Commands": "命令",
    "Arguments": "参数",
    "Show this message and exit.": "显示帮助后退出。",
    "Missing argument": "缺少参数",
    "Missing option": "缺少选项",
    "Missing command.": "缺少命令。",
    "No such option: {name}": "没有这个选项：{name}",
    "No such command {name!r}.": "没有这个命令：{name}",
    "Got unexpected extra argument ({args})": "多余的参数：{args}",
    "Got unexpected extra arguments ({args})": "多余的参数：{args}",
    "Try '{command} {option}' for help.": "使用 {command} {option} 查看帮助。",
    "Error: {message}": "错误：{message}",
    "Error": "错误",
    "Invalid value: {message}": "取值无效：{message}",
    "Invalid value for {param_hint}: {message}": "{param_hint} 的取值无效：{message}",
    "{value!r} is not a valid {number_type}.": "{value} 不是合法的数值。",
    "{value!r} is not one of {choices}.": "{value} 不在可选范围 {choices} 内。",
    "Option {name!r} requires an argument.": "选项 {name} 需要一个值。",
    "{name} '{filename}' does not exist.": "{filename} 不存在。",
    "Aborted!": "已中止。",
    "required": "必填",
    "default: {default}": "默认：{default}",
    "File": "文件",
    "Directory": "文件夹",
    "Path": "路径",
    "file": "文件",
    "directory": "文件夹",
    "path": "路径",
}


def speak_chinese() -> None:
    """Answer click's message lookups in Chinese."""

    def translate(message: str) -> str:
        return _MESSAGES.get(message, message)

    def translate_plural(msgid1: str, msgid2: str, n: int) -> str:
        return translate(msgid1 if n == 1 else msgid2)

    gettext.gettext = translate
    gettext.ngettext = translate_plural
