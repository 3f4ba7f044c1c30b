"""Is the home sound? What can be seen without the database: versions, disk, permissions, keys."""

import re
import shutil
import stat
import sys
from collections.abc import Iterator
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple

from cryptography.fernet import Fernet

from rapport.home import binaries, deaths

OLDEST_PYTHON = (3, 11)
DISK_BAD, DISK_WARN = 1 << 30, 5 << 30  # bytes free


class State(StrEnum):
    OK = "ok"
    WARN = "warn"
    BAD = "bad"


class Check(NamedTuple):
    """One question about the home and its answer."""

    name: str
    state: State
    found: str
    todo: str = ""
    """What to do about it; empty where nothing is to do."""


def checks(home: Path, lock: Path, key_file: Path, django_key_file: Path) -> Iterator[Check]:
    yield python()
    yield packages(lock)
    yield Check("PostgreSQL programs", State.OK, f"{binaries.server_version()} in {binaries.installed()}")
    yield disk(home)
    yield permissions(home)
    yield keys(key_file, django_key_file)
    yield processes(home)


def python() -> Check:
    found = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < OLDEST_PYTHON:
        return Check(
            "Python", State.BAD, found, "Rapport needs Python 3.11 or later: install it, remove .venv, run `make up`."
        )
    return Check("Python", State.OK, found)


def packages(lock: Path) -> Check:
    """Compare what is installed with the lock file (`name==version` at the start of a line)."""
    try:
        wanted = dict(re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", lock.read_text(), flags=re.MULTILINE))
    except OSError:
        return Check(
            "Packages",
            State.WARN,
            "there is no requirements.lock to compare with",
            "Run from a clone of the repository.",
        )
    other = {name: installed for name, number in wanted.items() if (installed := _installed(name)) != number}
    if other:
        listed = ", ".join(
            f"{name} {installed or 'missing'} instead of {wanted[name]}" for name, installed in sorted(other.items())
        )
        return Check("Packages", State.WARN, listed, "Run `make up`, which installs what the lock file names.")
    return Check("Packages", State.OK, f"{len(wanted)}, as the lock file names them")


def _installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def disk(home: Path) -> Check:
    usage = shutil.disk_usage(home)
    found = f"{usage.free / (1 << 30):,.1f} GB free of {usage.total / (1 << 30):,.0f} GB at {home}"
    if usage.free < DISK_BAD:
        return Check(
            "Disk", State.BAD, found, "Make room now: with a full disk nothing can be written, though nothing is lost."
        )
    if usage.free < DISK_WARN:
        return Check("Disk", State.WARN, found, "Make room soon.")
    return Check("Disk", State.OK, found)


def permissions(home: Path) -> Check:
    """Nobody else may list the home; the database's folders and the keys are closed altogether."""
    closed = {home: 0o067, home / "keys": 0o077, home / "postgres": 0o077, home / "run": 0o077}
    open_ones = [
        str(path) for path, mask in closed.items() if path.exists() and stat.S_IMODE(path.stat().st_mode) & mask
    ]
    if open_ones:
        return Check(
            "Permissions", State.BAD, f"others can enter {', '.join(open_ones)}", f"chmod go-rwx {' '.join(open_ones)}"
        )
    return Check("Permissions", State.OK, f"{home} is closed to others")


def processes(home: Path) -> Check:
    """Whether any died lately that `rapport up` had to start again."""
    died = deaths.lately(home)
    if not died:
        return Check("Processes", State.OK, "none died in the last seven days")
    last = died[-1]
    found = f"{len(died)} died in the last seven days and were started again, last {last.at:%Y-%m-%d %H:%M} UTC"
    todo = "Nothing is lost by it. If it happens again, report it with what `rapport up` printed before it."
    return Check("Processes", State.WARN, f"{found}: {last.told}", todo)


def keys(key_file: Path, django_key_file: Path) -> Check:
    for path in (key_file, django_key_file):
        if not path.exists():
            return Check(
                "Keys",
                State.BAD,
                f"{path} is missing",
                "Put it back from a backup. A new one cannot read the secrets kept so far.",
            )
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            return Check("Keys", State.BAD, f"others can read {path}", f"chmod 600 {path}")
    lines = key_file.read_text().split()
    try:
        for line in lines:
            Fernet(line)
    except ValueError:
        return Check("Keys", State.BAD, f"{key_file} holds a line that is no key", "Put the file back from a backup.")
    return Check("Keys", State.OK, f"{len(lines)} for secrets, 1 for sessions")
