"""The server in the home: closed to others, safe from leftovers, gone when its owner is."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from rapport.home import binaries, remains
from rapport.home.access import How, database, ownership
from rapport.home.account import account_for
from rapport.home.cluster import SOCKET, Cluster
from rapport.home.lock import Lock
from rapport.home.place import prepare
from rapport.words.errors import HomeInUse, RapportError


def silent(_text: str) -> None:
    pass


@pytest.fixture
def home() -> Iterator[Path]:
    """A folder under /tmp itself: root's server may not enter pytest's own folders."""
    folder = Path(tempfile.mkdtemp(prefix="rapport-home-"))
    (folder / "postgres.own.conf").write_text("fsync = off\n")
    yield folder
    Cluster(folder, account_for(folder)).stop()
    shutil.rmtree(folder)


def value(url: str, query: str) -> object:
    with psycopg.connect(url) as connection:
        [(found,)] = connection.execute(query).fetchall()
        return found


def test_server_is_ours_closed_and_as_set(home: Path) -> None:
    before = stat.S_IMODE(home.parent.stat().st_mode)
    with database(home, "", "test", silent) as access:
        assert access.how is How.OWN
        wanted = {"listen_addresses": "", "data_checksums": "on", "server_encoding": "UTF8", "jit": "off"}
        assert {name: value(access.url, f"SHOW {name}") for name in wanted} == wanted
        assert value(access.url, "SHOW wal_compression") != "off"
        assert value(access.url, "SELECT datlocale FROM pg_database WHERE datname = 'rapport'") == "C.UTF-8"
        assert stat.S_IMODE((home / "run").stat().st_mode) == 0o700
        assert not stat.S_IMODE(home.stat().st_mode) & 0o067
        postmaster = remains.postmaster(home.resolve() / "postgres" / "data")
        assert postmaster
        assert psutil.Process(postmaster).uids().real != 0
    assert stat.S_IMODE(home.parent.stat().st_mode) == before
    assert not psutil.pid_exists(postmaster) or psutil.Process(postmaster).status() == psutil.STATUS_ZOMBIE


def test_rows_outlive_the_owner(home: Path) -> None:
    with database(home, "", "test", silent) as access, psycopg.connect(access.url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS n")
    with database(home, "", "test", silent) as access:
        assert value(access.url, "SELECT n FROM kept") == 7


def test_second_command_waits_for_the_first_and_says_for_whom(home: Path) -> None:
    code = f"""
import sys, time
from pathlib import Path
from rapport.home.access import database
with database(Path({str(home)!r}), "", "rapport import", print):
    print("in", flush=True)
    time.sleep(3)
"""
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as first:
        assert first.stdout
        assert first.stdout.readline() == b"in\n"
        said: list[str] = []
        with database(home, "", "test", said.append) as access:
            assert access.how is How.OWN
            assert first.wait(10) == 0
    assert said == [f"The home is in use by process {first.pid} (rapport import). Waiting for it to end."]


def test_commands_are_guests_of_rapport_up(home: Path) -> None:
    with ownership(home, "", "rapport up", silent) as owner:
        owner.take_guests("rapport up")
        with database(home, "", "test", silent) as guest:
            assert guest.how is How.GUEST
            assert guest.url == owner.url
        with pytest.raises(HomeInUse, match="rapport up"), ownership(home, "", "rapport up", silent):
            pass
        assert value(owner.url, "SELECT 1") == 1, "a guest's end must not end the server"


def test_killed_owner_leaves_no_server(home: Path) -> None:
    code = f"""
import os, signal
from pathlib import Path
from rapport.home.access import database
with database(Path({str(home)!r}), "", "test", print):
    os.kill(os.getpid(), signal.SIGKILL)
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == -signal.SIGKILL
    cluster = Cluster(home, account_for(home))
    until = time.monotonic() + 30
    while cluster.pid() and time.monotonic() < until:
        time.sleep(0.1)
    assert not cluster.pid()


