"""report.html: complete, self-contained, harmless, and usable in a real browser."""

import re
from dataclasses import replace

import pytest
from lxml import html as lxml_html
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.support.ui import WebDriverWait

from docaudit.engine import Options, audit
from docaudit.history import with_history
from docaudit.model import Changes, Decision, FindingStatus, Place, Verdict
from docaudit.reports import write
from docaudit.reports.html import pictures
from docaudit.rules import load_rules
from tests.support import browser

RULES = load_rules()


@pytest.fixture(scope="module")
def folder(root):
    return root / "corpus" / "dossiers" / "02-smart-road-open-platform"


@pytest.fixture(scope="module")
def result(folder):
    return audit(folder, Options(in_process=True))


def page_of(result, folder, path):
    write(result, path, RULES, folder)
    return lxml_html.fromstring(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def path(result, folder, tmp_path_factory):
    path = tmp_path_factory.mktemp("out") / "report.html"
    write(result, path, RULES, folder)
    return path


def test_every_finding_paper_and_indicator_is_there(result, folder, tmp_path):
    page = page_of(result, folder, tmp_path / "report.html")
    assert [a.get("id") for a in page.xpath("//article")] == [f.id for f in result.findings]
    for article, finding in zip(page.xpath("//article"), result.findings, strict=True):
        text = article.text_content()
        assert finding.message in text
        assert finding.basis in text
        assert finding.remedy in text
        for item in finding.evidence:
            assert item.place.where in text
    assert len(page.xpath("//section[@id='papers']//tbody/tr")) == len(result.papers)
    names = {cell.text_content() for cell in page.xpath("//section[@id='indicators']//tbody//th")}
    assert {i.name for i in result.indicators if i.claims} >= names
    assert names


def test_papers_with_pages_are_shown_others_are_written_out(result, folder, tmp_path):
    page = page_of(result, folder, tmp_path / "report.html")
    formats = {paper.document.id: paper.document.format for paper in result.papers}
    wanted = {formats[e.place.document] for f in result.findings for e in f.evidence}
    assert wanted >= {"pdf", "docx"}
    assert page.xpath("//figure//img[@data-picture]")
    assert page.xpath("//figure//div[@class='fragment']//*[self::td[@class='hit'] or self::mark]")


def test_the_same_bytes_twice_and_no_network(path, result, folder, tmp_path):
    write(result, tmp_path / "again.html", RULES, folder)
    assert (tmp_path / "again.html").read_bytes() == path.read_bytes()
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"""(?:src|href)\s*=\s*["']?(?:https?:)?//""", text)
    assert "default-src 'none'" in text


def test_nothing_in_a_paper_becomes_markup(result, folder, tmp_path):
    evil = "</script><script>alert(1)</script><img src=x onerror=alert(1)>&{{7*7}}"
    place = Place(result.papers[0].document.id, evil, evil)
    finding = result.findings[0]
    odd = replace(finding, message=evil, computation=evil, evidence=(replace(finding.evidence[0], place=place),))
    page = page_of(replace(result, findings=(odd,), notes=(evil,)), folder, tmp_path / "report.html")
    assert len(page.xpath("//script")) == 2
    assert not page.xpath("//*[@onerror]")
    assert evil in page.xpath("//article")[0].text_content()


def test_decisions_and_changes_are_told(result, folder, tmp_path):
    first = result.findings[0].id
    decisions = {first: Decision(first, Verdict.REJECTED, "口径相同", "王审计")}
    page = page_of(with_history(result, decisions, None, ""), folder, tmp_path / "report.html")
    article = page.xpath("//article")[0]
    assert article.get("data-status") == "误报"
    assert "误报：口径相同（王审计）" in article.text_content()
    assert with_history(result, decisions, None, "").findings[0].status is FindingStatus.REJECTED
    assert Changes(None).label(first) == ""


def test_pictures_stop_where_the_file_would_grow_too_large(result, folder, tmp_path, monkeypatch):
    monkeypatch.setattr(pictures, "LIMIT", -1)
    page = page_of(result, folder, tmp_path / "report.html")
    assert not page.xpath("//img")
    assert "未附页面图片" in page.text_content()


def test_no_findings_at_all(result, folder, tmp_path):
    page = page_of(replace(result, findings=()), folder, tmp_path / "report.html")
    assert "本次审核没有发现问题" in page.text_content()
    assert "没有发现问题不等于没有问题" in page.text_content()


@pytest.mark.skipif(
    not browser.is_there(), reason="no chromium and chromedriver (Debian packages chromium, chromium-driver)"
)
def test_reading_findings_with_the_keyboard(path, result):
    with browser.chromium() as driver:
        driver.get(path.as_uri())
        body = driver.find_element("tag name", "body")
        assert driver.find_element("css selector", "section.on").get_attribute("id") == "overview"
        body.send_keys("2")
        shown = lambda: driver.find_element("css selector", "article.on").get_attribute("id")  # noqa: E731
        assert shown() == result.findings[0].id
        body.send_keys("jj")
        assert shown() == result.findings[2].id
        body.send_keys("k")
        assert shown() == result.findings[1].id
        assert driver.current_url.endswith("#" + result.findings[1].id)
        pictured = next(f for f in result.findings if any(e.place.bbox for e in f.evidence))
        driver.get(path.as_uri() + "#" + pictured.id)
        driver.refresh()
        wait = WebDriverWait(driver, 10, ignored_exceptions=[StaleElementReferenceException])
        wait.until(lambda d: d.execute_script("return document.querySelector('article.on img').naturalWidth") > 300)
        body = driver.find_element("tag name", "body")
        body.send_keys("/")
        driver.switch_to.active_element.send_keys(result.findings[-1].code)
        articles = driver.find_elements("css selector", "article:not(.out)")
        assert {a.get_attribute("data-rule") for a in articles} >= {result.findings[-1].rule}
        assert len(articles) < len(result.findings)
        wide = driver.execute_script(
            "return document.documentElement.scrollWidth > document.documentElement.clientWidth"
        )
        assert not wide
        assert [entry for entry in driver.get_log("browser") if entry["level"] == "SEVERE"] == []
