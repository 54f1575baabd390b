"""Where the audited files are when somebody wants to look at them again, those in archives too."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from docaudit.config import Config
from docaudit.engine import list_files, open_archives


class Originals:
    """The files below the audited folder by the path that the audit gave them.  To be closed.

    Archives are unpacked again, one when a paper in it is asked for, into a folder that is gone at the end.
    """

    def __init__(self, folder: Path) -> None:
        self._base = (folder if folder.is_dir() else folder.parent).resolve()
        self._scratch: TemporaryDirectory[str] | None = None
        self._unpacked: dict[Path, dict[str, Path]] = {}
        self._shown: dict[str, Path] | None = None

    def close(self) -> None:
        """Take the unpacked archives away."""
        if self._scratch is not None:
            self._scratch.cleanup()
            self._scratch = None
        self._unpacked.clear()

    def find(self, path: str) -> Path | None:
        """Return the file of a paper, None where it is not there (any more) or leads out of the folder."""
        target = self._base / path
        if target.is_file():
            return target if target.resolve().is_relative_to(self._base) else None
        archive = next((parent for parent in target.parents if parent.is_file()), None)
        if archive is None:
            return self._by_shown_name().get(path)
        if not archive.resolve().is_relative_to(self._base):
            return None
        return self._opened(archive).get(path)

    def _by_shown_name(self) -> dict[str, Path]:
        """The files whose names are shown otherwise than they are written."""
        if self._shown is None:
            self._shown = {name: path for path, name in list_files(self._base, Config())}
        return self._shown

    def _opened(self, archive: Path) -> dict[str, Path]:
        if archive not in self._unpacked:
            if self._scratch is None:
                self._scratch = TemporaryDirectory(prefix="docaudit-", ignore_cleanup_errors=True)
            into = Path(self._scratch.name) / str(len(self._unpacked))
            into.mkdir()
            relative = archive.relative_to(self._base).as_posix()
            files, _ = open_archives([(archive, relative)], Config(), into)
            self._unpacked[archive] = {name: path for path, name in files}
        return self._unpacked[archive]
