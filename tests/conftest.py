"""Shared by all tests: the repository's folders."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(autouse=True)
def own_history(tmp_path_factory, monkeypatch):
    """No test reads or writes history and cache of the person who runs it."""
    monkeypatch.setenv("DOCAUDIT_CACHE", "")
    monkeypatch.setenv("DOCAUDIT_HISTORY", str(tmp_path_factory.mktemp("history") / "history.sqlite"))
