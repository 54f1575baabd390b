"""The command line.  `main` is the entry point; everything heavy is imported by the command that needs it."""

from __future__ import annotations

import gettext
import sys

_HEADINGS = {
    "Options": "选项",
    "Commands": "命令",
    "Arguments": "参数",
    "required": "必填",
    "default: {default}": "默认：{default}",
}


def main() -> None:
    """Run the command line; usage errors are one Chinese line and exit code 2."""
    # typer asks gettext for the headings of its help pages when it is imported, and ships no Chinese catalogue.
    gettext.gettext = lambda message: _HEADINGS.get(message, message)
    from docaudit.cli.app import app  # noqa: PLC0415
    from docaudit.cli.chinese import reworded  # noqa: PLC0415

    try:
        code = app(prog_name="docaudit", standalone_mode=False)
    except Exception as error:
        message = getattr(error, "format_message", None)
        if message is None:  # not a usage error of typer's
            raise
        if type(error).__name__ == "NoArgsIsHelpError":
            sys.stdout.write(message() + "\n")
            sys.exit(2)
        context = getattr(error, "ctx", None)
        path = context.command_path if context is not None else "docaudit"
        sys.stderr.write(f"错误：{reworded(message())}\n使用 {path} --help 查看帮助。\n")
        code = getattr(error, "exit_code", 2)
    except KeyboardInterrupt:
        sys.stderr.write("已中止。\n")
        code = 130
    sys.exit(code if isinstance(code, int) else 0)
