"""`rapport collect map` guesses a mapping, and `rapport import --map` reads a table by it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from rapport.cli.main import app
from rapport.collect.models import Import
from rapport.ledger.models import Activity

pytestmark = pytest.mark.django_db(transaction=True)

TABLE = "created_at,user,body\n2024-01-31 10:00,ada,hello there\nnever,bob,too late\n2024-02-01,eve,fine\n"


def rapport(*arguments: object) -> Result:
    return CliRunner().invoke(app, list(map(str, arguments)))


def test_a_guess_can_be_imported_by(tmp_path: Path) -> None:
    (tmp_path / "talk.csv").write_text(TABLE)
    guess = rapport("collect", "map", tmp_path / "talk.csv").stdout
    assert "# columns: created_at, user, body" in guess
    (tmp_path / "map.toml").write_text(guess.replace('"table"', '"zulip"'))
    done = rapport("import", tmp_path / "talk.csv", "--map", tmp_path / "map.toml", "--json")
    assert done.exit_code == 3
    (source,) = json.loads(done.stdout)
    assert {name: source[name] for name in ("platform", "archive", "read", "added", "rejected")} == {
        "platform": "zulip", "archive": "mapped-table", "read": 3, "added": 2, "rejected": 1,
    }  # fmt: skip
    assert set(Activity.objects.values_list("text", flat=True)) == {"hello there", "fine"}
    assert Import.objects.get().mapping["columns"]["time"] == "created_at"


def test_a_day_that_may_be_two_is_said_and_what_is_no_table_refused(tmp_path: Path) -> None:
    (tmp_path / "talk.csv").write_text("when,body\n03/04/2024,hello\n")
    assert "# 03/04/2024 may be two days" in rapport("collect", "map", tmp_path / "talk.csv").stdout
    (tmp_path / "old.xls").write_bytes(b"\xd0\xcf\x11\xe0 old")
    assert rapport("collect", "map", tmp_path / "old.xls").exit_code == 2


@pytest.mark.parametrize("content", ["= nonsense", 'platform = "zulip"', "\x00", None])
def test_a_mapping_that_makes_no_sense_imports_nothing(tmp_path: Path, content: str | None) -> None:
    (tmp_path / "talk.csv").write_text(TABLE)
    if content is not None:
        (tmp_path / "map.toml").write_text(content)
    done = rapport("import", tmp_path / "talk.csv", "--map", tmp_path / "map.toml")
    assert done.exit_code == 2
    assert not Import.objects.exists()
