"""Keep what a connection brought: records and where one goes on, in one transaction.

What it brings counts as an import that goes on as long as the connection does, so that it has counts and records set
aside, and can be taken back like any other.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connection as database
from django.db import transaction

from rapport.accounts.models import Connection
from rapport.collect.brought import remember
from rapport.collect.models import Import, Source
from rapport.collect.reading import Aside
from rapport.collect.rejected import set_aside
from rapport.collect.writing import count
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

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """In it one keeps what came together with where one goes on; taken back, nothing of it is remembered either."""
        try:
            with transaction.atomic():
                yield
        except BaseException:
            self._appender.forget()
            raise

    def keep(self, path: str, outcomes: Sequence[Outcome]) -> Appended:
        """Inside `transaction`. `path` says which part of what the connection brings it was."""
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
        times = [activity.at for record in records for activity in record.activities[:1]]
        count(source, appended, read=len(records), rejected=len(asides), times=times)
        return appended
