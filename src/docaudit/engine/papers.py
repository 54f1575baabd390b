"""Read one paper and extract what it states; whatever goes wrong is told in its entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from docaudit import lexicon, quantities
from docaudit.extract import extract
from docaudit.model import Document, Paper, Status, Unreadable
from docaudit.profiles import Profile, load_profiles, recognise
from docaudit.readers import read
from docaudit.readers.identity import document_id, sha256_of
from docaudit.recompute import Scale, recompute


def read_paper(
    path: Path,
    relative: str,
    packs: Path | None = None,
    converted: Path | None = None,
    scales: Sequence[Scale] = (),
) -> Paper:
    """Read one paper and extract what it states; a paper that cannot be read comes back as unreadable, never raises.

    `converted` is what a batch made of a file of an older format; `scales` are the grade scales of the settings.
    """
    try:
        document = read(path, relative=relative, converted=converted)
        profiles = profiles_of(packs)
        by_id = {profile.id: profile for profile in profiles}
        parts = []
        for part in recognise(document, profiles):
            extracted = extract(part, by_id.get(part.profile))
            parts.append(replace(extracted, recomputations=recompute(extracted, scales)))
        return Paper(document, tuple(parts))
    except Unreadable as error:
        return Paper(unreadable(relative, error.reason, error.remedy, digest_of(path)))
    except MemoryError:
        reason = "处理这份文书所需的内存超过限额"
        return Paper(unreadable(relative, reason, "可在 docaudit.toml 中调大 memory，或人工审阅", digest_of(path)))
    except Exception as error:  # noqa: BLE001  (our own bug must not cost the auditor the other papers)
        reason = f"程序处理这份文书时出错（{type(error).__name__}：{error}）"
        return Paper(unreadable(relative, reason, "请人工审阅这份文书，并把出错信息告诉开发者", digest_of(path)))


def unreadable(relative: str, reason: str, remedy: str = "", sha256: str = "") -> Document:
    """Return the entry of a paper that could not be read."""
    problem = f"{reason.rstrip('。')}；{remedy.rstrip('。')}。" if remedy else f"{reason.rstrip('。')}。"
    return Document(
        id=document_id(relative),
        path=relative,
        sha256=sha256,
        format=Path(relative).suffix.lstrip(".").lower(),
        status=Status.UNREADABLE,
        problems=(problem,),
    )


def warm_up(packs: Path | None = None) -> None:
    """Load what every paper needs: in each worker, or once in the server that forks them."""
    profiles_of(packs)
    lexicon.calibers("预热")
    lexicon.tokens("预热")
    quantities.find("1项")


def digest_of(path: Path) -> str:
    """Return the sha256 of a file; empty where it cannot be read."""
    try:
        return sha256_of(path)
    except OSError:
        return ""


@lru_cache(maxsize=1)
def profiles_of(packs: Path | None) -> tuple[Profile, ...]:
    """Load the profiles, and put a user's vocabulary in force for this process."""
    lexicon.use(packs)
    return load_profiles(packs)
