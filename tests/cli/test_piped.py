"""Two commands in one pipe, each of which needs the home while nothing is up."""

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Rapport


@pytest.mark.slow
def test_what_reads_the_pipe_leaves_the_home_to_what_writes_it(home: Path, rapport: Rapport) -> None:
    made = rapport("people", "log", "Katherine Johnson", "meeting", "--new", "--json")
    assert made.returncode == 0, made.stderr
    number = json.loads(made.stdout)["member"]["id"]
    command = f"{shlex.quote(sys.executable)} -m rapport.cli.main people"
    outside = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", f"{command} show {number} | {command} note add {number} - --json"],
        env={**outside, "RAPPORT_HOME": str(home)}, capture_output=True, text=True, check=False, timeout=240,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Katherine Johnson" in json.loads(done.stdout)["text"]
