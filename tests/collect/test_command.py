"""`rapport import` and `rapport collect …`, as a script sees them."""

import json
from pathlib import Path

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob
from typer.testing import CliRunner, Result

from rapport.cli.collecting import line
from rapport.cli.main import app
from rapport.collect.models import Import, Rejected
from rapport.collect.run import Progress
from rapport.ledger import copy
from rapport.people.models import Member
from tests.collect.importing import HEADER, row, table

pytestmark = pytest.mark.django_db(transaction=True)


def rapport(*words: str) -> Result:
    result = CliRunner().invoke(app, words)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def test_import_tells_each_source_and_makes_members_and_copy(tmp_path: Path) -> None:
    (tmp_path / "c.tsv").write_bytes(table(10))
    result = rapport("import", str(tmp_path / "c.tsv"), "--json")
    assert result.exit_code == 0
    (source,) = json.loads(result.stdout)
    assert {name: source[name] for name in ("source", "platform", "read", "added", "known", "rejected", "archive")} == {
        "source": str(tmp_path / "c.tsv"), "platform": "git", "archive": "git-table",
        "read": 10, "added": 10, "known": 0, "rejected": 0,
    }  # fmt: skip
    assert source["seconds"] > 0
    assert Member.objects.count() == 7
    assert copy.as_of() is not None
    left = set(ProcrastinateJob.objects.filter(status="todo").values_list("task_name", flat=True))
    assert {"people.propose", "people.words", "people.organisations", "people.bots"} <= left


def test_what_came_in_is_told_with_its_number_and_the_way_back(tmp_path: Path) -> None:
    (tmp_path / "c.tsv").write_bytes(table(10))
    result = rapport("import", str(tmp_path / "c.tsv"))
    number = Import.objects.get().pk
    assert "It tells of 7 people in 0 threads, 2020-01-02 to 2020-01-02." in result.stdout
    assert f"This is import {number}. `rapport collect forget {number}` takes it back." in result.stderr
    (source,) = json.loads(rapport("import", str(tmp_path / "c.tsv"), "--json").stdout)
    assert source["import"] == number + 1


def test_what_was_not_all_read_ends_with_3_and_says_why(tmp_path: Path) -> None:
    (tmp_path / "c.tsv").write_bytes(HEADER + b"bad\n" + row(1))
    (tmp_path / "d.txt").write_text("prose")
    result = rapport("import", str(tmp_path))
    assert result.exit_code == 3
    assert "Commit table" in result.stdout
    assert "Not read: d.txt: not recognised" in result.stderr
    assert "1 records were set aside" in result.stderr


def test_nothing_read_ends_with_1(tmp_path: Path) -> None:
    result = rapport("import", str(tmp_path / "absent"), "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout) == []
    assert "it is not there" in result.stderr


def test_the_list_of_imports(tmp_path: Path) -> None:
    (tmp_path / "c.tsv").write_bytes(table(3))
    rapport("import", str(tmp_path / "c.tsv"))
    (listed,) = json.loads(rapport("collect", "imports", "--json").stdout)
    assert listed["state"] == "done"
    assert listed["sources"][0]["read"] == 3
    assert "done" in rapport("collect", "imports").stdout


def test_rejected_lists_and_retries(tmp_path: Path) -> None:
    (tmp_path / "c.tsv").write_bytes(HEADER + b"bad\n")
    rapport("import", str(tmp_path / "c.tsv"))
    listed = rapport("collect", "rejected", "--json")
    assert listed.exit_code == 3
    assert [one["position"] for one in json.loads(listed.stdout)] == ["line 2"]
    assert rapport("collect", "rejected", "--retry").exit_code == 3
    Rejected.objects.update(raw=HEADER + row(1))
    mended = rapport("collect", "rejected", "--retry")
    assert mended.exit_code == 0
    assert "Nothing is set aside" in mended.stdout
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_activity")
        assert cursor.fetchone()[0] == 1


def test_a_line_of_progress_tells_rate_and_time_left() -> None:
    told = line(Progress("forum.tar.gz", records=15_000, consumed=25, size=100), seconds=5)
    assert told == "forum.tar.gz: 15,000 records, 3,000/s, 15 s left"
    assert line(Progress("clone", 10, 0, 0), seconds=1) == "clone: 10 records, 10/s"
