"""A sequence that is kept as bytes, for what is many and seldom looked at."""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, overload

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Bundle:
    """Some values as bytes, a tenth of what they take as objects; `count` is how many."""

    count: int
    data: bytes

    @classmethod
    def of(cls, values: Sequence[Any]) -> Bundle:
        """Pack values."""
        if not values:
            return _NOTHING
        return cls(len(values), zlib.compress(pickle.dumps(tuple(values), protocol=5), 1))

    def values(self) -> tuple[Any, ...]:
        """Unpack them."""
        if not self.count:
            return ()
        found: tuple[Any, ...] = pickle.loads(zlib.decompress(self.data))  # noqa: S301  (packed by ourselves)
        return found


_NOTHING = Bundle(0, b"")


class Packed(Sequence[T], Generic[T]):
    """Bundles one behind the other; each is unpacked when its values are asked for, and not kept."""

    __slots__ = ("_bundles", "_count")

    def __init__(self, bundles: Iterable[Bundle]) -> None:
        self._bundles = tuple(bundle for bundle in bundles if bundle.count)
        self._count = sum(bundle.count for bundle in self._bundles)

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[T]:
        for bundle in self._bundles:
            yield from bundle.values()

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[T]: ...
    def __getitem__(self, index: int | slice) -> T | Sequence[T]:
        if isinstance(index, slice):
            return tuple(self)[index]
        at = index + self._count if index < 0 else index
        for bundle in self._bundles if at >= 0 else ():
            if at < bundle.count:
                found: T = bundle.values()[at]
                return found
            at -= bundle.count
        raise IndexError(index)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or len(self) != len(other):
            return False
        return all(one == two for one, two in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]
