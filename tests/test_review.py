"""The review page: who may talk to it, what it shows and writes down, and a reviewer's hour in a real browser."""

import shutil

import openpyxl
import pytest
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait
from starlette.testclient import TestClient

from docaudit.cli.memory import Memory, recall
from docaudit.config import Config
from docaudit.engine import Options, audit
from docaudit.history import History, folder_key, with_history
from docaudit.model import Verdict
from docaudit.review.desk import Desk, Filter
from docaudit.review.guard import COOKIE, Guard
from docaudit.review.web import application
from docaudit.rules import load_rules
from tests.support import browser, serving

TOKEN, HOST = "t0ken", "127.0.0.1:8000"
OWN = {"Origin": f"http://{HOST}", "X-Docaudit": "1"}
RULES = load_rules()


@pytest.fixture(scope="module")
def folder(root, tmp_path_factory):
    folder = tmp_path_factory.mktemp("review") / "项目"
    shutil.copytree(root / "corpus" / "dossiers" / "02-smart-road-open-platform", folder)
    return folder


@pytest.fixture(scope="module")
def result(folder):
    return audit(folder, Options(in_process=True))


@pytest.fixture
def history(tmp_path):
    with History.open(str(tmp_path / "history.sqlite")) as store:
        yield store


@pytest.fixture
def desk(folder, result, history):
    desk = Desk(folder, "甲", history, lambda: (with_history(result, {}, None, folder_key("甲")), RULES), "王审计")
    yield desk
    desk.close()


@pytest.fixture
def client(desk):
    app = Guard(application(desk), TOKEN, frozenset({HOST}))
    with TestClient(app, base_url=f"http://{HOST}", cookies={COOKIE: TOKEN}) as client:
        yield client


