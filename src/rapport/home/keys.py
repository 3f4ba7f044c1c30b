"""The keys on disk, outside the database so that a stolen dump tells no secret."""

import os
import secrets
from pathlib import Path

from cryptography.fernet import Fernet

from rapport.words.errors import RapportError


def ensure(key_file: Path, django_key_file: Path) -> None:
    """Make the keys of a new home; keys that are there are never touched."""
    key_file.parent.mkdir(exist_ok=True, mode=0o700)
    try:
        key_file.parent.chmod(0o700)
        if not key_file.exists():
            write(key_file, Fernet.generate_key() + b"\n")
        if not django_key_file.exists():
            write(django_key_file, secrets.token_urlsafe(48).encode() + b"\n")
    except PermissionError as error:
        raise RapportError(f"{error.filename} cannot be written by this user. Nothing was changed.") from error


def write(path: Path, content: bytes) -> None:
    """Write a secret file whole or not at all, readable by its owner alone; a crash leaves what was there before."""
    half = path.with_name(f".{path.name}.{os.getpid()}")
    half.unlink(missing_ok=True)
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
        if path.exists():
            os.fchown(file.fileno(), path.stat().st_uid, path.stat().st_gid)  # root may rotate for the home's own user
    half.replace(path)
