"""The home's encryption keys: a file outside the database, one Fernet key a line, the newest first."""

from pathlib import Path

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings

from rapport.home.keys import write as write_whole


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
    """Replace the file in one step."""
    key_file().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_whole(key_file(), b"\n".join(keys) + b"\n")


def key_file() -> Path:
    return Path(settings.KEY_FILE)
