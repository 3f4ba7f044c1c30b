"""Real repositories, made by the git command in the test's own folder."""

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from rapport.platforms.git.client import read_clone
from rapport.words.activity import Activity
from rapport.words.records import Record, Unreadable

ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "Ada Lovelace",
    "GIT_AUTHOR_EMAIL": "Ada@Example.org",
    "GIT_AUTHOR_DATE": "1700000000 +0330",
    "GIT_COMMITTER_NAME": "Committer",
    "GIT_COMMITTER_EMAIL": "committer@example.org",
    "GIT_COMMITTER_DATE": "1700000100 +0000",
}


class Repository:
    """A repository in a folder, and what our reader makes of it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def git(self, *arguments: str, stdin: bytes = b"", **environment: str) -> str:
        finished = subprocess.run(
            ["git", *arguments], cwd=self.path, input=stdin, capture_output=True, check=True,
            env=ENVIRONMENT | environment,
        )  # fmt: skip
        return finished.stdout.decode("utf-8", "replace").strip()

    def commit(self, message: str | bytes = "a change", /, **files: str | bytes) -> str:
        """Writes files (`a__txt` is `a.txt`), commits everything, gives the sha."""
        for name, content in files.items():
            data = content.encode() if isinstance(content, str) else content
            (self.path / name.replace("__", ".")).write_bytes(data)
        self.git("add", "-A")
        data = message.encode() if isinstance(message, str) else message
        self.git("commit", "-q", "--allow-empty", "--cleanup=verbatim", "-F", "-", stdin=data)
        return self.git("rev-parse", "HEAD")

    def literal_commit(self, author_line: bytes, message: bytes = b"odd\n") -> str:
        """A commit object as given, on the branch `odd`; git checks nothing of it."""
        tree = self.git("hash-object", "-t", "tree", "-w", "--stdin").encode()
        data = b"tree %b\nauthor %b\ncommitter C <c@example.org> 1 +0000\n\n%b" % (tree, author_line, message)
        sha = self.git("hash-object", "-t", "commit", "--literally", "-w", "--stdin", stdin=data)
        self.git("update-ref", f"refs/heads/odd-{sha}", sha)
        return sha

    def records(self) -> list[Record]:
        outcomes = list(read_clone(self.path))
        assert [outcome for outcome in outcomes if isinstance(outcome, Unreadable)] == []
        return [outcome for outcome in outcomes if isinstance(outcome, Record)]

    def commits(self) -> dict[str, Activity]:
        """Each commit's own activity by its sha."""
        found = [record.activities[0] for record in self.records()]
        return {one.native_id: one for one in found if one.kind == "commit"}

    def tags(self) -> dict[str, Activity]:
        """Each tag by its name."""
        return {one.title or "": one for record in self.records() for one in record.activities if one.kind == "create"}

    def credited(self, sha: str) -> Sequence[Activity]:
        """What the trailers of one commit gave."""
        return next(record.activities[1:] for record in self.records() if record.activities[0].native_id == sha)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    path = tmp_path / "project"
    path.mkdir()
    made = Repository(path)
    made.git("init", "-q", "-b", "main")
    return made
