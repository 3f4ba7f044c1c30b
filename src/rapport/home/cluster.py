"""PostgreSQL in the home: made once, started and stopped by its one owner.

It listens on a socket in a folder of mode 0700 and nowhere else; who may enter that folder is trusted.
"""

import os
import shlex
import shutil
import tempfile
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import psycopg

from rapport.home import binaries, conf, remains
from rapport.home.account import Account
from rapport.words.errors import RapportError

SOCKET = ".s.PGSQL.5432"
SOCKET_PATH_MAX = 107  # bytes; sockaddr_un.sun_path of Linux is 108 with its final NUL


class Cluster(NamedTuple):
    home: Path
    account: Account | None

    @property
    def data(self) -> Path:
        return self.home.resolve() / "postgres" / "data"

    @property
    def conf(self) -> Path:
        return self.home.resolve() / "postgres.conf"

    @property
    def log(self) -> Path:
        return self.home / "postgres" / "log"

    def pid(self) -> int | None:
        """The server's first process, if it runs."""
        return remains.postmaster(self.data)

    def start(self) -> str:
        """Start the server and give its URL. Only the holder of the home's lock may call this.

        A server that an earlier owner left is stopped first, so that the one that runs is ours and of this version.
        """
        programs = binaries.reachable(self.home, self.account)
        if not self.data.exists():
            self._create(programs)
        self._check_version()
        if self.pid():
            self.stop()
        folder = self._socket_folder()
        remains.clear(self.data, folder / SOCKET)
        conf.write(self.conf, folder, remains.mark(self.data))
        self._shorten_log()
        self._control(
            programs, "start", "-l", str(self.log), "-o", f"-c config_file={shlex.quote(str(self.conf))}", "-w"
        )
        url = f"postgresql://rapport@/rapport?host={quote(str(folder))}"
        _ensure_database(url)
        return url

    def stop(self) -> None:
        """Stop the server, if it runs, and wait until it is gone. Open transactions are rolled back."""
        folder = _socket_folder_of(self.data)
        if self.pid():
            self._control(binaries.reachable(self.home, self.account), "stop", "-m", "fast", "-w")
        if folder and folder.parent == Path(tempfile.gettempdir()):
            shutil.rmtree(folder, ignore_errors=True)

    def _create(self, programs: Path) -> None:
        """Make the data folder under another name first: a kill in between leaves no half of one."""
        half = self.data.with_name("data-half")
        shutil.rmtree(half, ignore_errors=True)
        options = ["-D", str(half), "-U", "rapport", "--encoding=UTF8", "--data-checksums", "--no-instructions"]
        options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        options += ["--auth-local=trust", "--auth-host=reject"]
        done = binaries.run(programs / "bin" / "initdb", *options, account=self.account)
        if done.returncode:
            raise RapportError(f"The database could not be made in {half.parent}:\n{done.stdout.strip()}")
        half.rename(self.data)

    def _check_version(self) -> None:
        made_by = (self.data / "PG_VERSION").read_text().strip()
        ours = binaries.major(binaries.server_version())
        if binaries.major(made_by) != ours:
            raise RapportError(
                f"The database was made by PostgreSQL {made_by}; this Rapport brings {ours}. Nothing was changed. "
                "Make a backup with the Rapport you had, and restore it with this one."
            )

    def _socket_folder(self) -> Path:
        """In the home; where its path is too long for a socket, a private folder with a short one."""
        folder = self.home.resolve() / "run"
        if len(os.fsencode(folder / SOCKET)) > SOCKET_PATH_MAX:
            folder = Path(tempfile.mkdtemp(prefix="rapport-"))
        folder.mkdir(exist_ok=True, mode=0o700)
        folder.chmod(0o700)
        if self.account:
            os.chown(folder, self.account.uid, self.account.gid)
        return folder

    def _shorten_log(self) -> None:
        if self.log.exists() and self.log.stat().st_size > 10 << 20:
            self.log.replace(self.log.with_name("log.1"))

    def _control(self, programs: Path, action: str, *options: str) -> None:
        done = binaries.run(
            programs / "bin" / "pg_ctl", "-D", str(self.data), "-t", "300", action, *options, account=self.account
        )
        if done.returncode:
            raise RapportError(
                f"The database did not {action}. The data is left as it is. {self.log} says why:\n{_tail(self.log)}"
            )


def _ensure_database(url: str) -> None:
    with psycopg.connect(url.replace("/rapport?", "/postgres?"), autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = 'rapport'").fetchone():
            connection.execute("CREATE DATABASE rapport")


def _socket_folder_of(data: Path) -> Path | None:
    """The folder of the running server's socket: the fifth line of its pid file."""
    try:
        return Path((data / "postmaster.pid").read_text().split("\n")[4])
    except (FileNotFoundError, IndexError):
        return None


def _tail(log: Path) -> str:
    try:
        return "\n".join(log.read_text(errors="replace").splitlines()[-12:])
    except OSError as error:
        return f"(it cannot be read: {error.strerror})"
