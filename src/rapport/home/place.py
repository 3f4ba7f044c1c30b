"""The folder that holds everything, and who may enter it."""

import os
import subprocess
from pathlib import Path

from rapport.home.account import Account
from rapport.words.errors import RapportError


def prepare(home: Path, account: Account | None) -> None:
    """Make the home and the database's folder in it, closed to everybody else.

    `account` is the ordinary user the database runs as where we are root: that one may pass through the
    home (not list it) and owns the database's folder. Folders above the home stay as they are.
    """
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        postgres = home / "postgres"
        postgres.mkdir(exist_ok=True, mode=0o700)
        if account:
            os.chown(home, -1, account.gid)
            home.chmod(0o710)
            if postgres.stat().st_uid != account.uid:
                os.chown(postgres, account.uid, account.gid)
        elif home.stat().st_uid == os.geteuid():
            home.chmod(0o700)
    except PermissionError as error:
        raise RapportError(
            f"{error.filename} cannot be used by this user. Nothing was changed. "
            "Give the folder to this user, or name another one in RAPPORT_HOME."
        ) from error
    if account and (bar := _barred(postgres, account)):
        raise RapportError(
            f"The database runs as the ordinary user '{account.name}', who cannot enter {bar}. "
            "Nothing was changed there. "
            "Name a folder that everybody may pass in RAPPORT_HOME, such as /var/lib/rapport."
        )


def _barred(folder: Path, account: Account) -> Path | None:
    """The first folder on the way to `folder` that the account cannot enter."""
    for step in [*reversed(folder.parents), folder]:
        entered = subprocess.run(["test", "-x", str(step)], check=False, **account.run_as())
        if entered.returncode:
            return step
    return None
