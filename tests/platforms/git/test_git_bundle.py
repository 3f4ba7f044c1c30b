"""Bundles: whole ones, parts of one, damaged ones, and names that a stranger gave to branches."""

import os
import subprocess
import sys
import tempfile
from io import BytesIO

import pytest

from rapport.platforms.git import bundle
from rapport.platforms.git.unpacked import remove_left, unpacked
from rapport.words.records import Record, Where


def bundled(repository, *what: str) -> bytes:
    repository.git("bundle", "create", "-q", "../made.bundle", *what)
    return (repository.path.parent / "made.bundle").read_bytes()


def shas(data: bytes) -> set[str]:
    outcomes = list(bundle.read(BytesIO(data), Where("old.zip › reeds.bundle")))
    assert all(isinstance(outcome, Record) for outcome in outcomes)
    return {outcome.activities[0].native_id for outcome in outcomes}


def test_a_bundle_gives_what_its_clone_gives(repository):
    repository.commit("one\n\nReviewed-by: Bo <bo@example.org>", a__txt="1\n2\n")
    repository.git("tag", "-a", "-m", "first", "v1")
    repository.git("checkout", "-q", "-b", "side")
    repository.commit("two", b__txt="3\n")
    data = bundled(repository, "--all")
    assert bundle.recognise("x", data[:65_536])
    outcomes = list(bundle.read(BytesIO(data), Where("old.zip › reeds.bundle")))
    told = [activity for record in outcomes for activity in record.activities]
    assert {activity.channel.name for activity in told} == {"reeds"}
    there = told[0].channel
    cloned = [activity for record in repository.records() for activity in record.activities]
    assert {one.native_id: one for one in told} == {one.native_id: one._replace(channel=there) for one in cloned}


def test_what_a_branch_is_called_leads_nowhere(repository):
    sha = repository.commit("one")
    data = bundled(repository, "--all").replace(b" refs/heads/main\n", b" ../../../evil\n")
    assert shas(data.replace(b" refs/heads/master\n", b" ../../../evil\n")) == {sha}


@pytest.mark.parametrize("where", ["cut", "part", "noise"])
def test_a_bundle_that_cannot_be_unpacked_says_why(repository, where):
    repository.commit("one", a__txt="1\n")
    repository.commit("two", a__txt="2\n")
    whole = bundled(repository, "--all")
    data = {"cut": whole[:-40], "part": bundled(repository, "HEAD~1..HEAD"), "noise": b"# v2 git bundle\n\0\xff"}[where]
    (refused,) = bundle.read(BytesIO(data), Where("reeds.bundle"))
    assert refused.reason.startswith("Git cannot unpack this bundle (")
    assert ("prerequisite" in refused.reason) == (where == "part")


def test_a_commit_that_was_set_aside_is_tried_again_by_itself(repository):
    repository.commit("one")
    bad = repository.literal_commit(b"Odd <odd@example.org> 99999999999999999999 +0000")
    outcomes = list(bundle.read(BytesIO(bundled(repository, "--all")), Where("reeds.bundle")))
    (aside,) = [outcome for outcome in outcomes if not isinstance(outcome, Record)]
    (again,) = bundle.retry(aside.raw, "reeds.bundle")
    assert again == aside
    assert aside.position == f"commit {bad}"


READ_AND_WAIT = """
import sys, time
from rapport.platforms.git.bundle import read
from rapport.words.records import Where
outcomes = read(open(sys.argv[1], "rb"), Where("reeds.bundle"))
next(outcomes)
print("reading", flush=True)
time.sleep(60)
"""


def test_what_a_killed_reader_leaves_is_removed_and_what_is_being_read_stays(repository, tmp_path, monkeypatch):
    repository.commit("one")
    bundled(repository, "--all")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    command = [sys.executable, "-c", READ_AND_WAIT, str(tmp_path / "made.bundle")]
    environment = os.environ | {"TMPDIR": str(tmp_path / "temporary")}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as reader:
        assert reader.stdout.readline() == b"reading\n"
        (folder,) = (tmp_path / "temporary").iterdir()
        remove_left()
        assert list((folder / "repository" / "objects").rglob("*.pack"))
        reader.kill()
    with unpacked() as mine:
        remove_left()
        assert list((tmp_path / "temporary").iterdir()) == [mine]
    assert list((tmp_path / "temporary").iterdir()) == []
