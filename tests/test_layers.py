"""The module list in docaudit's docstring is the picture of the code: imports go only leftward."""

import ast
from pathlib import Path

import pytest

LAYERS = (
    "model",
    "faults",
    "packs",
    "quantities",
    "readers",
    "lexicon",
    "profiles",
    "extract",
    "recompute",
    "duplicates",
    "projects",
    "align",
    "checks",
    "rules",
    "examples",
    "config",
    "overrides",
    "cache",
    "engine",
    "history",
    "sight",
    "reports",
    "review",
    "cluster",
    "evaluate",
    "cli",
)
SOURCE = Path(__file__).resolve().parents[1] / "src" / "docaudit"
FILES = sorted(path for path in SOURCE.rglob("*.py") if path.parent != SOURCE or path.stem in LAYERS)


def _layer(path: Path) -> str:
    relative = path.relative_to(SOURCE)
    return relative.parts[0].removesuffix(".py")


def _imports(tree: ast.AST) -> set[str]:
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            names |= {node.module or ""} | {f"{node.module}.{alias.name}" for alias in node.names}
    return {name.split(".")[1] for name in names if name.startswith("docaudit.")}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_imports_go_only_leftward(path):
    own = LAYERS.index(_layer(path))
    for name in _imports(ast.parse(path.read_text(encoding="utf-8"))):
        if name in LAYERS:
            assert LAYERS.index(name) <= own, f"{path.name} imports {name}"


def test_every_module_has_its_layer():
    names = {_layer(path) for path in SOURCE.rglob("*.py")} - {"__init__", "__main__"}
    assert names == set(LAYERS)
