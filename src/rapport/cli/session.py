"""Give a command the home's database for as long as it runs."""

import importlib
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import wraps
from types import FrameType
from typing import NoReturn, ParamSpec, TypeVar

from rapport.home.access import Access, How, database
from rapport.words.errors import RapportError

P = ParamSpec("P")
R = TypeVar("R")

MIGRATION_LOCK = 0x5241_5050  # an advisory lock's number: "RAPP"
TOO_OLD = (
    "The home was made by a Rapport from before its first release, whose tables nothing leads on from. Nothing was "
    "changed. Set RAPPORT_HOME to a new folder and import again, or go on with the version that made it."
)


def needs_database(command: Callable[P, R]) -> Callable[P, R]:
    """Run a command with the database up, its tables current, and Django ready.

    Import Django's models inside the command: they exist from its first line on. Where Django is up already
    (in a test, or when one command calls another), the command just runs.
    """

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        from django.apps import apps

        if apps.ready:
            return command(*args, **kwargs)
        from rapport import settings

        with ready(database(settings.HOME, settings.DATABASE_URL, command_line(), warn)):
            return command(*args, **kwargs)

    return run


@contextmanager
def ready(reaching: AbstractContextManager[Access]) -> Iterator[Access]:
    """Enter the home through `reaching`, read the settings anew with its database and keys, and set Django up."""
    from rapport import settings
    from rapport.home import keys

    signal.signal(signal.SIGTERM, _end)  # so that the owner of a database stops it on its way out
    with reaching as access:
        keys.ensure(settings.KEY_FILE, settings.DJANGO_KEY_FILE)
        os.environ["DATABASE_URL"] = access.url
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rapport.settings")
        importlib.reload(settings)
        import django
        from django.db import connections

        django.setup()
        try:
            if access.how is not How.GUEST:
                migrate()
            yield access
        finally:
            connections.close_all()


def migrate() -> None:
    """Bring the tables up to date; of several processes that start at once, one does it.

    Raises RapportError where they were made in steps that this code no longer has.
    """
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.exceptions import InconsistentMigrationHistory
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
        try:
            call_command("migrate", verbosity=0, interactive=False)
        except InconsistentMigrationHistory as error:
            raise RapportError(TOO_OLD) from error
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATION_LOCK])


def command_line() -> str:
    """This command as others are told of it, without its options: they may hold names of people."""
    words = [word for word in sys.argv[1:] if not word.startswith("-")]
    return " ".join(["rapport", *words[:2]])


def warn(text: str) -> None:
    """Say something about the run, not of its result: to standard error."""
    print(text, file=sys.stderr, flush=True)  # noqa: T201


def _end(number: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(128 + number)
