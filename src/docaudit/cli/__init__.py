"""The command line.  `main` is the entry point; everything heavy is imported by the command that needs it."""

from __future__ import annotations


def main() -> None:
    """Run the command line."""
    from docaudit.cli.chinese import speak_chinese  # noqa: PLC0415

    speak_chinese()
    from docaudit.cli.app import app  # noqa: PLC0415  (after the messages of click have been translated)

    app(prog_name="docaudit")
