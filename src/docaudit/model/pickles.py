"""The nouns made and pickled, some times quicker than what dataclasses do for frozen classes with slots."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, fields
from operator import attrgetter
from typing import Any


def pickled_quickly(cls: type[Any]) -> None:
    """Let a dataclass with slots be pickled as the tuple of its values."""
    names = [field.name for field in fields(cls)]
    setters: list[Callable[[Any, Any], None]] = [getattr(cls, name).__set__ for name in names]
    values = attrgetter(*names)

    def state(self: Any) -> tuple[Any, ...]:
        return values(self) if len(names) > 1 else (values(self),)

    def restore(self: Any, state: tuple[Any, ...]) -> None:
        for put, value in zip(setters, state, strict=True):
            put(self, value)

    for name, method in (("__getstate__", state), ("__setstate__", restore)):
        setattr(cls, name, method)


def made_quickly(cls: type[Any]) -> None:
    """Let a frozen dataclass with slots put its values straight into them; papers are made of hundreds of thousands."""
    own = fields(cls)
    if hasattr(cls, "__post_init__") or any(
        not field.init or field.kw_only or field.default_factory is not MISSING for field in own
    ):
        return
    known: dict[str, Any] = {f"_put_{field.name}": getattr(cls, field.name).__set__ for field in own}
    known |= {f"_{field.name}": field.default for field in own if field.default is not MISSING}
    taken = ", ".join(field.name if field.default is MISSING else f"{field.name}=_{field.name}" for field in own)
    lines = "\n".join(f"    _put_{field.name}(self, {field.name})" for field in own)
    made: dict[str, Any] = {}
    exec(f"def __init__(self, {taken}):\n{lines}", known, made)  # noqa: S102  (as dataclasses do)
    made["__init__"].__qualname__ = f"{cls.__qualname__}.__init__"
    setattr(cls, "__init__", made["__init__"])  # noqa: B010
