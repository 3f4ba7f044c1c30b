"""One's own PostgreSQL, older than the one that comes along: a backup moves there from the home's own, and back."""

import json
import os
import pwd
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from rapport.home.access import database
from rapport.home.tables import Tables, fingerprints
from tests.cli.conftest import Rapport
from tests.collect.importing import table

PROGRAMS = [folder for major in (15, 16) if (folder := Path(f"/usr/lib/postgresql/{major}/bin")).is_dir()]

pytestmark = pytest.mark.skipif(not PROGRAMS, reason="no PostgreSQL 15 or 16 is here: apt-get install postgresql-15")


@pytest.fixture
def server() -> Iterator[Path]:
    """The folder of its socket. PostgreSQL refuses to run as root."""
    nobody = pwd.getpwnam("nobody")
    as_somebody: dict[str, Any] = {"user": nobody.pw_uid, "group": nobody.pw_gid} if os.getuid() == 0 else {}

    def run(program: str, *options: str) -> None:
        subprocess.run(
            [str(PROGRAMS[0] / program), *options],
            check=True, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **as_somebody,
        )  # fmt: skip

    with tempfile.TemporaryDirectory(prefix="rapport-own-") as name:
        folder = Path(name)
        if as_somebody:
            os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        data = f"--pgdata={folder / 'data'}"
        run("initdb", data, "--username=rapport", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")
        run("pg_ctl", data, f"--options=-c listen_addresses='' -c fsync=off -k {folder}", "--wait", "start",
            f"--log={folder / 'log'}")  # fmt: skip
        try:
            yield folder
        finally:
            run("pg_ctl", data, "--mode=immediate", "--wait", "stop")


def made(server: Path, name: str) -> str:
    with psycopg.connect(host=str(server), user="rapport", dbname="postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return f"postgresql://rapport@/{name}?host={server}"


def tables(url: str) -> Tables:
    with psycopg.connect(url) as connection:
        return fingerprints(connection)


def of_the_community(found: Tables) -> Tables:
    """Without what a restore writes down of the copy that it made anew."""
    return {name: each for name, each in found.items() if name not in ("ledger_copy", "ledger_month")}


@pytest.mark.slow
def test_a_home_moves_to_ones_own_older_server_and_back(home: Path, rapport: Rapport, server: Path) -> None:
    (home / "c.tsv").write_bytes(table(7))
    assert rapport("import", str(home / "c.tsv")).returncode == 0
    with database(home, "", "test", lambda _text: None) as access:
        before = of_the_community(tables(access.url))
    there, back = home / "there.tar", home / "back.tar"
    url = made(server, "rapport")

    assert rapport("backup", str(there)).returncode == 0
    moved = rapport("restore", "--force", str(there), DATABASE_URL=url)
    assert moved.returncode == 0, moved.stderr
    assert of_the_community(tables(url)) == before
    again = rapport("import", str(home / "c.tsv"), "--json", DATABASE_URL=url)
    assert json.loads(again.stdout)[0]["known"] == 7, again.stderr

    assert rapport("backup", str(back), DATABASE_URL=url).returncode == 0
    returned = rapport("restore", "--force", str(back))
    assert returned.returncode == 0, returned.stderr
    assert json.loads(rapport("people", "list", "--json").stdout)["total"] == 7


@pytest.mark.slow
def test_a_damaged_backup_leaves_ones_own_server_as_it_was(home: Path, rapport: Rapport, server: Path) -> None:
    url, file = made(server, "rapport"), home / "b.tar"
    assert rapport("backup", str(file), DATABASE_URL=url).returncode == 0
    before = tables(url)
    content = bytearray(file.read_bytes())
    end = content.rfind(b"PGDMP") + len(content) // 2
    content[end : end + 400] = bytes(400)
    file.write_bytes(content)
    refused = rapport("restore", "--force", str(file), DATABASE_URL=url)
    assert refused.returncode == 1
    assert "as it was" in refused.stderr or "nothing was changed" in refused.stderr
    assert tables(url) == before
