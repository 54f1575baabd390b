"""底稿.xlsx: the auditor's working paper, one module a group of sheets."""

from docaudit.reports.workbook.book import write_workbook

__all__ = ["write_workbook"]
