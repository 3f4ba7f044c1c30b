"""What was said of the things worth doing: done, or not now."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from rapport.accounts.models import User
from rapport.ledger.models import Activity
from rapport.measure.models import Handled
from rapport.measure.today.aside import needs_none, needs_one
from rapport.measure.today.worth import COMES_BACK, DONE_FOR, NOT_NOW, Kind
from rapport.words.errors import RapportError

LONGEST = 120


class ThingUnknown(RapportError):
    def __init__(self, key: str) -> None:
        super().__init__(
            f"There is no such thing to do: '{key[:80]}'. Nothing was changed. `rapport today` shows them."
        )


def done(key: str, user: User | None, now: datetime) -> Handled | None:
    """For the whole team: for good, or for a week of what comes back by itself.

    None of a question: it needs no answer any more, and is off the list of those who wait too (`aside`). Raises
    ThingUnknown.
    """
    kind, _, name = key.partition(":")
    if kind == Kind.QUESTION:
        if (question := _asked(name)) is None:
            raise ThingUnknown(key)
        needs_none(question, user)
        return None
    until = now + DONE_FOR if kind_of(key) in COMES_BACK else None
    return Handled.objects.create(key=key, done=True, until=until, user=user)


def not_now(key: str, user: User | None, now: datetime) -> Handled:
    """For oneself alone. Raises ThingUnknown."""
    kind_of(key)
    return Handled.objects.create(key=key, done=False, until=now + NOT_NOW, user=user)


def silent(user: User | None, now: datetime) -> set[str]:
    """The keys of what is not to be proposed to them now."""
    standing = Handled.objects.filter(Q(until=None) | Q(until__gt=now))
    return set(standing.filter(Q(done=True) | Q(user=user)).values_list("key", flat=True))


def undo(key: str, user: User | None) -> bool:
    """Take back what holds of it, of what others said only that it is done; whether there was anything."""
    kind, _, name = key.partition(":")
    question = _asked(name) if kind == Kind.QUESTION else None
    back = question is not None and needs_one(question.pk)
    rows, _ = Handled.objects.filter(Q(done=True) | Q(user=user), key=key).delete()
    return bool(rows) or back


def kind_of(key: str) -> Kind:
    """Raises ThingUnknown of what names none."""
    word = key.partition(":")[0]
    if word not in set(Kind) or len(key) > LONGEST:
        raise ThingUnknown(key)
    return Kind(word)


def _asked(name: str) -> Activity | None:
    try:
        return Activity.objects.filter(pk=UUID(name), deleted=False).first()
    except ValueError:
        return None
