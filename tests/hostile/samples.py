"""The hostile papers, by file name: how each is made, and what must become of it."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass

FULL = os.environ.get("DOCAUDIT_HOSTILE") == "full"
"""Whether the long run is asked for: the largest papers in full, and thousands of damaged ones."""
READ = ""
"""Said of a paper whose sound part is read."""
EITHER = None
"""Said of a paper of which only the contract is asked: read, or refused with a reason."""


@dataclass(frozen=True)
class Sample:
    """`says` is a word of the reason it is refused with, READ, or EITHER; `bait` asks for the address of the bait."""

    name: str
    make: Callable[[str], bytes]
    says: str | None


ALL: list[Sample] = []


def sample(name: str, says: str | None = READ) -> Callable[[Callable[[str], bytes]], Callable[[str], bytes]]:
    """Register a maker of bytes; it is given the http address that nobody may ever ask."""

    def register(make: Callable[[str], bytes]) -> Callable[[str], bytes]:
        ALL.append(Sample(name, make, says))
        return make

    return register
