"""Build the labelled dossiers:  python corpus/build_dossiers.py [SLUG ...]

Every dossier is checked before it is written: see builders/lint.py, and builders/figures.py for those of corpus/numbers.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
import tempfile
from pathlib import Path

import yaml

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import builders  # noqa: E402
from builders import lint, render  # noqa: E402
from builders.figures import Sheet  # noqa: E402
from builders.kit import Dossier  # noqa: E402


class _Dumper(yaml.SafeDumper):
    pass


_Dumper.ignore_aliases = lambda *_: True  # type: ignore[method-assign]


def dossiers() -> list[Dossier]:
    """Every dossier, from the modules named bNN_*, dNN_*, nNN_* and sNN_*."""
    names = sorted(
        m.name for m in pkgutil.iter_modules(builders.__path__) if m.name[0] in "bdns" and m.name[1:3].isdigit()
    )
    return [importlib.import_module(f"builders.{name}").build() for name in names]


def write(dossier: Dossier, root: Path, work: Path) -> None:
    folder = root / dossier.slug
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        if old.is_file():
            old.unlink()
    jobs = []
    for paper in dossier.papers:
        path = folder / paper.path
        path.parent.mkdir(parents=True, exist_ok=True)
        if paper.raw is not None:
            path.write_bytes(paper.raw)
        elif path.suffix == ".docx":
            render.docx(paper, path)
        elif path.suffix == ".xlsx":
            render.xlsx(paper, path)
        elif path.suffix in {".md", ".txt"}:
            render.text(paper, path)
        elif path.suffix == ".pdf" and paper.engine == "office":
            source = work / f"{dossier.slug}-{len(jobs)}.docx"
            render.docx(paper, source)
            jobs.append((source, path))
        elif path.suffix == ".pdf":
            render.pdf_reportlab(paper, path)
        else:
            raise ValueError(paper.path)
    render.pdfs_by_office(jobs, Path(tempfile.gettempdir()) / "corpus-office")
    text = yaml.dump(dossier.truth(), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=160)
    (folder / "truth.yaml").write_text(text, encoding="utf-8")


def main(wanted: list[str]) -> int:
    bad = 0
    with tempfile.TemporaryDirectory() as tmp:
        for dossier in dossiers():
            if wanted and dossier.slug not in wanted:
                continue
            problems = dossier.problems() if isinstance(dossier, Sheet) else lint.problems(dossier)
            for problem in problems:
                print(f"{dossier.slug}: {problem}")
            bad += len(problems)
            write(dossier, HERE / dossier.family, Path(tmp))
            print(
                f"{dossier.slug}: {len(dossier.papers)} papers, {len(dossier.findings)} findings, {len(dossier.traps)} traps"
            )
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
