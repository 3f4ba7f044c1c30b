"""What this home is: its version, where it lies, what it stands on, and how each setting came to its value."""

import os
from importlib.metadata import version
from typing import NamedTuple

from django.conf import settings
from django.db import connection

from rapport.accounts import keys
from rapport.accounts.models import Secret
from rapport.home.shown import shown
from rapport.ledger import copy
from rapport.settings import HOME, SETTINGS


class Shown(NamedTuple):
    """A setting as the page shows it."""

    name: str
    value: str
    by_environment: bool
    meaning: str


def settings_shown() -> list[Shown]:
    """Every setting with its value, passwords left out."""
    return [
        Shown(setting.name, shown(setting.name, value or setting.default), bool(value), setting.meaning)
        for setting in SETTINGS
        for value in [os.environ.get(setting.name, "")]
    ]


def facts() -> dict[str, object]:
    """The home in a few values."""
    return {
        "version": version("rapport"),
        "home": HOME,
        "public_url": settings.PUBLIC_URL,
        "database": _server_version(),
        "own_database": settings.DATABASES["default"]["HOST"].startswith(str(HOME)),
        "as_of": copy.as_of(),
        "waiting": copy.waiting(),
        "mail": bool(settings.EMAIL_URL),
        "keys": len(keys.read()),
        "secrets": Secret.objects.count(),
    }


def _server_version() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        found: str = cursor.fetchone()[0]
    return found.split()[0]
