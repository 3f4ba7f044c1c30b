"""Look for bots that nobody has called one, and remember whom to ask the team about.

Nobody becomes a bot by this: a person who is taken for one would vanish from every number.
"""

from django.db import transaction

from rapport.people.bots.behaviour import behaviours
from rapport.people.bots.names import Says, says
from rapport.people.bots.signs import ASK, Behaviour, Sign, signs
from rapport.people.models import Link, Side, Suspect
from rapport.words.errors import CopyMissing

MET = "log"
"""Whom the team met and wrote down are people."""
_NOTHING = Behaviour(0, 0, None, None, None, 0, 0, 0)


def look() -> int:
    """Look through everybody; answers how many identities the team should be asked about."""
    try:
        behaved = dict(behaviours())
    except CopyMissing:
        behaved = {}
    asked = []
    there = Link.objects.filter(identity__erased=False, identity__limited=None)
    links = there.filter(member__side_by_hand=False).exclude(member__side=Side.BOT).exclude(identity__platform=MET)
    for key, handle, name in links.values_list("pk", "identity__handle", "identity__name").iterator():
        called = max((says(word) for word in (handle, name) if word), default=Says.NOTHING)
        if called or key in behaved:
            found = signs(called, behaved.get(key, _NOTHING))
            if _score(found) >= ASK:
                asked.append(Suspect(identity_id=key, score=_score(found), signs=[sign.words for sign in found]))
    with transaction.atomic():
        Suspect.objects.all().delete()
        Suspect.objects.bulk_create(asked, batch_size=2000)
    return len(asked)


def _score(found: list[Sign]) -> float:
    return sum(sign.weight for sign in found)
