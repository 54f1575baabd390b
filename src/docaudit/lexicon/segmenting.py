"""jieba, without the second that it takes to start: its dictionary is looked up where it lies, not loaded."""

from __future__ import annotations

import logging
import mmap
import re
import sys
import warnings
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from jieba import Tokenizer

_RUN = re.compile(rb"(?m)^([\x00-\x7f]|[\xc0-\xff][\x80-\xbf]+)[^\n]*\n(?:\1[^\n]*\n)*")
"""Lines one below the other that begin with the same character."""
_TOTALS = {5071852: 60101967}
"""The frequencies of a dictionary in total, by its size in bytes: the one that comes with jieba."""


class Dictionary(dict[str, "int | None"]):
    """The frequencies that jieba asks for, 0 for what words begin with, None for what is in no word; each is looked up once."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        with path.open("rb") as file:
            self._lines = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._runs: dict[str, list[tuple[int, int]]] = {}
        for run in _RUN.finditer(self._lines):
            self._runs.setdefault(run[1].decode("utf-8"), []).append(run.span())
        self.total = _TOTALS.get(len(self._lines)) or self._sum()

    def __contains__(self, word: object) -> bool:
        return self[word] is not None  # type: ignore[index]

    def __missing__(self, word: str) -> int | None:
        found = self[word] = self._found(word)
        return found

    def get(self, word: str, default: Any = None) -> Any:
        """Return the frequency of a word, or the default for what is in no word."""
        found = self[word]
        return default if found is None else found

    def _found(self, word: str) -> int | None:
        start = word.encode("utf-8", "surrogatepass")
        begins = None
        for first, last in self._runs.get(word[:1], ()):
            if (at := self._line(start + b" ", first, last)) >= 0:
                return int(self._lines[at + len(start) + 1 : last].split(None, 1)[0])
            if begins is None and self._line(start, first, last) >= 0:
                begins = 0
        return begins

    def _line(self, start: bytes, first: int, last: int) -> int:
        """Where the first line between two places begins with this, -1 where none does."""
        if self._lines[first : first + len(start)] == start:
            return first
        at = self._lines.find(b"\n" + start, first, last)
        return at + 1 if at >= 0 else -1

    def _sum(self) -> int:
        return sum(int(line.split(b" ", 2)[1]) for line in self._lines[:].splitlines())


def new_tokenizer(own: Iterable[str]) -> Tokenizer:
    """Return a tokenizer with the dictionary of jieba and these words."""
    with warnings.catch_warnings(), _without("pkg_resources"):
        warnings.simplefilter("ignore")
        import jieba  # noqa: PLC0415  (only what has indicators needs it)

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    dictionary = Dictionary(Path(jieba.__file__).with_name("dict.txt"))
    tokenizer.FREQ, tokenizer.total, tokenizer.initialized = dictionary, dictionary.total, True
    for word in own:
        tokenizer.add_word(word)
    return tokenizer


@contextmanager
def _without(name: str) -> Iterator[None]:
    """Let a module be imported as if another were not installed, which takes long and of which it needs one file's path."""
    if name in sys.modules:
        yield
        return
    sys.modules[name] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules[name]
