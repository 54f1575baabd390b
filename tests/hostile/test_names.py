"""What file names may do to reports, histories and terminals."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docaudit.config import Config
from docaudit.engine import list_files
from docaudit.readers.filenames import apart, printable
from docaudit.sight.originals import Originals


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("任务书（终稿）.docx", "任务书（终稿）.docx"),
        ("a\nb\t.md", "a\ufffdb\ufffd.md"),
        ("report\u202efdp.exe", "report\ufffdfdp.exe"),
        ("\x1b[31m红.md", "\ufffd[31m红.md"),
        ("甲\\乙.md", "甲＼乙.md"),
        ("夹/" + os.fsdecode("任务书".encode("gbk")) + ".md", "夹/任务书.md"),
    ],
)
def test_what_a_name_is_shown_as(name: str, shown: str) -> None:
    assert printable(name) == shown


@given(st.text())
def test_any_name_can_be_written_and_stays_as_it_is_then(name: str) -> None:
    shown = printable(name)
    shown.encode()
    assert printable(shown) == shown
    assert "\n" not in shown


def test_names_that_look_alike_stay_apart(tmp_path: Path) -> None:
    for name in ("a\x01.md", "a\x02.md"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    files = list_files(tmp_path, Config())
    assert [shown for _, shown in files] == ["a\ufffd.md", "a\ufffd.md（2）"]
    assert apart("b", {}) == "b"
    with closing(Originals(tmp_path)) as originals:
        assert originals.find("a\ufffd.md") == tmp_path / "a\x01.md"
        assert originals.find("a\ufffd.md（2）") == tmp_path / "a\x02.md"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes")
def test_a_pipe_in_the_folder_does_not_stop_the_run(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管道.md")
    (tmp_path / "自.md").symlink_to("自.md")
    (tmp_path / "a.md").write_text("x", encoding="utf-8")
    assert [shown for _, shown in list_files(tmp_path, Config())] == ["a.md"]


def test_recognising_pictures_reports_to_nobody() -> None:
    """OpenVINO asks www.google-analytics.com when it is imported, unless its own module for that is missing."""
    pytest.importorskip("rapidocr")
    pytest.importorskip("openvino")
    code = (
        "import socket, sys\n"
        "asked = []\n"
        "socket.getaddrinfo = lambda *args, **_: asked.append(args) or (_ for _ in ()).throw(OSError())\n"
        "from docaudit.readers.ocr.engine import engine\n"
        "engine()\n"
        "import openvino.tools.ovc\n"
        "sys.exit(repr(asked) if asked or sys.modules['openvino_telemetry'] else 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
