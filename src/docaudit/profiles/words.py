"""Words as templates print them: compared after NFKC, without white space, numbering and brackets."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_QUOTES = str.maketrans({"«": "《", "»": "》", "〈": "《", "〉": "》", "﹕": ":", "∶": ":", "︰": ":"})

_NUMBERING = re.compile(
    r"""^(?:
        第[一二三四五六七八九十百\d]+[部分章节篇条款项]+[、:.]?
        | \([一二三四五六七八九十\d]{1,3}\)[、.]?
        | [一二三四五六七八九十]{1,3}[、.]
        | \d{1,2}(?:\.\d{1,2}){1,3}[、.]?(?=[^\d.%])
        | \d{1,2}[、.)](?!\d)
        | [①-⑳]
        | [*★☆●◆■□▲※]+
    )""",
    re.VERBOSE,
)
_ATTACHMENT = re.compile(r"^(?:附件|附表|附录|附)[一二三四五六七八九十\d]{0,3}(?:[-－.]\d{1,2})?[:、.]?")
_BRACKET = re.compile(r"\(([^()]*)\)$")
_YEAR_TAIL = re.compile(r"(?:19|20)\d\d(?:年度?)?(?:[-~—至到](?:19|20)?\d{2}年?度?)?$")
_EDITION = re.compile(
    r"(?:模板|样式|格式|范本|样表|样本|正文|封面|草案|征求意见稿|送审稿|报送稿|初稿|终稿|定稿|盖章版|签章版|修订版|修订稿|正式版|副本|正本|[Vv]\d+(?:\.\d+)*)$"
)
_ANNEX = re.compile(r"(?<=[书告表案])(?:附表|附件|附录|附图)[一二三四五六七八九十\d]*$")
_PROMULGATION = re.compile(r"(?:印发|发布|公布|下达|征集|组织申报|开展).*?(?:的?通知|的?公告|的?通告)$")
_NOTICE = re.compile(r"的?(?:通知|公告|通告)$")


@lru_cache(maxsize=65536)
def squash(text: str) -> str:
    """Return `text` after NFKC, with one shape of quotation marks and colons, and without any white space."""
    return "".join(map(_folded, text))


def squash_with_origin(text: str) -> tuple[str, list[int]]:
    """Return the squashed text and, for each of its characters, the index in `text` that it came from."""
    characters = list(map(_folded, text))
    squashed = "".join(characters)
    if len(squashed) == len(text) and "" not in characters:
        return squashed, list(range(len(text)))
    return squashed, [i for i, folded in enumerate(characters) for _ in folded]


@lru_cache(maxsize=65536)
def _folded(character: str) -> str:
    """Fold one character by itself, so that each one's origin is plain: accents that stand behind it do not join it."""
    return "".join(unicodedata.normalize("NFKC", character).translate(_QUOTES).split())


def without_numbering(text: str) -> str:
    """Drop 一、 (二) 3. 2.1 第四部分 ① * from the front of a squashed text."""
    return _NUMBERING.sub("", text, count=1)


def is_numbered(text: str) -> bool:
    """Whether a squashed text starts like a chapter, a section or an item."""
    return _NUMBERING.match(text) is not None


def without_attachment(text: str) -> str:
    """Drop 附件2: or 附表1 from the front of a squashed text."""
    return _ATTACHMENT.sub("", text, count=1)


def is_attachment(text: str) -> bool:
    """Whether a squashed text starts with 附件 or 附表."""
    return _ATTACHMENT.match(text) is not None


@lru_cache(maxsize=65536)
def label(text: str) -> str:
    """Return a form label as the vocabulary writes it: squashed, without numbering, colon and bracketed remarks."""
    bare = without_numbering(squash(text)).rstrip(":;。,、")
    while (shorter := _BRACKET.sub("", bare).rstrip(":")) != bare and shorter:
        bare = shorter
    return bare.lstrip("*")


@lru_cache(maxsize=65536)
def remark(text: str) -> str:
    """Return what stands in the last brackets of a label: 万元 for 总预算(万元), "" where there is none."""
    found = _BRACKET.search(squash(text).rstrip(":"))
    return found.group(1) if found else ""


@lru_cache(maxsize=65536)
def title(text: str) -> str:
    """Return a title whose last word says what the paper is.

    Attachment numbers, years, editions and brackets go, and so does the notice that only carries the paper
    (关于印发《…行动方案》的通知).
    """
    bare = without_attachment(squash(text))
    if _PROMULGATION.search(bare):
        bare = _NOTICE.sub("", bare)
    while True:
        shorter = bare.rstrip("》〉”\"'’」』。.:;、-—_*#")
        shorter = _BRACKET.sub("", shorter)
        shorter = _ANNEX.sub("", _EDITION.sub("", shorter))
        if len(without_year := _YEAR_TAIL.sub("", shorter)) > 3:
            shorter = without_year
        if shorter == bare or not shorter:
            return bare
        bare = shorter
