"""Looking through everybody for more who are one person: `python -m tests.bench.proposing [IDENTITIES …]`.

Made-up accounts (`accounts.py`) in a real database: time and memory of the look and of its merges, and how many of
the merges and of the proposals are right, by the truth that the accounts were made with.
"""

import resource
import sys
import time
from datetime import UTC, datetime

from tests.prove.database import own_database

SIZES = (10_000, 200_000)


def measure(size: int) -> None:
    from django.db import connection

    from rapport.ledger.models import Identity
    from rapport.people.follow import follow
    from rapport.people.models import Link, Proposal
    from rapport.people.proposals import how_many
    from rapport.people.proposing import propose
    from tests.bench.accounts import accounts

    person: dict[int, int] = {}
    rows = []
    for number, made in enumerate(accounts(size, seed=1), start=1):
        person[number] = made.person
        details = {"handle": made.login or None, "name": made.name, "email": made.email or None}
        rows.append(Identity(id=number, platform=made.platform, native_id=str(number), seen_at=_DAY, **details))
    Identity.objects.bulk_create(rows, batch_size=10_000)
    rows.clear()
    begun = time.perf_counter()
    follow()
    print(f"{size:,} identities: followed in {time.perf_counter() - begun:.1f} s")
    before = _members()
    begun = time.perf_counter()
    done = propose()
    took = time.perf_counter() - begun
    held = dict(Link.objects.values_list("identity_id", "member_id"))
    first: dict[int, int] = {}
    wrong = sum(person[i] != person[first.setdefault(held[i], i)] for i in sorted(held))
    asked = list(Proposal.objects.values_list("one_id", "other_id"))
    right = sum(person[one] == person[other] for one, other in asked)
    print(
        f"  looked through in {took:.1f} s, {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10:,} MB at most: "
        f"{done.merged:,} merges ({before - _members():,} members fewer), {wrong:,} identities with a stranger; "
        f"{len(asked):,} proposed, {right:,} of them one person"
    )
    begun = time.perf_counter()
    again = propose()
    print(f"  again {time.perf_counter() - begun:.1f} s, {again.merged} merges")
    begun = time.perf_counter()
    how_many()
    print(f"  counting those who wait {1000 * (time.perf_counter() - begun):.0f} ms")
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE ledger_identity, people_member, people_link, people_decision CASCADE")


_DAY = datetime(2024, 1, 1, tzinfo=UTC)


def _members() -> int:
    from rapport.people.models import Link

    return Link.objects.values("member").distinct().count()


def main() -> None:
    with own_database():
        for size in map(int, sys.argv[1:]) if sys.argv[1:] else SIZES:
            measure(size)


if __name__ == "__main__":
    main()
