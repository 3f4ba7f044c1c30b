"""`rapport` as people and scripts meet it: help, exit codes, errors without tracebacks."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from django.db.migrations.recorder import MigrationRecorder
from typer.testing import CliRunner

from rapport.cli.main import Commands, app
from rapport.cli.session import migrate
from rapport.home.access import ownership
from rapport.words.errors import HomeInUse, RapportError
from tests.cli.conftest import Rapport

DOCUMENT = (Path(__file__).resolve().parents[2] / "docs" / "cli.md").read_text()


def silent(_text: str) -> None:
    pass


def test_every_command_has_a_sentence_and_a_place_in_the_document() -> None:
    group = typer.main.get_command(app)
    for name, command in group.commands.items():  # type: ignore[attr-defined]
        assert command.help, f"`rapport {name}` has no help"
        assert re.search(rf"`rapport {name}\b", DOCUMENT), f"docs/cli.md does not tell of `rapport {name}`"


def test_help_loads_no_django() -> None:
    """Help must be there at once; Django and the data libraries take seconds."""
    code = (
        "import sys; from rapport.cli.main import app; app(['--help'], standalone_mode=False);"
        "print([name for name in ('django.apps', 'pyarrow', 'duckdb') if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


@pytest.mark.parametrize(
    ("error", "code"),
    [(RapportError("It broke. Nothing is lost."), 1), (HomeInUse(7, "rapport up"), 4), (KeyboardInterrupt(), 130)],
)
def test_errors_become_a_sentence_and_a_code(error: BaseException, code: int) -> None:
    broken = typer.Typer(cls=Commands)

    @broken.command()
    def fail() -> None:
        raise error

    @broken.command()
    def other() -> None:
        pass

    done = CliRunner().invoke(broken, ["fail"])
    assert done.exit_code == code
    assert "Traceback" not in done.output
    assert str(error) in done.output


def test_unknown_command_is_a_usage_error() -> None:
    assert CliRunner().invoke(app, ["nonsense"]).exit_code == 2


def test_doctor_on_a_new_home_and_one_with_an_open_key(home: Path, rapport: Rapport) -> None:
    done = rapport("doctor", "--json")
    found = {check["name"]: check for check in json.loads(done.stdout)}
    assert done.returncode == 0, found
    assert set(found) == {
        "Python", "Packages", "PostgreSQL programs", "Disk", "Permissions", "Keys",
        "Database", "Tables", "Copy", "Worker", "Jobs", "Clock", "Processes",
    }  # fmt: skip
    assert found["Database"]["state"] == "ok"
    assert found["Worker"]["state"] == "warn"
    assert found["Worker"]["todo"]
    key = home / "keys" / "secret.keys"
    key.chmod(0o644)
    done = rapport("doctor")
    assert done.returncode == 3
    assert f"chmod 600 {key}" in done.stdout


def test_doctor_says_when_the_database_does_not_answer(home: Path, rapport: Rapport) -> None:
    done = rapport("doctor", "--json", DATABASE_URL=f"postgresql://x@/x?host={home}")
    assert done.returncode == 3
    assert [check["name"] for check in json.loads(done.stdout) if check["state"] == "bad"] == ["Database"]


def test_second_up_says_who_is_there(home: Path, rapport: Rapport) -> None:
    with ownership(home, "", "rapport up", silent) as access:
        access.take_guests("rapport up")
        done = rapport("up", RAPPORT_PORT="0")
    assert done.returncode == 4
    assert "rapport up" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.django_db
def test_a_home_from_before_the_first_release_is_refused_in_words() -> None:
    MigrationRecorder.Migration.objects.filter(app="ledger").exclude(name="0001_initial").delete()
    with pytest.raises(RapportError, match=r"before its first release.*Nothing was changed"):
        migrate()
