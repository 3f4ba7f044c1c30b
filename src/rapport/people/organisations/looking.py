"""Find out from which domains people write, and make organisations of those that several people have."""

from django.db import connection, transaction

from rapport.people import map as member_map
from rapport.people.models import Domain, Organisation
from rapport.people.organisations.domains import registered

AT_ONCE = 20_000
SEVERAL = 2
"""A domain from which one person alone writes is as likely their own as an employer's: the team may say."""


def look() -> int:
    """Look through the addresses that are new; answers how many organisations were made."""
    after = 0
    while rows := _addresses(after):
        after = rows[-1][0]
        _keep([(key, domain) for key, email in rows if (domain := registered(email))])
    with transaction.atomic():
        made = _organisations()
        if made:
            member_map.bump()
    return made


def _addresses(after: int) -> list[tuple[int, str]]:
    """Identities with an address from which no domain was taken, or whose address is of another one by now."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT i.id, i.email FROM ledger_identity i
                LEFT JOIN people_address a ON a.identity_id = i.id LEFT JOIN people_domain d ON d.id = a.domain_id
            WHERE i.id > %s AND i.email LIKE '%%@%%' AND NOT i.erased
                AND (d.id IS NULL OR right(lower(i.email), length(d.name)) <> d.name)
            ORDER BY i.id LIMIT %s
            """,
            [after, AT_ONCE],
        )
        return [(key, email) for key, email in cursor.fetchall()]


@transaction.atomic
def _keep(found: list[tuple[int, str]]) -> None:
    Domain.objects.bulk_create(
        (Domain(name=name) for name in sorted({name for _, name in found})), ignore_conflicts=True
    )
    numbers = dict(Domain.objects.filter(name__in={name for _, name in found}).values_list("name", "pk"))
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO people_address (identity_id, domain_id) SELECT * FROM unnest(%s::int[], %s::bigint[])
            ON CONFLICT (identity_id) DO UPDATE SET domain_id = excluded.domain_id
            """,
            [[key for key, _ in found], [numbers[name] for _, name in found]],
        )


def _organisations() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT d.id FROM people_domain d JOIN people_address a ON a.domain_id = d.id
                JOIN people_link l ON l.identity_id = a.identity_id JOIN people_member m ON m.id = l.member_id
            WHERE d.organisation_id IS NULL AND NOT d.by_hand AND m.side <> 'bot'
            GROUP BY d.id HAVING count(DISTINCT l.member_id) >= %s
            """,
            [SEVERAL],
        )
        ids = [key for (key,) in cursor.fetchall()]
    return sum(_named(domain) for domain in Domain.objects.filter(pk__in=ids).order_by("pk"))


def _named(domain: Domain) -> bool:
    """Call the organisation as its domain until somebody of the team names it."""
    held = Organisation.objects.filter(name__iexact=domain.name).first()
    domain.organisation = held or Organisation.objects.create(name=domain.name)
    domain.save(update_fields=["organisation"])
    return held is None
