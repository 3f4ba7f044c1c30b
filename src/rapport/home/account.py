"""The ordinary user that PostgreSQL runs as where Rapport runs as root: it refuses to run as root itself."""

import os
import pwd
import shutil
import subprocess
from pathlib import Path
from typing import Any, NamedTuple

NAME = "rapport"


class Account(NamedTuple):
    name: str
    uid: int
    gid: int

    def run_as(self) -> dict[str, Any]:
        """The arguments of `subprocess` that drop to this user, with no group of root's left."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def account_for(home: Path) -> Account | None:
    """None for an ordinary user, who is the right one already.

    A home that has a database keeps the user who owns it; else the system user `rapport`, made if need be;
    else `nobody`, where users cannot be made.
    """
    if os.geteuid() != 0:
        return None
    try:
        owner = (home / "postgres").stat().st_uid
        if owner != 0:
            return _known(pwd.getpwuid(owner))
    except (FileNotFoundError, KeyError):
        pass
    return _named(NAME) or _made() or _named("nobody")


def _known(entry: pwd.struct_passwd) -> Account:
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _named(name: str) -> Account | None:
    try:
        return _known(pwd.getpwnam(name))
    except KeyError:
        return None


def _made() -> Account | None:
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if not useradd:
        return None
    options = [
        "--system",
        "--user-group",
        "--no-create-home",
        "--home-dir",
        "/nonexistent",
        "--shell",
        "/usr/sbin/nologin",
    ]
    subprocess.run([useradd, *options, NAME], check=False, capture_output=True)
    return _named(NAME)
