"""Erase again, after a backup was restored, whoever was erased since it was made."""

from collections.abc import Set as AbstractSet

from django.db import connection, transaction

from rapport.ledger import journal
from rapport.ledger.erased import Marks
from rapport.ledger.models import Identity
from rapport.people.mine.receipts import erase_identities
from rapport.words.identity import Identity as Named


def erase_again(marks: AbstractSet[bytes]) -> int:
    """Take these marks over and erase the identities that the table has of them; answers how many.

    A mark of an address that several used was never made, so whoever stays is not met.
    """
    with transaction.atomic():
        journal.add(marks)
        known = Marks()
        with connection.cursor() as cursor:
            known.reload(cursor)
        there = Identity.objects.filter(erased=False).values_list("pk", "platform", "native_id", "email")
        gone = [
            pk
            for pk, platform, native_id, email in there.iterator()
            if Named(platform, native_id, email=email) in known
        ]
        if gone:
            erase_identities(gone)
    return len(gone)
