"""report.html: one file that a browser opens without a network, with the originals beside every finding."""

from docaudit.reports.html.page import write_html

__all__ = ["write_html"]
