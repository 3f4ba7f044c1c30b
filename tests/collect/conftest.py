"""Commit tables as the smallest real thing to import, and a team to import it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from rapport.accounts import team
from rapport.accounts.models import Role
from rapport.collect.models import Import
from rapport.collect.run import Progress, begin, once, run

HEADER = b"sha\tdate\tauthor_name\tauthor_email\tsubject\n"


def row(number: int) -> bytes:
    return b"%040x\t2020-01-02T03:04:05Z\tAda %d\tada%d@example.org\tChange %d\n" % (
        number,
        number % 7,
        number % 7,
        number,
    )


def table(count: int, first: int = 1) -> bytes:
    """A commit table of so many good rows."""
    return HEADER + b"".join(row(number) for number in range(first, first + count))


def quiet(_: Progress) -> None:
    pass


def bring(*paths: Path) -> Import:
    """Import as the command does, from the beginning."""
    given = once([str(path) for path in paths])
    import_ = run(begin(given), given, quiet)
    import_.refresh_from_db()
    return import_


def counts(import_: Import) -> dict[str, int]:
    """The counts of an import's only source."""
    source = import_.sources.get()
    assert source.read == source.added + source.known + source.erased + source.skipped + source.rejected
    return {name: getattr(source, name) for name in ("read", "added", "known", "rejected")}


@pytest.fixture(autouse=True)
def _own_home(settings: Settings, tmp_path: Path) -> None:
    settings.COPY, settings.UPLOADS = tmp_path / "copy", tmp_path / "uploads"
    settings.KEY_FILE = tmp_path / "keys" / "secret.keys"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture
def signed_in(db: None) -> Callable[[Role], Client]:
    def enter(role: Role) -> Client:
        user = team.join(f"{role}@example.org", role.label, "a long enough sentence", role)
        client = Client()
        client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
        return client

    return enter
