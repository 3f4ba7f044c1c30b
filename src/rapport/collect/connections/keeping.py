"""Keep what a connection brought: records and where one goes on, in one transaction.

What it brings counts as an import that goes on as long as the connection does, so that it has counts and records set
aside, and can be taken back like any other.
"""

from collections.abc import Sequence

from django.db import connection as database

from rapport.accounts.models import Connection
from rapport.collect.brought import remember
from rapport.collect.models import Import, Source
from rapport.collect.reading import Aside
from rapport.collect.rejected import set_aside
from rapport.ledger.append import Appended, Appender
from rapport.ledger.locks import keep_erasure_out
from rapport.words.records import Outcome, Record, Unreadable


def import_of(connection: Connection) -> Import:
    found, _ = Import.objects.get_or_create(
        connection=connection,
        defaults={
            "state": Import.State.FOLLOWING,
            "paths": [str(connection)],
            "user": connection.made_by,
            "remembered": True,
        },
    )
    return found


class Keeper:
    """Keeps what one connection brings. One of them belongs to one thread."""

    def __init__(self, connection: Connection, archive: str) -> None:
        self._import = import_of(connection)
        self._archive = archive
        self._platform = connection.platform
        self._appender = Appender(remember(self._import.pk))

    def keep(self, path: str, outcomes: Sequence[Outcome]) -> Appended:
        """Inside the caller's transaction, which also keeps where one goes on. `path` says which part of it it was."""
        records = [outcome for outcome in outcomes if isinstance(outcome, Record)]
        asides = [Aside(path, outcome) for outcome in outcomes if isinstance(outcome, Unreadable)]
        if not outcomes:
            return Appended()
        with database.cursor() as cursor:
            keep_erasure_out(cursor)
        source, _ = Source.objects.select_for_update().get_or_create(
            import_run=self._import, path=path, archive=self._archive, defaults={"platform": self._platform}
        )
        appended = self._appender.append(records) if records else Appended()
        if asides:
            set_aside(source, asides)
        source.read += len(records) - appended.told + len(asides)
        source.rejected += len(asides)
        for name in Appended._fields:
            setattr(source, name, getattr(source, name) + getattr(appended, name))
        times = [activity.at for record in records for activity in record.activities[:1]]
        if times:
            source.first_at = min(filter(None, (source.first_at, *times)))
            source.last_at = max(filter(None, (source.last_at, *times)))
        source.save()
        return appended

    def forget(self) -> None:
        """After a transaction that was taken back."""
        self._appender.forget()
