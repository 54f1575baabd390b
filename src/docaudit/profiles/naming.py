"""Fields that no label introduces: the project named in the title or a sentence, the year, the date of a report."""

from __future__ import annotations

import re
from collections.abc import Sequence

from docaudit.model import Block, Field, Heading, Kind, Paragraph, ParagraphKind, Part, Place, Table
from docaudit.profiles.changes import addressee
from docaudit.profiles.coded import coded_names
from docaudit.profiles.dates import is_date, parse_date
from docaudit.profiles.looks import title_like
from docaudit.profiles.prose import approved_budget, fits, sentence_fields
from docaudit.profiles.schema import FieldVocabulary, Profile
from docaudit.profiles.values import is_organisation
from docaudit.profiles.words import is_numbered, label, squash, squash_with_origin, title

_COVER = 30
_ENDING = 10
_YEAR = re.compile(r"^\(?((?:19|20)\d\d)年?度\)?$")
_TITLE_YEAR = re.compile(r"((?:19|20)\d\d)年度")
_LEADING = re.compile(r"^(?:关于(?:申报|申请|报送|上报|开展|组织实施)?|(?:19|20)\d\d年度?)+")
_TRAILING = re.compile(
    r"(?:项目|课题)?(?:(?:19|20)\d\d年度?)?(?:的|之)?(?:绩效|支出|实施|验收|结题|年度|中期|任务|资金)*$"
)
_UP_TO_PROJECT = re.compile(r"(.{5,}?)(?:项目|课题)(?:(?!项目|课题).){0,16}")
_ENDS_AS_PROJECT = re.compile(r"([^,。;:]{6,60}?)(?:项目|课题|工程)")
_PROGRAMMES = ("计划", "专项资金管理", "基金", "科技", "科研", "资助", "支出", "专项资金", "财政")
_OF_PROGRAMME = re.compile(
    r".*(?:计划|专项|基金|资金|债券|预算)(?:支持|补助|资助|扶持|引导)*(?:项目|课题)?(?:绩效|支出|实施)*"
)
_BELOW = 3
_FRAMED = re.compile(r"\((.+)\)|[—–\-]{1,4}(?!\d)(.+?)[—–\-]*|[《“](.+)[》”]")
_EDITION = re.compile(r".*(?:稿|版|用表|模板|样式|格式|公开|封面|年度?|季度|日|月|[号页期])")
_AUTHORITY = re.compile(r"^[^《]{2,12}(?:省|市|区|县|部|局|委|厅)(?:科学技术委员会|科技局|科技厅)?$")
_OF_MANY = {Kind.EVALUATION_REPORT}
"""Papers whose sentences speak of many projects."""
_DEPARTMENT = re.compile(r"(?:部门|单位|年度|整体|局|委|厅|委员会)$")
_DEPARTMENT_WHOLE = re.compile(r".*(?:部门|单位|整体支出|委员会|[局委厅部])")
_SHORTEST = 6
_UNNAMED = {Kind.POLICY, Kind.GUIDELINE, Kind.OTHER}


def naming_fields(part: Part, profile: Profile | None, vocabulary: FieldVocabulary) -> tuple[Field, ...]:
    """Return the fields of `part` that stand in titles, sentences and bare date lines, where no label has given them."""
    found: list[Field] = []
    if profile is not None and part.kind not in _UNNAMED:
        if part.kind not in _OF_MANY:
            found += sentence_fields(part, vocabulary)
        elif part.field("project_name") is not None and part.field("total_budget") is None:
            found += approved_budget(part, vocabulary)
        if not any(item.name == "project_name" for item in (*part.fields, *found)):
            found += _below_title(part, profile, vocabulary) or _from_title(part, profile, vocabulary)
        found += _year(part.blocks)
    if part.kind is Kind.FINANCIAL_REPORT and not any(f.name == "undertaker" for f in (*part.fields, *found)):
        found += addressee(part, vocabulary)
    if part.field("report_date") is None and part.kind is not Kind.OTHER:
        found += _bare_date(part.blocks)
    return tuple(found)


def _below_title(part: Part, profile: Profile, vocabulary: FieldVocabulary) -> list[Field]:
    """Read the name off the line below the title: （…修复工程）, ——…惠农工程, or a bare line above labelled ones."""
    names = [squash(name) for name in (*profile.names, *profile.weak_names)]
    blocks = [block for block in part.blocks[:_COVER] if not _is_aside(block)]
    at = next(
        (i for i, b in enumerate(blocks) if not isinstance(b, Table) and title(b.text).endswith(tuple(names))), None
    )
    for i in range(at + 1, min(at + 1 + _BELOW, len(blocks))) if at is not None else ():
        block = blocks[i]
        if isinstance(block, Table) or not title_like(block.text):
            break
        bare = squash(block.text)
        framed = _FRAMED.fullmatch(bare)
        after = blocks[i + 1] if i + 1 < len(blocks) else None
        labelled = isinstance(after, Paragraph) and ":" in squash(after.text)[:12]
        coded = next(coded_names(bare), None)
        name = next(filter(None, framed.groups())) if framed else bare[slice(*coded[0])] if coded else bare
        if not (framed or coded or labelled) or not _may_be_name(name, vocabulary):
            continue
        text, origin = squash_with_origin(block.text)
        at_name = text.index(name)
        quote = block.text[origin[at_name] : origin[at_name + len(name) - 1] + 1]
        made = [Field("project_name", " ".join(quote.split()), block.place.quoting(quote))]
        if coded and part.field("project_code") is None:
            made.append(Field("project_code", bare[slice(*coded[1])], block.place.quoting(bare[slice(*coded[1])])))
        return made
    return []