def test_server_that_an_owner_left_is_replaced(home: Path) -> None:
    """Neither owner nor guard lived to stop it."""
    account = account_for(home)
    prepare(home, account)
    left = Cluster(home, account)
    left.start()
    before = left.pid()
    with database(home, "", "test", silent) as access:
        assert access.keeper
        assert access.keeper.cluster.pid() != before
    assert left.pid() is None


def test_a_reused_pid_is_not_believed(home: Path) -> None:
    """The pid files of a dead server name a living stranger: this very process."""
    with database(home, "", "test", silent):
        pass
    data = home / "postgres" / "data"
    content = f"{os.getpid()}\n{data}\n{int(time.time())}\n5432\n{home / 'run'}\n\n  123 456\nready\n"
    (data / "postmaster.pid").write_text(content)
    (home / "run" / f"{SOCKET}.lock").write_text(content)
    with database(home, "", "test", silent) as access:
        assert value(access.url, "SELECT 1") == 1
    assert psutil.pid_exists(os.getpid())


def test_half_made_database_is_made_again(home: Path) -> None:
    account = account_for(home)
    prepare(home, account)
    half = home / "postgres" / "data-half"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")
    with database(home, "", "test", silent) as access:
        assert value(access.url, "SELECT 1") == 1
    assert not half.exists()


def test_long_path_gets_a_short_socket(home: Path) -> None:
    deep = home / ("a" * 60) / ("b" * 60)
    deep.mkdir(parents=True)
    for folder in (home, deep.parent):
        folder.chmod(0o755)
    with database(deep, "", "test", silent) as access:
        assert value(access.url, "SELECT 1") == 1
        socket_folder = Path(str(psycopg.conninfo.conninfo_to_dict(access.url)["host"]))
        assert stat.S_IMODE(socket_folder.stat().st_mode) == 0o700
    assert not socket_folder.exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root drops to another user")
def test_programs_out_of_reach_are_copied(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The virtual environment lies where the server's user cannot go, as in root's own home."""
    wheel = binaries.installed().parent
    closed = home / "closed"
    for part in (wheel, wheel.with_name(wheel.name + ".libs")):
        shutil.copytree(part, closed / part.name)
    closed.chmod(0o700)
    monkeypatch.setattr(binaries, "installed", lambda: closed / wheel.name / "pginstall")
    with database(home, "", "test", silent) as access:
        assert value(access.url, "SELECT 1") == 1
        assert access.keeper
        program = psutil.Process(access.keeper.cluster.pid()).exe()
        assert program.startswith(str(home / f"programs-{binaries.server_version()}"))


@pytest.mark.skipif(os.geteuid() != 0, reason="only root drops to another user")
def test_folder_that_the_servers_user_cannot_pass_is_named(home: Path) -> None:
    home.chmod(0o700)
    with pytest.raises(RapportError, match=f"cannot enter {home}"), database(home / "inner", "", "test", silent):
        pass
    assert stat.S_IMODE(home.stat().st_mode) == 0o700


def test_own_server_is_checked(home: Path) -> None:
    url = f"postgresql://nobody:secret@/none?host={home}"
    with pytest.raises(RapportError, match="does not answer") as caught, database(home, url, "test", silent):
        pass
    assert "secret" not in str(caught.value)


def test_own_server_needs_utf8(home: Path) -> None:
    with database(home, "", "test", silent) as access:
        with psycopg.connect(access.url, autocommit=True) as connection:
            connection.execute(
                "CREATE DATABASE old ENCODING SQL_ASCII LOCALE_PROVIDER libc LOCALE 'C' TEMPLATE template0"
            )
        other = access.url.replace("/rapport?", "/old?")
        with pytest.raises(RapportError, match="SQL_ASCII"), database(home, other, "test", silent):
            pass


def test_no_lock_is_left(home: Path) -> None:
    with pytest.raises(ZeroDivisionError), database(home, "", "test", silent):
        raise ZeroDivisionError
    lock = Lock(home)
    assert lock.take()
    lock.close()
