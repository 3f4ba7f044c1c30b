"""The home's encryption keys: a file outside the database, one Fernet key a line, the newest first."""

import os
from pathlib import Path

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def read() -> list[bytes]:
    """Every key, the newest first. Read anew each time, so that a rotation reaches processes that run."""
    try:
        return [line.strip() for line in key_file().read_bytes().splitlines() if line.strip()]
    except FileNotFoundError:
        return []


def cipher() -> MultiFernet:
    """Encrypts with the newest key, decrypts with any. Makes the first key where there is none."""
    keys = read() or [add()]
    return MultiFernet([Fernet(key) for key in keys])


def add() -> bytes:
    """A new key at the top of the file."""
    key = Fernet.generate_key()
    write([key, *read()])
    return key


def write(keys: list[bytes]) -> None:
    """Replace the file in one step: a crash leaves the old one or the new one, never half a key."""
    path = key_file()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_suffix(f".{os.getpid()}.new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(b"\n".join(keys) + b"\n")
        file.flush()
        os.fsync(file.fileno())
        if path.exists():
            os.fchown(file.fileno(), path.stat().st_uid, path.stat().st_gid)  # root may rotate for the home's own user
    fresh.replace(path)


def key_file() -> Path:
    return Path(settings.KEY_FILE)
