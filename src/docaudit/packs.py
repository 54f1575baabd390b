"""Find and load packs: the YAML that says what papers look like (extractors/) and who the rules are (rules/).

A pack that cannot be used stops the run before any paper is read, naming file, line and reason.
"""

from __future__ import annotations

import re
from collections.abc import Hashable
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

from docaudit.faults import reason

T = TypeVar("T")

_HERE = Path(__file__).resolve().parent
_IN_CHECKOUT = {"rule-examples": "tests/rules"}


class PackError(Exception):
    """A pack that cannot be used; the message is Chinese and names file, line and reason."""


def pack_dir(name: str) -> Path:
    """Return the folder of packs that ships with docaudit: `name` is "extractors", "rules" or "rule-examples".

    An installed wheel carries them beside the code, a checkout (also an editable install) at its top level.
    """
    shipped = _HERE / "_packs" / name
    if shipped.is_dir():
        return shipped
    checkout = _HERE.parents[1] / _IN_CHECKOUT.get(name, name)
    if checkout.is_dir():
        return checkout
    raise PackError(f"找不到随程序发布的 {name} 目录；安装可能不完整，请重新安装 docaudit。")


def pack_files(name: str, extra: Path | None = None) -> list[Path]:
    """Return the YAML files of the packs called `name`, sorted, then those of a user's own folder `extra`."""
    folders = [pack_dir(name)]
    if extra is not None:
        if not extra.is_dir():
            raise PackError(f"{extra}：目录不存在；请检查 --{name} 的路径。")
        folders.append(extra)
    return [path for folder in folders for path in sorted(folder.rglob("*.yaml"))]


def load_yaml(path: Path, shape: type[T]) -> T:
    """Read one YAML file into `shape` (a pydantic model, or any type pydantic can validate).

    Raises `PackError` with file and line for anything that is not YAML or does not fit, unknown keys included
    (the models forbid them).
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PackError(f"{path}：无法读取（{error}）。") from error
    try:
        data = _load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        at = f":{mark.line + 1}" if mark is not None else ""
        told = getattr(error, "problem", None) or getattr(error, "reason", error)
        raise PackError(f"{path}{at}：不是合法的 YAML（{told}）。") from error
    except RecursionError as error:
        raise PackError(f"{path}：括号或缩进嵌套过深，无法读取。") from error
    try:
        result: T = TypeAdapter(shape).validate_python(data)
    except ValidationError as error:
        first = error.errors()[0]
        line = _line_of(_nodes(text), first["loc"])
        where = ".".join(str(step) for step in first["loc"]) or "整个文件"
        more = f"（另有 {error.error_count() - 1} 处）" if error.error_count() > 1 else ""
        raise PackError(f"{path}:{line}：{where}：{reason(first)}{more}") from error
    return result


class _Loader(yaml.SafeLoader):
    """Safe, and refuses a key written twice: YAML would silently keep the last.  Every error names its place."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep)
        except (ValueError, TypeError, LookupError, AttributeError) as error:  # 2021-13-45, !!int x
            raise yaml.constructor.ConstructorError(None, None, "值无法识别", node.start_mark) from error


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    loader.flatten_mapping(node)
    seen: set[Any] = set()
    for key_node, _ in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, Hashable):
            raise yaml.constructor.ConstructorError(None, None, "键应为文字", key_node.start_mark)
        if key in seen:
            raise yaml.constructor.ConstructorError(None, None, f"键 {key} 重复", key_node.start_mark)
        seen.add(key)
    return loader.construct_mapping(node, deep=True)


class _QuickLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """The same by libyaml, where PyYAML was built with it: ten times as fast, but other words for what is wrong."""


for _kind in (_Loader, _QuickLoader):
    _kind.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def _load(text: str) -> Any:
    """Return what the text says; raises `yaml.YAMLError` as `_Loader` words it."""
    try:
        return yaml.load(text, Loader=_Loader if _is_deep(text) else _QuickLoader)  # noqa: S506  (SafeLoaders)
    except (yaml.YAMLError, ValueError, TypeError, LookupError, AttributeError):
        return yaml.load(text, Loader=_Loader)  # noqa: S506  (a SafeLoader)


def _is_deep(text: str) -> bool:
    """Whether brackets or block marks may be nested deeper than the stack of libyaml's loader bears."""
    return text.count("[") + text.count("{") > _MOST_BRACKETS or _BLOCKS.search(text) is not None


_MOST_BRACKETS = 3000
_BLOCKS = re.compile(r"^[ \t?:-]{3000}", re.MULTILINE)


def _nodes(text: str) -> yaml.Node | None:
    """Return what the text is made of, with places; None for what only libyaml can read."""
    try:
        node: yaml.Node | None = yaml.compose(text, Loader=_Loader)
    except (yaml.YAMLError, RecursionError):
        return None
    return node


def _line_of(node: yaml.Node | None, loc: tuple[int | str, ...]) -> int:
    """Return the line (from 1) of the deepest node on the way to `loc`."""
    if node is None:
        return 1
    line = node.start_mark.line
    for step in loc:
        found: yaml.Node | None = None
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if key.value == str(step):
                    line, found = key.start_mark.line, value
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            found = node.value[step]
            line = found.start_mark.line
        if found is None:
            break
        node = found
    return int(line) + 1
