"""What the dossiers of the stages family have in common: the folder, and field tables of a cover."""

from __future__ import annotations

from builders.kit import Dossier

SOURCE = "虚构项目、单位、人员与数值；版式依各地各部门公开的申报、合同、验收文书格式自拟"


def stages(slug: str, title: str, *layouts: str) -> Dossier:
    """An empty dossier of corpus/stages."""
    return Dossier(slug, title, source=SOURCE, layouts=list(layouts), family="stages")


def base(name: str, code: str, undertaker: str, leader: str) -> dict[str, str]:
    """The form fields that most papers print."""
    fields = {"project_name": name, "project_code": code, "undertaker": undertaker, "leader": leader}
    return {k: v for k, v in fields.items() if v}


def rename(dossier: Dossier, printed: dict[str, str]) -> None:
    """Give claims the name that the paper prints, where several threads share it; the threads stay as they are."""
    for paper in dossier.papers:
        for claim in paper.claims:
            claim["name"] = printed.get(claim["name"], claim["name"])
