"""The issue's headline: a real forum, its commit table, an hour of GitHub and this repository's own clone come in by
one command, with counts equal to what the files hold."""

import gzip
import json
import subprocess
import sys
import tarfile
from pathlib import Path

import orjson
import pytest
from django.conf import settings

from rapport.collect.models import Rejected
from rapport.ledger.models import Activity

ROOT = settings.BASE.parent.parent
DATA = ROOT.parent / "shared" / "data"
FORUM = DATA / "discourse" / "urho3d" / "raw-topics-json.tar.gz"
TABLE = DATA / "discourse" / "urho3d" / "commits.tsv.gz"
HOUR = DATA / "github-archive" / "2015-01-01-0.json.gz"

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not FORUM.exists(), reason=f"the shared data is not at {DATA}"),
    pytest.mark.skipif(not (ROOT / ".git").exists(), reason="this checkout is not a git clone"),
]


def posts() -> int:
    with tarfile.open(FORUM) as tar:
        topics = [orjson.loads(content.read()) for member in tar if (content := tar.extractfile(member))]
    return sum(len(topic["post_stream"]["posts"]) for topic in topics)


def lines(path: Path) -> int:
    with gzip.open(path) as file:
        return sum(1 for _ in file)


def commits() -> int:
    command = ["git", "rev-list", "--count", "--branches", "--remotes", "--tags", "HEAD"]
    return int(subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout)


def import_all(environment: dict[str, str]) -> tuple[list[dict[str, object]], int]:
    """What the command printed, and its exit code."""
    paths = [str(path) for path in (FORUM, TABLE, HOUR, ROOT)]
    command = [sys.executable, "-m", "rapport.cli.main", "import", *paths, "--json"]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=False)
    return json.loads(done.stdout), done.returncode


@pytest.mark.slow
def test_all_four_come_in_by_one_command(environment: dict[str, str]) -> None:
    at_least = commits()
    report, code = import_all(environment)
    at_most = commits()
    assert [(one["source"], one["platform"]) for one in report] == [
        (str(FORUM), "discourse"), (str(TABLE), "git"), (str(HOUR), "github"), (str(ROOT), "git"),
    ]  # fmt: skip
    forum, table, hour, clone = report
    assert forum["read"] == posts() == 36_990
    assert table["read"] == lines(TABLE) - 1 == 10_012
    assert hour["read"] == lines(HOUR) == 7_702
    assert at_least <= int(str(clone["read"])) <= at_most
    for one in report:
        assert one["read"] == sum(int(str(one[name])) for name in ("added", "known", "erased", "skipped", "rejected"))
        assert one["rejected"] == 0
    assert Activity.objects.count() == sum(int(str(one["activities"])) for one in report)
    assert not Rejected.objects.exists()
    assert code == 0
