"""A backup restored is equal, row by row; a failed restore changes nothing."""

import json
import shutil
from pathlib import Path

import psycopg
import pytest

from rapport.home.access import database
from rapport.home.tables import Tables, fingerprints
from tests.cli.conftest import Rapport
from tests.collect.importing import table

ROWS = """
INSERT INTO accounts_user (email, name, role, is_active, password, joined_at, seen_at)
SELECT n || '@example.org', 'Name ' || n, 'analyst', true, '', now(), NULL FROM generate_series(1, 300) n;
INSERT INTO ledger_identity (platform, native_id, name, seen_at)
SELECT 'git', n::text, E'Zoë \\\\ "x"\\n' || n, now() FROM generate_series(1, 500) n;
"""


def silent(_text: str) -> None:
    pass


def tables(home: Path) -> Tables:
    with database(home, "", "test", silent) as access, psycopg.connect(access.url) as connection:
        return fingerprints(connection)


@pytest.fixture
def lived_in(home: Path, rapport: Rapport) -> Tables:
    made = rapport("accounts", "list")
    assert made.returncode == 0, made.stderr
    with database(home, "", "test", silent) as access, psycopg.connect(access.url) as connection:
        connection.execute(ROWS)
    return tables(home)


def test_backup_comes_back_equal(home: Path, rapport: Rapport, lived_in: Tables) -> None:
    file = home.with_name(home.name + ".tar")
    keys = {path.name: path.read_bytes() for path in (home / "keys").iterdir()}
    try:
        done = rapport("backup", str(file), "--json")
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)["tables"]["accounts_user"]["rows"] == 300
        assert file.stat().st_mode & 0o777 == 0o600
        again = rapport("backup", str(file))
        assert again.returncode == 1
        assert "exists already" in again.stderr

        refused = rapport("restore", str(file))
        assert refused.returncode == 1
        assert "is not empty" in refused.stderr
        written = {name for name, figures in tables(home).items() if lived_in[name] != figures}
        assert written == {"accounts_auditentry"}, "the audit log alone tells of the backup"

        restored = rapport("restore", "--force", str(file), "--json")
        assert restored.returncode == 0, restored.stderr
        aside = Path(json.loads(restored.stdout)["moved_aside"])
        assert (aside / "postgres" / "data" / "PG_VERSION").exists(), "what was here before must be kept"
        # The rebuilt copy writes down its own state; everything else is equal.
        changed = {name for name, figures in tables(home).items() if lived_in[name] != figures}
        assert changed <= {"ledger_copy", "ledger_month"}
        assert {path.name: path.read_bytes() for path in (home / "keys").iterdir()} == keys
    finally:
        file.unlink(missing_ok=True)


@pytest.mark.slow
def test_the_erased_stay_forgotten_in_another_home(home: Path, rapport: Rapport) -> None:
    """Their marks mean nothing without the salt, which lies beside the keys."""
    file, elsewhere = home / "backup.tar", home.with_name(home.name + "-elsewhere")
    (home / "c.tsv").write_bytes(table(7))
    try:
        assert rapport("import", str(home / "c.tsv")).returncode == 0
        people = json.loads(rapport("people", "list", "--json").stdout)["members"]
        (gone,) = (one for one in people if one["name"] == "Ada 3")
        erased = rapport("ledger", "erase", str(gone["id"]), "--yes", "--json")
        assert json.loads(erased.stdout)["activities"] == 1, erased.stderr
        assert rapport("backup", str(file)).returncode == 0

        elsewhere.mkdir()
        restored = rapport("restore", str(file), RAPPORT_HOME=str(elsewhere))
        assert restored.returncode == 0, restored.stderr
        again = rapport("import", str(home / "c.tsv"), "--json", RAPPORT_HOME=str(elsewhere))
        (source,) = json.loads(again.stdout)
        assert (source["added"], source["known"], source["erased"]) == (0, 6, 1)
    finally:
        shutil.rmtree(elsewhere, ignore_errors=True)


@pytest.mark.timeout(600)  # many commands, each with a server of its own
@pytest.mark.slow
@pytest.mark.parametrize("earlier", [pytest.param(False, id="the first erasure"), pytest.param(True, id="a later one")])
def test_who_was_erased_since_the_backup_is_erased_again(home: Path, rapport: Rapport, earlier: bool) -> None:
    """The backup knows nothing of it, and where it was the first one not even the salt."""
    file, source = home / "backup.tar", home / "c.tsv"
    source.write_bytes(table(7))
    assert rapport("import", str(source)).returncode == 0
    numbers = _numbers(rapport)
    if earlier:
        assert rapport("ledger", "erase", numbers["Ada 5"], "--yes").returncode == 0
    assert rapport("backup", str(file)).returncode == 0
    assert rapport("ledger", "erase", numbers["Ada 3"], "--yes").returncode == 0
    for _ in range(1 + earlier):  # the home that was restored knows of it, too
        restored = rapport("restore", "--force", str(file), "--json")
        assert restored.returncode == 0, restored.stderr
        assert json.loads(restored.stdout)["erased_again"] == 1
    assert numbers.keys() - _numbers(rapport).keys() == {"Ada 3", *(["Ada 5"] if earlier else [])}
    (again,) = json.loads(rapport("import", str(source), "--json").stdout)
    assert (again["added"], again["erased"]) == (0, 1 + earlier)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_in_another_home_the_list_of_the_first_says_who_was_erased_since(home: Path, rapport: Rapport) -> None:
    file, elsewhere = home / "backup.tar", home.with_name(home.name + "-elsewhere")
    (home / "c.tsv").write_bytes(table(7))
    try:
        assert rapport("import", str(home / "c.tsv")).returncode == 0
        assert rapport("backup", str(file)).returncode == 0
        assert rapport("ledger", "erase", _numbers(rapport)["Ada 3"], "--yes").returncode == 0
        elsewhere.mkdir()
        marks = str(home / "keys" / "erased.marks")
        restored = rapport("restore", str(file), "--erased", marks, "--json", RAPPORT_HOME=str(elsewhere))
        assert json.loads(restored.stdout)["erased_again"] == 1, restored.stderr
    finally:
        shutil.rmtree(elsewhere, ignore_errors=True)


def _numbers(rapport: Rapport) -> dict[str, str]:
    return {one["name"]: str(one["id"]) for one in json.loads(rapport("people", "list", "--json").stdout)["members"]}


@pytest.mark.slow
@pytest.mark.usefixtures("lived_in")
def test_damaged_backup_changes_nothing(home: Path, rapport: Rapport) -> None:
    file = home / "backup.tar"
    assert rapport("backup", str(file)).returncode == 0
    before = tables(home)
    content = bytearray(file.read_bytes())
    dump = content.find(b"PGDMP")
    content[dump + 4_000 : dump + 4_400] = bytes(400)
    file.write_bytes(content)
    keys = {path.name: path.read_bytes() for path in (home / "keys").iterdir()}
    done = rapport("restore", "--force", str(file))
    assert done.returncode == 1
    assert tables(home) == before
    assert {path.name: path.read_bytes() for path in (home / "keys").iterdir()} == keys
    shutil.rmtree(home / "moved-aside")


def test_other_file_is_no_backup(home: Path, rapport: Rapport) -> None:
    (home / "x.tar").write_text("no tar")
    done = rapport("restore", str(home / "x.tar"))
    assert done.returncode == 1
    assert "not a backup" in done.stderr
    assert not (home / "postgres").exists()
