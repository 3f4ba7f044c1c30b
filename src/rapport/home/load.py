"""Load a dump into a database: all of it in one transaction, or nothing.

pg_restore's script goes to psql instead of straight into the database: it sets `transaction_timeout`, which servers
before 17 do not know, and pg_restore alone cannot be told to leave that out.
"""

import shutil
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import IO

from rapport.home import binaries
from rapport.home.connecting import without_password
from rapport.words.errors import RapportError

UNKNOWN_TO_OLDER = b"SET transaction_timeout = 0;\n"
HEADER_LINES = 100
"""The settings stand before everything else; a line of somebody's text that looks like one is left alone."""


def load(url: str, dump: Path) -> None:
    """Raises RapportError where the dump is damaged or the server refuses a part of it; nothing is changed then."""
    connection, environment = without_password(url)
    folder = binaries.installed() / "bin"
    options = ["--no-owner", "--no-privileges", "--schema=public", "--file=-"]
    with tempfile.TemporaryFile() as complaints:
        script = subprocess.Popen(
            [str(folder / "pg_restore"), *options, str(dump)],
            stdout=subprocess.PIPE,
            stderr=complaints,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        database = subprocess.Popen(
            [str(folder / "psql"), "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", f"--dbname={connection}"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=complaints,
            env=environment,
            start_new_session=True,
        )
        try:
            done = _hand_over(script, database)
        finally:
            for process in (script, database):
                process.kill()
                process.wait()
        if not done:
            complaints.seek(0)
            said = complaints.read().decode("utf-8", "replace").strip()[-2000:]
            raise RapportError(f"The backup could not be loaded; nothing was changed. PostgreSQL said:\n{said}")


def _hand_over(script: subprocess.Popen[bytes], database: subprocess.Popen[bytes]) -> bool:
    """Whether everything was committed: only a script that is whole gets its COMMIT."""
    assert script.stdout is not None and database.stdin is not None  # noqa: S101, PT018  # both are pipes
    with suppress(BrokenPipeError), database.stdin as into:
        into.write(b"BEGIN;\n")
        _copy(script.stdout, into)
        if script.wait() == 0:
            into.write(b"COMMIT;\n")
    return database.wait() == 0 and script.wait() == 0


def _copy(script: IO[bytes], into: IO[bytes]) -> None:
    for _ in range(HEADER_LINES):
        line = script.readline()
        if line == UNKNOWN_TO_OLDER:
            break
        into.write(line)
    shutil.copyfileobj(script, into, 1 << 20)
