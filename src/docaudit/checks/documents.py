"""The papers themselves: numbers used twice, papers missing, unreadable or of no known kind, figures hard to read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz

from docaudit.checks.base import Case, Folder, Hit, Holds, Result, Scope, check, evidence, of_paper
from docaudit.checks.papers import in_line, label, texts_of
from docaudit.model import Block, Heading, Kind, Paper, Paragraph, ParagraphKind, Part, Place, Status, Table

_CAPTION = re.compile(
    r"^[【\[(（]?\s*(?P<sort>附件|附表|附图|附录|表|图)\s*"
    r"(?P<number>[A-Za-z]?\s*\d{1,3}(?:\s*[-－—–.．]\s*\d{1,3})*|[一二三四五六七八九十]{1,3})[】\])）]?"
    r"(?P<mark>[:：、.．\s　]*)(?P<title>.*)$",
    re.DOTALL,
)
_NOT_A_TITLE = re.compile(
    r"^(?:所示|显示|示出|中(?:可|列|的|所|数|显|给|有)|可(?:知|见|以|看)|为|是|的|列(?:出|示|明)|给出|反映了?|和|与|及|、|至|到|说明了|来看|看出|见|略|[(（]?续"
    r"|第|页|[-—~～]|\d|[,，;；。.]|[)）]|填|详|如(?:下|上)|由(?:上|此))"
)
_SENTENCE = re.compile(r"[，,].*[，,]|(?<!。)。.")
_SEE = re.compile(
    r"(?:详?见|参见|附于|列于)\s*[《（(“]?\s*(?P<sort>附件|附表)\s*(?P<number>\d{1,2}|[一二三四五六七八九十]{1,2})(?!\s*[-－—–.]\s*\d)"
)
_ROW = re.compile(
    r"^(?:(?:另附|附有|随附|后附|包括|其中)?\s*附[件表]\s*(?:\d{1,2}|[一二三四五六七八九十]{1,2})(?!\s*[-－—–.]?\s*\d)\s*[:：.．]?\s*[^，,、；;\s。]{2,24}(?:[，,、；;\s]+|$)){2,}$"
)
"""A line that tells several attachments one after another: 附件1数字化统计，附件2修复登记簿."""
_EACH = re.compile(
    r"(?P<whole>(?P<sort>附[件表])\s*(?P<number>\d{1,2}|[一二三四五六七八九十]{1,2})\s*[:：.．]?\s*(?:为|是)?(?P<title>[^，,、；;\s。]{2,24}))"
)
_ENCLOSED = re.compile(r"^(?P<sort>附件|附表)\s*(?:清单|目录)?\s*[：:]\s*(?=1\s*[.、．])")
_ENTRY = re.compile(r"(?:^|[；;，,。\s])(\d{1,2})\s*[.、．]\s*(?=[^\d\s])")
_AGREEMENT = re.compile(
    r"任务书(?:签订|约定|规定|确定|要求|编号|考核|所列)|(?:按照?|对照|根据|依据)任务书|合同书(?:签订|约定|规定|要求)"
)
RESULTS = (Kind.PROGRESS_REPORT, Kind.SELF_EVALUATION, Kind.ACCEPTANCE_REPORT)
_NUMERALS = {c: i for i, c in enumerate("一二三四五六七八九十", 1)}


@dataclass(frozen=True, slots=True)
class Caption:
    """A caption: what is numbered, its number, its title, and where it stands."""

    sort: str
    number: str
    title: str
    place: Place


@check(Scope.PART, says=("paper", "number", "first", "second"))
def numbering_clash(part: Part, *, similar: float = 0.55) -> Iterator[Result]:
    """Two captions of one paper carry one number and different titles.

    Tables of contents, references (见表2), continuations (续表2) and lists that start again at 1 do not clash; titles at
    least `similar` are one title.
    """
    by_sort: dict[str, list[Caption]] = {}
    for caption in captions(part):
        by_sort.setdefault(caption.sort, []).append(caption)
    for listed in by_sort.values():
        for run in _runs(listed):
            seen: dict[str, Caption] = {}
            clashed: set[str] = set()
            for caption in run:
                first = seen.setdefault(caption.number, caption)
                if first is caption or caption.number in clashed or _one_title(first.title, caption.title, similar):
                    continue
                clashed.add(caption.number)
                yield Hit(
                    evidence=(
                        evidence(in_line(caption.place, part), part.kind),
                        evidence(in_line(first.place, part), part.kind),
                    ),
                    says={
                        "paper": part.kind.label,
                        "number": f"{caption.sort}{caption.number}",
                        "first": first.title,
                        "second": caption.title,
                    },
                    confidence=0.9 if caption.sort in ("附件", "附表", "表") else 0.8,
                    key=(part.kind.value, caption.sort, caption.number),
                )
            if len(run) > 1 and not clashed:
                numbers = "、".join(dict.fromkeys(f"{c.sort}{c.number}" for c in run))
                yield Holds(f"编号不重复：{numbers}", (evidence(run[0].place, part.kind),))


@check(Scope.PROJECT, says=("what",))
def document_missing(case: Case) -> Iterator[Result]:
    """Results were reported but no paper says what was agreed; or a paper refers to an attachment that it does not have."""
    results = [part for part in case.project.parts if part.kind in RESULTS]
    if results:
        yield _agreement(case, results)
    for part in case.project.parts:
        attached: dict[str, set[str]] = {"附件": set(), "附表": set()}
        for sort, number in _enclosed(part):
            attached[sort].add(number)
        missing: dict[tuple[str, str], Place] = {}
        for text, place in texts_of(part):
            for found in _SEE.finditer(text):
                number = _number(found["number"])
                own = attached[found["sort"]]
                if number not in own and len(own) >= _LISTED[found["sort"]]:
                    missing.setdefault((found["sort"], number), place.quoting(found.group()))
        for (sort, number), place in missing.items():
            if _elsewhere(case, part, sort, number):
                continue
            yield Hit(
                evidence=(evidence(place, part.kind),),
                says={"what": f"{label(part, case)}引用了{sort}{number}，但所附{sort}中没有该编号"},
                confidence=0.6,
                key=(part.kind.value, sort, number),
            )


_LISTED = {"附件": 2, "附表": 1}
"""How many attachments a paper must list before one that it does not list is missing."""


def _enclosed(part: Part) -> Iterator[tuple[str, str]]:
    """Yield sort and number of what a paper encloses: its captions, and lists like 附件：1.测产报告；2.签到册."""
    for caption in captions(part):
        if caption.sort in _LISTED:
            yield caption.sort, caption.number
    for text, _ in texts_of(part):
        if found := _ENCLOSED.match(text):
            for number in _ENTRY.findall(text[found.end() :]):
                yield found["sort"], number


def _elsewhere(case: Case, part: Part, sort: str, number: str) -> bool:
    """Whether another paper of the project is, or holds, the attachment of that number."""
    wanted = re.compile(
        rf"{sort}\s*(?:{number}|{'〇一二三四五六七八九十'[int(number)] if int(number) <= 10 else number})(?!\d)"
    )
    return any(
        wanted.search(other.path)
        or wanted.search(other.title)
        or any(wanted.match(block.text) for block in other.blocks[:2] if isinstance(block, (Heading, Paragraph)))
        for other in case.project.parts
        if other is not part
    )


def _agreement(case: Case, results: list[Part]) -> Result:
    """Results need something that was agreed; an application alone will do unless the papers speak of an agreement."""
    agreed = case.parts(Kind.TASK_AGREEMENT)
    applied = case.parts(Kind.APPLICATION)
    said = "、".join(dict.fromkeys(label(part, case) for part in results))
    mention = next(
        (
            evidence(place.quoting(found.group()), part.kind)
            for part in results
            for text, place in texts_of(part)
            if (found := _AGREEMENT.search(text))
        ),
        None,
    )
    if agreed or (applied and mention is None):
        present = (agreed or applied)[0]
        return Holds("成果文书与任务书（申报书）齐全", (evidence(_top(present), present.kind),))
    missing = "任务书（合同书）" if applied else "任务书（合同书）或申报书"
    proof = (*((mention,) if mention else ()), *(evidence(_top(part), part.kind) for part in results[:2]))
    what = f"已有{said}，但未见{missing}，跨阶段比对无法进行" if not applied else f"{said}提到任务书，但未见{missing}"
    return Hit(evidence=proof, says={"what": what}, confidence=0.7, key=("agreement",))


@check(Scope.FOLDER, says=("path", "reason"))
def document_unreadable(folder: Folder) -> Iterator[Result]:
    """A paper could not be read: nothing of it was checked."""
    for paper in folder.papers:
        document = paper.document
        place = Place(document.id, document.path, "")
        if document.status is Status.UNREADABLE:
            reason = "；".join(problem.rstrip("。") for problem in document.problems) or "原因不明"
            yield Hit(
                evidence=(evidence(place, Kind.OTHER),),
                says={"path": document.path, "reason": reason},
                key=(document.path,),
            )
        else:
            yield Holds(f"{document.path}：已读取", (evidence(place, Kind.OTHER),))


@check(Scope.FOLDER, says=("path",))
def document_unrecognised(folder: Folder) -> Iterator[Result]:
    """A paper was read but fits no known kind: only general extraction was done."""
    for paper in folder.papers:
        document = paper.document
        if document.status is Status.UNREADABLE:
            continue
        place = Place(document.id, document.path, "")
        if not paper.parts or all(part.kind is Kind.OTHER and not part.profile for part in paper.parts):
            yield Hit(evidence=(evidence(place, Kind.OTHER),), says={"path": document.path}, key=(document.path,))
        else:
            kinds = "、".join(dict.fromkeys(part.kind.label for part in paper.parts))
            yield Holds(f"{document.path}：{kinds}", (evidence(place, paper.parts[0].kind),))


@of_paper
def recognised_figures(paper: Paper) -> Iterator[tuple[str, Place, Kind, float] | None]:
    """Yield None for a paper that was recognised from pictures, then its figures that are not quite sure."""
    if not any(_is_recognised(block) for block in paper.document.blocks):
        return
    yield None
    for part in paper.parts:
        for figure in part.figures:
            text = figure.quantity.text
            certainty = figure.place.certainty(text)
            if certainty < 1:
                yield text, figure.place.quoting(text), part.kind, certainty


@check(Scope.FOLDER, says=("path", "count", "figures"))
def low_ocr_confidence(folder: Folder, *, sure: float = 0.8, shown: int = 5) -> Iterator[Result]:
    """Numbers of a paper that was recognised from pictures, of which at least one character is not `sure`.

    The message names the first `shown` of them; all are evidence.
    """
    for paper, recognised in folder.by_paper(recognised_figures):
        if not recognised:
            continue
        doubtful: dict[Place, tuple[str, Kind]] = {}
        for text, place, kind, certainty in filter(None, recognised):
            if certainty < sure:
                doubtful.setdefault(place, (text, kind))
        proof = tuple(evidence(place, kind) for place, (_, kind) in doubtful.items())
        if proof:
            named = [f"{place.where}“{text}”" for place, (text, _) in doubtful.items()]
            more = "等" if len(named) > shown else ""
            yield Hit(
                evidence=proof,
                says={
                    "path": paper.document.path,
                    "count": str(len(named)),
                    "figures": "、".join(named[:shown]) + more,
                },
                key=(paper.document.path,),
                of_recognition=True,
            )
        else:
            kind = paper.parts[0].kind if paper.parts else Kind.OTHER
            place = Place(paper.document.id, paper.document.path, "")
            yield Holds(f"{paper.document.path}：文字识别的数字均清晰", (evidence(place, kind),))


def _is_recognised(block: Block) -> bool:
    if isinstance(block, Table):
        return any(cell.place.doubts is not None for cell in block.cells())
    return block.place.doubts is not None


def captions(part: Part) -> list[Caption]:
    """Return the captions of a part in reading order; a caption that stands above a table and in it counts once."""
    found: list[Caption] = []
    for block in part.blocks:
        sure = not isinstance(block, Paragraph) or block.kind is ParagraphKind.CAPTION
        for caption in (c for text, place in _lines(block) for c in _of_line(text, place, sure=sure)):
            if found and (found[-1].sort, found[-1].number, found[-1].title) == (
                caption.sort,
                caption.number,
                caption.title,
            ):
                continue
            found.append(caption)
    return found


def _lines(block: Block) -> Iterator[tuple[str, Place]]:
    if isinstance(block, Table):
        if block.caption:
            yield block.caption, block.place.quoting(block.caption)
    elif isinstance(block, Heading):
        yield block.text, block.place
    elif block.kind in (ParagraphKind.CAPTION, ParagraphKind.BODY, ParagraphKind.NOTE):
        for line in re.split(r"[\n；;]", block.text):
            yield line, block.place.quoting(line.strip())


def _of_line(text: str, place: Place, *, sure: bool) -> Iterator[Caption]:
    """Yield the captions of a line: itself, or those of each sentence that tells several attachments in turn."""
    several = [sentence for sentence in re.split("。", text) if _ROW.match(sentence.strip())]
    for sentence in several:
        for each in _EACH.finditer(sentence):
            title = each["title"]
            if not _NOT_A_TITLE.match(title):
                yield Caption(each["sort"], _number(each["number"]), title, place.quoting(each["whole"]))
    if not several and (caption := _caption(text, place, sure=sure)) is not None:
        yield caption


def _caption(text: str, place: Place, *, sure: bool) -> Caption | None:
    line = " ".join(text.split())
    found = _CAPTION.match(line) if len(line) <= 60 and not _SENTENCE.search(line) else None
    if found is None or (line.endswith("。") and not found["sort"].startswith("附")):
        return None
    if not found["mark"] and not found["sort"].startswith("附") and not sure:
        return None
    title = re.sub(r"[(（]\s*(?:单位|续)[^()（）]*[)）]", "", found["title"]).strip(" 　:：.…·。")
    title = re.sub(r"[.…·\s]{2,}\d+$|\s+\d{1,3}$", "", title)
    if not title or _NOT_A_TITLE.match(title):
        return None
    return Caption(found["sort"], _number(found["number"]), title, place)


def _number(text: str) -> str:
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).upper()
    plain = re.sub(r"[-－—–.．]", "-", plain)
    if plain[:1] in _NUMERALS:
        tens, ten, ones = plain.partition("十")
        value = (_NUMERALS.get(tens, 1) * 10 + _NUMERALS.get(ones, 0)) if ten else _NUMERALS[plain]
        return str(value)
    return plain


def _runs(listed: list[Caption]) -> list[list[Caption]]:
    """Split the captions where the numbering starts again: a list at the front, and the attachments themselves."""
    runs: list[list[Caption]] = [[]]
    for caption in listed:
        known = {c.number for c in runs[-1]}
        if caption.number in known and caption.number == runs[-1][0].number and len(known) > 1:
            runs.append([])
        runs[-1].append(caption)
    return runs


def _one_title(a: str, b: str, similar: float) -> bool:
    left, right = (re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)) for text in (a, b))
    return left in right or right in left or fuzz.ratio(left, right) / 100 >= similar


def _top(part: Part) -> Place:
    first = next((block for block in part.blocks if isinstance(block, (Heading, Paragraph))), None)
    title = part.title or (first.text if first is not None else "")
    place = part.blocks[0].place if part.blocks else Place(part.document, part.path, title)
    return place.quoting(title)
