"""Packs travel with the program: in the wheel, in a wheel built from the sdist, and in a checkout."""

import subprocess
import sys
import tarfile
import zipfile

import pytest

from docaudit import packs


@pytest.fixture(scope="module")
def built(root, tmp_path_factory):
    pytest.importorskip("build")
    pytest.importorskip("hatchling")
    out = tmp_path_factory.mktemp("dist")
    # Without --wheel or --sdist the wheel is built from the sdist, so both are tested at once.
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(root)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return out


def test_the_wheel_carries_every_pack(built, root):
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        names = set(wheel.namelist())
    for folder in ("extractors", "rules"):
        files = [path.relative_to(root).as_posix() for path in (root / folder).rglob("*.yaml")]
        assert files
        assert {f"docaudit/_packs/{name}" for name in files} <= names
    assert not [name for name in names if name.startswith(("tests/", "corpus/"))]


def test_the_sdist_carries_packs_and_tests(built):
    with tarfile.open(next(built.glob("*.tar.gz"))) as sdist:
        names = {name.split("/", 1)[-1] for name in sdist.getnames()}
    assert "rules/numbers.yaml" in names
    assert "tests/test_packaging.py" in names


def test_packs_are_found_when_only_the_wheel_is_there(built, tmp_path):
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        wheel.extractall(tmp_path)
    program = "from docaudit import packs; print(packs.pack_dir('rules')); print(len(packs.pack_files('extractors')))"
    done = subprocess.run(
        [sys.executable, "-P", "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(tmp_path), "PATH": ""},
        cwd=tmp_path,
    )
    folder, count = done.stdout.split()
    assert folder == str(tmp_path / "docaudit" / "_packs" / "rules")
    assert int(count) > 5


def test_packs_are_found_in_the_checkout(root):
    assert packs.pack_dir("rules") == root / "rules"


def test_a_missing_pack_folder_is_said(tmp_path):
    with pytest.raises(packs.PackError, match="目录不存在"):
        packs.pack_files("rules", tmp_path / "nowhere")