def _is_aside(block: Block) -> bool:
    return isinstance(block, Paragraph) and (block.kind is not ParagraphKind.BODY or not squash(block.text))


def _may_be_name(name: str, vocabulary: FieldVocabulary) -> bool:
    """Whether words that no label introduces may be the name of a project, and of no office, programme or edition."""
    return (
        len(name) >= _SHORTEST
        and fits("project_name", name, vocabulary)
        and not is_organisation(name, vocabulary)
        and not is_numbered(name)
        and not is_date(name)
        and label(name) not in vocabulary.generic_names
        and not any(pattern.fullmatch(name) for pattern in (_EDITION, _OF_PROGRAMME, _DEPARTMENT_WHOLE))
    )


def _from_title(part: Part, profile: Profile, vocabulary: FieldVocabulary) -> list[Field]:
    """Read the project's name off a title: 《…平台》项目验收报告, …平台建设项目绩效自评报告, or the line above the kind of paper."""
    names = [squash(name) for name in (*profile.names, *profile.weak_names)]
    forms = [squash(form) for stem in profile.stems for form in stem.form]
    above: Heading | Paragraph | None = None
    for block in part.blocks[:_COVER]:
        if isinstance(block, Table):
            continue
        bare = title(block.text)
        ending = max((name for name in names if bare.endswith(name)), key=len, default="")
        composed = not ending
        if composed and title_like(block.text):
            ending = max((form for form in forms if bare.endswith(form)), key=len, default="")
        if not ending:
            above = block
            continue
        rest = bare[: len(bare) - len(ending)]
        if not rest and above is not None and (name := _ENDS_AS_PROJECT.fullmatch(squash(above.text))):
            quote = above.text.strip()
            if label(name[1]) not in vocabulary.generic_names and not name[1].endswith(_PROGRAMMES):
                return [Field("project_name", " ".join(quote.split()), above.place.quoting(quote))]
        cut = _UP_TO_PROJECT.fullmatch(rest)
        quoted = re.search(r"《([^《》]{4,80})》|“([^“”]{4,80})”(?=项目|课题|专项|$)", rest)
        if composed and not (cut or quoted):
            continue
        rest = cut[1] if cut and composed and not quoted else rest
        rest = next(filter(None, quoted.groups())) if quoted else _TRAILING.sub("", _LEADING.sub("", rest))
        if len(rest) < _SHORTEST or label(rest) in vocabulary.generic_names or rest.endswith(_PROGRAMMES):
            continue
        if not quoted and _OF_PROGRAMME.fullmatch(bare[: len(bare) - len(ending)]):
            continue
        if not quoted and (part.kind is Kind.AMENDMENT or _AUTHORITY.match(rest) or _DEPARTMENT.search(rest)):
            continue
        bare_text, origin = squash_with_origin(block.text)
        at = bare_text.find(rest)
        if at < 0:
            continue
        quote = block.text[origin[at] : origin[at + len(rest) - 1] + 1]
        return [Field("project_name", " ".join(quote.split()), block.place.quoting(quote))]
    return []


def _year(blocks: Sequence[Block]) -> list[Field]:
    """Read the year that a paper is about from （2022年度） under the title or from the title itself."""
    for block in blocks[:_COVER]:
        texts: list[tuple[str, Place]]
        if isinstance(block, Table):
            texts = [(row[0].text, row[0].place) for row in block.rows[:3]]
        else:
            texts = [(block.text, block.place)]
        for text, place in texts:
            bare = squash(text)
            found = _YEAR.match(bare) or (_TITLE_YEAR.search(bare) if len(bare) <= 40 and ":" not in bare else None)
            if found:
                return [Field("year", found.group(1), place.quoting(text.strip()))]
        if isinstance(block, Heading) and block.level == 1:
            break
    return []


def _bare_date(blocks: Sequence[Block]) -> list[Field]:
    """Read the date that stands alone on the cover or below the signature."""
    lines = [block for block in blocks if isinstance(block, Paragraph | Heading)]
    cover = lines[:_COVER]
    first_chapter = next(
        (i for i, block in enumerate(cover) if isinstance(block, Heading) and block.level == 1), len(cover)
    )
    for block in [*cover[:first_chapter], *reversed(lines[-_ENDING:])]:
        date = parse_date(block.text) if is_date(block.text) else None
        if date and "-" in date:
            return [Field("report_date", date, block.place.quoting(block.text.strip()))]
    return []
