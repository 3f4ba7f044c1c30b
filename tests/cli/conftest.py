"""A home of the test's own, and `rapport` as a user runs it: another process."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

Rapport = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def home() -> Iterator[Path]:
    """Under /tmp itself: root's database server may not enter pytest's own folders."""
    folder = Path(tempfile.mkdtemp(prefix="rapport-cli-"))
    (folder / "postgres.own.conf").write_text("fsync = off\n")
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def rapport(home: Path) -> Rapport:
    """Run `rapport` with these arguments in the home; standard output and error are kept apart."""
    outside = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}

    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "rapport.cli.main", *arguments],
            env={**outside, "RAPPORT_HOME": str(home), **environment},
            capture_output=True,
            text=True,
            check=False,
            timeout=240,
        )

    return run
