"""Every kind of paper in the layouts one meets: what it is, its parts and its fields."""

from pathlib import Path

import pytest
import yaml

from docaudit.model import Kind, Table
from docaudit.profiles import load_profiles, recognise
from docaudit.profiles.words import squash
from tests.support.papers import document

FOLDER = Path(__file__).parent / "data" / "profiles"
PAPERS = {
    f"{path.stem}: {name}": paper
    for path in sorted(FOLDER.glob("*.yaml"))
    for name, paper in yaml.safe_load(path.read_text(encoding="utf-8")).items()
}
PROFILES = load_profiles()


@pytest.mark.parametrize("name", PAPERS)
def test_paper(name):
    paper = PAPERS[name]
    parts = recognise(document(paper["paper"]), PROFILES)
    assert [part.kind.value for part in parts] == [want["kind"] for want in paper["parts"]]
    for part, want in zip(parts, paper["parts"], strict=True):
        if "profile" in want:
            assert part.profile == want["profile"]
        for field, value in want.get("fields", {}).items():
            found = part.field(field)
            assert found is not None, f"{field} missing; have {[(f.name, f.value) for f in part.fields]}"
            assert found.value == str(value)
        assert not {field.name for field in part.fields} & set(want.get("absent", ()))
        if "ends" in want:
            last = part.blocks[-1]
            assert not isinstance(last, Table)
            assert last.text == want["ends"]


@pytest.mark.parametrize("name", PAPERS)
def test_every_block_stands_in_exactly_one_part_and_every_field_is_quoted(name):
    made = document(PAPERS[name]["paper"])
    parts = recognise(made, PROFILES)
    whole = "".join(squash(_text(block)) for block in made.blocks)
    assert sorted("".join(squash(_text(block)) for part in parts for block in part.blocks)) == sorted(whole)
    for part in parts:
        for field in part.fields:
            assert field.place.quote
            assert squash(field.place.quote) in whole


def _text(block):
    return "".join(cell.text for cell in block.cells()) if isinstance(block, Table) else block.text


@pytest.mark.parametrize("name", PAPERS)
def test_the_file_name_alone_changes_nothing(name):
    kinds = [(part.kind, part.profile) for part in recognise(document(PAPERS[name]["paper"]), PROFILES)]
    for path in ("项目任务书.docx", "绩效评价报告.pdf", "自评表.xlsx"):
        assert [
            (part.kind, part.profile) for part in recognise(document(PAPERS[name]["paper"], path=path), PROFILES)
        ] == kinds


def test_every_profile_has_a_paper():
    seen = {want.get("profile") for paper in PAPERS.values() for want in paper["parts"]}
    assert {profile.id for profile in PROFILES} - seen == set()


def test_unknown_papers_are_not_trusted():
    (part,) = recognise(document("# 关于召开会议的通知\n请参会。"), PROFILES)
    assert part.kind is Kind.OTHER
    assert part.confidence < 0.5


def test_plain_papers_are_trusted():
    (part,) = recognise(document(PAPERS["evaluations: 项目绩效自评价"]["paper"]), PROFILES)
    assert part.confidence >= 0.9


def test_an_empty_document_has_no_parts():
    assert recognise(document(""), PROFILES) == ()
