"""What project offices put into their CI: valid by the hosts' own schemas, and the commands in them run."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

DOSSIER = "corpus/dossiers/02-smart-road-open-platform"


def check_schema(schema, path):
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def environment(tmp_path):
    """The commands find the docaudit of this environment."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    return {**os.environ, "PATH": path, "DOCAUDIT_HISTORY": str(tmp_path / "h.sqlite")}


def test_the_action_is_valid_and_its_check_runs(root, tmp_path, environment):
    check_schema("vendor.github-actions", root / "action.yml")
    action = yaml.safe_load((root / "action.yml").read_text(encoding="utf-8"))
    step = action["runs"]["steps"][-1]
    given = {"FOLDER": str(root / DOSSIER), "FAIL_ON": "error", "BASELINE": "", "OUTPUT": str(tmp_path / "out.sarif")}
    assert set(step["env"]) == set(given)
    environment |= given | {"GITHUB_ACTIONS": "true"}
    bash = [shutil.which("bash") or "bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
    done = subprocess.run(bash, capture_output=True, text=True, check=False, env=environment, cwd=tmp_path)
    assert done.returncode == 1, done.stderr
    assert "::error file=" in done.stdout
    assert (tmp_path / "out.sarif").stat().st_size > 1000


def test_the_gitlab_template_is_valid_and_its_command_runs(root, tmp_path, environment):
    check_schema("vendor.gitlab-ci", root / "ci" / "docaudit.gitlab-ci.yml")
    job = yaml.safe_load((root / "ci" / "docaudit.gitlab-ci.yml").read_text(encoding="utf-8"))["docaudit"]
    environment |= {**job["variables"], "DOCAUDIT_FOLDER": str(root / DOSSIER)}
    done = subprocess.run(
        job["script"][0], shell=True, capture_output=True, text=True, check=False, env=environment, cwd=tmp_path
    )
    assert done.returncode == 1, done.stderr
    for name in (*job["artifacts"]["paths"], job["artifacts"]["reports"]["junit"]):
        assert (tmp_path / name).is_file(), name


def test_the_pre_commit_hook_names_a_command_that_exists(root):
    hooks = yaml.safe_load((root / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert [hook["entry"] for hook in hooks] == ["docaudit check"]
    assert hooks[0]["pass_filenames"] is False


def test_the_image_is_made_of_files_and_extras_that_exist(root):
    text = (root / "Dockerfile").read_text(encoding="utf-8")
    extras = text.split('".[')[1].split("]")[0].split(",")
    project = (root / "pyproject.toml").read_text(encoding="utf-8")
    assert all(f"\n{extra} = [" in project for extra in extras)
    assert (root / "constraints.txt").is_file()
