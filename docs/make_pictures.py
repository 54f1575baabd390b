"""Make the pictures of the guide from a dossier that ships with the project.

    python docs/make_pictures.py

Needs LibreOffice, poppler-utils, chromium and chromedriver.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.support import browser  # noqa: E402
from tests.support.serving import served  # noqa: E402

from docaudit.engine import Options, audit  # noqa: E402
from docaudit.history import History, with_history  # noqa: E402
from docaudit.reports import write  # noqa: E402
from docaudit.review.desk import Desk  # noqa: E402
from docaudit.rules import load_rules  # noqa: E402

FOLDER = ROOT / "corpus" / "dossiers" / "02-smart-road-open-platform"
PICTURES = ROOT / "docs" / "pictures"


def main() -> None:
    """Write every picture anew."""
    result, rules = audit(FOLDER, Options(in_process=True)), load_rules()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for name in ("book.xlsx", "report.html"):
            write(result, folder / name, rules, FOLDER)
        workbook(folder)
        with browser.chromium(1280, 860) as driver:
            pictured = next(f for f in result.findings if f.code == "STG101")
            driver.get((folder / "report.html").as_uri() + "#" + pictured.id)
            time.sleep(1)
            shot(driver, "report.png")
            with History.open(str(folder / "history.sqlite")) as history:
                desk = Desk(FOLDER, "例", history, lambda: (with_history(result, {}, None, ""), rules), "王审计")
                with closing(desk):
                    review(driver, desk)


def workbook(folder: Path) -> None:
    """The first pages of two sheets as a printer shows them."""
    command = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", folder, folder / "book.xlsx"]
    subprocess.run(command, check=True, capture_output=True)
    subprocess.run(["pdftoppm", "-r", "120", "-png", folder / "book.pdf", folder / "page"], check=True)
    text = subprocess.run(["pdftotext", folder / "book.pdf", "-"], check=True, capture_output=True, text=True).stdout
    pages = sorted(folder.glob("page*.png"))
    findings = next(i for i, page in enumerate(text.split("\f")) if "核改处" in page)
    save(Image.open(pages[0]), "workbook-summary.png")
    save(_filled(Image.open(pages[findings])), "workbook-findings.png")


def _filled(page: Image.Image) -> Image.Image:
    """The page without the empty paper at its foot."""
    table = page.crop((0, 0, page.width, int(page.height * 0.9)))
    ink = table.convert("L").point(lambda value: 255 * (value < 250)).getbbox()
    return page.crop((0, 0, page.width, ink[3] + 20)) if ink else page


def review(driver: Any, desk: Desk) -> None:
    """The review page with a finding and its paper open."""
    with served(desk, "token") as address:
        driver.get(f"{address}/?token=token")
        body = driver.find_element("tag name", "body")
        for key in "jjjo":
            body.send_keys(key)
            time.sleep(1)
        shot(driver, "review.png")


def shot(driver: Any, name: str) -> None:
    """Save what the browser shows."""
    path = PICTURES / name
    driver.save_screenshot(str(path))
    save(Image.open(path), name)


def save(image: Image.Image, name: str) -> None:
    """Save with few colours: a screenshot needs no more."""
    image.convert("RGB").quantize(64).save(PICTURES / name, optimize=True)


if __name__ == "__main__":
    main()
