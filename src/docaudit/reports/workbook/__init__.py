"""底稿.xlsx: the auditor's working paper, one module a group of sheets; and the decisions that come back in it."""

from docaudit.reports.workbook.book import write_workbook
from docaudit.reports.workbook.decided import Decided, NotAWorkingPaper, read_decisions

__all__ = ["Decided", "NotAWorkingPaper", "read_decisions", "write_workbook"]
