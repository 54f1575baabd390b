"""How long tests that try many inputs go on: for seconds, or for minutes where DOCAUDIT_HOSTILE=full."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

FULL = os.environ.get("DOCAUDIT_HOSTILE") == "full"
"""Whether the long run is asked for: the largest papers in full, and thousands of damaged ones."""
_LONGER = 50


def examples(count: int) -> settings:
    """So many examples in a usual run, fifty times as many in the long one; the same ones every time in the usual run."""
    return settings(
        max_examples=count * _LONGER if FULL else count,
        deadline=None,
        derandomize=not FULL,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
