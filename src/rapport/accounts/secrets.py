"""Tokens and passwords the home keeps: encrypted in the database, their keys outside of it.

`SecretText` never shows its value in a log or a traceback; only `reveal()` gives it.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken, MultiFernet
from django.db import connection, transaction

from rapport.accounts import keys
from rapport.accounts.models import Secret
from rapport.words.errors import SecretUnreadable

_MFA_FIELDS = ("secret", "seed")
"""Where allauth keeps what our `Adapter.encrypt` sealed: a TOTP secret, the seed of recovery codes."""


class SecretText:
    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return "SecretText(…)"


def put(name: str, text: str) -> None:
    """Keep a secret under a name such as `github:token`; a second `put` replaces it."""
    with _table("ROW EXCLUSIVE"):
        sealed = keys.cipher().encrypt(text.encode())
        Secret.objects.update_or_create(name=name, defaults={"sealed": sealed})


def get(name: str) -> SecretText:
    """The secret of that name. Raises `Secret.DoesNotExist`, or `SecretUnreadable` when its key is gone."""
    sealed = bytes(Secret.objects.values_list("sealed", flat=True).get(name=name))
    try:
        return SecretText(keys.cipher().decrypt(sealed).decode())
    except InvalidToken as error:
        raise SecretUnreadable(name) from error


def forget(name: str) -> bool:
    """Delete a secret; False if there was none."""
    return Secret.objects.filter(name=name).delete()[0] > 0


def rotate() -> int:
    """Add a key and seal everything with it, all or nothing. Gives how many were sealed anew.

    The old keys stay in the file: a database backup made before needs them. `drop_old_keys` lets go of them.
    """
    with _table("SHARE ROW EXCLUSIVE"):
        _reseal(keys.cipher())  # what cannot be read stops us here, before the key file is touched
        keys.add()
        return _reseal(keys.cipher())


def drop_old_keys() -> int:
    """Keep the newest key alone, after sealing everything with it. Gives how many keys were dropped."""
    with _table("SHARE ROW EXCLUSIVE"):
        _reseal(keys.cipher())
    # Only now, when the commit has happened, may the old keys go.
    kept, *old = keys.read() or [keys.add()]
    keys.write([kept])
    return len(old)


def _reseal(cipher: MultiFernet) -> int:
    count = 0
    for secret in Secret.objects.select_for_update().order_by("id"):
        secret.sealed = _rotated(cipher, secret.name, bytes(secret.sealed))
        secret.save(update_fields=["sealed"])
        count += 1
    for authenticator in Authenticator.objects.select_for_update().order_by("id"):
        sealed = {key: value for key, value in authenticator.data.items() if key in _MFA_FIELDS}
        name = f"second step of user {authenticator.user_id}"
        for key, value in sealed.items():
            authenticator.data[key] = _rotated(cipher, name, value.encode()).decode()
        authenticator.save(update_fields=["data"])
        count += bool(sealed)
    return count


def _rotated(cipher: MultiFernet, name: str, sealed: bytes) -> bytes:
    try:
        return cipher.rotate(sealed)
    except InvalidToken as error:
        raise SecretUnreadable(name) from error


@contextmanager
def _table(mode: str) -> Iterator[None]:
    """A transaction that keeps writers and a rotation apart: no secret is sealed with a key about to go."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE accounts_secret IN {mode} MODE")
        yield
