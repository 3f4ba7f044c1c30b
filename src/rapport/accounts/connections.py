"""A connection's secrets: encrypted, one row each, under names that only this file knows."""

import secrets as chance

from rapport.accounts import secrets
from rapport.accounts.models import Connection, Secret

HOOK = "hook"
"""The secret with which the platform signs the events that it sends; made here."""


def new_hook() -> str:
    """The last part of the address that events come to."""
    return chance.token_urlsafe(18)


def keep(connection: Connection, values: dict[str, str]) -> None:
    for name, value in values.items():
        secrets.put(_name(connection, name), value)


def keep_new_hook_secret(connection: Connection) -> None:
    keep(connection, {HOOK: chance.token_urlsafe(32)})


def secret(connection: Connection, name: str) -> str:
    """Raises Secret.DoesNotExist, and SecretUnreadable where its key is gone."""
    return secrets.get(_name(connection, name)).reveal()


def forget(connection: Connection) -> int:
    """Let all of its secrets go; how many there were."""
    return Secret.objects.filter(name__startswith=_name(connection, "")).delete()[0]


def _name(connection: Connection, name: str) -> str:
    return f"connection:{connection.pk}:{name}"
