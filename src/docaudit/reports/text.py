"""Words for the reports that are not tied to one format."""

from __future__ import annotations


def shorten(text: str, limit: int = 300) -> str:
    """Return a text of at most `limit` characters; what is left out is shown as such."""
    return text if len(text) <= limit else text[: limit - 1] + "…"
