"""Connect an account, change what is read of it, and let go of it."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

from django.conf import settings
from django.db import transaction

from rapport.accounts import connections as kept
from rapport.accounts.models import Connection, User
from rapport.collect import takeback
from rapport.collect.connections.following import arrange, wake
from rapport.collect.connections.keeping import import_of
from rapport.collect.connections.readers import reader_of
from rapport.collect.models import Import
from rapport.words.errors import CredentialsRefused, Unreachable
from rapport.words.live import Access, Found, Json, Reader

State = Connection.State
_PLAIN = re.compile(r"[\x21-\x7e]+")
"""What a header can carry."""


def look(platform: str, secrets: Mapping[str, str], names: Sequence[str], since: date | None) -> Found:
    """What these credentials may read of what was named, and what that takes. Nothing is kept.

    Raises CredentialsRefused, RateLimited, PlaceGone, Unreachable.
    """
    reader = reader_of(platform)
    if any(not _PLAIN.fullmatch(value) for value in secrets.values()):
        raise CredentialsRefused("It holds spaces or characters that no token has. Copy it once more.")
    chosen: Json = {"names": list(names), "since": since.isoformat() if since else None}
    with reader.opened(Access(_address(reader), secrets, chosen)) as ask:
        try:
            return reader.look(ask, chosen)
        except (ValueError, KeyError, TypeError) as problem:
            raise Unreachable(
                f"It answered with something that is not in its own description ({type(problem).__name__})."
            ) from problem


def already(platform: str, found: Found) -> Connection | None:
    """The connection of the same account that reads the same places."""
    places = {place.native_id for place in found.places}
    same = Connection.objects.filter(platform=platform, account_id=found.account_id).exclude(state=State.ENDED)
    return next((one for one in same if {str(each["id"]) for each in one.chosen["places"]} == places), None)


@transaction.atomic
def connect(platform: str, secrets: Mapping[str, str], found: Found, since: date | None, by: User | None) -> Connection:
    """Keep the connection; its streams are due at once."""
    reader = reader_of(platform)
    places = [{"id": place.native_id, "name": place.name} for place in found.places]
    made = Connection.objects.create(
        platform=platform,
        account=found.account,
        account_id=found.account_id,
        address=_address(reader),
        chosen={"places": places, "since": since.isoformat() if since else None},
        hook=kept.new_hook(),
        made_by=by,
        expires_at=found.expires_at,
    )
    kept.keep(made, dict(secrets))
    kept.keep_new_hook_secret(made)
    import_of(made)
    arrange(made, reader)
    return made


def renew(connection: Connection, secrets: Mapping[str, str]) -> Found:
    """New credentials for the same account; reading goes on where it stood, one that is paused when it goes on.

    Raises as `look` does, WrongAccount, and Ended.
    """
    if connection.state == State.ENDED:
        raise Ended
    names = [place["name"] for place in connection.chosen["places"]]
    found = look(connection.platform, secrets, names, None)
    if found.account_id != connection.account_id:
        raise WrongAccount(found.account, connection.account)
    with transaction.atomic():
        row = Connection.objects.select_for_update().filter(pk=connection.pk).exclude(state=State.ENDED)
        if not row.exists():
            raise Ended
        kept.keep(connection, dict(secrets))
        row.update(error="", expires_at=found.expires_at)
        row.filter(state=State.REFUSED).update(state=State.ACTIVE)
        connection.streams.update(tries=0)
        wake(connection)
    return found


class Ended(ValueError):
    def __init__(self) -> None:
        super().__init__("This connection has ended. Nothing was changed. Connect the account anew.")


def _address(reader: Reader) -> str:
    address: str = settings.PLATFORM_ADDRESSES.get(reader.platform, reader.address)
    return address


class WrongAccount(ValueError):
    def __init__(self, given: str, wanted: str) -> None:
        super().__init__(
            f"These are credentials of {given}; this connection is of {wanted}. Nothing was changed. Connect {given} by"
            " itself."
        )


def pause(connection: Connection) -> bool:
    return _change(connection, State.ACTIVE, State.PAUSED)


def resume(connection: Connection) -> bool:
    return _change(connection, State.PAUSED, State.ACTIVE)


def _change(connection: Connection, was: State, now: State) -> bool:
    return Connection.objects.filter(pk=connection.pk, state=was).update(state=now) > 0


def resync(connection: Connection) -> None:
    """Read everything again from the beginning; what is known stays as it is."""
    connection.streams.update(cursor=None, reached=None, caught_up_at=None, tries=0, error="")
    wake(connection)


def disconnect(connection: Connection, *, with_data: bool) -> None:
    """Let its credentials go. With its data, what it alone brought is taken back like a forgotten import's: its job
    does so."""
    with transaction.atomic():
        row = Connection.objects.select_for_update().filter(pk=connection.pk).exclude(state=State.ENDED)
        if not row.update(state=State.ENDED, error=""):
            return
        kept.forget(connection)
        connection.streams.all().delete()
        connection.events.all().delete()
        brought = import_of(connection)
        following = Import.objects.filter(pk=brought.pk, state=Import.State.FOLLOWING)
        following.update(state=Import.State.DONE, finished_at=datetime.now(UTC))
    if with_data:
        takeback.begin(Import.objects.get(pk=brought.pk))
