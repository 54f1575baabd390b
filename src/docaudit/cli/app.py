"""The commands: what they take, what they print, and their exit codes.

0 done (check: nothing at or above the threshold) · 1 check: findings at or above it · 2 usage, configuration or pack error ·
3 nothing could be read; check: a paper was unreadable.
"""

from docaudit.cli import asking, auditing, deciding, reviewing
from docaudit.cli.options import app

__all__ = ["app", "asking", "auditing", "deciding", "reviewing"]