class TestGuard:
    def test_the_token_becomes_a_cookie_and_leaves_the_address(self, client):
        client.cookies.clear()
        answer = client.get(f"/?token={TOKEN}", follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        cookie = answer.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=Strict" in cookie

    @pytest.mark.parametrize("path", ["/", "/list", "/names", "/static/review.js", "/export/docaudit-findings.json"])
    @pytest.mark.parametrize("cookie", [None, "wrong", "é", ";;="])
    def test_nothing_without_the_token(self, client, path, cookie):
        client.cookies.clear()
        headers = {} if cookie is None else {"Cookie": f"{COOKIE}={cookie}".encode("latin-1")}
        assert client.get(path, headers=headers).status_code == 403

    def test_a_wrong_token_is_refused(self, client):
        client.cookies.clear()
        assert client.get("/?token=guess").status_code == 403

    @pytest.mark.parametrize("host", ["evil.example", "127.0.0.1:9", "localhost", "", "127.0.0.1:8000.evil.example"])
    def test_another_host_name_is_refused(self, client, host):
        assert client.get("/", headers={"Host": host}).status_code == 421

    @pytest.mark.parametrize(
        "headers",
        [
            {},
            {"X-Docaudit": "1"},
            {"Origin": f"http://{HOST}"},
            {"Origin": "http://evil.example", "X-Docaudit": "1"},
            {"Origin": "null", "X-Docaudit": "1"},
        ],
    )
    def test_another_site_cannot_decide(self, client, desk, headers):
        finding = desk.audit.findings[0].id
        data = {"finding": finding, "verdict": "误报"}
        assert client.post("/decide", data=data, headers=headers).status_code == 403
        assert client.post(f"/undo/{finding}", headers=headers).status_code == 403
        assert desk.decision(finding) is None

    def test_long_bodies_are_refused(self, client):
        answer = client.post("/decide", data={"note": "长" * 500_000}, headers=OWN)
        assert answer.status_code == 413

    @pytest.mark.parametrize(
        "path",
        [
            "/export/../../etc/passwd",
            "/export/%2e%2e%2fhistory.sqlite",
            "/static/../desk.py",
            "/static/%2e%2e/desk.py",
            "/static/..%2f..%2fcli/app.py",
            "/paper/..%2f..%2fetc%2fpasswd",
            "/paper/x/page/1",
            "/finding/x",
            "/finding/x/crop/0",
        ],
    )
    def test_no_way_to_other_files(self, client, path):
        answer = client.get(path)
        assert answer.status_code == 404
        assert "import" not in answer.text

    def test_pages_forbid_foreign_content(self, client):
        headers = client.get("/").headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


def test_every_finding_is_listed_and_shown(client, desk):
    page = client.get("/").text
    for finding in desk.audit.findings:
        assert f"row-{finding.id}" in page
        shown = client.get(f"/finding/{finding.id}")
        assert shown.status_code == 200
        assert finding.basis in shown.text
        for exhibit in desk.exhibits(finding):
            crop = client.get(f"/finding/{finding.id}/crop/{exhibit.number}")
            assert (crop.status_code == 200) == exhibit.has_picture
    assert any(e.has_picture for f in desk.audit.findings for e in desk.exhibits(f))


def test_papers_are_shown_with_the_place(client, desk):
    for document in desk.documents.values():
        finding = next(
            (f for f in desk.audit.findings if any(e.place.document == document.id for e in f.evidence)), None
        )
        query = f"?finding={finding.id}" if finding else ""
        answer = client.get(f"/paper/{document.id}{query}")
        assert answer.status_code == 200
        if document.format == "pdf":
            assert client.get(f"/paper/{document.id}/page/1{query}").headers["content-type"] == "image/webp"
            assert client.get(f"/paper/{document.id}/page/999").status_code == 404
        elif finding:
            assert 'id="hit"' in answer.text


def test_filters(client, desk):
    first = desk.audit.findings[0]
    assert len(desk.select(Filter())) == len(desk.audit.findings)
    assert {f.rule for f in desk.select(Filter(rule=first.rule))} == {first.rule}
    assert desk.select(Filter(words="没有这样的词")) == []
    assert first in desk.select(Filter(words=first.message[:6].lower()))
    assert "没有符合条件的问题" in client.get("/list?words=没有这样的词").text
    assert desk.select(Filter(state="误报")) == []
    desk.decide([first.id], Verdict.REJECTED, "")
    assert [f.id for f in desk.select(Filter(state="误报"))] == [first.id]


def test_deciding_one_and_many_and_taking_back(client, desk, history):
    ids = [finding.id for finding in desk.audit.findings]
    data = {"finding": ids[0], "shown": ids[0], "verdict": "误报", "note": " 口径相同 "}
    answer = client.post("/decide", data=data, headers=OWN)
    assert answer.status_code == 200
    assert f"row-{ids[0]}" in answer.text
    assert "已复核 1" in answer.text
    assert history.decisions("甲")[ids[0]].note == "口径相同"
    assert history.decisions("甲")[ids[0]].by == "王审计"
    client.post("/decide", data={"finding": ids, "verdict": "确认"}, headers=OWN)
    assert {d.verdict for d in history.decisions("甲").values()} == {Verdict.CONFIRMED}
    assert f"已复核 {len(ids)} / {len(ids)}" in client.get("/").text
    client.post(f"/undo/{ids[0]}", headers=OWN)
    assert history.decisions("甲")[ids[0]].verdict is Verdict.REJECTED
    assert "口径相同" in client.get(f"/finding/{ids[0]}").text


def test_what_is_not_on_the_desk_is_not_written(client, history):
    answer = client.post("/decide", data={"finding": "STG101-没有", "verdict": "确认"}, headers=OWN)
    assert answer.status_code == 200
    assert history.decisions("甲") == {}


def test_notes_are_text_not_markup(client, desk):
    finding = desk.audit.findings[0].id
    client.post(
        "/decide", data={"finding": finding, "verdict": "误报", "note": "<script>alert(1)</script>"}, headers=OWN
    )
    page = client.get(f"/finding/{finding}").text
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_exports_carry_the_decisions(client, desk, tmp_path):
    finding = desk.audit.findings[0].id
    desk.decide([finding], Verdict.REJECTED, "口径相同")
    (tmp_path / "a.xlsx").write_bytes(client.get("/export/docaudit-底稿.xlsx").content)
    rows = openpyxl.load_workbook(tmp_path / "a.xlsx")["问题清单"].iter_rows(values_only=True)
    assert "误报" in next(row for row in rows if finding in row)
    content = client.get("/export/docaudit-findings.json").json()
    assert content["findings"][0]["status"] == "rejected"
    assert client.get("/export/docaudit-取证单.docx").content[:2] == b"PK"
    assert "口径相同" in client.get("/export/docaudit-报告.html").text


def test_names_that_a_person_says_are_one(folder, result, history):
    task = "# 任务书\n\n项目名称：甲项目\n\n## 考核指标\n\n| 指标 | 指标值 |\n|---|---|\n| 技术经理人培养数 | ≥10人 |\n| 申请专利 | ≥5项 |\n"
    report = "# 验收报告\n\n项目名称：甲项目\n\n## 完成情况\n\n| 指标 | 实际完成值 |\n|---|---|\n| 培育技术转移经纪人才 | 12人 |\n| 申请专利 | 6项 |\n"
    folder = folder.parent / "两个名称"
    folder.mkdir(exist_ok=True)
    (folder / "a.md").write_text(task, encoding="utf-8")
    (folder / "b.md").write_text(report, encoding="utf-8")
    own = audit(folder, Options(in_process=True))
    desk = Desk(folder, "乙", history, lambda: (own, RULES), "")
    asked = desk.questions()
    if asked:
        desk.answer(asked[0].first, asked[0].second, same=True)
        assert history.aliases("乙") == [(asked[0].first, asked[0].second)]
        assert asked[0] not in desk.questions()
    assert all(q.left.role.value == "target" and q.right.role.value == "actual" for q in asked)


def test_names_that_a_person_says_are_two_are_parted_by_the_next_audit(folder, history):
    task = "# 任务书\n\n项目名称：甲项目\n\n## 考核指标\n\n| 指标 | 指标值 |\n|---|---|\n| 培养复合型人才 | ≥10人 |\n| 申请专利 | ≥5项 |\n"
    report = "# 验收报告\n\n项目名称：甲项目\n\n## 完成情况\n\n| 指标 | 实际完成值 |\n|---|---|\n| 培养硕士研究生 | 12人 |\n| 申请专利 | 6项 |\n"
    folder = folder.parent / "一对名称"
    folder.mkdir(exist_ok=True)
    (folder / "a.md").write_text(task, encoding="utf-8")
    (folder / "b.md").write_text(report, encoding="utf-8")
    memory = Memory(place=history.place, name="丙")
    config = Config()

    def run():
        return audit(folder, Options(in_process=True, config=recall(folder, config, memory))), RULES

    def together():
        return [i for i in desk.audit.indicators if {"培养复合型人才", "培养硕士研究生"} <= {c.name for c in i.claims}]

    desk = Desk(folder, "丙", history, run, "")
    assert together()
    asked = desk.questions()
    assert [(q.left.name, q.right.name) for q in asked] == [("培养复合型人才", "培养硕士研究生")]
    desk.answer(asked[0].first, asked[0].second, same=False)
    desk.refresh()
    assert not together()
    assert desk.questions() == []


@pytest.fixture
def served(desk):
    with serving.served(desk, TOKEN) as address:
        yield address


@pytest.mark.skipif(
    not browser.is_there(), reason="no chromium and chromedriver (Debian packages chromium, chromium-driver)"
)
def test_a_reviewer_at_work(served, desk, history):
    ids = [finding.id for finding in desk.audit.findings]
    with browser.chromium(1280, 800) as driver:
        wait = WebDriverWait(driver, 15, ignored_exceptions=[StaleElementReferenceException])
        driver.get(f"{served}/?token={TOKEN}")
        assert driver.current_url == f"{served}/"
        press = lambda keys: driver.find_element(By.TAG_NAME, "body").send_keys(keys)  # noqa: E731
        shown = lambda: driver.execute_script("return document.querySelector('#detail article')?.dataset.id")  # noqa: E731
        press("j")
        wait.until(lambda _: shown() == ids[0])
        press("c")
        wait.until(lambda _: desk.state(ids[0]) == "确认")
        wait.until(lambda d: d.find_element(By.CSS_SELECTOR, f"[id='row-{ids[0]}'] .state").text == "确认")
        press("j")
        wait.until(lambda _: shown() == ids[1])
        press("r")
        note = driver.switch_to.active_element
        assert note.get_attribute("id") == "note"
        note.send_keys("另一口径")
        driver.find_element(By.CSS_SELECTOR, "#detail button.rejected").click()
        wait.until(lambda _: desk.state(ids[1]) == "误报")
        assert history.decisions("甲")[ids[1]].note == "另一口径"
        wait.until(lambda d: "已复核 2" in d.find_element(By.ID, "progress").text)
        driver.find_element(By.CSS_SELECTOR, "#detail h2").click()
        press("u")
        wait.until(lambda _: desk.state(ids[1]) == "未复核")
        press("o")
        wait.until(lambda d: d.find_elements(By.CSS_SELECTOR, "#paper .paper-head"))
        driver.find_element(By.ID, "all").click()
        driver.find_element(By.CSS_SELECTOR, "#bulk button.pending").click()
        wait.until(lambda _: all(desk.state(name) == "待核实" for name in ids))
        wait.until(lambda d: f"已复核 {len(ids)}" in d.find_element(By.ID, "progress").text)
        search = driver.find_element(By.ID, "search")
        search.send_keys("没有这样的词")
        wait.until(lambda d: "没有符合条件的问题" in d.find_element(By.ID, "list").text)
        width = "return document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert not driver.execute_script(width)
        assert [entry for entry in driver.get_log("browser") if entry["level"] == "SEVERE"] == []
